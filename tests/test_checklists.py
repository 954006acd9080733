"""The checklists that ship: ids, links, ages and words. A bad change of a file fails here."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from secaudit.checklists import load
from secaudit.choosing import FOR_EVERYONE, MOST, SOONER, fitting
from secaudit.model import AUDIENCES, Answers, Item, Platform, Severity
from secaudit.sites import Kind, kind_of, relatives
from tests import checklist_ids
from tests.content import (
    FOLDER,
    GRADE,
    GRADE_OF_ALL,
    HOSTS,
    elsewhere,
    grade,
    hold_to_its_age,
    sentences,
    too_long,
)

PLATFORMS = load()
FILES = [FOLDER / f"{platform.id}.toml" for platform in PLATFORMS]
ITEMS = [item for platform in PLATFORMS for item in platform.items]
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


AUDIENCES_AND_NOBODY = [frozenset[str](), *(frozenset({one}) for one in AUDIENCES)]


@each_platform
def test_everyone_is_asked_ten_questions_at_most_and_the_worst_of_them(platform: Platform) -> None:
    worst = {item.id for item in platform.items if item.severity >= Severity.HIGH}
    worst -= {item.id for item in platform.items if item.audiences}
    for audiences in AUDIENCES_AND_NOBODY:
        asked = [item.id for item in fitting(platform, Answers(audiences=audiences)).items]
        assert len(asked) <= MOST
        assert worst <= set(asked)


@each_platform
def test_who_is_at_risk_is_asked_about_reporting_an_image(platform: Platform) -> None:
    ways = {item.id for item in platform.items if item.topic == "report"}
    for audience in SOONER["report"]:
        asked = fitting(platform, Answers(audiences=frozenset({audience}))).items
        assert ways <= {item.id for item in asked}


def test_every_platform_where_people_post_says_how_to_report_an_image() -> None:
    social = [platform for platform in PLATFORMS if platform.kind is Kind.SOCIAL]
    silent = [p.id for p in social if not any(item.topic == "report" for item in p.items)]
    assert silent == []


# ── Links ────────────────────────────────────────────────────────────────────────────────────────


def addresses(platform: Platform) -> Iterator[str]:
    yield from platform.links.values()
    yield from (item.url for item in platform.items if item.url)
    if platform.offer and platform.offer.documentation:
        yield platform.offer.documentation


def allowed(platform: Platform) -> set[str]:
    own = {name for domain in platform.domains for name in relatives(domain)}
    beside = HOSTS["general"] if platform.is_general else HOSTS["platforms"].get(platform.id, ())
    return {*own, *HOSTS["authorities"], *beside}


@each_platform
def test_links_lead_to_the_platform_itself_or_to_a_listed_authority(platform: Platform) -> None:
    strange = list(elsewhere(addresses(platform), allowed(platform)))
    assert strange == [], "if they are official, add them to tests/checklist-hosts.toml"


@each_platform
def test_the_link_of_a_finding_does_too(platform: Platform) -> None:
    links = [link for item in platform.items if (link := platform.link_for(item))]
    assert list(elsewhere(links, allowed(platform))) == []


@pytest.mark.parametrize(
    "address",
    [
        "http://www.example.com/",
        "https://example.com.evil.test/",
        "https://notexample.com/",
        "https://www.example.com/url?q=https://evil.test/",
        "https://www.example.com/url?q=https%3A%2F%2Fevil.test",
        "https://www.example.com/l.php?u=https%253A%252F%252Fevil.test",
        "https://www.example.com/go#//evil.test",
        "https://sites.google.com/view/example",
    ],
)
def test_an_address_that_leads_elsewhere_is_told_from_one_that_does_not(address: str) -> None:
    assert list(elsewhere([address], ["example.com", "google.com"])) == [address]
    assert list(elsewhere(["https://a.example.com/b?c=d"], ["example.com"])) == []


@each_platform
def test_the_address_of_an_item_is_named_where_somebody_read_it(platform: Platform) -> None:
    """Among the links of its file, each with its source, or in a source of its own."""
    facts = [*platform.links.values()]
    facts += [platform.offer.documentation or ""] if platform.offer else []
    unread = [
        item.id
        for item in platform.items
        if item.url and not any(bare(item.url) in bare(page) for page in (*facts, *item.sources))
    ]
    assert unread == [], "name the page in `sources`, or what names it: on example.com/settings"


def bare(address: str) -> str:
    return address.removeprefix("https://").split("#")[0].rstrip("/")


def test_the_table_of_hosts_speaks_of_checklists_that_exist() -> None:
    assert HOSTS["platforms"].keys() - {platform.id for platform in PLATFORMS} == set()


# ── Ages ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
@pytest.mark.filterwarnings("default:.*last verified")
def test_nothing_is_too_old_and_nothing_was_checked_in_the_future(file: Path) -> None:
    hold_to_its_age(file)


def test_an_item_older_than_a_year_is_stale() -> None:
    item = replace(ITEMS[0], checked=date(2025, 11, 22))
    assert not item.is_stale(date(2026, 11, 22))
    assert item.is_stale(date(2026, 11, 23))


# ── Words ────────────────────────────────────────────────────────────────────────────────────────


def words_of(item: Item) -> list[str]:
    return sentences(item.question, item.action, item.why, *item.steps)


@each_item
def test_sentences_are_short(item: Item) -> None:
    assert too_long(*words_of(item)) == []


@each_item
def test_an_item_is_easy_to_read(item: Item) -> None:
    assert grade(words_of(item)) <= GRADE


@each_platform
def test_a_checklist_is_easy_to_read(platform: Platform) -> None:
    about = sentences(platform.about, platform.warning)
    assert too_long(*about) == []
    assert grade([s for item in platform.items for s in words_of(item)] + about) <= GRADE_OF_ALL


def test_the_measure_tells_hard_words_from_easy_ones() -> None:
    hard = ["Reauthenticate periodically utilising organisationally administered credentials."]
    assert grade(["Open the list.", "Sign out of those you do not know."]) < 2
    assert grade(hard) > 20
