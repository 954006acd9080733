"""Writing the sections of a corpus one after another. Imports numpy; `build` imports this late."""

import os
from dataclasses import replace
from hashlib import sha256
from typing import BinaryIO

import numpy as np

from secaudit.corpus.format import BLOCK, PAGE, REMAINDER_BITS, Header, header_bytes
from secaudit.corpus.sequence import Blocks, Order
from secaudit.corpus.text import Piece
from secaudit.errors import CorpusError
from secaudit.languages import _, number

_MOST = (1 << 32) - 1  # places in the index are 32 bits wide


class Body:
    """Remainders go straight to the file; counts wait in another, as they come after all of them.

    Index and header, which stand first, are written last.
    """

    def __init__(self, file: BinaryIO, codes: BinaryIO, header: Header) -> None:
        """Take the file, an empty one for the counts, and all of the header but the numbers."""
        self._file = file
        self._codes = codes
        self._header = header
        self._blocks = Blocks()
        self._order = Order(header.source, header.range_bits)
        self._sizes = np.zeros((1 << header.range_bits) + 1, np.int64)
        self._hashes = 0
        self._last_kept = -1
        file.seek(header.remainders_at)

    def add(self, piece: Piece) -> None:
        """Write the hashes of a piece. Raises CorpusError where they are not the next ones."""
        self._order.add(piece)
        keys, codes = piece.keys, piece.codes
        if len(keys) and keys[0] == self._last_kept:  # the same hash, on both sides of a border
            self._codes.seek(-1, os.SEEK_END)
            known = self._codes.read(1)
            self._codes.seek(-1, os.SEEK_END)
            self._codes.write(max(known, codes[:1].tobytes()))
            keys, codes = keys[1:], codes[1:]
        if len(keys):
            self._last_kept = int(keys[-1])
            self._write(keys.astype("<u4").tobytes())
            self._codes.write(codes.tobytes())
            ranges = (keys >> np.uint64(REMAINDER_BITS)).astype(np.int64)
            begin, end = int(ranges[0]), int(ranges[-1]) + 1
            self._sizes[begin + 1 : end + 1] += np.bincount(ranges - begin)
            self._hashes += len(keys)

    def finish(self, *, by_range: bool) -> Header:
        """Write the rest and return the whole header. Raises CorpusError where it holds nothing.

        With `by_range`, the source should have had hashes in every range.
        """
        if not 0 < self._hashes <= _MOST:
            raise CorpusError(
                _("{source} gives {hashes} hashes, which is no corpus").format(
                    source=self._header.source, hashes=number(self._hashes)
                ),
                _("Name another source, or keep more of it."),
            )
        self._codes.seek(0)
        while some := self._codes.read(BLOCK):
            self._write(some)
        digests = self._blocks.digests()
        index = np.cumsum(self._sizes).astype("<u4").tobytes()
        header = replace(
            self._header,
            hashes=self._hashes,
            lines=self._order.lines,
            missing=self._order.missing(by_range=by_range),
            index_sha256=sha256(index).hexdigest(),
            digests_sha256=sha256(digests).hexdigest(),
        )
        self._file.write(digests)
        self._file.seek(PAGE)
        self._file.write(index)
        self._file.seek(0)
        self._file.write(header_bytes(header))
        return header

    def _write(self, data: bytes) -> None:
        self._file.write(data)
        self._blocks.update(data)
