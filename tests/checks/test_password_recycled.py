import pytest

from secaudit.checks.password_recycled import judge
from secaudit.model import Breach, Confidence, Finding, Pwned, Severity

LEAK = frozenset({"Passwords"})


def test_a_password_that_came_back_is_a_finding(evidence, login):
    account = login("a1", "p", site="x.example", past=[("q", "2021-01-01"), ("p", "2020-01-01")])
    assert list(judge.run(evidence(account))) == [
        Finding(
            check="password-recycled",
            title="An older password is back in use",
            severity=Severity.MEDIUM,
            confidence=Confidence.CERTAIN,
            accounts=("a1",),
            why="You replaced this password once, and it is back: "
            "whoever learnt it then can use it now.",
            advice="Replace it with one that your password manager makes up.",
            references=("https://pages.nist.gov/800-63-4/sp800-63b.html",),
        )
    ]


@pytest.mark.parametrize(
    "past",
    [
        [("p", "2020-01-01")],  # noted twice, never replaced
        [("p", "2021-01-01"), ("q", "2020-01-01")],
        [("q", "2020-01-01")],
        [],
    ],
)
def test_a_password_that_was_never_replaced_is_fine(evidence, login, verdicts, past):
    assert verdicts(judge, evidence(login("a1", "p", site="x.example", past=past))) == ([], [])


def test_where_no_date_tells_another_password_is_enough(evidence, login, verdicts):
    account = login("a1", "p", site="x.example", past=[("p", None), ("q", None)])
    assert verdicts(judge, evidence(account)) == ([("a1", "medium", "certain")], [])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Max2023!", "Max2024!"),
        ("abc1", "abc2"),
        ("Max!2023", "max"),
        ("Herbstlaub", "H3rbstlaub"),
        ("H3rbst1aub7", "herbstlaub8!"),
        ("Kimono", "Kimon0"),
        ("$ummer", "Summer!"),
    ],
)
def test_short_words_and_digits_for_letters_lead_to_the_new_one(
    evidence, login, verdicts, old, new
):
    account = login("a1", new, site="x.example", past=[(old, "2024-01-01")])
    assert verdicts(judge, evidence(account)) == ([("a1", "medium", "likely")], [])


@pytest.mark.parametrize("old", ["Summer2023!", "summer", "Summer24?!"])
def test_counting_up_is_likely_the_same(evidence, login, verdicts, old):
    account = login("a1", "Summer2024!", site="x.example", past=[(old, "2024-01-01")])
    assert verdicts(judge, evidence(account)) == ([("a1", "medium", "likely")], [])


@pytest.mark.parametrize(
    ("old", "new"), [("ab1", "ab2"), ("8305", "8306"), ("Winter1", "Tulip2"), ("8eos", "8305")]
)
def test_too_little_in_common_is_fine(evidence, login, verdicts, old, new):
    account = login("a1", new, site="x.example", past=[(old, "2024-01-01")])
    assert verdicts(judge, evidence(account)) == ([], [])


def test_an_old_password_of_another_site_is_low(evidence, login, verdicts):
    known = evidence(
        login("a1", "p", site="one.example"),
        login("a2", "new", site="two.example", past=[("p", "2020-01-01")]),
        login("a3", "p", site="two.example"),
    )
    assert verdicts(judge, known) == ([("a1", "low", "certain")], [])


def test_it_is_worse_where_the_old_one_is_known(evidence, login, verdicts):
    known = evidence(
        login("a1", "Summer2024!", site="one.example", past=[("Summer2023!", "2024-01-01")]),
        login("a2", "Winter2024!", site="two.example", past=[("Winter2023!", "2024-01-01")]),
        pwned={"Summer2023!": Pwned(4), "Winter2023!": Pwned(0)},
    )
    assert verdicts(judge, known) == (
        [("a1", "high", "likely"), ("a2", "medium", "likely")],
        [],
    )


def test_that_an_old_pin_leaked_makes_nothing_worse(evidence, login, verdicts):
    account = login("a1", "8305", title="Door", past=[("8305", "2020-01-01"), ("1", "2021-01-01")])
    known = evidence(account, pwned={"8305": Pwned(900)})
    assert verdicts(judge, known) == ([("a1", "medium", "certain")], [])


@pytest.mark.parametrize(
    ("breached", "severity"),
    [("2014-06-01", "medium"), ("2016-06-01", "high"), ("2019-06-01", "medium")],
)
def test_it_is_worse_where_the_site_was_breached_while_it_was_in_use(  # noqa: PLR0913, PLR0917  # fixtures
    evidence, login, verdicts, day, breached, severity
):
    account = login(
        "a1",
        "Tulip-new-2",
        site="x.example",
        created=day("2015-01-01"),
        past=[("Tulip-new-1", "2018-01-01")],
    )
    breach = Breach("X", "X", "x.example", day(breached).date(), LEAK)
    known = evidence(account, breaches=(breach,))
    assert verdicts(judge, known) == ([("a1", severity, "likely")], [])


def test_what_is_not_known_of_the_old_one_makes_nothing_worse(evidence, login, verdicts, down):
    past = [("Summer2023!", None)]
    breach = Breach("X", "X", "x.example", evidence().today, LEAK)
    account = login("a1", "Summer2024!", site="x.example", past=past)
    homeless = login("a2", "Winter2024!", past=[("Winter2023!", "2024-01-01")])
    expected = [("a1", "medium", "likely"), ("a2", "medium", "likely")]
    for breaches in ((breach,), down):
        known = evidence(account, homeless, breaches=breaches, pwned={"Summer2023!": down})
        assert verdicts(judge, known) == (expected, [])


def test_only_logins_with_a_history_are_praised(evidence, login):
    assert not judge.concerns(evidence(), login("a1", "p"))
    assert judge.concerns(evidence(), login("a1", "p", past=[("q", None)]))
