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

    if writing.output:
        text = render(report, writing.format)
    else:
        text = render(report, writing.format, width=width(), colour=_colour(), unicode=_unicode())
    put(text, writing)
    return 0 if writing.exit_zero else exit_code(report)


def put(text: str, writing: Writing) -> None:
    """Print a text, or write it to the file that was asked for."""
    if writing.output:
        from secaudit.files import write_whole  # noqa: PLC0415

        data = text.encode("utf-8", "backslashreplace")
        write_whole(writing.output, data, force=writing.force)
        click.echo(
            _("The report is in {file}. Only you can read it.").format(file=writing.output),
            err=True,
        )
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


def _unicode() -> bool:
    try:
        "✓●–→é".encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
