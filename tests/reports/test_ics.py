"""The reminders: a calendar that strict parsers take, and that tells its reader nothing."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from icalendar import Calendar

from secaudit.languages import speaking
from secaudit.reports import render


def events(text):
    calendar = Calendar.from_ical(text, multiple=False)
    assert [event.errors for event in calendar.walk()] == [[] for _ in calendar.walk()]
    return calendar.walk("VEVENT")


def told(report):
    return events(render(replace(report, invented=False), "ics"))


def test_the_plan_is_spread_over_the_weeks_with_neutral_titles(full):
    days = [(str(e["summary"]), e.decoded("dtstart"), e.decoded("dtend")) for e in told(full)]
    assert days == [
        ("Account check-up, step 1", date(2026, 8, 4), date(2026, 8, 5)),
        ("Account check-up, step 2", date(2026, 8, 11), date(2026, 8, 12)),
        ("Account check-up, once a year", date(2027, 8, 4), date(2027, 8, 5)),
    ]
    first, _, year = told(full)
    assert str(first["description"]) == "About 25 minutes."
    assert year["rrule"] == {"FREQ": ["YEARLY"]}
    assert {str(e["class"]) for e in told(full)} == {"PRIVATE"}


def test_of_an_invented_person_every_title_says_so(full):
    titles = [str(event["summary"]) for event in events(render(full, "ics"))]
    assert titles[0] == "Invented person: Account check-up, step 1"
    assert all(title.startswith("Invented person: ") for title in titles)


def test_without_a_plan_there_is_the_audit_of_next_year(empty):
    assert [str(e["summary"]) for e in events(render(empty, "ics"))] == [
        "Account check-up, once a year"
    ]


@pytest.mark.parametrize("language", ["en", "es"])
def test_lines_are_short_and_end_as_the_standard_asks(build_many, language):
    with speaking(language):
        text = render(build_many(60), "ics")
    assert text.endswith("END:VCALENDAR\r\n")
    lines = text.encode().split(b"\r\n")
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert max(map(len, lines)) <= 75
    assert len(events(text)) == 13
    assert Calendar.from_ical(text, multiple=False).to_ical().decode() == text


def test_uids_are_stable_unique_and_the_same_for_all_who_audit_at_that_time(full, small):
    def uids(report):
        return [str(event["uid"]) for event in events(render(report, "ics"))]

    assert uids(full) == uids(full)
    assert len(set(uids(full))) == 3
    assert uids(small)[0] == uids(full)[0]  # so they hold nothing of the accounts
    assert uids(small)[-1] == uids(full)[-1]
    later = replace(full, generated=full.generated + timedelta(seconds=1))
    assert not set(uids(later)) & set(uids(full))


def test_the_time_of_the_audit_counts_in_utc(full):
    late = datetime(2026, 8, 4, 23, 30, tzinfo=timezone(timedelta(hours=-3)))
    first, *_ = events(render(replace(full, generated=late), "ics"))
    assert first.decoded("dtstart") == date(2026, 8, 5)


WORDS = re.compile(r"[A-Za-z][A-Za-z-]+")
KNOWN = frozenset(
    """BEGIN END VCALENDAR VEVENT VERSION PRODID UID DTSTAMP DTSTART DTEND VALUE DATE SUMMARY CLASS
    PRIVATE TRANSP TRANSPARENT DESCRIPTION RRULE FREQ YEARLY EN
    Account check-up step once year About minutes minute hour hours""".split()  # noqa: SIM905
)


def strange(report):
    text = render(report, "ics").replace("\r\n ", "")
    kept = re.sub(r"^(UID|DTSTAMP):.*", "", text, flags=re.MULTILINE)
    return set(WORDS.findall(kept)) - KNOWN


def test_no_word_of_the_report_is_in_it(chosen, all_hostile):
    assert strange(chosen) == set()
    assert strange(all_hostile()) == set()
