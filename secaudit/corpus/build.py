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
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from importlib import import_module
from multiprocessing import get_context, parent_process
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, TypeVar

from secaudit.corpus.filter import FILTER_KEY_BITS, FilterHeader
from secaudit.corpus.format import RANGE_BITS, REMAINDER_BITS, Header
from secaudit.corpus.origins import Origin, Part, origin_of
from secaudit.corpus.suffixes import beside
from secaudit.errors import CorpusError, MissingExtraError, OutputError
from secaudit.files import check_writable, writing
from secaudit.languages import N_, _, current, speak
from secaudit.model import Progress, silent
from secaudit.text import clean

if TYPE_CHECKING:
    from secaudit.corpus.text import Piece

T = TypeVar("T")

_MOST_PROCESSES = 3
"""More would take over 200 MB of memory together."""


def build(  # noqa: PLR0913  # one corpus, described
    source: Path,
    target: Path,
    *,
    fetched: date | None = None,
    name: str = "",
    top: int | None = None,
    range_bits: int = RANGE_BITS,
    suffixes: bool = False,
    force: bool = False,
    processes: int | None = None,
    progress: Progress = silent,
) -> Header:
    """Build the corpus `target` from what `source` holds, see `origin_of`; return its header.

    `fetched` is the day the source was fetched (else the day it last changed), `name` what to call
    it (else its file name).
    `top` keeps at most so many hashes, the most common: all that were seen `least` times or more,
    as the header says. Fewer `range_bits` than 20 make a smaller file of a source that holds
    little. With `suffixes`, what the corpus leaves out of each hash and count is written beside it,
    from which ranges can be served.

    `progress` counts bytes of a file, and ranges of a folder.

    Raises CorpusError where the source is damaged, not in order or empty, MissingExtraError
    without numpy, OutputError where `target` cannot be written.
    """
    _need("numpy", "corpus")
    from secaudit.corpus.body import Body  # noqa: PLC0415
    from secaudit.corpus.suffix_body import writing_suffixes  # noqa: PLC0415

    _check_apart(source, target)
    check_writable(target, force=force)
    check_writable(beside(target), force=force)
    if suffixes and range_bits != RANGE_BITS:
        raise ValueError("suffixes are those of the range API, with its ranges")
    reading = _Reading(origin_of(source), range_bits, range_bits + REMAINDER_BITS, progress)
    reading.processes = processes or reading.processes
    header = Header(
        kind=reading.origin.kind,
        source=clean(name or source.name),
        date=fetched or reading.origin.last_changed(),
        hashes=0,
        lines=0,
        least=reading.least(top),
        missing=0,
        range_bits=range_bits,
        index_sha256="",
        digests_sha256="",
    )
    with (
        writing(target, force=force) as file,
        TemporaryFile(dir=target.parent) as codes,
        writing_suffixes(target, force=force) if suffixes else nullcontext() as rest,
    ):
        body = Body(file, codes, header)
        for piece in reading.pieces(header.least, suffixes=suffixes):
            body.add(piece)
            if rest:
                rest.add(piece)
        header = body.finish(by_range=reading.origin.by_range)
        if rest:
            rest.finish(header)
    if not suffixes:
        beside(target).unlink(missing_ok=True)  # those of the corpus that was replaced
    return header


def build_filter(  # noqa: PLR0913  # one filter, described
    source: Path,
    target: Path,
    *,
    fetched: date | None = None,
    name: str = "",
    top: int | None = None,
    force: bool = False,
    processes: int | None = None,
    progress: Progress = silent,
) -> FilterHeader:
    """Build the filter `target`, as `build` does a corpus; return its header.

    Raises CorpusError also where the source lacks ranges, for a filter cannot say which, and
    MissingExtraError also without pyfusefilter.
    """
    _need("numpy", "filter")
    _need("pyfusefilter", "filter")
    from secaudit.corpus.shards import Shards  # noqa: PLC0415

    _check_apart(source, target)
    check_writable(target, force=force)
    reading = _Reading(origin_of(source), RANGE_BITS, FILTER_KEY_BITS, progress)
    reading.processes = processes or reading.processes
    header = FilterHeader(
        kind=reading.origin.kind,
        source=clean(name or source.name),
        date=fetched or reading.origin.last_changed(),
        hashes=0,
        lines=0,
        least=reading.least(top),
        shards=0,
        fingerprints=0,
        table_sha256="",
        digests_sha256="",
    )
    with writing(target, force=force) as file, TemporaryFile(dir=target.parent) as waiting:
        shards = Shards(file, waiting, header)
        for piece in reading.pieces(header.least):
            shards.add(piece)
        return shards.finish(by_range=reading.origin.by_range)


def _check_apart(source: Path, target: Path) -> None:
    """Raise OutputError where the source itself would be replaced: it took hours to fetch."""
    if source.exists() and target.exists() and source.samefile(target):
        raise OutputError(
            _("{path} would be replaced by what is made of it").format(path=source),
            _("Choose another name."),
        )


def _need(package: str, extra: str) -> None:
    try:
        import_module(package)  # optional, and slow
    except ImportError:
        raise MissingExtraError(
            _("building a corpus needs another package"),
            _("Install it with: pip install 'secaudit[{extra}]'").format(extra=extra),
        ) from None


@dataclass(slots=True)
class _Reading:
    """How a source is read."""

    origin: Origin
    range_bits: int
    key_bits: int
    progress: Progress
    processes: int = field(default_factory=lambda: min(os.cpu_count() or 1, _MOST_PROCESSES))

    def __post_init__(self) -> None:
        if self.origin.by_range and self.range_bits != RANGE_BITS:
            raise ValueError("a source with a file for each range needs these ranges in the index")

    def least(self, top: int | None) -> int:
        """Return the smallest count that at most `top` hashes reach; 1 where all are kept."""
        if top is None:
            return 1
        from secaudit.corpus.text import tally  # noqa: PLC0415

        count = partial(tally, kind=self.origin.kind, key_bits=self.key_bits)
        tallies: Counter[int] = Counter()
        for one in self._each(count, N_("Counting")):
            tallies.update(one)
        return _least(tallies, top)

    def pieces(self, least: int, *, suffixes: bool = False) -> "Iterator[Piece]":
        """Yield what is in each part, in order; hashes seen fewer than `least` times are left."""
        from secaudit.corpus.text import piece  # noqa: PLC0415

        read = partial(
            piece,
            kind=self.origin.kind,
            key_bits=self.key_bits,
            range_bits=self.range_bits,
            least=least,
            suffixes=suffixes,
        )
        return self._each(read, N_("Building"))

    def _each(self, work: Callable[[Part], T], stage: str) -> Iterator[T]:
        """Yield what `work` makes of each part, in order, only a few parts ahead of who asks."""
        parts = self.origin.parts
        results = (
            map(work, parts)
            if min(self.processes, len(parts)) == 1
            else _at_once(work, self.origin, self.processes)
        )
        done, total = 0, sum(part.size for part in parts)
        for part, result in zip(parts, results, strict=True):
            yield result
            done += part.size
            self.progress(stage, done, total)


def _least(tallies: Counter[int], top: int) -> int:
    """Return the smallest count that at most `top` hashes reach."""
    least, kept = max(tallies, default=0) + 1, 0
    for count in sorted(tallies, reverse=True):
        kept += tallies[count]
        if kept > top:
            break
        least = count
    return least


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
    threading.Thread(target=_end_with_it, daemon=True).start()


def _end_with_it() -> None:
    """End when the process that started this one has, even by a kill: nobody else would."""
    if parent := parent_process():
        parent.join()
        os._exit(1)
