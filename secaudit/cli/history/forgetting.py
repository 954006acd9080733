"""`secaudit history forget`: remove saved audits, and say what that cannot erase."""

from typing import TYPE_CHECKING

import click

from secaudit.cli.commands import Command
from secaudit.cli.prompts import confirm, is_interactive, say
from secaudit.errors import UsageError
from secaudit.languages import _, ngettext, number

if TYPE_CHECKING:
    from secaudit.saving import Forgotten


@click.command(cls=Command)
@click.argument("audits", nargs=-1, metavar="[AUDIT]...")
@click.option("--walks", is_flag=True, help="Remove what was begun and not finished.")
@click.option("--all", "everything", is_flag=True, help="Remove everything, and its key.")
def forget(audits: tuple[str, ...], *, walks: bool, everything: bool) -> None:
    """Remove saved audits from this device: those that are named, or all.

    What cannot be opened any more can be removed too, by its name.
    """
    if sum((bool(audits), walks, everything)) != 1:
        raise UsageError(
            _("say what to remove: some audits, --walks or --all"),
            _("See what there is: secaudit history"),
        )
    if everything:
        _forget_everything()
        return
    from secaudit.cli.saved import open_history  # noqa: PLC0415
    from secaudit.saving import History  # noqa: PLC0415
    from secaudit.saving.walks import Walks  # noqa: PLC0415

    if walks:
        history = open_history()
        found = [walk.id for walk in Walks(history).unfinished()]
        removed = history.forget(found)
    else:
        removed = History.remove(audits, open_history)
    _say_removed(removed)
    say(
        _(
            "This cannot erase copies: in backups, in snapshots of the disk, or what a drive keeps "
            "until it is overwritten. They stay encrypted. Reports you wrote to files are still "
            "there."
        )
    )


def _forget_everything() -> None:
    from secaudit.saving import forget_everything, kept_in  # noqa: PLC0415
    from secaudit.store.key import Source  # noqa: PLC0415

    question = _("Remove all that secaudit saved on this device, and its key?")
    if is_interactive() and not confirm(question):
        say(_("Nothing was removed."))
        return
    has_passphrase = kept_in() is Source.PASSPHRASE
    forgotten = forget_everything()
    _say_removed(forgotten.documents)
    say(_key(forgotten, has_passphrase=has_passphrase))
    say(
        _(
            "Not erased: reports you wrote to files, public directories in the cache folder, your "
            "API key (secaudit key delete), and the commands in your shell's history."
        )
    )


def _say_removed(documents: int) -> None:
    said = ngettext("{number} document was removed.", "{number} documents were removed.", documents)
    say(said.format(number=number(documents)))


def _key(forgotten: "Forgotten", *, has_passphrase: bool) -> str:
    if forgotten.trouble and not has_passphrase:
        return _("The keyring was not asked: {why}. If a key was in it, it is still there.").format(
            why=forgotten.trouble.message
        )
    if forgotten.key:
        return _(
            "Their key is removed from the keyring. Copies in backups or in snapshots of the disk "
            "cannot be opened any more, unless the keyring itself is in a backup too."
        )
    return _(
        "There was no key in the keyring. Copies in backups or in snapshots of the disk can still "
        "be opened by who knows the passphrase."
    )
