"""The report for spreadsheets: one row per account, safe to open in one."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable
from io import StringIO

from secaudit.languages import _
from secaudit.model import AccountSummary, Action, Finding, Report
from secaudit.reports import outline, words
from secaudit.reports.reader import left_out

COLUMNS = (
    "id",
    "title",
    "site",
    "username",
    "importance",
    "highest severity",
    "findings",
    "reasons",
    "what to do",
    "minutes",
    "link",
    "password score",
    "pwned count",
    "reused with",
    "second factor",
    "not checked",
    "invented",
    "ignored",
    "ignored because",
    "left out",
)

# What makes a spreadsheet compute a cell (OWASP, CSV Injection), the full-width forms too. After a
# separator as well: where `;` or a tab parts the cells, the rest of a text becomes one of its own.
_FORMULA = re.compile(r"((?:^|[;,\t\r\n|])[\s\"']*)(?=[=+\-@＝＋－＠])")


def render(report: Report) -> str:
    """Return the report as RFC 4180 CSV: every cell quoted, lines ended by CR LF, no BOM.

    Names of columns, severities, importance, yes and no are the same in every language, for
    filters and formulas; what is there to be read is in the language that is spoken.
    """
    accounts = outline.index(report)
    findings, actions, gaps = _by_account(report)
    ignored = _ignored(report)
    file = StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    for account in report.accounts:
        row = _row(account, findings[account.id], actions[account.id])
        row["reused with"] = (
            _(words.UNKNOWN)
            if account.reused_with is None
            else _joined(outline.names(account.reused_with, accounts))
        )
        row["not checked"] = _joined(gaps[""] + gaps[account.id])
        row["invented"] = "yes" if report.invented else "no"
        row["ignored"] = len(ignored[account.id])
        row["ignored because"] = _joined(ignored[account.id])
        row["left out"] = left_out(report)
        writer.writerow(_safe(str(row[column])) for column in COLUMNS)
    return file.getvalue()


def _row(
    account: AccountSummary, findings: list[Finding], actions: list[Action]
) -> dict[str, object]:
    findings = sorted(findings, key=lambda finding: -finding.severity)
    links = [*(action.url for action in actions), *(finding.url for finding in findings)]
    return {
        "id": account.id,
        "title": account.title,
        "site": account.site or "",
        "username": account.username,
        "importance": account.importance,
        "highest severity": findings[0].severity.word if findings else "",
        "findings": len(findings),
        "reasons": _joined(finding.title for finding in findings),
        "what to do": _joined(words.advice(finding) for finding in findings),
        "minutes": sum(action.minutes for action in actions),
        "link": next(filter(None, links), ""),
        "password score": _(words.UNKNOWN) if account.score is None else account.score,
        "pwned count": _count(account),
        "second factor": words.methods(account.methods),
    }


def _count(account: AccountSummary) -> int | str:
    if account.pwned_count is None:
        return _(words.UNKNOWN)
    if account.pwned_approximate:
        return _("about {number}").format(number=account.pwned_count)
    return account.pwned_count


def _by_account(
    report: Report,
) -> tuple[dict[str, list[Finding]], dict[str, list[Action]], dict[str, list[str]]]:
    """Return the findings, actions and gaps of each account; gaps of all accounts under `""`."""
    findings, actions, gaps = defaultdict(list), defaultdict(list), defaultdict(list)
    for finding in report.findings:
        for account_id in dict.fromkeys(finding.accounts):
            findings[account_id].append(finding)
    for action in report.plan:
        for account_id in dict.fromkeys(action.accounts):
            actions[account_id].append(action)
    for gap in report.not_checked:
        everyone = ("",) if gap.check in words.CHECKS else ()
        for account_id in dict.fromkeys(gap.accounts) or everyone:
            gaps[account_id].append(f"{words.check(gap.check)} ({gap.why.rstrip('.')})")
    return findings, actions, gaps


def _ignored(report: Report) -> dict[str, list[str]]:
    """Return what is ignored of each account, and why."""
    ignored = defaultdict(list)
    for each in report.ignored:
        for account_id in dict.fromkeys(each.finding.accounts):
            ignored[account_id].append(f"{each.finding.title} ({words.decision(each.rule)})")
    return ignored


def _joined(parts: Iterable[str]) -> str:
    return "; ".join(parts)


def _safe(cell: str) -> str:
    """Return a cell that no spreadsheet computes: an apostrophe marks what follows as text."""
    return _FORMULA.sub(r"\1'", cell)
