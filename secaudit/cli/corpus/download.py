"""`secaudit corpus download`: fetch all ranges of Pwned Passwords, once or again."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from secaudit.errors import ExitCode, OutputError, StoppedError, UsageError
from secaudit.languages import _, ngettext

if TYPE_CHECKING:
    from secaudit.corpus.journal import Journal
    from secaudit.sources.mirror import Outcome

_GB = 1_000_000_000
_MINUTE = 60
_MOST_REASONS = 3


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--ntlm", is_flag=True, help="Fetch NTLM hashes, which Windows keeps, not SHA-1.")
@click.option(
    "--rate",
    type=click.IntRange(1, 5000),
    help="Requests in a second at most. The default is 250, polite to a service that asks for "
    "nothing; lower it where others share your line.",
)
@click.option(
    "--connections",
    type=click.IntRange(1, 200),
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
    from urllib.parse import urlsplit  # noqa: PLC0415

    from secaudit.cli.prompts import confirm, is_interactive, say  # noqa: PLC0415
    from secaudit.sources import mirror  # noqa: PLC0415

    total = mirror.PREFIXES
    there = journal.there if journal else 0
    left = total - there
    host = urlsplit(base).netloc
    needed = 0 if journal and (journal.complete or journal.before) else left * mirror.PACKED
    free = disk_usage(folder if folder.exists() else folder.parent).free
    if journal and journal.complete:
        left = total
        say(
            _(
                "All {total:,} ranges are in {folder}, as of {day}. They are asked for again at "
                "{host}; only what has changed since is fetched."
            ).format(total=total, folder=folder, day=journal.complete, host=host)
        )
    elif journal:
        say(
            _(
                "{there:,} of {total:,} ranges are in {folder}. The rest is asked for at {host}."
            ).format(there=there, total=total, folder=folder, host=host)
        )
    else:
        say(
            _(
                "This fetches all breached passwords that Have I Been Pwned knows, as hashes: "
                "{total:,} requests to {host}, kept in {folder}."
            ).format(total=total, folder=folder, host=host)
        )
    if needed:
        say(
            _("About {needed} to download and to keep; the disk has {free} free.").format(
                needed=_size(needed), free=_size(free)
            )
        )
    say(
        _("At {rate:,} requests a second it takes at least {time}.").format(
            rate=rate, time=_duration(left / rate)
        )
    )
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


def _stopped(folder: Path, base: str, kind: str) -> StoppedError:
    from secaudit.sources import mirror  # noqa: PLC0415

    journal = mirror.look(folder, base, kind)
    return StoppedError(
        _("stopped; {there:,} of {total:,} ranges are in {folder} and stay there").format(
            there=journal.there if journal else 0, total=mirror.PREFIXES, folder=folder
        ),
        _("Run the same command again to go on."),
    )


def _end(folder: Path, outcome: "Outcome") -> int:
    """Say what is there and what is missing; return the exit code."""
    from secaudit.cli.prompts import say  # noqa: PLC0415

    counts = _(
        "{requests:,} requests: {fetched:,} ranges fetched, {unchanged:,} unchanged."
    ).format(requests=outcome.requests, fetched=outcome.fetched, unchanged=outcome.unchanged)
    if outcome.complete:
        click.echo(
            _("Complete: all {total:,} ranges are in {folder}.").format(
                total=outcome.total, folder=folder
            )
        )
        click.echo(counts)
        say(_("Next: secaudit corpus build {folder} -o FILE").format(folder=folder))
        return ExitCode.OK
    click.echo(
        _("Not complete: {there:,} of {total:,} ranges are in {folder} and up to date.").format(
            there=outcome.there, total=outcome.total, folder=folder
        )
    )
    click.echo(counts)
    for why, number in outcome.reasons[:_MOST_REASONS]:
        example = min(prefix for prefix, its in outcome.unanswered.items() if its == why)
        said = ngettext(
            "{number:,} range gave no answer, {example}: {why}",
            "{number:,} ranges gave no answer, such as {example}: {why}",
            number,
        )
        click.echo(said.format(number=number, example=f"{example:05X}", why=why))
    if outcome.stopped:
        click.echo(_("The rest was not asked for, because {why}.").format(why=outcome.stopped))
    old = len(outcome.unanswered) - outcome.lacking
    if not outcome.stopped and old > 0:
        said = ngettext(
            "For {number:,} of these the older answer was kept.",
            "For {number:,} of these the older answers were kept.",
            old,
        )
        click.echo(said.format(number=old))
    say(_("Run the same command again: it asks only for what is missing."))
    return ExitCode.NOT_CHECKED


def _size(number: int) -> str:
    return f"{number / _GB:,.0f} GB" if number >= _GB else f"{number / 1_000_000:,.0f} MB"


def _duration(seconds: float) -> str:
    minutes = max(1, round(seconds / _MINUTE))
    if minutes <= 2 * _MINUTE:
        return ngettext("{number} minute", "{number} minutes", minutes).format(number=minutes)
    hours = round(minutes / _MINUTE)
    return ngettext("{number} hour", "{number} hours", hours).format(number=hours)
