"""Open what is saved on this device, asking for its passphrase where there is one."""

from typing import TYPE_CHECKING, Any

import click

from secaudit.cli.prompts import ask_secret, choose, is_interactive, say
from secaudit.errors import KeyringError, StoreError, StorePassphraseError, UsageError
from secaudit.languages import _

if TYPE_CHECKING:
    from secaudit.saving import History
    from secaudit.text import Secret

_TRIES = 3
"""How often a passphrase may be mistyped."""


def save_option(command: Any) -> Any:
    """Add whether an audit is saved, as the argument `save`: None where nobody said."""
    return click.option(
        "--save/--no-save",
        default=None,
        help="Whether to save the audit on this device, encrypted. By default it is saved on a "
        "terminal; --no-save leaves nothing at all behind.",
    )(command)


def save_walk_option(command: Any) -> Any:
    """Add whether the answers of a short walk are saved until it is over, as `save`."""
    return click.option(
        "--no-save",
        "save",
        flag_value=False,
        type=bool,
        default=None,
        help="Save no answers on this device. Else they are, encrypted, until the walk is over.",
    )(command)


def open_history() -> "History":
    """Return the audits saved on this device. Raises UsageError where there are none."""
    history = open_if_any()
    if history is None:
        raise UsageError(_("no audit is saved on this device"), _("Make one: secaudit audit"))
    return history


def open_if_any() -> "History | None":
    """Return the audits saved on this device; None where there are none."""
    return _opened(create=False)


def open_to_save(
    *, save: bool | None, interactive: bool, briefly: bool = False
) -> "History | None":
    """Return where an audit goes, and say so; None where it is not to be saved, or cannot be.

    `save` is what the person asked for: None leaves it to whether somebody is here. With
    `briefly` nothing is said or asked, so that only a key in the keyring will do. Raises
    KeyringError and StoreError only where it was asked for.
    """
    if save is False or (save is None and not interactive):
        return None
    if briefly:
        return _opened_quietly()
    try:
        history = _opened(create=True)
        if history is None and save:
            raise _nowhere()
    except (KeyringError, StoreError) as error:
        if save:
            raise
        say(
            _("note: nothing will be saved: {what}. {hint}").format(
                what=error.message, hint=error.hint
            )
        )
        return None
    if interactive:
        say(_where(history) if history else _("Nothing is saved on this device."))
    return history


def _opened_quietly() -> "History | None":
    from secaudit.saving import History  # noqa: PLC0415

    try:
        return History.open(lambda **_asked: None, create=True)
    except (KeyringError, StoreError):  # answers of a few minutes are not worth a warning
        return None


def _where(history: "History") -> str:
    from secaudit.store.key import Source  # noqa: PLC0415

    if history.opened.source is Source.PASSPHRASE:
        kept = _("This audit will be saved on this device, encrypted with your passphrase.")
    else:
        kept = _("This audit will be saved on this device, encrypted; the key is in your keyring.")
    return kept + " " + _("To save nothing: --no-save. To remove it later: secaudit history forget")


def _nowhere() -> StoreError:
    from secaudit.store import keychain  # noqa: PLC0415

    refusal = keychain.refusal()
    why = refusal.message if refusal else _("no passphrase was chosen")
    return StoreError(
        _("the audit cannot be saved: {why}").format(why=why),
        _("On a terminal a passphrase can protect it instead."),
    )


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
    return _ask_new() if new else ask_secret(_("Passphrase of your saved audits")) or None


def _ask_new() -> "Secret | None":
    from secaudit.store import keychain  # noqa: PLC0415

    say(_("Your audit can be saved on this device, to go on later and to see what got better."))
    if refusal := keychain.refusal():
        say(_("A passphrase would have to protect it: {why}.").format(why=refusal.message))
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
