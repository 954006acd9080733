"""`secaudit done` and `secaudit skip`: say what you did of the plan, or leave."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from secaudit.cli.clock import now
from secaudit.cli.commands import Command
from secaudit.errors import UsageError
from secaudit.languages import _

if TYPE_CHECKING:
    from secaudit.model import Action, Mark

FACTORS = ("passkey", "u2f", "custom-software", "totp", "custom-hardware", "call", "sms", "email")
"""As in the model, which the help does not need."""

_ARGUMENT = click.argument("actions", metavar="ACTION...", nargs=-1, type=int, required=True)
_AUDIT = click.option(
    "--audit", "audit", metavar="AUDIT", help="Of this audit, and not of the latest."
)


def _undo(what: str) -> Callable[[Any], Any]:
    return click.option("--undo", is_flag=True, help=what)


@click.command(cls=Command)
@_ARGUMENT
@click.option(
    "--with",
    "factor",
    type=click.Choice(FACTORS),
    help="Which second step you switched on; it then counts as your answer.",
)
@_AUDIT
@_undo("Take it back: it is not done.")
def done(*, actions: tuple[int, ...], factor: str | None, audit: str | None, undo: bool) -> int:
    """Mark steps of the plan as done; ACTION is the number of one.

    It leaves the plan. The next audit believes you where nothing can check it, and else looks
    again: at whether the export still holds the old password, for example.
    """
    from secaudit.model import Mark  # noqa: PLC0415

    mark = Mark("done", now().date(), factor or "")
    return _mark(actions, None if undo else mark, audit, _("Marked as done:"))


@click.command(cls=Command)
@_ARGUMENT
@click.option("--because", metavar="TEXT", help="Why you leave it. The report says so.")
@_AUDIT
@_undo("Take it back: it is in the plan again.")
def skip(*, actions: tuple[int, ...], because: str | None, audit: str | None, undo: bool) -> int:
    """Leave steps out of the plan, now and in the next audits; ACTION is the number of one.

    The report still counts and lists them with your reason, and the score is none the better.
    """
    from secaudit.model import Mark  # noqa: PLC0415
    from secaudit.text import clean  # noqa: PLC0415

    reason = clean(because or "")
    if not reason and not undo:
        raise UsageError(
            _("a step is left for a reason, and none was given"),
            _("Say it: secaudit skip {number} --because “…”").format(number=actions[0]),
        )
    mark = Mark("skipped", now().date(), reason)
    return _mark(actions, None if undo else mark, audit, _("Left out of the plan:"))


def _mark(numbers: Sequence[int], mark: "Mark | None", audit: str | None, said: str) -> int:
    """Put a mark on steps, or take it from them where it is None, and say what is left."""
    from secaudit.cli.saved import open_history  # noqa: PLC0415
    from secaudit.cli.steps import numbered, say_steps  # noqa: PLC0415
    from secaudit.marking import keys_of, set_aside, with_marks  # noqa: PLC0415

    history = open_history()
    entry = history.find(audit)
    saved = history.load(entry.id)
    actions = numbered(saved.report, numbers)
    keys = [key for action in actions for key in keys_of(saved.report, action)]
    if mark and mark.because in FACTORS and mark.state == "done":
        _must_be_second_steps(actions)
    if mark is None and saved.marks.keys().isdisjoint(keys):
        raise UsageError(
            _("none of these steps is marked"),
            _("What is marked: secaudit report {audit}").format(audit=audit or "").rstrip(),
        )
    marks = {key: one for key, one in saved.marks.items() if key not in keys}
    marks |= dict.fromkeys(keys, mark) if mark else {}
    saved = replace(saved, marks=marks)
    history.replace(entry.id, saved)
    say_steps(actions, said if mark else _("In the plan again:"))
    left = set_aside(with_marks(saved)).plan
    say_steps(left[:3], _("Next:"))
    if not left:
        click.echo(_("Nothing is left of this plan. To see where you stand: secaudit audit"))
    return 0


def _must_be_second_steps(actions: "Sequence[Action]") -> None:
    """Raise UsageError where a step is about no second step: `--with` would say nothing there."""
    for action in actions:
        if not any(finding.startswith("second-factor-") for finding in action.findings):
            raise UsageError(
                _("step {number} is not about a second step").format(number=action.rank),
                _("Leave out --with for that step."),
            )
