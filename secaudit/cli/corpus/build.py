"""`secaudit corpus build`: one small file of all that a download holds."""

from typing import TYPE_CHECKING

import click

from secaudit.cli.commands import Command
from secaudit.errors import ExitCode, StoppedError, UsageError
from secaudit.languages import _, day, ngettext, number

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from secaudit.corpus.filter import FilterHeader
    from secaudit.corpus.format import Header

_PUBLIC = "https://api.pwnedpasswords.com/"


@click.command(cls=Command)
@click.argument("source", metavar="SOURCE")
@click.option("-o", "--output", required=True, metavar="FILE", help="Where to write it.")
@click.option(
    "--top",
    type=click.IntRange(min=1),
    metavar="N",
    help="Keep only the most common ones, at most N: ten million take 54 MB.",
)
@click.option(
    "--filter",
    "as_filter",
    is_flag=True,
    help="Make a filter: a byte a hash, no counts, and wrong for one password in 256.",
)
@click.option(
    "--with-suffixes",
    "suffixes",
    is_flag=True,
    help="Write FILE.suffixes too, three times as large, which `secaudit corpus serve` needs.",
)
@click.option(
    "--date",
    "fetched",
    metavar="DATE",
    help="The day SOURCE was fetched, as 2026-11-22; by default the day of its download, else the "
    "day it last changed.",
)
@click.option(
    "--name", metavar="NAME", default="", help="What to call SOURCE; by default its file name."
)
@click.option("--force", is_flag=True, help="Replace FILE where it exists.")
def build(  # noqa: PLR0913  # the options there are
    *,
    source: str,
    output: str,
    top: int | None,
    as_filter: bool,
    suffixes: bool,
    fetched: str | None,
    name: str,
    force: bool,
) -> int:
    """Build a small file to look passwords up in.

    SOURCE is what a downloader of Pwned Passwords wrote: the folder of `secaudit corpus download`,
    one ordered text file of lines HASH:COUNT, a folder with a file for each range, or the folder
    of hibp-downloader. It takes minutes for a whole one, and little memory.

    It ends with code 4 where SOURCE lacks ranges: the file is written, and says so when asked.
    """
    from functools import partial  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    from secaudit.cli.progress import progress_bar  # noqa: PLC0415
    from secaudit.corpus import build as building  # noqa: PLC0415
    from secaudit.corpus.journal import load  # noqa: PLC0415

    if as_filter and suffixes:
        raise UsageError(_("a filter has no suffixes"), _("Leave out --filter or --with-suffixes."))
    origin, target = Path(source), Path(output)
    folder = origin.is_dir()
    journal = load(origin) if folder else None
    on = None
    if fetched is not None:
        on = _date(fetched)
    elif journal:
        on = journal.complete or journal.before or journal.began
    if journal and journal.url.startswith(_PUBLIC):
        name = name or "Pwned Passwords"
    make = building.build_filter if as_filter else partial(building.build, suffixes=suffixes)
    try:
        with progress_bar(
            rate=_ranges_a_second if folder else _megabytes_a_second, counted=folder
        ) as progress:
            header = make(
                origin, target, fetched=on, name=name, top=top, force=force, progress=progress
            )
    except KeyboardInterrupt:
        raise StoppedError(
            _("stopped; {file} was not written").format(file=target),
            _("Run the same command when it suits you."),
        ) from None
    _say(header, target, dated=on is not None, suffixes=suffixes)
    return ExitCode.NOT_CHECKED if header.missing else ExitCode.OK


def _date(text: str) -> "date":
    from datetime import UTC, date, datetime  # noqa: PLC0415

    try:
        said = date.fromisoformat(text)
    except ValueError:
        raise UsageError(
            _("{text} is no date").format(text=repr(text)), _("Write it as 2026-11-22.")
        ) from None
    if said > datetime.now(UTC).date():
        raise UsageError(
            _("{day} has not come yet").format(day=day(said)),
            _("Give the day SOURCE was fetched."),
        )
    return said


def _megabytes_a_second(speed: float) -> str:
    return f"{number(round(speed / 1e6))} MB/s"


def _ranges_a_second(speed: float) -> str:
    return _("{number} ranges/s").format(number=number(round(speed)))


def _say(header: "Header | FilterHeader", target: "Path", *, dated: bool, suffixes: bool) -> None:
    """Say what was made, what it lacks, and what to do with it."""
    import shlex  # noqa: PLC0415

    from secaudit.cli.corpus.words import paragraph, share, size  # noqa: PLC0415
    from secaudit.corpus.filter import ONE_IN, FilterHeader  # noqa: PLC0415

    file = shlex.quote(str(target))
    said = [
        ngettext(
            "{file} is ready: {hashes} hash in {size}.",
            "{file} is ready: {hashes} hashes in {size}, {each} bytes each.",
            header.hashes,
        ).format(
            file=target,
            hashes=number(header.hashes),
            size=size(header.size),
            each=share(header.size, header.hashes),
        )
    ]
    said.append(
        _("It holds what {source} held on {day}.").format(
            source=header.source, day=day(header.date)
        )
        if dated
        else _(
            "It holds what {source} held on {day}, when that last changed; give --date where it "
            "was fetched on another day."
        ).format(source=header.source, day=day(header.date))
    )
    if header.least > 1:
        said.append(
            _(
                "It keeps the passwords that were seen {least} times or more. Others are called "
                "“not checked”, never “not found”."
            ).format(least=number(header.least))
        )
    if isinstance(header, FilterHeader):
        said.append(
            _(
                "It takes one in {number} passwords that never leaked for one that did, so what it "
                "finds is called “probably”."
            ).format(number=ONE_IN)
        )
    elif header.missing:
        said.append(
            _(
                "{source} lacked {missing} of {ranges} ranges. Passwords of these are called “not "
                "checked”. Complete the download and build it again."
            ).format(
                source=header.source,
                missing=number(header.missing),
                ranges=number(1 << header.range_bits),
            )
        )
    click.echo(paragraph(" ".join(said)))
    what = _("EXPORT") if header.kind == "sha1" else _("LIST")
    use = (
        f"secaudit audit {what} --corpus {file}"
        if header.kind == "sha1"
        else f"secaudit corpus lookup {file} --hashes {what}"
    )
    check = f"secaudit corpus verify {file}"
    uses = [(_("Ask it:"), use), (_("After copying it:"), check)]
    if suffixes:
        uses.insert(1, (_("Serve it to others:"), f"secaudit corpus serve {file}"))
    for when, command in uses:
        click.echo(f"\n{when}\n  {command}")
