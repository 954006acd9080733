"""One line of progress on stderr, only where a person is watching."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from secaudit.languages import _
from secaudit.model import Progress, silent


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """Show what is being done, how far it is and how long it will take."""
    if not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        TaskID,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.progress import Progress as Bars  # noqa: PLC0415

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    bars = Bars(*columns, console=Console(stderr=True), transient=True, auto_refresh=False)
    tasks: dict[str, TaskID] = {}

    def show(stage: str, done: int, total: int) -> None:
        if stage not in tasks:
            tasks[stage] = bars.add_task(_(stage), total=total)
        bars.update(tasks[stage], completed=done, total=total)
        if done == total or done % 25 == 0:
            bars.refresh()  # no refresh thread: worker processes are forked while this runs

    with bars:
        yield show
