"""One line of progress on stderr, only where a person is watching."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from secaudit.languages import _
from secaudit.model import Progress, silent

_OFTEN = 0.1
"""Seconds between two pictures."""


@contextmanager
def progress_bar(rate: Callable[[float], str] | None = None) -> Iterator[Progress]:
    """Show what is being done, how far it is and how long it will take.

    `rate` says how fast it goes, of so many steps a second, where the steps are no things to count.
    """
    if not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        ProgressColumn,
        Task,
        TaskID,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.progress import Progress as Bars  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(rate(task.speed) if rate and task.speed else "")

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        *((TaskProgressColumn(), Rate()) if rate else (MofNCompleteColumn(),)),
        TimeRemainingColumn(),
    )
    bars = Bars(*columns, console=Console(stderr=True), transient=True, auto_refresh=False)
    tasks: dict[str, TaskID] = {}
    shown = 0.0

    def show(stage: str, done: int, total: int) -> None:
        if stage not in tasks:
            tasks[stage] = bars.add_task(_(stage), total=total)
        bars.update(tasks[stage], completed=done, total=total)
        nonlocal shown
        if done == total or monotonic() - shown > _OFTEN:
            shown = monotonic()
            bars.refresh()  # no refresh thread: worker processes are forked while this runs

    with bars:
        yield show
