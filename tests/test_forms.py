"""The line that an error names."""

from pathlib import Path

import pytest

from secaudit.errors import ChecklistError
from secaudit.forms import NAMES, TEXT, Field, Place, choice, read, table
from secaudit.languages import speaking

FILE = """# a file
title = "x"

[links.privacy] # a page
url = "x"
"checked" = "y"

[[items]]
id = "a"
steps = [
  "url = is no key here",
]
[[items]]
id = "b"
  url   = "z"

[last]
id = "c"
"""
TOP = Place("f.toml", FILE)


@pytest.mark.parametrize(
    ("place", "key", "line"),
    [
        (TOP, "title", 2),
        (TOP, "url", 1),
        (TOP, "", 1),
        (TOP.within("links.privacy"), "url", 5),
        (TOP.within("links.privacy"), "checked", 6),
        (TOP.within("links.privacy"), "", 4),
        (TOP.within("items"), "id", 9),
        (TOP.within("items"), "url", 8),
        (TOP.within("items", 2), "id", 14),
        (TOP.within("items", 2), "url", 15),
        (TOP.within("items", 2), "why", 13),
        (TOP.within("items", 3), "id", 1),
        (TOP.within("last"), "id", 18),
    ],
)
def test_a_key_is_found_in_its_own_table(place: Place, key: str, line: int) -> None:
    assert place.line(key) == line


def test_an_error_names_file_line_and_table() -> None:
    error = TOP.within("items", 2, "b").error("it is wrong", "url", "Mend it.")
    assert (error.message, error.hint) == ("f.toml line 15, b: it is wrong", "Mend it.")


def test_a_table_is_held_to_its_fields() -> None:
    fields = {"title": TEXT, "kind": choice(["a", "b"]).optional, "see": NAMES.optional}
    assert table({"title": "x", "see": ["a-b"]}, fields, TOP) == {"title": "x", "see": ["a-b"]}
    for raw, message in (
        ([], "f.toml line 1: should be a table"),
        ({"title": "x", "kind": "c"}, "f.toml line 1: `kind` should be one of: a, b"),
        ({"title": 3}, "f.toml line 2: `title` should be one line of text"),
        ({"title": "x", "see": ["A"]}, "f.toml line 1: `see` should be a list of ids"),
        ({"kind": "a"}, "f.toml line 1: `title` is missing"),
        ({"\x1b[31mtitle": "x"}, "f.toml line 1: `title` is not a known key"),
    ):
        with pytest.raises(ChecklistError) as error:
            table(raw, fields, TOP)
        assert error.value.message.startswith(message)


def test_a_file_is_read_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "f.toml"
    path.write_text(FILE, "utf-8")
    raw, place = read(path)
    assert (raw["title"], place) == ("x", TOP)


def test_a_field_may_be_left_out_only_where_it_says_so() -> None:
    assert (TEXT.required, TEXT.optional.required) == (True, False)
    assert TEXT.optional == Field(TEXT.words, TEXT.fits, required=False, values=TEXT.values)


def test_what_a_value_should_be_is_said_in_the_language_spoken() -> None:
    assert TEXT.said == "one line of text, at most 500 characters"
    assert Field("a list of { name, url }", TEXT.fits).said == "a list of { name, url }"
    with speaking("es"):
        assert TEXT.said == "una línea de texto, de 500 caracteres como máximo"
