"""`secaudit corpus download`: fetch all ranges of Pwned Passwords, once or again."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from secaudit.cli.commands import Command
from secaudit.errors import ExitCode, OutputError, StoppedError, UsageError
from secaudit.languages import _, day, ngettext, number

if TYPE_CHECKING:
    from secaudit.corpus.journal import Journal
    from secaudit.sources.mirror import Outcome

_GB = 1_000_000_000
_MB = 1_000_000
_MINUTE = 60
_MOST_REASONS = 3


@click.command(cls=Command)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--ntlm", is_flag=True, help="Fetch NTLM hashes, which Windows keeps, not SHA-1.")
@click.option(
    "--rate",
    type=click.IntRange(1, 5000),
    metavar="N",
    help="Requests in a second at most. The default is 250, polite to a service that asks for "
    "nothing; lower it where others share your line.",
)
@click.option(
    "--connections",
    type=click.IntRange(1, 200),
    metavar="N",
    help="Requests under way at the same time at most; by default 32.",
)
@click.option("--range-url", metavar="URL", help="Another Pwned Passwords range API.")
@click.option("--proxy", metavar="URL", help="Go through this proxy; none is used unasked.")
@click.option("--yes", is_flag=True, help="Do not ask before the download begins.")
def download(  # noqa: PLR0913  # one for each option
    folder: Path,
    *,
    ntlm: bool,
    rate: int | None,
    connections: int | None,
    range_url: str | None,
    proxy: str | None,
    yes: bool,
) -> int:
    """Fetch all ranges of Pwned Passwords into DIR, about 44 GB.

    Stop it whenever you like, by Ctrl-C or by pulling the plug: the same command goes on where it
    was. Once all is there, the same command asks again and fetches only what has changed.
    `secaudit corpus build DIR` then makes a small file of it.
    """
    from datetime import UTC, datetime  # noqa: PLC0415

    from secaudit.cli.progress import per_second, progress_bar  # noqa: PLC0415
    from secaudit.sources import mirror  # noqa: PLC0415
    from secaudit.sources.http import Client  # noqa: PLC0415
    from secaudit.sources.services import Services, check_proxy  # noqa: PLC0415

    services = Services(range_url=range_url) if range_url else Services()
    base = services.range_url.rstrip("/") + "/"
    if proxy is not None:
        check_proxy(proxy)
    kind = "ntlm" if ntlm else "sha1"
    rate = rate or mirror.RATE
    _begin(folder, base, mirror.look(folder, base, kind), rate=rate, yes=yes)
    client = Client([base], proxy=proxy, patience=mirror.PATIENCE)
    try:
        with progress_bar(rate=per_second) as progress:
            outcome = mirror.download(
                client,
                base,
                folder,
                today=datetime.now(UTC).date(),
                kind=kind,
                rate=rate,
                connections=connections or mirror.CONNECTIONS,
                progress=progress,
            )
    except KeyboardInterrupt:
        raise _stopped(folder, base, kind) from None
    return _end(folder, outcome)


def _begin(folder: Path, base: str, journal: "Journal | None", *, rate: int, yes: bool) -> None:
    """Say what will be fetched, and ask. Raises OutputError where the disk has no room for it."""
    from shutil import disk_usage  # noqa: PLC0415

    from secaudit.cli.prompts import confirm, is_interactive, say  # noqa: PLC0415
    from secaudit.sources import mirror  # noqa: PLC0415

    left = mirror.PREFIXES - (journal.there if journal and not journal.complete else 0)
    say(_what(folder, base, journal))
    old = journal and (journal.complete or journal.before)
    needed = 0 if old else left * mirror.PACKED
    free = disk_usage(folder if folder.exists() else folder.parent).free
    if needed:
        said = _("About {needed} to download and to keep; the disk has {free} free.")
        say(said.format(needed=_size(needed), free=_size(free)))
    said = _("At {rate} requests a second it takes at least {time}.")
    say(said.format(rate=number(rate), time=_duration(left / rate)))
    say(_("Nothing about you is sent: everyone who does this asks for the same."))
    if needed > free:
        raise OutputError(
            _("the disk has {free} free, and about {needed} are needed").format(
                free=_size(free), needed=_size(needed)
            ),
            _("Name a folder on a larger disk, or make room."),
        )
    if yes:
        return
    if not is_interactive():
        raise UsageError(
            _("a download has to be agreed to, and there is no terminal to ask on"),
            _("Add --yes if you agree."),
        )
    try:
        agreed = confirm(_("Begin?"))
    except (click.Abort, KeyboardInterrupt):
        agreed = False
    if not agreed:
        raise StoppedError(
            _("stopped before anything was fetched"), _("Run the same command when it suits you.")
        )


def _what(folder: Path, base: str, journal: "Journal | None") -> str:
    """Say what is there and what will be asked for."""
    from urllib.parse import urlsplit  # noqa: PLC0415

    from secaudit.sources import mirror  # noqa: PLC0415

    if journal and journal.complete:
        said = _(
            "All {total} ranges are in {folder}, as of {day}. They are asked for again at {host}; "
            "only what has changed since is fetched."
        )
    elif journal:
        said = _("{there} of {total} ranges are in {folder}. The rest is asked for at {host}.")
    else:
        said = _(
            "This fetches all breached passwords that Have I Been Pwned knows, as hashes: {total} "
            "requests to {host}, kept in {folder}."
        )
    return said.format(
        there=number(journal.there if journal else 0),
        total=number(mirror.PREFIXES),
        folder=folder,
        day=day(journal.complete) if journal and journal.complete else "",
        host=urlsplit(base).netloc,
    )


def _stopped(folder: Path, base: str, kind: str) -> StoppedError:
    from secaudit.sources import mirror  # noqa: PLC0415

    journal = mirror.look(folder, base, kind)
    return StoppedError(
        _("stopped; {there} of {total} ranges are in {folder} and stay there").format(
            there=number(journal.there if journal else 0),
            total=number(mirror.PREFIXES),
            folder=folder,
        ),
        _("Run the same command again to go on."),
    )


def _end(folder: Path, outcome: "Outcome") -> int:
    """Say what is there and what is missing; return the exit code."""
    from secaudit.cli.corpus.words import paragraph  # noqa: PLC0415
    from secaudit.cli.prompts import say  # noqa: PLC0415

    state = (
        _("Complete: all {total} ranges are in {folder}.")
        if outcome.complete
        else _("Not complete: {there} of {total} ranges are in {folder} and up to date.")
    )
    there, total = number(outcome.there), number(outcome.total)
    click.echo(paragraph(state.format(there=there, total=total, folder=folder)))
    click.echo(
        _("{requests} requests: {fetched} ranges fetched, {unchanged} unchanged.").format(
            requests=number(outcome.requests),
            fetched=number(outcome.fetched),
            unchanged=number(outcome.unchanged),
        )
    )
    if outcome.complete:
        say(_("Next: secaudit corpus build {folder} -o FILE").format(folder=folder))
        return ExitCode.OK
    for line in _missing(outcome):
        click.echo(paragraph(line))
    say(_("Run the same command again: it asks only for what is missing."))
    return ExitCode.NOT_CHECKED


def _missing(outcome: "Outcome") -> Iterator[str]:
    """Say which ranges gave no answer, and why."""
    for why, count in outcome.reasons[:_MOST_REASONS]:
        example = min(prefix for prefix, its in outcome.unanswered.items() if its == why)
        yield ngettext(
            "{number} range gave no answer, {example}: {why}",
            "{number} ranges gave no answer, such as {example}: {why}",
            count,
        ).format(number=number(count), example=f"{example:05X}", why=why)
    if others := sum(count for _why, count in outcome.reasons[_MOST_REASONS:]):
        yield ngettext(
            "{number} range gave no answer for another reason.",
            "{number} ranges gave no answer for other reasons.",
            others,
        ).format(number=number(others))
    if outcome.stopped:
        yield _("The rest: {why}.").format(why=outcome.stopped)
    elif old := len(outcome.unanswered) - outcome.lacking:
        yield ngettext(
            "For {number} of these the older answer was kept.",
            "For {number} of these the older answers were kept.",
            old,
        ).format(number=number(old))


def _size(size: int) -> str:
    if size >= _GB:
        return _("{number} GB").format(number=number(round(size / _GB)))
    return _("{number} MB").format(number=number(max(1, round(size / _MB))))


def _duration(seconds: float) -> str:
    minutes = max(1, round(seconds / _MINUTE))
    if minutes <= 2 * _MINUTE:
        return ngettext("{number} minute", "{number} minutes", minutes).format(number=minutes)
    hours = round(minutes / _MINUTE)
    return ngettext("{number} hour", "{number} hours", hours).format(number=number(hours))
