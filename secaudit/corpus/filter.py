"""An approximate set of all breached passwords: a byte each, no counts, now and then wrong.

It is read straight from its file and without numpy; docs/corpus-format.md describes it.
"""

import os
import struct
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple, Self

from secaudit.corpus.format import (
    BLOCK,
    DIGEST,
    DIGITS,
    FILTER_MAGIC,
    PAGE,
    damaged,
    fields_of,
    page_of,
    unlike_the_format,
)
from secaudit.corpus.paging import bring, mapped, of_another_size, unreadable
from secaudit.languages import _
from secaudit.text import clean

ONE_IN = 256
"""Of so many passwords that were never seen, one is taken for one that was."""

FILTER_KEY_BITS = 64
SHARD = struct.Struct("<QQQII")
_FEW = 16
_MASK = (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class FilterHeader:
    """What a filter says of itself; the fields are those of a corpus, but for its own."""

    kind: str
    source: str
    date: date
    hashes: int
    lines: int
    least: int
    shards: int
    """How many parts it is in, each a filter of its own for a stretch of keys."""
    fingerprints: int
    """Bytes of all shards together."""
    table_sha256: str
    digests_sha256: str

    @property
    def key_bits(self) -> int:
        """Leading bits of a hash that the fingerprints are made of."""
        return FILTER_KEY_BITS

    @property
    def false_match(self) -> float:
        """Chance that a hash which is not in the source is taken for one that is."""
        return 1 / ONE_IN

    @property
    def missing(self) -> int:
        """Ranges that the source lacked: none, for a filter could not say which."""
        return 0

    @property
    def fingerprints_at(self) -> int:
        """Where the table ends and the fingerprints begin."""
        return PAGE + SHARD.size * self.shards

    @property
    def digests_at(self) -> int:
        """Where the fingerprints end and the digests of their blocks begin."""
        return self.fingerprints_at + self.fingerprints

    @property
    def size(self) -> int:
        """Bytes of the whole file."""
        return self.digests_at + DIGEST * -(-self.fingerprints // BLOCK)


class Shard(NamedTuple):
    """One binary fuse filter with fingerprints of 8 bits (Graf and Lemire 2022, arXiv 2201.01174).

    It is for the keys from `first` up to the first key of the next shard.
    """

    first: int
    seed: int
    at: int
    """Where its fingerprints begin among all of them."""
    length: int
    """Fingerprints in a segment, a power of two."""
    segments: int
    """Segments that the first of the three places of a key may be in."""

    @property
    def fingerprints(self) -> int:
        """Bytes: the other two places may be in the two segments after the last."""
        return (self.segments + 2) * self.length

    def places(self, key: int) -> tuple[int, int, int, int]:
        """Return the fingerprint of a key, and the three places that it is spread over."""
        mixed = (key + self.seed) & _MASK  # MurmurHash3's mixer of 64 bits
        mixed = ((mixed ^ mixed >> 33) * 0xFF51AFD7ED558CCD) & _MASK
        mixed = ((mixed ^ mixed >> 33) * 0xC4CEB9FE1A85EC53) & _MASK
        mixed ^= mixed >> 33
        one = mixed * self.segments * self.length >> 64
        two = one + self.length ^ mixed >> 18 & self.length - 1
        three = one + 2 * self.length ^ mixed & self.length - 1
        return (mixed ^ mixed >> 32) & 0xFF, one, two, three


class Filter:
    """An open filter. Use it as a context manager, or close it."""

    def __init__(self, path: Path) -> None:
        """Open the file at `path`.

        Raises CorpusError where it cannot be read, is no filter, of another major version, cut
        short, or where header, table or list of digests have changed; the rest is for `verify`.
        """
        self.path = path
        self.name = name = str(path)
        try:
            with path.open("rb") as file:
                self.header = header = read_filter_header(file.read(PAGE), name)
                if (size := file.seek(0, os.SEEK_END)) != header.size:
                    raise of_another_size(name, size, header.size)
                file.seek(PAGE)
                table = file.read(header.fingerprints_at - PAGE)
                file.seek(header.digests_at)
                self.digests = file.read()
                """SHA-256 of each block of the fingerprints."""
                if sha256(table).hexdigest() != header.table_sha256:
                    raise damaged(name, _("its table has changed"))
                if sha256(self.digests).hexdigest() != header.digests_sha256:
                    raise damaged(name, _("its list of digests has changed"))
                self.shards = [Shard(*row) for row in SHARD.iter_unpack(table)]
                if not _fit_together(self.shards, header.fingerprints):
                    raise damaged(name, _("its table is not in order"))
                self._map = mapped(file)
        except OSError as error:
            raise unreadable(name, error) from None
        self._firsts = [shard.first for shard in self.shards]
        self._body = memoryview(self._map)[header.fingerprints_at : header.digests_at]
        self._length = DIGITS[header.kind] // 2

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._body.release()
        self._map.close()

    def holds(self, digest: bytes) -> bool:
        """Tell whether a password was seen in breaches, by its digest of the filter's kind.

        False is sure: it was seen fewer than `header.least` times. True is not: of the passwords
        that were never seen, one in ONE_IN gets it.
        """
        if len(digest) != self._length:
            raise ValueError("digests of another kind")
        key = int.from_bytes(digest[:8], "big")
        if (number := bisect_right(self._firsts, key) - 1) < 0:
            return False
        shard = self.shards[number]
        mark, one, two, three = shard.places(key)
        body, at = self._body, shard.at
        return mark == body[at + one] ^ body[at + two] ^ body[at + three]

    def hold(self, digests: Sequence[bytes]) -> list[bool]:
        """Return `holds` of each digest; many at once come from a disk far sooner."""
        if len(digests) >= _FEW:
            bring(self._map, self.path, [self._span(digest) for digest in sorted(digests)])
        return [self.holds(digest) for digest in digests]

    def block(self, number: int) -> memoryview:
        """Return a block of the fingerprints, for `verify`."""
        return self._body[number * BLOCK : (number + 1) * BLOCK]

    def _span(self, digest: bytes) -> tuple[int, int]:
        """Return where the three places of a digest lie: in three segments beside each other."""
        key = int.from_bytes(digest[:8], "big")
        shard = self.shards[max(0, bisect_right(self._firsts, key) - 1)]
        _, one, _, _ = shard.places(key)
        start = one - one % shard.length
        return self.header.fingerprints_at + shard.at + start, 3 * shard.length


def _fit_together(shards: Sequence[Shard], fingerprints: int) -> bool:
    """Whether the shards lie one after another, in the order of their keys, and fill the file."""
    ends = [0, *(shard.at + shard.fingerprints for shard in shards)]
    return (
        all(one.first < other.first for one, other in pairwise(shards))
        and all(shard.at == end for shard, end in zip(shards, ends, strict=False))
        and ends[-1] == fingerprints
        and all(
            shard.segments > 0 and shard.length > 0 and not shard.length & shard.length - 1
            for shard in shards
        )
    )


def filter_header_bytes(header: FilterHeader) -> bytes:
    """Return the first page of a filter."""
    return page_of(FILTER_MAGIC, asdict(header))


def read_filter_header(page: bytes, name: str) -> FilterHeader:
    """Return what the first page of the filter `name` says.

    Raises CorpusError where it is no filter, one of another major version, or damaged.
    """
    raw = fields_of(page, FILTER_MAGIC, name)
    try:
        return _header(raw)
    except (ValueError, KeyError, TypeError):
        raise unlike_the_format(name) from None


def _header(raw: dict[str, Any]) -> FilterHeader:
    texts = {name: raw[name] for name in ("kind", "source", "table_sha256", "digests_sha256")}
    numbers = {name: raw[name] for name in ("hashes", "lines", "least", "shards", "fingerprints")}
    if not (
        all(isinstance(text, str) for text in texts.values())
        and all(type(number) is int and 0 < number < 1 << 40 for number in numbers.values())
        and texts["kind"] in DIGITS
    ):
        raise ValueError
    texts["source"] = clean(texts["source"])
    return FilterHeader(**texts, **numbers, date=date.fromisoformat(raw["date"]))
