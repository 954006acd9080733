"""Load the guides, one file each."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from secaudit.errors import ChecklistError
from secaudit.forms import (
    ADDRESS,
    HINT,
    NAME,
    TEXT,
    TEXTS,
    Field,
    Place,
    choice,
    choices,
    is_table,
    read,
    some,
    table,
)
from secaudit.languages import N_, _
from secaudit.respond.entries import BOOL, LIST, SOURCED, sourced, tables, whole
from secaudit.respond.model import ADDS, TOPICS, Avoid, Guide, Link, Step

MAX_MINUTES = 240
"""Of one step: some calls and reports take an afternoon."""


def load_guides(folder: Path) -> tuple[Guide, ...]:
    """Return the guides of a folder in the order of the menu; raises ChecklistError."""
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise ChecklistError(_("{folder} holds no guide").format(folder=folder), _(HINT))
    guides: dict[str, Guide] = {}
    orders: dict[int, str] = {}
    ids = {path.stem for path in paths}
    for path in paths:
        raw, place = read(path)
        guide = _guide(table(raw, _GUIDE, place), place, ids)
        if guide.id != path.stem:
            raise place.error(
                _("`id` should be the name of the file, `{name}`").format(name=path.stem), "id"
            )
        if other := orders.get(guide.order):
            raise place.error(_("{other} already has this `order`").format(other=other), "order")
        orders[guide.order] = path.name
        guides[guide.id] = guide
    return tuple(sorted(guides.values(), key=lambda guide: guide.order))


def _guide(top: Mapping[str, Any], place: Place, ids: set[str]) -> Guide:
    _exists(top.get("under-18", ""), ids, place, "under-18")
    steps: list[Step] = []
    for entry, at in tables(top["steps"], _STEP, place, "steps"):
        if not entry["id"].startswith(f"{top['id']}-"):
            raise at.error(_("`id` should begin with `{name}-`").format(name=top["id"]), "id")
        _exists(entry.get("see", ""), ids, at, "see")
        steps.append(
            Step(
                id=entry["id"],
                title=entry["title"],
                text=tuple(entry["text"]),
                minutes=entry.get("minutes"),
                evidence=entry.get("evidence", False),
                adds=entry.get("adds", ""),
                see=entry.get("see", ""),
                links=tuple(
                    Link(**table(link, _LINK, at.within(at.table, at.number, f"{at.name}, links")))
                    for link in entry.get("links", ())
                ),
                **sourced(entry),
            )
        )
    avoid = tables(top.get("avoid", ()), _AVOID, place, "avoid")
    return Guide(
        id=top["id"],
        order=top["order"],
        choose=top["choose"],
        title=top["title"],
        first=tuple(top["first"]),
        underage=top["underage"],
        under_18=top.get("under-18", ""),
        topics=tuple(top["topics"]),
        steps=tuple(steps),
        avoid=tuple(Avoid(text=entry["text"], **sourced(entry)) for entry, _ in avoid),
    )


def _exists(guide: str, ids: set[str], place: Place, key: str) -> None:
    if guide and guide not in ids:
        raise place.error(_("there is no guide called {name}").format(name=guide), key)


_GUIDE = {
    "id": NAME,
    "order": Field(N_("a whole number"), whole(9999)),
    "choose": TEXT,
    "title": TEXT,
    "first": TEXTS,
    "underage": BOOL,
    "under-18": NAME.optional,
    "topics": choices(TOPICS),
    "steps": LIST,
    "avoid": LIST.optional,
}
_STEP = {
    "id": NAME,
    "title": TEXT,
    "text": TEXTS,
    "minutes": Field(
        N_("a whole number from 1 to {}"), whole(MAX_MINUTES), values=(MAX_MINUTES,)
    ).optional,
    "evidence": BOOL.optional,
    "adds": choice(ADDS).optional,
    "see": NAME.optional,
    "links": Field(N_("a list of { name, url }"), some(is_table)).optional,
    **SOURCED,
}
_LINK = {"name": TEXT, "url": ADDRESS}
_AVOID = {"text": TEXT, **SOURCED}
