"""The guides, numbers, laws and letters that belong to secaudit, as a person meets them."""

import re
from datetime import date

import pytest

from secaudit.respond import load, pages
from secaudit.respond.directory import services
from secaudit.respond.document import plain
from secaudit.respond.model import ANYWHERE, KINDS, TOPICS
from secaudit.respond.removal import fill_in
from tests.terminal import Terminal

HANDBOOK = load()
GUIDES = {guide.id: guide for guide in HANDBOOK.guides}
LETTERS = {request.id: request for request in HANDBOOK.requests}
US = next(letter for letter in HANDBOOK.requests if letter.country == "US")
SENT = date(2026, 11, 22)


def in_full(request):
    """Answer every blank of a letter with a line of its own."""
    return {
        blank.id: (blank.text or next(iter(blank.choices), f"«{blank.id}»"),)
        for blank in request.blanks
    }


def every_text():
    for guide in HANDBOOK.guides:
        yield from (guide.choose, guide.title, *guide.first)
        for step in guide.steps:
            yield from (step.title, *step.text)
        yield from (avoid.text for avoid in guide.avoid)
    for service in HANDBOOK.services:
        yield from (service.name, service.what_for, service.who_for)
    for law in HANDBOOK.laws:
        yield from (law.title, *law.text)
    for request in HANDBOOK.requests:
        yield from (request.choose, *request.before, *request.letter)
        for blank in request.blanks:
            yield from (blank.question, blank.why, blank.text)


def test_every_case_has_a_guide():
    assert list(GUIDES) == [
        "image-shared-adult",
        "image-shared-under-18",
        "image-threatened",
        "image-ai-made",
        "account-taken-over",
        "number-hijacked",
        "password-leaked",
        "phone-lost",
    ]
    assert [guide.id for guide in HANDBOOK.guides if guide.underage] == ["image-shared-under-18"]
    pointing = {guide.id for guide in HANDBOOK.guides if guide.under_18}
    assert pointing == {"image-shared-adult", "image-threatened", "image-ai-made"}


@pytest.mark.parametrize("name", GUIDES)
def test_a_guide_is_read_from_start_to_end_in_a_plain_terminal(secaudit, name):
    ended = secaudit("respond", name, "--country", "US")
    assert (ended.code, ended.err) == (0, "")
    assert pages.NO_FAULT in ended.out
    for step in GUIDES[name].steps:
        assert step.title in " ".join(ended.out.split())
    words = [line for line in ended.out.splitlines() if "://" not in line]
    assert max(map(len, words)) <= 80


@pytest.mark.parametrize("name", GUIDES)
def test_the_first_screen_says_not_your_fault_are_you_safe_and_who_helps(name):
    for country in ("", *HANDBOOK.countries):
        view = pages.View(HANDBOOK, country, {}, SENT)
        screen = plain(pages.first_screen(GUIDES[name], view, few=3))
        fault, safe, people = map(screen.index, (pages.NO_FAULT, pages.SAFE, pages.PEOPLE))
        assert fault < safe < people
        assert re.search(r"^- \S", screen[people:], re.MULTILINE)
        assert screen.startswith(GUIDES[name].title)
        assert ("IMPORTANT" in screen) is bool(GUIDES[name].underage or GUIDES[name].under_18)


@pytest.mark.parametrize("number", range(1, len(GUIDES) + 1))
def test_every_guide_is_reached_from_the_first_screen(number):
    guide = HANDBOOK.guides[number - 1]
    walk = Terminal(["respond"])
    walk.answer("Number [1]:", str(number + 1))
    walk.expect(guide.title[:60])
    walk.expect(pages.PEOPLE)
    walk.expect(f"Next: {guide.steps[0].title}"[:60])
    walk.interrupt()
    assert walk.end() == 130
    assert "Nothing was saved." in walk.screen


def test_a_person_in_a_hurry_reaches_a_phone_number_in_two_keys():
    walk = Terminal(["respond"])
    walk.answer("Number [1]:", "1")
    walk.expect("844-878-2274")  # the image abuse helpline of the US, in image-abuse.md
    walk.interrupt()
    assert walk.end() == 130


@pytest.mark.parametrize("country", [ANYWHERE, *HANDBOOK.countries])
def test_every_country_has_a_number_or_an_address(country):
    found = [s for s in services(HANDBOOK, country) if s.country != ANYWHERE or country == ANYWHERE]
    assert [s.id for s in found if not (s.phone or s.text or s.web)] == []
    assert any(s.phone or s.web for s in found)


