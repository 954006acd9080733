import pkgutil
from collections import Counter

import pytest

from secaudit import checks
from secaudit.checks import CHECKS
from secaudit.checks.base import check, gap
from secaudit.model import (
    Answers,
    Breach,
    Confidence,
    Finding,
    NotChecked,
    Pwned,
    Severity,
    Strength,
    Unchecked,
)
from secaudit.text import Secret

SHARED = {"base", "words"}


def test_every_file_in_checks_is_in_the_list():
    files = {module.name for module in pkgutil.iter_modules(checks.__path__)} - SHARED
    assert {check.run.__module__.rpartition(".")[2] for check in CHECKS} == files


def test_a_check_is_named_like_its_file():
    assert [check.id for check in CHECKS] == [
        check.run.__module__.rpartition(".")[2].replace("_", "-") for check in CHECKS
    ]


@pytest.mark.parametrize("one", CHECKS, ids=lambda check: check.id)
def test_a_check_documents_itself(one):
    assert one.doc.startswith(f"{one.title}\n\n")
    assert one.title.endswith(".")


@pytest.mark.parametrize("one", CHECKS, ids=lambda check: check.id)
def test_nothing_is_found_where_there_is_nothing(one, evidence):
    assert list(one.run(evidence())) == []


@pytest.mark.parametrize("one", CHECKS, ids=lambda check: check.id)
def test_evidence_that_is_missing_altogether_is_never_fine(one, evidence, login):
    """A login of which nothing is known is found, not checked, or no concern of the check."""
    account = login("a1", "Wn3-vQx7pLz", site="shop.example", username="mira@mail.example")
    known = evidence(account, breaches=Unchecked("it was not asked"))
    spoken = {i for result in one.run(known) for i in result.accounts}
    needs_nothing = {"password-reused", "password-similar", "password-personal", "url-insecure"}
    assert spoken == (
        {"a1"} if one.concerns(known, account) and one.id not in needs_nothing else set()
    )


def test_gaps_are_said_once_for_each_reason_after_the_findings(evidence, login):
    slow, odd = Unchecked("too slow"), Unchecked("Odd.", asked=False)
    found = Finding("x", "t", Severity.LOW, Confidence.LIKELY, ("a9",), "w", "a")

    @check("x", concerns=lambda _evidence, _account: True, good="luck")
    def judge(_evidence):
        """Speak."""
        yield gap("x", slow, login("a1"))
        yield gap("x", odd, login("a2"))
        yield found
        yield gap("x", slow, login("a1"), login("a3"))

    assert list(judge.run(evidence())) == [
        found,
        NotChecked("x", "Too slow.", ("a1", "a3")),
        NotChecked("x", "Odd.", ("a2",), asked=False),
    ]


CANARY = "Zq8canary-WjtP4"


def test_no_message_holds_a_password_or_a_part_of_one(evidence, login, day):
    """Every check that sees passwords speaks of this vault, and none repeats what it saw."""
    accounts = [
        login(
            "a1",
            CANARY,
            site="one.example",
            username="mira",
            past=[("old", "2020-01-01"), (CANARY, "2019-01-01")],
        ),
        login("a2", CANARY, site="two.example", changed=day("2020-01-01")),
        login("a3", CANARY + "99", site="three.example"),
        login("a4", "7391", title="Door"),
        login("a5", "1212", title="SIM PIN"),
    ]
    known = evidence(
        *accounts,
        strengths={CANARY: Strength(1, 5.0), CANARY + "99": Strength(2, 7.0)},
        pwned={CANARY: Pwned(2413), "1212": Pwned(None, rank=77, source="common passwords")},
        breaches=(
            Breach("Two", "Two", "two.example", day("2021-05-01").date(), frozenset({"Passwords"})),
        ),
        answers=Answers(personal=(Secret("canary"),)),
    )
    results = [result for one in CHECKS for result in one.run(known)]
    spoken = Counter(result.check for result in results if isinstance(result, Finding))
    assert {name for name in spoken if name.startswith("password-")} == {
        "password-weak",
        "password-pwned",
        "password-reused",
        "password-similar",
        "password-recycled",
        "password-personal",
    }
    text = repr(results).casefold()
    for part in (CANARY, "canary", "Zq8", "WjtP4", "7391", "1212", "2413", "2,413", "77"):
        assert part.casefold() not in text


def test_a_check_speaks_at_most_once_of_an_account(evidence, login):
    rivals = login("a1", "Tulip-Moon9", "Garden4-Path", site="one.example")
    two = login("a2", "Tulip-Moon9", "Tulip-Moon8", site="two.example")
    three = login("a3", "Garden4-Path", site="three.example")
    four = login("a4", "Garden4-Pathway", "tulip-moon10", site="four.example")
    known = evidence(rivals, two, three, four)
    for one in CHECKS:
        found = [r.accounts for r in one.run(known) if isinstance(r, Finding)]
        assert max(Counter(i for ids in found for i in ids).values(), default=0) <= 1
