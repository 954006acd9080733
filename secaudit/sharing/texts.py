"""Every text of a report at once, and the words that must not be in any."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar

T = TypeVar("T")

MAIL = re.compile(r"[^\s@()<>\[\]“”\"',;:]+@[^\s@()<>\[\]“”\"',;:]+\.\w[\w-]*")
"""A mail address inside a text, rather too much than too little of it."""

OURS = frozenset(
    {"id", "check", "accounts", "findings", "reused_with", "level", "kind", "source", "target"}
    | {"methods", "offered", "version", "state", "skipped"}
)
"""Fields that hold ids and words of our own; what others wrote is in none."""

NAMED = frozenset({"Difference"})
"""Classes whose `accounts` are names, not ids."""


def changed(value: T, change: Callable[[str], str]) -> T:
    """Return a report, or a part of one, with every text that others may have written changed."""
    result: Any = value
    if isinstance(value, Enum):
        pass  # a StrEnum is a str too, and ours
    elif isinstance(value, str):
        result = change(value)
    elif isinstance(value, tuple):
        result = tuple(changed(part, change) for part in value)
    elif isinstance(value, Mapping):
        result = {key: changed(part, change) for key, part in value.items()}
    elif is_dataclass(value) and not isinstance(value, type):
        ours = OURS - {"accounts"} if type(value).__name__ in NAMED else OURS
        inner = {f.name: getattr(value, f.name) for f in fields(value) if f.name not in ours}
        inner |= dict(_parts(value))
        result = replace(value, **{name: changed(part, change) for name, part in inner.items()})
    typed: T = result
    return typed


def _parts(value: Any) -> Iterable[tuple[str, Any]]:
    """Yield the fields that are called as ids are, but hold whole accounts and findings."""
    for name in ("accounts", "findings"):
        part = getattr(value, name, ())
        if part and all(is_dataclass(each) for each in part):
            yield name, part


def replacing(words: Mapping[str, str]) -> Callable[[str], str]:
    """Return a function that puts other words in the place of some, whatever their case.

    Longer ones first; a word inside another word stays.
    """
    known = {word.casefold(): instead for word, instead in words.items() if word}
    if not known:
        return lambda text: text
    longest = sorted((word for word in words if word), key=len, reverse=True)
    pattern = re.compile("|".join(map(_alone, longest)), re.IGNORECASE)
    return lambda text: pattern.sub(lambda found: _instead(known, found[0]), text)


def _instead(known: Mapping[str, str], found: str) -> str:
    return known.get(found.casefold(), "…")


def _alone(word: str) -> str:
    """Return a pattern for a word that is not part of a longer one."""
    before = r"(?<!\w)" if re.match(r"\w", word) else ""
    after = r"(?!\w)" if re.search(r"\w$", word) else ""
    return f"{before}{re.escape(word)}{after}"
