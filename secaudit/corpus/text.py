"""Lines of `HASH:COUNT` as numbers. Imports numpy; only `build` imports this, when it begins."""

from binascii import Error as NoHexError
from binascii import unhexlify
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from secaudit.corpus.format import CHANCE, DIGITS, HELD, LEAST
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
    counts: npt.NDArray[np.int64]
    """The count itself, where suffixes are kept; else empty."""
    ends: npt.NDArray[np.uint8]
    """A row for each key: the bytes of its hash that follow, where suffixes are kept."""
    twins: dict[bytes, int]
    """Whole hashes, and their counts, that share their key with one seen at least as often."""


def piece(  # noqa: PLR0913  # one part, described
    part: Part, kind: str, key_bits: int, range_bits: int, least: int, *, suffixes: bool = False
) -> Piece:
    """Read a part of the source. Raises CorpusError where it is damaged or not in order."""
    number, keys, counts, ends, twins = _all(part, kind, key_bits, HELD if suffixes else None)
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
        counts=counts[kept] if suffixes else counts[:0],
        ends=ends[kept],
        twins={digest: count for digest, count in twins.items() if count >= least},
    )


def tally(part: Part, kind: str, key_bits: int) -> dict[int, int]:
    """Return how many hashes of a part have each count."""
    counts = _all(part, kind, key_bits, None)[2]
    values, numbers = np.unique(counts, return_counts=True)
    return dict(zip(values.tolist(), numbers.tolist(), strict=True))


def _all(
    part: Part, kind: str, key_bits: int, held: int | None
) -> tuple[
    int,
    npt.NDArray[np.uint64],
    npt.NDArray[np.int64],
    npt.NDArray[np.uint8],
    dict[bytes, int],
]:
    """Return the number of lines, then each key once, in order, with its highest count.

    Then, where `held` is a number: the bytes after so many of each one's hash, and the twins.
    """
    width = DIGITS[kind] // 2
    held = width if held is None else held
    read = [_read(text, DIGITS[kind], held) for text in part.texts()]
    keys = np.concatenate([np.empty(0, np.uint64), *(keys for keys, _, _ in read)])
    counts = np.concatenate([np.empty(0, np.int64), *(counts for _, counts, _ in read)])
    ends = np.concatenate([np.empty((0, width - held), np.uint8), *(ends for _, _, ends in read)])
    number = len(keys)
    heads = keys
    keys = keys >> np.uint64(64 - key_bits)
    first = _first_of_each(keys)
    twins: dict[bytes, int] = {}
    if len(first) < number:
        highest = np.maximum.reduceat(counts, first)
        if held < width:
            # One row stands for each key: the one seen most often.
            group = np.repeat(np.arange(len(first)), np.diff(np.append(first, number)))
            top = np.flatnonzero(counts == highest[group])
            chosen = top[_first_of_each(group[top])]
            several = np.flatnonzero(np.diff(np.append(first, number))[group] > 1)

            def whole(row: int) -> bytes:
                end: bytes = ends[row].tobytes()
                return int(heads[row]).to_bytes(8, "big")[:HELD] + end

            for row in several.tolist():
                if (digest := whole(row)) != whole(int(chosen[group[row]])):
                    twins[digest] = max(twins.get(digest, 0), int(counts[row]))
            first = chosen
        keys, counts, ends = keys[first], highest, ends[first]
    return number, keys, counts, ends, twins


def _first_of_each(ordered: npt.NDArray[np.integer]) -> npt.NDArray[np.int64]:
    """Return where each value of an ordered array stands for the first time."""
    new = np.ones(len(ordered), bool)
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    return np.flatnonzero(new)


def _read(
    text: Text, digits: int, held: int
) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64], npt.NDArray[np.uint8]]:
    """Return of each hash the first 64 bits, its count, and its bytes after the first `held`.

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
        nothing = np.empty((0, digits // 2 - held), np.uint8)
        return np.empty(0, np.uint64), np.empty(0, np.int64), nothing
    digests = _hashes(text, lines, starts, digits)
    keys = np.ascontiguousarray(digests[:, :8]).view(">u8").ravel().astype(np.uint64)

    counts = np.zeros(len(starts), np.int64)
    for place in range(int(length.max())):
        some = np.flatnonzero(length > place)
        digit = raw[starts[some] + (width + 1 + place)] - np.uint8(ord("0"))  # wraps below
        _refuse(text, starts[some], digit > 9)  # noqa: PLR2004  # a decimal digit
        counts[some] = counts[some] * 10 + digit
    real = counts > 0
    keys, counts, starts = keys[real], counts[real], starts[real]
    _refuse(text, starts[1:], keys[1:] < keys[:-1], N_("a hash out of order"))
    if len(keys) and _is_cut_short(text, keys):
        raise _unusable(text, int(starts[-1]), N_("the last line, too early for a whole range"))
    return keys, counts, digests[real, held:]


def _is_cut_short(text: Text, keys: npt.NDArray[np.uint64]) -> bool:
    """Tell whether the lines of a range end where by their number many more would follow."""
    left = 64 - 4 * len(text.prefix)
    after = ~int(keys[-1]) & (1 << left) - 1
    return bool(text.prefix) and len(keys) * after > CHANCE << left


def _hashes(
    text: Text, lines: bytes, starts: npt.NDArray[np.int64], digits: int
) -> npt.NDArray[np.uint8]:
    """Return each hash as a row of bytes."""
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
    return np.frombuffer(unpacked, np.uint8).reshape(-1, digits // 2)


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
