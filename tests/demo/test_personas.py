"""What a sensible adviser would tell each invented person first; the plan has to say it."""

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

import secaudit.demo
from secaudit.auditing import audit
from secaudit.demo import PEOPLE
from secaudit.demo.telling import person, world
from secaudit.facts import offer_of, offered
from secaudit.gathering import gather
from secaudit.model import (
    Account,
    Action,
    Answer,
    Evidence,
    Offer,
    Pwned,
    Report,
    Severity,
    Strength,
)
from secaudit.reports import FORMATS, render
from secaudit.sites import mail_domain
from secaudit.text import Secret

SECOND_STEPS = {
    "second-factor-missing",
    "second-factor-weak",
    "single-point",
    "passkey-available",
}
NOW = datetime(2026, 8, 4, 9, 30, tzinfo=UTC)


def evidence_of(name: str) -> Evidence:
    vaults, answers = person(name)
    return gather(vaults, answers=answers, sources=world(), today=NOW.date())


def judged(evidence: Evidence) -> Report:
    return audit(evidence, generated=NOW, invented=True)


@pytest.fixture
def report_on():
    return lambda name: judged(evidence_of(name))


def titles(report: Report) -> list[str]:
    """Return what to do, in order, without the usernames."""
    return [re.sub(r" \([^)]*\)", "", action.title) for action in report.plan]


def found(report: Report, check: str) -> set[str]:
    """Return the titles of the accounts that a check found something about."""
    ids = {i for finding in report.findings if finding.check == check for i in finding.accounts}
    return {account.title for account in report.accounts if account.id in ids}


def way_in(report: Report, title: str) -> tuple[str, str]:
    (way,) = [account.way_in for account in report.accounts if account.title == title]
    assert way
    return way.level, " ".join(way.steps)


# ── What each should hear first ──


def test_sam_hears_of_the_phone_company_first_and_then_of_the_mailbox(report_on):
    """Every code of yours goes to one number.

    So guard the account that can move that number to another SIM, then take your mailbox off text
    messages, and then your money.
    """
    report = report_on("sam")
    assert titles(report)[:2] == [
        "Switch on a second step for Vodafone",
        "Use a stronger second step for Brightpost mail",
    ]
    assert "With it, 9 more accounts are harder to get into" in report.plan[0].effect
    assert "among them Brightpost mail" in report.plan[0].effect
    assert "Who takes over your phone number" in report.plan[1].effect
    by_text = found(report, "second-factor-weak")
    assert by_text >= {"Apple", "Brightpost mail", "Fernbank", "PayPal", "Amazon"}
    assert len(by_text) == 9
    level, steps = way_in(report, "Fernbank")
    assert level == "password only"
    assert "Whoever is signed in to Vodafone (+1 555 0101) can move your number" in steps


def test_noor_hears_of_the_mailbox_first_and_then_of_the_money(report_on):
    """One shop lost the password that opens all you have.

    So give your mailbox one of its own today, because it resets the rest, and then the places
    where your money is.
    """
    report = report_on("noor")
    first, *money = titles(report)[:3]
    assert first == "Change the password of Brightpost mail"
    assert set(money) == {"Change the password of Fernbank", "Change the password of PayPal"}
    assert "no longer opens" in report.plan[0].effect
    everywhere = {account.title for account in report.accounts}
    assert found(report, "password-reused") == everywhere
    assert len(everywhere) == 10
    level, steps = way_in(report, "PayPal")
    assert level == "guessable"
    assert "is also used at Seedling shop (noor@brightpost.example), breached in 2024" in steps


def test_ilse_hears_of_the_old_mailbox_before_all_else(report_on):
    """What you guard so well can be asked for anew at a mailbox that you forgot.

    So give that one a new password today, then a second step, and then have resets sent to the
    mailbox you use.
    """
    report = report_on("ilse")
    assert titles(report)[:3] == [
        "Change the password of Paperplane mail",
        "Switch on a second step for Paperplane mail",
        "Secure what resets Fjordmail",
    ]
    effect = report.plan[0].effect
    assert "With it, 3 more accounts are harder to get into" in effect
    assert "among them Harbour pension" in effect
    assert found(report, "recovery-weak") == {"Fjordmail", "Harbour pension"}
    level, steps = way_in(report, "Harbour pension")
    assert level == "open"
    assert "sends a new password to ilse77@paperplane.example. The password of Paperplane" in steps
    assert found(report, "lockout-risk") == set()


def test_kofi_hears_of_backup_codes_first(report_on):
    """Nobody gets in, and without your phone neither do you.

    So print the backup codes of your mailbox today, and then those of the other accounts that much
    depends on.
    """
    report = report_on("kofi")
    locked_out = {"Fjordmail", "Bitwarden", "Fernbank", "PayPal", "Vodafone"}
    assert found(report, "lockout-risk") == locked_out
    plan = titles(report)
    assert plan[0] == "Keep backup codes for Fjordmail"
    assert set(plan[:5]) == {f"Keep backup codes for {title}" for title in locked_out}
    assert report.plan[0].effect == "A lost thing no longer locks you out."
    assert {f.title for f in report.findings if f.check == "lockout-risk"} == {
        "Losing your phone would lock you out"
    }
    assert report.worst is Severity.MEDIUM


