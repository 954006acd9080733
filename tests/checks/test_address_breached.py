from datetime import date

import pytest

from secaudit.checks.address_breached import judge
from secaudit.model import Breach, Confidence, Finding, Severity, Unchecked

MIRA = "mira@mail.example"
SHOP = Breach("Shop", "The Shop", "shop.example", date(2021, 5, 2), frozenset({"Passwords"}))
HUSH = Breach("Hush", "Hush", "hush.example", date(2021, 5, 2), frozenset(), sensitive=True)


def test_an_address_is_one_finding_for_all_logins_that_use_it(evidence, login):
    known = evidence(
        login("a1", "p", site="shop.example", username="Mira@Mail.example"),
        login("a2", "p", site="forum.example", username="mira"),
        login("a3", "p", site="forum.example", username=MIRA),
        addresses={MIRA: ("Shop", "Forum")},
        breaches=(SHOP,),
    )
    assert list(judge.run(known)) == [
        Finding(
            check="address-breached",
            title="mira@mail.example is in 2 known breaches",
            severity=Severity.LOW,
            confidence=Confidence.CERTAIN,
            accounts=("a1", "a3"),
            why="It is in The Shop and Forum. Passwords leaked there too.",
            advice="Be wary of messages to it that seem to know you, and never use an old "
            "password with it again. haveibeenpwned.com says what leaked.",
            references=("https://haveibeenpwned.com/",),
        )
    ]


@pytest.mark.parametrize(
    ("names", "title", "why"),
    [
        (("Forum",), "in a known breach", "It is in Forum."),
        (("Hush",), "in a known breach", "It is in some that are not named here."),
        (("Hush", "Forum"), "in 2 known breaches", "It is in Forum and 1 more."),
        (tuple("ABCDEFGH"), "in 8 known breaches", "It is in A, B, C, D, E and 3 more."),
    ],
)
def test_a_few_breaches_are_named_and_sensitive_ones_never(  # noqa: PLR0913, PLR0917  # fixtures
    evidence, only, login, names, title, why
):
    account = login("a1", "p", username=MIRA)
    finding = only(judge, evidence(account, addresses={MIRA: names}, breaches=(HUSH,)))
    assert (finding.title, finding.why) == (f"{MIRA} is {title}", why)


def test_the_catalogue_is_not_needed(evidence, login, verdicts, down):
    known = evidence(login("a1", username=MIRA), addresses={MIRA: ("Shop",)}, breaches=down)
    assert verdicts(judge, known) == ([("a1", "low", "certain")], [])


def test_an_address_in_no_breach_is_fine(evidence, login, verdicts):
    known = evidence(login("a1", username=MIRA), addresses={MIRA: ()})
    assert verdicts(judge, known) == ([], [])


def test_an_address_that_was_not_looked_up_is_not_fine(evidence, login, verdicts):
    by_hand = Unchecked("It needs a key; look it up at haveibeenpwned.com.", asked=False)
    known = evidence(
        login("a1", username=MIRA),
        login("a2", username=MIRA),
        login("a3", username="max@mail.example"),
        addresses={MIRA: by_hand},
    )
    assert verdicts(judge, known) == (
        [],
        [
            ("a1 a2", "It needs a key; look it up at haveibeenpwned.com.", False),
            ("a3", "It was not looked at.", True),
        ],
    )
