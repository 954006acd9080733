"""A JSON report → the Report it was written from. What is damaged is refused, never guessed."""

import json
from typing import NoReturn

from secaudit.errors import ReportError
from secaudit.languages import _
from secaudit.model import (
    AccountSummary,
    Action,
    Arrow,
    Confidence,
    Difference,
    Finding,
    Headway,
    Ignore,
    Ignored,
    Lying,
    Mark,
    Marked,
    NotChecked,
    Picture,
    Point,
    Reader,
    Report,
    Sent,
    SourceSummary,
    Spot,
    Standing,
    Turn,
    Unreadable,
    WayIn,
)
from secaudit.reports.fields import Fields, damaged
from secaudit.sites import Importance

SCHEMA_VERSION = 1


def read(text: str) -> Report:
    """Return the report that `render(report, "json")` wrote, with every field as it was.

    Fields that are not known are passed over: later versions add some. Fields that version 1 got
    later may be missing. Raises ReportError for a damaged text and for another major version.
    """
    try:
        document = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise damaged(_("it is no JSON")) from None
    whole = Fields(document)
    version = whole.number("schema_version")
    if version != SCHEMA_VERSION:
        raise ReportError(
            _(
                "this report is of version {version}, and version {known} is what can be read"
            ).format(version=version, known=SCHEMA_VERSION),
            _(
                "It was written by another version of secaudit: use that one, or bring this one "
                "up to date."
            ),
        )
    report = _report(whole)
    _coherent(report)
    return report


def _no_number(_name: str) -> NoReturn:
    raise ValueError  # NaN and Infinity are no JSON


def _coherent(report: Report) -> None:
    """Refuse what speaks of something that is not there."""
    accounts = [account.id for account in report.accounts]
    spots = [spot.id for spot in report.picture.spots]
    for ids, where in ((accounts, "accounts"), (spots, "picture.spots")):
        if len(set(ids)) < len(ids):
            raise damaged(_("{where} holds an id twice").format(where=where))
    findings = (
        *report.findings,
        *(ignored.finding for ignored in report.ignored),
        *(marked.finding for marked in report.marked),
    )
    speaking: tuple[Finding | NotChecked | Action, ...] = (
        *findings,
        *report.not_checked,
        *report.plan,
    )
    named = {account_id for part in speaking for account_id in part.accounts}
    named |= {other for account in report.accounts for other in account.reused_with or ()}
    drawn = {end for arrow in report.picture.arrows for end in (arrow.source, arrow.target)}
    if not (named <= set(accounts) and drawn <= set(spots)):
        raise damaged(_("it speaks of an account that is not in it"))


# ── Part by part, in the order of the schema ─────────────────────────────────────────────────────


def _report(whole: Fields) -> Report:
    summary = whole.object("summary")
    exact = whole.object("exact", {})
    return Report(
        generated=exact.moment("generated", whole.moment("generated")),
        version=whole.object("tool").text("version"),
        sources=whole.object("input").each("sources", _source),
        accounts=whole.each("accounts", _account),
        findings=whole.each("findings", _finding),
        not_checked=whole.each("not_checked", _not_checked),
        plan=whole.each("plan", _action),
        good=whole.texts("good"),
        network=whole.each("network", _sent),
        score=summary.maybe("score", Fields.number),
        coverage=exact.real("coverage", summary.real("coverage")),
        credits=whole.texts("credits"),
        invented=whole.yes("invented"),
        ignored=whole.each("ignored", _ignored),
        unmatched=whole.texts("unmatched"),
        corpora=whole.object("input").texts("corpora", ()),
        picture=_picture(whole.object("picture", {})),
        progress=whole.maybe("progress", lambda at, name: _progress(at.object(name))),
        marked=whole.each("marked", _marked, ()),
        reader=whole.word("for", Reader, Reader.ME),
    )


def _source(source: Fields) -> SourceSummary:
    return SourceSummary(
        name=source.text("name"),
        format=source.text("format"),
        rows=source.number("rows"),
        logins=source.number("logins"),
        skipped=source.table("skipped", Fields.number),
        unreadable=source.each("unreadable", _unreadable),
        codes=source.number("codes"),
        columns=source.table("columns", Fields.text),
        lying=source.maybe("lying", lambda at, name: _lying(at.object(name))),
    )


def _unreadable(row: Fields) -> Unreadable:
    return Unreadable(row.text("where"), row.text("why"), row.text("batch", ""))


