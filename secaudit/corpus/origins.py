"""Where the lines of a corpus come from: one ordered file, a file for each range, a data store."""

import gzip
import os
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from secaudit.corpus.format import DIGITS, RANGE_BITS
from secaudit.errors import CorpusError

_PIECE = 4 << 20
"""Bytes of a text file that are worked on at once: a process stays below 60 MB with it."""

_FILES = 64
"""Files of a range each (76 KB) that are worked on one after another: about as much."""

_LONGEST = 256
"""No line is as long as this."""

_MARK = b"\xef\xbb\xbf"  # the official downloader may write one before every range
_LINE = re.compile(rb"([0-9A-Fa-f]+):[0-9]")
_RANGE = re.compile(r"([0-9A-Fa-f]{5})(|\.txt|\.gz)")


@dataclass(frozen=True, slots=True)
class Text:
    """Some lines, all of whose hashes begin with `prefix`."""

    prefix: bytes
    lines: bytes
    where: Path
    begin: int = 0
    """Place of the first line in its file, in bytes."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The lines of a file that begin at or after one byte and before another."""

    path: Path
    begin: int
    end: int

    def texts(self) -> Iterator[Text]:
        """Yield the lines. Raises CorpusError where the file cannot be read."""
        try:
            with self.path.open("rb") as file:
                begin = self.begin
                if begin:  # a line that began before belongs to the stretch before
                    file.seek(begin - 1)
                    begin += len(file.readline(_LONGEST)) - 1
                lines = file.read(max(0, self.end - begin))
                if lines and not lines.endswith(b"\n"):
                    lines += file.readline(_LONGEST)
        except OSError as error:
            raise _unreadable(self.path, error) from None
        yield Text(b"", unmarked(lines), self.path, begin)


@dataclass(frozen=True, slots=True)
class Ranges:
    """The files of some ranges, one after another."""

    folder: Path
    pattern: str
    """Path of a range's file: `{0}` stands for its prefix, `{1}` for its last three digits."""
    upper: bool
    begin: int
    end: int

    def texts(self) -> Iterator[Text]:
        """Yield the lines of each file that is there. Raises CorpusError where one is damaged."""
        for number in range(self.begin, self.end):
            prefix = f"{number:05X}" if self.upper else f"{number:05x}"
            path = self.folder / self.pattern.format(prefix, prefix[2:])
            try:
                lines = path.read_bytes()
                if path.suffix == ".gz":
                    lines = gzip.decompress(lines)
            except FileNotFoundError:
                continue  # whoever builds counts the ranges that it saw
            except (OSError, EOFError, zlib.error) as error:
                raise _unreadable(path, error) from None
            yield Text(prefix.encode(), unmarked(lines), path)


Part = Stretch | Ranges


@dataclass(frozen=True, slots=True)
class Origin:
    """What a corpus is built from, in parts that can be worked on apart."""

    kind: str
    by_range: bool
    """Whether every range should have a file of its own."""
    parts: Sequence[Part]


def unmarked(lines: bytes) -> bytes:
    """Return lines without the byte order marks before some of them."""
    lines = lines.removeprefix(_MARK)
    return lines.replace(b"\n" + _MARK, b"\n") if _MARK in lines else lines


def origin_of(path: Path) -> Origin:
    """Return what is at `path`. Raises CorpusError where it is none of the forms known.

    These are: a file of ordered lines `HASH:COUNT` and a folder with a file for each range, both
    as PwnedPasswordsDownloader writes them, and the folder of hibp-downloader.
    """
    try:
        if path.is_dir():
            return _folder(path)
        size = path.stat().st_size
        with path.open("rb") as file:
            kind = _kind(file.read(_LONGEST), 0, path)
    except OSError as error:
        raise _unreadable(path, error) from None
    stretches = [
        Stretch(path, begin, min(begin + _PIECE, size)) for begin in range(0, size, _PIECE)
    ]
    return Origin(kind, by_range=False, parts=stretches)


def _folder(path: Path) -> Origin:
    kinds = [path / kind for kind in DIGITS if (path / kind).is_dir()]
    if len(kinds) > 1:
        raise CorpusError(
            f"{path} holds hashes of two kinds", f"Name {kinds[0]} or {kinds[1]} instead."
        )
    folder = kinds[0] if kinds else path
    names = _names(folder)
    first = next(names, None)
    if first is None:
        raise CorpusError(
            f"{path} holds no files of ranges, such as 0A1B2.txt",
            "Name the folder or file that a downloader of Pwned Passwords wrote.",
        )
    prefix, suffix = first
    # Names of digits alone look the same either way: go on to one with a letter.
    letters = next((name for name, _ in chain([first], names) if not name.isdigit()), prefix)
    # hibp-downloader: lib/filedata.py, save_datafile
    deep = "{0:.2}/{1:.2}/" if not (folder / (prefix + suffix)).exists() else ""
    ranges = [
        Ranges(folder, deep + "{0}" + suffix, letters.upper() == letters, begin, begin + _FILES)
        for begin in range(0, 1 << RANGE_BITS, _FILES)
    ]
    number = int(prefix, 16)
    sample = Ranges(folder, ranges[0].pattern, prefix.upper() == prefix, number, number + 1)
    text = next(sample.texts(), None)
    if text is None:
        raise CorpusError(
            f"{folder} keeps its files in another way than the downloaders known",
            "Name the folder that PwnedPasswordsDownloader or hibp-downloader wrote.",
        )
    return Origin(_kind(text.lines, len(prefix), text.where), by_range=True, parts=ranges)


def _names(folder: Path, depth: int = 2) -> Iterator[tuple[str, str]]:
    """Yield prefix and suffix of the files of ranges, one by one: there may be a million."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if depth:
                    yield from _names(Path(entry.path), depth - 1)
            elif found := _RANGE.fullmatch(entry.name):
                yield found[1], found[2]


def _kind(text: bytes, before: int, path: Path) -> str:
    """Tell the kind of hash by the length of the first, of which `before` digits are left out."""
    line = _LINE.match(unmarked(text).lstrip(b"\r\n"))
    digits = len(line[1]) + before if line else 0
    for kind, length in DIGITS.items():
        if digits == length:
            return kind
    raise CorpusError(
        f"{path} is not a list of lines HASH:COUNT",
        "Name what a downloader of Pwned Passwords wrote, unpacked and ordered by hash.",
    )


def _unreadable(path: Path, error: BaseException) -> CorpusError:
    why = getattr(error, "strerror", None) or "it is damaged"
    return CorpusError(f"{path} could not be read: {why}", "Check that it is there and whole.")
