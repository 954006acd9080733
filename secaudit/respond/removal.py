"""A removal request: complete or refused, with the date by which it has to be acted on.

Nothing is sent. No answer is a file, and none is an image.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from secaudit.errors import ChecklistError, UsageError
from secaudit.forms import Field, read, table
from secaudit.languages import N_, _, day, speaking
from secaudit.respond.model import Blank, Handbook, Request
from secaudit.text import clean

BY_HAND = N_("by hand")
"""The answer of someone who will sign on paper."""

MAX_ANSWER = 2000
"""Characters of one answer: addresses can be long."""

_HINT = N_("docs/respond.md shows the form of this file. Nothing was written.")
_RULE = "_" * 40
_BLANK = re.compile(r"\{([^{}]*)\}")

Answers = Mapping[str, tuple[str, ...]]
"""Id of a blank → the lines of its answer; one that was left out is not there."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A complete request."""

    paragraphs: tuple[tuple[str, ...], ...]
    """Each of one line or more."""
    deadline: str
    """By when the platform has to have acted: `24 November 2026`; "" where no time is set."""
    to_sign: bool
    """Whether it is still to be signed by hand."""


def missing(request: Request, answers: Answers) -> Blank | None:
    """Return the first blank that the law needs and that was left out."""
    return next((b for b in request.blanks if b.required and not answers.get(b.id)), None)


def fill_in(request: Request, answers: Answers, sent: date) -> Letter:
    """Return the letter; raises UsageError where something is left out that the law needs.

    A paragraph goes where an optional blank of it was left out, or where it names a deadline that
    was not in force on the day the letter is sent. `sent` may be a moment.
    """
    if blank := missing(request, answers):
        raise UsageError(_left_out(blank), _(_HINT))
    ends = deadline(request, sent)
    with speaking(request.language):
        values = {name: _shown(lines) for name, lines in answers.items() if lines}
        values |= {"sent": (_moment(sent),)}
        values |= {"deadline": (deadline(request, sent),)} if ends else {}
    paragraphs = tuple(
        _paragraph(text, values)
        for text in request.letter
        if all(name in values for name in _BLANK.findall(text))
    )
    return Letter(paragraphs, ends, any(lines == (BY_HAND,) for lines in answers.values()))


def _left_out(blank: Blank) -> str:
    return _("`{field}` is missing. {why}").format(field=blank.id, why=blank.why)


def deadline(request: Request, sent: date) -> str:
    """Return by when the platform has to have acted, "" where the law sets no time on that day.

    Where only the day of sending is known the hours are counted from its end, so that nobody
    complains too early.
    """
    law = request.law
    if law.deadline_hours is None or law.in_force is None:
        return ""
    start = sent if isinstance(sent, datetime) else datetime.combine(sent, time(23, 59))
    if start.date() < law.in_force:
        return ""
    end = start + timedelta(hours=law.deadline_hours)
    return _moment(end if isinstance(sent, datetime) else end.date())


def _moment(moment: date) -> str:
    """Return `4 August 2026`, with the time and its zone where they are known."""
    if not isinstance(moment, datetime):
        return day(moment)
    return f"{day(moment)}, {moment:%H:%M %Z}".rstrip()


def _shown(lines: tuple[str, ...]) -> tuple[str, ...]:
    return (_("Signature: {line}").format(line=_RULE),) if lines == (BY_HAND,) else lines


def _paragraph(text: str, values: Answers) -> tuple[str, ...]:
    """Return the lines of a paragraph; one that is nothing but a blank has as many as its answer.

    Filled in a single pass, so that no answer is taken for a blank.
    """
    if alone := _BLANK.fullmatch(text):
        return values[alone[1]]
    return (_BLANK.sub(lambda match: "; ".join(values[match[1]]), text),)


# ── Filled in by a file ──────────────────────────────────────────────────────────────────────────

_KINDS = {
    "line": Field(N_("one line of text"), lambda value: isinstance(value, str)),
    "lines": Field(
        N_("a list of lines of text"),
        lambda value: isinstance(value, list) and all(isinstance(line, str) for line in value),
    ),
    "statement": Field(N_("true, where you state it, or false"), lambda v: isinstance(v, bool)),
    "signature": Field(
        N_('your full name, or "{}" to sign on paper'),
        lambda value: isinstance(value, str),
        values=(BY_HAND,),
    ),
}
_SENT = Field(
    N_("a date such as 2026-08-04, without quotes"), lambda value: isinstance(value, date)
)
_TEXT = Field(N_("text"), lambda value: isinstance(value, str))


def read_answers(path: Path, handbook: Handbook) -> tuple[Request, Answers, date]:
    """Return the request that a file fills in, its answers, and when it is sent.

    Raises UsageError that names the file and the line.
    """
    try:
        raw, place = read(path)
        requests = {request.id: request for request in handbook.requests}
        request = requests.get(str(raw.get("request")))
        if request is None:
            raise place.error(
                _("`request` should be one of: {names}").format(names=", ".join(requests)),
                "request",
            )
        blanks = {blank.id: _field(blank).optional for blank in request.blanks}
        given = table(raw, {"request": _TEXT, "sent": _SENT, **blanks}, place)
        answers = {
            blank.id: lines
            for blank in request.blanks
            if (lines := _lines(blank, given.get(blank.id)))
        }
        if blank := missing(request, answers):
            raise place.error(_left_out(blank), blank.id)
    except ChecklistError as error:
        raise UsageError(error.message, _(_HINT)) from None
    return request, answers, given["sent"]


def _field(blank: Blank) -> Field:
    if blank.kind == "choice":
        return Field(
            _("one of: {}").format("; ".join(blank.choices)), lambda value: value in blank.choices
        )
    return _KINDS[blank.kind]


def _lines(blank: Blank, value: Any) -> tuple[str, ...]:
    if isinstance(value, bool):
        return (blank.text,) if value else ()
    lines = value if isinstance(value, list) else [value or ""]
    return tuple(filter(None, (clean(line, MAX_ANSWER) for line in lines)))
