"""Programs that are killed, or run at once: started on their own, as forks of one that is warm.

`python -m tests.store.processes NAME FOLDER` does one of them and prints what was seen, as JSON.
"""

import json
import os
import random
import resource
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import keyring

from secaudit.errors import SecauditError
from secaudit.saving.history import History
from secaudit.store.documents import Documents
from secaudit.store.folder import Folder
from secaudit.store.key import Key, Opened, Source
from secaudit.store.sealing import Kind
from secaudit.text import Secret
from tests.keyrings.filed import Filed

OPENED = Opened(Key(bytes(32)), Source.KEYRING)
NOISE = random.Random(7).randbytes(30_000).hex()  # noqa: S311  # so that zlib leaves it long


def child(work: Callable[[], object]) -> int:
    """Run some work in a fork and return its process id."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        work()
        code = 0
    finally:
        os._exit(code)


def ended(pid: int) -> int:
    """Wait for a fork; return its exit code, negative where a signal ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def documents(folder: Path) -> Documents:
    return Documents(Folder(folder), OPENED, Kind.AUDIT)


def body(number: int) -> dict[str, object]:
    return {"number": number, "noise": NOISE}


def replacing(folder: Path, document_id: str) -> None:
    """Save one version after another in the same place, for ever."""
    saved = documents(folder)
    number = saved.listed()[0][0].summary["number"]
    while True:
        number += 1
        saved.save(summary={"number": number}, body=body(number), document_id=document_id)


def whole(folder: Path, document_id: str) -> bool:
    """Tell whether summary and body of a document are of the same version, and complete."""
    saved = documents(folder)
    listed, unopened = saved.listed()
    (one,) = listed
    return not unopened and saved.load(document_id) == body(one.summary["number"])


def killed_at_random(folder: Path) -> object:
    """Kill a program 200 times while it saves."""
    chance = random.Random(20261127)  # noqa: S311
    document_id = documents(folder).save(summary={"number": 0}, body=body(0))
    start = time.monotonic()
    for _ in range(5):
        documents(folder).save(summary={"number": 0}, body=body(0), document_id=document_id)
    usual = (time.monotonic() - start) / 5
    good, numbers, leftovers = 0, set(), 0
    for _ in range(200):
        pid = child(lambda: replacing(folder, document_id))
        time.sleep(chance.uniform(0.001, 4 * usual))
        os.kill(pid, signal.SIGKILL)
        assert ended(pid) == -signal.SIGKILL
        good += whole(folder, document_id)
        numbers.add(documents(folder).listed()[0][0].summary["number"])
        leftovers += any(folder.glob(".secaudit-*"))
    documents(folder).save(summary={"number": 0}, body=body(0), document_id=document_id)
    left = sorted(path.name for path in folder.iterdir())
    return {
        "good": good,
        "versions": len(numbers),
        "leftovers": leftovers,
        "left": left == sorted([document_id, "lock"]),
    }


def killed_at_every_step(folder: Path) -> object:
    """Kill a program at its first step while it saves, then at its second, until it gets through.

    A step is whatever Python tells an audit hook of: a file opened, renamed, removed …
    """
    document_id = documents(folder).save(summary={"number": 0}, body=body(0))
    steps = 0
    while True:
        steps += 1
        pid = child(partial(_saving_until, steps, folder, document_id))
        code = ended(pid)
        assert whole(folder, document_id), steps
        if code == 0:
            return {"steps": steps - 1}


def _saving_until(step: int, folder: Path, document_id: str) -> None:
    left = step

    def hook(_event: str, _arguments: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    documents(folder).save(summary={"number": 1}, body=body(1), document_id=document_id)
    sys.addaudithook(hook)
    documents(folder).save(summary={"number": 2}, body=body(2), document_id=document_id)
    left = -1


def at_once(folder: Path) -> object:
    """Save twenty audits at once, where nothing was ever saved: one key, twenty audits."""
    keyring.set_keyring(Filed())
    start = time.time() + 0.5
    work = [child(lambda: _first_audit(folder, start, None)) for _ in range(20)]
    codes = [ended(pid) for pid in work]
    history = History.open(lambda **_: None, path=folder)
    assert history is not None
    entries, unopened = history.listing()
    return {"codes": codes, "opened": len(entries), "unopened": len(unopened)}


def at_once_with_passphrase(folder: Path) -> object:
    """Do the same without a keyring, five times: each takes 128 MB to stretch the passphrase."""
    start = time.time() + 0.5
    word = Secret("Tulip-4411-Tram")
    work = [child(lambda: _first_audit(folder, start, word)) for _ in range(5)]
    codes = [ended(pid) for pid in work]
    history = History.open(lambda **_: word, path=folder)
    assert history is not None
    entries, unopened = history.listing()
    return {"codes": codes, "opened": len(entries), "unopened": len(unopened)}


def _first_audit(folder: Path, start: float, passphrase: Secret | None) -> None:
    from secaudit.model import SavedAudit  # noqa: PLC0415
    from tests.saving.conftest import ANSWERS, REPORT  # noqa: PLC0415

    time.sleep(max(0.0, start - time.time()))
    history = History.open(lambda **_: passphrase, create=True, path=folder)
    assert history is not None
    history.save(SavedAudit(REPORT, ANSWERS, {}))


def without_room(folder: Path) -> object:
    """Save where no file may be longer than 16 kB: what was there stays, with one clear error."""
    document_id = documents(folder).save(summary={"number": 0}, body={"number": 0, "noise": ""})
    resource.setrlimit(resource.RLIMIT_FSIZE, (16_384, 16_384))
    return _refused(folder, document_id)


def on_a_full_disk(folder: Path) -> object:
    """Save on a small file system."""
    document_id = documents(folder).save(summary={"number": 0}, body={"number": 0, "noise": ""})
    return _refused(folder, document_id)


def read_only(folder: Path) -> object:
    """Save where nothing may be written, as somebody who is not root."""
    document_id = documents(folder).save(summary={"number": 0}, body={"number": 0, "noise": ""})
    if os.getuid() == 0:
        for path in (folder, *folder.iterdir()):
            os.chown(path, 65534, 65534)
        os.setuid(65534)
    folder.chmod(0o500)
    return _refused(folder, document_id)


def _refused(folder: Path, document_id: str) -> object:
    said = ["saved"]
    try:
        documents(folder).save(summary={"number": 1}, body=body(1), document_id=document_id)
    except SecauditError as error:
        said = [type(error).__name__, error.message.replace(str(folder), "FOLDER"), error.hint]
    kept = documents(folder).load(document_id)["number"]
    left = sorted(path.name for path in folder.iterdir())
    return {"said": said, "kept": kept, "left": left == sorted([document_id, "lock"])}


if __name__ == "__main__":
    print(json.dumps(globals()[sys.argv[1]](Path(sys.argv[2]))))  # noqa: T201
