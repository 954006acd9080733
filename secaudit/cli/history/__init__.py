"""`secaudit history`: the audits saved on this device."""

import click

from secaudit.cli.commands import Group
from secaudit.cli.history.diff import diff
from secaudit.cli.history.due import due
from secaudit.cli.history.exporting import export
from secaudit.cli.history.forgetting import forget

COMMANDS: tuple[click.Command, ...] = (diff, due, export, forget)


@click.group(cls=Group, invoke_without_command=True)
@click.pass_context
def history(context: click.Context) -> int | None:
    """List your saved audits, the newest first, and how the score went.

    AUDIT is the number of an audit in that list, so 1 is the newest, or the beginning of its
    name.
    """
    if context.invoked_subcommand is not None:
        return None
    from secaudit.cli.history.listing import list_audits  # noqa: PLC0415

    return list_audits()


for command in COMMANDS:
    history.add_command(command)
