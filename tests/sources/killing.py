"""Start a download fifty times and kill it each time; then let it finish, and compare.

Arguments: address, folder, and a folder that was downloaded without being disturbed. Prints how
many were killed and how many had finished before. Children are forked, so each starts at once.
"""

import os
import random
import signal
import sys
import time
from datetime import date
from itertools import count
from pathlib import Path

from secaudit.corpus import packs
from secaudit.corpus.journal import load
from secaudit.sources import mirror
from secaudit.sources.http import Client

KILLS = 50
RANGES = 1024
TOUCHING = {"open", "os.rename", "os.remove", "tempfile.mkstemp", "fcntl.flock", "os.listdir"}


def download(base: str, folder: Path) -> mirror.Outcome:
    day = date(2026, 11, 27)
    return mirror.download(Client([base]), base, folder, today=day, prefixes=RANGES, rate=0)


def start(base: str, folder: Path, at: int) -> int:
    """Fork a download that kills itself when it touches a file for the `at`th time; 0: never."""
    if child := os.fork():
        return child
    touched = count(1)

    def hook(event: str, _: object) -> None:
        if event in TOUCHING and next(touched) == at:
            os.kill(os.getpid(), signal.SIGKILL)

    if at:
        sys.addaudithook(hook)
    download(base, folder)
    os._exit(0)


def check(folder: Path, whole: Path) -> None:
    """See that what the journal says is there, to the byte."""
    journal = load(folder)
    for pack, checked in journal.checked.items() if journal else ():
        name = packs.pack_name(pack)
        assert checked.missing or (folder / name).read_bytes() == (whole / name).read_bytes()


def main(base: str, folder: Path, whole: Path) -> None:
    dice = random.Random()  # noqa: S311  # other points each time
    killed = 0
    for number in range(KILLS):
        at = dice.randint(1, 25) if number % 2 else 0
        child = start(base, folder, at)
        if not at:
            time.sleep(dice.uniform(0, 0.4))
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        killed += os.WIFSIGNALED(status)
        check(folder, whole)
    assert download(base, folder).complete
    journal = load(folder)
    assert journal
    assert journal.complete
    assert [packs.pack_name(pack) for pack in packs.packs_in(folder)] == [
        path.name for path in sorted(whole.glob("*.gz"))
    ]
    check(folder, whole)
    assert not list(folder.glob(".secaudit-*"))
    sys.stdout.write(f"{killed} {KILLS - killed}\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
