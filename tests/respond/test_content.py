"""The guides, help lines, laws and letters that ship: ids, addresses, ages and words."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from secaudit.respond import load
from secaudit.respond.model import Guide, Law, Request
from secaudit.respond.removal import deadline, fill_in
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

HANDBOOK = load()
LETTERS = {request.id: request for request in HANDBOOK.requests}
FILES = [
    *(FOLDER / f"{name}.toml" for name in ("support", "laws", "removal")),
    *sorted((FOLDER / "respond").glob("*.toml")),
]

each_guide = pytest.mark.parametrize("guide", HANDBOOK.guides, ids=lambda guide: guide.id)
each_law = pytest.mark.parametrize("law", HANDBOOK.laws, ids=lambda law: law.id)
each_letter = pytest.mark.parametrize("letter", HANDBOOK.requests, ids=lambda letter: letter.id)


def test_no_id_was_renamed_or_taken_out() -> None:
    assert checklist_ids.gone() == [], "ids are never renamed: files with answers point at them"
    assert checklist_ids.new() == [], "run: python tests/checklist_ids.py --add"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
@pytest.mark.filterwarnings("default:.*last verified")
def test_nothing_is_too_old_and_nothing_was_checked_in_the_future(file: Path) -> None:
    hold_to_its_age(file)


# ── Addresses ────────────────────────────────────────────────────────────────────────────────────


def addresses() -> Iterator[str]:
    for guide in HANDBOOK.guides:
        yield from (link.url for step in guide.steps for link in step.links)
    yield from (service.web for service in HANDBOOK.services if service.web)
    yield from (law.complaint for law in HANDBOOK.laws if law.complaint)


def test_links_lead_to_those_who_answer_for_them() -> None:
    allowed = {*HOSTS["authorities"], *HOSTS["general"], *HOSTS["respond"]}
    strange = list(elsewhere(addresses(), allowed))
    assert strange == [], "if they are official, add them to tests/checklist-hosts.toml"


def test_no_host_is_listed_that_nothing_leads_to() -> None:
    named = list(addresses())
    unused = [host for host in HOSTS["respond"] if len(named) == len([*elsewhere(named, [host])])]
    assert unused == []


# ── Words ────────────────────────────────────────────────────────────────────────────────────────


@each_guide
def test_a_guide_is_short_and_easy_to_read(guide: Guide) -> None:
    first = sentences(*guide.first, *(avoid.text for avoid in guide.avoid))
    steps = {step.id: sentences(step.title, *step.text) for step in guide.steps}
    lines = [*first, *(line for step in steps.values() for line in step)]
    assert too_long(*lines) == []
    assert [name for name, step in steps.items() if grade(step) > GRADE] == []
    assert grade(lines) <= GRADE_OF_ALL


@each_law
def test_a_law_is_short_and_easy_to_read(law: Law) -> None:
    assert too_long(*law.text) == []
    assert grade(sentences(*law.text)) <= GRADE


@each_letter
def test_the_questions_for_a_letter_are_short_and_easy_to_read(letter: Request) -> None:
    asked = [text for blank in letter.blanks for text in (blank.question, blank.why, blank.text)]
    lines = sentences(letter.choose, *letter.before, *asked)
    assert too_long(*lines) == []
    assert grade(lines) <= GRADE_OF_ALL


# ── Letters, field by field ──────────────────────────────────────────────────────────────────────

ASKED = {
    "us-take-it-down": {  # section 3(a)(1)(B) of the TAKE IT DOWN Act, (I) to (IV)
        "signature": "Ana Example",
        "locations": "https://forum.example/1",
        "good-faith": "good faith belief of the person shown",
        "circumstances": "No consent was ever given",
        "contact": "ana@example.org",
        "who": "I am the person shown.",
    },
    "eu-notice": {  # article 16(2) of Regulation (EU) 2022/2065, (a) to (d)
        "reason": "I never agreed that it be published",
        "locations": "https://forum.example/1",
        "name": "Ana Example",
        "email": "ana@example.org",
        "good-faith": "information and allegations in this notice are accurate and complete",
    },
    "in-complaint": {  # rule 3(2)(b) of the IT Rules, 2021
        "who": "I am the person shown.",
        "locations": "https://forum.example/1",
        "nature": "intimate image of the person shown",
        "statement": "did not consent",
        "contact": "ana@example.org",
        "name": "Ana Example",
    },
    "gb-report": {  # no form is set: what section 66B turns on, and where it is
        "who": "I am the person shown.",
        "locations": "https://forum.example/1",
        "consent": "did not consent to its sharing",
        "contact": "ana@example.org",
        "signature": "Ana Example",
    },
}
"""What each law asks for → words of the letter that give it."""


def answers_to(letter: Request) -> dict[str, tuple[str, ...]]:
    typed = {
        "platform": "Forum",
        "locations": "https://forum.example/1",
        "contact": "ana@example.org",
        "email": "ana@example.org",
        "name": "Ana Example",
        "signature": "Ana Example",
    }
    return {
        blank.id: (blank.text or next(iter(blank.choices), "") or typed[blank.id],)
        for blank in letter.blanks
        if blank.required
    }


@each_letter
def test_a_letter_holds_each_thing_that_its_law_asks_for(letter: Request) -> None:
    written = fill_in(letter, answers_to(letter), date(2026, 11, 27)).paragraphs
    text = "\n".join(line for paragraph in written for line in paragraph)
    required = {blank.id for blank in letter.blanks if blank.required}
    assert ASKED.keys() == LETTERS.keys()
    assert required - ASKED[letter.id].keys() == {"platform"}
    assert [name for name, words in ASKED[letter.id].items() if words not in text] == []


@pytest.mark.parametrize(
    ("sent", "ends"),
    [
        ("2026-11-27", "29 November 2026"),  # a Friday: weekends count
        ("2026-12-30", "1 January 2027"),
        ("2028-02-27", "29 February 2028"),
        ("2026-05-19", "21 May 2026"),  # the first day
        ("2026-05-18", ""),
        ("2026-11-27T23:30:00", "29 November 2026, 23:30"),
    ],
)
def test_the_48_hours_end_on_the_right_day(sent: str, ends: str) -> None:
    moment = datetime.fromisoformat(sent) if "T" in sent else date.fromisoformat(sent)
    assert deadline(LETTERS["us-take-it-down"], moment) == ends