@pytest.mark.parametrize(
    ("country", "contact"),
    [
        ("US", "844-878-2274"),
        ("US", "800-656-4673"),
        ("US", "988"),
        ("GB", "0345 6000 459"),
        ("AU", "https://www.esafety.gov.au/report"),
        ("CA", "https://needhelpnow.ca/"),
        ("NZ", "0508 638 723"),
        ("DE", "030 252 088 38"),
        ("DE", "116 016"),
        ("FR", "3018"),
        ("IN", "1930"),
        ("KR", "02-735-8994"),
        (ANYWHERE, "https://findahelpline.com/"),
    ],
)
def test_the_known_help_lines_are_there(country, contact):
    contacts = {text for s in services(HANDBOOK, country) for text in (s.phone, s.web)}
    assert contact in contacts


def test_every_topic_of_a_guide_has_somebody():
    for guide in HANDBOOK.guides:
        for topic in guide.topics:
            assert topic in TOPICS
            assert any(topic in service.topics for service in HANDBOOK.services), topic


def test_letters_keep_their_names():
    """Files with answers point at them: add to this list, never rename, never remove."""
    assert {"us-take-it-down", "eu-notice", "in-complaint", "gb-report"} <= LETTERS.keys()


# ── Letters ──────────────────────────────────────────────────────────────────────────────────────


def test_the_us_letter_has_every_item_that_the_take_it_down_act_asks_for():
    """A signature, where it is, a good-faith statement, contact details; each required."""
    required = {blank.id: blank for blank in US.blanks if blank.required}
    kinds = {blank.kind for blank in required.values()}
    assert {"signature", "lines", "statement"} <= kinds
    words = {blank_id: f"{b.question} {b.text}".lower() for blank_id, b in required.items()}
    assert any("good faith" in text and "consent" in text for text in words.values())
    assert any(b.kind == "lines" and "address" in words[b.id] for b in required.values())
    assert any("reach" in text or "contact" in text for text in words.values())
    assert (US.law.deadline_hours, US.law.in_force) == (48, date(2026, 5, 19))
    assert US.law.complaint == "https://takeitdown.ftc.gov/"


@pytest.mark.parametrize("name", LETTERS)
def test_every_answer_stands_in_the_letter(name):
    request = LETTERS[name]
    answers = in_full(request)
    letter = fill_in(request, answers, SENT)
    text = "\n".join(line for paragraph in letter.paragraphs for line in paragraph)
    assert [blank_id for blank_id, (line,) in answers.items() if line not in text] == []
    assert not re.search(r"\{[a-z-]*\}", text)


@pytest.mark.parametrize(
    ("name", "left_out"), [(r.id, b.id) for r in HANDBOOK.requests for b in r.blanks if b.required]
)
def test_what_is_required_is_refused_where_it_is_missing(secaudit, tmp_path, name, left_out):
    request = LETTERS[name]
    lines = [f'request = "{name}"', "sent = 2026-11-22"]
    for blank in request.blanks:
        if blank.id == left_out:
            continue
        value = {
            "lines": '["https://forum.example/1"]',
            "statement": "true",
            "choice": f'"{next(iter(blank.choices), "")}"',
        }.get(blank.kind, '"Ana Example"')
        lines.append(f"{blank.id} = {value}")
    path = tmp_path / "answers.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    ended = secaudit("respond", "--from", path)
    assert (ended.code, ended.out) == (2, "")
    assert f"`{left_out}` is missing. " in ended.err
    why = next(blank.why for blank in request.blanks if blank.id == left_out)
    assert why in ended.err


def test_the_48_hours_of_the_us_letter_are_worked_out():
    assert fill_in(US, in_full(US), SENT).deadline == "24 November 2026"


def test_no_letter_asks_for_an_image():
    assert {blank.kind for request in HANDBOOK.requests for blank in request.blanks} <= set(KINDS)
    asked = [b.question.lower() for request in HANDBOOK.requests for b in request.blanks]
    assert [q for q in asked if re.search(r"upload|attach|send (us )?the (image|file)", q)] == []


# ── Words ────────────────────────────────────────────────────────────────────────────────────────


def test_nothing_blames_or_frightens():
    blaming = re.compile(
        r"should not have|shouldn't have|(?<!not )your mistake|careless"
        r"|revenge porn(?! helpline)|\bpanic\b|terrif|horrif|\bnude",
        re.IGNORECASE,
    )
    assert [text for text in every_text() if blaming.search(text)] == []


def test_sentences_are_short():
    sentences = [
        sentence
        for guide in HANDBOOK.guides
        for text in (*guide.first, *(s for step in guide.steps for s in step.text))
        for sentence in re.split(r"(?<=[.!?:])\s+", text)
    ]
    assert [s for s in sentences if len(s.split()) > 25] == []
