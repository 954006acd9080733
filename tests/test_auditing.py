from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from secaudit import __version__
from secaudit.auditing import audit, exit_code
from secaudit.errors import ExitCode
from secaudit.model import (
    Account,
    AccountSummary,
    Answer,
    Answers,
    Confidence,
    Evidence,
    Finding,
    Ignore,
    Ignored,
    Item,
    Lying,
    NotChecked,
    Offer,
    OneTimeCode,
    Platform,
    Pwned,
    Report,
    Sent,
    Severity,
    Skipped,
    SourceSummary,
    Strength,
    Unchecked,
    Unreadable,
    Vault,
    WayIn,
)
from secaudit.sites import Importance
from secaudit.text import Secret

NOW = datetime(2026, 8, 4, 9, 30, tzinfo=UTC)


def login(account_id, site, text="fx8Qp2LmZw", **fields):
    return Account(
        id=account_id,
        title=account_id.upper(),
        site=site,
        urls=(f"https://{site}/",),
        password=Secret(text),
        **fields,
    )


def known(*accounts, **fields):
    """Evidence in which everything was checked and is fine, unless `fields` say otherwise."""
    passwords = [password for account in accounts for password in account.passwords]
    fine = Evidence(
        today=date(2026, 8, 4),
        accounts=accounts,
        strengths=dict.fromkeys(passwords, Strength(4, 12.5)),
        pwned=dict.fromkeys(passwords, Pwned(0)),
        breaches=(),
        addresses={},
        offers={a.site: Offer(frozenset({"totp", "sms"}), source="S") for a in accounts if a.site},
        answers=Answers({(a.site or "", ""): ("totp",) for a in accounts}),
    )
    return replace(fine, **fields)


def gaps(report, *checks):
    """Return what was not checked by these checks."""
    return [gap for gap in report.not_checked if gap.check in checks]


def test_an_audit_of_nothing():
    assert audit(known(), generated=NOW) == Report(
        generated=NOW,
        version=__version__,
        sources=(),
        accounts=(),
        findings=(),
        not_checked=(),
        plan=(),
        good=(),
        network=(),
        score=None,
        coverage=0.0,
    )


def test_an_audit_in_which_all_is_well():
    account = login(
        "a1",
        "shop.example",
        username="mira",
        importance=Importance.HIGH,
        changed=datetime(2025, 1, 2, tzinfo=UTC),
    )
    sent = (Sent("api.example", 1, "nothing about you"),)
    report = audit(known(account), generated=NOW, sent=sent, credits=("C",), invented=True)
    assert report == Report(
        generated=NOW,
        version=__version__,
        sources=(),
        accounts=(
            AccountSummary(
                id="a1",
                title="A1",
                site="shop.example",
                username="mira",
                importance=Importance.HIGH,
                score=4,
                guesses_log10=12.5,
                pwned_count=0,
                pwned_approximate=False,
                reused_with=(),
                changed=date(2025, 1, 2),
                methods=("totp",),
                offered=("totp", "sms"),
                offer_source="S",
                way_in=WayIn(
                    "phishable",
                    (
                        (
                            "The password of A1 (mira) can be tricked out of you by a false "
                            "sign-in page."
                        ),
                        (
                            "Then a code from an app is asked for, which a false sign-in page "
                            "can ask you for too."
                        ),
                    ),
                    assumed=False,
                ),
            ),
        ),
        findings=(),
        not_checked=(),
        plan=(),
        good=(
            "1 of 1 logins has a password that is hard to guess.",
            "1 of 1 logins has a password that is not in the known breaches.",
            "1 of 1 logins has a password that no other site shares.",
            "1 of 1 logins has a password that is no variant of another.",
            "1 of 1 logins has a password without its own site or username in it.",
            "1 of 1 logins has a site without a known password breach since the password was set.",
            "1 of 1 logins has a second step at sign-in.",
            "1 of 1 logins has a second step that nobody can redirect or read.",
            "1 of 1 logins has only addresses that are encrypted.",
        ),
        network=sent,
        score=100,
        coverage=1.0,
        credits=("C",),
        invented=True,
    )
    assert exit_code(report) is ExitCode.OK


def test_findings_stand_worst_first_and_are_planned():
    mail = login("a1", "mail.example", importance=Importance.CRITICAL)
    shop, forum = login("a2", "shop.example"), login("a3", "forum.example", "summer")
    evidence = known(mail, shop, forum)
    evidence = replace(
        evidence, strengths={**evidence.strengths, Secret("summer"): Strength(0, 2.0)}
    )
    report = audit(evidence, generated=NOW)
    assert [finding.id for finding in report.findings] == ["password-reused:a1", "password-weak:a3"]
    assert [action.accounts for action in report.plan] == [("a1",), ("a2",), ("a3",)]
    assert report.score == 0
    assert [account.reused_with for account in report.accounts] == [("a2",), ("a1",), ()]
    assert report.good[0] == "2 of 3 logins have a password that is hard to guess."


