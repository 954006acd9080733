"""A lock between processes, which the system lifts when one of them ends, however it ends."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def locked(folder: Path, name: str) -> Iterator[bool]:
    """Hold the lock of a folder, both made if need be; give whether it is held.

    Some file systems know no locks: there, two writers do not wait for each other. Raises OSError
    where the folder or the file cannot be made.
    """
    descriptor, held = _held(folder, name)
    try:
        yield held
    finally:
        os.close(descriptor)  # which lifts it


def _held(folder: Path, name: str) -> tuple[int, bool]:
    path = folder / name
    while True:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        except FileNotFoundError:  # the folder was removed just now
            continue
        held = _lock(descriptor)
        if _is_still(descriptor, path):
            return descriptor, held
        os.close(descriptor)  # we waited for one who removed it: the lock is another file now


def _is_still(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)  # waits for up to ten seconds
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        except OSError:
            return False
        return True
