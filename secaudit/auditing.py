"""Evidence → Report: run every check, and join what they say."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice

from secaudit import __version__
from secaudit.access.building import access_of
from secaudit.access.building import account as account_thing
from secaudit.access.explaining import Explainer
from secaudit.access.picturing import picture
from secaudit.checks import CHECKS
from secaudit.checks.base import Check, Result
from secaudit.errors import ExitCode
from secaudit.facts import offer_of, offered, strength_of, switched_off
from secaudit.ignoring import heed
from secaudit.languages import N_, _, ngettext
from secaudit.languages import number as digits
from secaudit.model import (
    Account,
    AccountSummary,
    Answer,
    Confidence,
    Evidence,
    Finding,
    NotChecked,
    Pwned,
    Report,
    Sent,
    Severity,
    Skipped,
    SourceSummary,
    Strength,
    Unchecked,
    Unreadable,
    Vault,
)
from secaudit.plan import plan
from secaudit.scoring import score
from secaudit.sites import Importance

_SWITCHED_OFF = N_("Switched off in your password manager.")
_ELSEWHERE = N_(
    "You noted in your password manager that the second step is elsewhere, or switched this off "
    "there."
)
_SENSITIVE = N_(
    "Breaches of a sensitive kind are shown to nobody but the owner of an address; "
    "ask for yours at haveibeenpwned.com."
)
_RIVALS = N_(
    "Different passwords are stored for the same login, and nothing says which one is in use: "
    "if this one is old, delete that entry."
)
_WHICH = N_(
    "Different passwords are stored for the same login. Nothing says which one is in use, so every "
    "one was checked: delete what is old."
)
_WAY_IN = N_("Nothing tells what opens it: no password is stored, or its second step is not known.")

_SHARING = 50
"""Accounts named as sharing a password with another; the finding names them all."""

_EQUALS = (
    "single-point",
    "url-insecure",
    "address-breached",
    "second-factor-missing",
    "second-factor-weak",
    "password-recycled",
    "checklist-items",
    "lockout-risk",
    "password-similar",
    "password-reused",
    "recovery-loop",
    "password-weak",
    "password-pwned",
    "password-personal",
    "site-breached",
    "recovery-weak",
    "passkey-available",
)
"""The order of findings that are equally bad: by their titles in English, in every language.

