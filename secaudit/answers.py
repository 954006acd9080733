"""Read an answers file: what the guided walk would ask, answered in advance (docs/answers.md).

Messages name keys and places, never values: `personal` holds words that nobody should see.
"""

import re
import tomllib
from collections.abc import Collection, Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from secaudit.errors import UsageError
from secaudit.model import SECOND_FACTORS, Answer, Answers, Platform
from secaudit.sites import site_of
from secaudit.text import Secret, clean

MAX_BYTES = 1_000_000
"""An answers file is a few kilobytes; more than this is some other file."""

FEW = 20
"""As many words as a hint still lists."""

_HINT = "docs/answers.md shows the form of an answers file."
_KEYS = ("personal", "platforms", "accounts", "items")
_ACCOUNT_KEYS = ("site", "username", "second-factor")
_NONE = "none"


def read_answers(path: Path, platforms: Iterable[Platform]) -> Answers:
    """Return the answers in a file, checked against the checklists there are.

    Raises UsageError that names the key: where the file cannot be read, or where a key, a method,
    a checklist, an item or an answer is not known.
    """
    known = tuple(platforms)
    raw = _read(path)
    _no_unknown(raw, _KEYS, "")
    return Answers(
        second_factors=_second_factors(_list(raw, "accounts")),
        items=_items(raw.get("items", {}), [item.id for p in known for item in p.items]),
        personal=_personal(_list(raw, "personal")),
        platforms=_platforms(_list(raw, "platforms"), [p.id for p in known]),
    )


def _read(path: Path) -> dict[str, Any]:
    name = clean(str(path))
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise UsageError(f"{name} does not exist", "Check the name after --answers.") from None
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise UsageError(f"{name} could not be read: {why}", _HINT) from None
    if len(data) > MAX_BYTES:
        raise UsageError(f"{name} is too large to be an answers file", _HINT)
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise UsageError(f"{name} is not UTF-8 text", _HINT) from None
    except tomllib.TOMLDecodeError as error:
        # Only the place: the rest of the message can hold a part of the file.
        place = re.search(r"line \d+", str(error))
        raise UsageError(
            f"{name} is not valid TOML, {place[0] if place else 'at its end'}", _HINT
        ) from None


def _list(raw: dict[str, Any], key: str) -> list[Any]:
    value = raw.get(key, [])
    if not isinstance(value, list):
        raise UsageError(f"`{key}` should be a list", _HINT)
    return value


def _personal(words: list[Any]) -> tuple[Secret, ...]:
    if not all(isinstance(word, str) and word.strip() for word in words):
        raise UsageError(
            "`personal` should be a list of words, each in quotes",
            'For example: personal = ["Luna", "1987-03-14"]',
        )
    return tuple(Secret(word.strip()) for word in words)


def _platforms(chosen: list[Any], known: list[str]) -> tuple[str, ...]:
    for number, name in enumerate(chosen, start=1):
        _must_be_one_of(name, known, f"`platforms`, number {number}")
    return tuple(dict.fromkeys(chosen))


def _items(raw: Any, known: list[str]) -> dict[str, Answer]:
    if not isinstance(raw, dict):
        raise UsageError("`items` should be a table: [items]", _HINT)
    _no_unknown(raw, known, "`items`: ")
    answers = {}
    for name, said in raw.items():
        _must_be_one_of(said, list(Answer), f"`items`, {name}")
        answers[name] = Answer(said)
    return answers


def _second_factors(entries: list[Any]) -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for number, entry in enumerate(entries, start=1):
        where = f"`accounts`, number {number}"
        if not isinstance(entry, dict):
            raise UsageError(f"{where}: should be a table: [[accounts]]", _HINT)
        _no_unknown(entry, _ACCOUNT_KEYS, f"{where}: ")
        site, username = entry.get("site"), entry.get("username", "")
        domain = site_of(site) if isinstance(site, str) else None
        if domain is None:
            raise UsageError(f"{where}: `site` should be an address such as github.com", _HINT)
        if not isinstance(username, str):
            raise UsageError(f"{where}: `username` should be text in quotes", _HINT)
        key = domain, clean(username).casefold()
        if key in found:
            raise UsageError(f"{where}: this site and username were answered above", _HINT)
        found[key] = _methods(entry.get("second-factor"), f"{where}, `second-factor`")
    return found


def _methods(said: Any, where: str) -> tuple[str, ...]:
    """Return the methods, strongest first; `()` for none."""
    words = [said] if isinstance(said, str) else said
    if words == [_NONE]:
        return ()
    if not isinstance(words, list) or not words:
        raise UsageError(
            f"{where}: should be a list of methods, or {_NONE}",
            f'For example: second-factor = ["totp"]. There are: {", ".join(SECOND_FACTORS)}.',
        )
    for word in words:
        _must_be_one_of(word, [*SECOND_FACTORS, _NONE], where)
    if _NONE in words:
        raise UsageError(f"{where}: says {_NONE} and names a method too", _HINT)
    return tuple(method for method in SECOND_FACTORS if method in words)


def _no_unknown(raw: dict[str, Any], known: Collection[str], where: str) -> None:
    for key in raw:
        if key in known:
            continue
        # In TOML a key below a [table] belongs to that table: easily overlooked.
        hint = _nearest(key, known) if key not in _KEYS else _move_up(key)
        raise UsageError(f"{where}`{clean(key, 60)}` is not a known key", hint)


def _must_be_one_of(word: Any, known: Collection[str], where: str) -> None:
    if not isinstance(word, str):
        raise UsageError(f"{where}: should be words in quotes", _nearest("", known))
    if word not in known:
        raise UsageError(f"{where}: not a known word", _nearest(word, known))


def _move_up(key: str) -> str:
    return f"Move `{key}` to the top of the file, above the first line in [brackets]."


def _nearest(word: str, known: Collection[str]) -> str:
    """Return the hint: the one that was probably meant, else all of them where they are few."""
    if near := get_close_matches(word, known, n=1):
        return f"Did you mean {near[0]}?"
    if len(known) <= FEW:
        return f"There are: {', '.join(known)}."
    return "`secaudit checklist --list` shows them all."
