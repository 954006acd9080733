"""Ask where a file may be kept, and say who else could read it there."""

from pathlib import Path

from secaudit.cli.prompts import ask, confirm, say
from secaudit.languages import _


def ask_place(question: str) -> Path | None:
    """Ask for the name of a file; None where the person wants none, or not at that place."""
    name = ask(_("{question} (a file name; Enter for none)").format(question=question))
    if not name:
        return None
    path = Path(name).expanduser()
    return path if is_private(path) else None


def is_private(path: Path) -> bool:
    """Tell whether a place is one of this device only, or the person wants it all the same."""
    from secaudit.lying import where_it_lies  # noqa: PLC0415

    service = where_it_lies(path).synced
    if not service:
        return True
    say(
        _("{path} lies in a folder that {service} copies to other devices.").format(
            path=path, service=service
        )
    )
    say(_("Someone who can sign in to that account, or who shares it, could read it there."))
    return confirm(_("Keep it there all the same?"))
