"""Hold a TOML file that people write to its form, and name the file and line that does not fit."""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from secaudit.errors import ChecklistError, reason
from secaudit.languages import N_, _
from secaudit.text import clean

MAX_TEXT = 500
"""Characters of one sentence or paragraph."""

HINT = N_("checklists/README.md shows the form of these files.")

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_URL = re.compile(r"https://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:[/?#][!-~]*)?")  # no user, no port
_HEADER = re.compile(r"\s*\[{1,2}\s*([A-Za-z0-9_.-]+)\s*\]{1,2}\s*(?:#.*)?")


@dataclass(frozen=True, slots=True)
class Place:
    """A table in a file, for what there is to say about it."""

    file: str
    text: str
    """The whole file, in which lines are looked up."""
    table: str = ""
    """As its header names it: `links.privacy`; "" for the keys before any header."""
    number: int = 1
    """Which of the headers of this name."""
    name: str = ""
    """What to call it for people."""

    def within(self, table: str, number: int = 1, name: str = "") -> "Place":
        """Return the place of a table in the same file."""
        return replace(self, table=table, number=number, name=name or table)

    def line(self, key: str = "") -> int:
        """Return the line (from 1) that a key stands on; where it has none, that of its table."""
        start, current, seen = 1, "", 0
        for number, line in enumerate(self.text.splitlines(), 1):
            if header := _HEADER.fullmatch(line):
                current = header[1]
                seen += current == self.table
                if (current, seen) == (self.table, self.number):
                    start = number
            elif (current, seen or 1) != (self.table, self.number) or not key:
                continue
            elif re.match(rf"\s*([\"']?){re.escape(key)}\1\s*=", line):
                return number
        return start

    def error(self, problem: str, key: str = "", hint: str = HINT) -> ChecklistError:
        """Return an error that names file, line and table."""
        name = f", {self.name}" if self.name else ""
        return ChecklistError(
            _("{file} line {line}{name}: {problem}").format(
                file=self.file, line=self.line(key), name=name, problem=problem
            ),
            _(hint),
        )


def read(path: Path) -> tuple[dict[str, Any], Place]:
    """Return what a TOML file holds, and its place; raises ChecklistError where it is none."""
    try:
        text = path.read_text("utf-8")
        return tomllib.loads(text), Place(path.name, text)
    except OSError as error:
        why = reason(error)
        raise ChecklistError(
            _("{name} could not be read: {why}").format(name=path.name, why=why), HINT
        ) from None
    except UnicodeDecodeError:
        raise ChecklistError(
            _("{name} is not UTF-8 text").format(name=path.name), _(HINT)
        ) from None
    except tomllib.TOMLDecodeError as error:  # it says "(at line 3, column 6)"
        raise ChecklistError(
            _("{name} is not valid TOML: {error}").format(name=path.name, error=error), HINT
        ) from None


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a table: what it should be, in words, and whether a value is that."""

    words: str
    """Marked for translation."""
    fits: Callable[[Any], bool]
    required: bool = True
    values: tuple[str | int, ...] = ()
    """What fills the blank `{}` in the words, where there is one."""

    @property
    def said(self) -> str:
        """The words, in the language that is spoken."""
        words = _(self.words)
        return words.format(", ".join(map(str, self.values))) if self.values else words

    @property
    def optional(self) -> "Field":
        """The same, but it may be left out."""
        return replace(self, required=False)


def table(raw: object, fields: Mapping[str, Field], place: Place) -> dict[str, Any]:
    """Return `raw`, a table in which every key is known, every required one there, all fitting."""
    if not isinstance(raw, dict):
        raise place.error(_("should be a table"))
    if unknown := sorted(raw.keys() - fields.keys()):
        raise place.error(
            _("`{unknown}` is not a known key").format(unknown=clean(unknown[0], 60)), unknown[0]
        )
    for key, field in fields.items():
        if key not in raw:
            if field.required:
                raise place.error(_("`{key}` is missing").format(key=key))
        elif not field.fits(raw[key]):
            raise place.error(_("`{key}` should be {words}").format(key=key, words=field.said), key)
    return raw


def is_text(value: Any) -> bool:
    """Whether it is one clean line that is not empty."""
    return isinstance(value, str) and bool(value) and value == clean(value, MAX_TEXT)


def is_id(value: Any) -> bool:
    """Whether it is lower-case words joined with -."""
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def is_url(value: Any) -> bool:
    """Whether it is an https:// address with neither user nor port."""
    return is_text(value) and _URL.fullmatch(value) is not None


def is_source(value: Any) -> bool:
    """Whether it is an https:// address or the name of a page."""
    return is_text(value) and ("://" not in value or is_url(value))


def is_date(value: Any) -> bool:
    """Whether it is a day: a moment is a date too, and so would pass isinstance."""
    return type(value) is date


def is_bool(value: Any) -> bool:
    """Whether it is true or false."""
    return isinstance(value, bool)


def is_table(value: Any) -> bool:
    """Whether it is a table, to be looked into later."""
    return isinstance(value, dict)


def one_of(words: Iterable[str]) -> Callable[[Any], bool]:
    """Return the test for one of some words."""
    known = frozenset(words)
    return lambda value: isinstance(value, str) and value in known


def some(fits: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """Return the test for a list with at least one entry, all of them fitting, none twice."""
    return lambda value: (
        isinstance(value, list)
        and bool(value)
        and all(fits(entry) for entry in value)
        and all(entry not in value[:place] for place, entry in enumerate(value))
    )


TEXT = Field(N_("one line of text, at most {} characters"), is_text, values=(MAX_TEXT,))
TEXTS = Field(N_("a list of lines of text"), some(is_text))
ADDRESS = Field(N_("an https:// address"), is_url)
DAY = Field(N_("a date such as 2026-08-04, without quotes"), is_date)
NAME = Field(N_("lower-case words joined with -"), is_id)
NAMES = Field(N_("a list of ids"), some(is_id))
SOURCES = Field(N_("a list of https:// addresses or names of pages"), some(is_source))
TABLE = Field(N_("a table"), is_table)


def choice(words: Iterable[str]) -> Field:
    """Return the field for one of some words."""
    words = list(words)
    return Field(N_("one of: {}"), one_of(words), values=tuple(words))


def choices(words: Iterable[str]) -> Field:
    """Return the field for a list of some words."""
    words = list(words)
    return Field(N_("a list of: {}"), some(one_of(words)), values=tuple(words))
