"""One line of progress on stderr, only where a person is watching."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from secaudit.languages import _, number
from secaudit.model import Progress, silent

_OFTEN = 0.1
"""Seconds between two pictures."""


@contextmanager
def progress_bar(
    *, rate: Callable[[float], str] | None = None, counted: bool = True
) -> Iterator[Progress]:
    """Show what is being done, how far it is and how long it will take.

    `rate` says in words how many are done in a second. What is not `counted` is shown in percent.
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
            speed = task.finished_speed or task.speed
            return Text(rate(speed) if rate and speed else "", style="progress.data.speed")

    columns: list[ProgressColumn] = [
        TextColumn("{task.description}", markup=False),
        BarColumn(None if rate else 40),
        MofNCompleteColumn() if counted else TaskProgressColumn(),
        *([Rate()] if rate else []),
        TimeRemainingColumn(),
    ]
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


def per_second(speed: float) -> str:
    """Return so many a second as `1,200/s`."""
    return f"{number(round(speed))}/s"
