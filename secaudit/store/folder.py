"""The folder of a store: files that are written whole or not at all, one writer at a time."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from secaudit.errors import StoreError, reason
from secaudit.files import write_whole
from secaudit.languages import N_, _
from secaudit.store.locking import locked

_KEY = "key"
_LOCK = "lock"
_DOCUMENT = re.compile(r"[0-9a-f]{32}")
_LEFTOVER = ".secaudit-*"
"""What `files.writing` leaves where the program was killed: sealed, and half."""


_UNREAD = N_("{path} could not be read: {why}")
_UNWRITTEN = N_("nothing could be saved in {path}: {why}")
_UNREMOVED = N_("{path} could not be removed: {why}")


class Folder:
    """Files by name; nothing is made before something is written."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def key(self) -> Path:
        """The file that says where the key is."""
        return self.path / _KEY

    def file(self, document_id: bytes) -> Path:
        """Return where a document is; its name tells nothing."""
        return self.path / document_id.hex()

    def documents(self) -> list[bytes]:
        """Return the ids of all documents, in no order."""
        try:
            names = os.listdir(self.path)  # noqa: PTH208  # a hundred names, not a hundred Paths
        except FileNotFoundError:
            return []
        except OSError as error:
            raise _trouble(_UNREAD, self.path, error) from None
        return [bytes.fromhex(name) for name in names if _DOCUMENT.fullmatch(name)]

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Keep other processes from writing meanwhile, and sweep away what a killed one left.

        Raises StoreError where the folder cannot be made or written to.
        """
        try:
            with locked(self.path, _LOCK) as alone:
                if self.path.stat().st_mode & 0o077:
                    self.path.chmod(0o700)
                if alone:
                    for leftover in self.path.glob(_LEFTOVER):
                        leftover.unlink(missing_ok=True)
                yield
        except OSError as error:
            raise _trouble(_UNWRITTEN, self.path, error) from None

    def write(self, path: Path, data: bytes) -> None:
        """Write a file, mode 0600; who reads meanwhile sees the old or the new.

        Raises OutputError where it does not go: what was there stays.
        """
        write_whole(path, data, force=True)

    def remove(self, document_id: bytes) -> bool:
        """Remove a document; return whether there was one."""
        try:
            self.file(document_id).unlink()
        except FileNotFoundError:
            return False
        except OSError as error:
            raise _trouble(_UNREMOVED, self.file(document_id), error) from None
        return True

    def remove_all(self) -> int:
        """Remove everything, the folder too; return how many documents there were."""
        number = sum(self.remove(document_id) for document_id in self.documents())
        try:
            if self.path.is_dir():
                for path in (*self.path.glob(_LEFTOVER), self.key):
                    path.unlink(missing_ok=True)
        except OSError as error:
            raise _trouble(_UNREMOVED, self.path, error) from None
        with suppress(OSError):  # Windows while it is held; something of somebody else is in it
            (self.path / _LOCK).unlink(missing_ok=True)
            self.path.rmdir()
            self.path.parent.rmdir()
        return number


def _trouble(what: str, path: Path, error: OSError) -> StoreError:
    return StoreError(
        _(what).format(path=path, why=reason(error)),
        _("Check that the folder is yours, and that the disk works and has room."),
    )
