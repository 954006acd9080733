"""A folder of exports, such as an archive that was unpacked: the files that lie directly in it."""

import io
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from secaudit.errors import UsageError, VaultError, reason
from secaudit.languages import _
from secaudit.text import clean
from secaudit.vaults import archive
from secaudit.vaults.base import MAX_BYTES, Document, within

_EXPORTS = archive.EXPORTS | {".1pux", ".zip"}
_MOST_FILES = 100
"""All are open at once, and a process may have 256 files open on a Mac."""


class Folder(Document):
    """A folder; what may be an export in it is in `inside`, and lies at `paths`."""

    def __init__(
        self, name: str, inside: list[Document], paths: tuple[Path, ...], links: int
    ) -> None:
        super().__init__(io.BytesIO(), name)
        self.inside = inside
        self.paths = paths
        self.links = links
        """Those that lead out of the folder, and were not followed."""


@contextmanager
def open_folder(path: Path, called: str) -> Iterator[Folder]:
    """Give the folder at `path`, with the files in it open.

    Folders in it are left alone, and so are links that lead out of it: who made the folder may
    not be who reads it. Raises UsageError for a folder without an export, and VaultError.
    """
    with ExitStack() as stack:
        try:
            files = sorted(path.iterdir())
            found = _ending_in(_EXPORTS, files) or _ending_in(archive.PICTURES, files)
            inside = [at for at in found if _stays_in(at, path) and at.is_file()]
            links = sum(not _stays_in(at, path) for at in found)
            size = sum(at.stat().st_size for at in inside)
            _refuse_too_much(called, len(inside), size)
            open_files = [(stack.enter_context(at.open("rb")), at.name) for at in inside]
        except OSError as error:
            where = within(clean(Path(error.filename).name), called) if error.filename else called
            raise VaultError(
                _("{name} could not be opened: {why}").format(name=where, why=reason(error)),
                _("Check that you may read it, and that its disk is connected."),
            ) from None
        if not open_files:
            raise UsageError(
                _("{name} is a folder without an export in it").format(name=called),
                _("Name the file that was exported, or the folder where it lies."),
            )
        documents = [Document(file, within(clean(name), called)) for file, name in open_files]
        yield Folder(called, documents, tuple(inside), links)


def _ending_in(endings: frozenset[str], paths: list[Path]) -> list[Path]:
    return [path for path in paths if path.suffix.lower() in endings]


def _stays_in(path: Path, folder: Path) -> bool:
    # That of pathlib raises for a link in a circle.
    return not path.is_symlink() or Path(os.path.realpath(path)).is_relative_to(folder.resolve())


def _refuse_too_much(called: str, files: int, size: int) -> None:
    if files > _MOST_FILES:
        why = _("more than {number} files to read").format(number=_MOST_FILES)
    elif size > MAX_BYTES:
        why = _("more than 1 GiB to read, the most that secaudit reads")
    else:
        return
    raise VaultError(
        _("{name} is a folder with {why}").format(name=called, why=why),
        _("Name the exports in it one by one."),
    )
