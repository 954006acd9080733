"""A letter has all that the law needs, or there is none."""

from datetime import date, datetime, timedelta, timezone

import pytest

from secaudit.errors import UsageError
from secaudit.respond.removal import Letter, deadline, fill_in, read_answers

ANSWERS = {
    "platform": ("Forum",),
    "who": ("the person shown",),
    "locations": ("https://forum.example/1", "https://forum.example/2"),
    "good-faith": ("I believe in good faith that it was published without consent.",),
    "contact": ("ana@mail.example",),
    "signature": ("Ana Example",),
}
ZONE = timezone(timedelta(hours=-5))
SENT = date(2026, 11, 22)
FILE = """request = "us-letter"
sent = 2026-11-22
platform = "Forum"
who = "the person shown"
locations = ["https://forum.example/1", "https://forum.example/2"]
good-faith = true
contact = "ana@mail.example"
signature = "Ana Example"
"""


@pytest.fixture
def us(handbook):
    return handbook.requests[0]


@pytest.fixture
def eu(handbook):
    return handbook.requests[1]


def test_a_letter_holds_every_answer_and_the_date(us):
    assert fill_in(us, ANSWERS, SENT) == Letter(
        paragraphs=(
            ("To: Forum",),
            ("Date: 22 November 2026",),
            ("I am the person shown. The images are here:",),
            ("https://forum.example/1", "https://forum.example/2"),
            ("I believe in good faith that it was published without consent.",),
            ("Please act by 24 November 2026.",),
            ("Reach me at: ana@mail.example",),
            ("Ana Example",),
        ),
        deadline="24 November 2026",
        to_sign=False,
    )


@pytest.mark.parametrize("left_out", list(ANSWERS))
def test_what_the_law_needs_cannot_be_left_out(us, left_out):
    answers = {key: lines for key, lines in ANSWERS.items() if key != left_out}
    why = next(blank.why for blank in us.blanks if blank.id == left_out)
    with pytest.raises(UsageError) as caught:
        fill_in(us, answers, SENT)
    assert caught.value.message == f"`{left_out}` is missing. {why}"
    with pytest.raises(UsageError):
        fill_in(us, {**answers, left_out: ()}, SENT)


def test_what_may_be_left_out_takes_its_paragraph_along(us):
    letter = fill_in(us, {**ANSWERS, "case": ("77",)}, SENT)
    assert ("My number with you is 77.",) in letter.paragraphs


def test_an_answer_is_never_taken_for_a_blank(us):
    letter = fill_in(us, {**ANSWERS, "platform": ("{signature} {sent} {",)}, SENT)
    assert letter.paragraphs[0] == ("To: {signature} {sent} {",)


def test_a_letter_signed_by_hand_has_a_line_for_it(us):
    letter = fill_in(us, {**ANSWERS, "signature": ("by hand",)}, SENT)
    assert letter.paragraphs[-1] == ("Signature: " + "_" * 40,)
    assert letter.to_sign


@pytest.mark.parametrize(
    ("sent", "ends"),
    [
        (date(2026, 11, 22), "24 November 2026"),
        (date(2026, 12, 30), "1 January 2027"),
        (date(2028, 2, 27), "29 February 2028"),
        (datetime(2026, 11, 22, 14, 30), "24 November 2026, 14:30"),  # noqa: DTZ001  # where they are
        (datetime(2026, 11, 22, 14, 30, tzinfo=ZONE), "24 November 2026, 14:30 UTC-05:00"),
        (date(2026, 5, 19), "21 May 2026"),
        (date(2026, 5, 18), ""),  # not in force yet
    ],
)
def test_the_48_hours_are_worked_out_from_the_day_it_is_sent(us, sent, ends):
    assert deadline(us, sent) == ends
    named = [line for (line, *_) in fill_in(us, ANSWERS, sent).paragraphs if "act by" in line]
    assert named == ([f"Please act by {ends}."] if ends else [])


def test_a_time_of_sending_is_named(us):
    sent = datetime(2026, 11, 22, 14, 30)  # noqa: DTZ001  # where they are
    assert ("Date: 22 November 2026, 14:30",) in fill_in(us, ANSWERS, sent).paragraphs


def test_where_the_law_sets_no_hours_there_is_no_date(eu):
    letter = fill_in(eu, {"locations": ("https://forum.example/1",)}, SENT)
    assert letter == Letter(
        (("Notice of 22 November 2026",), ("https://forum.example/1",)), "", to_sign=False
    )


def test_a_file_fills_in_the_letter(handbook, us, tmp_path):
    path = tmp_path / "answers.toml"
    path.write_text(FILE, encoding="utf-8")
    assert read_answers(path, handbook) == (us, ANSWERS, SENT)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("us-letter", "uk-letter", "line 1: `request` should be one of: us-letter, eu-letter"),
        ('request = "us-letter"\n', "", "line 1: `request` should be one of"),
        ("sent = 2026-11-22", 'sent = "today"', "line 2: `sent` should be a date such as"),
        ("sent = 2026-11-22\n", "", "line 1: `sent` is missing"),
        ('"Forum"', '""', "line 3: `platform` is missing. So that it knows who is asked."),
        ('"Forum"', "5", "line 3: `platform` should be one line of text"),
        ('"the person shown"', '"a friend"', "line 4: `who` should be one of: the person shown; "),
        ('["https://forum.example/1"', '[" ", 5', "line 5: `locations` should be a list of lines"),
        (
            '["https://forum.example/1", "https://forum.example/2"]',
            "[]",
            "line 5: `locations` is missing. Without it nobody can find the image.",
        ),
        ("true", "false", "line 6: `good-faith` is missing. Without it the request does not"),
        ("true", '"yes"', "line 6: `good-faith` should be true, where you state it, or false"),
        ("signature =", "signatur =", "line 8: `signatur` is not a known key"),
        ('"Ana Example"', "true", "line 8: `signature` should be your full name, or"),
        ('contact = "ana@mail.example"\n', "", "line 1: `contact` is missing. Without it the"),
        ("request =", "request ==", "is not valid TOML"),
    ],
)
def test_a_file_that_leaves_something_out_is_refused_with_the_line(
    handbook, tmp_path, old, new, says
):
    path = tmp_path / "answers.toml"
    assert old in FILE
    path.write_text(FILE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        read_answers(path, handbook)
    assert caught.value.message.startswith("answers.toml ")
    assert says in caught.value.message
    assert "docs/respond.md" in caught.value.hint