def test_what_could_not_be_checked_is_neither_found_nor_good():
    down = Unchecked("the service did not answer")
    account = login("a1", "shop.example")
    evidence = known(
        account,
        strengths={account.password: down},
        pwned={account.password: down},
        breaches=down,
        offers={"shop.example": down},
        answers=Answers(),
    )
    report = audit(evidence, generated=NOW)
    ids = ["password-weak", "password-pwned", "site-breached", "second-factor-missing"]
    assert report.not_checked == (
        *(
            NotChecked(check, "The service did not answer.", ("a1",))
            for check in [*ids, "passkey-available"]
        ),
    )
    assert (report.findings, report.score, report.coverage) == ((), None, 0.0)
    assert not any("guess" in sentence or "breach" in sentence for sentence in report.good)
    [summary] = report.accounts
    assert summary == AccountSummary(
        id="a1",
        title="A1",
        site="shop.example",
        username="",
        importance=Importance.NORMAL,
        score=None,
        guesses_log10=None,
        pwned_count=None,
        reused_with=(),
        changed=None,
        methods=None,
        offered=None,
        offer_source=None,
        way_in=WayIn(
            "password only",
            (
                "The password of A1 can be tricked out of you by a false sign-in page.",
                "Perhaps nothing else is asked for.",
            ),
            assumed=True,
        ),
    )
    assert exit_code(report) is ExitCode.NOT_CHECKED


def test_an_account_of_several_passwords_is_as_good_as_the_worst():
    rivals = (Secret("one"), Secret("two"))
    account = replace(login("a1", "shop.example"), rivals=rivals)
    evidence = known(account)
    numbers = zip(account.passwords, (9.0, 3.0, 7.0), (0, 7, 3), strict=True)
    strengths: dict[Secret, Strength | Unchecked] = {}
    pwned: dict[Secret, Pwned | Unchecked] = {}
    for password, log10, count in numbers:
        strengths[password] = Strength(4, log10)
        pwned[password] = Pwned(count)
    [summary] = audit(replace(evidence, strengths=strengths, pwned=pwned), generated=NOW).accounts
    assert (summary.guesses_log10, summary.pwned_count) == (3.0, 7)
    strengths[rivals[0]], pwned[rivals[0]] = Unchecked("x"), Unchecked("x")
    [summary] = audit(replace(evidence, strengths=strengths, pwned=pwned), generated=NOW).accounts
    assert (summary.score, summary.guesses_log10, summary.pwned_count) == (None, None, None)


def test_an_account_without_a_password_has_nothing_to_say_of_it():
    account = replace(login("a1", "x.example"), password=None, site=None, urls=())
    [summary] = audit(known(account), generated=NOW).accounts
    assert (summary.score, summary.pwned_count, summary.reused_with, summary.offered) == (
        *(None,) * 4,
    )


def test_what_is_switched_off_in_the_manager_is_left_out_and_said():
    off = frozenset({"password-weak", "password-reused"})
    accounts = (
        login("a1", "shop.example", excluded=off),
        login("a2", "forum.example"),
        login("a3", "other.example", "x", excluded=off),
    )
    strengths = (Strength(0, 1.0), Strength(0, 1.0), Unchecked("too slow"))
    weak = {a.password: strength for a, strength in zip(accounts, strengths, strict=True)}
    report = audit(known(*accounts, strengths=weak), generated=NOW)
    assert {(finding.check, finding.accounts) for finding in report.findings} == {
        ("password-weak", ("a2",)),
        ("password-reused", ("a2",)),
    }
    why = "Switched off in your password manager."
    assert report.not_checked == (
        NotChecked("password-weak", why, ("a1", "a3"), asked=False),
        NotChecked("password-reused", why, ("a1", "a3"), asked=False),
    )
    assert [a.reused_with for a in report.accounts] == [None, ("a1",), None]


def test_a_note_that_the_second_step_is_elsewhere_is_heeded_and_said():
    off = frozenset({"second-factor-missing"})
    noted, other = login("a1", "shop.example", excluded=off), login("a2", "forum.example", "x-9")
    evidence = known(noted, other, answers=Answers())
    report = audit(evidence, generated=NOW)
    assert [finding.accounts for finding in report.findings] == [("a2",)]
    why = (
        "You noted in your password manager that the second step is elsewhere, or switched this "
        "off there."
    )
    assert gaps(report, "second-factor-missing") == [
        NotChecked("second-factor-missing", why, ("a1",), asked=False)
    ]


