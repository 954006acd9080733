"""Mailboxes that are had back through each other."""

import pytest

from secaudit.checks import recovery_loop
from secaudit.model import Answers, Confidence, Finding, Recovery, Severity

check = recovery_loop.judge


def box(name):
    return f"ana@{name}.example"


@pytest.fixture
def mailboxes(evidence, login):
    """Make mailboxes by name; each is told where its own new password goes."""

    def make(**sends):
        return evidence(
            *(
                login(f"a{number}", f"p{number}", site=f"{name}.example", username=box(name))
                for number, name in enumerate(sends, 1)
            ),
            answers=Answers(
                recovery={
                    (f"{name}.example", ""): told
                    if isinstance(told, Recovery)
                    else Recovery(mail=tuple(map(box, told.split())))
                    for name, told in sends.items()
                }
            ),
        )

    return make


def test_two_mailboxes_that_reset_each_other(mailboxes, only):
    assert only(check, mailboxes(one="two", two="one")) == Finding(
        check="recovery-loop",
        title="These mailboxes only reset each other",
        severity=Severity.LOW,
        confidence=Confidence.CERTAIN,
        accounts=("a2", "a1"),
        why="New passwords for ana@two.example and ana@one.example go round in a circle. If you "
        "lose your way into all of them at once, nothing leads back.",
        advice="Give one of them another way back: backup codes on paper, or a recovery phone "
        "number.",
    )


@pytest.mark.parametrize(
    ("sends", "ring"),
    [
        ({"one": "two", "two": "three", "three": "one"}, {"a1", "a2", "a3"}),
        ({"one": "two three", "two": "one", "three": "one"}, {"a1", "a2", "a3"}),
        ({"one": "two", "two": "three", "three": "two"}, {"a2", "a3"}),  # one leads into it
        ({"three": "two", "two": "three", "one": "two"}, {"a1", "a2"}),
        ({"one": "two", "two": Recovery(mail=())}, None),
        ({"one": "two", "two": Recovery(mail=(box("one"),), phone=True)}, None),
        ({"one": "two", "two": Recovery(mail=(box("one"),), backup_codes="paper")}, None),
        ({"one": "two", "two": Recovery(mail=(box("one"),), backup_codes="manager")}, None),
        ({"one": "two", "two": Recovery(mail=(box("one"),), backup_codes="none")}, {"a1", "a2"}),
        ({"one": "two", "two": "one three", "three": Recovery(mail=())}, None),
        ({"one": "one"}, None),  # its own mailbox is no way back at all
    ],
)
def test_a_ring_is_what_leads_nowhere_else(mailboxes, sends, ring):
    found = list(check.run(mailboxes(**sends)))
    assert [set(finding.accounts) for finding in found] == ([ring] if ring else [])


def test_two_rings_are_two_findings(mailboxes, verdicts):
    known = mailboxes(one="two", two="one", three="four", four="three")
    findings, gaps = verdicts(check, known)
    assert [set(ids.split()) for ids, _, _ in findings] == [{"a1", "a2"}, {"a3", "a4"}]
    assert gaps == []


def test_another_login_to_a_mailbox_of_which_nobody_told_makes_it_likely(evidence, login, only):
    known = evidence(
        login("a1", "p", site="one.example", username=box("one")),
        login("a2", "q", site="two.example", username=box("two")),
        login("a3", "r", site="two.example", username="ana"),
        answers=Answers(
            recovery={
                ("one.example", ""): Recovery(mail=(box("two"),)),
                ("two.example", box("two")): Recovery(mail=(box("one"),)),
            }
        ),
    )
    finding = only(check, known)
    assert (set(finding.accounts), finding.confidence) == ({"a1", "a2", "a3"}, Confidence.LIKELY)


def test_a_way_back_to_a_mailbox_in_no_export_is_not_checked(mailboxes, verdicts):
    known = mailboxes(one="two", two="three off", three="far")
    assert verdicts(check, known) == (
        [],
        [
            ("a2", "ana@far.example and ana@off.example are in none of your exports.", False),
            ("a3", "ana@far.example is in none of your exports.", False),
        ],
    )


def test_it_concerns_mailboxes_that_another_mailbox_resets(mailboxes):
    known = mailboxes(one="two", two=Recovery(mail=()), three=Recovery(phone=True))
    assert [check.concerns(known, one) for one in known.accounts] == [False, False, False]
    known = mailboxes(one="two", two="one three", three=Recovery(mail=()))
    assert [check.concerns(known, one) for one in known.accounts] == [True, True, False]
