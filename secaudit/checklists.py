"""Load the checklists: one TOML file per platform, checked strictly, every error naming its place.

`checklists/schema.json` says the same for editors and other tools; the tests hold both together.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from secaudit.errors import ChecklistError
from secaudit.forms import (
    ADDRESS,
    DAY,
    HINT,
    NAME,
    NAMES,
    SOURCES,
    TABLE,
    TEXT,
    TEXTS,
    Field,
    Place,
    choice,
    choices,
    is_bool,
    is_id,
    read,
    some,
    table,
)
from secaudit.languages import N_, _
from secaudit.model import (
    AUDIENCES,
    SECOND_FACTORS,
    TOPICS,
    Confidence,
    Item,
    Offer,
    Platform,
    Severity,
)
from secaudit.sites import Kind, canonical, host_of, site_of_host
from secaudit.translating import translated

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
    "report-image",
)
"""What a link of a checklist may lead to."""

MAX_MINUTES = 60

NO_CHECKLISTS = ("laws.toml", "removal.toml", "support.toml")
"""Files of the same folder that are something else."""

_FOLDERS = (
    Path(__file__).parent / "_checklists",  # an installed wheel
    Path(__file__).parents[1] / "checklists",  # a checkout, also when installed as editable
)


def load(folder: Path | None = None, language: str = "en") -> tuple[Platform, ...]:
    """Return every checklist there is, by file name; `folder` stands in for the ones shipped.

    Texts are in `language` where its folder beside the checklists, such as `es`, has them, and
    English elsewhere. Raises ChecklistError where a file breaks the form, where two files use the
    same id or site, or where no checklist is found at all.
    """
    folder = folder or shipped()
    paths = _files(folder)
    if not paths:
        raise ChecklistError(_("{folder} holds no checklist").format(folder=folder), _(HINT))
    read_in = [_read(path) for path in paths]
    _no_two_alike(read_in)
    _no_dead_end(read_in)
    return _in_language(language, folder, {p.id: p for p, _ in read_in})


def load_file(path: Path) -> Platform:
    """Return the checklist in one file; raises ChecklistError that names file, line and item."""
    return _read(path)[0]


def for_sites(platforms: Iterable[Platform], sites: Iterable[str]) -> tuple[Platform, ...]:
    """Return the checklists that speak about any of these sites.

    `youtube.com` asks for the one that names it and, where the login is Google's, for Google's;
    `google.com` asks for Google's alone.
    """
    sites = tuple(sites)
    wanted = {*sites, *map(canonical, sites)}
    return tuple(p for p in platforms if not wanted.isdisjoint(p.domains))


def by_login(platforms: Iterable[Platform]) -> Mapping[str, Platform]:
    """Return the checklist that speaks for each login, by canonical site.

    Where several do, as YouTube's and Google's, it is that of the site that names the login.
    """
    named = [(canonical(domain), domain, p) for p in platforms for domain in sorted(p.domains)]
    named.sort(key=lambda entry: entry[0] == entry[1])  # the last one stays
    return {login: platform for login, _, platform in named}


def shipped() -> Path:
    """Return the folder of the checklists that belong to secaudit."""
    for folder in _FOLDERS:
        if (folder / "schema.json").is_file():
            return folder
    raise ChecklistError(
        _("the checklists that belong to secaudit are missing"),
        _("Install secaudit again; from a checkout, run it with the folder checklists/ in place."),
    )


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.toml") if path.name not in NO_CHECKLISTS)


def _in_language(
    language: str, folder: Path, platforms: dict[str, Platform]
) -> tuple[Platform, ...]:
    if language in {path.name for path in folder.iterdir() if path.is_dir()}:
        for path in _files(folder / language):
            if path.stem not in platforms:
                raise ChecklistError(
                    _("{language}/{name} translates no checklist").format(
                        language=language, name=path.name
                    ),
                    _(HINT),
                )
            platforms[path.stem] = translated(platforms[path.stem], path)
    return tuple(platforms.values())


def _read(path: Path) -> tuple[Platform, Place]:
    raw, place = read(path)
    top = table(raw, _PLATFORM, place)
    if "domains" not in top and "about" not in top:
        raise place.error(_("`domains` is missing, and a general list needs `about`"))
    items: list[Item] = []
    for number, entry in enumerate(top["items"], start=1):
        at = place.within("items", number, _name(entry, number))
        items.append(_item(entry, top["id"], at))
        if items[-1].id in [item.id for item in items[:-1]]:
            raise at.error(_("this id is used twice"), "id")
    links = {
        name: table(link, _LINK, place.within(f"links.{name}"))
        for name, link in table(top.get("links", {}), _LINKS, place.within("links")).items()
    }
    offer = table(top["offer"], _OFFER, place.within("offer")) if "offer" in top else None
    facts = links | ({"offer": offer} if offer else {})
    return Platform(
        id=top["id"],
        name=top["name"],
        domains=frozenset(top.get("domains", ())),
        items=tuple(items),
        links={name: link["url"] for name, link in links.items()},
        offer=_offer(offer) if offer else None,
        kind=Kind(top["kind"]),
        about=top.get("about", ""),
        warning=top.get("warning", ""),
        checked={name: fact["checked"] for name, fact in facts.items()},
    ), place


def _no_two_alike(read_in: Iterable[tuple[Platform, Place]]) -> None:
    """Raise ChecklistError where two files use one id, or speak for one site."""
    owner: dict[str, str] = {}
    for platform, place in read_in:
        names = [(platform.id, place, "id")]
        names += [(domain, place, "domains") for domain in sorted(platform.domains)]
        names += [
            (item.id, place.within("items", number, item.id), "id")
            for number, item in enumerate(platform.items, start=1)
        ]
        for name, at, key in names:
            if other := owner.get(name):
                raise at.error(
                    _("{other} already speaks for {name}").format(other=other, name=name), key
                )
            owner[name] = place.file


def _no_dead_end(read_in: Sequence[tuple[Platform, Place]]) -> None:
    """Raise ChecklistError where a `see` names neither a checklist nor an item."""
    known = {name for p, _ in read_in for name in (p.id, *(item.id for item in p.items))}
    for platform, place in read_in:
        for number, item in enumerate(platform.items, start=1):
            if dead := next((name for name in item.see if name not in known), None):
                at = place.within("items", number, item.id)
                raise at.error(
                    _("`see` leads nowhere: there is no {dead}").format(dead=dead), "see"
                )


def _item(raw: object, platform: str, place: Place) -> Item:
    entry = table(raw, _ITEM, place)
    if not entry["id"].startswith(f"{platform}-"):
        raise place.error(_("`id` should begin with `{platform}-`").format(platform=platform), "id")
    if entry["confidence"] == Confidence.UNSURE and "look for" not in entry["where"]:
        raise place.error(
            _("`where` should say where to start and what to look for"),
            "where",
            _('The path is unsure, so write for example: "Settings, look for Privacy".'),
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
        covered_by=entry.get("covered-by", ""),
        topic=entry["topic"],
        audiences=frozenset(entry.get("audiences", ())),
        see=tuple(entry.get("see", ())),
        confidence=Confidence(entry["confidence"]),
    )


def _offer(entry: Mapping[str, Any]) -> Offer:
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
    return (
        name if isinstance(name, str) and is_id(name) else _("item {number}").format(number=number)
    )


# ── The form ─────────────────────────────────────────────────────────────────────────────────────


def _is_domain(value: Any) -> bool:
    return isinstance(value, str) and host_of(value) == value == site_of_host(value)


def _is_minutes(value: Any) -> bool:
    return type(value) is int and 1 <= value <= MAX_MINUTES  # True is an int too


_PLATFORM = {
    "id": NAME,
    "name": TEXT,
    "kind": choice(Kind),
    "about": TEXT.optional,
    "warning": TEXT.optional,
    "domains": Field(
        N_("a list of domains such as google.com, without www"), some(_is_domain), required=False
    ),
    "offer": TABLE.optional,
    "links": TABLE.optional,
    "items": Field(
        N_("one [[items]] or more"), lambda value: isinstance(value, list) and bool(value)
    ),
}
_OFFER = {
    "methods": choices(method for method in SECOND_FACTORS if method != "passkey"),
    "passkey": choice(["allowed", "required"]).optional,
    "passwordless": Field(N_("true or false"), is_bool, required=False),
    "documentation": ADDRESS.optional,
    "source": TEXT,
    "checked": DAY,
}
_LINKS = dict.fromkeys(LINKS, TABLE.optional)
_LINK = {"url": ADDRESS, "source": TEXT, "checked": DAY}
_ITEM = {
    "id": NAME,
    "question": TEXT,
    "action": TEXT,
    "why": TEXT,
    "where": TEXT,
    "steps": TEXTS,
    "url": ADDRESS.optional,
    "topic": choice(TOPICS),
    "audiences": choices(AUDIENCES).optional,
    "see": NAMES.optional,
    "severity": choice(severity.word for severity in Severity),
    "minutes": Field(N_("a whole number from 1 to {}"), _is_minutes, values=(MAX_MINUTES,)),
    "confidence": choice(Confidence),
    "sources": SOURCES,
    "checked": DAY,
    "covered-by": NAME.optional,
}
