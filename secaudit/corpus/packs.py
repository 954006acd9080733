"""Packs: the answers of the range API for 256 neighbouring ranges in one file.

Each answer is a gzip member (RFC 1952) as the server packed it, under a header that names its
prefix, its ETag and its length. So a pack says by itself what it holds, `zcat` reads it, and it
takes 4,096 files to keep a million ranges. docs/corpus-download.md has the form.
"""

import gzip
import os
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from secaudit.errors import CorpusError
from secaudit.languages import N_, _

RANGES = 256
"""Ranges of a pack: all prefixes with the same first three digits."""

_NAME = re.compile(r"([0-9A-F]{3})\.gz")
_LONGEST_ETAG = 200
_CHECKED, _EXTRA, _NAMED, _COMMENTED = 2, 4, 8, 16  # flags of RFC 1952 §2.3.1
_HEAD = b"\x1f\x8b\x08" + bytes([_CHECKED | _NAMED | _COMMENTED]) + b"\0\0\0\0\0\xff"
_WORDS = re.compile(rb"([0-9A-F]{5})\0([0-9A-F]{8}) ([\x21-\x7e]{0,%d})\0" % _LONGEST_ETAG)
"""What stands as the file name and as the comment: prefix, length of the member, ETag."""

_CHECK = struct.Struct("<H")
"""The end of the header: the lower half of its CRC-32."""

_LONGEST_HEAD = len(_HEAD) + 6 + 9 + _LONGEST_ETAG + 1 + _CHECK.size


@dataclass(frozen=True, slots=True)
class Member:
    """The answer for one range, and where it lies in its pack."""

    prefix: int
    etag: str
    begin: int
    size: int


def pack_name(pack: int) -> str:
    """Return the name of a pack's file: `0A1.gz`."""
    return f"{pack:03X}.gz"


def packs_in(folder: Path) -> dict[int, int]:
    """Return the packs in a folder, in order, and their sizes."""
    with os.scandir(folder) as entries:
        found = {
            int(name[1], 16): entry.stat(follow_symlinks=False).st_size
            for entry in entries
            if (name := _NAME.fullmatch(entry.name)) and entry.is_file(follow_symlinks=False)
        }
    return dict(sorted(found.items()))


def member(prefix: int, etag: str, body: bytes, packed: bytes = b"") -> bytes:
    """Return an answer as it is kept; `packed` is the body as the server packed it, if it did."""
    rest = _bare(packed) if packed else _bare(gzip.compress(body, 6, mtime=0))
    if len(etag) > _LONGEST_ETAG or not re.fullmatch(r"[\x21-\x7e]*", etag):
        etag = ""  # cannot be sent back as it came
    size = len(_HEAD) + 6 + 9 + len(etag) + 1 + _CHECK.size + len(rest)
    head = _HEAD + f"{prefix:05X}\0{size:08X} {etag}\0".encode()
    return head + _checked(head) + rest


def _checked(head: bytes) -> bytes:
    return _CHECK.pack(zlib.crc32(head) & 0xFFFF)


def _bare(packed: bytes) -> bytes:
    """Return a gzip file without its header."""
    flags, at = packed[3], 10
    if flags & _EXTRA:
        at += 2 + int.from_bytes(packed[at : at + 2], "little")
    for flag in (_NAMED, _COMMENTED):
        if flags & flag:
            at = packed.index(b"\0", at) + 1
    return packed[at + (2 if flags & _CHECKED else 0) :]


def members(path: Path) -> list[Member]:
    """Return what a pack holds, by its headers alone. Raises CorpusError where they are damaged."""
    try:
        with path.open("rb") as file:
            end = os.fstat(file.fileno()).st_size
            return list(_members(file.fileno(), end, int(path.stem, 16)))
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from None


def _members(file: int, end: int, pack: int) -> Iterator[Member]:
    begin, before = 0, -1
    while begin < end:
        os.lseek(file, begin, os.SEEK_SET)
        head = os.read(file, _LONGEST_HEAD)
        words = _WORDS.match(head, len(_HEAD))
        if not words or not head.startswith(_HEAD):
            raise ValueError
        end_of_words = words.end()
        if head[end_of_words : end_of_words + _CHECK.size] != _checked(head[:end_of_words]):
            raise ValueError
        prefix, size = int(words[1], 16), int(words[2], 16)
        if prefix <= before or prefix // RANGES != pack:
            raise ValueError
        if not end_of_words < size <= end - begin:
            raise ValueError
        yield Member(prefix, words[3].decode(), begin, size)
        begin, before = begin + size, prefix


def content(path: Path, some: list[Member]) -> Iterator[bytes]:
    """Yield the members themselves, still packed. Raises CorpusError where they cannot be read."""
    try:
        with path.open("rb") as file:
            for one in some:
                file.seek(one.begin)
                yield file.read(one.size)
    except OSError as error:
        raise unreadable(path, error) from None


def rows(packed: bytes) -> bytes:
    """Return the body of a member; raises ValueError where it is not as it was written."""
    if not packed:
        raise ValueError
    try:
        return gzip.decompress(packed)
    except (OSError, EOFError, zlib.error):
        raise ValueError from None


def unreadable(path: Path, error: BaseException) -> CorpusError:
    """Return the error for a source that cannot be read."""
    why = _(getattr(error, "strerror", None) or N_("it is damaged"))
    return CorpusError(
        _("{path} could not be read: {why}").format(path=path, why=why),
        _("Check that it is there and whole."),
    )
