"""Reminders of the plan for a calendar. Others may see it, so it names nothing and nobody."""

from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_OID, uuid5

from secaudit.errors import MissingExtraError
from secaudit.languages import _
from secaudit.model import Report, utc
from secaudit.reports import words
from secaudit.scheduling import next_year, sittings

if TYPE_CHECKING:
    from icalendar import Event

_PRODUCT = "-//Account check-up//1//EN"
"""RFC 5545 asks for a name; that of the program would tell what the check-up is."""


def render(report: Report) -> str:
    """Return an iCalendar file (RFC 5545): a day for each sitting, and one every year.

    The same report gives the same file; its UIDs depend on the time of the audit alone. Raises
    MissingExtraError where the library for calendars is not installed.
    """
    try:
        from icalendar import Calendar  # noqa: PLC0415
    except ImportError:
        raise MissingExtraError(
            _("to write a calendar, secaudit needs a package that is not installed"),
            _("Install it: pip install 'secaudit[calendar]'"),
        ) from None
    moment = utc(report.generated)
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", _PRODUCT)
    for sitting in sittings(report.plan, moment.date()):
        title = _("Account check-up, step {number}").format(number=sitting.number)
        event = _event(report, f"step {sitting.number}", sitting.day, title)
        about = _("About {time}.").format(time=words.minutes(sitting.minutes))
        event.add("description", about)
        calendar.add_component(event)
    again = _event(report, "year", next_year(moment.date()), _("Account check-up, once a year"))
    again.add("rrule", {"freq": "yearly"})
    calendar.add_component(again)
    data: bytes = calendar.to_ical()
    return data.decode("utf-8")


def _event(report: Report, name: str, day: date, title: str) -> "Event":
    """Return an event of one whole day that leaves the person free, and is theirs alone."""
    from icalendar import Event  # noqa: PLC0415

    moment = utc(report.generated)
    if report.invented:
        title = _("Invented person: {what}").format(what=title)
    event = Event()
    event.add("uid", str(uuid5(NAMESPACE_OID, f"{moment.isoformat()} {name}")))
    event.add("dtstamp", moment.replace(microsecond=0))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", title)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event