def test_a_second_step_that_is_known_makes_the_note_needless():
    off = frozenset({"second-factor-missing"})
    code = OneTimeCode("Shop", "mira")
    report = audit(
        known(login("a1", "shop.example", excluded=off, codes=(code,)), answers=Answers()),
        generated=NOW,
    )
    assert gaps(report, "second-factor-missing") == []
    assert "1 of 1 logins has a second step at sign-in." in report.good


WEAK = {"strengths": dict.fromkeys(map(Secret, ("summer", "winter")), Strength(0, 2.0))}


def ignoring(*rules, **fields):
    """Audit two logins with weak passwords of which one is also at a third, and these rules."""
    accounts = (
        login("a1", "shop.example", "summer", username="mira"),
        login("a2", "forum.example", "winter"),
        login("a3", "club.example", "summer"),
    )
    evidence = known(*accounts, **WEAK | fields)
    return audit(replace(evidence, answers=replace(evidence.answers, ignored=rules)), generated=NOW)


def test_ignored_findings_leave_the_plan_and_the_exit_code_but_not_the_report_and_the_score():
    before = ignoring()
    rule = Ignore("*", "*", "I live with it.")
    report = ignoring(rule)
    assert exit_code(before) is ExitCode.HIGH
    assert exit_code(report) is ExitCode.OK
    assert (report.findings, report.plan, report.worst) == ((), (), None)
    assert report.ignored == tuple(Ignored(finding, rule) for finding in before.findings)
    assert (report.score, report.coverage, report.good) == (
        before.score,
        before.coverage,
        before.good,
    )


def test_of_a_finding_only_the_ignored_accounts_are_left_out():
    rule, other = Ignore("password-reused", "SHOP.*"), Ignore("password-weak", "A2")
    report = ignoring(rule, other)
    assert [(f.check, f.accounts) for f in report.findings if f.check == "password-reused"] == [
        ("password-reused", ("a3",))
    ]
    assert [(each.finding.id, each.finding.accounts, each.rule) for each in report.ignored] == [
        ("password-reused:a1", ("a1",), rule),
        ("password-weak:a2", ("a2",), other),
    ]
    assert {account for action in report.plan for account in action.accounts} == {"a1", "a3"}


@pytest.mark.parametrize(
    "pattern",
    ["shop.example", "SHOP.*", "a1", "A1 (mira)", "mira", "mira@shop.example", "*@shop.e?ample"],
)
def test_a_pattern_speaks_of_site_title_username_or_both(pattern):
    report = ignoring(Ignore("password-weak", pattern))
    assert [each.finding.accounts for each in report.ignored] == [("a1",)]


def test_brackets_in_a_title_are_brackets():
    account = replace(login("a1", "shop.example", "summer"), title="Shop [old]")
    rule = Ignore("password-weak", "shop [old]")
    evidence = known(account, **WEAK, answers=Answers(ignored=(rule,)))
    report = audit(evidence, generated=NOW)
    assert [each.finding.check for each in report.ignored] == ["password-weak"]


def test_of_two_rules_that_fit_the_first_one_holds_and_the_second_is_no_typo():
    first, second = Ignore("password-weak", "a?"), Ignore("*", "a1")
    report = ignoring(first, second)
    weak = [each for each in report.ignored if each.finding.check == "password-weak"]
    assert {each.rule for each in weak} == {first}
    assert gaps(report, "ignore") == []


def test_a_rule_holds_until_the_end_of_its_last_day():
    assert ignoring(Ignore("password-weak", "a1", "R", date(2026, 8, 4))).ignored != ()
    report = ignoring(Ignore("password-weak", "a1", "R", date(2026, 8, 3)))
    assert report.ignored == ()
    assert report.findings == ignoring().findings
    assert gaps(report, "ignore") == [
        NotChecked(
            "ignore",
            "Your rule to ignore password-weak for “a1” ended on 3 August 2026, "
            "so it counts again.",
            asked=False,
        ),
    ]


def test_a_rule_that_fits_nothing_is_said_and_changes_nothing():
    report = ignoring(Ignore("*", "nowhere"))
    assert report.findings == ignoring().findings
    assert gaps(report, "ignore") == [
        NotChecked(
            "ignore",
            "Your rule to ignore everything for “nowhere” fits nothing that was found: it may "
            "hold a typo, or no longer be needed.",
            asked=False,
        )
    ]


