"""The checklists that ship: ids, links, ages and words. A bad change of a file fails here."""

import os
import re
import tomllib
import warnings
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import readability

from secaudit.checklists import load
from secaudit.choosing import FOR_EVERYONE
from secaudit.model import Item, Platform, Severity
from secaudit.sites import kind_of, relatives
from tests import checklist_ids

FOLDER = Path(__file__).parents[1] / "checklists"
PLATFORMS = load()
FILES = [FOLDER / f"{platform.id}.toml" for platform in PLATFORMS]
ITEMS = [item for platform in PLATFORMS for item in platform.items]
HOSTS = tomllib.loads(Path(__file__).with_name("checklist-hosts.toml").read_text("utf-8"))

TODAY = date.fromisoformat(os.environ.get("CHECKLISTS_TODAY", date.today().isoformat()))  # noqa: DTZ011  # a day is enough
"""Content ages, and these tests are meant to notice: see "How old is too old" in the README there.

`CHECKLISTS_TODAY=2027-06-01 pytest tests/test_checklists.py` asks what they will say then, and
a fixed day keeps an old checkout testable.
"""
WARNS, FAILS = 365, 548
"""Days, about 12 and 18 months."""

LONGEST = 25
"""Words: a sentence stays below it."""
GRADE, GRADE_OF_ALL = 9.0, 6.5
"""Flesch-Kincaid: years of school in the US that one item, and a whole checklist, may ask for."""

each_platform = pytest.mark.parametrize("platform", PLATFORMS, ids=lambda p: p.id)
each_item = pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)


# ── Ids ──────────────────────────────────────────────────────────────────────────────────────────


def test_no_id_was_renamed_or_taken_out() -> None:
    assert checklist_ids.gone() == [], "ids are never renamed: saved answers point at them"


def test_every_id_is_in_the_committed_list_once() -> None:
    lines = checklist_ids.committed()
    assert checklist_ids.new() == [], "run: python tests/checklist_ids.py --add"
    assert [line for line in lines if lines.count(line) > 1] == []


def test_what_a_walk_offers_to_everyone_is_there() -> None:
    assert set(FOR_EVERYONE) <= {platform.id for platform in PLATFORMS if platform.is_general}


@each_platform
def test_a_file_is_called_after_its_id(platform: Platform) -> None:
    assert (FOLDER / f"{platform.id}.toml").is_file()


# ── Every item has all its parts ─────────────────────────────────────────────────────────────────


@each_item
def test_every_item_has_all_its_parts(item: Item) -> None:
    assert item.question.endswith("?")
    assert not item.action.endswith(".")
    assert item.why.endswith(".")
    assert not item.where.endswith(".")
    assert all(step.endswith(".") for step in item.steps)
    assert item.sources


@each_platform
def test_the_first_item_is_among_the_most_important(platform: Platform) -> None:
    assert len(platform.items) <= 12
    assert platform.items[0].severity >= Severity.HIGH


@each_platform
def test_a_platform_says_where_its_settings_are_and_a_general_list_what_it_is(
    platform: Platform,
) -> None:
    if platform.is_general:
        assert platform.about.endswith(".")
        assert platform.offer is None
    else:
        assert platform.links
        assert platform.kind in {kind_of(domain) for domain in platform.domains}


@each_platform
def test_every_no_can_become_a_finding_with_a_link(platform: Platform) -> None:
    if not platform.is_general:
        assert [item.id for item in platform.items if not platform.link_for(item)] == []


# ── Links ────────────────────────────────────────────────────────────────────────────────────────


def addresses(platform: Platform) -> Iterator[str]:
    yield from platform.links.values()
    yield from (item.url for item in platform.items if item.url)
    if platform.offer and platform.offer.documentation:
        yield platform.offer.documentation


@each_platform
def test_links_lead_to_the_platform_itself_or_to_a_listed_authority(platform: Platform) -> None:
    own = {name for domain in platform.domains for name in relatives(domain)}
    allowed = {*own, *HOSTS["authorities"], *HOSTS["platforms"].get(platform.id, ())}
    hosts = {urlsplit(address).hostname or "" for address in addresses(platform)}
    strange = {
        host
        for host in hosts
        if not any(host == name or host.endswith(f".{name}") for name in allowed)
    }
    assert strange == set(), "if they are official, add them to tests/checklist-hosts.toml"
    assert all(address.startswith("https://") for address in addresses(platform))


def test_the_table_of_hosts_speaks_of_checklists_that_exist() -> None:
    assert HOSTS["platforms"].keys() - {platform.id for platform in PLATFORMS} == set()


# ── Ages ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
@pytest.mark.filterwarnings("default:.*last verified")
def test_nothing_is_too_old_and_nothing_was_checked_in_the_future(file: Path) -> None:
    days = {
        number: date.fromisoformat(found[1])
        for number, line in enumerate(file.read_text("utf-8").split("\n"), 1)
        if (found := re.match(r"checked = (\S+)", line))
    }
    ages = {number: (TODAY - day).days for number, day in days.items()}
    assert days
    assert [f"{file.name} line {line}" for line, age in ages.items() if age < 0] == []
    assert [f"{file.name} line {line}" for line, age in ages.items() if age > FAILS] == []
    if old := [line for line, age in ages.items() if age > WARNS]:
        warnings.warn(
            f"{file.name}: last verified over a year ago, lines {old}; verify before they are"
            " 18 months old, when this test fails",
            stacklevel=1,
        )


def test_an_item_older_than_a_year_is_stale() -> None:
    item = replace(ITEMS[0], checked=date(2025, 11, 22))
    assert not item.is_stale(date(2026, 11, 22))
    assert item.is_stale(date(2026, 11, 23))


# ── Words ────────────────────────────────────────────────────────────────────────────────────────


def sentences(*texts: str) -> list[str]:
    return [part for text in texts for part in re.split(r"(?<=[.?!])\s+", text) if part]


def words_of(item: Item) -> list[str]:
    return sentences(item.question, item.action, item.why, *item.steps)


def grade(lines: list[str]) -> float:
    """Return the years of school that a text asks for; the library wants tokens and lines."""
    tokens = "\n".join(re.sub(r"([.,:;?!()“”])", r" \1 ", line) for line in lines)
    measured = readability.getmeasures(tokens, lang="en")
    return float(measured["readability grades"]["Kincaid"])


@each_item
def test_sentences_are_short(item: Item) -> None:
    assert [s for s in words_of(item) if len(s.split()) >= LONGEST] == []


@each_item
def test_an_item_is_easy_to_read(item: Item) -> None:
    assert grade(words_of(item)) <= GRADE


@each_platform
def test_a_checklist_is_easy_to_read(platform: Platform) -> None:
    about = sentences(platform.about, platform.warning)
    assert [s for s in about if len(s.split()) >= LONGEST] == []
    assert grade([s for item in platform.items for s in words_of(item)] + about) <= GRADE_OF_ALL


def test_the_measure_tells_hard_words_from_easy_ones() -> None:
    hard = ["Reauthenticate periodically utilising organisationally administered credentials."]
    assert grade(["Open the list.", "Sign out of those you do not know."]) < 2
    assert grade(hard) > 20
