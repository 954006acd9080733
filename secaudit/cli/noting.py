"""Keep the log: ask line by line for addresses, names and dates, and never for an image."""

from datetime import datetime
from pathlib import Path

from secaudit.cli.keeping import is_private
from secaudit.cli.prompts import ask, choose, confirm, say
from secaudit.cli.showing import show
from secaudit.errors import UsageError
from secaudit.files import check_writable
from secaudit.languages import N_, _, ngettext
from secaudit.respond.log import FIELDS, append, entry, read_log
from secaudit.respond.pages import MINORS, log_page

_MENU = (N_("Add an entry"), N_("Show what is in it"), N_("Done"))


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
    say(
        _(
            "The log is {path}. It keeps addresses, names and dates. Never put an image in it."
        ).format(path=path)
    )
    holds = ngettext("It holds {number} entry.", "It holds {number} entries.", number)
    say(holds.format(number=number) if number else _("It is new."))
    if underage is None:
        underage = confirm(_("May anyone in the image be under 18, or are you not sure?"))
    if underage:
        say(_("IMPORTANT: {text}").format(text=_(MINORS)))
    else:
        say(_("If you take screenshots as proof, keep them elsewhere, where nobody else can look."))
    while (picked := _picked()) != len(_MENU) - 1:
        if picked:
            show(log_page(read_log(path)))
        elif _add(path):
            saved.append(path)


def _picked() -> int:
    say()
    return choose(_("What would you like to do?"), [_(line) for line in _MENU])


def _add(path: Path) -> bool:
    say()
    say(_("One line each. Press Enter for what you do not know or do not want to write."))
    values = {key: ask(_(question)) for key, question in FIELDS.items()}
    try:
        new = entry(datetime.now().astimezone().replace(microsecond=0), values)
    except UsageError as error:
        say(_("Not written: {problem}. {hint}").format(problem=error.message, hint=error.hint))
        return False
    append(path, new)
    say(_("Written. It is on the disk now."))
    return True
