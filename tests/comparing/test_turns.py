"""Two audits of two versions of an export give exactly the lists they should."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest

from secaudit.comparing import headway
from secaudit.demo.telling import world
from secaudit.model import Answer, Answers, Ignore, Point, Recovery, Severity, Unchecked
from secaudit.sites import Importance
from secaudit.text import Secret

from .conftest import NOW, STRONG, audited, login

FOOTBALL, LETMEIN, QWERTY = "football", "letmein123", "qwerty12"
"""Known to attackers in the invented world."""
OTHER = "rT5&nb-Qw8!zX3vMk1"
GONE = "The account is no longer in the export. It may still exist."
NEW_ONE = "The password is a new one, and it has the same problem."
NOBODY_SAID = "This time nobody said what its second step is."
NEW_HERE = "The account is new here."


class Silent:
    """A service that does not answer."""

    def counts(self, digests, _progress):
        return dict.fromkeys(digests, Unchecked("the service did not answer"))


def shop(password=STRONG, title="Shop", **more):
    return login(title, "shop.example", password=password, **more)


def club(password=OTHER, title="Club", **more):
    return login(title, "club.example", password=password, **more)


def at_home(password, title="Router", username="admin"):
    return login(title, "", username, password)


class Case(NamedTuple):
    """What two audits are given, and what became of what the first one found."""

    before: list[Any]
    after: list[Any]
    turns: list[Any]
    """(turn, check, accounts, why)"""
    old: Mapping[str, Any] = MappingProxyType({})
    new: Mapping[str, Any] = MappingProxyType({})
    """Answers, sources …"""


WEAK = ("password-pwned", "password-weak")


def each(turn, accounts, why="", checks=WEAK):
    return [(turn, check, accounts, why) for check in checks]


CASES = {
    "nothing changed": Case([shop(FOOTBALL)], [shop(FOOTBALL)], each("open", ("Shop (mira)",))),
    "a password was changed to a good one": Case(
        [shop(FOOTBALL), club()], [shop(), club()], each("fixed", ("Shop (mira)",))
    ),
    "a password was changed to another weak one": Case(
        [shop(FOOTBALL)], [shop(QWERTY)], each("worse", ("Shop (mira)",), NEW_ONE)
    ),
    "a good password was changed to a weak one": Case(
        [shop()], [shop(FOOTBALL)], each("new", ("Shop (mira)",))
    ),
    "a title was changed": Case(
        [shop(FOOTBALL)], [shop(FOOTBALL, "My shop")], each("open", ("My shop (mira)",))
    ),
    "a title was changed, and the problem solved": Case(
        [shop(FOOTBALL)], [shop(title="My shop")], each("fixed", ("My shop (mira)",))
    ),
    "a username is written otherwise": Case(
        [shop(FOOTBALL)],
        [shop(FOOTBALL, username="MIRA")],
        each("open", ("Shop (MIRA)",)),
    ),
    "a domain of the same site": Case(
        [login("Books", "audible.com", "m", FOOTBALL)],
        [login("Books", "audible.de", "m", FOOTBALL)],
        [
            *each("open", ("Books (m)",)),
            ("open", "passkey-available", ("Books (m)",), ""),
            ("open", "second-factor-missing", ("Books (m)",), ""),
        ],
    ),
    "an account was removed": Case(
        [shop(FOOTBALL), club()], [club()], each("gone", ("Shop (mira)",), GONE)
    ),
    "an account was added": Case(
        [club()], [club(), shop(FOOTBALL)], each("new", ("Shop (mira)",), NEW_HERE)
    ),
    "a password is no longer used twice": Case(
        [shop(), club(STRONG)],
        [shop(), club()],
        [("fixed", "password-reused", ("Shop (mira)", "Club (mira)"), "")],
    ),
    "one of three with the same password is removed": Case(
        [shop(), club(STRONG), login("Forum", "forum.example")],
        [shop(), club(STRONG)],
        [
            ("open", "password-reused", ("Shop (mira)", "Club (mira)"), ""),
            ("gone", "password-reused", ("Forum (mira)",), GONE),
        ],
    ),
    "the other one with the same password is removed": Case(
        [shop(), club(STRONG)],
        [shop()],
        [
            (
                "gone",
                "password-reused",
                ("Shop (mira)",),
                "Club (mira) is no longer in the export. It may still exist.",
            ),
            ("gone", "password-reused", ("Club (mira)",), GONE),
        ],
    ),
    "the other one with the same password has none this time": Case(
        [shop(), club(STRONG)],
        [shop(), club("")],
        [
            (
                "not checked",
                "password-reused",
                ("Shop (mira)",),
                "The export holds no password for Club (mira) this time.",
            ),
            (
                "not checked",
                "password-reused",
                ("Club (mira)",),
                "The export holds no password for it this time.",
            ),
        ],
    ),
    "entries without a site": Case(
        [at_home(FOOTBALL), at_home("aB3$kkq-PPz0!rr", "Printer")],
        [at_home("aB3$kkq-PPz0!rr", "Printer"), at_home("Zz9#mmK-wQ1!ttv")],
        each("fixed", ("Router (admin)",)),
    ),
    "an entry without a site was renamed": Case(
        [at_home(FOOTBALL)], [at_home(FOOTBALL, "Box")], each("open", ("Box (admin)",))
    ),
    "two entries of one site without a username": Case(
        [shop(FOOTBALL, "One", username=""), shop("Zz9#mmK-wQ1!ttv", "Two", username="")],
        [shop("Zz9#mmK-wQ1!ttv", "Two", username=""), shop(STRONG, "One", username="")],
        each("fixed", ("One",)),
    ),
    "the second of two entries of one site was renamed": Case(
        [shop(FOOTBALL, "One", username=""), shop(QWERTY, "Two", username="")],
        [shop(FOOTBALL, "One", username=""), shop(QWERTY, "Zwei", username="")],
        each("open", ("One", "Zwei")),
    ),
    "the service did not answer": Case(
        [shop(FOOTBALL)],
        [shop()],
        [
            ("fixed", "password-weak", ("Shop (mira)",), ""),
            ("not checked", "password-pwned", ("Shop (mira)",), "The service did not answer."),
        ],
        new={"sources": replace(world(), passwords=Silent())},
    ),
    "the export holds no password this time": Case(
        [shop(FOOTBALL)],
        [shop("")],
        [
            (
                "not checked",
                "password-pwned",
                ("Shop (mira)",),
                "The export holds no password for it this time.",
            ),
            ("not checked", "password-weak", ("Shop (mira)",), "No password is stored for it."),
        ],
    ),
    "it was ignored": Case(
        [shop(FOOTBALL)],
        [shop(FOOTBALL)],
        each("not checked", ("Shop (mira)",), "You chose to ignore it."),
        new={"answers": Answers(ignored=(Ignore("*", "shop.example"),))},
    ),
    "it is no longer ignored": Case(
        [shop(FOOTBALL)],
        [shop(FOOTBALL)],
        each("new", ("Shop (mira)",), "You ignored it before."),
        old={"answers": Answers(ignored=(Ignore("*", "shop.example"),))},
    ),
    "a second step was switched on": Case(
        [login("Pal", "paypal.com")],
        [login("Pal", "paypal.com", totp="JBSWY3DPEHPK3PXP")],
        [("fixed", "second-factor-missing", ("Pal (mira)",), "")],
    ),
    "nobody said this time what the second step is": Case(
        [login("Pal", "paypal.com")],
        [login("Pal", "paypal.com")],
        [
            ("new", "second-factor-missing", ("Pal (mira)",), ""),
            ("not checked", "second-factor-weak", ("Pal (mira)",), NOBODY_SAID),
            ("not checked", "lockout-risk", ("Pal (mira)",), NOBODY_SAID),
        ],
        old={"answers": Answers(second_factors={("paypal.com", "mira"): ("sms",)})},
    ),
    "an address was made safe": Case(
        [login("Shop", "http://shop.example/")],
        [shop()],
        [("fixed", "url-insecure", ("Shop (mira)",), "")],
    ),
}


def turns(case):
    before = audited(("mira.json", case.before), now=NOW - timedelta(days=30), **case.old)
    after = audited(("mira-december.json", case.after), **case.new)
    return [
        (each.turn.value, each.check, each.accounts, each.why)
        for each in headway(before, after).differences
    ]


@pytest.mark.parametrize("name", CASES)
def test_what_became_of_every_finding(name):
    assert turns(CASES[name]) == CASES[name].turns


FORWARDING = "google-forwarding-known"


@pytest.mark.parametrize(
    ("answer", "turn", "why"),
    [
        (Answer.YES, "fixed", ""),
        (Answer.NO, "open", ""),
        (Answer.UNKNOWN, "not checked", "You could not check it this time."),
        (Answer.NOT_APPLICABLE, "gone", "You say that it does not apply."),
        (None, "not checked", "It was not answered this time."),
    ],
)
@pytest.mark.parametrize("held", [True, False], ids=["in the export", "not in the export"])
def test_a_question_of_a_checklist_is_judged_by_its_answer(answer, turn, why, held):
    def saying(said):
        items = {FORWARDING: said} if said else {}
        return Answers(items=items, platforms=("google",))

    mail = login("Gmail", "google.com", totp="JBSWY3DPEHPK3PXP")
    entries = [mail] if held else [club()]
    before = audited(("mira.json", entries), answers=saying(Answer.NO))
    after = audited(("mira.json", entries), answers=saying(answer))
    found = [each for each in headway(before, after).differences if each.check == FORWARDING]
    assert [(d.turn.value, d.accounts, d.why) for d in found] == [
        (turn, ("Gmail (mira)",) if held else (), why)
    ]


def test_an_answer_is_compared_also_where_the_account_came_in_between():
    no = Answers(items={FORWARDING: Answer.NO}, platforms=("google",))
    before = audited(("mira.json", [club()]), answers=no)
    after = audited(("mira.json", [club(), login("Gmail", "google.com")]), answers=no)
    found = [each for each in headway(before, after).differences if each.check == FORWARDING]
    assert [(d.turn.value, d.why) for d in found] == [("open", "")]


def test_what_was_in_an_export_that_was_not_read_is_not_fixed():
    before = audited(("mine.json", [club()]), ("work.json", [shop(FOOTBALL)]))
    after = audited(("mine.json", [club()]))
    found = headway(before, after)
    assert [(d.turn.value, d.check, d.why) for d in found.differences] == each_of(
        "not checked", "“work.json” was not read this time."
    )
    assert found.removed == ("Shop (mira)",)


def test_an_export_with_another_date_in_its_name_is_the_same_export():
    before = audited(("export-11.json", [club()]), ("work-11.json", [shop(FOOTBALL)]))
    after = audited(
        ("export-12.json", [club()]), ("work-12.json", [shop(title="New", username="ana")])
    )
    assert [(d.turn.value, d.check, d.why) for d in headway(before, after).differences] == each_of(
        "gone", GONE
    )


def each_of(turn, why):
    return [(turn, check, why) for check in WEAK]


def test_what_may_be_in_a_row_that_could_not_be_read_is_not_gone():
    before = audited(("mira.json", [club(), shop(FOOTBALL)]))
    after = audited(("mira.json", [club(), {"type": 1, "name": "Shop", "login": "damaged"}]))
    why = "It is not among what could be read: some rows could not be."
    assert [(d.turn.value, d.check, d.why) for d in headway(before, after).differences] == each_of(
        "not checked", why
    )


def test_a_severity_that_rose_is_worse_and_one_that_fell_is_better():
    normal, critical = shop(FOOTBALL), Importance.CRITICAL
    answers = Answers(importance={("shop.example", ""): critical})
    less = audited(("mira.json", [normal]))
    more = audited(("mira.json", [normal]), answers=answers)
    weak = [d for d in headway(less, more).differences if d.check == "password-weak"]
    assert [(d.turn.value, d.severity, d.why) for d in weak] == [
        ("worse", Severity.CRITICAL, "It was high before.")
    ]
    weak = [d for d in headway(more, less).differences if d.check == "password-weak"]
    assert [(d.turn.value, d.severity, d.why) for d in weak] == [
        ("better", Severity.HIGH, "It was critical before.")
    ]


def test_what_nobody_said_this_time_of_getting_back_is_not_fixed():
    said = Answers(
        second_factors={("paypal.com", "mira"): ("totp",)},
        recovery={("paypal.com", "mira"): Recovery(phone=True, backup_codes="none")},
    )
    silent = Answers(second_factors=said.second_factors)
    before = audited(("mira.json", [login("Pal", "paypal.com")]), answers=said)
    after = audited(("mira.json", [login("Pal", "paypal.com")]), answers=silent)
    assert {d.check for d in before.report.findings} >= {"recovery-weak"}
    assert [
        (d.turn.value, d.why)
        for d in headway(before, after).differences
        if d.check == "recovery-weak"
    ] == [("not checked", "This time nobody said how it is had back.")]


def test_accounts_passwords_and_scores_are_told_beside():
    before = audited(("mira.json", [shop(FOOTBALL), club()]), now=NOW - timedelta(days=30))
    after = audited(("mira.json", [shop(), login("Forum", "forum.example")]))
    first = Point(date(2026, 10, 3), 5, 0.5)
    found = headway(before, after, [first])
    assert found.since == date(2026, 11, 3)
    assert (found.added, found.removed, found.renewed) == (
        ("Forum (mira)",),
        ("Club (mira)",),
        ("Shop (mira)",),
    )
    assert [point.day for point in found.points] == [
        date(2026, 10, 3),
        date(2026, 11, 3),
        date(2026, 12, 3),
    ]
    assert [point.score for point in found.points] == [
        5,
        before.report.score,
        after.report.score,
    ]


@pytest.mark.parametrize(
    ("words", "turn", "why"),
    [
        ((), "not checked", "You told fewer words about you this time."),
        (("Whiskers",), "fixed", ""),
    ],
)
def test_a_word_of_the_person_that_is_not_told_again_is_not_looked_for(words, turn, why):
    def told(*words):
        return Answers(personal=tuple(map(Secret, words)))

    before = audited(("mira.json", [shop("whiskers-77")]), answers=told("Whiskers"))
    after = audited(("mira.json", [shop()]), answers=told(*words))
    assert [
        (d.turn.value, d.why)
        for d in headway(before, after).differences
        if d.check == "password-personal"
    ] == [(turn, why)]
