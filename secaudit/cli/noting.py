"""Keep the log: ask line by line for addresses, names and dates, and never for an image."""

from datetime import datetime
from pathlib import Path

from secaudit.cli.keeping import is_private
from secaudit.cli.prompts import ask, choose, confirm, say
from secaudit.cli.showing import show
from secaudit.errors import UsageError
from secaudit.files import check_writable
from secaudit.reports.words import count
from secaudit.respond.log import FIELDS, append, entry, read_log
from secaudit.respond.pages import MINORS, log_page

_MENU = ("Add an entry", "Show what is in it", "Done")


def keep_log(path: Path, saved: list[Path], *, underage: bool | None = None) -> None:
    """Add entries to a log, and show it; `saved` gets its path as soon as one is written.

    `underage` is whether someone in the image may be under 18; None asks. Raises UsageError where
    the file is no log, OutputError where it cannot be written.
    """
    number = len(read_log(path))
    check_writable(path, force=path.exists())
    if not is_private(path):
        return
    say()
    say(f"The log is {path}. It keeps addresses, names and dates. Never put an image in it.")
    say(f"It holds {count(number, 'entry', 'entries')}." if number else "It is new.")
    if underage is None:
        underage = confirm("May anyone in the image be under 18, or are you not sure?")
    if underage:
        say(f"IMPORTANT: {MINORS}")
    else:
        say("If you take screenshots as proof, keep them elsewhere, where nobody else can look.")
    while (picked := _picked()) != len(_MENU) - 1:
        if picked:
            show(log_page(read_log(path)))
        elif _add(path):
            saved.append(path)


def _picked() -> int:
    say()
    return choose("What would you like to do?", _MENU)


def _add(path: Path) -> bool:
    say()
    say("One line each. Press Enter for what you do not know or do not want to write.")
    values = {key: ask(question) for key, question in FIELDS.items()}
    try:
        new = entry(datetime.now().astimezone().replace(microsecond=0), values)
    except UsageError as error:
        say(f"Not written: {error.message}. {error.hint}")
        return False
    append(path, new)
    say("Written. It is on the disk now.")
    return True
