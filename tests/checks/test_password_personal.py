import random
import string

import pytest

from secaudit.checks.password_personal import judge
from secaudit.model import Answers, Confidence, Finding, Severity, Strength
from secaudit.text import Secret

TOLD = Answers(personal=(Secret("Rexona "), Secret("1987-03-14"), Secret("Ann")))
STRONG, WEAK = Strength(4, 20.0), Strength(2, 7.0)


def test_a_password_made_of_the_account_is_a_finding(evidence, login):
    account = login("a1", "G1tHub-99", site="github.com")
    assert list(judge.run(evidence(account, strengths={"G1tHub-99": STRONG}))) == [
        Finding(
            check="password-personal",
            title="This password is made of words or dates that others know",
            severity=Severity.MEDIUM,
            confidence=Confidence.LIKELY,
            accounts=("a1",),
            why="It holds a word that someone who knows you, or only the site, would try first.",
            advice="Replace it with one that your password manager makes up.",
            references=("https://pages.nist.gov/800-63-4/sp800-63b.html",),
        )
    ]


@pytest.mark.parametrize(
    ("password", "severity", "confidence"),
    [
        ("mira.sample", "high", "certain"),  # the username itself
        ("M1ra.Sample", "high", "certain"),
        ("sample77", "medium", "likely"),
        ("Rexona!!", "medium", "likely"),
        ("r3x0na2020", "medium", "likely"),
        ("14.03.1987", "medium", "likely"),
        ("14031987", "high", "certain"),
        ("0314", "high", "certain"),
        ("Kitty1987", "medium", "likely"),
    ],
)
def test_own_words_and_what_was_told_are_found(  # noqa: PLR0913, PLR0917  # fixtures
    evidence, login, verdicts, password, severity, confidence
):
    account = login("a1", password, username="mira.sample@mail.example", site="shop.example")
    known = evidence(account, answers=TOLD, strengths={password: STRONG})
    assert verdicts(judge, known) == ([("a1", severity, confidence)], [])


def test_a_small_part_matters_only_in_a_guessable_password(evidence, login, verdicts):
    text = "my-shop-and-nothing-else"
    account = login("a1", text, site="shop.example")
    assert verdicts(judge, evidence(account, strengths={text: STRONG})) == ([], [])
    assert verdicts(judge, evidence(account, strengths={text: WEAK})) == (
        [("a1", "medium", "likely")],
        [],
    )


def test_a_small_part_of_an_unscored_password_is_not_checked(evidence, login, verdicts, down):
    text = "my-shop-and-nothing-else"
    account = login("a1", text, "fx8Qp2LmZw", site="shop.example")
    known = evidence(account, strengths={text: down})
    assert verdicts(judge, known) == ([], [("a1", "The service did not answer.", True)])


def test_words_of_three_letters_turn_up_anywhere(evidence, login, verdicts):
    account = login("a1", "ann-bob", username="bob", site="x.example")
    known = evidence(account, answers=TOLD, strengths={"ann-bob": WEAK})
    assert verdicts(judge, known) == ([], [])


SHORT = Answers(personal=(Secret("Max"), Secret("Lia Moon "), Secret("Jo")))


@pytest.mark.parametrize(
    ("password", "severity", "confidence"),
    [
        ("max2019", "medium", "likely"),
        ("!M4x19", "medium", "likely"),
        ("Max", "high", "certain"),
        ("LIA77", "medium", "likely"),
        ("Moon7733", "medium", "likely"),
        ("l1am00n", "high", "certain"),  # joined, and with digits for letters
    ],
)
def test_told_words_of_three_letters_and_with_spaces_are_found(  # noqa: PLR0913, PLR0917  # fixtures
    evidence, login, verdicts, password, severity, confidence
):
    known = evidence(
        login("a1", password, site="x.example"), answers=SHORT, strengths={password: STRONG}
    )
    assert verdicts(judge, known) == ([("a1", severity, confidence)], [])


@pytest.mark.parametrize("password", ["maxim2019", "climax99", "2019", "Jo2019", "lia-and-q"])
def test_three_letters_amid_others_and_shorter_words_are_chance(
    evidence, login, verdicts, password
):
    known = evidence(
        login("a1", password, site="x.example"), answers=SHORT, strengths={password: WEAK}
    )
    assert verdicts(judge, known) == ([], [])


def test_three_letters_before_many_digits_matter_only_in_a_guessable_password(
    evidence, login, verdicts
):
    account = login("a1", "max4829104857", site="x.example")
    for strength, found in ((STRONG, []), (WEAK, [("a1", "medium", "likely")])):
        known = evidence(account, answers=SHORT, strengths={"max4829104857": strength})
        assert verdicts(judge, known) == (found, [])


def test_the_worst_of_several_passwords_speaks(evidence, login, verdicts):
    account = login("a1", "sample77", "sample", username="sample", site="x.example")
    assert verdicts(judge, evidence(account)) == ([("a1", "high", "certain")], [])


def test_random_passwords_hold_no_words(evidence, login, verdicts):
    chance = random.Random(7)  # noqa: S311
    letters = string.ascii_letters + string.digits
    texts = ["".join(chance.choices(letters, k=14 + i % 12)) for i in range(5000)]
    accounts = [
        login(
            f"a{i}", text, username=f"{text[::-1][:4]}{i}", site="bank.example", title="Bank ABCD"
        )
        for i, text in enumerate(texts)
    ]
    known = evidence(*accounts, strengths=dict.fromkeys(texts, STRONG), answers=TOLD)
    assert verdicts(judge, known) == ([], [])
