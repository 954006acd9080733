"""Asking a corpus about very many passwords at once. Imports numpy; only `lookup` imports this."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from secaudit.corpus.format import REMAINDER_BITS, SHOWN

if TYPE_CHECKING:
    from secaudit.corpus.lookup import Corpus

_AT_ONCE = 1 << 15
"""So many are looked up together: what that needs fits into the cache of a processor."""

_SHOWN = np.array(SHOWN)


def counts(corpus: "Corpus", digests: Sequence[bytes], length: int) -> list[int | None]:
    """Return what `Corpus.counts` does, for digests of `length` bytes each."""
    if set(map(len, digests)) != {length}:
        raise ValueError("digests of another kind")
    raw = np.frombuffer(b"".join(digests), np.uint8).reshape(-1, length)
    keys = np.ascontiguousarray(raw[:, :8]).view(">u8").ravel().astype(np.uint64)
    keys >>= np.uint64(corpus.shift)
    found, unknown = look_up(corpus, keys)
    answers: list[int | None] = _SHOWN[found].tolist()
    for place in np.flatnonzero(unknown).tolist():
        answers[place] = None
    return answers


def look_up(
    corpus: "Corpus", keys: npt.NDArray[np.uint64]
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.bool_]]:
    """Return the code of each key's count (0: not found), and whether its range was missing."""
    starts = np.frombuffer(corpus.starts, "<u4")
    remainders = np.frombuffer(corpus.remainders, "<u4")
    codes = np.frombuffer(corpus.codes, np.uint8)
    found = np.zeros(len(keys), np.uint8)
    unknown = np.zeros(len(keys), bool)
    # Neighbours lie in the same pages. 16 bits tell them apart well enough, and numpy orders these
    # by counting, in a tenth of the time that whole keys take.
    first_bits = (keys >> np.uint64(corpus.header.key_bits - 16)).astype(np.uint16)
    order = np.argsort(first_bits, kind="stable")
    for begin in range(0, len(keys), _AT_ONCE):
        some = order[begin : begin + _AT_ONCE]
        wanted = keys[some]
        number = (wanted >> np.uint64(REMAINDER_BITS)).astype(np.int64)
        remainder = wanted.astype(np.uint32)
        first, end = starts[number].astype(np.int64), starts[number + 1].astype(np.int64)
        place = _bisected(remainders, remainder, first, end)
        inside = np.flatnonzero(place < end)
        hit = inside[remainders[place[inside]] == remainder[inside]]
        found[some[hit]] = codes[place[hit]]
        if not found[some[hit]].all():
            raise corpus.no_count()
        if corpus.header.missing:
            unknown[some[first == end]] = True
    return found, unknown


def _bisected(
    ordered: npt.NDArray[np.uint32],
    wanted: npt.NDArray[np.uint32],
    place: npt.NDArray[np.int64],
    end: npt.NDArray[np.int64],
) -> npt.NDArray[np.int64]:
    """Return for each value wanted where it would stand between its `place` and `end`."""
    left = end - place
    last = len(ordered) - 1
    while left.any():
        half = left >> 1
        middle = np.minimum(place + half, last)
        after = (ordered[middle] < wanted) & (left > 0)
        place = np.where(after, middle + 1, place)
        left = np.where(after, left - half - 1, half)
    return place
