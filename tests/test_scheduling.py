"""The plan over the weeks: three things at once, three a week, and all of it again in a year."""

from datetime import date

import pytest

from secaudit.model import Action
from secaudit.scheduling import next_year, sittings

AUDITED = date(2026, 12, 3)


def plan(number):
    return tuple(Action(n, f"Do {n}", n, None, (), (), "") for n in range(1, number + 1))


def ranks(found):
    return [(s.number, s.day, tuple(action.rank for action in s.actions)) for s in found]


def test_three_things_are_for_today_and_three_for_each_week_after():
    assert ranks(sittings(plan(7), AUDITED)) == [
        (1, date(2026, 12, 3), (1, 2, 3)),
        (2, date(2026, 12, 10), (4, 5, 6)),
        (3, date(2026, 12, 17), (7,)),
    ]


def test_what_is_done_moves_nothing_of_the_rest():
    left = tuple(action for action in plan(7) if action.rank not in {1, 4, 5, 6})
    assert ranks(sittings(left, AUDITED)) == [
        (1, date(2026, 12, 3), (2, 3)),
        (3, date(2026, 12, 17), (7,)),
    ]


def test_after_three_months_all_that_is_left_is_due():
    found = sittings(plan(100), AUDITED)
    assert len(found) == 12
    assert ranks(found)[-1] == (12, date(2027, 2, 18), tuple(range(34, 101)))
    assert found[0].minutes == 6


@pytest.mark.parametrize(
    ("day", "again"),
    [(date(2026, 12, 3), date(2027, 12, 3)), (date(2028, 2, 29), date(2029, 2, 28))],
)
def test_the_next_audit_is_a_year_later(day, again):
    assert next_year(day) == again