def test_a_finding_about_no_account_is_told_by_its_title():
    item = Item(
        *("q-one", "Q?", "Do.", "W", "Where", ("S",), None, Severity.LOW, 1, ()), date(2026, 1, 1)
    )
    walked = (Platform("q", "Quiz", frozenset(), (item,)),)
    rules = (Ignore("q-one", "quiz:*"), Ignore("*", "a1"))
    answers = Answers(items={"q-one": Answer.NO}, ignored=rules)
    report = audit(known(walked=walked, answers=answers), generated=NOW)
    assert [(each.finding.check, each.rule) for each in report.ignored] == [("q-one", rules[0])]
    assert len(gaps(report, "ignore")) == 1


def test_codes_columns_and_the_place_of_an_export_are_in_the_report():
    code = OneTimeCode("Nirgendwo", "mira", Secret("JBSWY3DPEHPK3PXP"), source="a.json")
    lying = Lying("Dropbox", readable_by_others=True)
    vault = Vault("a.json", "A", (code, Skipped("empty")), columns={"title": "Seite"}, lying=lying)
    report = audit(known(unmatched=(code,)), [vault], generated=NOW)
    assert report.unmatched == ("Nirgendwo (mira), in a.json",)
    assert report.sources == (
        SourceSummary("a.json", "A", 2, 0, {"empty": 1}, (), 1, {"title": "Seite"}, lying),
    )


def test_rows_are_accounted_for():
    account = login("a1", "shop.example")
    lost = Unreadable("line 14", "it has too few fields")
    rows = (account, Skipped("note"), Skipped("note"), Skipped("trash"), lost)
    vaults = [Vault("a.json", "A", rows), Vault("b.csv", "B", (lost, lost))]
    report = audit(known(account, unreadable=3), vaults, generated=NOW)
    assert report.sources == (
        SourceSummary("a.json", "A", 5, 1, {"note": 2, "trash": 1}, (lost,)),
        SourceSummary("b.csv", "B", 2, 0, {}, (lost, lost)),
    )
    assert report.not_checked == (
        NotChecked("vault", "1 row of a.json could not be read."),
        NotChecked("vault", "2 rows of b.csv could not be read."),
    )
    assert exit_code(report) is ExitCode.NOT_CHECKED


def test_unreadable_rows_are_said_without_the_vaults_too():
    report = audit(known(unreadable=3), generated=NOW)
    assert report.not_checked == (NotChecked("vault", "Rows that could not be read: 3."),)


def test_yes_to_the_questions_of_a_checklist_is_good():
    item = Item(
        *("q-one", "Q?", "Do.", "W", "Where", ("S",), None, Severity.LOW, 1, ()), date(2026, 1, 1)
    )
    items = (item, replace(item, id="q-two"), replace(item, id="q-three"))
    answers = Answers(items={"q-one": Answer.YES, "q-two": Answer.NO, "q-three": Answer.YES})
    walked = (Platform("q", "Quiz", frozenset(), items),)
    report = audit(known(walked=walked, answers=answers), generated=NOW)
    assert report.good == ("Quiz: 2 of 3 questions answered with yes.",)
    walked = (replace(walked[0], items=items[1:2]),)
    assert audit(known(walked=walked, answers=answers), generated=NOW).good == ()


@pytest.mark.parametrize("severity", Severity)
def test_the_worst_finding_decides_how_the_process_ends(severity):
    report = audit(known(), generated=NOW)
    findings = tuple(
        Finding("x", "t", each, Confidence.CERTAIN, (), "w", "a")
        for each in Severity
        if each <= severity
    )
    missing = (NotChecked("y", "w"),)
    expected = ExitCode[severity.name]
    assert exit_code(replace(report, findings=findings, not_checked=missing)) is expected


@pytest.mark.parametrize(("asked", "code"), [(True, 4), (False, 0)])
def test_only_what_was_asked_for_and_not_checked_changes_the_exit_code(asked, code):
    missing = (NotChecked("y", "w", asked=asked),)
    assert exit_code(replace(audit(known(), generated=NOW), not_checked=missing)) == code


def test_the_same_evidence_gives_the_same_report():
    accounts = [login(f"a{n}", f"site{n}.example", f"Tulip-{n}-x") for n in range(9)]
    evidence = known(*accounts, offers={}, answers=Answers())
    assert audit(evidence, generated=NOW) == audit(evidence, generated=NOW)


def test_different_passwords_for_one_login_are_said():
    account = replace(login("a1", "shop.example"), rivals=(Secret("one"),))
    gaps = audit(known(account, login("a2", "forum.example")), generated=NOW).not_checked
    [gap] = [gap for gap in gaps if "Different passwords" in gap.why]
    assert (gap.check, gap.accounts, gap.asked) == ("vault", ("a1",), False)
    assert not [
        gap
        for gap in audit(known(login("a1", "shop.example")), generated=NOW).not_checked
        if "Different passwords" in gap.why
    ]
