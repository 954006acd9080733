"""Asking a corpus how often passwords were seen, straight from its file and without numpy."""

import mmap
import os
import sys
from bisect import bisect_left
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Self

from secaudit.corpus.format import (
    BLOCK,
    DIGEST,
    DIGITS,
    PAGE,
    REMAINDER_BITS,
    SHOWN,
    damaged,
    read_header,
)
from secaudit.errors import CorpusError, reason
from secaudit.languages import _, number

_MANY = 150_000
"""From this many on, numpy is worth the tenth of a second of its import."""

_FEW = 16
"""Fewer are not worth asking the disk for their pages ahead."""

_THREADS = 16
_LOW = (1 << REMAINDER_BITS) - 1


class Corpus:
    """An open corpus. Use it as a context manager, or close it."""

    def __init__(self, path: Path) -> None:
        """Open the file at `path`.

        Raises CorpusError where it cannot be read, is no corpus, of another major version, cut
        short, or where header, index or list of digests have changed. The body is checked by
        `verify` alone: that takes reading all of it.
        """
        if sys.byteorder != "little":
            raise CorpusError(
                _("this computer keeps its numbers in another order than a corpus does"),
                _("Use the corpus on another computer: nearly all are of the other kind."),
            )
        self.path = path
        try:
            with path.open("rb") as file:
                page = file.read(PAGE)
                self.header = header = read_header(page, str(path))
                self.seal = page[-DIGEST:]
                """The digest of the header, by which other files say that they belong to it."""
                if (size := os.fstat(file.fileno()).st_size) != header.size:
                    raise damaged(
                        str(path),
                        _("it has {size} bytes instead of {wanted}").format(
                            size=number(size), wanted=number(header.size)
                        ),
                    )
                index = file.read(header.remainders_at - PAGE)
                file.seek(header.digests_at)
                self.digests = file.read()
                """SHA-256 of each block of the body."""
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except OSError as error:
            raise CorpusError(
                _("{path} could not be read: {why}").format(path=path, why=reason(error)),
                _("Check its name and where it is."),
            ) from None
        self._body = memoryview(self._map)[header.remainders_at : header.digests_at]
        self.remainders = self._body[: 4 * header.hashes].cast("I")
        self.codes = self._body[4 * header.hashes :]
        self.starts = memoryview(index).cast("I")
        """The place of each range's first hash, and then how many hashes there are."""
        self.shift = 64 - header.key_bits
        """Bits to leave out of the first 64 of a hash."""
        self._length = DIGITS[header.kind] // 2
        if sha256(index).hexdigest() != header.index_sha256:
            self.close()
            raise damaged(str(path), _("its index has changed"))
        if sha256(self.digests).hexdigest() != header.digests_sha256:
            self.close()
            raise damaged(str(path), _("its list of digests has changed"))
        self._advise("MADV_RANDOM")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        for view in (self.remainders, self.codes, self._body):
            view.release()
        self._map.close()

    def count(self, digest: bytes) -> int | None:
        """Return how often a password was seen in breaches, by its digest of the corpus's kind.

        0: it is not in the corpus, so it was seen fewer than `header.least` times. None: nothing
        is known, because its range was missing in the source. Counts of 64 and more are off by up
        to 1/16, and one hash in 1 / `header.false_match` is taken for another.
        """
        if len(digest) != self._length:
            raise ValueError("digests of another kind")
        key = int.from_bytes(digest[:8], "big") >> self.shift
        number, remainder = key >> REMAINDER_BITS, key & _LOW
        begin, end = self.starts[number], self.starts[number + 1]
        place = bisect_left(self.remainders, remainder, begin, end)
        if place < end and self.remainders[place] == remainder:
            return SHOWN[self.codes[place]]
        return None if begin == end and self.header.missing else 0

    def counts(self, digests: Sequence[bytes]) -> list[int | None]:
        """Return `count` of each digest; many at once take far less time, above all from a disk."""
        if len(digests) >= _MANY:
            try:
                from secaudit.corpus import many  # noqa: PLC0415  # numpy is optional
            except ImportError:
                pass  # the same answers, more slowly
            else:
                self._advise("MADV_NORMAL")  # they come in order, so reading ahead helps
                answers = many.counts(self, digests, self._length)
                self._advise("MADV_RANDOM")
                return answers
        if len(digests) >= _FEW:
            self._fetch(digests)
        return [self.count(digest) for digest in digests]

    def block(self, number: int) -> memoryview:
        """Return a block of the body, for `verify`."""
        return self._body[number * BLOCK : (number + 1) * BLOCK]

    def _advise(self, advice: str) -> None:
        """Tell the system what is read next, where it knows the words: not on Windows."""
        if hasattr(mmap, advice):
            self._map.madvise(getattr(mmap, advice))

    def _fetch(self, digests: Sequence[bytes]) -> None:
        """Have the disk look for all of their pages at once; one by one would take seconds."""
        spans = []
        for digest in sorted(digests):
            number = int.from_bytes(digest[:8], "big") >> self.shift >> REMAINDER_BITS
            begin, end = self.starts[number], self.starts[number + 1]
            spans.append((self.header.remainders_at + 4 * begin, 4 * (end - begin)))
            spans.append((self.header.counts_at + begin, end - begin))
        if hasattr(mmap, "MADV_WILLNEED") and sys.platform == "linux":
            page = mmap.PAGESIZE
            for start, length in spans:
                self._map.madvise(mmap.MADV_WILLNEED, start - start % page, length + start % page)
            return
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415

        with ThreadPoolExecutor(_THREADS) as pool:
            list(pool.map(self._read, (spans[n::_THREADS] for n in range(_THREADS))))

    def _read(self, spans: list[tuple[int, int]]) -> None:
        """Read some spans, so that the system keeps them at hand."""
        with self.path.open("rb", buffering=0) as file:
            for start, length in spans:
                file.seek(start)
                file.read(length)
