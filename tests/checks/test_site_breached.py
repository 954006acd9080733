from datetime import date

import pytest

from secaudit.checks.site_breached import judge
from secaudit.model import Breach, Confidence, Finding, Severity

LEAK = frozenset({"Passwords", "Email addresses"})
SHOP = Breach("Shop", "The Shop", "Shop.example", date(2021, 5, 2), LEAK)


def test_a_breach_after_the_password_was_set_is_a_finding(evidence, login, day):
    account = login("a1", "p", site="shop.example", changed=day("2019-01-01"))
    assert list(judge.run(evidence(account, breaches=(SHOP,)))) == [
        Finding(
            check="site-breached",
            title="This site was breached after you set this password",
            severity=Severity.HIGH,
            confidence=Confidence.LIKELY,
            accounts=("a1",),
            why="Passwords were copied in The Shop (2021-05-02).",
            advice="Change it here, and wherever else you use it.",
            references=("https://haveibeenpwned.com/PwnedWebsites",),
        )
    ]


def test_an_unknown_day_of_change_makes_it_unsure(evidence, only, login):
    finding = only(judge, evidence(login("a1", "p", site="shop.example"), breaches=(SHOP,)))
    assert (finding.title, finding.severity, finding.confidence, finding.why, finding.advice) == (
        "This site was breached, perhaps after you set this password",
        Severity.MEDIUM,
        Confidence.UNSURE,
        "Passwords were copied in The Shop (2021-05-02). Nothing says when you last changed yours.",
        "Change it here, and wherever else you use it, unless you have since.",
    )


@pytest.mark.parametrize(
    ("changed", "created", "expected"),
    [
        ("2021-05-02T20:00", None, [("a1", "high", "likely")]),
        ("2021-05-03", None, []),
        ("2021-05-03", "2010-01-01", []),
        (None, "2010-01-01", [("a1", "medium", "unsure")]),
        (None, "2022-01-01", []),
    ],
)
def test_what_came_first_decides(  # noqa: PLR0913, PLR0917  # fixtures
    evidence, login, verdicts, day, changed, created, expected
):
    account = login(
        "a1",
        "p",
        site="shop.example",
        changed=changed and day(changed),
        created=created and day(created),
    )
    assert verdicts(judge, evidence(account, breaches=(SHOP,))) == (expected, [])


@pytest.mark.parametrize(
    "breach",
    [
        Breach("X", "X", "shop.example", date(2021, 5, 2), frozenset({"Email addresses"})),
        Breach("X", "X", "shop.example", date(2021, 5, 2), LEAK, verified=False),
        Breach("X", "X", "other.example", date(2021, 5, 2), LEAK),
        Breach("X", "X", "", date(2021, 5, 2), LEAK),
    ],
)
def test_other_breaches_are_no_matter(evidence, login, verdicts, breach):
    known = evidence(login("a1", "p", site="shop.example"), breaches=(breach,))
    assert verdicts(judge, known) == ([], [])


def test_several_breaches_are_one_finding_and_sensitive_ones_are_not_named(evidence, only, login):
    secret = Breach("Hush", "Hush Hush", "shop.example", date(2020, 1, 1), LEAK, sensitive=True)
    finding = only(judge, evidence(login("a1", "p", site="shop.example"), breaches=(SHOP, secret)))
    assert finding.why.startswith(
        "Passwords were copied in a breach of this site (2020-01-01) and The Shop (2021-05-02)."
    )


def test_domains_of_one_login_are_one_site(evidence, login, verdicts):
    breach = Breach("T", "T", "twitter.com", date(2021, 5, 2), LEAK)
    known = evidence(login("a1", "p", site="x.com"), breaches=(breach,))
    assert verdicts(judge, known) == ([("a1", "medium", "unsure")], [])


def test_without_the_catalogue_nothing_is_fine(evidence, login, verdicts, down):
    known = evidence(
        login("a1", "p", site="shop.example"),
        login("a2", "p"),
        login("a3", site="shop.example", passkeys=1),
        login("a4", "p", site="192.168.1.1"),
        breaches=down,
    )
    assert verdicts(judge, known) == ([], [("a1", "The service did not answer.", True)])
