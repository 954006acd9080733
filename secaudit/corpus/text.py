"""Lines of `HASH:COUNT` as numbers. Imports numpy; only `build` imports this, when it begins."""

from binascii import Error as NoHexError
from binascii import unhexlify
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from secaudit.corpus.format import DIGITS, LEAST
from secaudit.corpus.origins import Part, Text
from secaudit.errors import CorpusError
from secaudit.languages import N_, _

_MOST_DIGITS = 10
"""Of a count; they fit into 64 bits."""

_NO_LINE = N_("no line HASH:COUNT")

_HEX = np.zeros(256, bool)
_HEX[list(b"0123456789ABCDEFabcdef")] = True


@dataclass(frozen=True, slots=True)
class Piece:
    """The hashes of a part of the source, in order."""

    lines: int
    """How many there were, repeated ones too; those with the count 0 are padding, not hashes."""
    first: int
    """The first key; -1 where there is none."""
    last: int
    ranges: npt.NDArray[np.int64]
    """The ranges that there were hashes of."""
    keys: npt.NDArray[np.uint64]
    """The keys to keep."""
    codes: npt.NDArray[np.uint8]
    """The code of each one's count."""


def piece(part: Part, kind: str, key_bits: int, range_bits: int, least: int) -> Piece:
    """Read a part of the source. Raises CorpusError where it is damaged or not in order."""
    number, keys, counts = _all(part, kind, key_bits)
    ranges = keys >> np.uint64(key_bits - range_bits)
    kept = counts >= least
    codes = np.searchsorted(np.array(LEAST), counts[kept], side="right") - 1
    return Piece(
        lines=number,
        first=int(keys[0]) if len(keys) else -1,
        last=int(keys[-1]) if len(keys) else -1,
        ranges=ranges[_first_of_each(ranges)].astype(np.int64),
        keys=keys[kept],
        codes=codes.astype(np.uint8),
    )


def tally(part: Part, kind: str, key_bits: int) -> dict[int, int]:
    """Return how many hashes of a part have each count."""
    _, _, counts = _all(part, kind, key_bits)
    values, numbers = np.unique(counts, return_counts=True)
    return dict(zip(values.tolist(), numbers.tolist(), strict=True))


def _all(
    part: Part, kind: str, key_bits: int
) -> tuple[int, npt.NDArray[np.uint64], npt.NDArray[np.int64]]:
    """Return the number of lines, then each key once, in order, with its highest count."""
    read = [_read(text, DIGITS[kind]) for text in part.texts()]
    keys = np.concatenate([np.empty(0, np.uint64), *(keys for keys, _ in read)])
    counts = np.concatenate([np.empty(0, np.int64), *(counts for _, counts in read)])
    number = len(keys)
    keys >>= np.uint64(64 - key_bits)
    first = _first_of_each(keys)
    if len(first) < number:
        keys, counts = keys[first], np.maximum.reduceat(counts, first)
    return number, keys, counts


def _first_of_each(ordered: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
    """Return where each value of an ordered array stands for the first time."""
    new = np.ones(len(ordered), bool)
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    return np.flatnonzero(new)


def _read(text: Text, digits: int) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64]]:
    """Return the first 64 bits of each hash, and its count.

    Lines may end in CR LF or LF, the last one in nothing; empty ones mean nothing.
    """
    lines = text.lines if text.lines.endswith(b"\n") else text.lines + b"\n"
    raw = np.frombuffer(lines, np.uint8)
    ends = np.flatnonzero(raw == ord("\n"))
    starts = np.concatenate(([0], ends[:-1] + 1))
    ends -= raw[ends - 1] == ord("\r")
    filled = ends > starts
    starts, ends = starts[filled], ends[filled]

    width = digits - len(text.prefix)  # digits of a hash that stand on the line
    length = ends - starts - width - 1  # digits of its count
    _refuse(text, starts, (length < 1) | (length > _MOST_DIGITS))
    if not len(starts):
        return np.empty(0, np.uint64), np.empty(0, np.int64)
    keys = _hashes(text, lines, starts, digits)

    counts = np.zeros(len(starts), np.int64)
    for place in range(int(length.max())):
        some = np.flatnonzero(length > place)
        digit = raw[starts[some] + (width + 1 + place)] - np.uint8(ord("0"))  # wraps below
        _refuse(text, starts[some], digit > 9)  # noqa: PLR2004  # a decimal digit
        counts[some] = counts[some] * 10 + digit
    real = counts > 0
    keys, counts, starts = keys[real], counts[real], starts[real]
    _refuse(text, starts[1:], keys[1:] < keys[:-1], N_("a hash out of order"))
    return keys, counts


def _hashes(
    text: Text, lines: bytes, starts: npt.NDArray[np.int64], digits: int
) -> npt.NDArray[np.uint64]:
    """Return the first 64 bits of each hash."""
    width = digits - len(text.prefix)
    # A view with an item at every byte; taking some of them copies each at once.
    windows: npt.NDArray[np.void] = np.ndarray(
        (len(lines) - width,), f"V{width + 1}", lines, strides=(1,)
    )
    rows = windows[starts].view(np.uint8).reshape(-1, width + 1)
    _refuse(text, starts, rows[:, width] != ord(":"))
    hashes = np.empty((len(starts), digits), np.uint8)
    hashes[:, : len(text.prefix)] = np.frombuffer(text.prefix, np.uint8)
    hashes[:, len(text.prefix) :] = rows[:, :width]
    try:
        unpacked = unhexlify(hashes.tobytes())
    except NoHexError:
        bad = int(np.argmin(_HEX[hashes].sum(axis=1)))
        raise _unusable(text, int(starts[bad]), _NO_LINE) from None
    digests = np.frombuffer(unpacked, np.uint8).reshape(-1, digits // 2)
    return np.ascontiguousarray(digests[:, :8]).view(">u8").ravel().astype(np.uint64)


def _refuse(
    text: Text, starts: npt.NDArray[np.int64], bad: npt.NDArray[np.bool_], what: str = _NO_LINE
) -> None:
    """Raise CorpusError for the first line that is bad."""
    if bad.any():
        raise _unusable(text, int(starts[bad][0]), what)


def _unusable(text: Text, start: int, what: str) -> CorpusError:
    """Return the error for the line at `start`; its words never hold the line."""
    return CorpusError(
        _("{where} could not be used: at byte {place} is {what}").format(
            where=text.where, place=text.begin + start, what=_(what)
        ),
        _("It may be damaged, or not whole: download it again, or name another one."),
    )
