"""`--no-save` leaves nothing behind: no file, no entry in a keyring, no copy in the cache."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.loopback import Loopback
from tests.terminal import Terminal

SPY = """
import os, sys
target = os.open(os.environ["SPY"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
CHANGES = {"os.mkdir", "os.rename", "os.remove", "os.link", "os.symlink", "os.rmdir", "os.chmod",
           "os.truncate", "os.utime", "shutil.copyfile", "tempfile.mkstemp", "tempfile.mkdtemp"}
def hook(event, arguments):
    if event == "open":
        path, _, flags = arguments
        if isinstance(path, int) or not (isinstance(flags, int) and flags & WRITES):
            return
    elif event not in CHANGES:
        return
    os.write(target, f"{event} {arguments[0]!r}\\n".encode())
sys.addaudithook(hook)
"""
"""Writes down every file that a Python program opens to write, or changes, before it does."""


def everything(*folders: Path) -> dict[str, str]:
    """Return all there is in some folders, with what it holds and when it was changed."""
    found = {}
    for folder in folders:
        for path in (folder, *folder.rglob("*")):
            content = path.read_bytes() if path.is_file() else b""
            status = path.lstat()
            digest = hashlib.sha256(content).hexdigest()
            found[str(path)] = f"{status.st_mode:o} {status.st_mtime_ns} {digest}"
    return found


@pytest.fixture
def watched(own_home, tmp_path, monkeypatch, desktop):  # noqa: ARG001  # which is looked at too
    """Let every started program write down what it writes; return all places, and the record."""
    temp = tmp_path / "tmp"
    temp.mkdir()
    spy = tmp_path / "spy"
    spy.mkdir()
    (spy / "sitecustomize.py").write_text(SPY)
    record = tmp_path / "record"
    monkeypatch.setenv("SPY", str(record))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(spy), str(Path.cwd())]))
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")  # of the tests' own start-up
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(temp))
    for name in ("XDG_STATE_HOME", "XDG_RUNTIME_DIR"):
        monkeypatch.setenv(name, str(own_home))
    return (own_home, temp), record


def written(record: Path) -> list[str]:
    """Return what was opened to write, but for the terminal and places that keep nothing.

    What coverage measures the tests with is not the program's either.
    """
    lines = record.read_text().splitlines() if record.exists() else []
    measured = str(Path.cwd() / ".coverage.")
    places = ("/dev/null", "/dev/tty", "/dev/shm", measured)  # noqa: S108
    return [line for line in lines if not any(repr(place)[:-1] in line for place in places)]


def online(server):
    return [
        part
        for name, url in server.services.items()
        for part in (f"--{name.replace('_', '-')}", url)
    ]


def walk(*arguments: str) -> Terminal:
    """Walk with --no-save, answer something, and end."""
    terminal = Terminal(["audit", *arguments])
    terminal.answer("Enter for none of these", "2")
    terminal.answer("A word or date", "")
    terminal.answer("Go through the checklists now?", "n")
    return terminal


def test_a_walk_leaves_nothing(clean_export, watched):
    places, record = watched
    before = everything(*places)
    terminal = walk(str(clean_export), "--no-save")
    terminal.answer("Go online for this?", "n")
    assert terminal.end() == 0
    assert "Nothing you type is stored." in terminal.screen
    assert "Your system" not in terminal.screen
    assert "saved" not in terminal.screen
    assert everything(*places) == before
    assert written(record) == []


def test_a_walk_that_is_stopped_leaves_nothing(clean_export, watched):
    places, record = watched
    before = everything(*places)
    terminal = Terminal(["audit", str(clean_export), "--no-save"])
    terminal.answer("Enter for none of these", "2")
    terminal.expect("A word or date")
    terminal.interrupt()
    assert terminal.end() == 130
    assert "the answers so far are lost" in terminal.screen
    assert everything(*places) == before
    assert written(record) == []


def test_an_online_audit_leaves_no_public_directory_either(clean_export, watched):
    places, record = watched
    before = everything(*places)
    with Loopback(pwned={"x": 1}) as server:
        for arguments in (["--no-save"], ["--save"]):
            command = [sys.executable, "-m", "secaudit", "audit", clean_export, "--online"]
            ended = subprocess.run(
                [*command, *online(server), *arguments], capture_output=True, check=False
            )
            assert ended.returncode in {0, 4}, ended.stderr
            assert len(server.requests) > 3
            if arguments == ["--no-save"]:
                assert everything(*places) == before
                assert written(record) == []
    # The search finds something where there is something to find.
    assert everything(*places) != before
    assert any("secaudit" in line for line in written(record))


def test_who_is_watched_and_saves_nothing_leaves_no_public_directory_either(
    clean_export, watched, desktop
):
    places, _record = watched
    before = everything(*places).keys()
    with Loopback(pwned={"x": 1}) as server:
        terminal = Terminal(["audit", str(clean_export), "--online", *online(server)])
        terminal.answer("Enter for none of these", "2")
        terminal.answer("Save this audit on this device all the same?", "")
        terminal.answer("A word or date", "")
        terminal.answer("Go through the checklists now?", "n")
        terminal.end()
        assert len(server.requests) > 3
    assert desktop.read_text() == "{}"
    assert everything(*places).keys() - before == {str(desktop)}


def test_what_was_saved_before_is_not_even_opened(clean_export, watched):
    places, _ = watched
    command = [sys.executable, "-m", "secaudit", "audit", str(clean_export)]
    assert subprocess.run([*command, "--save"], capture_output=True, check=False).returncode == 0
    before = everything(*places)
    terminal = walk(str(clean_export), "--no-save")
    terminal.answer("Go online for this?", "n")
    assert terminal.end() == 0
    assert everything(*places) == before


def test_a_title_or_history_of_the_terminal_is_not_touched(clean_export, watched):
    terminal = Terminal(["audit", str(clean_export), "--no-save", "--no-input"])
    assert terminal.end() == 0
    assert "\x1b]" not in terminal.screen  # OSC: titles, links, notes for the shell
    assert watched
