"""One account that opens many."""

import pytest

from secaudit.checks import single_point
from secaudit.checks.single_point import MANY
from secaudit.model import Answers, Confidence, Finding, Recovery, Severity, Strength

check = single_point.judge
ADDRESS = "ana@mail.example"
GOOD, WEAK = Strength(4, 14.0), Strength(1, 5.0)


@pytest.fixture
def world(evidence, login):
    """Make a mailbox, and so many accounts that it resets."""

    def make(number, *methods, password="weak", answers=None):  # noqa: S107  # invented
        return evidence(
            login("a0", password, site="mail.example", username=ADDRESS),
            *(
                login(f"a{n}", f"p{n}", site=f"s{n}.example", username=ADDRESS)
                for n in range(1, number + 1)
            ),
            strengths={"good": GOOD, "weak": WEAK},
            answers=answers or Answers(second_factors={("mail.example", ""): methods}),
        )

    return make


def test_a_weak_mailbox_that_resets_many_accounts(world, only):
    assert only(check, world(MANY + 1)) == Finding(
        check="single-point",
        title="11 other accounts fall with this one",
        severity=Severity.HIGH,
        confidence=Confidence.LIKELY,
        accounts=("a0",),
        why="Whoever gets into it can probably get into S1 (ana@mail.example), S2 "
        "(ana@mail.example), S3 (ana@mail.example) and 8 more as well. The easiest way in: The "
        "password of Mail (ana@mail.example) is easy to guess. Nothing else is asked for.",
        advice="Give it a password of its own and a second step from an app, or a passkey.",
        references=("https://doi.org/10.1145/3319535.3354193",),
    )


@pytest.mark.parametrize(
    ("number", "methods", "password", "severity"),
    [
        (MANY, (), "weak", None),
        (MANY + 1, (), "good", "medium"),
        (MANY + 1, ("sms",), "good", "medium"),
        (MANY + 1, ("sms",), "weak", "medium"),
        (MANY + 1, ("totp",), "weak", None),
        (MANY + 1, ("u2f",), "good", None),
    ],
)
def test_it_depends_on_how_many_hang_on_it_and_how_it_is_guarded(  # noqa: PLR0913, PLR0917
    world, verdicts, number, methods, password, severity
):
    known = world(number, *methods, password=password)
    found = [("a0", severity, "likely")] if severity else []
    assert verdicts(check, known) == (found, [])
    assert check.concerns(known, known.accounts[0])
    assert not check.concerns(known, known.accounts[1])


def test_an_account_that_others_are_signed_in_with_is_one_too(evidence, login, verdicts):
    many = range(1, MANY + 2)
    known = evidence(
        login("a0", "weak", site="hub.example", username="ana"),
        *(login(f"a{n}", site=f"s{n}.example", username="ana") for n in many),
        strengths={"weak": WEAK},
        answers=Answers(
            second_factors={("hub.example", ""): ()},
            recovery={(f"s{n}.example", ""): Recovery(sign_in_with="hub.example") for n in many},
        ),
    )
    assert verdicts(check, known) == ([("a0", "high", "likely")], [])


def test_where_nobody_knows_how_to_sign_in_it_is_not_checked(world, verdicts):
    known = world(MANY + 1, password=None)
    assert verdicts(check, known) == (
        [],
        [("a0", "Nothing tells how hard it is to sign in.", False)],
    )
