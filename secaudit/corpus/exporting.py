"""Writing every range into a file of its own, for any web server to serve."""

import os
import re
import shutil
from pathlib import Path

from secaudit.corpus.ranges import NUMBER, PREFIX, Ranges, packed
from secaudit.errors import OutputError, reason
from secaudit.languages import N_, _, size
from secaudit.model import Progress, silent

INCOMPLETE = "INCOMPLETE"
"""There as long as ranges are missing; so nobody takes half of them for all."""

_WORDS = "secaudit is writing these ranges, or was stopped: run the same command again.\n"
_PART = ".secaudit-part"
_OURS = re.compile(rf"[0-9A-F]{{{PREFIX}}}(?:\.gz)?|{INCOMPLETE}|{re.escape(_PART)}")
_ROW, _PACKED_ROW, _FILE = 39, 21, 2048  # bytes, and what a file takes beside its content
_STEP = 256


def export(ranges: Ranges, folder: Path, *, gzip: bool = False, progress: Progress = silent) -> int:
    """Write a file for each range, named by its prefix, into `folder`; return how many changed.

    With `gzip`, each is written in gzip's form too, with `.gz` after its name. What is there and
    right is left as it is, so that a second run finishes what the first began, and an update
    changes few files. They are for a web server to read, so everyone on this machine may.

    Raises OutputError where the folder holds other things, has no room, or cannot be written.
    """
    try:
        present = _prepared(ranges, folder, gzip=gzip)
        (folder / INCOMPLETE).write_text(_WORDS, encoding="utf-8")
        written = 0
        for which in range(NUMBER):
            written += _one(ranges, which, folder, present, gzip=gzip)
            if which % _STEP == _STEP - 1:
                progress(N_("Writing ranges"), which + 1, NUMBER)
        if hasattr(os, "sync"):
            os.sync()  # before they are called complete
        (folder / INCOMPLETE).unlink()
    except OSError as error:
        raise OutputError(
            _("{path} could not be written: {why}").format(path=folder, why=reason(error)),
            _("Check that you may write there and that the disk has room, and run it again."),
        ) from None
    return written


def _prepared(ranges: Ranges, folder: Path, *, gzip: bool) -> set[str]:
    """Make the folder, and return the names of what is in it."""
    folder.mkdir(exist_ok=True)
    with os.scandir(folder) as entries:
        ours = {entry.name: _is_ours(entry) for entry in entries}
    present = set(ours)
    if not all(ours.values()):
        raise OutputError(
            _("{folder} holds other things than ranges").format(folder=folder),
            _("Name a new folder, or one that ranges were written to before."),
        )
    needed = ranges.header.hashes * (_ROW + gzip * _PACKED_ROW) + NUMBER * (1 + gzip) * _FILE
    free = shutil.disk_usage(folder).free
    if not present and free < needed:
        raise OutputError(
            _("{folder} has not enough room: {needed} are needed, {free} are free").format(
                folder=folder, needed=size(needed), free=size(free)
            ),
            _("Name a folder on a larger disk, or build a smaller corpus with --top."),
        )
    return present


def _is_ours(entry: os.DirEntry[str]) -> bool:
    """Tell whether it is a file that an export writes; never a link, which leads elsewhere."""
    return bool(_OURS.fullmatch(entry.name)) and entry.is_file(follow_symlinks=False)


def _one(ranges: Ranges, which: int, folder: Path, present: set[str], *, gzip: bool) -> bool:
    """Write a range where it is not there yet; tell whether anything changed.

    One of which nothing is known has no file: a web server then answers with an error.
    """
    name = f"{which:0{PREFIX}X}"
    body = ranges.body(which) if ranges.known(which) else None
    wanted = {name: body, f"{name}.gz": None if body is None or not gzip else packed(body)}
    changed = False
    for file, data in wanted.items():
        path = folder / file
        if data is None:
            if file in present:
                path.unlink()
                changed = True
        elif file not in present or path.read_bytes() != data:
            _put(path, data)
            changed = True
    return changed


def _put(path: Path, data: bytes) -> None:
    part = path.with_name(_PART)
    part.write_bytes(data)
    part.replace(path)
