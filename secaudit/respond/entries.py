"""What the files of help have in common: lists of tables with an id, a country and sources."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from secaudit.forms import DAY, SOURCES, Field, Place, choice, is_bool, is_id, table
from secaudit.languages import N_, _
from secaudit.model import Confidence


def tables(
    raw: Iterable[Any], fields: Mapping[str, Field], place: Place, name: str, before: int = 0
) -> list[tuple[dict[str, Any], Place]]:
    """Return the tables of a list that hold to a form, each with its place; no id comes twice."""

    def each() -> Iterator[tuple[dict[str, Any], Place]]:
        seen: set[str] = set()
        for number, entry in enumerate(raw, start=1):
            at = place.within(name, before + number, _called(entry, f"{name} {number}"))
            fitting = table(entry, fields, at)
            if fitting.get("id", number) in seen:
                raise at.error(_("this id is used twice"), "id")
            seen.add(fitting.get("id", ""))
            yield fitting, at

    return list(each())


def _called(entry: Any, otherwise: str) -> str:
    name = entry.get("id") if isinstance(entry, dict) else None
    return name if isinstance(name, str) and is_id(name) else otherwise


def sourced(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return where an entry was read, when, and how sure it is."""
    return {
        "sources": tuple(entry["sources"]),
        "checked": entry["checked"],
        "confidence": Confidence(entry["confidence"]),
    }


def whole(most: int) -> Callable[[Any], bool]:
    """Return the test for a whole number from 1 on."""
    return lambda value: type(value) is int and 1 <= value <= most  # True is an int too


def country(code: str, known: Iterable[str], place: Place) -> str:
    """Return the country of an entry; raises ChecklistError where it is not a known one."""
    if code not in known:
        raise place.error(
            _("{code} is in neither [countries] nor [regions]").format(code=code), "country"
        )
    return code


LIST = Field(N_("a list of tables"), lambda value: isinstance(value, list) and bool(value))
BOOL = Field(N_("true or false"), is_bool)
COUNTRY = Field(N_("a country code"), lambda value: isinstance(value, str))
SOURCED = {"sources": SOURCES, "checked": DAY, "confidence": choice(Confidence)}
