"""When to do what: three things at once, then three a week, and all of it again in a year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from secaudit.model import Action

A_SITTING = 3
"""Things to do at a time."""
APART = timedelta(days=7)
MOST = 12
"""Sittings: three months. What is left then belongs to the last one."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """Some things of the plan, for one day."""

    number: int
    """1 is the day of the audit."""
    day: date
    actions: tuple[Action, ...]

    @property
    def minutes(self) -> int:
        """How long all of it takes."""
        return sum(action.minutes for action in self.actions)


def sittings(plan: Sequence[Action], audited: date) -> tuple[Sitting, ...]:
    """Return the plan over the weeks; sittings with nothing left to do are left out.

    By rank, so that what is done moves nothing of the rest.
    """
    by_number: dict[int, list[Action]] = {}
    for action in plan:
        number = min((action.rank - 1) // A_SITTING, MOST - 1) + 1
        by_number.setdefault(number, []).append(action)
    return tuple(
        Sitting(number, audited + (number - 1) * APART, tuple(by_number[number]))
        for number in sorted(by_number)
    )


def next_year(audited: date) -> date:
    """Return when to audit again at the latest: the same day a year later."""
    try:
        return audited.replace(year=audited.year + 1)
    except ValueError:  # 29 February
        return audited.replace(year=audited.year + 1, day=28)
