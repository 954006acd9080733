"""Building a corpus: read the source in parts, one process a core, and write one compact file."""

import os
import signal
import sys
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import nullcontext
from datetime import date
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryFile
from typing import TypeVar

from secaudit.corpus.format import RANGE_BITS, REMAINDER_BITS, Header
from secaudit.corpus.origins import Origin, Part, origin_of
from secaudit.corpus.suffixes import beside
from secaudit.errors import CorpusError, MissingExtraError
from secaudit.files import check_writable, writing
from secaudit.languages import N_, _, current, speak
from secaudit.model import Progress, silent
from secaudit.text import clean

T = TypeVar("T")

_MOST_PROCESSES = 3
"""More would take over 200 MB of memory together."""


def build(  # noqa: PLR0913  # one corpus, described
    source: Path,
    target: Path,
    *,
    fetched: date,
    name: str = "",
    top: int | None = None,
    range_bits: int = RANGE_BITS,
    suffixes: bool = False,
    force: bool = False,
    processes: int | None = None,
    progress: Progress = silent,
) -> Header:
    """Build the corpus `target` from what `source` holds, see `origin_of`; return its header.

    `fetched` is the day the source was fetched, `name` what to call it (else its file name).
    `top` keeps at most so many hashes, the most common: all that were seen `least` times or more,
    as the header says. Fewer `range_bits` than 20 make a smaller file of a source that holds
    little. With `suffixes`, what the corpus leaves out of each hash and count is written beside it,
    from which ranges can be served.

    Raises CorpusError where the source is damaged, not in order or empty, MissingExtraError
    without numpy, OutputError where `target` cannot be written.
    """
    try:
        import numpy  # noqa: F401, ICN001, PLC0415  # optional, and slow to import
    except ImportError:
        raise MissingExtraError(
            _("building a corpus needs another package"),
            _("Install it with: pip install 'secaudit[corpus]'"),
        ) from None
    from secaudit.corpus.body import Body  # noqa: PLC0415
    from secaudit.corpus.suffix_body import writing_suffixes  # noqa: PLC0415
    from secaudit.corpus.text import piece, tally  # noqa: PLC0415

    check_writable(target, force=force)
    if suffixes:
        check_writable(beside(target), force=force)
        if range_bits != RANGE_BITS:
            raise ValueError("suffixes are those of the range API, with its ranges")
    origin = origin_of(source)
    if origin.by_range and range_bits != RANGE_BITS:
        raise ValueError("a source with a file for each range needs these ranges in the index")
    key_bits = range_bits + REMAINDER_BITS
    processes = processes or min(os.cpu_count() or 1, _MOST_PROCESSES)
    least = 1
    if top is not None:
        count = partial(tally, kind=origin.kind, key_bits=key_bits)
        tallies: Counter[int] = Counter()
        for one in _each(count, origin, processes, N_("Counting"), progress):
            tallies.update(one)
        least = _least(tallies, top)
    header = Header(
        kind=origin.kind,
        source=clean(name or source.name),
        date=fetched,
        hashes=0,
        lines=0,
        least=least,
        missing=0,
        range_bits=range_bits,
        index_sha256="",
        digests_sha256="",
    )
    read = partial(
        piece,
        kind=origin.kind,
        key_bits=key_bits,
        range_bits=range_bits,
        least=least,
        suffixes=suffixes,
    )
    with (
        writing(target, force=force) as file,
        TemporaryFile(dir=target.parent) as codes,
        writing_suffixes(target, force=force) if suffixes else nullcontext() as rest,
    ):
        body = Body(file, codes, header)
        for part in _each(read, origin, processes, N_("Building"), progress):
            body.add(part)
            if rest:
                rest.add(part)
        header = body.finish(by_range=origin.by_range)
        if rest:
            rest.finish(header)
        return header


def _least(tallies: Counter[int], top: int) -> int:
    """Return the smallest count that at most `top` hashes reach."""
    least, kept = max(tallies, default=0) + 1, 0
    for count in sorted(tallies, reverse=True):
        kept += tallies[count]
        if kept > top:
            break
        least = count
    return least


def _each(
    work: Callable[[Part], T], origin: Origin, processes: int, stage: str, progress: Progress
) -> Iterator[T]:
    """Yield what `work` makes of each part, in order, only a few parts ahead of who asks."""
    results = (
        map(work, origin.parts)
        if min(processes, len(origin.parts)) == 1
        else _at_once(work, origin, processes)
    )
    for number, result in enumerate(results, 1):
        yield result
        progress(stage, number, len(origin.parts))


def _at_once(work: Callable[[Part], T], origin: Origin, processes: int) -> Iterator[T]:
    # Forking is quick, but safe only with a single thread.
    forks = sys.platform == "linux" and threading.active_count() == 1
    context = get_context("fork" if forks else "spawn")
    pool = ProcessPoolExecutor(processes, context, _begin, (current(),))
    waiting: deque[Future[T]] = deque()
    try:
        for part in origin.parts:
            waiting.append(pool.submit(work, part))
            if len(waiting) > 2 * processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool:
        raise CorpusError(
            _("a process that read the source was ended from outside"),
            _("Memory may have run out. Close other programs and try again."),
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


def _begin(language: str) -> None:
    """Speak as the process that started this one does, and leave Ctrl-C to it."""
    speak(language)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
