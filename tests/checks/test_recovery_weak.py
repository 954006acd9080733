"""Resets that go to somewhere easier to get into."""

import pytest

from secaudit.checks import recovery_weak
from secaudit.model import Answers, Confidence, Finding, Offer, Pwned, Recovery, Severity, Strength

check = recovery_weak.judge
ADDRESS = "ana@mail.example"
GOOD, WEAK = Strength(4, 14.0), Strength(1, 5.0)


@pytest.fixture
def world(evidence, login):
    """Make a bank that a mailbox resets: what is said of both, and the mailbox's password."""

    def make(*, bank=(), mail=(), password="weak", more=(), **recovery):  # noqa: S107  # invented
        recovery = recovery or {"mail": (ADDRESS,)}
        factors = {"bank.example": bank, "mail.example": mail}
        return evidence(
            login("a1", "good", site="bank.example", username="ana", critical=True),
            login("a2", password, site="mail.example", username=ADDRESS),
            *more,
            strengths={"good": GOOD, "fine": GOOD, "weak": WEAK},
            pwned={"leaked": Pwned(9)},
            answers=Answers(
                second_factors={
                    (site, ""): how for site, how in factors.items() if how is not None
                },
                recovery={("bank.example", ""): Recovery(**recovery)},
            ),
        )

    return make


def test_a_mailbox_that_can_be_guessed_resets_a_bank(world, only):
    assert only(check, world()) == Finding(
        check="recovery-weak",
        title="What resets it is easier to get into",
        severity=Severity.HIGH,
        confidence=Confidence.CERTAIN,
        accounts=("a1",),
        why="A new password for Bank (ana) goes to ana@mail.example. The password of Mail "
        "(ana@mail.example) is easy to guess. Nothing else is asked for.",
        advice="Make ana@mail.example harder to get into first, or have new passwords sent "
        "somewhere better.",
        references=("https://doi.org/10.1145/3319535.3354193",),
    )


@pytest.mark.parametrize(
    ("bank", "mail", "password", "expected"),
    [
        ((), (), "leaked", ("high", "certain")),
        ((), ("totp",), "leaked", None),
        ((), (), "fine", None),  # no easier than the front door
        (("totp",), (), "weak", ("high", "likely")),
        (("totp",), (), "fine", ("medium", "likely")),
        (("totp",), ("sms",), "weak", ("medium", "likely")),
        (("totp",), ("totp",), "weak", None),
        ((), None, "weak", ("high", "unsure")),
    ],
)
def test_it_is_as_bad_as_the_mailbox_and_as_sure_as_what_is_known(  # noqa: PLR0913, PLR0917
    world, verdicts, bank, mail, password, expected
):
    known = world(bank=bank, mail=mail, password=password)
    assert verdicts(check, known) == ([("a1", *expected)] if expected else [], [])
    assert check.concerns(known, known.accounts[0])


def test_a_second_step_that_should_follow_is_told(world, only):
    assert only(check, world(bank=("totp",))).why.endswith(
        " Nothing else is asked for. Not every site asks for the second step after that."
    )


def test_a_reset_that_is_only_usual_is_likely(evidence, login, only):
    known = evidence(
        login("a1", "good", site="bank.example", username=ADDRESS, critical=True),
        login("a3", "fine", site="shop.example", username=ADDRESS, critical=True),
        login("a2", "weak", site="mail.example", username=ADDRESS),
        strengths={"good": GOOD, "fine": GOOD, "weak": WEAK},
        offers={site: Offer(frozenset()) for site in ("bank.example", "shop.example")},
        answers=Answers(second_factors={("mail.example", ""): ()}),
    )
    finding = only(check, known)
    assert (finding.accounts, finding.confidence) == (("a1", "a3"), Confidence.LIKELY)
    assert finding.why.startswith(
        "A new password for Bank (ana@mail.example) and Shop (ana@mail.example) probably goes to "
        "ana@mail.example. "
    )


def test_a_phone_number_is_easier_than_a_security_key(world, only):
    finding = only(check, world(bank=("u2f",), phone=True, mail=()))
    assert (finding.severity, finding.confidence) == (Severity.MEDIUM, Confidence.LIKELY)
    assert finding.why == (
        "A new password for Bank (ana) goes to your phone number. Not every site asks for the "
        "second step after that."
    )


@pytest.mark.parametrize(
    ("mail", "why"),
    [
        (("x@far.example",), "x@far.example is in none of your exports."),
        (
            ("x@far.example", "y@off.example"),
            "x@far.example and y@off.example are in none of your exports.",
        ),
    ],
)
def test_a_mailbox_that_is_in_no_export_is_not_checked(evidence, login, verdicts, mail, why):
    known = evidence(
        login("a1", "good", site="bank.example", username="ana", critical=True),
        answers=Answers(recovery={("bank.example", ""): Recovery(mail=mail)}),
    )
    assert verdicts(check, known) == ([], [("a1", why, False)])


@pytest.mark.parametrize("dark", ["bank", "mail"])
def test_what_nobody_knows_how_to_open_is_not_checked(evidence, login, verdicts, dark):
    known = evidence(
        login("a1", None if dark == "bank" else "p", site="bank.example", critical=True),
        login("a2", None if dark == "mail" else "q", site="mail.example", username=ADDRESS),
        answers=Answers(recovery={("bank.example", ""): Recovery(mail=(ADDRESS,))}),
    )
    why = "Nothing tells how hard it is to sign in, or to get a new password."
    assert verdicts(check, known) == ([], [("a1", why, False)])


def test_an_address_that_is_also_the_password_is_not_shown(evidence, login, only):
    known = evidence(
        login("a1", "good", site="bank.example", username="ana", critical=True),
        login("a2", ADDRESS, site="mail.example", username=ADDRESS),
        strengths={"good": GOOD, ADDRESS: WEAK},
        answers=Answers(
            second_factors={("bank.example", ""): (), ("mail.example", ""): ()},
            recovery={("bank.example", ""): Recovery(mail=(ADDRESS,))},
        ),
    )
    finding = only(check, known)
    assert ADDRESS not in repr(finding)
    assert finding.advice.startswith("Make ••• harder")


def test_accounts_that_matter_less_or_cannot_be_reset_are_left_alone(evidence, login, verdicts):
    known = evidence(
        login("a1", "p", site="forum.example", username="ana@gmail.com"),
        login("a2", "p", site="bank.example", username="ana", critical=True),
    )
    assert verdicts(check, known) == ([], [])
    assert [check.concerns(known, one) for one in known.accounts] == [False, False]
