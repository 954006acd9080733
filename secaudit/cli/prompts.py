"""Questions on the terminal: one line each, numbered, so that a screen reader can follow.

They go to stderr; stdout is for the report.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click

from secaudit.cli import tape
from secaudit.errors import UsageError
from secaudit.languages import N_, _, ngettext

if TYPE_CHECKING:
    from secaudit.text import Secret

T = TypeVar("T")

_TERMINAL = "CONIN$" if sys.platform == "win32" else "/dev/tty"
"""The terminal itself, whatever stdin is."""


def is_interactive(*, piped: bool = False) -> bool:
    """Tell whether there is a person who can be asked; `piped`: also where stdin is an export."""
    if not sys.stderr.isatty():
        return False
    try:
        with _answers(piped=piped) as answers:
            return answers.isatty()
    except OSError:  # started by no terminal, as cron does
        return False


@contextmanager
def _answers(*, piped: bool = True) -> Iterator[TextIO]:
    """Let answers come from the terminal, also where an export comes through stdin."""
    if sys.stdin.isatty() or not piped:
        yield sys.stdin
        return
    with open(_TERMINAL, encoding=sys.stderr.encoding) as terminal:  # noqa: PTH123  # no file
        export, sys.stdin = sys.stdin, terminal
        try:
            yield terminal
        finally:
            sys.stdin = export


def say(text: str = "") -> None:
    """Write a line for the person, folded to the terminal; what begins a list item hangs.

    In a walk that is gone through again, it waits for the first question that is asked.
    """
    walk = tape.running()
    if not (walk and walk.hears(text)):
        _show(text)


def _show(text: str) -> None:
    from shutil import get_terminal_size  # noqa: PLC0415
    from textwrap import fill  # noqa: PLC0415

    width = min(get_terminal_size((80, 24)).columns, 80) - 1
    hang = " " * (len(text) - len(text.lstrip()) + 3) if text.startswith(" ") else ""
    lines = fill(
        text, width, subsequent_indent=hang, break_long_words=False, break_on_hyphens=False
    )
    click.echo(lines, err=True)


def end_line() -> None:
    """Leave the line of a question that the person did not answer."""
    if sys.stderr.isatty():
        click.echo(err=True)


def heading(text: str) -> None:
    """Start a part of the walk."""
    say()
    say(text)
    say("-" * len(text))


def minutes(number: int) -> str:
    """Return `5 minutes`; never less than one."""
    number = max(number, 1)
    return ngettext("{number} minute", "{number} minutes", number).format(number=number)


def _recalled(live: Callable[[], T], *parts: Any) -> T:
    """Return the answer given when this was asked before; else show what was said, and ask now.

    `parts` are all that is asked.
    """
    walk = tape.running()
    if walk is None:
        return live()
    question = walk.question(*parts)
    if earlier := walk.answered(question):
        answer: T = earlier.popleft()
    else:
        for text in walk.unshown():
            _show(text)
        with tape.recording(None):  # what is said while asking belongs to no other question
            answer = live()
        walk.add(question, answer)
    walk.turn()
    return answer


def choose(question: str, options: Sequence[str], default: int = 1) -> int:
    """Ask for one of numbered options; return its index from 0. Enter takes the default."""

    def live() -> int:
        _list(question, options)
        while True:
            line = _ask(_("Number [{default}]").format(default=default)) or str(default)
            if line.isdecimal() and 1 <= int(line) <= len(options):
                return int(line) - 1
            say(
                _("Please type a number from 1 to {last}, or Enter for {default}.").format(
                    last=len(options), default=default
                )
            )

    return _recalled(live, question, list(options))


def choose_many(
    question: str, options: Sequence[str], *, enter: str = N_("Enter for none")
) -> list[int]:
    """Ask for any number of numbered options; return their indices from 0. Enter takes none.

    `enter` says what that means.
    """

    def live() -> list[int]:
        _list(question, options)
        while True:
            line = _ask(_("Numbers, with spaces between them ({enter})").format(enter=_(enter)))
            words = line.replace(",", " ").split()
            if all(word.isdecimal() and 1 <= int(word) <= len(options) for word in words):
                return sorted({int(word) - 1 for word in words})
            say(_("Please type numbers from 1 to {last}, such as: 1 3").format(last=len(options)))

    return _recalled(live, question, list(options))


def confirm(question: str, *, default: bool = False) -> bool:
    """Ask a yes-or-no question."""
    yes, no = _("y yes").split(), _("n no").split()
    first = (yes[0].upper(), no[0]) if default else (yes[0], no[0].upper())

    def live() -> bool:
        while True:
            answer = _ask(f"{question} [{'/'.join(first)}]").casefold()
            if answer in {*yes, "y", "yes"}:
                return True
            if answer in {*no, "n", "no"}:
                return False
            if not answer:
                return default
            say(_("Please answer with y for yes or n for no."))

    return _recalled(live, question)


def ask(question: str) -> str:
    """Ask for a line of text; Enter gives an empty one."""
    return _recalled(lambda: _ask(question), question)


def _list(question: str, options: Sequence[str]) -> None:
    say(question)
    for number, option in enumerate(options, 1):
        say(f"  {number}. {option}")


def _ask(question: str) -> str:
    with _answers():
        answer: str = click.prompt(question, default="", show_default=False, err=True)
    return answer.strip()


def ask_secret(question: str) -> "Secret":
    """Ask for a secret without showing it; where that is impossible, refuse.

    It is asked for again in a walk that is gone through again.
    """
    walk = tape.running()
    if walk:
        for text in walk.unshown():
            _show(text)
        walk.turn()
    import getpass  # noqa: PLC0415
    import warnings  # noqa: PLC0415

    from secaudit.text import Secret  # noqa: PLC0415

    with warnings.catch_warnings():
        warnings.simplefilter("error", getpass.GetPassWarning)
        try:
            return Secret(getpass.getpass(f"{question}: ", stream=sys.stderr))
        except getpass.GetPassWarning:
            raise UsageError(
                _("there is no terminal to type a secret on without showing it"),
                _("Run this in a terminal, or give a file: see --passphrase-file."),
            ) from None
        except EOFError:
            raise click.Abort from None
