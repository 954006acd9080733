"""Files in memory: mapping one, and having the disk look for many places of it at once."""

import mmap
import sys
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from secaudit.corpus.format import damaged
from secaudit.errors import CorpusError, reason
from secaudit.languages import _, number

_THREADS = 16

Spans = Sequence[tuple[int, int]]
"""(where it begins, bytes) of places in a file."""


def mapped(file: BinaryIO) -> mmap.mmap:
    """Map an open file into memory; one that is there already is copied."""
    if not isinstance(file, BytesIO):
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    data = file.getbuffer()
    memory = mmap.mmap(-1, len(data))
    memory[:] = data
    data.release()
    return memory


def bring(memory: mmap.mmap, path: Path, spans: Spans) -> None:
    """Bring some places of a mapped file into memory; one after another would take seconds."""
    if hasattr(mmap, "MADV_WILLNEED") and sys.platform == "linux":
        page = mmap.PAGESIZE
        for start, length in spans:
            memory.madvise(mmap.MADV_WILLNEED, start - start % page, length + start % page)
        return
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415

    shares = [spans[n::_THREADS] for n in range(_THREADS)]
    with ThreadPoolExecutor(_THREADS) as pool:
        list(pool.map(_read, [path] * len(shares), shares))


def _read(path: Path, spans: Spans) -> None:
    """Read some places, so that the system keeps them at hand."""
    with path.open("rb", buffering=0) as file:
        for start, length in spans:
            file.seek(start)
            file.read(length)


def unreadable(name: str, error: OSError) -> CorpusError:
    """Return the error for a file that cannot be opened."""
    return CorpusError(
        _("{path} could not be read: {why}").format(path=name, why=reason(error)),
        _("Check its name and where it is."),
    )


def of_another_size(name: str, size: int, wanted: int) -> CorpusError:
    """Return the error for a file that was cut short, or that something stands after."""
    return damaged(
        name,
        _("it has {size} bytes instead of {wanted}").format(
            size=number(size), wanted=number(wanted)
        ),
    )
