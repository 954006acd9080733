from dataclasses import replace
from datetime import date

import pytest

from secaudit.checks.checklist_items import judge
from secaudit.model import (
    Answer,
    Answers,
    Confidence,
    Finding,
    Item,
    NotChecked,
    Platform,
    Severity,
)

CODES = Item(
    id="google-backup-codes",
    question="Do you have backup codes on paper?",
    action="Print backup codes",
    why="Without them, a lost phone locks you out.",
    where="Google Account, Security",
    steps=("Open Backup codes.", "Print them."),
    url="https://myaccount.google.com/x",
    severity=Severity.MEDIUM,
    minutes=3,
    sources=("https://support.google.com/x",),
    checked=date(2026, 5, 1),
)
OTHER = replace(CODES, id="google-other", question="Is the other thing on?")
GOOGLE = Platform("google", "Google", frozenset({"google.com"}), (CODES, OTHER))
BOTH_YES = {"google-backup-codes": Answer.YES, "google-other": Answer.YES}


def answered(evidence, accounts=(), **answers):
    items = {f"google-{name.replace('_', '-')}": answer for name, answer in answers.items()}
    return evidence(*accounts, walked=(GOOGLE,), answers=Answers(items=items))


def test_a_no_is_a_finding_under_the_id_of_the_question(evidence, login):
    accounts = login("a1", site="shop.example"), login("a2", site="youtube.com")
    known = answered(evidence, accounts, backup_codes=Answer.NO, other=Answer.YES)
    assert list(judge.run(known)) == [
        Finding(
            check="google-backup-codes",
            title="Google: you said no to “Do you have backup codes on paper?”",
            severity=Severity.MEDIUM,
            confidence=Confidence.CERTAIN,
            accounts=("a2",),
            why="Without them, a lost phone locks you out.",
            advice="Google Account, Security. Open Backup codes. Print them.",
            url="https://myaccount.google.com/x",
            references=("https://support.google.com/x",),
            minutes=3,
        )
    ]


def test_a_question_that_nobody_verified_for_a_year_says_so(evidence, only):
    old = replace(GOOGLE, items=(replace(CODES, checked=date(2025, 7, 1)),))
    known = evidence(walked=(old,), answers=Answers(items={CODES.id: Answer.NO}))
    finding = only(judge, known)
    assert finding.accounts == ()
    assert finding.advice.endswith(
        "Print them. Someone last verified this more than a year ago, so it may look different now."
    )


def test_a_finding_names_the_checklists_that_go_further(evidence, only):
    item = replace(CODES, see=("your-phone", "google-other"))
    known = evidence(
        walked=(replace(GOOGLE, items=(item,)),), answers=Answers(items={CODES.id: Answer.NO})
    )
    advice = only(judge, known).advice
    assert advice.endswith("Print them. More: secaudit checklist your-phone google-other.")


SOURCES = ("Google Help: codes", "https://support.google.com/x")


@pytest.mark.parametrize(
    ("topic", "url", "sources", "link"),
    [
        ("recovery", "https://a.google.com/", SOURCES, "https://a.google.com/"),
        ("recovery", None, SOURCES, "https://myaccount.google.com/recovery"),
        ("tagging", None, SOURCES, "https://myaccount.google.com/privacy"),
        ("report", None, SOURCES, "https://support.google.com/report"),
        ("sharing", None, SOURCES, "https://support.google.com/x"),
        ("sharing", None, SOURCES[:1], "https://google.com/"),
    ],
)
def test_every_no_brings_the_best_link_there_is(  # noqa: PLR0913, PLR0917  # a row of the table
    evidence, only, topic, url, sources, link
):
    item = replace(CODES, topic=topic, url=url, sources=sources)
    links = {
        "recovery": "https://myaccount.google.com/recovery",
        "privacy": "https://myaccount.google.com/privacy",
        "report-image": "https://support.google.com/report",
    }
    domains = frozenset({"gmail.com", "google.com", "google.at"})
    walked = (replace(GOOGLE, items=(item,), links=links, domains=domains),)
    finding = only(judge, evidence(walked=walked, answers=Answers(items={CODES.id: Answer.NO})))
    assert finding.url == link


def test_a_general_list_may_have_no_link(evidence, only):
    item = replace(CODES, url=None, sources=("a page",))
    walked = (Platform("google", "Your phone", frozenset(), (item,), about="It."),)
    finding = only(judge, evidence(walked=walked, answers=Answers(items={CODES.id: Answer.NO})))
    assert finding.url is None


@pytest.mark.parametrize("answer", [Answer.YES, Answer.NOT_APPLICABLE])
def test_a_yes_and_what_does_not_apply_are_fine(evidence, answer):
    assert list(judge.run(answered(evidence, backup_codes=answer, other=answer))) == []


def test_what_could_not_be_checked_now_was_asked_for(evidence, login):
    known = answered(
        evidence,
        [login("a1", site="google.com")],
        backup_codes=Answer.UNKNOWN,
        other=Answer.YES,
    )
    assert list(judge.run(known)) == [
        NotChecked(
            "google-backup-codes",
            "You could not check “Do you have backup codes on paper?”.",
            ("a1",),
        )
    ]


def test_questions_without_an_answer_are_counted(evidence):
    assert list(judge.run(answered(evidence, other=Answer.YES))) == [
        NotChecked(
            "checklist-items", "Google: 1 of its 2 questions were not answered.", (), asked=False
        )
    ]


def test_checklists_that_are_not_walked_say_nothing(evidence):
    assert list(judge.run(evidence(platforms=(GOOGLE,)))) == []
