"""What the name of a column says that it holds, in whatever language."""

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from secaudit.vaults.column_names import HEAD_FIRST, NAMES, OF

_LONGEST = 50
_MOST_WORDS = 7
"""More are a sentence, and may hold what is no name."""

_LAST = 1000

_SHORTEST_PART, _SHORTEST_PART_CJK = 5, 2
"""Letters of a word that is looked for at the end of a longer one: `kennwort`, `密码`."""

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[^\W_]+")
_CJK = re.compile("[\u3040-\u30ff\u4e00-\u9fff\u1100-\u11ff]")
# Letters that Unicode does not take apart into one of ASCII and a mark.
_LETTERS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe"})


class Meaning(NamedTuple):
    """What a name says."""

    key: str
    """A key of NAMES, or `changed`: the date when the password beside it was changed."""
    rank: int
    """How plainly it says so, 0 is best: the place in NAMES, or last for some words of a name."""


class _Term(NamedTuple):
    key: str
    rank: int
    languages: frozenset[str]
    """Of NAMES; all of them where it is used everywhere."""


def meaning(name: str) -> Meaning | None:
    """Return what the name of a column says, None where it says nothing that is known."""
    if len(name) > _LONGEST:
        return None
    words = _words(name)
    if len(words) > _MOST_WORDS:
        return None
    if term := _terms().get("".join(words)):
        return Meaning(term.key, term.rank) if term.key != "not" else None
    found = _terms_in(words)
    keys = [term.key for term in found]
    if not keys or "not" in keys:
        return None
    if "password" in keys and not {"change", "created"}.isdisjoint(keys):
        return Meaning("changed", _LAST)
    shared = frozenset.intersection(*(term.languages for term in found))
    first = not _OF.isdisjoint(words) or (shared and shared <= HEAD_FIRST)
    key = keys[0 if first else -1]
    # Where it is not sure that the column is not the one of the passwords, it is left alone.
    return Meaning(key, _LAST) if key == "password" or "password" not in keys else None


def _words(name: str) -> list[str]:
    """Return the words of a name without case, accents and punctuation."""
    text = unicodedata.normalize("NFKD", _HUMP.sub(" ", name).casefold())
    letters = "".join(letter for letter in text if unicodedata.category(letter)[0] != "M")
    return _WORD.findall(letters.translate(_LETTERS))


_OF = frozenset(word for of in OF for word in _words(of))


def _terms_in(words: list[str]) -> list[_Term]:
    """Return the terms that some of the words make, the longest at each place."""
    found = []
    at = 0
    while at < len(words):
        for end in range(len(words), at, -1):
            if term := _terms().get("".join(words[at:end])):
                found.append(term)
                at = end
                break
        else:
            found += _terms_at_end(words[at])
            at += 1
    return found


def _terms_at_end(word: str) -> list[_Term]:
    """Return the terms that a compound word ends in and, where it is one, begins with."""
    shortest = _SHORTEST_PART_CJK if _CJK.search(word) else _SHORTEST_PART
    for at in range(1, len(word) - shortest + 1):
        if term := _terms().get(word[at:]):
            before = _terms().get(word[:at])
            return [before, term] if before else [term]
    return []


@cache
def _terms() -> dict[str, _Term]:
    """Return what each name means, by its letters alone."""
    every = frozenset(NAMES)
    terms: dict[str, _Term] = {}
    for language, keys in NAMES.items():
        languages = frozenset({language}) if language else every
        for key, names in keys.items():
            for rank, name in enumerate(names.split(", ")):
                letters = "".join(_words(name))
                known = terms.get(letters, _Term(key, rank, languages))
                terms[letters] = known._replace(languages=known.languages | languages)
    return terms
