"""Steps of a plan, by the numbers they have in it."""

from collections.abc import Sequence
from textwrap import fill
from typing import TYPE_CHECKING

import click

from secaudit.errors import UsageError
from secaudit.languages import _

if TYPE_CHECKING:
    from secaudit.model import Action, Report


def say_steps(actions: "Sequence[Action]", before: str) -> None:
    """Print some steps with their numbers and times; nothing where there are none."""
    from secaudit.cli.output import width  # noqa: PLC0415
    from secaudit.reports.words import minutes  # noqa: PLC0415

    if actions:
        click.echo(before)
    for action in actions:
        first = f"{action.rank}. "
        step = f"{action.title} – {minutes(action.minutes)}"
        click.echo(
            fill(
                step,
                width(),
                initial_indent=first,
                subsequent_indent=" " * len(first),
                break_long_words=False,
                break_on_hyphens=False,
            )
        )


def numbered(report: "Report", numbers: Sequence[int]) -> "tuple[Action, ...]":
    """Return the steps with these numbers. Raises UsageError where there is none of a number."""
    by_rank = {action.rank: action for action in report.plan}
    for number in numbers:
        if number not in by_rank:
            raise UsageError(
                _("the plan has no step {number}").format(number=number),
                _("Its steps are 1 to {last}. To see them: secaudit report").format(
                    last=max(by_rank)
                )
                if by_rank
                else _("The plan of that audit is empty."),
            )
    return tuple(by_rank[number] for number in dict.fromkeys(numbers))
