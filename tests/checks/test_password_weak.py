import pytest

from secaudit.checks.password_weak import judge
from secaudit.model import Confidence, Finding, Severity, Strength

WEAK = Strength(1, 5.2)


def test_a_weak_password_is_a_finding(evidence, login):
    account = login("a1", "summer", site="shop.example")
    assert list(judge.run(evidence(account, strengths={"summer": WEAK}))) == [
        Finding(
            check="password-weak",
            title="This password is easy to guess",
            severity=Severity.HIGH,
            confidence=Confidence.CERTAIN,
            accounts=("a1",),
            why="It falls to a patient program that tries it at the sign-in page.",
            advice="Let your password manager make up a new one, "
            "or string four random words together.",
            references=(
                "https://github.com/dropbox/zxcvbn",
                "https://pages.nist.gov/800-63-4/sp800-63b.html",
            ),
        )
    ]


@pytest.mark.parametrize(
    ("score", "critical", "severity"),
    [
        (0, False, "high"),
        (1, False, "high"),
        (2, False, "medium"),
        (0, True, "critical"),
        (2, True, "high"),
    ],
)
def test_the_score_and_the_account_decide_how_bad(  # noqa: PLR0913, PLR0917  # fixtures
    evidence, login, verdicts, score, critical, severity
):
    account = login("a1", "p", site="shop.example", critical=critical)
    known = evidence(account, strengths={"p": Strength(score, 1.0)})
    assert verdicts(judge, known) == ([("a1", severity, "certain")], [])


@pytest.mark.parametrize("score", [3, 4])
def test_a_strong_password_is_fine(evidence, login, verdicts, score):
    known = evidence(login("a1", "p", site="x.example"), strengths={"p": Strength(score, 11.0)})
    assert verdicts(judge, known) == ([], [])


def test_the_worst_of_several_passwords_speaks(evidence, login, verdicts, down):
    account = login("a1", "good", "medium", "bad", "unknown", "medium2", site="shop.example")
    strengths = {
        "good": Strength(4, 20.0),
        "medium": Strength(2, 7.0),
        "bad": WEAK,
        "unknown": down,
        "medium2": Strength(2, 7.0),
    }
    known = evidence(account, strengths=strengths)
    assert verdicts(judge, known) == ([("a1", "high", "certain")], [])


def test_a_password_that_could_not_be_scored_is_not_fine(evidence, login, verdicts, down):
    accounts = login("a1", "x", "good", site="a.example"), login("a2", "x", site="b.example")
    known = evidence(*accounts, strengths={"x": down, "good": Strength(4, 20.0)})
    assert verdicts(judge, known) == ([], [("a1 a2", "The service did not answer.", True)])


def test_a_long_password_is_judged_by_a_strong_beginning_only(evidence, login, verdicts):
    accounts = login("a1", "weak", site="a.example"), login("a2", "good", site="b.example")
    strengths = {"weak": Strength(0, 2.0, judged=72), "good": Strength(3, 9.0, judged=72)}
    _, [(who, why, asked)] = verdicts(judge, evidence(*accounts, strengths=strengths))
    assert (who, asked) == ("a1", True)
    assert why == "Only its beginning could be scored, which looked weak by itself."


def test_a_pin_is_judged_as_a_pin(evidence, login, verdicts):
    strengths = dict.fromkeys(("8305", "1212"), Strength(0, 2.0))
    known = evidence(
        login("a1", "8305", title="Door"),
        login("a2", "1212", title="Bike"),
        login("a3", "1212", title="SIM", critical=True),
        login("a4", "8305", site="shop.example"),
        strengths=strengths,
    )
    assert verdicts(judge, known) == (
        [("a2", "medium", "likely"), ("a3", "high", "likely"), ("a4", "high", "certain")],
        [],
    )


def test_no_pin_is_praised_as_hard_to_guess(evidence, login):
    concerned = [
        judge.concerns(evidence(), account)
        for account in (
            login("a1", "8305", title="Door"),
            login("a2", "1212", title="Bike"),  # a finding, never praised
            login("a3", "8305", "p", title="Alarm"),
            login("a4", "8305", site="shop.example"),
            login("a5", site="shop.example"),
        )
    ]
    assert concerned == [False, True, True, True, False]


def test_an_entry_without_a_password_is_not_checked_unless_it_has_a_passkey(
    evidence, login, verdicts
):
    known = evidence(login("a1", site="a.example"), login("a2", site="b.example", passkeys=1))
    assert verdicts(judge, known) == ([], [("a1", "No password is stored for it.", False)])
