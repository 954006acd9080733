"""Put a handbook into another language; what is not translated stays English.

A letter stays in the language that the platform and its law read, and what goes into it is shown
with its meaning beside it. Where a law takes any language there is a second letter, in the
reader's own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from secaudit.errors import ChecklistError
from secaudit.forms import HINT, TABLE, TEXT, TEXTS, Field, Place, is_bool, read, table
from secaudit.languages import N_, _
from secaudit.respond.letters import fits
from secaudit.respond.model import Blank, Guide, Handbook, Law, Link, Request, Service, Step


def translated(handbook: Handbook, folder: Path) -> Handbook:
    """Return a handbook with the texts of the files in the folder of a language, such as `es`.

    Raises ChecklistError where a file breaks its form, names what is not in the handbook, or has
    another number of sentences than the English: then it belongs to an older version.
    """
    if strange := {p.stem for p in folder.glob("respond/*.toml")} - {g.id for g in handbook.guides}:
        raise ChecklistError(
            _("{language}/respond/{name}.toml translates no guide").format(
                language=folder.name, name=min(strange)
            ),
            _(HINT),
        )
    support, at_support = _read(folder / "support.toml", _SUPPORT)
    laws, at_laws = _read(folder / "laws.toml", _LAWS)
    removal, at_removal = _read(folder / "removal.toml", _REMOVAL)
    guides = [_read(folder / "respond" / f"{guide.id}.toml", _GUIDE) for guide in handbook.guides]
    texts = _named(support, "texts", _texts(handbook.services), TEXT, at_support)
    into_law = _named(laws, "laws", (law.id for law in handbook.laws), TABLE, at_laws)
    new_laws = {law.id: _law(law, into_law, at_laws) for law in handbook.laws}
    into = _named(removal, "requests", (r.id for r in handbook.requests), TABLE, at_removal)
    files = (support, laws, removal, *(top for top, _ in guides))
    return replace(
        handbook,
        guides=tuple(
            _guide(guide, *entry) for guide, entry in zip(handbook.guides, guides, strict=True)
        ),
        services=tuple(_service(service, texts) for service in handbook.services),
        laws=tuple(new_laws.values()),
        requests=tuple(
            new
            for old in handbook.requests
            for new in _requests(
                replace(old, law=new_laws[old.law.id]), into, at_removal, folder.name
            )
        ),
        countries={
            **handbook.countries,
            **_named(support, "countries", handbook.countries, TEXT, at_support),
        },
        machine_assisted=any(top.get("machine-assisted", False) for top in files),
    )


def _read(path: Path, form: Mapping[str, Field]) -> tuple[dict[str, Any], Place]:
    """Return what a file of a language holds; nothing where there is none: all stays English."""
    if not path.exists():
        return {}, Place(path.name, "")
    raw, place = read(path)
    place = replace(place, file=f"{path.parents[path.parent.name == 'respond'].name}/{place.file}")
    return table(raw, form, place), place


def _named(
    top: Mapping[str, Any], key: str, names: Iterable[str], field: Field, place: Place
) -> dict[str, Any]:
    """Return a table of translations, all of them of something that is there."""
    return table(top.get(key, {}), dict.fromkeys(names, field.optional), place.within(key))


def _lines(
    entry: Mapping[str, Any], key: str, english: tuple[str, ...], place: Place
) -> tuple[str, ...]:
    lines = tuple(entry.get(key, english))
    if len(lines) != len(english):
        raise place.error(
            _("`{key}` should be {number}, as in English").format(key=key, number=len(english)), key
        )
    return lines


# ── Guides ───────────────────────────────────────────────────────────────────────────────────────


def _guide(guide: Guide, top: Mapping[str, Any], place: Place) -> Guide:
    steps = _named(top, "steps", (step.id for step in guide.steps), TABLE, place)
    avoid = _lines(top, "avoid", tuple(each.text for each in guide.avoid), place)
    return replace(
        guide,
        choose=top.get("choose", guide.choose),
        title=top.get("title", guide.title),
        first=_lines(top, "first", guide.first, place),
        steps=tuple(_step(step, steps, place) for step in guide.steps),
        avoid=tuple(
            replace(each, text=text) for each, text in zip(guide.avoid, avoid, strict=True)
        ),
    )


def _step(step: Step, steps: Mapping[str, Any], place: Place) -> Step:
    at = place.within(f"steps.{step.id}")
    entry = table(steps.get(step.id, {}), _STEP, at)
    names = _lines(entry, "links", tuple(link.name for link in step.links), at)
    return replace(
        step,
        title=entry.get("title", step.title),
        text=_lines(entry, "text", step.text, at),
        links=tuple(Link(name, link.url) for name, link in zip(names, step.links, strict=True)),
    )


# ── People and laws ──────────────────────────────────────────────────────────────────────────────


def _texts(services: Iterable[Service]) -> set[str]:
    """Return all that can be translated of those who help."""
    return {
        text
        for each in services
        for text in (each.name, each.what_for, each.who_for, each.text, each.hours, *each.languages)
        if text
    }


def _service(service: Service, texts: Mapping[str, str]) -> Service:
    """Translate text by text: many services share one, and one that was changed stays English."""

    def said(text: str) -> str:
        return texts.get(text, text)

    return replace(
        service,
        name=said(service.name),
        what_for=said(service.what_for),
        who_for=said(service.who_for),
        text=said(service.text),
        hours=said(service.hours),
        languages=tuple(map(said, service.languages)),
    )


def _law(law: Law, laws: Mapping[str, Any], place: Place) -> Law:
    at = place.within(f"laws.{law.id}")
    entry = table(laws.get(law.id, {}), _LAW, at)
    return replace(
        law, title=entry.get("title", law.title), text=_lines(entry, "text", law.text, at)
    )


# ── Letters ──────────────────────────────────────────────────────────────────────────────────────


def _requests(
    request: Request, requests: Mapping[str, Any], place: Place, language: str
) -> Iterable[Request]:
    """Yield a letter with what it means, and where there is one, the letter in this language."""
    at = place.within(f"requests.{request.id}")
    entry = table(requests.get(request.id, {}), _REQUEST, at)
    fields = _named(entry, "fields", (blank.id for blank in request.blanks), TABLE, at)
    explained = replace(
        request,
        choose=entry.get("choose", request.choose),
        before=_lines(entry, "before", request.before, at),
        says=tuple(entry.get("says", ())),
        blanks=tuple(_blank(blank, fields, at) for blank in request.blanks),
    )
    yield explained
    if "own" not in entry:
        return
    at = at.within(f"{at.table}.own")
    own = table(entry["own"], _OWN, at)
    letter = replace(
        explained,
        id=f"{request.id}-{language}",
        choose=own["choose"],
        says=(),
        blanks=tuple(_in_own_words(blank) for blank in explained.blanks),
        letter=tuple(own["letter"]),
        language=language,
    )
    fits(letter, at)
    yield letter


def _blank(blank: Blank, fields: Mapping[str, Any], place: Place) -> Blank:
    at = place.within(f"{place.table}.fields.{blank.id}")
    form = {"question": TEXT.optional, "why": TEXT.optional}
    form |= {"text": TEXT.optional} if blank.text else {}
    form |= {"choices": TEXTS.optional} if blank.choices else {}
    entry = table(fields.get(blank.id, {}), form, at)
    return replace(
        blank,
        question=entry.get("question", blank.question),
        why=entry.get("why", blank.why),
        text_means=entry.get("text", ""),
        choices_mean=_lines(entry, "choices", blank.choices, at) if "choices" in entry else (),
    )


def _in_own_words(blank: Blank) -> Blank:
    return replace(
        blank,
        text=blank.text_means or blank.text,
        choices=blank.choices_mean or blank.choices,
        text_means="",
        choices_mean=(),
    )


_TOP = {
    "machine-assisted": Field(N_("true, or false once a native reader has checked it"), is_bool)
}
_SUPPORT = {**_TOP, "countries": TABLE.optional, "texts": TABLE.optional}
_LAWS = {**_TOP, "laws": TABLE.optional}
_LAW = {"title": TEXT.optional, "text": TEXTS.optional}
_REMOVAL = {**_TOP, "requests": TABLE.optional}
_REQUEST = {
    "choose": TEXT.optional,
    "before": TEXTS.optional,
    "says": TEXTS.optional,
    "fields": TABLE.optional,
    "own": TABLE.optional,
}
_OWN = {"choose": TEXT, "letter": TEXTS}
_GUIDE = {
    **_TOP,
    "choose": TEXT.optional,
    "title": TEXT.optional,
    "first": TEXTS.optional,
    "avoid": TEXTS.optional,
    "steps": TABLE.optional,
}
_STEP = {"title": TEXT.optional, "text": TEXTS.optional, "links": TEXTS.optional}
