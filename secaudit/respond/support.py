"""Load the people who help, and the countries they are in."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from secaudit.forms import (
    ADDRESS,
    NAME,
    TABLE,
    TEXT,
    TEXTS,
    Field,
    Place,
    choices,
    read,
    some,
    table,
)
from secaudit.languages import N_, _
from secaudit.respond.entries import COUNTRY, LIST, SOURCED, country, sourced, tables
from secaudit.respond.model import ANYWHERE, TOPICS, Service

_CODE = re.compile(r"[A-Z]{2}")
_PHONE = re.compile(r"[0-9+*#(][0-9A-Z ()+*#/-]+")


def load_support(
    path: Path,
) -> tuple[dict[str, str], dict[str, frozenset[str]], tuple[Service, ...]]:
    """Return countries (code → name), regions (code → countries) and services.

    Raises ChecklistError, also where a country has nobody to turn to.
    """
    raw, place = read(path)
    top = table(raw, _SUPPORT, place)
    at = place.within("countries")
    countries = table(top["countries"], dict.fromkeys(top["countries"], TEXT.optional), at)
    for code in countries:
        _is_code(code, at)
    at = place.within("regions")
    regions = table(top.get("regions", {}), dict.fromkeys(top.get("regions", {}), _CODES), at)
    for code, members in regions.items():
        _is_code(code, at)
        if code in countries:
            raise at.error(_("{code} is a country too").format(code=code), code)
        for member in members:
            _is_code(member, at, code)
    known = {*countries, *regions, ANYWHERE}
    services = tuple(
        _service(entry, at, known)
        for entry, at in tables(top["services"], _SERVICE, place, "services")
    )
    within = {code: frozenset(members) for code, members in regions.items()}
    served = {service.country for service in services}
    for code, name in countries.items():
        if code not in served and not any(
            code in members for region, members in within.items() if region in served
        ):
            raise place.within("countries").error(
                _("{name} has no service").format(name=name), code
            )
    return countries, within, services


def _service(entry: Mapping[str, Any], place: Place, known: set[str]) -> Service:
    if not (entry.keys() & {"phone", "text", "web"}):
        raise place.error(_("one of `phone`, `text` and `web` is needed"))
    return Service(
        id=entry["id"],
        country=country(entry["country"], known, place),
        name=entry["name"],
        what_for=entry["what-for"],
        who_for=entry.get("who-for", ""),
        topics=frozenset(entry["topics"]),
        phone=entry.get("phone", ""),
        text=entry.get("text", ""),
        hours=entry.get("hours", ""),
        languages=tuple(entry.get("languages", ())),
        web=entry.get("web", ""),
        **sourced(entry),
    )


def _is_code(code: str, place: Place, key: str = "") -> None:
    if not _CODE.fullmatch(code):
        raise place.error(
            _("`{code}` should be two capital letters").format(code=code), key or code
        )


_CODES = Field(N_("a list of country codes"), some(lambda value: isinstance(value, str)))
_SUPPORT = {"countries": TABLE, "regions": TABLE.optional, "services": LIST}
_SERVICE = {
    "id": NAME,
    "country": COUNTRY,
    "name": TEXT,
    "what-for": TEXT,
    "who-for": TEXT.optional,
    "topics": choices(TOPICS),
    "phone": Field(
        N_("a phone number"), lambda value: isinstance(value, str) and bool(_PHONE.fullmatch(value))
    ).optional,
    "text": TEXT.optional,
    "hours": TEXT.optional,
    "languages": TEXTS.optional,
    "web": ADDRESS.optional,
    **SOURCED,
}
