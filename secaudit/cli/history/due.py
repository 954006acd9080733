"""`secaudit history due`: what the plan of the latest audit has for today."""

import click

from secaudit.cli.clock import now
from secaudit.cli.commands import Command
from secaudit.languages import _, day


@click.command("due", cls=Command)
def due() -> int:
    """Say what of your latest plan is due today.

    The first three things are due on the day of the audit, then three a week, and a new audit
    after a year. What you marked as done, or leave, is not due.
    """
    from secaudit.cli.saved import open_history  # noqa: PLC0415
    from secaudit.cli.steps import say_steps  # noqa: PLC0415
    from secaudit.marking import set_aside, with_marks  # noqa: PLC0415
    from secaudit.scheduling import next_year, sittings  # noqa: PLC0415

    report = set_aside(with_marks(open_history().load()))
    today, audited = now().date(), report.generated.date()
    coming = sittings(report.plan, audited)
    ready = [action for sitting in coming if sitting.day <= today for action in sitting.actions]
    say_steps(ready or (), _("Due today:"))
    if not ready:
        click.echo(_("Nothing of the plan is due today."))
    later = next((sitting.day for sitting in coming if sitting.day > today), None)
    if later:
        click.echo(_("The next step is due on {day}.").format(day=day(later)))
    again = next_year(audited)
    if again <= today:
        click.echo(_("Your last audit is a year old. Make a new one: secaudit audit"))
    else:
        click.echo(_("Audit again by {day}.").format(day=day(again)))
    return 0
