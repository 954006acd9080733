"""Writing a filter shard by shard, populated by pyfusefilter. Imports numpy and pyfusefilter.

The public classes of pyfusefilter take any object and hash its text; a hash of a password is a key
already. So this calls the C functions that the package exposes, and checks what they make.
"""

from dataclasses import replace
from hashlib import sha256
from typing import BinaryIO

import numpy as np
import numpy.typing as npt
from pyfusefilter._xorfilter import ffi, lib

from secaudit.corpus.filter import SHARD, FilterHeader, Shard, filter_header_bytes
from secaudit.corpus.format import BLOCK, PAGE, RANGE_BITS
from secaudit.corpus.sequence import Blocks, Order
from secaudit.corpus.text import Piece
from secaudit.errors import CorpusError
from secaudit.languages import _, number

_KEYS = 1 << 19
"""Of a shard: its table fits into the cache of a processor, which a larger one's does not."""

_TRIED = 1000
"""Keys of a shard that are looked up again: were its form another one, none would be found."""


class Shards:
    """Fingerprints wait in a file of their own, as the table that comes before them grows."""

    def __init__(self, file: BinaryIO, waiting: BinaryIO, header: FilterHeader) -> None:
        """Take the file, an empty one for the fingerprints, and all of the header but numbers."""
        self._file = file
        self._waiting = waiting
        self._header = header
        self._order = Order(header.source, RANGE_BITS)
        self._keys = np.empty(0, np.uint64)
        self._hashes = 0
        self._shards: list[Shard] = []
        self._last = -1

    def add(self, piece: Piece) -> None:
        """Take the hashes of a piece. Raises CorpusError where they are not the next ones."""
        self._order.add(piece)
        keys = piece.keys
        if len(keys) and keys[0] == self._last:  # the same hash, on both sides of a border
            keys = keys[1:]
        if len(keys):
            self._last = int(keys[-1])
            self._keys = np.concatenate((self._keys, keys))
        while len(self._keys) >= 2 * _KEYS:  # so that the last one is never small
            self._write(_KEYS)

    def finish(self, *, by_range: bool) -> FilterHeader:
        """Write the rest and return the whole header.

        Raises CorpusError where it holds nothing, or where ranges are missing in the source: a
        filter could not say which, and would call a password of theirs unseen.
        """
        if missing := self._order.missing(by_range=by_range):
            raise CorpusError(
                _("{source} lacks {missing} ranges, and a filter cannot say which").format(
                    source=self._header.source, missing=number(missing)
                ),
                _("Complete the download, or build a corpus without --filter, which can."),
            )
        if len(self._keys):
            self._write(len(self._keys))
        if not self._shards:
            raise CorpusError(
                _("{source} gives no hashes, which is no filter").format(
                    source=self._header.source
                ),
                _("Name another source, or keep more of it."),
            )
        table = b"".join(SHARD.pack(*shard) for shard in self._shards)
        self._file.seek(PAGE)
        self._file.write(table)
        blocks = Blocks()
        self._waiting.seek(0)
        while some := self._waiting.read(BLOCK):
            blocks.update(some)
            self._file.write(some)
        digests = blocks.digests()
        self._file.write(digests)
        last = self._shards[-1]
        header = replace(
            self._header,
            hashes=self._hashes,
            lines=self._order.lines,
            shards=len(self._shards),
            fingerprints=last.at + last.fingerprints,
            table_sha256=sha256(table).hexdigest(),
            digests_sha256=sha256(digests).hexdigest(),
        )
        self._file.seek(0)
        self._file.write(filter_header_bytes(header))
        return header

    def _write(self, count: int) -> None:
        """Make a shard of the first keys that wait."""
        keys, self._keys = self._keys[:count], self._keys[count:].copy()
        at = self._shards[-1].at + self._shards[-1].fingerprints if self._shards else 0
        shard, fingerprints = _populated(keys, at)
        self._shards.append(shard)
        self._hashes += count
        self._waiting.write(fingerprints)


def _populated(keys: npt.NDArray[np.uint64], at: int) -> tuple[Shard, bytes]:
    """Return the shard of some keys, each there once, and its fingerprints."""
    made = ffi.new("binary_fuse8_t *")
    if not lib.binary_fuse8_allocate(len(keys), made):
        raise MemoryError
    try:
        given = ffi.from_buffer("uint64_t[]", np.ascontiguousarray(keys))
        whole = lib.binary_fuse8_populate(given, len(keys), made)
        shard = Shard(int(keys[0]), made.Seed, at, made.SegmentLength, made.SegmentCount)
        marks = bytes(ffi.buffer(made.Fingerprints, made.ArrayLength))
    finally:
        lib.binary_fuse8_free(made)
    if not whole or len(marks) != shard.fingerprints or not _found(shard, marks, keys[:_TRIED]):
        raise CorpusError(
            _("the filter could not be made: what pyfusefilter made does not hold its hashes"),
            _("Install another version of it: pip install -U 'secaudit[filter]'"),
        )
    return shard, marks


def _found(shard: Shard, marks: bytes, keys: npt.NDArray[np.uint64]) -> bool:
    return all(
        mark == marks[one] ^ marks[two] ^ marks[three]
        for mark, one, two, three in map(shard.places, keys.tolist())
    )
