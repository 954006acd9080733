"""Where the lines of a corpus come from: one ordered file, a file for each range, a data store."""

import gzip
import os
import re
import zlib
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from secaudit.corpus import packs
from secaudit.corpus.format import DIGITS
from secaudit.errors import CorpusError
from secaudit.languages import _

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

    @property
    def size(self) -> int:
        """How much of the source it is, in bytes."""
        return self.end - self.begin

    @property
    def first(self) -> Path:
        """The first file of it."""
        return self.path

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
            raise packs.unreadable(self.path, error) from None
        yield Text(b"", unmarked(lines), self.path, begin)


@dataclass(frozen=True, slots=True)
class Ranges:
    """The files of some ranges, one after another."""

    folder: Path
    numbers: Sequence[int]
    deep: bool
    """Whether `0a1b2.gz` lies in `0a/1b`, as hibp-downloader has it (lib/filedata.py)."""
    upper: bool
    suffix: str

    @property
    def size(self) -> int:
        """How much of the source it is, in ranges."""
        return len(self.numbers)

    @property
    def first(self) -> Path:
        """The first file of it."""
        return self._place(self.numbers[0])[1]

    def _place(self, number: int) -> tuple[str, Path]:
        """Return the prefix of a range, as it is spelt here, and its file."""
        prefix = f"{number:05X}" if self.upper else f"{number:05x}"
        return prefix, self.folder / (_depth(prefix) if self.deep else "") / (prefix + self.suffix)

    def texts(self) -> Iterator[Text]:
        """Yield the lines of each file. Raises CorpusError where one is damaged."""
        for number in self.numbers:
            prefix, path = self._place(number)
            try:
                lines = path.read_bytes()
                if self.suffix == ".gz":
                    lines = gzip.decompress(lines)
            except (OSError, EOFError, zlib.error) as error:
                raise packs.unreadable(path, error) from None
            yield Text(prefix.encode(), unmarked(lines), path)


@dataclass(frozen=True, slots=True)
class Pack:
    """Some of the ranges that `secaudit corpus download` keeps in one file."""

    path: Path
    quarter: int
    """Which quarter of the pack: all of it would need too much memory at once."""

    @property
    def size(self) -> int:
        """How much of the source it is, in ranges."""
        return _FILES

    @property
    def first(self) -> Path:
        """The file it is in."""
        return self.path

    def texts(self) -> Iterator[Text]:
        """Yield the lines of each range. Raises CorpusError where one is damaged."""
        some = [
            one
            for one in packs.members(self.path)
            if one.prefix % packs.RANGES // _FILES == self.quarter
        ]
        for one, packed in zip(some, packs.content(self.path, some), strict=True):
            try:
                lines = packs.rows(packed)
            except ValueError as error:
                raise packs.unreadable(self.path, error) from None
            yield Text(b"%05X" % one.prefix, unmarked(lines), self.path)


Part = Stretch | Ranges | Pack


@dataclass(frozen=True, slots=True)
class Origin:
    """What a corpus is built from, in parts that can be worked on apart."""

    kind: str
    by_range: bool
    """Whether every range should have a file of its own."""
    parts: Sequence[Part]

    def last_changed(self) -> date:
        """Return the day its files last changed, of a folder by one file in 64.

        Raises CorpusError where one cannot be read.
        """
        try:
            latest = max(part.first.stat().st_mtime for part in self.parts)
        except OSError as error:
            raise packs.unreadable(self.parts[0].first, error) from None
        return datetime.fromtimestamp(latest, UTC).date()


def unmarked(lines: bytes) -> bytes:
    """Return lines without the byte order marks before some of them."""
    if _MARK[:1] not in lines:  # looking for one byte is far quicker than for three
        return lines
    return lines.removeprefix(_MARK).replace(b"\n" + _MARK, b"\n")


