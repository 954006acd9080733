"""Say which checklists there are, and what in them nobody verified for long."""

from collections.abc import Iterable, Iterator
from datetime import date
from shutil import get_terminal_size
from textwrap import fill

from secaudit.choosing import time_for
from secaudit.languages import N_, _, ngettext
from secaudit.model import Platform

_WIDEST = 80


def listed(platforms: Iterable[Platform]) -> Iterator[str]:
    """Yield the lines of --list, platforms first."""
    platforms = list(platforms)
    for title, general in ((N_("Platforms"), False), (N_("General lists"), True)):
        group = [platform for platform in platforms if platform.is_general is general]
        if group:
            yield f"{_(title)}:"
            wide = max(len(platform.id) for platform in group) + 4
            yield from (
                _folded(f"  {platform.id}".ljust(wide), _line(platform)) for platform in group
            )


def _folded(name: str, said: str) -> str:
    """Return a name and what is said of it, folded to the terminal."""
    width = min(get_terminal_size((_WIDEST, 24)).columns, _WIDEST)
    return fill(
        said,
        width,
        initial_indent=name,
        subsequent_indent=" " * len(name),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _line(platform: Platform) -> str:
    """Say how long one takes, and since when all of it is verified: the day of its oldest item."""
    number = len(platform.items)
    return ngettext(
        "{name}: {number} question, {asking} min; to do: {doing} min; verified {day}",
        "{name}: {number} questions, {asking} min; to do: {doing} min; verified {day}",
        number,
    ).format(
        name=platform.name,
        number=number,
        asking=time_for(number),
        doing=sum(item.minutes for item in platform.items),
        day=min(item.checked for item in platform.items),
    )


def stale(platforms: Iterable[Platform], day: date) -> Iterator[str]:
    """Yield the lines of --stale: what was last verified before `day`, the oldest first."""
    old = sorted(
        (checked, platform.id, name)
        for platform in platforms
        for name, checked in (
            *((item.id, item.checked) for item in platform.items),
            *(
                (_("link {name}").format(name=name), checked)
                for name, checked in platform.checked.items()
            ),
        )
        if checked < day
    )
    if not old:
        yield _("Everything was verified on {day} or later.").format(day=day)
    for checked, platform_id, name in old:
        yield f"{checked}  {platform_id}.toml  {name}"