def _lying(lying: Fields) -> Lying:
    return Lying(
        synced=lying.maybe("synced", Fields.text) or "",
        readable_by_others=lying.maybe("readable_by_others", Fields.yes),
        files=lying.texts("files", ()),
    )


def _account(account: Fields) -> AccountSummary:
    password, second = account.object("password"), account.object("second_factor")
    return AccountSummary(
        id=account.text("id"),
        title=account.text("title"),
        site=account.maybe("site", Fields.text),
        username=account.text("username"),
        importance=account.word("importance", Importance),
        score=password.maybe("score", Fields.number),
        guesses_log10=password.maybe("guesses_log10", Fields.real),
        pwned_count=password.maybe("pwned_count", Fields.number),
        pwned_approximate=password.maybe("pwned_approximate", Fields.yes),
        reused_with=password.maybe("reused_with", Fields.texts),
        changed=password.maybe("changed", Fields.day),
        methods=second.maybe("methods", Fields.texts),
        offered=second.maybe("offered", Fields.texts),
        offer_source=second.maybe("source", Fields.text),
        way_in=account.maybe("way_in", lambda at, name: _way_in(at.object(name))),
        sources=account.texts("sources", ()),
    )


def _way_in(way: Fields) -> WayIn:
    return WayIn(way.text("level"), way.texts("steps"), way.yes("assumed"))


def _finding(finding: Fields) -> Finding:
    return Finding(
        check=finding.text("check"),
        title=finding.text("title"),
        severity=finding.severity("severity"),
        confidence=finding.word("confidence", Confidence),
        accounts=finding.texts("accounts"),
        why=finding.text("why"),
        advice=finding.text("advice"),
        url=finding.maybe("url", Fields.text),
        references=finding.texts("references"),
        minutes=finding.maybe("minutes", Fields.number),
    )


def _ignored(ignored: Fields) -> Ignored:
    rule = ignored.object("rule")
    return Ignored(
        _finding(ignored.object("finding")),
        Ignore(
            check=rule.text("check"),
            account=rule.text("account"),
            reason=rule.text("reason"),
            until=rule.maybe("until", Fields.day),
        ),
    )


def _not_checked(gap: Fields) -> NotChecked:
    return NotChecked(gap.text("check"), gap.text("why"), gap.texts("accounts"), gap.yes("asked"))


def _action(action: Fields) -> Action:
    return Action(
        rank=action.number("rank"),
        title=action.text("title"),
        minutes=action.number("minutes"),
        url=action.maybe("url", Fields.text),
        accounts=action.texts("accounts"),
        findings=action.texts("findings"),
        effect=action.text("effect"),
        steps=action.texts("steps"),
        severity=action.severity("severity"),
    )


def _sent(sent: Fields) -> Sent:
    return Sent(sent.text("host"), sent.number("requests"), sent.text("sent"))


def _progress(progress: Fields) -> Headway:
    return Headway(
        since=progress.day("since"),
        points=progress.each("points", _point),
        differences=progress.each("differences", _difference),
        added=progress.texts("added"),
        removed=progress.texts("removed"),
        renewed=progress.texts("renewed"),
    )


def _point(point: Fields) -> Point:
    return Point(point.day("day"), point.maybe("score", Fields.number), point.real("coverage"))


def _difference(difference: Fields) -> Difference:
    return Difference(
        turn=difference.word("turn", Turn),
        check=difference.text("check"),
        title=difference.text("title"),
        severity=difference.severity("severity"),
        accounts=difference.texts("accounts"),
        why=difference.text("why"),
    )


def _marked(marked: Fields) -> Marked:
    skipped = marked.text("state") == "skipped"
    mark = Mark("skipped" if skipped else "done", marked.day("day"), marked.text("because"))
    standing = marked.word("standing", Standing)
    return Marked(_finding(marked.object("finding")), mark, standing, marked.text("why"))


def _picture(picture: Fields) -> Picture:
    return Picture(
        picture.each("spots", _spot, ()),
        picture.each("arrows", _arrow, ()),
        picture.number("more", 0),
    )


def _spot(spot: Fields) -> Spot:
    return Spot(spot.text("id"), spot.text("kind"), spot.text("label"), spot.text("level"))


def _arrow(arrow: Fields) -> Arrow:
    return Arrow(
        arrow.text("source"),
        arrow.text("target"),
        arrow.text("label"),
        arrow.yes("assumed"),
        arrow.yes("also", default=False),
    )
