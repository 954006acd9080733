"""What is lost with one thing: the phone, the app, a key, the number, the paper."""

import pytest

from secaudit.checks import lockout_risk
from secaudit.model import Answers, Confidence, Finding, OneTimeCode, Recovery, Severity
from secaudit.text import Secret

check = lockout_risk.judge
SITE = "bank.example"
SEED = Secret("JBSWY3DPEHPK3PXP")
CODE = OneTimeCode("Bank", "ana", SEED)


def says(*methods, spare=(), **recovery):
    return Answers(
        second_factors={(SITE, ""): methods} if methods else {},
        recovery={(SITE, ""): Recovery(**recovery)} if recovery else {},
        spare=frozenset(spare),
    )


@pytest.fixture
def bank(login):
    """Make an important account whose password lies in an export."""

    def make(**fields):
        fields = {"site": SITE, "username": "ana", "critical": True, "sources": ("v",)} | fields
        return login("a1", "p", **fields)

    return make


def test_an_account_that_needs_the_phone_whatever_else_there_is(evidence, bank, only):
    known = evidence(bank(), answers=says("totp", "sms", backup_codes="none"))
    assert only(check, known) == Finding(
        check="lockout-risk",
        title="Losing your phone would lock you out",
        severity=Severity.MEDIUM,
        confidence=Confidence.CERTAIN,
        accounts=("a1",),
        why="Every way in that is known needs your phone.",
        advice="Print the backup codes of this account, or add a second key or device to it, "
        "and keep that somewhere else.",
        references=("https://www.cisa.gov/secure-our-world",),
    )


def test_where_nobody_said_whether_there_are_backup_codes_it_is_unsure(evidence, bank, only):
    finding = only(check, evidence(bank(codes=(CODE,))))
    assert finding.title == "Losing your phone may lock you out"
    assert (finding.severity, finding.confidence) == (Severity.LOW, Confidence.UNSURE)
    assert finding.why == (
        "Every way in that is known needs your phone. Backup codes would be another way, if you "
        "kept them."
    )


@pytest.mark.parametrize(
    ("answers", "thing"),
    [
        (says("sms", backup_codes="none"), "your phone"),
        (says("call", backup_codes="none"), "your phone"),
        (says("custom-software", backup_codes="none"), "your phone"),
        (says("passkey", backup_codes="none"), "your phone"),
        (says("totp", backup_codes="none", spare=["phone"]), "the app that makes your codes"),
        (says("totp", backup_codes="none", spare=["authenticator"]), None),
        (says("sms", backup_codes="none", spare=["phone"]), "your phone number"),
        (says("u2f", backup_codes="none"), "your security key"),
        (says("u2f", backup_codes="none", spare=["security key"]), None),
        (says("u2f", "totp", backup_codes="none"), None),
        (says("totp", backup_codes="paper"), None),
        (says("totp", backup_codes="manager"), None),
        (says("custom-hardware"), None),
    ],
)
def test_the_first_thing_that_every_way_needs_is_named(evidence, bank, answers, thing):
    results = check.run(evidence(bank(), answers=answers))
    found = [result.title for result in results if isinstance(result, Finding)]
    assert found == ([f"Losing {thing} would lock you out"] if thing else [])


def test_a_seed_in_the_vault_is_there_whatever_is_lost(evidence, bank, verdicts):
    known = evidence(bank(totp=SEED), answers=says(backup_codes="none"))
    assert verdicts(check, known) == ([], [])
    assert check.concerns(known, known.accounts[0])


def test_what_nothing_in_the_exports_opens_is_not_checked(evidence, login, verdicts):
    account = login("a1", site=SITE, username="ana", critical=True, sources=("v",))
    known = evidence(account, answers=says("totp"))
    assert verdicts(check, known) == (
        [],
        [("a1", "Nothing in your exports tells how you open it.", False)],
    )


@pytest.mark.parametrize(
    ("fields", "methods"), [({"critical": False}, ("totp",)), ({}, ()), ({}, ("totp",))]
)
def test_it_concerns_important_accounts_with_a_second_step(evidence, bank, fields, methods):
    known = evidence(bank(**fields), answers=says(*methods))
    concerned = not fields and bool(methods)
    assert check.concerns(known, known.accounts[0]) is concerned
    assert bool(list(check.run(known))) is concerned
