"""`secaudit corpus info`: what a corpus says of itself."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from secaudit.cli.commands import Command
from secaudit.languages import _, day, ngettext, number

if TYPE_CHECKING:
    from datetime import date

    from secaudit.corpus.filter import FilterHeader
    from secaudit.corpus.format import Header


@click.command(cls=Command)
@click.argument("file")
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json")),
    default="text",
    help="Text to read, the default, or JSON for programs.",
)
def info(*, file: str, form: str) -> None:
    """Say what a corpus or filter holds, how old it is and how sure its answers are."""
    from datetime import UTC, datetime  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    from secaudit.cli.corpus.words import table  # noqa: PLC0415
    from secaudit.corpus.opening import open_any  # noqa: PLC0415

    with open_any(Path(file)) as opened:
        header = opened.header
    today = datetime.now(UTC).date()
    if form == "json":
        import json  # noqa: PLC0415

        click.echo(json.dumps(_fields(header, file, today), indent=2, ensure_ascii=False))
    else:
        click.echo(table(_rows(header, file, today)))


def _fields(header: "Header | FilterHeader", file: str, today: "date") -> dict[str, Any]:
    from secaudit.corpus.format import MAJOR, Header  # noqa: PLC0415

    return {
        "file": file,
        "form": "corpus" if isinstance(header, Header) else "filter",
        "format_version": MAJOR,
        "kind": header.kind,
        "source": header.source,
        "date": header.date.isoformat(),
        "age_days": (today - header.date).days,
        "hashes": header.hashes,
        "lines": header.lines,
        "least": header.least,
        "missing_ranges": header.missing,
        "ranges": 1 << header.range_bits if isinstance(header, Header) else None,
        "key_bits": header.key_bits,
        "false_match": header.false_match,
        "bytes": header.size,
        "bytes_per_hash": round(header.size / header.hashes, 3),
    }


def _rows(header: "Header | FilterHeader", file: str, today: "date") -> Iterator[tuple[str, str]]:
    from secaudit.cli.corpus.words import KINDS, share, size  # noqa: PLC0415
    from secaudit.corpus.format import MAJOR, Header  # noqa: PLC0415

    missing = _("nothing")
    if isinstance(header, Header):
        form = _("a corpus of {kind} hashes, version {number} of the format")
        counts = _("exact below 64, then to within one sixteenth (6 %)")
        if header.missing:
            missing = _("{missing} of {ranges} ranges, of which nothing is known").format(
                missing=number(header.missing), ranges=number(1 << header.range_bits)
            )
    else:
        form = _("a filter of {kind} hashes, version {number} of the format")
        counts = _("none")
    kept = (
        _("all that the source had")
        if header.least == 1
        else _("those seen {least} times or more; whether others leaked is not known").format(
            least=number(header.least)
        )
    )
    yield _("File"), file
    yield _("Form"), form.format(kind=KINDS[header.kind], number=MAJOR)
    yield _("Source"), header.source
    yield _("Fetched"), _age(header, today)
    yield (
        _("Hashes"),
        ngettext(
            "{hashes}, from {lines} line", "{hashes}, from {lines} lines", header.lines
        ).format(hashes=number(header.hashes), lines=number(header.lines)),
    )
    yield _("Kept"), kept
    yield _("Missing"), missing
    yield _("Counts"), counts
    yield _("Compared"), _("the first {bits} bits of a hash").format(bits=header.key_bits)
    wrong = _("once in {number} passwords that were never seen")
    yield _("Wrong"), wrong.format(number=number(round(1 / header.false_match)))
    yield (
        _("Size"),
        _("{size}, {each} bytes a hash").format(
            size=size(header.size), each=share(header.size, header.hashes)
        ),
    )
    yield _("Whole"), _("header and index are; “secaudit corpus verify” checks the rest")


def _age(header: "Header | FilterHeader", today: "date") -> str:
    from secaudit.sources.corpus import is_old  # noqa: PLC0415

    fetched = header.date
    days = (today - fetched).days
    if days < 1:
        return _("{day}, today").format(day=day(fetched))
    said = ngettext("{day}, {number} day ago", "{day}, {number} days ago", days).format(
        day=day(fetched), number=number(days)
    )
    return f"{said}; {_('newer leaks are not in it')}" if is_old(header, today) else said
