"""What the person marked is believed where nothing can check it, and else checked."""

from dataclasses import replace
from datetime import date

import pytest

from secaudit.comparing import headway
from secaudit.marking import (
    Told,
    believing,
    keys_of,
    mark_key,
    set_aside,
    surviving,
    weighed,
    with_marks,
)
from secaudit.model import Answer, Answers, Mark, Standing

from .conftest import STRONG, audited, login

FOOTBALL, QWERTY = "football", "qwerty12"
DONE = Mark("done", date(2026, 12, 3))
SKIPPED = Mark("skipped", date(2026, 12, 3), "The club chose it.")
FORWARDING = "google-forwarding-known"


def shop(password=STRONG, **more):
    return login("Shop", "shop.example", password=password, **more)


def pal(**more):
    return login("Pal", "paypal.com", password="Zz9#mmK-wQ1!ttv", **more)


def marked(saved, check, mark):
    """Mark the first action that answers a finding of this check."""
    action = next(
        action
        for action in saved.report.plan
        if any(finding_id.startswith(check) for finding_id in action.findings)
    )
    return replace(saved, marks=dict.fromkeys(keys_of(saved.report, action), mark))


def again(before, *entries, answers=None):
    """Audit once more, knowing what was marked; return what is saved then."""
    believed, used = believing(answers or Answers(), before)
    after = audited(("mira.json", entries), answers=believed)
    told = Told(before, used)
    after = replace(after, report=weighed(after, told))
    return replace(after, marks=surviving(after, told))


def verdicts(saved):
    return [(m.finding.check, m.standing.value, m.why) for m in saved.report.marked]


OLD = "You marked this as done on 3 December 2026, but the export still holds the old password."
NEW = "You marked this as done on 3 December 2026; the new password has the same problem."
ADDRESS = "You marked this as done on 3 December 2026, but the export still holds the old address."
STILL = "You marked this as done on 3 December 2026, but it is still found."


@pytest.mark.parametrize(
    ("password", "why"),
    [(FOOTBALL, OLD), (QWERTY, NEW), ("", None), (STRONG, None)],
    ids=["the old one", "another weak one", "none", "a good one"],
)
def test_a_password_that_was_marked_is_checked_again(password, why):
    before = marked(audited(("mira.json", [shop(FOOTBALL)])), "password-pwned", DONE)
    after = again(before, shop(password))
    expected = [("password-pwned", "refuted", why), ("password-weak", "refuted", why)]
    assert verdicts(after) == (expected if why else [])
    assert [f.why.endswith(why) for f in after.report.findings] == ([True, True] if why else [])
    shown = set_aside(after.report)
    assert (shown.findings, shown.plan) == (after.report.findings, after.report.plan)


def test_a_mark_that_was_refuted_does_not_come_back():
    before = marked(audited(("mira.json", [shop(FOOTBALL)])), "password-pwned", DONE)
    assert again(before, shop(FOOTBALL)).marks == {}


def test_a_mark_of_what_nobody_looked_at_waits_for_the_next_audit():
    before = marked(audited(("mira.json", [shop(FOOTBALL)])), "password-pwned", DONE)
    between = again(before, shop(""))
    assert between.marks == before.marks
    assert verdicts(again(between, shop(FOOTBALL))) == [
        ("password-pwned", "refuted", STILL),
        ("password-weak", "refuted", STILL),
    ]


def test_an_address_that_was_marked_is_checked_again():
    http = login("Shop", "http://shop.example/")
    before = marked(audited(("mira.json", [http])), "url-insecure", DONE)
    assert verdicts(again(before, http)) == [("url-insecure", "refuted", ADDRESS)]
    assert verdicts(again(before, shop())) == []


def test_a_second_step_that_nobody_can_see_is_believed():
    before = marked(audited(("mira.json", [pal()])), "second-factor-missing", DONE)
    after = again(before, pal())
    assert verdicts(after) == [("second-factor-missing", "believed", "")]
    shown = set_aside(after.report)
    assert "second-factor-missing" not in {f.check for f in shown.findings}
    assert [(d.turn.value, d.check, d.why) for d in headway(before, after).differences] == [
        ("fixed", "second-factor-missing", "You said so on 3 December 2026.")
    ]
    twice = again(after, pal())
    assert verdicts(twice) == verdicts(after)
    assert headway(after, twice).differences == ()


