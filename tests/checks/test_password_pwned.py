import pytest

from secaudit.checks.password_pwned import judge
from secaudit.model import Confidence, Finding, Pwned, Severity


def test_a_password_from_a_breach_is_critical(evidence, login):
    account = login("a1", "p", site="shop.example")
    assert list(judge.run(evidence(account, pwned={"p": Pwned(2413)}))) == [
        Finding(
            check="password-pwned",
            title="This password is known to attackers",
            severity=Severity.CRITICAL,
            confidence=Confidence.CERTAIN,
            accounts=("a1",),
            why="It was seen more than 1,000 times in known breaches (Pwned Passwords). "
            "Such passwords are tried first, at every site.",
            advice="Change it wherever you use it, to one that your password manager makes up.",
            references=("https://haveibeenpwned.com/Passwords",),
        )
    ]


@pytest.mark.parametrize(
    ("pwned", "said"),
    [
        (Pwned(1), "It was seen a few times in known breaches (Pwned Passwords)."),
        (Pwned(9), "It was seen a few times in known breaches (Pwned Passwords)."),
        (Pwned(52), "It was seen more than 10 times in known breaches (Pwned Passwords)."),
        (
            Pwned(100, source="L of 2026-11-22", approximate=True),  # 96 to 103
            "It was seen more than 10 times in known breaches (L of 2026-11-22).",
        ),
        (
            Pwned(1088, source="L", approximate=True),  # 1,024 to 1,151
            "It was seen more than 1,000 times in known breaches (L).",
        ),
        (
            Pwned(None, source="L", one_in=256),
            (
                "A filter of the passwords in known breaches holds it (L). That is wrong for one "
                "in 256 passwords that never leaked."
            ),
        ),
        (Pwned(None, 1, "L"), "It is among the 100 most common passwords (L)."),
        (Pwned(None, 101, "L"), "It is among the 1,000 most common passwords (L)."),
        (Pwned(None, 20_000, "L"), "It is among the 100,000 most common passwords (L)."),
    ],
)
def test_how_well_known_it_is_is_said_roughly(evidence, only, login, pwned, said):
    finding = only(judge, evidence(login("a1", "p", site="x.example"), pwned={"p": pwned}))
    assert finding.why == f"{said} Such passwords are tried first, at every site."


def test_what_a_filter_alone_holds_is_likely_and_a_certain_answer_speaks_first(
    evidence, login, verdicts, only
):
    probably, surely = Pwned(None, one_in=256), Pwned(4)
    known = evidence(login("a1", "p", site="x.example"), pwned={"p": probably})
    assert verdicts(judge, known) == ([("a1", "critical", "likely")], [])
    assert only(judge, known).title == "This password is probably known to attackers"
    both = evidence(login("a1", "p", "q", site="x.example"), pwned={"p": probably, "q": surely})
    assert verdicts(judge, both) == ([("a1", "critical", "certain")], [])


def test_a_password_in_no_breach_is_fine(evidence, login, verdicts):
    known = evidence(login("a1", "p", site="x.example"), pwned={"p": Pwned(0)})
    assert verdicts(judge, known) == ([], [])


def test_not_being_common_does_not_mean_that_it_never_leaked(evidence, login, verdicts):
    known = evidence(login("a1", "p", site="x.example"), pwned={"p": Pwned(None, source="L")})
    why = "Only the most common passwords were at hand to compare with, and it is none of those."
    assert verdicts(judge, known) == ([], [("a1", why, False)])


def test_no_answer_is_not_fine(evidence, login, verdicts, down):
    known = evidence(
        login("a1", "p", "q", site="x.example"),
        login("a2", "q", site="y.example"),
        login("a3", "p", "known", site="z.example"),
        pwned={"p": down, "q": Pwned(0), "known": Pwned(4)},
    )
    assert verdicts(judge, known) == (
        [("a3", "critical", "certain")],
        [("a1", "The service did not answer.", True)],
    )


def test_a_pin_is_not_judged_and_not_praised(evidence, login, verdicts):
    accounts = (
        login("a1", "8305", title="Door"),
        login("a2", "1234", title="Bike"),
        login("a3", "1234", "p", title="Alarm"),
    )
    pwned = {"8305": Pwned(900), "1234": Pwned(900_000), "p": Pwned(0)}
    known = evidence(*accounts, pwned=pwned)
    why = "A PIN is not looked up: nearly every one has leaked somewhere."
    assert verdicts(judge, known) == ([], [("a1 a2", why, False)])
    assert [judge.concerns(known, account) for account in accounts] == [False, False, True]


def test_the_password_beside_a_pin_is_judged(evidence, login, verdicts):
    known = evidence(login("a1", "8305", "p", title="Door"), pwned={"p": Pwned(3)})
    assert verdicts(judge, known) == ([("a1", "critical", "certain")], [])
