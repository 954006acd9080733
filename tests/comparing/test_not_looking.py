"""Who looks at less, in the second audit of an unchanged export, has solved nothing."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from secaudit.auditing import audit
from secaudit.comparing import headway
from secaudit.demo import PEOPLE
from secaudit.demo.telling import person, world
from secaudit.gathering import gather
from secaudit.model import Answer, Answers, SavedAudit, Turn
from secaudit.sources import offline

NOW = datetime(2026, 12, 3, 9, 30, tzinfo=UTC)


def audited(vaults, answers, sources):
    evidence = gather(vaults, answers=answers, sources=sources, today=NOW.date())
    prints = {
        account.id: hashlib.sha256(account.password.reveal().encode()).hexdigest()
        for account in evidence.accounts
        if account.password
    }
    return SavedAudit(audit(evidence, vaults, generated=NOW), answers, prints)


def unsure(answers):
    return replace(answers, items=dict.fromkeys(answers.items, Answer.UNKNOWN))


LESS = {
    "no answers": lambda vaults, _answers, _sources: (vaults, Answers(), world()),
    "no network": lambda vaults, answers, sources: (vaults, answers, sources),
    "neither": lambda vaults, _answers, sources: (vaults, Answers(), sources),
    "could not check now": lambda vaults, answers, _sources: (vaults, unsure(answers), world()),
    "one export less": lambda vaults, answers, _sources: (vaults[1:], answers, world()),
}


@pytest.mark.parametrize("less", LESS)
@pytest.mark.parametrize("name", PEOPLE)
def test_nothing_is_solved_by_looking_at_less(name, less, tmp_path):
    vaults, answers = person(name)
    whole = audited(vaults, answers, world())
    part = audited(*LESS[less](vaults, answers, offline(cache=tmp_path, today=NOW.date())))
    found = headway(whole, part)
    assert [(d.check, d.accounts) for d in found.of(Turn.FIXED)] == []
    assert found.renewed == ()


@pytest.mark.parametrize("name", PEOPLE)
def test_nothing_changed_is_all_still_open(name):
    vaults, answers = person(name)
    whole = audited(vaults, answers, world())
    found = headway(whole, whole)
    assert {d.turn for d in found.differences} == {Turn.OPEN}
    assert (found.added, found.removed, found.renewed) == ((), (), ())
