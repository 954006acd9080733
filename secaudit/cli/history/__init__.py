"""`secaudit history`: the audits saved on this device."""

import click

from secaudit.cli.history.listing import list_audits


@click.group(invoke_without_command=True)
@click.pass_context
def history(context: click.Context) -> None:
    """See your saved audits, newest first, and how the score went.

    Without a command they are listed. AUDIT is a number of that list (1 is the newest) or the
    beginning of an audit's name.
    """
    if context.invoked_subcommand is None:
        list_audits()


for command in ():
    history.add_command(command)
