"""A corpus of a few thousand passwords, made in memory and without numpy: that of the demo."""

import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import sha256

from secaudit.corpus.format import (
    BLOCK,
    DIGITS,
    REMAINDER_BITS,
    Header,
    code_of,
    header_bytes,
)


def compact(
    counts: Mapping[bytes, int],
    *,
    source: str,
    fetched: date,
    range_bits: int = 8,
    kind: str = "sha1",
) -> bytes:
    """Return the bytes of a corpus of digests and how often each was seen, once or more.

    It is the same file that `build` makes of the same list.
    """
    if not counts or {len(digest) for digest in counts} != {DIGITS[kind] // 2}:
        raise ValueError("a corpus holds digests of one kind, and not none")
    shift = 64 - range_bits - REMAINDER_BITS
    codes: dict[int, int] = {}
    for digest, count in counts.items():
        key = int.from_bytes(digest[:8], "big") >> shift
        codes[key] = max(code_of(count), codes.get(key, 0))
    keys = sorted(codes)
    places = (
        bisect_left(keys, number << REMAINDER_BITS) for number in range((1 << range_bits) + 1)
    )
    index = _numbers(places)
    low = (1 << REMAINDER_BITS) - 1
    body = _numbers(key & low for key in keys) + bytes(codes[key] for key in keys)
    blocks = (body[begin : begin + BLOCK] for begin in range(0, len(body), BLOCK))
    digests = b"".join(sha256(block).digest() for block in blocks)
    header = Header(
        kind=kind,
        source=source,
        date=fetched,
        hashes=len(keys),
        lines=len(counts),
        least=1,
        missing=0,
        range_bits=range_bits,
        index_sha256=sha256(index).hexdigest(),
        digests_sha256=sha256(digests).hexdigest(),
    )
    return header_bytes(header) + index + body + digests


def _numbers(values: Iterable[int]) -> bytes:
    """Return numbers of 32 bits, little-endian."""
    numbers = array("I", values)
    if sys.byteorder != "little":
        numbers.byteswap()
    return numbers.tobytes()
