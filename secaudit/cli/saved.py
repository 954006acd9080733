"""Open what is saved on this device, asking for its passphrase where there is one."""

from typing import TYPE_CHECKING

from secaudit.cli.prompts import ask_secret, choose, is_interactive, say
from secaudit.errors import StorePassphraseError, UsageError
from secaudit.languages import _

if TYPE_CHECKING:
    from secaudit.saving import History
    from secaudit.text import Secret

_TRIES = 3


def open_history() -> "History":
    """Return the audits saved on this device. Raises UsageError where there are none."""
    history = _opened(create=False)
    if history is None:
        raise UsageError(_("no audit is saved on this device"), _("Make one: secaudit audit"))
    return history


def _opened(*, create: bool) -> "History | None":
    from secaudit.saving import History  # noqa: PLC0415

    for left in range(_TRIES - 1, -1, -1):
        try:
            return History.open(_ask, create=create)
        except StorePassphraseError as error:
            if not (left and is_interactive(piped=True)):
                raise
            say(_("{what}. Try again.").format(what=error.message))
    return None


def _ask(*, new: bool) -> "Secret | None":
    if not is_interactive(piped=True):
        return None
    return _ask_new() if new else ask_secret(_("Passphrase of your saved audits"))


def _ask_new() -> "Secret | None":
    say(_("Your audit can be saved on this device, to go on later and to see what got better."))
    say(_("This system has no safe place for a key, so a passphrase would protect it."))
    options = (_("Save nothing"), _("Choose a passphrase"))
    if choose(_("Save it?"), options) == 0:
        return None
    say(_("Without the passphrase nobody can open what is saved, and nobody can recover it."))
    while True:
        first = ask_secret(_("New passphrase (it is not shown; Enter to save nothing)"))
        if not first:
            return None
        if ask_secret(_("The same once more")) == first:
            return first
        say(_("Those two were not the same."))
