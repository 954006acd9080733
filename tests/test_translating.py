"""Texts of a checklist in another language, item by item and field by field."""

from dataclasses import replace
from pathlib import Path

import pytest

from secaudit.checklists import load
from secaudit.errors import ChecklistError

ENGLISH = """
id = "example"
name = "Example"
kind = "other"
about = "A place."
warning = "Take care."
domains = ["example.com"]

[[items]]
id = "example-a-on"
question = "Is it on?"
action = "Switch it on"
why = "It helps."
where = "Settings > A"
steps = ["Open it.", "Close it."]
topic = "other"
severity = "low"
minutes = 1
confidence = "likely"
sources = ["a page"]
checked = 2026-11-22

[[items]]
id = "example-b-on"
question = "Is that on?"
action = "Switch that on"
why = "That helps."
where = "Settings > B"
steps = ["Open that."]
topic = "other"
severity = "low"
minutes = 1
confidence = "likely"
sources = ["a page"]
checked = 2026-11-22
"""
SPANISH = """
machine-assisted = true
about = "Un lugar."

[items.example-a-on]
question = "¿Está activado?"
steps = ["Ábrelo.", "Ciérralo."]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "es").mkdir()
    (tmp_path / "example.toml").write_text(ENGLISH, "utf-8")
    (tmp_path / "es" / "example.toml").write_text(SPANISH, "utf-8")
    return tmp_path


def test_what_is_translated_is_shown_and_the_rest_stays_english(folder: Path) -> None:
    (english,) = load(folder)
    (spanish,) = load(folder, "es")
    first, second = english.items
    asked = replace(first, question="¿Está activado?", steps=("Ábrelo.", "Ciérralo."))
    assert spanish == replace(
        english, about="Un lugar.", machine_assisted=True, items=(asked, second)
    )


@pytest.mark.parametrize("language", ["en", "fr", "../es", "", "."])
def test_a_language_without_a_folder_is_english(folder: Path, language: str) -> None:
    assert load(folder, language) == load(folder)


def test_a_file_may_translate_nothing_yet(folder: Path) -> None:
    (folder / "es" / "example.toml").write_text("machine-assisted = false", "utf-8")
    assert load(folder, "es") == load(folder)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("machine-assisted = true\n", "", "example.toml line 1: `machine-assisted` is missing"),
        ("true", '"yes"', "example.toml line 2: `machine-assisted` should be true, or false"),
        ("about", "domains", "example.toml line 3: `domains` is not a known key"),
        ("question", "severity", "line 6, items.example-a-on: `severity` is not a known key"),
        ("¿Está activado?", "", "line 6, items.example-a-on: `question` should be one line"),
        ("-a-on", "-c-on", "line 5, items.example-c-on: example has no such item"),
        (', "Ciérralo."', "", "line 7, items.example-a-on: `steps` should be 2, as in English"),
        ("[items.example-a-on]", "[items]\nexample-a-on = 3\n[x]", "`x` is not a known key"),
        ("about", "about about", "example.toml is not valid TOML"),
    ],
)
def test_a_broken_translation_is_refused_by_place(
    folder: Path, old: str, new: str, message: str
) -> None:
    (folder / "es" / "example.toml").write_text(SPANISH.replace(old, new), "utf-8")
    with pytest.raises(ChecklistError) as error:
        load(folder, "es")
    assert message in error.value.message


def test_a_translation_of_no_checklist_is_refused(folder: Path) -> None:
    (folder / "es" / "other.toml").write_text(SPANISH, "utf-8")
    with pytest.raises(ChecklistError, match=r"es/other\.toml translates no checklist"):
        load(folder, "es")
