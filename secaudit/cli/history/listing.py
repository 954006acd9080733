"""The list of saved audits, and a line that shows how the score went."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from secaudit.errors import ExitCode
from secaudit.languages import _, day, ngettext, number

if TYPE_CHECKING:
    from secaudit.saving import Entry
    from secaudit.saving.walks import Walk

_BARS = "▁▂▃▄▅▆▇█"
_PLAIN_BARS = "_.:-=+*#"
_AT_MOST = 40
"""Audits in the line of scores: the newest."""


def list_audits() -> int:
    """Print the saved audits, the newest first, and return the exit code."""
    from secaudit.cli.output import unicode_works  # noqa: PLC0415
    from secaudit.cli.prompts import say  # noqa: PLC0415
    from secaudit.cli.saved import open_if_any  # noqa: PLC0415
    from secaudit.saving.walks import Walks  # noqa: PLC0415

    history = open_if_any()
    if history is None:
        click.echo(_("No audit is saved on this device. To make one: secaudit audit"))
        return ExitCode.OK
    entries, unopened = history.listing()
    click.echo("\n".join(_lines(entries, unicode=unicode_works())))
    for walk in Walks(history).unfinished():
        click.echo(_begun(walk))
    for document in unopened:
        name, error = document.id[:8], document.why
        named = "" if error.message.startswith(name) else f"{name}: "
        say(f"{named}{error.message}. {error.hint}")
    return ExitCode.NOT_CHECKED if unopened else ExitCode.OK


def _lines(entries: "Sequence[Entry]", *, unicode: bool) -> Iterator[str]:
    if not entries:
        yield _("No finished audit is saved on this device.")
        return
    heads = (_("Audit"), _("Name"), _("Date"), _("Accounts"), _("Score"), _("Checked"))
    rows = [heads, *(_row(place, entry) for place, entry in enumerate(entries, 1))]
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    for row in rows:
        # Numbers stand right, so that they line up; name and date left.
        cells = (
            cell.ljust(width) if column in {1, 2} else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join(cells).rstrip()
    scores = [entry.score for entry in reversed(entries) if entry.score is not None][-_AT_MOST:]
    if len(scores) > 1:
        yield ""
        yield _("Score, from the oldest to the newest: {line}  {first} to {last}").format(
            line=bars(scores, unicode=unicode), first=scores[0], last=scores[-1]
        )


def _row(place: int, entry: "Entry") -> tuple[str, ...]:
    return (
        str(place),
        entry.short,
        f"{entry.generated.astimezone():%Y-%m-%d %H:%M}",
        number(entry.accounts),
        "–" if entry.score is None else str(entry.score),
        f"{int(entry.coverage * 100)} %",
    )


def bars(scores: Sequence[int], *, unicode: bool) -> str:
    """Return one sign for each score of 0 to 100, the higher the better."""
    signs = _BARS if unicode else _PLAIN_BARS
    return "".join(signs[min(score * len(signs) // 100, len(signs) - 1)] for score in scores)


def _begun(walk: "Walk") -> str:
    answers = len(walk.given)
    return ngettext(
        "Begun on {day} and not finished, {number} answer so far. To go on:\n  {command}",
        "Begun on {day} and not finished, {number} answers so far. To go on:\n  {command}",
        answers,
    ).format(
        day=day(walk.begun.astimezone()),
        number=number(answers),
        command=f"secaudit {walk.command}",
    )
