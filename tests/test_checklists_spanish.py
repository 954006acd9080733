"""The checklists in Spanish: whole, short, and in words that fit the guides."""

import re
from dataclasses import fields

import pytest

from secaudit.checklists import load
from secaudit.model import Item, Platform
from tests.content import FOLDER, sentences

ENGLISH = {platform.id: platform for platform in load()}
WRITTEN = {path.stem for path in (FOLDER / "es").glob("*.toml")} & ENGLISH.keys()
SPANISH = [platform for platform in load(language="es") if platform.id in WRITTEN]

TEXTS = ("question", "action", "why", "where", "steps")
LONGEST = 30
"""Words: Spanish takes more of them than English for the same."""

each_list = pytest.mark.parametrize("platform", SPANISH, ids=lambda platform: platform.id)


def texts(item: Item) -> list[str]:
    return [item.question, item.action, item.why, item.where, *item.steps]


def test_every_general_list_is_there() -> None:
    assert {p.id for p in ENGLISH.values() if p.is_general} <= WRITTEN


@each_list
def test_every_text_is_translated_and_nothing_else_changed(platform: Platform) -> None:
    english = ENGLISH[platform.id]
    assert platform.machine_assisted
    left = [
        f"{item.id}: {name}"
        for item, original in zip(platform.items, english.items, strict=True)
        for name in TEXTS
        if getattr(item, name) == getattr(original, name)
    ]
    assert left == []
    same = {field.name for field in fields(Item)} - set(TEXTS)
    for item, original in zip(platform.items, english.items, strict=True):
        assert [name for name in same if getattr(item, name) != getattr(original, name)] == []
    assert (platform.about == english.about) is not platform.is_general
    assert bool(platform.warning) is bool(english.warning)


@each_list
def test_sentences_are_short(platform: Platform) -> None:
    lines = [*sentences(platform.about, platform.warning)]
    lines += [line for item in platform.items for line in sentences(*texts(item))]
    assert [line for line in lines if len(line.split()) >= LONGEST] == []


@each_list
def test_a_question_is_one_in_spanish_too(platform: Platform) -> None:
    for item in platform.items:
        assert re.fullmatch(r"[^¿?]*¿[^¿?]+\?", item.question)
        assert not item.action.endswith(".")
        assert item.why.endswith(".")
        assert not item.where.endswith(".")
        assert all(step.endswith(".") for step in item.steps)


@each_list
def test_it_says_tu_and_words_that_every_country_knows(platform: Platform) -> None:
    strange = re.compile(
        r"\b(usted|vosotros|vuestr[oa]s?|vos|ordenador|celular|comando|llaves? de acceso)\b",
        re.IGNORECASE,
    )
    lines = [platform.about, platform.warning, *(t for i in platform.items for t in texts(i))]
    # Menus call a passkey by either name, so both may stand side by side.
    both = re.compile(r"claves? o llaves? de acceso", re.IGNORECASE)
    assert [line for line in lines if strange.search(both.sub("", line))] == []


@each_list
def test_an_unsure_path_says_what_to_look_for(platform: Platform) -> None:
    """As the loader asks of the English, so that nobody takes a guess for a path."""
    unsure = [item for item in platform.items if item.confidence == "unsure"]
    assert [item.id for item in unsure if "busca" not in item.where] == []
