"""What passes by while a file is written: the order of the source, and the digests of the blocks.

Imports numpy; `build` imports this late.
"""

from hashlib import sha256

import numpy as np

from secaudit.corpus.format import BLOCK, CHANCE
from secaudit.corpus.text import Piece
from secaudit.errors import CorpusError
from secaudit.languages import _


class Order:
    """Looks at the pieces of a source as they come: their order, and what there is none of."""

    def __init__(self, source: str, range_bits: int) -> None:
        self._source = source
        self._seen = np.zeros(1 << range_bits, bool)
        self._last = -1
        self.lines = 0
        """How many lines stood for a breached password."""

    def add(self, piece: Piece) -> None:
        """Take note of the next piece. Raises CorpusError where it does not come next."""
        self.lines += piece.lines
        if piece.first < 0:
            return
        if piece.first < self._last:
            raise CorpusError(
                _("{source} is not in the order of its hashes").format(source=self._source),
                _("Take the list that is ordered by hash, or sort it."),
            )
        self._last = piece.last
        self._seen[piece.ranges] = True

    def missing(self, *, by_range: bool) -> int:
        """Return how many ranges should have been there and were not.

        With `by_range`, the source should have had hashes in every one. Else those are missing
        that are no gap by chance, as hashes are spread evenly: of a list that was cut short, all
        after its end.
        """
        if by_range:
            return int(np.count_nonzero(~self._seen))
        there = np.concatenate(([True], self._seen, [True]))
        borders = np.flatnonzero(there[1:] != there[:-1])
        gaps = borders[1::2] - borders[::2]
        return int(gaps[gaps * self.lines > CHANCE * len(self._seen)].sum())


class Blocks:
    """The digests of all blocks of what passes by."""

    def __init__(self) -> None:
        self._done = bytearray()
        self._hash = sha256()
        self._room = BLOCK

    def update(self, data: bytes) -> None:
        """Take the next bytes."""
        rest = memoryview(data)
        while len(rest) >= self._room:
            self._hash.update(rest[: self._room])
            rest = rest[self._room :]
            self._done += self._hash.digest()
            self._hash, self._room = sha256(), BLOCK
        self._hash.update(rest)
        self._room -= len(rest)

    def digests(self) -> bytes:
        """Return all of them, that of the last, shorter block too."""
        return bytes(self._done) + (self._hash.digest() if self._room < BLOCK else b"")
