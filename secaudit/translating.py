"""Put the texts of a checklist into another language; what is not translated stays English."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from secaudit.forms import TABLE, TEXT, TEXTS, Field, Place, is_bool, read, table
from secaudit.languages import N_, _
from secaudit.model import Item, Platform


def translated(platform: Platform, path: Path) -> Platform:
    """Return a checklist with the texts of a language's file, item by item and field by field.

    Raises ChecklistError where the file breaks its form, names an item that is not in the
    checklist, or has another number of steps: then it belongs to an older version.
    """
    raw, place = read(path)
    top = table(raw, _PLATFORM, place)
    texts = top.get("items", {})
    known = {item.id for item in platform.items}
    if strange := next((name for name in texts if name not in known), None):
        raise place.within(f"items.{strange}").error(
            _("{checklist} has no such item").format(checklist=platform.id)
        )
    return replace(
        platform,
        name=top.get("name", platform.name),
        about=top.get("about", platform.about),
        warning=top.get("warning", platform.warning),
        machine_assisted=top["machine-assisted"],
        language=path.parent.name if _is_whole(platform, texts) else platform.language,
        items=tuple(
            _item(item, texts[item.id], place.within(f"items.{item.id}"))
            if item.id in texts
            else item
            for item in platform.items
        ),
    )


def _is_whole(platform: Platform, texts: Mapping[str, Any]) -> bool:
    return all("question" in texts.get(item.id, ()) for item in platform.items)


def _item(item: Item, raw: object, place: Place) -> Item:
    texts: dict[str, Any] = table(raw, _ITEM, place)
    if "steps" in texts and len(texts["steps"]) != len(item.steps):
        raise place.error(
            _("`steps` should be {number}, as in English").format(number=len(item.steps)), "steps"
        )
    return replace(item, **{**texts, "steps": tuple(texts.get("steps", item.steps))})


_PLATFORM = {
    "machine-assisted": Field(N_("true, or false once a native reader has checked it"), is_bool),
    "name": TEXT.optional,
    "about": TEXT.optional,
    "warning": TEXT.optional,
    "items": TABLE.optional,
}
_ITEM = {
    "question": TEXT.optional,
    "action": TEXT.optional,
    "why": TEXT.optional,
    "where": TEXT.optional,
    "steps": TEXTS.optional,
}
