"""Say which checklists there are, and what in them nobody verified for long."""

from collections.abc import Iterable, Iterator
from datetime import date

from secaudit.choosing import time_for
from secaudit.model import Platform


def listed(platforms: Iterable[Platform]) -> Iterator[str]:
    """Yield the lines of --list, platforms first."""
    platforms = list(platforms)
    width = max(len(platform.id) for platform in platforms)
    for title, general in (("Platforms", False), ("General lists", True)):
        group = [platform for platform in platforms if platform.is_general is general]
        if group:
            yield f"{title}:"
            yield from (f"  {platform.id:<{width}}  {_line(platform)}" for platform in group)


def _line(platform: Platform) -> str:
    number = len(platform.items)
    days = [item.checked for item in platform.items]
    span = " to ".join(sorted({str(min(days)), str(max(days))}))
    to_do = sum(item.minutes for item in platform.items)
    return (
        f"{platform.name}: {number} questions, about {time_for(number)} min to answer,"
        f" {to_do} min if all is to do; verified {span}"
    )


def stale(platforms: Iterable[Platform], day: date) -> Iterator[str]:
    """Yield the lines of --stale: what was last verified before `day`, the oldest first."""
    old = sorted(
        (checked, platform.id, name)
        for platform in platforms
        for name, checked in (
            *((item.id, item.checked) for item in platform.items),
            *((f"link {name}", checked) for name, checked in platform.checked.items()),
        )
        if checked < day
    )
    if not old:
        yield f"Everything was verified on {day} or later."
    for checked, platform_id, name in old:
        yield f"{checked}  {platform_id}.toml  {name}"
