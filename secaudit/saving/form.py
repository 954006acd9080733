"""A saved audit ↔ what JSON can hold: the report of JSON version 1, and beside it what was said.

No personal word is in it: Answers are written field by field, and that one is not.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from secaudit.model import Answer, Answers, Ignore, Mark, Recovery, SavedAudit, utc
from secaudit.reports import read, render
from secaudit.reports.fields import Fields
from secaudit.sites import Importance

T = TypeVar("T")

_Login = tuple[str, str]
"""(site, username), as the keys of Answers."""


def summary_of(saved: SavedAudit) -> dict[str, Any]:
    """Return the little that a list of audits shows."""
    report = saved.report
    found = [finding.severity.word for finding in report.findings]
    return {
        "generated": utc(report.generated).isoformat(),
        "accounts": len(report.accounts),
        "score": report.score,
        "coverage": report.coverage,
        "findings": {word: found.count(word) for word in dict.fromkeys(found)},
    }


def body_of(saved: SavedAudit) -> dict[str, Any]:
    """Return all of a saved audit."""
    return {
        "report": render(saved.report, "json"),
        "answers": answers_to(saved.answers),
        "fingerprints": dict(saved.fingerprints),
        "marks": {
            key: {"state": mark.state, "day": mark.day.isoformat(), "because": mark.because}
            for key, mark in saved.marks.items()
        },
        "told": saved.told,
    }


def exported(saved: SavedAudit) -> dict[str, Any]:
    """Return what of a saved audit may leave the device: no fingerprints, nothing of the person."""
    body = body_of(saved)
    answers = {key: value for key, value in body["answers"].items() if key != "audiences"}
    return {"report": json.loads(body["report"]), "answers": answers, "marks": body["marks"]}


def saved_audit(body: object) -> SavedAudit:
    """Return the audit that `body_of` was given. Raises ReportError where a part is damaged."""
    fields = Fields(body)
    return SavedAudit(
        report=read(fields.text("report")),
        answers=answers_from(fields.object("answers")),
        fingerprints=fields.table("fingerprints", Fields.text),
        marks=fields.table("marks", lambda at, key: _mark(at.object(key))),
        told=fields.number("told", 0),
    )


def answers_to(answers: Answers) -> dict[str, Any]:
    """Return what was said, without the words about the person."""
    return {
        "second_factors": _logins(answers.second_factors, lambda said: {"methods": list(said)}),
        "items": dict(answers.items),
        "platforms": list(answers.platforms),
        "ignored": [
            {
                "check": rule.check,
                "account": rule.account,
                "reason": rule.reason,
                "until": rule.until and rule.until.isoformat(),
            }
            for rule in answers.ignored
        ],
        "recovery": _logins(
            answers.recovery,
            lambda said: {
                "mail": None if said.mail is None else list(said.mail),
                "phone": said.phone,
                "backup_codes": said.backup_codes,
                "sign_in_with": said.sign_in_with,
            },
        ),
        "importance": _logins(answers.importance, lambda said: {"importance": said}),
        "spare": sorted(answers.spare),
        "audiences": sorted(answers.audiences),
    }


def answers_from(fields: Fields) -> Answers:
    """Return the answers that `answers_to` was given, without the words about the person."""
    return Answers(
        second_factors=dict(fields.each("second_factors", _said(lambda at: at.texts("methods")))),
        items=fields.table("items", lambda at, key: at.word(key, Answer)),
        platforms=fields.texts("platforms"),
        ignored=fields.each("ignored", _rule),
        recovery=dict(fields.each("recovery", _said(_recovery))),
        importance=dict(
            fields.each("importance", _said(lambda at: at.word("importance", Importance)))
        ),
        spare=frozenset(fields.texts("spare")),
        audiences=frozenset(fields.texts("audiences")),
    )


def _logins(said: Mapping[_Login, T], form: Callable[[T], dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"site": site, "username": username, **form(value)}
        for (site, username), value in said.items()
    ]


def _said(read_it: Callable[[Fields], T]) -> Callable[[Fields], tuple[_Login, T]]:
    return lambda at: ((at.text("site"), at.text("username")), read_it(at))


def _recovery(at: Fields) -> Recovery:
    return Recovery(
        mail=at.maybe("mail", Fields.texts),
        phone=at.maybe("phone", Fields.yes),
        backup_codes=at.maybe("backup_codes", Fields.text),
        sign_in_with=at.maybe("sign_in_with", Fields.text),
    )


def _rule(at: Fields) -> Ignore:
    until: date | None = at.maybe("until", Fields.day)
    return Ignore(at.text("check"), at.text("account"), at.text("reason"), until)


def _mark(at: Fields) -> Mark:
    state = at.text("state")
    return Mark("done" if state == "done" else "skipped", at.day("day"), at.text("because"))