def test_a_second_step_that_was_named_is_taken_for_an_answer():
    named = replace(DONE, because="totp")
    before = marked(audited(("mira.json", [pal()])), "second-factor-missing", named)
    after = again(before, pal())
    assert after.report.accounts[0].methods == ("totp",)
    assert verdicts(after) == [("second-factor-missing", "believed", "")]
    assert after.report.coverage > before.report.coverage
    assert verdicts(again(after, pal())) == verdicts(after)


@pytest.mark.parametrize(
    ("method", "standing", "why"),
    [("totp", "refuted", STILL), ("passkey", None, None), ("", "believed", "")],
)
def test_codes_from_an_app_are_not_a_passkey_too(method, standing, why):
    code = login("Code", "github.com", password="Zz9#mmK-wQ1!ttv")
    named = replace(DONE, because=method)
    before = marked(audited(("mira.json", [code])), "second-factor-missing", named)
    assert {key.partition("|")[0] for key in before.marks} == {
        "second-factor-missing",
        "passkey-available",
    }
    found = [each for each in verdicts(again(before, code)) if each[0] == "passkey-available"]
    assert found == ([("passkey-available", standing, why)] if standing else [])


def test_who_says_this_time_that_there_is_none_is_not_overruled_by_a_mark():
    before = marked(audited(("mira.json", [pal()])), "second-factor-missing", DONE)
    none = Answers(second_factors={("paypal.com", "mira"): ()})
    assert verdicts(again(before, pal(), answers=none)) == [
        ("second-factor-missing", "refuted", STILL)
    ]


def no(answer=Answer.NO):
    return Answers(items={FORWARDING: answer} if answer else {}, platforms=("google",))


@pytest.mark.parametrize("entries", [[shop()], [shop(), login("Gmail", "google.com")]])
def test_a_question_that_was_marked_counts_as_answered_until_it_is_asked_again(entries):
    before = marked(audited(("mira.json", entries), answers=no()), FORWARDING, DONE)
    after = again(before, *entries, answers=no(None))
    assert verdicts(after) == [(FORWARDING, "believed", "")]
    assert [each for each in after.report.good if each.startswith("Google: 1 of ")]
    assert verdicts(again(after, *entries, answers=no(None))) == verdicts(after)
    refuted = again(after, *entries, answers=no())
    assert verdicts(refuted) == [(FORWARDING, "refuted", STILL)]
    assert again(after, *entries, answers=no(Answer.YES)).marks == {}


def test_what_is_skipped_leaves_the_plan_but_neither_the_count_nor_the_score():
    before = marked(audited(("mira.json", [shop(FOOTBALL), pal()])), "password-pwned", SKIPPED)
    after = again(before, shop(FOOTBALL), pal())
    assert verdicts(after) == [
        ("password-pwned", "skipped", ""),
        ("password-weak", "skipped", ""),
    ]
    shown = set_aside(after.report)
    assert "a1" not in {i for action in shown.plan for i in action.accounts}
    assert shown.score == before.report.score
    assert after.marks == before.marks
    assert [(d.turn.value, d.why) for d in headway(before, after).differences][:2] == [
        ("open", "You chose to leave it."),
        ("open", "You chose to leave it."),
    ]


def test_numbers_of_the_plan_stay_when_something_is_marked():
    saved = audited(
        ("mira.json", [shop(FOOTBALL), pal(), login("Club", "club.example", "m", QWERTY)])
    )
    assert [action.rank for action in saved.report.plan] == [1, 2, 3]
    first = saved.report.plan[0]
    done = replace(saved, marks=dict.fromkeys(keys_of(saved.report, first), DONE))
    assert [action.rank for action in set_aside(with_marks(done)).plan] == [2, 3]
    assert set_aside(with_marks(replace(done, marks={}))) == saved.report


def test_of_a_problem_of_several_accounts_only_what_was_marked_leaves():
    saved = audited(
        ("mira.json", [shop(), login("Club", "club.example"), login("Forum", "forum.example")])
    )
    [reused] = saved.report.findings
    key = mark_key("password-reused", saved.report.accounts[0])
    report = with_marks(replace(saved, marks={key: SKIPPED}))
    assert [(m.finding.accounts, m.standing) for m in report.marked] == [
        (("a1",), Standing.SKIPPED)
    ]
    shown = set_aside(report)
    assert [finding.accounts for finding in shown.findings] == [("a2", "a3")]
    assert {f for action in shown.plan for f in action.findings} == {"password-reused:a2"}
    assert reused.accounts == ("a1", "a2", "a3")
