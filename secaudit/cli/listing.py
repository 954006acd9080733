"""Say which checklists there are, and what in them nobody verified for long."""

from collections.abc import Iterable, Iterator
from datetime import date

from secaudit.choosing import time_for
from secaudit.languages import N_, _, ngettext
from secaudit.model import Platform


def listed(platforms: Iterable[Platform]) -> Iterator[str]:
    """Yield the lines of --list, platforms first."""
    platforms = list(platforms)
    width = max(len(platform.id) for platform in platforms)
    for title, general in ((N_("Platforms"), False), (N_("General lists"), True)):
        group = [platform for platform in platforms if platform.is_general is general]
        if group:
            yield f"{_(title)}:"
            yield from (f"  {platform.id:<{width}}  {_line(platform)}" for platform in group)


def _line(platform: Platform) -> str:
    number = len(platform.items)
    days = [item.checked for item in platform.items]
    first, last = min(days), max(days)
    span = str(first) if first == last else _("{first} to {last}").format(first=first, last=last)
    to_do = sum(item.minutes for item in platform.items)
    return ngettext(
        "{name}: {number} question, about {asking} min to answer, {doing} min if all is to do; "
        "verified {span}",
        "{name}: {number} questions, about {asking} min to answer, {doing} min if all is to do; "
        "verified {span}",
        number,
    ).format(name=platform.name, number=number, asking=time_for(number), doing=to_do, span=span)


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
