"""Asking a corpus how often passwords were seen, straight from its file and without numpy."""

import mmap
import os
import sys
from bisect import bisect_left
from collections.abc import Sequence
from hashlib import sha256
from io import BytesIO
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
from secaudit.corpus.paging import bring, mapped, of_another_size, unreadable
from secaudit.errors import CorpusError
from secaudit.languages import _

_MANY = 150_000
"""From this many on, numpy is worth the tenth of a second of its import."""

_FEW = 16
"""Fewer are not worth asking the disk for their pages ahead."""

_LOW = (1 << REMAINDER_BITS) - 1


class Corpus:
    """An open corpus. Use it as a context manager, or close it."""

    def __init__(self, source: Path | bytes) -> None:
        """Open the file at a path, or one whose bytes are at hand already.

        Raises CorpusError where it cannot be read, is no corpus, of another major version, cut
        short, or where header, index or list of digests have changed. The body is checked by
        `verify` alone: that takes reading all of it.
        """
        if sys.byteorder != "little":
            raise CorpusError(
                _("this computer keeps its numbers in another order than a corpus does"),
                _("Use the corpus on another computer: nearly all are of the other kind."),
            )
        self.path = path = source if isinstance(source, Path) else None
        self.name = name = str(path or "a corpus in memory")
        try:
            with BytesIO(source) if isinstance(source, bytes) else source.open("rb") as file:
                page = file.read(PAGE)
                self.header = header = read_header(page, name)
                self.seal = page[-DIGEST:]
                """The digest of the header, by which other files say that they belong to it."""
                if (size := file.seek(0, os.SEEK_END)) != header.size:
                    raise of_another_size(name, size, header.size)
                file.seek(PAGE)
                index = file.read(header.remainders_at - PAGE)
                file.seek(header.digests_at)
                self.digests = file.read()
                """SHA-256 of each block of the body."""
                self._map = mapped(file)
        except OSError as error:
            raise unreadable(name, error) from None
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
            raise damaged(name, _("its index has changed"))
        if sha256(self.digests).hexdigest() != header.digests_sha256:
            self.close()
            raise damaged(name, _("its list of digests has changed"))
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
            if not (code := self.codes[place]):
                raise self.no_count()
            return SHOWN[code]
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
        if self.path and len(digests) >= _FEW:
            self._fetch(self.path, digests)
        return [self.count(digest) for digest in digests]

    def no_count(self) -> CorpusError:
        """Return the error for a hash that is there without a count: not to be called unseen."""
        return damaged(self.name, _("it holds a hash that was never seen"))

    def block(self, number: int) -> memoryview:
        """Return a block of the body, for `verify`."""
        return self._body[number * BLOCK : (number + 1) * BLOCK]

    def _advise(self, advice: str) -> None:
        """Tell the system what is read next, where it knows the words: not on Windows."""
        if hasattr(mmap, advice):
            self._map.madvise(getattr(mmap, advice))

    def _fetch(self, path: Path, digests: Sequence[bytes]) -> None:
        """Have the disk look for all of their pages at once; one by one would take seconds."""
        spans = []
        for digest in sorted(digests):
            number = int.from_bytes(digest[:8], "big") >> self.shift >> REMAINDER_BITS
            begin, end = self.starts[number], self.starts[number + 1]
            spans.append((self.header.remainders_at + 4 * begin, 4 * (end - begin)))
            spans.append((self.header.counts_at + begin, end - begin))
        bring(self._map, path, spans)
