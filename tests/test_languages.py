"""Which language is spoken, and whether its catalogue is whole."""

import gettext
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from secaudit import languages
from secaudit.languages import (
    ENGLISH,
    LANGUAGES,
    _,
    current,
    day,
    either,
    known,
    listed,
    ngettext,
    number,
    of_environment,
)

PACKAGE = Path(languages.__file__).parent
OTHERS = [language for language in LANGUAGES if language != ENGLISH]


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("es", "es"),
        ("ES", "es"),
        ("es_MX.UTF-8", "es"),
        ("es-419", "es"),
        ("es@euro", "es"),
        ("en_GB.UTF-8", "en"),
        ("C", "en"),
        ("C.UTF-8", "en"),
        ("POSIX", "en"),
        ("de_DE.UTF-8", None),
        ("est", None),
        ("", None),
    ],
)
def test_a_name_stands_for_a_language(name, language):
    assert known(name) == language


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "es_ES.UTF-8"}, "es"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "de:es"}, "es"),
        ({"LANG": "es_ES.UTF-8", "LANGUAGE": "en:es"}, "en"),
        ({"LANGUAGE": "es"}, "es"),
        ({"LANGUAGE": "", "LANG": "es"}, "es"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "es_AR.UTF-8"}, "es"),
        ({"LANG": "es", "LC_MESSAGES": "es", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "es", "LC_ALL": ""}, "es"),
        ({"LANGUAGE": "es", "LC_ALL": "C"}, "en"),
        ({"LANGUAGE": "es", "LANG": "C.UTF-8"}, "es"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANGUAGE": "es", "LANG": "en_US.UTF-8"}, "es"),
    ],
)
def test_the_environment_asks_for_a_language_and_else_it_is_english(environment, language):
    assert of_environment(environment) == language


def test_a_language_is_spoken_for_a_while_only():
    assert (_("Are you safe now?"), current()) == ("Are you safe now?", "en")
    with languages.speaking("es"):
        assert (_("Are you safe now?"), current()) == ("¿Estás a salvo ahora?", "es")
        assert ngettext("{number} hour", "{number} hours", 1) == "{number} hora"
        assert ngettext("{number} hour", "{number} hours", 2) == "{number} horas"
        assert _("a text that nobody translated") == "a text that nobody translated"
    assert current() == "en"


@pytest.mark.parametrize(
    ("value", "english", "spanish"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (1200, "1,200", "1200"),
        (-1200, "-1,200", "-1200"),
        (12000, "12,000", "12.000"),
        (1234567, "1,234,567", "1.234.567"),
    ],
)
def test_a_number_is_grouped_as_its_language_does(value, english, spanish):
    assert number(value) == english
    with languages.speaking("es"):
        assert number(value) == spanish


def test_a_day_is_written_as_its_language_does():
    moment = date(2026, 12, 3)
    assert day(moment) == "3 December 2026"
    with languages.speaking("es"):
        assert day(moment) == "3 de diciembre de 2026"


@pytest.mark.parametrize(
    ("parts", "english", "spanish"),
    [
        ([], "", ""),
        (["a"], "a", "a"),
        (["a", "b"], "a and b", "a y b"),
        (["a", "b", "c"], "a, b and c", "a, b y c"),
        (["correo", "Instagram"], "correo and Instagram", "correo e Instagram"),
        (["padres", "hijos"], "padres and hijos", "padres e hijos"),
        (["agua", "hielo"], "agua and hielo", "agua y hielo"),
        (["Mac", "iCloud"], "Mac and iCloud", "Mac y iCloud"),
    ],
)
def test_things_are_listed_as_their_language_does(parts, english, spanish):
    assert listed(parts) == english
    with languages.speaking("es"):
        assert listed(parts) == spanish


def test_one_of_several_is_named_as_its_language_does():
    assert either(["Google", "Outlook"]) == "Google or Outlook"
    with languages.speaking("es"):
        assert either(["Google", "Outlook"]) == "Google u Outlook"
        assert either(["Outlook", "Yahoo", "Google"]) == "Outlook, Yahoo o Google"


# ── The catalogues ───────────────────────────────────────────────────────────────────────────────


def catalogue(language: str) -> dict[Any, Message]:
    path = PACKAGE / "locale" / language / "LC_MESSAGES" / "secaudit.po"
    with path.open("rb") as file:
        return {entry.id: entry for entry in read_po(file, locale=language) if entry.id}


def marked() -> set[Any]:
    """Return every text of the code that is marked for translation."""
    return {
        tuple(text[:2]) if isinstance(text, tuple) else text
        for _file, _line, text, _comments, _context in extract_from_dir(PACKAGE)
    }


def forms(text: Any) -> tuple[str, ...]:
    """Return a text alone, or for one thing and for many."""
    return text if isinstance(text, tuple) else (text,)


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_is_translated_and_none_is_left_over(language):
    there = catalogue(language)
    assert sorted(map(str, marked() - there.keys())) == []
    assert sorted(map(str, there.keys() - marked())) == []
    assert [
        text for text, entry in there.items() if entry.fuzzy or not all(forms(entry.string))
    ] == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_fills_in_what_the_english_does(language):
    def blanks(text):
        return sorted(re.findall(r"\{\w*\}", text))

    wrong = [
        english
        for english, entry in catalogue(language).items()
        for text in forms(entry.string)
        if blanks(text) != blanks(forms(english)[0])
    ]
    assert wrong == []


@pytest.mark.parametrize("language", OTHERS)
def test_what_ships_is_compiled_from_the_catalogue(language):
    compiled = gettext.translation("secaudit", PACKAGE / "locale", [language])
    for english, entry in catalogue(language).items():
        if isinstance(english, tuple):
            one, many = english
            said = tuple(compiled.ngettext(one, many, number) for number in (1, 2))
        else:
            said = (compiled.gettext(english),)
        assert said == forms(entry.string), "run pybabel compile"
