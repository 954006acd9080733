"""`secaudit report`: a saved audit once more, in any format."""

import click

from secaudit.cli.commands import Command
from secaudit.cli.options import Writing, rewriting_options, sharing_options


@click.command(cls=Command)
@click.argument("audit", metavar="[AUDIT]", required=False)
@rewriting_options
@sharing_options
def report(*, audit: str | None, writing: Writing) -> int:
    """Write the report of a saved audit again, with what you marked since.

    AUDIT is its number in `secaudit history`, where 1 is the newest, or the beginning of its name;
    by default the latest. It ends with code 0 whatever was found.
    """
    from secaudit.cli.output import emit  # noqa: PLC0415
    from secaudit.cli.saved import open_history  # noqa: PLC0415
    from secaudit.marking import set_aside, with_marks  # noqa: PLC0415

    writing.check()
    history = open_history()
    saved = history.load(history.find(audit).id)
    emit(set_aside(with_marks(saved)), writing)
    return 0