def test_robin_hears_of_the_mailbox_that_opens_the_other_one(report_on):
    """A first mailbox with a password that can be guessed resets your mailbox, and so the rest.

    So begin there, go on with the passwords that attackers already have, and give your mailbox a
    second step.
    """
    report = report_on("robin")
    assert titles(report)[0] == "Change the password of Letterbox, my first mailbox"
    assert re.search(r"With it, 1\d more accounts are harder to get into", report.plan[0].effect)
    assert "Attackers already have the old one" in report.plan[1].effect
    assert titles(report)[2].startswith("Guard My mail domain with a second step")
    _, steps = way_in(report, "My mail domain")
    assert steps.startswith("My mail domain (robin@example.org) sends a new password to ")


# ── Doing it ──


@pytest.mark.parametrize("name", PEOPLE)
def test_doing_the_first_three_settles_them_and_never_costs_points(name):
    evidence = evidence_of(name)
    report = judged(evidence)
    scores = [points(report)]
    for action in report.plan[:3]:
        evidence = after(evidence, action)
        scores.append(points(judged(evidence)))
    assert scores == sorted(scores)
    left = {(f.check, i) for f in judged(evidence).findings for i in f.accounts or ("",)}
    assert left.isdisjoint(
        (f.check, i)
        for action in report.plan[:3]
        for f in report.findings
        if f.id in action.findings
        for i in set(f.accounts) & set(action.accounts) or {""}
    )


def points(report: Report) -> int:
    assert report.score is not None
    return report.score


def after(evidence: Evidence, action: Action) -> Evidence:
    """Return what would be known once someone has done what an action says."""
    accounts = [account for account in evidence.accounts if account.id in action.accounts]
    said = evidence.answers
    factors, recovery, items = dict(said.second_factors), dict(said.recovery), dict(said.items)
    for check in {finding.partition(":")[0] for finding in action.findings}:
        if check.startswith(("password-", "site-")):
            evidence = with_new_passwords(evidence, accounts)
        elif check in items:
            items[check] = Answer.YES
        for one in accounts:
            key, known = one.answer_keys[0], said.recovery_of(one)
            if check in SECOND_STEPS:
                offer = offer_of(evidence, one)
                assert isinstance(offer, Offer)
                factors[key] = offered(offer)[:1]
            elif check == "lockout-risk":
                recovery[key] = replace(known, backup_codes="paper")
            elif check == "recovery-weak":
                recovery[key] = replace(known, mail=())
    answers = replace(said, second_factors=factors, recovery=recovery, items=items)
    return replace(evidence, answers=answers)


def with_new_passwords(evidence: Evidence, accounts: list[Account]) -> Evidence:
    fresh = {account.id: Secret(f"made up anew for {account.id}") for account in accounts}
    return replace(
        evidence,
        accounts=tuple(
            replace(account, password=fresh[account.id], rivals=(), changed=NOW)
            if account.id in fresh
            else account
            for account in evidence.accounts
        ),
        strengths={**evidence.strengths, **dict.fromkeys(fresh.values(), Strength(4, 15.0))},
        pwned={**evidence.pwned, **dict.fromkeys(fresh.values(), Pwned(0))},
    )


@pytest.mark.parametrize("name", ["robin", "sam"])
def test_the_same_person_gets_the_same_report_every_time(name):
    """Python orders sets of texts anew in each process: nothing in a report may follow that."""
    reports = []
    for seed in "123":
        ended = subprocess.run(
            [sys.executable, "-m", "secaudit", "demo", name, "--format", "json"],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        )
        reports.append(json.loads(ended.stdout) | {"generated": "", "exact": {}})
    assert reports[1:] == reports[:1] * 2


# ── The people themselves ──


def test_everyone_has_a_folder_and_every_folder_a_story():
    here = Path(secaudit.demo.__file__).parent
    folders = {file.parent.name for file in here.glob("*/answers.toml")}
    assert folders == set(PEOPLE)
    assert next(iter(PEOPLE)) == "robin"


@pytest.mark.parametrize("name", PEOPLE)
def test_an_invented_person_has_no_mail_address_that_could_be_real(name):
    evidence = evidence_of(name)
    said = [address for r in evidence.answers.recovery.values() for address in r.mail or ()]
    domains = {mail_domain(text) for text in [*said, *(a.username for a in evidence.accounts)]}
    real = {d for d in domains if d and d != "example.org" and not d.endswith(".example")}
    assert real == set()


@pytest.mark.parametrize("name", [name for name in PEOPLE if name != "robin"])
def test_a_story_is_short_and_every_answer_is_about_a_login_in_it(name):
    evidence = evidence_of(name)
    assert 8 <= len(evidence.accounts) <= 14
    assert [m.why for m in judged(evidence).not_checked if m.check in ("answers", "vault")] == []


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("name", PEOPLE)
def test_no_password_of_theirs_is_in_any_report(name, format_):
    evidence = evidence_of(name)
    past = [entry.password for account in evidence.accounts for entry in account.history]
    seeds = [account.totp for account in evidence.accounts if account.totp]
    passwords = [password for account in evidence.accounts for password in account.passwords]
    secrets = {secret.reveal() for secret in (*passwords, *past, *seeds)}
    text = render(judged(evidence), format_)
    assert [secret for secret in secrets if len(secret) > 4 and secret in text] == []
