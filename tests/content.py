"""What everything that people read is held to: short sentences, easy words, dates, own hosts."""

import os
import re
import tomllib
import warnings
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlsplit

import readability

FOLDER = Path(__file__).parents[1] / "checklists"
HOSTS = tomllib.loads(Path(__file__).with_name("checklist-hosts.toml").read_text("utf-8"))

TODAY = date.fromisoformat(os.environ.get("CHECKLISTS_TODAY", date.today().isoformat()))  # noqa: DTZ011  # a day is enough
"""Content ages, and tests are meant to notice: "How old is too old" in checklists/README.md.

`CHECKLISTS_TODAY=2027-06-01 pytest tests/test_checklists.py` asks what they will say then, and
a fixed day keeps an old checkout testable.
"""
WARNS, FAILS = 365, 548
"""Days, about 12 and 18 months."""

LONGEST = 25
"""Words: a sentence stays below it."""
GRADE, GRADE_OF_ALL = 9.0, 6.5
"""Flesch-Kincaid: years of school in the US that one part, and a whole file, may ask for."""

_CHECKED = re.compile(r"checked = (\S+)")


def sentences(*texts: str) -> list[str]:
    """Return the sentences of some texts."""
    return [part for text in texts for part in re.split(r"(?<=[.?!])\s+", text) if part]


def too_long(*texts: str) -> list[str]:
    """Return the sentences that are too long."""
    return [s for s in sentences(*texts) if len(s.split()) >= LONGEST]


def grade(lines: Iterable[str]) -> float:
    """Return the years of school that a text asks for; the library wants tokens and lines."""
    tokens = "\n".join(re.sub(r"([.,:;?!()“”])", r" \1 ", line) for line in lines)
    measured = readability.getmeasures(tokens, lang="en")
    return float(measured["readability grades"]["Kincaid"])


def ages(file: Path) -> dict[int, int]:
    """Return how many days ago each line of a file says that it was checked, by line."""
    lines = enumerate(file.read_text("utf-8").split("\n"), 1)
    days = {number: _CHECKED.match(line) for number, line in lines}
    return {
        number: (TODAY - date.fromisoformat(found[1])).days
        for number, found in days.items()
        if found
    }


def hold_to_its_age(file: Path) -> None:
    """Fail where something is dated in the future or too old; warn where it soon will be."""
    found = ages(file)
    assert found
    assert [f"{file.name} line {line}" for line, age in found.items() if age < 0] == []
    assert [f"{file.name} line {line}" for line, age in found.items() if age > FAILS] == []
    if old := [line for line, age in found.items() if age > WARNS]:
        warnings.warn(
            f"{file.name}: last verified over a year ago, lines {old}; verify before they are"
            " 18 months old, when this test fails",
            stacklevel=1,
        )


def elsewhere(addresses: Iterable[str], allowed: Iterable[str]) -> Iterator[str]:
    """Yield the addresses that lead to a host which is neither allowed nor below one that is.

    Also those that only pass a person on (`…/url?q=https://…`), and those where anyone may write:
    they lie on an allowed host, and still lead somewhere else.
    """
    names = tuple(allowed)
    for address in addresses:
        parts = urlsplit(address)
        host = parts.hostname or ""
        known = any(host == name or host.endswith(f".{name}") for name in names)
        passes_on = "//" in unquote(unquote(f"{parts.path}?{parts.query}#{parts.fragment}"))
        public = any(f"{host}{parts.path}".startswith(place) for place in HOSTS["anyone-writes"])
        if parts.scheme != "https" or not known or passes_on or public:
            yield address
