"""`secaudit history export`: saved audits in a file that anyone can read."""

import click

from secaudit.cli.commands import Command
from secaudit.languages import _


@click.command(cls=Command)
@click.argument("file", metavar="FILE")
@click.argument("audits", nargs=-1, metavar="[AUDIT]...")
@click.option("--force", is_flag=True, help="Replace FILE where it exists.")
def export(file: str, audits: tuple[str, ...], *, force: bool) -> None:
    """Write saved audits to FILE, as JSON that is not encrypted.

    All of them, or those that are named. Whoever reads FILE learns which accounts you have and
    where they are weak.
    """
    import json  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    from secaudit.cli.prompts import confirm, is_interactive, say  # noqa: PLC0415
    from secaudit.cli.saved import open_history  # noqa: PLC0415
    from secaudit.files import check_writable, write_whole  # noqa: PLC0415
    from secaudit.saving.form import exported  # noqa: PLC0415

    path = Path(file)
    check_writable(path, force=force)
    history = open_history()
    entries = [history.find(name) for name in audits] or history.entries()
    say(_("WARNING: {path} will not be encrypted.").format(path=path))
    say(
        _(
            "Whoever reads it learns which accounts you have, and where they are weak. Passwords "
            "are not in it. Delete it when you are done, also from backups."
        )
    )
    if is_interactive() and not confirm(_("Write it?")):
        say(_("Nothing was written."))
        return
    document = {
        "secaudit_history": 1,
        "audits": [
            {"name": entry.short, **exported(history.load(entry.id))}
            for entry in {entry.id: entry for entry in entries}.values()
        ],
    }
    text = json.dumps(document, indent=2, ensure_ascii=False)
    write_whole(path, f"{text}\n".encode("utf-8", "backslashreplace"), force=force)
    say(_("The file is {path}. Only you can read it, as long as it stays here.").format(path=path))
