"""What the person said they did, or leave: believed where nothing can check it, else checked."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from secaudit.comparing import Roll, became, login, same_accounts
from secaudit.comparing.sides import of_passwords
from secaudit.languages import N_, _, day
from secaudit.model import (
    SECOND_FACTORS,
    AccountSummary,
    Action,
    Answer,
    Answers,
    Confidence,
    Finding,
    Mark,
    Marked,
    Report,
    SavedAudit,
    Standing,
    Turn,
)

_MISSING = "second-factor-missing"
_PASSKEY, _PASSKEY_METHOD = "passkey-available", "passkey"
_STILL = N_("You marked this as done on {day}, but it is still found.")
_LOOKED_UP = frozenset({"address-breached"})
"""What stays found whatever one does: only the person knows that it was done."""


@dataclass(frozen=True, slots=True)
class Told:
    """What an audit knows from the one before it."""

    before: SavedAudit
    believed: frozenset[str] = frozenset()
    """Keys of the marks that were taken for answers."""


def mark_key(check: str, account: AccountSummary | None) -> str:
    """Return what a mark is kept under: it names the same finding in every audit."""
    return "|".join((check, *(login(account) if account else ("", ""))))


def keys_of(report: Report, action: Action) -> tuple[str, ...]:
    """Return the keys of all that an action answers."""
    found = {finding.id: finding for finding in report.findings}
    accounts = {account.id: account for account in report.accounts}
    return tuple(
        mark_key(found[finding_id].check, accounts.get(account_id))
        for finding_id in action.findings
        if finding_id in found
        for account_id in _shared(found[finding_id], action) or ("",)
    )


def _shared(finding: Finding, action: Action) -> tuple[str, ...]:
    return tuple(account_id for account_id in finding.accounts if account_id in action.accounts)


# ── Before the audit: marks that stand for answers ───────────────────────────────────────────────


def believing(answers: Answers, before: SavedAudit) -> tuple[Answers, frozenset[str]]:
    """Return the answers with those that marks stand for, and the keys of these marks.

    That is a question of a checklist that was answered with no, and a second step of which the
    person said which one it is. What is answered anew counts, not the mark.
    """
    items, factors = dict(answers.items), dict(answers.second_factors)
    used = set()
    for key, (finding, account) in _findings(before.report).items():
        mark = before.marks.get(key)
        if mark is None or mark.state != "done":
            continue
        if finding.check in before.answers.items and finding.check not in items:
            items[finding.check] = Answer.YES
            used.add(key)
        if finding.check == _MISSING and account and mark.because in SECOND_FACTORS:
            whose = account.site or "", account.username.casefold()
            if answers.second_factors.keys().isdisjoint((whose, (whose[0], ""))):
                factors[whose] = (mark.because,)
                used.add(key)
    return replace(answers, items=items, second_factors=factors), frozenset(used)


def _findings(report: Report) -> Mapping[str, tuple[Finding, AccountSummary | None]]:
    """Return every finding by the keys that marks of it have; also what was marked before."""
    accounts = {account.id: account for account in report.accounts}
    return {
        mark_key(finding.check, accounts.get(account_id)): (finding, accounts.get(account_id))
        for finding in (*(marked.finding for marked in report.marked), *report.findings)
        for account_id in finding.accounts or ("",)
    }


# ── After the audit: what each mark is worth ─────────────────────────────────────────────────────


def weighed(after: SavedAudit, told: Told) -> Report:
    """Return the report of an audit that says what became of each mark of the audit before.

    Its findings and its plan still hold all: `set_aside` takes out what is marked. A finding whose
    mark is refuted says so.
    """
    report = after.report
    judge = _Judge(after, told)
    findings, marked = [], list(judge.answered())
    for finding in report.findings:
        shares = judge.shares(finding)
        marked += shares
        refuted = [share.why for share in shares if share.standing is Standing.REFUTED]
        findings.append(replace(finding, why=" ".join((finding.why, *dict.fromkeys(refuted)))))
    return replace(report, findings=tuple(findings), marked=tuple(marked))


def surviving(after: SavedAudit, told: Told) -> Mapping[str, Mark]:
    """Return the marks that hold on: not those of what is fixed, nor those that were refuted.

    A mark of what nobody looked at this time is kept for the next audit.
    """
    accounts = {account.id: account for account in after.report.accounts}
    held = {
        mark_key(marked.finding.check, accounts.get(account_id)): marked.mark
        for marked in after.report.marked
        if marked.standing is not Standing.REFUTED
        for account_id in marked.finding.accounts or ("",)
    }
    for each in became(told.before, after):
        key = mark_key(each.finding.check, each.before)
        if each.turn is Turn.NOT_CHECKED and key in told.before.marks:
            held.setdefault(key, told.before.marks[key])
    return held


class _Judge:
    """Weighs the marks of one audit against the evidence of the next."""

    def __init__(self, after: SavedAudit, told: Told) -> None:
        self._told = told
        self._said = after.answers.second_factors
        self._marks = told.before.marks
        self._accounts = {account.id: account for account in after.report.accounts}
        before = told.before
        same = same_accounts(
            Roll(before.report.accounts, before.fingerprints),
            Roll(after.report.accounts, after.fingerprints),
        )
        self._same = same
        self._prints = {
            new: (before.fingerprints.get(old), after.fingerprints.get(new))
            for old, new in same.items()
        }

    def answered(self) -> Iterator[Marked]:
        """Yield what is not found because marks were taken for answers."""
        for key, (finding, _account) in _findings(self._told.before.report).items():
            if key in self._told.believed:
                ids = tuple(self._same[i] for i in finding.accounts if i in self._same)
                found = replace(finding, accounts=ids)
                yield Marked(found, self._marks[key], Standing.BELIEVED)

    def shares(self, finding: Finding) -> list[Marked]:
        """Return the marks of a finding, each with the accounts it is about."""
        by_verdict: dict[tuple[Mark, Standing, str], list[str]] = {}
        for account_id in finding.accounts or ("",):
            mark = self._marks.get(mark_key(finding.check, self._accounts.get(account_id)))
            if mark:
                verdict = (mark, *self._verdict(finding, account_id, mark))
                by_verdict.setdefault(verdict, []).append(account_id)
        return [
            Marked(replace(finding, accounts=tuple(filter(None, ids))), *verdict)
            for verdict, ids in by_verdict.items()
        ]

    def _verdict(self, finding: Finding, account_id: str, mark: Mark) -> tuple[Standing, str]:
        if mark.state == "skipped":
            return Standing.SKIPPED, ""
        old, new = self._prints.get(account_id, (None, None))
        if finding.check == _PASSKEY and self._says_otherwise(account_id):
            return Standing.REFUTED, _(_STILL).format(day=day(mark.day))
        but = _refuting(finding, same=bool(old) and old == new, renewed=bool(old and new != old))
        if but is None:
            return Standing.BELIEVED, ""
        return Standing.REFUTED, but.format(day=day(mark.day))

    def _says_otherwise(self, account_id: str) -> bool:
        """Tell whether the person said what the second step is, and it is no passkey.

        One step of a plan may stand for a second step and a passkey; codes from an app are not
        both.
        """
        account = self._accounts[account_id]
        site = account.site or ""
        said = self._said.get((site, account.username.casefold()), self._said.get((site, "")))
        return said is not None and _PASSKEY_METHOD not in said


def _refuting(finding: Finding, *, same: bool, renewed: bool) -> str | None:
    """Return what tells that a finding is not done, None where nothing does.

    `same` and `renewed` say it of the password, if that is known from both audits.
    """
    check = finding.check
    if check in _LOOKED_UP or (check == "site-breached" and renewed):
        return None
    if of_passwords(check) and same:
        return _("You marked this as done on {day}, but the export still holds the old password.")
    if of_passwords(check) and renewed:
        return _("You marked this as done on {day}; the new password has the same problem.")
    if check == "url-insecure":
        return _("You marked this as done on {day}, but the export still holds the old address.")
    if finding.confidence is Confidence.CERTAIN or of_passwords(check):
        return _(_STILL)
    return None


# ── What is shown ────────────────────────────────────────────────────────────────────────────────


def with_marks(saved: SavedAudit) -> Report:
    """Return the report of a saved audit with the marks as they are now, not yet weighed."""
    report = saved.report
    accounts = {account.id: account for account in report.accounts}

    def key(finding: Finding, account_id: str) -> str:
        return mark_key(finding.check, accounts.get(account_id))

    marked: list[Marked] = []
    seen: set[str] = set()
    for each in report.marked:
        refuted = each.standing is Standing.REFUTED
        kept = [
            account_id
            for account_id in each.finding.accounts or ("",)
            if saved.marks.get(key(each.finding, account_id)) == (None if refuted else each.mark)
        ]
        seen.update(key(each.finding, account_id) for account_id in kept)
        marked += [_share(each, kept)] if kept else []
    for finding in report.findings:
        by_mark: dict[Mark, list[str]] = {}
        for account_id in finding.accounts or ("",):
            mark = saved.marks.get(key(finding, account_id))
            if mark and key(finding, account_id) not in seen:
                by_mark.setdefault(mark, []).append(account_id)
        marked += [
            _share(Marked(finding, mark, _AT_FIRST[mark.state]), ids)
            for mark, ids in by_mark.items()
        ]
    return replace(report, marked=tuple(marked))


_AT_FIRST = {"done": Standing.BELIEVED, "skipped": Standing.SKIPPED}
"""State of a mark → what it is worth until an audit weighs it."""


def _share(marked: Marked, account_ids: Iterable[str]) -> Marked:
    ids = tuple(filter(None, account_ids))
    return replace(marked, finding=replace(marked.finding, accounts=ids))


def set_aside(report: Report) -> Report:
    """Return a report whose findings and plan are without what is marked; numbers stay.

    What is left of an action keeps its place in the plan, so that `done 4` means the same before
    and after `done 3`.
    """
    aside = {
        (marked.finding.check, account_id)
        for marked in report.marked
        if marked.standing is not Standing.REFUTED
        for account_id in marked.finding.accounts or ("",)
    }
    if not aside:
        return report
    left: dict[str, Finding] = {}
    """Id of a finding in the whole report → what is left of it."""
    for finding in report.findings:
        ids = tuple(i for i in finding.accounts or ("",) if (finding.check, i) not in aside)
        if ids:
            left[finding.id] = replace(finding, accounts=tuple(filter(None, ids)))
    plan = (_left_of(action, left, report) for action in report.plan)
    return replace(
        report,
        findings=tuple(left.values()),
        plan=tuple(action for action in plan if action),
    )


def _left_of(action: Action, left: Mapping[str, Finding], report: Report) -> Action | None:
    """Return an action without what is marked; None where nothing is left of it."""
    whole = {finding.id: finding for finding in report.findings}
    findings = []
    for finding_id in action.findings:
        found = left.get(finding_id)
        about = found and (not whole[finding_id].accounts or _shared(found, action))
        findings += [found.id] if found and about else []
    return replace(action, findings=tuple(findings)) if findings else None
