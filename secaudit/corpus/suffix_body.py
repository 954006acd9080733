"""Writing the suffixes beside a corpus. Imports numpy; `build` imports this late."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from secaudit.corpus.format import (
    BLOCK,
    DIGEST,
    EXACT,
    HELD,
    PAGE,
    RANGE_BITS,
    REMAINDER_BITS,
    Header,
    header_bytes,
)
from secaudit.corpus.sequence import Blocks
from secaudit.corpus.suffixes import COUNT, Places, beside, places_bytes
from secaudit.corpus.text import Piece
from secaudit.files import writing


@contextmanager
def writing_suffixes(corpus: Path, *, force: bool) -> Iterator["SuffixBody"]:
    """Give what to add the pieces to; the file beside `corpus` is there once the block ends."""
    with (
        writing(beside(corpus), force=force) as file,
        TemporaryFile(dir=corpus.parent) as counts,
    ):
        yield SuffixBody(file, counts)


class SuffixBody:
    """Ends of hashes go straight to the file; exact counts wait in another."""

    def __init__(self, file: BinaryIO, counts: BinaryIO) -> None:
        self._file = file
        self._counts = counts
        self._blocks = Blocks()
        self._sizes = np.zeros((1 << RANGE_BITS) + 1, np.int64)
        self._twins: dict[bytes, int] = {}
        self._last: tuple[int, bytes, int] | None = None
        """Key, end and count of a row that the next piece may have more of."""
        file.seek(Places.ends_at())

    def add(self, piece: Piece) -> None:
        """Write the rest of the hashes of a piece, which come in order."""
        for digest, count in piece.twins.items():
            self._twins[digest] = max(count, self._twins.get(digest, 0))
        keys, ends, counts = piece.keys, piece.ends, piece.counts
        if not len(keys):
            return
        first = int(keys[0]), ends[0].tobytes(), int(counts[0])
        if self._last and self._last[0] == first[0]:
            first = self._merged(self._last, first)
        elif self._last:
            self._write_rows([self._last])
        if len(keys) == 1:
            self._last = first
            return
        self._write_rows([first])
        self._write(keys[1:-1], ends[1:-1], counts[1:-1])
        self._last = int(keys[-1]), ends[-1].tobytes(), int(counts[-1])

    def finish(self, header: Header) -> None:
        """Write the rest, as belonging to the corpus with this header."""
        if self._last:
            self._write_rows([self._last])
        large = self._counts.tell() // COUNT
        self._counts.seek(0)
        while some := self._counts.read(BLOCK):
            self._put(some)
        for digest, count in sorted(self._twins.items()):
            self._put(digest + count.to_bytes(COUNT, "little"))
        digests = self._blocks.digests()
        index = np.cumsum(self._sizes).astype("<u4").tobytes()
        places = Places(
            corpus=header_bytes(header)[-DIGEST:].hex(),
            large=large,
            twins=len(self._twins),
            index_sha256=sha256(index).hexdigest(),
            digests_sha256=sha256(digests).hexdigest(),
        )
        self._file.write(digests)
        self._file.seek(PAGE)
        self._file.write(index)
        self._file.seek(0)
        self._file.write(places_bytes(places))

    def _merged(
        self, one: tuple[int, bytes, int], other: tuple[int, bytes, int]
    ) -> tuple[int, bytes, int]:
        """Return the row to keep of two with the same key; what else they say become twins."""
        rows: dict[bytes, int] = {}
        for key, end, count in (one, other):
            digest = (key >> 4).to_bytes(HELD, "big") + end
            rows[digest] = max(rows.get(digest, 0), count, self._twins.pop(digest, 0))
        best = max(rows, key=rows.__getitem__)
        count = rows.pop(best)
        self._twins |= rows
        return one[0], best[HELD:], count

    def _write_rows(self, rows: list[tuple[int, bytes, int]]) -> None:
        keys, ends, counts = zip(*rows, strict=True)
        self._write(
            np.array(keys, np.uint64),
            np.frombuffer(b"".join(ends), np.uint8).reshape(len(rows), -1),
            np.array(counts, np.int64),
        )

    def _write(
        self,
        keys: npt.NDArray[np.uint64],
        ends: npt.NDArray[np.uint8],
        counts: npt.NDArray[np.int64],
    ) -> None:
        self._put(ends.tobytes())
        large = counts >= EXACT
        if large.any():
            self._counts.write(counts[large].astype("<u8").tobytes())
            ranges = (keys[large] >> np.uint64(REMAINDER_BITS)).astype(np.int64)
            begin, end = int(ranges[0]), int(ranges[-1]) + 1
            self._sizes[begin + 1 : end + 1] += np.bincount(ranges - begin)

    def _put(self, data: bytes) -> None:
        self._file.write(data)
        self._blocks.update(data)