Answers to checklists keep the order of their checklist.
"""

_SURE = tuple(Confidence)
_IMPORTANCE = tuple(Importance)

_EXIT = {
    Severity.LOW: ExitCode.LOW,
    Severity.MEDIUM: ExitCode.MEDIUM,
    Severity.HIGH: ExitCode.HIGH,
    Severity.CRITICAL: ExitCode.CRITICAL,
}


def audit(  # noqa: PLR0913  # what is known, and what was done to know it
    evidence: Evidence,
    vaults: Sequence[Vault] = (),
    *,
    generated: datetime,
    sent: tuple[Sent, ...] = (),
    credits: tuple[str, ...] = (),  # noqa: A002  # the field of Report
    invented: bool = False,
    corpora: tuple[str, ...] = (),
) -> Report:
    """Judge the evidence and return the report on it.

    `vaults` are the exports the evidence was gathered from, for the row accounting. The same
    arguments give the same report.
    """
    results = {check.id: tuple(check.run(evidence)) for check in CHECKS}
    findings: list[Finding] = []
    missing: list[NotChecked] = []
    good: list[str] = []
    for check in CHECKS:
        found, gaps = _heeded(check, results[check.id], evidence)
        findings += found
        missing += gaps
        good += _praise(check, evidence, found, gaps)
    good += _answered(evidence)
    missing += unread(evidence, vaults)
    findings = _sorted(findings, evidence)
    points, coverage = score(evidence)
    findings, ignored, idle = heed(findings, evidence)
    missing += idle
    return Report(
        generated=generated,
        version=__version__,
        sources=tuple(_source(vault) for vault in vaults),
        accounts=_summaries(evidence, results["password-reused"]),
        findings=tuple(findings),
        not_checked=tuple(missing),
        plan=plan(findings, evidence),
        good=tuple(good),
        network=sent,
        score=points,
        coverage=coverage,
        credits=credits,
        corpora=corpora,
        invented=invented,
        ignored=tuple(ignored),
        picture=picture(
            access_of(evidence),
            [a.id for a in evidence.accounts if a.importance is Importance.CRITICAL],
        ),
        unmatched=tuple(
            _("{code}, in {export}").format(code=code.name, export=code.source)
            for code in evidence.unmatched
        ),
    )


def exit_code(report: Report) -> ExitCode:
    """Return how the process should end: by the worst finding, else by what is missing."""
    if report.worst:
        return _EXIT[report.worst]
    asked = any(missing.asked for missing in report.not_checked)
    return ExitCode.NOT_CHECKED if asked else ExitCode.OK


def _heeded(
    check: Check, results: Sequence[Result], evidence: Evidence
) -> tuple[list[Finding], list[NotChecked]]:
    """Leave out the logins that a check is switched off for, and say so."""
    off = {a.id for a in evidence.accounts if switched_off(evidence, a, check.id)}
    rivals = {account.id for account in evidence.accounts if account.rivals}
    findings: list[Finding] = []
    gaps: list[NotChecked] = []
    for result in results:
        left = tuple(account_id for account_id in result.accounts if account_id not in off)
        if result.accounts and not left:
            continue
        if isinstance(result, Finding):
            findings.append(_doubted(replace(result, accounts=left), rivals))
        else:
            gaps.append(replace(result, accounts=left))
    silenced = tuple(a.id for a in evidence.accounts if a.id in off and check.concerns(evidence, a))
    if silenced:
        why = _ELSEWHERE if check.id == "second-factor-missing" else _SWITCHED_OFF
        gaps.append(NotChecked(check.id, _(why), silenced, asked=False))
    return findings, gaps


def _doubted(finding: Finding, rivals: set[str]) -> Finding:
    """Say it of a finding on a login for which exports hold different passwords."""
    if not finding.check.startswith("password-") or rivals.isdisjoint(finding.accounts):
        return finding
    return replace(finding, confidence=Confidence.UNSURE, why=f"{finding.why} {_(_RIVALS)}")


def _praise(
    check: Check, evidence: Evidence, findings: list[Finding], gaps: list[NotChecked]
) -> Iterator[str]:
    """Say of how many logins a check found nothing, if of any."""
    concerned = {a.id for a in evidence.accounts if check.concerns(evidence, a)}
    total = len(concerned)
    for ids in (*(f.accounts for f in findings), *(g.accounts for g in gaps)):
        concerned.difference_update(ids)
    if number := len(concerned):
        yield ngettext(
            "{number} of {total} logins has {good}.",
            "{number} of {total} logins have {good}.",
            number,
        ).format(number=digits(number), total=digits(total), good=_(check.good))


def _answered(evidence: Evidence) -> Iterator[str]:
    """Say how many questions of each checklist were answered with yes, if any."""
    for platform in evidence.walked:
        answers = [evidence.answers.items.get(item.id) for item in platform.items]
        if number := answers.count(Answer.YES):
            yield _("{checklist}: {number} of {total} questions answered with yes.").format(
                checklist=platform.name, number=number, total=len(answers)
            )


def unread(evidence: Evidence, vaults: Sequence[Vault]) -> Iterator[NotChecked]:
    """Say what no check looked at: unreadable rows, which of two passwords it is, the ways in."""
    for vault in vaults:
        if number := sum(isinstance(row, Unreadable) for row in vault.rows):
            why = ngettext(
                "{number} row of {export} could not be read.",
                "{number} rows of {export} could not be read.",
                number,
            ).format(number=digits(number), export=vault.name)
            yield NotChecked("vault", why)
    if evidence.unreadable and not vaults:
        rows = digits(evidence.unreadable)
        yield NotChecked("vault", _("Rows that could not be read: {number}.").format(number=rows))
    if rivals := tuple(account.id for account in evidence.accounts if account.rivals):
        yield NotChecked("vault", _(_WHICH), rivals, asked=False)
    known = {key for account in evidence.accounts for key in account.answer_keys}
    answers = evidence.answers
    said = {*answers.second_factors, *answers.recovery, *answers.importance}
    for site, username in sorted(said - known):
        why = (
            _("Your answer for {username} at {site} fits no login.")
            if username
            else _("Your answer for {site} fits no login.")
        )
        yield NotChecked("answers", why.format(username=username, site=site))
    if any(not isinstance(found, Unchecked) for found in evidence.addresses.values()):
        yield NotChecked("address-breached", _(_SENSITIVE), asked=False)
    reached = access_of(evidence).reached
    if dark := tuple(a.id for a in evidence.accounts if account_thing(a.id) not in reached):
        yield NotChecked("way-in", _(_WAY_IN), dark, asked=False)


def _sorted(findings: list[Finding], evidence: Evidence) -> list[Finding]:
    """Return the worst first, then the surest, then by importance of the account.

    No word that is translated counts, so that the order is the same in every language.
    """
    places = {check: place for place, check in enumerate(_EQUALS)}
    importance = {a.id: _IMPORTANCE.index(a.importance) for a in evidence.accounts}

    def key(finding: Finding) -> tuple[int, int, int, int, str]:
        first = min((importance[i] for i in finding.accounts), default=len(_IMPORTANCE))
        sure = _SURE.index(finding.confidence)
        if finding.check not in places:
            return -finding.severity, sure, first, places["checklist-items"], ""
        return -finding.severity, sure, first, places[finding.check], finding.id

    return sorted(findings, key=key)


def _source(vault: Vault) -> SourceSummary:
    skipped: dict[str, int] = {}
    for row in vault.rows:
        if isinstance(row, Skipped):
            skipped[row.reason] = skipped.get(row.reason, 0) + 1
    return SourceSummary(
        name=vault.name,
        format=vault.format,
        rows=len(vault.rows),
        logins=len(vault.accounts),
        skipped=skipped,
        unreadable=tuple(row for row in vault.rows if isinstance(row, Unreadable)),
        codes=len(vault.codes),
        columns=vault.columns,
        lying=vault.lying,
    )


def _summaries(evidence: Evidence, reused: Sequence[Result]) -> tuple[AccountSummary, ...]:
    shared = {i: result.accounts for result in reused for i in result.accounts}
    explainer = Explainer(access_of(evidence))
    return tuple(
        replace(_summary(evidence, account, shared), way_in=explainer.way_in(account.id))
        for account in evidence.accounts
    )


def _summary(
    evidence: Evidence, account: Account, shared: Mapping[str, tuple[str, ...]]
) -> AccountSummary:
    """Return an account without its secrets; of several passwords, the worst one speaks."""
    strengths = [strength_of(evidence, password) for password in account.passwords]
    scored = [strength for strength in strengths if isinstance(strength, Strength)]
    weakest = min(scored, key=lambda s: s.guesses_log10, default=None)
    if len(scored) < len(strengths):
        weakest = None
    answers = [evidence.pwned.get(password) for password in account.passwords]
    counts = [
        (a.count, a.approximate) for a in answers if isinstance(a, Pwned) and a.count is not None
    ]
    whole = counts and len(counts) == len(answers)
    count, approximate = max(counts) if whole else (None, None)
    first = islice(shared.get(account.id, ()), _SHARING + 1)
    sharing = tuple(i for i in first if i != account.id)[:_SHARING]
    offer = offer_of(evidence, account) if account.site else None
    known_offer = None if isinstance(offer, Unchecked) else offer
    judged = account.passwords and "password-reused" not in account.excluded
    return AccountSummary(
        id=account.id,
        title=account.shown(account.title),
        site=account.site,
        username=account.shown(account.username),
        importance=account.importance,
        score=weakest.score if weakest else None,
        guesses_log10=weakest.guesses_log10 if weakest else None,
        pwned_count=count,
        pwned_approximate=approximate,
        reused_with=sharing if judged else None,
        changed=account.changed.date() if account.changed else None,
        methods=evidence.second_factors(account),
        offered=offered(known_offer) if known_offer else None,
        offer_source=known_offer.source if known_offer else None,
        sources=account.sources,
    )
