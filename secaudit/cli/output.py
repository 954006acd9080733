"""Print a report, or write it to a file."""

import os
import sys
from typing import TYPE_CHECKING

import click

from secaudit.cli.options import Writing
from secaudit.languages import _

if TYPE_CHECKING:
    from secaudit.model import Report

_WIDEST = 100
"""Longer lines are hard to read."""


def emit(report: "Report", writing: Writing) -> int:
    """Write the report where it was asked for and return the exit code."""
    from secaudit.auditing import exit_code  # noqa: PLC0415
    from secaudit.reports import render  # noqa: PLC0415

    shown = _for_reader(report, writing)
    if writing.output or writing.recipients:
        text = render(shown, writing.format)
    else:
        text = render(
            shown, writing.format, width=width(), colour=_colour(), unicode=unicode_works()
        )
    put(text, writing)
    return 0 if writing.exit_zero else exit_code(report)


def _for_reader(report: "Report", writing: Writing) -> "Report":
    """Return the report without what its reader is not to see."""
    from secaudit.model import Reader  # noqa: PLC0415

    reader = Reader(writing.reader)
    if reader is Reader.ME:
        return report
    from secaudit.checklists import load  # noqa: PLC0415
    from secaudit.sharing import for_reader  # noqa: PLC0415

    return for_reader(report, reader, load())


def put(text: str, writing: Writing) -> None:
    """Print a text, or write it to the file that was asked for; encrypted if that was asked for."""
    data = text.encode("utf-8", "backslashreplace")
    if writing.recipients:
        from secaudit.agefile import encrypted, recipients_of  # noqa: PLC0415

        data = encrypted(data, recipients_of(writing.recipients))
    if writing.output:
        from secaudit.files import write_whole  # noqa: PLC0415

        write_whole(writing.output, data, force=writing.force)
        said = (
            _("The report is in {file}. Only its recipients can open it.")
            if writing.recipients
            else _("The report is in {file}. Only you can read it.")
        )
        click.echo(said.format(file=writing.output), err=True)
    elif writing.recipients:
        sys.stdout.buffer.write(data)
    else:
        click.echo(text, nl=not text.endswith("\n"), color=True)


def width() -> int:
    """Return how wide lines may be: the terminal, but never hard to read."""
    from shutil import get_terminal_size  # noqa: PLC0415

    return min(get_terminal_size((80, 24)).columns, _WIDEST)


def _colour() -> bool:
    """Colour only on a terminal that wants it (https://no-color.org)."""
    return (
        sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    )


def unicode_works() -> bool:
    """Tell whether stdout can show more than ASCII."""
    try:
        "✓●–→é".encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
