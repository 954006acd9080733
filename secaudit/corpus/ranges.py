"""Answers of the range API, exact to the byte, from a corpus and its suffixes. Imports numpy."""

import secrets
import zlib
from binascii import hexlify
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from secaudit.corpus.format import DIGITS, EXACT, RANGE_BITS, Header
from secaudit.corpus.lookup import Corpus
from secaudit.corpus.suffixes import COUNT, Suffixes, end_length
from secaudit.errors import CorpusError

PREFIX = 5
"""Hexadecimal digits of a prefix."""

NUMBER = 1 << RANGE_BITS
"""How many ranges there are."""

_FEWEST, _MOST = 800, 1000
"""Rows that an answer is padded to where it has fewer."""

_ADDED = 10, 209
"""Rows of padding that are added to other ones, as the published source of the API does."""

_HEAD = 8  # hexadecimal digits of a suffix that the corpus holds
_UPPER = bytes.maketrans(b"abcdef", b"ABCDEF")
_EMPTY = b"\0"  # fills rows up; taken out at the end

_SMALL = np.arange(EXACT).astype("S2")
"""The digits of each count that its code gives exactly."""


class Ranges:
    """An open corpus with its suffixes. Use it as a context manager, or close it."""

    def __init__(self, path: Path) -> None:
        """Open both. Raises CorpusError where one of them is not there, damaged, or of another."""
        self._corpus = Corpus(path)
        try:
            self._suffixes = Suffixes(self._corpus)
        except CorpusError:
            self._corpus.close()
            raise
        self._width = DIGITS[self.header.kind] - PREFIX
        self._ends = np.frombuffer(self._suffixes.ends, np.uint8)

    @property
    def header(self) -> Header:
        """What the corpus says of itself."""
        return self._corpus.header

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files."""
        del self._ends
        self._suffixes.close()
        self._corpus.close()

    def known(self, number: int) -> bool:
        """Tell whether anything is known of a range: not where the source had none."""
        starts = self._corpus.starts
        return not self.header.missing or starts[number] < starts[number + 1]

    def body(self, number: int) -> bytes:
        """Return the rows of a range, `SUFFIX:COUNT`, CRLF between them and none at the end.

        Raises CorpusError where they are seen to be damaged; most damage only `verify` finds.
        """
        return self._rows(number)[:-2]

    def padded(self, number: int) -> bytes:
        """Return them with rows of made-up suffixes and the count 0 after them, as `body` does."""
        rows = self._rows(number)
        real = rows.count(b"\n")
        fewest = _FEWEST + secrets.randbelow(_MOST - _FEWEST + 1) - real
        added = _ADDED[0] + secrets.randbelow(_ADDED[1] - _ADDED[0] + 1)
        return (rows + self._padding(max(fewest, added)))[:-2]

    def tag(self, number: int) -> str:
        """Return what changes when the range does: a digest of all that its rows are made of."""
        begin, end, first, last = self._span(number)
        step = end_length(self.header.kind)
        seen = sha256(self._corpus.remainders[begin:end])
        seen.update(self._corpus.codes[begin:end])
        seen.update(self._suffixes.ends[begin * step : end * step])
        seen.update(self._suffixes.counts[first * COUNT : last * COUNT])
        for digest, count in self._suffixes.twins.get(number, ()):
            seen.update(digest + count.to_bytes(COUNT, "little"))
        return seen.hexdigest()[:16]

    def _span(self, number: int) -> tuple[int, int, int, int]:
        """Return from where to where the hashes of a range are, and its exact counts."""
        hashes, counts = self._corpus.starts, self._suffixes.starts
        return hashes[number], hashes[number + 1], counts[number], counts[number + 1]

    def _rows(self, number: int) -> bytes:
        """Return the rows, CRLF after each.

        Raises CorpusError for a count of 0, which would be taken for padding, and where the two
        files do not hold as many counts.
        """
        begin, end, first, last = self._span(number)
        step = end_length(self.header.kind)
        heads = np.array(self._corpus.remainders[begin:end], ">u4").tobytes()
        codes = np.array(self._corpus.codes[begin:end])
        if not codes.all():
            raise self._corpus.no_count()
        large = codes >= EXACT
        if np.count_nonzero(large) != last - first:
            raise self._suffixes.of_another(number)
        counts = _SMALL.take(codes, mode="clip")
        digits = _SMALL.itemsize
        if first < last:
            exact = np.frombuffer(self._suffixes.counts[first * COUNT : last * COUNT], "<u8")
            digits = len(str(exact.max()))
            counts = counts.astype(f"S{digits}")
            counts[large] = exact.astype(f"S{digits}")
        ends = self._ends[begin * step : end * step].tobytes()
        rows = self._lines(heads, ends, counts)
        twins = self._suffixes.twins.get(number)
        if not twins:
            return rows
        more = [b"%s:%d" % (_upper(d)[PREFIX:], count) for d, count in twins]
        return b"".join(row + b"\r\n" for row in sorted(rows.split(b"\r\n")[:-1] + more))

    def _padding(self, number: int) -> bytes:
        heads = secrets.token_bytes(_HEAD // 2 * number)
        ends = secrets.token_bytes(end_length(self.header.kind) * number)
        return self._lines(heads, ends, np.full(number, b"0"))

    def _lines(self, heads: bytes, ends: bytes, counts: npt.NDArray[np.bytes_]) -> bytes:
        """Return rows: the head of each suffix, the end without its first digit, the count."""
        number, digits = len(counts), counts.itemsize
        rows = np.empty((number, self._width + digits + 3), np.uint8)
        rows[:, :_HEAD] = _matrix(hexlify(heads), number, _HEAD)
        rows[:, _HEAD : self._width] = _matrix(hexlify(ends), number, self._width - _HEAD + 1)[
            :, 1:
        ]
        rows[:, self._width] = ord(":")
        rows[:, self._width + 1 : -2] = counts.view(np.uint8).reshape(number, digits)
        rows[:, -2:] = (ord("\r"), ord("\n"))
        return rows.tobytes().translate(_UPPER, delete=_EMPTY)


def _matrix(data: bytes, rows: int, columns: int) -> npt.NDArray[np.uint8]:
    return np.frombuffer(data, np.uint8).reshape(rows, columns)


def packed(body: bytes) -> bytes:
    """Return a body in gzip's form.

    Digits at random hold nothing to find again, so only their bits are packed: smaller than
    gzip's best, and in a fifth of the time. isal, where it is there, does that faster still.
    """
    gzip = _packer()
    whole: bytes = gzip.compress(body) + gzip.flush()
    return whole


@cache
def _isal() -> Any:
    try:
        from isal import isal_zlib  # noqa: PLC0415
    except ImportError:  # there is none for every computer
        return None
    return isal_zlib


def _packer() -> Any:
    if isal := _isal():
        return isal.compressobj(1, wbits=31)
    return zlib.compressobj(1, wbits=31, strategy=zlib.Z_HUFFMAN_ONLY)


def _upper(digest: bytes) -> bytes:
    return hexlify(digest).upper()
