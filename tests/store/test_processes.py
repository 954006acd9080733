"""Killed, crowded and out of room: what was saved is there, old or new, never half."""

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


def seen(what: str, folder: Path, **environment: str) -> dict[str, Any]:
    ended = subprocess.run(
        [sys.executable, "-m", "tests.store.processes", what, str(folder)],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ended.returncode == 0, ended.stderr
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


def test_a_program_killed_200_times_while_it_saves_leaves_old_or_new(tmp_path):
    found = seen("killed_at_random", tmp_path / "store")
    assert (found["good"], found["left"]) == (200, True)
    assert found["versions"] > 10  # it was killed at many points, not always before the first
    assert found["leftovers"] > 0  # and in the middle of writing


def test_a_program_killed_at_any_step_of_saving_leaves_old_or_new(tmp_path):
    assert seen("killed_at_every_step", tmp_path / "store")["steps"] > 5


def test_twenty_first_audits_at_once_share_one_key(tmp_path):
    found = seen("at_once", tmp_path / "store", SECAUDIT_TEST_KEYRING=str(tmp_path / "keyring"))
    assert found == {"codes": [0] * 20, "opened": 20, "unopened": 0}
    assert len(json.loads((tmp_path / "keyring").read_text())) == 1


def test_first_audits_at_once_share_one_passphrase(tmp_path):
    found = seen(
        "at_once_with_passphrase",
        tmp_path / "store",
        PYTHON_KEYRING_BACKEND="keyring.backends.fail.Keyring",
    )
    assert found == {"codes": [0] * 5, "opened": 5, "unopened": 0}


def test_where_there_is_no_room_the_old_stays_and_it_is_said(tmp_path):
    found = seen("without_room", tmp_path / "store")
    kind, message, hint = found["said"]
    assert (found["kept"], found["left"], kind) == (0, True, "OutputError")
    assert message.endswith("could not be written: File too large")
    assert hint == (
        "Check that the folder exists, that you may write there and that the disk has room."
    )


def test_on_a_full_disk_the_old_stays_and_it_is_said(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", str(disk)]
    if os.getuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root can make a small disk; the test before limits the size of a file")
    try:
        found = seen("on_a_full_disk", disk / "store")
    finally:
        subprocess.run(["umount", str(disk)], check=True)
    assert (found["kept"], found["left"]) == (0, True)
    assert found["said"][1].endswith("could not be written: No space left on device")


def test_where_nothing_may_be_written_the_old_stays_and_it_is_said():
    with TemporaryDirectory() as folder:  # pytest's are for root alone
        Path(folder).chmod(0o755)
        found = seen("read_only", Path(folder) / "store")
    assert (found["kept"], found["left"]) == (0, True)
    assert found["said"] == [
        "OutputError",
        found["said"][1],
        "Check that the folder exists, that you may write there and that the disk has room.",
    ]
    assert found["said"][1].endswith("could not be written: Permission denied")
