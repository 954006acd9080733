"""Writing a file whole or not at all, readable by its owner only."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from secaudit.errors import OutputError, reason
from secaudit.languages import _


def write_whole(path: Path, data: bytes, *, force: bool = False) -> None:
    """Write `data` to `path`, as `writing` does."""
    with writing(path, force=force) as file:
        file.write(data)


@contextmanager
def writing(path: Path, *, force: bool = False) -> Iterator[BinaryIO]:
    """Give a file to write, which becomes `path`, mode 0600, once the block ends without an error.

    A reader sees the old file or the new, never half. Raises OutputError where `check_writable`
    does, or where the writing fails.
    """
    check_writable(path, force=force)
    temp = None
    try:
        fd, temp = tempfile.mkstemp(prefix=".secaudit-", dir=path.parent)  # mkstemp makes it 0600
        with os.fdopen(fd, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if force:
            Path(temp).replace(path)
        else:
            _place_new(Path(temp), path)
    except FileExistsError:
        raise _taken(path) from None
    except OSError as error:
        raise OutputError(
            _("{path} could not be written: {why}").format(path=path, why=reason(error)),
            _("Check that the folder exists, that you may write there and that the disk has room."),
        ) from None
    finally:
        if temp is not None:
            with suppress(OSError):
                Path(temp).unlink()


def check_writable(path: Path, *, force: bool = False) -> None:
    """Raise OutputError where a file must not or cannot be put.

    That is: a symbolic link, anything but an ordinary file, a folder that is not there, and a
    file that exists, unless `force` is given.
    """
    if path.is_symlink():
        raise OutputError(
            _("{path} is a link to another file, so nothing was written").format(path=path),
            _("Name the real file, or one that does not exist yet."),
        )
    if path.is_dir():
        raise OutputError(_("{path} is a folder").format(path=path), _("Name a file inside it."))
    if not path.parent.is_dir():
        raise OutputError(
            _("there is no folder {path}").format(path=path.parent),
            _("Create it, or name another file."),
        )
    if path.exists() and not path.is_file():
        raise OutputError(_("{path} is no ordinary file").format(path=path), _("Name another one."))
    if path.exists() and not force:
        raise _taken(path)


def _taken(path: Path) -> OutputError:
    return OutputError(
        _("{path} already exists, so nothing was written").format(path=path),
        _("Choose another name, or add --force to replace it."),
    )


def _place_new(temp: Path, path: Path) -> None:
    """Give `temp` the name `path`, unless that name is taken (also by someone else just now)."""
    try:
        os.link(temp, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links, such as FAT
        if path.exists():
            raise FileExistsError from None
        temp.replace(path)
