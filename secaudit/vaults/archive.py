"""Zip archives: the exports inside one, read in place. Nothing is ever extracted."""

import zipfile
import zlib
from itertools import pairwise
from pathlib import PurePosixPath, PureWindowsPath

from secaudit.errors import VaultError
from secaudit.languages import _
from secaudit.text import clean
from secaudit.vaults.base import MAX_BYTES, Document, within

EXPORTS = frozenset(
    {
        ".1pif",
        ".csv",
        ".cxf",
        ".data",
        ".json",
        ".kdbx",
        ".mafile",
        ".pgp",
        ".spass",
        ".txt",
        ".xml",
    }
)
PICTURES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".heic"})
# What people attached to entries: 1PUX and Proton Pass, Bitwarden, and the litter of macOS.
_NO_EXPORTS = frozenset({"files", "attachments", "__MACOSX"})
_MOST_AT_ONCE = 4 * 2**20
"""Bytes of a directory, which says what is inside: enough for about 40,000 attachments."""
_MOST_PACKED = 400
"""Times its packed size that an export may have: logins in JSON have 5 to 50, a bomb 1,000."""
_ALWAYS_FINE = 2**20
_MOST_EXPORTS = 1000
_CHUNK = 2**20
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 1  # https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.4.4
_LOCAL_HEADER = 30  # the least there is before the content, 4.3.7
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)


class _Bounded:
    """A file that gives no more at once than an honest archive needs."""

    def __init__(self, document: Document) -> None:
        self._file = document.file
        self.seek, self.tell, self.seekable = (
            self._file.seek,
            self._file.tell,
            self._file.seekable,
        )

    def read(self, size: int = -1) -> bytes:
        if size > _MOST_AT_ONCE:
            raise zipfile.BadZipFile
        return self._file.read(size if size >= 0 else _MOST_AT_ONCE)


class _Member(Document):
    """One export inside an archive. It is unpacked no further than it is looked at."""

    def __init__(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, around: Document) -> None:
        name = within(clean(_path(info).name), around.name)
        super().__init__(around.file, name, encrypted=around.encrypted)
        self._archive = archive
        self._info = info
        self._around = around

    def read(self, size: int) -> bytes:
        wanted = min(size, self._info.file_size)
        parts = []
        try:
            with self._archive.open(self._info) as file:
                # In pieces: asked for everything, zipfile unpacks more than the directory states.
                while wanted > 0 and (part := file.read(min(wanted, _CHUNK))):
                    parts.append(part)
                    wanted -= len(part)
        except _DAMAGE:
            raise _damaged(self._around) from None
        if wanted:
            raise _damaged(self._around)
        return b"".join(parts)


def is_zip(document: Document) -> bool:
    """Tell whether it is a zip archive, or begins like one."""
    return document.head.startswith(b"PK\x03\x04")


def exports(document: Document) -> list[Document]:
    """Return what could be an export inside an archive, by its ending, in the archive's order.

    Attachments are left alone, however large; so are pictures, unless it holds no other export.
    Raises VaultError for an archive that is damaged, encrypted, or made to harm:
    https://www.bamsoftware.com/hacks/zipbomb/ and CVE-2024-0450.
    """
    try:
        archive = zipfile.ZipFile(_Bounded(document))
    except _DAMAGE:
        raise _damaged(document) from None
    infos = archive.infolist()
    _refuse_overlaps(document, infos, archive.start_dir)
    if any(map(_leads_out, infos)):
        raise _refused(document, _("names files outside of itself"))
    chosen = _ending_in(EXPORTS, infos) or _ending_in(PICTURES, infos)
    _refuse_too_much(document, chosen)
    return [_Member(archive, info, document) for info in chosen]


def _ending_in(endings: frozenset[str], infos: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    return [
        info
        for info in infos
        if _path(info).suffix.lower() in endings and _NO_EXPORTS.isdisjoint(_path(info).parts)
    ]


def _path(info: zipfile.ZipInfo) -> PurePosixPath:
    return PurePosixPath(info.filename.replace("\\", "/"))


def _leads_out(info: zipfile.ZipInfo) -> bool:
    path = PureWindowsPath(info.filename)
    return bool(path.anchor) or ".." in path.parts


def _refuse_overlaps(document: Document, infos: list[zipfile.ZipInfo], end: int) -> None:
    """Refuse entries that share bytes: that is how a small archive claims endless content.

    zipfile itself refuses this only since Python 3.11.8 and 3.12.2.
    """
    starts = sorted((info.header_offset, info.compress_size) for info in infos)
    for (start, size), (following, _size) in pairwise([*starts, (end, 0)]):
        if start + _LOCAL_HEADER + size > following:
            raise _refused(document, _("has entries that overlap"))


def _refuse_too_much(document: Document, infos: list[zipfile.ZipInfo]) -> None:
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        raise VaultError(
            _("{name} is an encrypted zip archive").format(name=document.name),
            _("Unpack it with your own program, audit what was in it, then delete that."),
        )
    if len(infos) > _MOST_EXPORTS:
        raise _refused(
            document,
            _("holds more than {number} files to read").format(number=_MOST_EXPORTS),
        )
    if sum(info.file_size for info in infos) > MAX_BYTES:
        raise _refused(document, _("unpacks to more than 1 GiB"))
    for info in infos:
        if info.compress_type not in _METHODS:
            raise _refused(document, _("is packed in a way that no export is"))
        if info.file_size > max(_ALWAYS_FINE, info.compress_size * _MOST_PACKED):
            raise _refused(
                document,
                _("unpacks to more than {number} times its size").format(number=_MOST_PACKED),
            )


def _refused(document: Document, why: str) -> VaultError:
    return VaultError(
        _("{name} is a zip archive that {why}, so it was not opened").format(
            name=document.name, why=why
        ),
        _("Make the export again. If it came from someone else, do not open it."),
    )


def _damaged(document: Document) -> VaultError:
    return VaultError(
        _("{name} is a zip archive, but damaged or not complete").format(name=document.name),
        _("Make the export again, and try with the new file."),
    )