def origin_of(path: Path) -> Origin:
    """Return what is at `path`. Raises CorpusError where it is none of the forms known.

    These are: a file of ordered lines `HASH:COUNT` and a folder with a file for each range, both
    as PwnedPasswordsDownloader writes them, the folder of hibp-downloader, and the packs of
    `secaudit corpus download`.
    """
    try:
        if path.is_dir():
            return _folder(path)
        size = path.stat().st_size
        with path.open("rb") as file:
            kind = _kind(file.read(_LONGEST), 0, path)
    except OSError as error:
        raise packs.unreadable(path, error) from None
    stretches = [
        Stretch(path, begin, min(begin + _PIECE, size)) for begin in range(0, size, _PIECE)
    ]
    return Origin(kind, by_range=False, parts=stretches)


def _folder(path: Path) -> Origin:
    parts: Sequence[Part] = [
        Pack(path / packs.pack_name(number), quarter)
        for number in packs.packs_in(path)
        for quarter in range(packs.RANGES // _FILES)
    ]
    if parts:
        return Origin(_kind_of(path, parts), by_range=True, parts=parts)
    kinds = [path / kind for kind in DIGITS if (path / kind).is_dir()]
    if len(kinds) > 1:
        raise CorpusError(
            _("{path} holds hashes of two kinds").format(path=path),
            _("Name {one} or {other} instead.").format(one=kinds[0], other=kinds[1]),
        )
    folder = kinds[0] if kinds else path
    found, forms, capitals = array("I"), set(), set()  # there may be a million of them
    for where, prefix, suffix in _files(folder):
        found.append(int(prefix, 16))
        forms.add(({"": False, _depth(prefix): True}.get(where), suffix))
        if not prefix.isdigit():
            capitals.add(prefix.isupper())
    if not found:
        raise CorpusError(
            _("{path} holds no files of ranges, such as 0A1B2.txt").format(path=path),
            _("Name the folder or file that a downloader of Pwned Passwords wrote."),
        )
    deep, suffix = forms.pop()
    if forms or deep is None or len(capitals) > 1:
        raise CorpusError(
            _("{folder} keeps files of ranges in more than one way, or in an unknown one").format(
                folder=folder
            ),
            _("Name the folder that PwnedPasswordsDownloader or hibp-downloader wrote."),
        )
    numbers = array("I", sorted(found))
    ranges = [
        Ranges(folder, numbers[begin : begin + _FILES], deep, capitals != {False}, suffix)
        for begin in range(0, len(numbers), _FILES)
    ]
    return Origin(_kind_of(folder, ranges), by_range=True, parts=ranges)


def _kind_of(folder: Path, parts: Sequence[Part]) -> str:
    texts = (text for part in parts for text in part.texts())
    text = next((text for text in texts if text.lines), None)
    if text is None:
        raise CorpusError(
            _("all files in {folder} are empty").format(folder=folder), _("Download them again.")
        )
    return _kind(text.lines, len(text.prefix), text.where)


def _files(folder: Path, where: str = "", depth: int = 2) -> Iterator[tuple[str, str, str]]:
    """Yield of each file of a range the folders it lies in, its prefix and its suffix."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if found := _RANGE.fullmatch(entry.name):
                yield where, found[1], found[2]
            elif depth and entry.is_dir():
                yield from _files(Path(entry.path), f"{where}{entry.name}/", depth - 1)


def _depth(prefix: str) -> str:
    return f"{prefix[:2]}/{prefix[2:4]}/"


def _kind(text: bytes, before: int, path: Path) -> str:
    """Tell the kind of hash by the length of the first, of which `before` digits are left out."""
    line = _LINE.match(unmarked(text).lstrip(b"\r\n"))
    digits = len(line[1]) + before if line else 0
    for kind, length in DIGITS.items():
        if digits == length:
            return kind
    raise CorpusError(
        _("{path} is not a list of lines HASH:COUNT").format(path=path),
        _("Name what a downloader of Pwned Passwords wrote, unpacked and ordered by hash."),
    )
