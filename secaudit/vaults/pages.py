"""Pages of one transfer that came as several files: none is missing that another file holds."""

from collections import defaultdict
from collections.abc import Sequence

from secaudit.model import OneTimeCode, Row, Unreadable


def joined(files: Sequence[Sequence[Row]]) -> list[tuple[Row, ...]]:
    """Return the rows of each file, without the pages that only seemed to be missing.

    A page is missing if every file that has anything of its batch says so. Then the first says so.
    """
    holders: dict[str, set[int]] = defaultdict(set)
    complaints: dict[Unreadable, list[int]] = defaultdict(list)
    for number, rows in enumerate(files):
        for row in rows:
            if isinstance(row, OneTimeCode | Unreadable) and row.batch:
                holders[row.batch].add(number)
            if isinstance(row, Unreadable) and row.batch:
                complaints[row].append(number)
    answered = {
        (row, number)
        for row, numbers in complaints.items()
        for number in (numbers if len(numbers) < len(holders[row.batch]) else numbers[1:])
    }
    return [
        tuple(
            row for row in rows if not (isinstance(row, Unreadable) and (row, number) in answered)
        )
        for number, rows in enumerate(files)
    ]
