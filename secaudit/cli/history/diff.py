"""`secaudit history diff`: what became of everything between two saved audits."""

import click

from secaudit.cli.commands import Command
from secaudit.cli.options import Writing, plain_writing_options
from secaudit.errors import UsageError
from secaudit.languages import _


@click.command("diff", cls=Command)
@click.argument("older", metavar="[A]", required=False)
@click.argument("newer", metavar="[B]", required=False)
@plain_writing_options
def diff(*, older: str | None, newer: str | None, writing: Writing) -> int:
    """Compare two saved audits: solved, worse, new, still open, not checked this time.

    A and B are audits by number or name; by default the two newest, and with A alone that one and
    the newest. What nobody looked at again never counts as solved.
    """
    from secaudit.cli.output import put, unicode_works, width  # noqa: PLC0415
    from secaudit.cli.saved import open_history  # noqa: PLC0415
    from secaudit.cli.since import earlier_points  # noqa: PLC0415
    from secaudit.comparing import headway  # noqa: PLC0415
    from secaudit.reports import changes  # noqa: PLC0415

    writing.check()
    history = open_history()
    entries = history.entries()
    if older is None and len(entries) < len(("A", "B")):
        raise UsageError(
            _("there is only one saved audit, so there is nothing to compare it with"),
            _("Make another one: secaudit audit"),
        )
    first, second = sorted(
        (history.find(older or "2"), history.find(newer or "1")),
        key=lambda entry: (entry.generated, entry.id),
    )
    if first == second:
        raise UsageError(
            _("an audit cannot be compared with itself"),
            _("Name two others. See what there is: secaudit history"),
        )
    earlier = [e for e in entries if (e.generated, e.id) < (first.generated, first.id)]
    progress = headway(history.load(first.id), history.load(second.id), earlier_points(earlier))
    columns, unicode = (80, True) if writing.output else (width(), unicode_works())
    put(changes(progress, writing.format, width=columns, unicode=unicode), writing)
    return 0
