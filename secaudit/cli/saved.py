"""Open what is saved on this device, asking for its passphrase where there is one."""

from typing import TYPE_CHECKING

from secaudit.cli.prompts import ask_secret, choose, is_interactive, say
from secaudit.errors import StorePassphraseError

if TYPE_CHECKING:
    from secaudit.saving import History
    from secaudit.text import Secret

_TRIES = 3


def open_history() -> "History":
    """Return the audits saved on this device. Raises UsageError where there are none."""
    from secaudit.errors import UsageError  # noqa: PLC0415

    history = _opened(create=False)
    if history is None:
        raise UsageError("no audit is saved on this device", "Make one: secaudit audit --save")
    return history


def _opened(*, create: bool) -> "History | None":
    from secaudit.saving import History  # noqa: PLC0415

    for left in range(_TRIES - 1, -1, -1):
        try:
            return History.open(_ask, create=create)
        except StorePassphraseError as error:
            if not (left and is_interactive(piped=True)):
                raise
            say(f"{error.message}. Try again.")
    return None


def _ask(*, new: bool) -> "Secret | None":
    if not is_interactive(piped=True):
        return None
    return _ask_new() if new else ask_secret("Passphrase of your saved audits")


def _ask_new() -> "Secret | None":
    say("This system has no safe place for a key, so a passphrase would protect what is saved.")
    options = ("Save nothing", "Choose a passphrase")
    if choose("What shall be done?", options) == 0:
        return None
    say("Without it nobody can open your saved audits, and nobody can find it out for you.")
    while True:
        first = ask_secret("New passphrase (it is not shown; Enter to save nothing)")
        if not first:
            return None
        if ask_secret("The same once more") == first:
            return first
        say("Those two were not the same.")
