"""Load the laws, and the letters that rest on them."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from secaudit.forms import ADDRESS, DAY, NAME, TEXT, TEXTS, Field, Place, choice, read, table
from secaudit.languages import N_, _
from secaudit.respond.entries import BOOL, COUNTRY, LIST, SOURCED, country, sourced, tables, whole
from secaudit.respond.model import ANYWHERE, KINDS, Blank, Law, Request

DATES = ("sent", "deadline")
"""What the program fills into a letter by itself."""

_BLANK = re.compile(r"\{([^{}]*)\}")


def load_laws(path: Path, known: Iterable[str]) -> tuple[Law, ...]:
    """Return the laws of a file; raises ChecklistError."""
    raw, place = read(path)
    top = table(raw, {"laws": LIST}, place)
    laws: list[Law] = []
    for entry, at in tables(top["laws"], _LAW, place, "laws"):
        if "deadline-hours" in entry and "in-force" not in entry:
            raise at.error(_("`deadline-hours` needs `in-force`"), "deadline-hours")
        laws.append(
            Law(
                id=entry["id"],
                country=country(entry["country"], known, at),
                title=entry["title"],
                text=tuple(entry["text"]),
                deadline_hours=entry.get("deadline-hours"),
                in_force=entry.get("in-force"),
                complaint=entry.get("complaint", ""),
                **sourced(entry),
            )
        )
    return tuple(laws)


def load_requests(path: Path, known: Iterable[str], laws: Mapping[str, Law]) -> tuple[Request, ...]:
    """Return the letters of a file; raises ChecklistError."""
    raw, place = read(path)
    top = table(raw, {"requests": LIST}, place)
    before = 0  # [[requests.fields]] are counted through the whole file
    requests: list[Request] = []
    for entry, at in tables(top["requests"], _REQUEST, place, "requests"):
        if entry["law"] not in laws:
            raise at.error(_("there is no law called {name}").format(name=entry["law"]), "law")
        fields = tables(entry["fields"], _FIELD, place, "requests.fields", before)
        blanks = tuple(_blank(field, spot) for field, spot in fields)
        before += len(blanks)
        request = Request(
            id=entry["id"],
            country=country(entry["country"], {*known, ANYWHERE}, at),
            choose=entry["choose"],
            law=laws[entry["law"]],
            before=tuple(entry["before"]),
            blanks=blanks,
            letter=tuple(entry["letter"]),
            **sourced(entry),
        )
        fits(request, at)
        requests.append(request)
    return tuple(requests)


def _blank(entry: Mapping[str, Any], place: Place) -> Blank:
    kind = entry["kind"]
    for key, owner in (("text", "statement"), ("choices", "choice")):
        if (key in entry) != (kind == owner):
            raise place.error(
                _("`{key}` belongs to the kind `{owner}`, and only there").format(
                    key=key, owner=owner
                ),
                key,
            )
    if entry["id"] in {*DATES, "request"}:
        raise place.error(_("`{name}` is not a name for a field").format(name=entry["id"]), "id")
    return Blank(
        id=entry["id"],
        kind=kind,
        question=entry["question"],
        why=entry["why"],
        required=entry["required"],
        text=entry.get("text", ""),
        choices=tuple(entry.get("choices", ())),
    )


def fits(request: Request, place: Place) -> None:
    """Raise ChecklistError where the letter and its fields do not belong together."""
    named = {name for paragraph in request.letter for name in _BLANK.findall(paragraph)}
    ids = {blank.id for blank in request.blanks}
    if unknown := sorted(named - ids - set(DATES)):
        raise place.error(_("`{name}` is not a field").format(name=f"{{{unknown[0]}}}"), "letter")
    if unused := sorted(ids - named):
        raise place.error(
            _("`{name}` is missing in the letter").format(name=f"{{{unused[0]}}}"), "letter"
        )
    if "deadline" in named and request.law.deadline_hours is None:
        raise place.error(_("`{deadline}` needs a law with `deadline-hours`"), "letter")


_LAW = {
    "id": NAME,
    "country": COUNTRY,
    "title": TEXT,
    "text": TEXTS,
    "deadline-hours": Field(N_("a number of hours, at most 1000"), whole(1000)).optional,
    "in-force": DAY.optional,
    "complaint": ADDRESS.optional,
    **SOURCED,
}
_REQUEST = {
    "id": NAME,
    "country": COUNTRY,
    "choose": TEXT,
    "law": NAME,
    "before": TEXTS,
    "letter": TEXTS,
    "fields": LIST,
    **SOURCED,
}
_FIELD = {
    "id": NAME,
    "kind": choice(KINDS),
    "question": TEXT,
    "why": TEXT,
    "required": BOOL,
    "text": TEXT.optional,
    "choices": TEXTS.optional,
}
