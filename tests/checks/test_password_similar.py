import random
import string
import time

import pytest

from secaudit.checks.password_similar import judge
from secaudit.model import Confidence, Finding, Severity


def test_variants_of_a_password_are_named(evidence, login):
    known = evidence(
        login("a1", "Tulip-amazon-77", site="amazon.com"),
        login("a2", "fx8Qp2LmZw", site="other.example"),
        login("a3", "Tulip-github-78", site="github.com", critical=True),
    )
    assert list(judge.run(known)) == [
        Finding(
            check="password-similar",
            title="The passwords of 2 logins are variants of one another",
            severity=Severity.MEDIUM,
            confidence=Confidence.LIKELY,
            accounts=("a3", "a1"),
            why="Github and Amazon have passwords so alike that who knows one can guess the "
            "others.",
            advice="Give each a random one of its own; begin with Github.",
            references=("https://doi.org/10.1109/SP.2019.00056",),
        )
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tulip2023!", "tul1p2024"),  # digits and signs at the end, digits for letters
        ("!!Sunshine", "Sunshine99"),
        ("Monkeys!", "monkey77"),  # one character dropped
        ("Blue7Horse", "Blue8Horse"),  # one replaced
        ("gardenpath", "gadrenpath"),  # two swapped
        ("$ummertime1", "Summertime2"),
        ("Sunshine-9Ktq", "Sunshine-P4wz"),  # a common beginning
        ("9Ktq-Sunshine", "P4wz-Sunshine"),  # a common end
        ("x" * 30 + "Long1" + "y" * 30, "x" * 30 + "Long2" + "y" * 30),
        ("a" * 10_000, "a" * 9_999 + "b"),
        ("Max2019!", "Max2020!"),  # a short word and a year
        ("anna1987", "Anna2024"),
    ],
)
def test_variants(evidence, login, verdicts, one, other):
    known = evidence(login("a1", one, site="one.example"), login("a2", other, site="two.example"))
    assert verdicts(judge, known) == ([("a1 a2", "medium", "likely")], [])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tulip2023!", "Tulip2023!"),  # reuse, said elsewhere
        ("lemon-orbit-cable-fudge", "lemon-tractor-window-sky"),
        ("lemon-orbit-cable-fudge", "river-tractor-window-fudge"),
        ("tiger-4829104857", "tiger-9917264810"),  # the digits are the password
        ("tiger", "timer"),
        ("19870314", "19870315"),
        ("8305", "8306"),
        ("Max2019!", "Max2020?"),
        ("Max2019!", "Tim2020!"),
        ("Max4019!", "Max5020!"),  # no year
        ("ab2019", "ab2020"),
        ("", ""),
    ],
)
def test_no_variants(evidence, login, verdicts, one, other):
    known = evidence(login("a1", one, site="one.example"), login("a2", other, site="two.example"))
    assert verdicts(judge, known) == ([], [])


def test_variants_at_one_site_are_no_matter(evidence, login, verdicts):
    known = evidence(
        login("a1", "Tulip2023!", site="google.com"),
        login("a2", "Tulip2024!", "Tulip2025!", site="youtube.com"),
    )
    assert verdicts(judge, known) == ([], [])


def test_a_rival_that_resembles_nothing_does_not_make_reuse_similar(evidence, login, verdicts):
    known = evidence(
        login("a1", "Tulip2023!", "fx8Qp2LmZw", site="one.example"),
        login("a2", "Tulip2023!", site="two.example"),
    )
    assert verdicts(judge, known) == ([], [])


def test_rivals_join_what_they_resemble_in_one_finding(evidence, login, verdicts):
    known = evidence(
        login("a1", "Tulip2023!", "Garden-Path", site="one.example"),
        login("a2", "Tulip2024!", site="two.example"),
        login("a3", "GardenPath7", site="three.example"),
    )
    assert verdicts(judge, known) == ([("a1 a2 a3", "medium", "likely")], [])


def _generated(seed, number):
    """Passwords as managers make them: several alphabets and lengths, and random passphrases."""
    chance = random.Random(seed)  # noqa: S311
    letters = string.ascii_letters + string.digits
    alphabets = (letters, letters + string.punctuation, string.ascii_lowercase, "0123456789abcdef")
    words = ["".join(chance.choices(string.ascii_lowercase, k=5)) for _ in range(7776)]
    for i in range(number):
        if i % 3 == 0:
            yield chance.choice("-. ").join(chance.choices(words, k=4))
        else:
            size = chance.choice((12, 14, 16, 20, 24, 32, 64))
            yield "".join(chance.choices(alphabets[i % 4], k=size))


@pytest.mark.parametrize("seed", range(3))
def test_ten_thousand_generated_passwords_are_all_different(evidence, login, verdicts, seed):
    accounts = [
        login(f"a{i}", text, site=f"site{i}.example", username=f"mira{i}@mail.example")
        for i, text in enumerate(_generated(seed, 10_000))
    ]
    start = time.perf_counter()
    assert verdicts(judge, evidence(*accounts)) == ([], [])
    assert time.perf_counter() - start < 30, "far from linear: it takes 0.2 seconds"
