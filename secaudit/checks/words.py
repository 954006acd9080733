"""How words are written inside passwords: in capitals, with digits for letters, as dates."""

import re
from collections.abc import Iterable
from datetime import date

from secaudit.model import Account

_TOKEN = re.compile(r"[^\W_]+")
_DATE = re.compile(r"(\d{1,4})[-./ ](\d{1,2})[-./ ](\d{1,4})")
_SEPARATORS = re.compile(r"[-./ _]")

# Which characters stand for letters. A 1 stands for an i or for an l: both spellings exist.
_LEET = {"0": "o", "3": "e", "4": "a", "@": "a", "5": "s", "$": "s", "7": "t", "+": "t", "!": "i"}
_AS_I, _AS_L = (str.maketrans(_LEET | {"1": one, "|": one}) for one in "il")

SPELLINGS = (
    "%d%m%Y", "%m%d%Y", "%Y%m%d", "%d%m%y", "%m%d%y", "%y%m%d", "%Y", "%d%m", "%m%d",
)  # fmt: skip
"""How a date is written in passwords."""


def unleet(text: str) -> str:
    """Return `P@ssw0rd` as `password`."""
    return text.casefold().translate(_AS_I)


def own_words(account: Account, shortest: int) -> frozenset[str]:
    """Return the words of an account's username, site and title, of at least that many letters."""
    local = account.username.casefold().partition("@")[0]
    label = (account.site or "").partition(".")[0]
    found = {local, label, *_TOKEN.findall(local), *_TOKEN.findall(account.title.casefold())}
    return frozenset(word for word in found if len(word) >= shortest)


def told_words(text: str) -> frozenset[str]:
    """Return how a word someone told is written in passwords: `Anna Lee` as `annalee` or `lee`."""
    parts = text.casefold().split()
    return frozenset((" ".join(parts), "".join(parts), *parts))


def lettered(text: str) -> str:
    """Return a text from its first letter to its last: `!Max2019` is `Max`."""
    letters = [place for place, character in enumerate(text) if character.isalpha()]
    return text[letters[0] : letters[-1] + 1] if letters else ""


def date_spellings(text: str) -> frozenset[str]:
    """Return how `1987-03-14` or `14.3.1987` is written in passwords; nothing for other text."""
    if not (parts := _DATE.fullmatch(text.strip())):
        return frozenset()
    first, middle, last = (int(part) for part in parts.groups())
    year_first = len(parts[1]) == 4  # noqa: PLR2004  # digits of a year
    year, others = (first, (middle, last)) if year_first else (last, (middle, first))
    found = set()
    for month, day in (others, others[::-1]):
        try:
            found |= {date(year, month, day).strftime(spelling) for spelling in SPELLINGS}
        except ValueError:  # the other way round, then
            continue
    return frozenset(found)


def longest_inside(password: str, words: Iterable[str]) -> int:
    """Return how many characters of a password its longest word takes up; 0 where none is in it."""
    plain = password.casefold()
    spellings = (plain, plain.translate(_AS_I), plain.translate(_AS_L))
    return max((len(w) for w in words if any(w in spelling for spelling in spellings)), default=0)


def longest_date_inside(password: str, spellings: Iterable[str]) -> int:
    """Return how many digits of a password belong to one of these dates; 0 where none does."""
    digits = _SEPARATORS.sub("", password)
    return max((len(spelling) for spelling in spellings if spelling in digits), default=0)
