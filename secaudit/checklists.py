"""Load the checklists: one TOML file per platform, checked strictly, every error naming its place.

`checklists/schema.json` says the same for editors and other tools; the tests hold both together.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from secaudit.errors import ChecklistError
from secaudit.model import SECOND_FACTORS, Confidence, Item, Offer, Platform, Severity
from secaudit.sites import canonical, host_of, site_of_host
from secaudit.text import clean

LINKS = (
    "change-password",
    "second-factor",
    "backup-codes",
    "recovery",
    "sessions",
    "connected-apps",
    "forwarding",
    "privacy",
    "data-download",
    "deletion",
)
"""What a link of a checklist may lead to."""

MAX_TEXT = 500
"""Characters of one sentence or paragraph."""

MAX_MINUTES = 60

_FOLDERS = (
    Path(__file__).parent / "_checklists",  # an installed wheel
    Path(__file__).parents[1] / "checklists",  # a checkout, also when installed as editable
)
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_URL = re.compile(r"https://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:[/?#][!-~]*)?")  # no user, no port
_HINT = "checklists/README.md shows the form of a checklist."


def load(folder: Path | None = None) -> tuple[Platform, ...]:
    """Return every checklist there is, by file name; `folder` stands in for the ones shipped.

    Raises ChecklistError where a file breaks the form, where two files use the same id or site,
    or where no checklist is found at all.
    """
    folder = folder or _shipped()
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise ChecklistError(f"{folder} holds no checklist", _HINT)
    platforms = tuple(load_file(path) for path in paths)
    owner: dict[str, str] = {}
    for path, platform in zip(paths, platforms, strict=True):
        sites = sorted({canonical(domain) for domain in platform.domains})
        for name in (platform.id, *sites, *(item.id for item in platform.items)):
            if other := owner.get(name):
                raise ChecklistError(f"{path.name} and {other} both speak for {name}", _HINT)
            owner[name] = path.name
    return platforms


def load_file(path: Path) -> Platform:
    """Return the checklist in one file; raises ChecklistError that names the file and the item."""
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise ChecklistError(f"{path.name} could not be read: {why}", _HINT) from None
    except UnicodeDecodeError:
        raise ChecklistError(f"{path.name} is not UTF-8 text", _HINT) from None
    except tomllib.TOMLDecodeError as error:
        raise ChecklistError(f"{path.name} is not valid TOML: {error}", _HINT) from None
    top = _table(raw, _PLATFORM, path.name)
    items = tuple(
        _item(entry, top["id"], f"{path.name}, {_name(entry, number)}")
        for number, entry in enumerate(top["items"], start=1)
    )
    ids = [item.id for item in items]
    if twice := next((i for i in ids if ids.count(i) > 1), None):
        raise ChecklistError(f"{path.name}, {twice}: this id is used twice", _HINT)
    links = _table(top.get("links", {}), _LINKS, f"{path.name}, links")
    return Platform(
        id=top["id"],
        name=top["name"],
        domains=frozenset(top["domains"]),
        items=items,
        links={
            name: _table(link, _LINK, f"{path.name}, links.{name}")["url"]
            for name, link in links.items()
        },
        offer=_offer(top["offer"], f"{path.name}, offer") if "offer" in top else None,
    )


def for_sites(platforms: Iterable[Platform], sites: Iterable[str]) -> tuple[Platform, ...]:
    """Return the checklists that speak about any of these sites: `youtube.com` asks for Google."""
    wanted = {canonical(site) for site in sites}
    return tuple(p for p in platforms if any(canonical(d) in wanted for d in p.domains))


def _shipped() -> Path:
    for folder in _FOLDERS:
        if (folder / "schema.json").is_file():
            return folder
    raise ChecklistError(
        "the checklists that belong to secaudit are missing",
        "Install secaudit again; from a checkout, run it with the folder checklists/ in place.",
    )


def _item(raw: object, platform: str, where: str) -> Item:
    entry = _table(raw, _ITEM, where)
    if not entry["id"].startswith(f"{platform}-"):
        raise ChecklistError(f"{where}: `id` should begin with `{platform}-`", _HINT)
    if entry["confidence"] == Confidence.UNSURE and "look for" not in entry["where"]:
        raise ChecklistError(
            f"{where}: `where` should say where to start and what to look for",
            'The path is unsure, so write for example: "Settings, look for Privacy".',
        )
    return Item(
        id=entry["id"],
        question=entry["question"],
        action=entry["action"],
        why=entry["why"],
        where=entry["where"],
        steps=tuple(entry["steps"]),
        url=entry.get("url"),
        severity=Severity[entry["severity"].upper()],
        minutes=entry["minutes"],
        sources=tuple(entry["sources"]),
        checked=entry["checked"],
        applies_to=entry.get("applies-to", "everyone"),
        covered_by=entry.get("covered-by", ""),
    )


def _offer(raw: object, where: str) -> Offer:
    entry = _table(raw, _OFFER, where)
    checked: date = entry["checked"]
    return Offer(
        methods=frozenset(entry["methods"]),
        passkey=entry.get("passkey"),
        passwordless=entry.get("passwordless", False),
        documentation=entry.get("documentation"),
        source=f"{entry['source']}, {checked.day} {checked:%B %Y}",
    )


def _name(entry: object, number: int) -> str:
    """How to call an item in an error: its id where it has a proper one, else its place."""
    name = entry.get("id") if isinstance(entry, dict) else None
    return name if isinstance(name, str) and _ID.fullmatch(name) else f"item {number}"


# ── The form ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Field:
    """One key of a table: what it should be, in words, and whether a value is that."""

    words: str
    fits: Callable[[Any], bool]
    required: bool = True


def _table(raw: object, fields: Mapping[str, _Field], where: str) -> dict[str, Any]:
    """Return `raw`, a table in which every key is known, every required one there, all fitting."""
    if not isinstance(raw, dict):
        raise ChecklistError(f"{where}: should be a table", _HINT)
    if unknown := sorted(raw.keys() - fields.keys()):
        raise ChecklistError(f"{where}: `{clean(unknown[0], 60)}` is not a known key", _HINT)
    for key, field in fields.items():
        if key not in raw:
            if field.required:
                raise ChecklistError(f"{where}: `{key}` is missing", _HINT)
        elif not field.fits(raw[key]):
            raise ChecklistError(f"{where}: `{key}` should be {field.words}", _HINT)
    return raw


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value) and value == clean(value, MAX_TEXT)


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def _is_url(value: Any) -> bool:
    return _is_text(value) and _URL.fullmatch(value) is not None


def _is_source(value: Any) -> bool:
    return _is_text(value) and ("://" not in value or _is_url(value))


def _is_domain(value: Any) -> bool:
    return isinstance(value, str) and host_of(value) == value == site_of_host(value)


def _is_date(value: Any) -> bool:
    return type(value) is date  # a moment is a date too, and so would pass isinstance


def _is_minutes(value: Any) -> bool:
    return type(value) is int and 1 <= value <= MAX_MINUTES  # True is an int too


def _is_bool(value: Any) -> bool:
    return isinstance(value, bool)


def _is_table(value: Any) -> bool:
    return isinstance(value, dict)


def _one_of(words: Iterable[str]) -> Callable[[Any], bool]:
    known = frozenset(words)
    return lambda value: isinstance(value, str) and value in known


def _some(fits: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """Return the test for a list with at least one entry, all of them fitting, none twice."""
    return lambda value: (
        isinstance(value, list)
        and bool(value)
        and all(fits(entry) for entry in value)
        and all(entry not in value[:place] for place, entry in enumerate(value))
    )


_TEXT = _Field(f"one line of text, at most {MAX_TEXT} characters", _is_text)
_ADDRESS = _Field("an https:// address", _is_url)
_DAY = _Field("a date such as 2026-08-04, without quotes", _is_date)
_NAME = _Field("lower-case words joined with -", _is_id)
_METHODS = [method for method in SECOND_FACTORS if method != "passkey"]

_PLATFORM = {
    "id": _NAME,
    "name": _TEXT,
    "domains": _Field("a list of domains such as google.com, without www", _some(_is_domain)),
    "offer": _Field("a table", _is_table, required=False),
    "links": _Field("a table", _is_table, required=False),
    "items": _Field("one [[items]] or more", lambda value: isinstance(value, list) and bool(value)),
}
_OFFER = {
    "methods": _Field(f"a list of: {', '.join(_METHODS)}", _some(_one_of(_METHODS))),
    "passkey": _Field("allowed or required", _one_of(["allowed", "required"]), required=False),
    "passwordless": _Field("true or false", _is_bool, required=False),
    "documentation": replace(_ADDRESS, required=False),
    "source": _TEXT,
    "checked": _DAY,
}
_LINKS = {name: _Field("a table", _is_table, required=False) for name in LINKS}
_LINK = {"url": _ADDRESS, "source": _TEXT, "checked": _DAY}
_SEVERITIES = [severity.word for severity in Severity]
_ITEM = {
    "id": _NAME,
    "question": _TEXT,
    "action": _TEXT,
    "why": _TEXT,
    "where": _TEXT,
    "steps": _Field("a list of lines of text", _some(_is_text)),
    "url": replace(_ADDRESS, required=False),
    "severity": _Field(f"one of: {', '.join(_SEVERITIES)}", _one_of(_SEVERITIES)),
    "minutes": _Field(f"a whole number from 1 to {MAX_MINUTES}", _is_minutes),
    "confidence": _Field(f"one of: {', '.join(Confidence)}", _one_of(Confidence)),
    "sources": _Field("a list of https:// addresses or names of pages", _some(_is_source)),
    "checked": _DAY,
    "applies-to": replace(_TEXT, required=False),
    "covered-by": replace(_NAME, required=False),
}
