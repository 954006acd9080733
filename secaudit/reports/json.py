"""The report for programs: version 1 of the contract in docs/report.schema.json."""

import json
from datetime import datetime
from typing import Any

from secaudit.model import (
    AccountSummary,
    Finding,
    Headway,
    Ignored,
    Marked,
    Picture,
    Report,
    Severity,
    SourceSummary,
    utc,
)
from secaudit.reports.reading import SCHEMA_VERSION


def render(report: Report) -> str:
    """Return the report as one JSON object; a value that was not checked is null."""
    return json.dumps(_document(report), indent=2, allow_nan=False) + "\n"


def changes(progress: Headway) -> str:
    """Return what changed between two audits: `progress` of the report, as a document."""
    document = {"schema_version": SCHEMA_VERSION, **_progress(progress)}
    return json.dumps(document, indent=2, allow_nan=False) + "\n"


def _document(report: Report) -> dict[str, Any]:
    found = [finding.severity for finding in report.findings]
    return {
        "schema_version": SCHEMA_VERSION,
        "generated": utc(report.generated).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "tool": {"name": "secaudit", "version": report.version},
        "invented": report.invented,
        "input": {
            "sources": [_source(source) for source in report.sources],
            "corpora": report.corpora,
        },
        "summary": {
            "accounts": len(report.accounts),
            "findings": {s.word: found.count(s) for s in sorted(Severity, reverse=True)},
            "ignored": len(report.ignored),
            "score": report.score,
            # 1 is for when nothing is missing, so it is never rounded up to that.
            "coverage": 1.0 if report.coverage >= 1 else min(round(report.coverage, 3), 0.999),
        },
        "accounts": [_account(account) for account in report.accounts],
        "findings": [_finding(finding) for finding in report.findings],
        "ignored": [_ignored(ignored) for ignored in report.ignored],
        "not_checked": [
            {"check": gap.check, "why": gap.why, "accounts": gap.accounts, "asked": gap.asked}
            for gap in report.not_checked
        ],
        "plan": [
            {
                "rank": action.rank,
                "title": action.title,
                "severity": action.severity.word,
                "minutes": action.minutes,
                "url": action.url,
                "accounts": action.accounts,
                "findings": action.findings,
                "effect": action.effect,
                "steps": action.steps,
            }
            for action in report.plan
        ],
        "good": report.good,
        "network": [
            {"host": sent.host, "requests": sent.requests, "sent": sent.sent}
            for sent in report.network
        ],
        "unmatched": report.unmatched,
        "credits": report.credits,
        "picture": _picture(report.picture),
        "progress": None if report.progress is None else _progress(report.progress),
        "marked": [_marked(marked) for marked in report.marked],
        "for": report.reader,
        "exact": {
            "generated": _in_a_zone(report.generated).isoformat(),
            "coverage": report.coverage,
        },
    }


def _in_a_zone(moment: datetime) -> datetime:
    """Return a moment as it is, with its zone: the day of a report is that of its person."""
    return moment if moment.tzinfo else utc(moment)


def _source(source: SourceSummary) -> dict[str, Any]:
    return {
        "name": source.name,
        "format": source.format,
        "rows": source.rows,
        "logins": source.logins,
        "codes": source.codes,
        "skipped": dict(source.skipped),
        "unreadable": [
            {"where": row.where, "why": row.why, "batch": row.batch} for row in source.unreadable
        ],
        "columns": dict(source.columns),
        "lying": None
        if source.lying is None
        else {
            "synced": source.lying.synced or None,
            "readable_by_others": source.lying.readable_by_others,
            "files": source.lying.files,
        },
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.id,
        "check": finding.check,
        "title": finding.title,
        "severity": finding.severity.word,
        "confidence": finding.confidence,
        "accounts": finding.accounts,
        "why": finding.why,
        "advice": finding.advice,
        "url": finding.url,
        "references": finding.references,
        "minutes": finding.minutes,
    }


def _ignored(ignored: Ignored) -> dict[str, Any]:
    rule = ignored.rule
    return {
        "finding": _finding(ignored.finding),
        "rule": {
            "check": rule.check,
            "account": rule.account,
            "reason": rule.reason,
            "until": None if rule.until is None else rule.until.isoformat(),
        },
    }


def _account(account: AccountSummary) -> dict[str, Any]:
    return {
        "id": account.id,
        "title": account.title,
        "site": account.site,
        "username": account.username,
        "importance": account.importance,
        "password": {
            "score": account.score,
            "guesses_log10": account.guesses_log10,
            "pwned_count": account.pwned_count,
            "pwned_approximate": account.pwned_approximate,
            "reused_with": account.reused_with,
            "changed": None if account.changed is None else account.changed.isoformat(),
        },
        "second_factor": {
            "methods": account.methods,
            "offered": account.offered,
            "source": account.offer_source,
        },
        "way_in": None
        if account.way_in is None
        else {
            "level": account.way_in.level,
            "steps": account.way_in.steps,
            "assumed": account.way_in.assumed,
        },
        "sources": account.sources,
    }


def _progress(progress: Headway) -> dict[str, Any]:
    return {
        "since": progress.since.isoformat(),
        "points": [
            {"day": point.day.isoformat(), "score": point.score, "coverage": point.coverage}
            for point in progress.points
        ],
        "differences": [
            {
                "turn": difference.turn,
                "check": difference.check,
                "title": difference.title,
                "severity": difference.severity.word,
                "accounts": difference.accounts,
                "why": difference.why,
            }
            for difference in progress.differences
        ],
        "added": progress.added,
        "removed": progress.removed,
        "renewed": progress.renewed,
    }


def _marked(marked: Marked) -> dict[str, Any]:
    return {
        "finding": _finding(marked.finding),
        "state": marked.mark.state,
        "day": marked.mark.day.isoformat(),
        "because": marked.mark.because,
        "standing": marked.standing,
        "why": marked.why,
    }


def _picture(picture: Picture) -> dict[str, Any]:
    return {
        "spots": [
            {"id": spot.id, "kind": spot.kind, "label": spot.label, "level": spot.level}
            for spot in picture.spots
        ],
        "arrows": [
            {
                "source": arrow.source,
                "target": arrow.target,
                "label": arrow.label,
                "assumed": arrow.assumed,
                "also": arrow.also,
            }
            for arrow in picture.arrows
        ],
        "more": picture.more,
    }
