"""One line of progress on stderr, only where a person is watching."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from secaudit.languages import _
from secaudit.model import Progress, silent


@contextmanager
def progress_bar(*, rate: bool = False) -> Iterator[Progress]:
    """Show what is being done, how far it is and how long it will take.

    With `rate` also how many are done in a second.
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
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.progress import Progress as Bars  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            return Text("" if speed is None else f"{speed:,.0f}/s", style="progress.data.speed")

    columns: list[ProgressColumn] = [
        TextColumn("{task.description}", markup=False),
        BarColumn(None if rate else 40),
        MofNCompleteColumn(),
        *([Rate()] if rate else []),
        TimeRemainingColumn(),
    ]
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
