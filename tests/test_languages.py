"""Which language is spoken, and whether its catalogue is whole."""

import ast
import gettext
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click
import pytest
from babel.messages.catalog import Message

from secaudit import errors, languages
from secaudit.cli import click_words
from secaudit.languages import (
    _,
    current,
    day,
    decimal,
    either,
    known,
    listed,
    ngettext,
    number,
    of_environment,
)
from tests.catalogues import OTHERS, PACKAGE, catalogue, forms, marked, untranslated


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


def test_decimals_are_written_as_their_language_does():
    assert decimal("5.42") == "5.42"
    with languages.speaking("es"):
        assert decimal("5.42") == "5,42"


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


def entries(language: str) -> dict[Any, Message]:
    return {entry.id: entry for entry in catalogue(language) if entry.id}


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_is_translated_and_none_is_left_over(language):
    there = entries(language)
    assert sorted(map(str, marked() - there.keys())) == [], "run python tests/catalogues.py"
    assert sorted(map(str, there.keys() - marked())) == [], "run python tests/catalogues.py"
    assert [entry.id for entry in untranslated(catalogue(language))] == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_fills_in_what_the_english_does(language):
    def blanks(text):
        return sorted(re.findall(r"(?<!\{)\{\w*(?:![rs])?\}", text))

    wrong = [
        english
        for english, entry in entries(language).items()
        for text, original in zip(forms(entry.string), forms(english), strict=True)
        if blanks(text) != blanks(original)
    ]
    assert wrong == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_names_the_same_options_commands_and_files(language):
    """What is typed is the same in every language."""

    def typed(text):
        return sorted(set(re.findall(r"(?<![\w-])--[a-z][a-z-]+|docs/[a-z-]+\.md|`[^`]*`", text)))

    wrong = [
        english
        for english, entry in entries(language).items()
        if typed(forms(entry.string)[-1]) != typed(forms(english)[-1])
    ]
    assert wrong == []


@pytest.mark.parametrize("language", OTHERS)
def test_what_ships_is_compiled_from_the_catalogue(language):
    compiled = gettext.translation("secaudit", PACKAGE / "locale", [language])
    for english, entry in entries(language).items():
        if isinstance(english, tuple):
            one, many = english
            said = tuple(compiled.ngettext(one, many, number) for number in (1, 2))
        else:
            said = (compiled.gettext(english),)
        assert said == forms(entry.string), "run python tests/catalogues.py"


def test_the_words_of_click_are_those_that_it_says():
    code = "".join(path.read_text("utf-8") for path in Path(click.__file__).parent.glob("*.py"))
    words = (*click_words.WORDS, *click_words.counted())
    assert [text for text in words if text.replace("\n\t", r"\n\t") not in code] == []


# ── The words in the code ────────────────────────────────────────────────────────────────────────

SAYING = {
    "say",
    "heading",
    "ask",
    "ask_secret",
    "choose",
    "choose_many",
    "confirm",
    "echo",
    "_fail",
}
"""Functions that say what they get."""

KEEPING = {"RowError", "Unreadable", "Unchecked", "NotChecked", "Field", "damaged"}
"""What keeps words for people, beside the errors."""

NAMES = re.compile(r"2fa\.directory|[a-z]+(-[a-z]+)+|^[a-z]+$")
"""No words: a site, ids, the key of a table."""

BEGIN_WITH_A_NAME = {"Unreadable", "NotChecked", "damaged"}
"""The first thing they get is no text: the id of a check, a place that is marked elsewhere."""


def called(node: ast.AST) -> str:
    """Return the name of what is called, "" for anything but a call."""
    if not isinstance(node, ast.Call):
        return ""
    return getattr(node.func, "id", "") or getattr(node.func, "attr", "")


def bare(node: ast.AST) -> Iterator[str]:
    """Yield the words that an expression gives and that are not marked for translation."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=parts) | ast.List(elts=parts) | ast.Tuple(elts=parts):
            for part in parts:
                yield from bare(part)
        case ast.IfExp(body=one, orelse=other) | ast.BinOp(left=one, right=other):
            yield from (*bare(one), *bare(other))
        case ast.ListComp(elt=inner) | ast.GeneratorExp(elt=inner) | ast.Starred(value=inner):
            yield from bare(inner)
        case ast.Call(func=ast.Attribute(value=text, attr="format")):
            yield from bare(text)


def unmarked(path: Path, errors: set[str]) -> Iterator[str]:
    """Yield what a module says that is not marked, with its line."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and called(node) in SAYING | KEEPING | errors:
            for argument in node.args[called(node) in BEGIN_WITH_A_NAME :]:
                for text in bare(argument):
                    if re.search(r"[A-Za-z]{2}", NAMES.sub("", text)):
                        yield f"{path.relative_to(PACKAGE)}:{argument.lineno}: {text}"


def test_all_that_is_said_and_raised_is_marked_for_translation():
    raised = {
        name
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, errors.SecauditError)
    }
    assert [line for path in PACKAGE.rglob("*.py") for line in unmarked(path, raised)] == []


def test_the_mark_is_no_name_for_what_is_thrown_away():
    """`_` as a variable would hide the function `_` in all of its own function."""
    hidden = []
    for path in PACKAGE.rglob("*.py"):
        for function in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef) and "_" in stored(function):
                marks = [node for node in ast.walk(function) if called(node) == "_"]
                hidden += [f"{path.relative_to(PACKAGE)}: {function.name}"] * bool(marks)
    assert hidden == []


def stored(function: ast.FunctionDef) -> set[str]:
    """Return the names that are set in a function itself, not in a comprehension inside it."""
    found, nodes = {argument.arg for argument in function.args.args}, list(function.body)
    comprehensions = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
    while nodes:
        node: ast.AST = nodes.pop()
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        if not isinstance(node, comprehensions):
            nodes.extend(ast.iter_child_nodes(node))  # type: ignore[arg-type]
    return found
