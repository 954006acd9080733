"""Ask at the beginning of a walk what of the last plan is done."""

from dataclasses import replace
from typing import TYPE_CHECKING

from secaudit.cli.clock import now
from secaudit.cli.prompts import choose, choose_many, heading, say
from secaudit.languages import _, day

if TYPE_CHECKING:
    from secaudit.model import Action, SavedAudit

_AT_MOST = 9
"""Steps that are listed: three sittings."""


def ask_what_is_done(before: "SavedAudit") -> "SavedAudit":
    """Ask which open steps of the last audit are done; return it with those marked."""
    from secaudit.marking import keys_of, set_aside, with_marks  # noqa: PLC0415
    from secaudit.model import Mark  # noqa: PLC0415

    left = set_aside(with_marks(before)).plan[:_AT_MOST]
    if not left:
        return before
    heading(_("Your last plan (about 1 minute)"))
    since = day(before.report.generated)
    say(
        _("These steps of {day} were still open. What can be checked is checked again.").format(
            day=since
        )
    )
    whole = {action.rank: action for action in before.report.plan}
    picked = choose_many(_("Which of them have you done?"), [action.title for action in left])
    marks = dict(before.marks)
    for action in (left[number] for number in picked):
        mark = Mark("done", now().date(), _factor(action))
        marks |= dict.fromkeys(keys_of(before.report, whole[action.rank]), mark)
    return replace(before, marks=marks)


def _factor(action: "Action") -> str:
    """Ask which second step was switched on, where that was the step; "" where nobody says."""
    from secaudit.model import SECOND_FACTORS  # noqa: PLC0415
    from secaudit.reports.words import METHODS  # noqa: PLC0415

    if not any(each.startswith("second-factor-missing") for each in action.findings):
        return ""
    options = [*(_(METHODS[method]) for method in SECOND_FACTORS), _("I don't know")]
    question = _("{step}: which one do you use now?").format(step=action.title)
    number = choose(question, options, default=len(options))
    return SECOND_FACTORS[number] if number < len(SECOND_FACTORS) else ""
