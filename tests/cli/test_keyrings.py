"""With no keyring, with one that keeps keys in plain text, and with a real one: all for real."""

import base64
import json
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

DESKTOP = ("dbus-run-session", "gnome-keyring-daemon")
UNLOCKED = 'printf x | gnome-keyring-daemon --unlock --components=secrets >"$HOME/log" 2>&1; "$@"'
PLAIN = "keyrings.alt.file.PlaintextKeyring"
SECAUDIT = (sys.executable, "-m", "secaudit")


def run(*command, **environment):
    ended = subprocess.run(
        command,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
        timeout=60,
    )
    return ended.returncode, ended.stdout, ended.stderr


@pytest.fixture
def no_session(monkeypatch):
    """Let no session of the machine be seen, and let keyring choose by itself."""
    for name in ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "PYTHON_KEYRING_BACKEND"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.usefixtures("no_session")
def test_in_a_container_without_a_keyring_that_is_said(clean_export, own_home):
    nowhere = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    code, out, err = run(*SECAUDIT, "audit", clean_export, "--save", **nowhere)
    assert (code, out) == (1, "")
    assert "the audit cannot be saved: this system has no keyring" in err
    code, out, err = run(*SECAUDIT, "key", "show", **nowhere)
    assert (code, out) == (1, "")
    assert err.startswith("error: this system has no keyring")
    assert list(own_home.iterdir()) == []


needs_alternatives = pytest.mark.skipif(
    not find_spec("keyrings"), reason="keyrings.alt is not installed"
)


@needs_alternatives
@pytest.mark.usefixtures("no_session")
def test_keyring_itself_takes_plain_text_without_a_word(own_home):
    program = "import keyring; keyring.set_password('a', 'b', 'kanarie')"
    assert run(sys.executable, "-c", program, PYTHON_KEYRING_BACKEND=PLAIN) == (0, "", "")
    (file,) = own_home.rglob("keyring_pass.cfg")
    assert base64.b64encode(b"kanarie").decode() in file.read_text()


@needs_alternatives
@pytest.mark.usefixtures("no_session")
@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        (
            {"PYTHON_KEYRING_BACKEND": PLAIN},
            f"({PLAIN}) is not known to be secure: it keeps keys in a file, in plain text",
        ),
        ({}, "(keyrings.alt."),  # the one keyring chooses by itself
    ],
)
def test_a_keyring_that_is_not_secure_is_refused_by_name(clean_export, own_home, chosen, said):
    code, out, err = run(*SECAUDIT, "audit", clean_export, "--save", **chosen)
    assert (code, out) == (1, "")
    assert said in err
    code, out, err = run(*SECAUDIT, "key", "show", **chosen)
    assert (code, out) == (1, "")
    assert said in err
    assert "hint: Choose the system's own" in err
    assert "pip uninstall keyrings.alt" in err
    assert [path for path in own_home.rglob("*") if path.is_file()] == []


@pytest.fixture
def secret_service(own_home):
    """Run commands, one after the other, in one session with a real GNOME Keyring."""
    missing = [name for name in DESKTOP if not shutil.which(name)]
    if missing:
        pytest.skip(f"this needs {' and '.join(missing)}")
    runtime = own_home / "runtime"
    runtime.mkdir(mode=0o700)

    def session(*commands, start=UNLOCKED):
        lines = "\n".join(
            f"{' '.join(map(str, command))} >>$HOME/out 2>&1; echo code $? >>$HOME/out"
            for command in commands
        )
        script = own_home / "session.sh"
        script.write_text(lines)
        code, _, err = run(
            *("dbus-run-session", "--", "sh", "-c", start, "sh", "sh", script),
            XDG_RUNTIME_DIR=str(runtime),
        )
        assert code == 0, err
        out = (own_home / "out").read_text()
        (own_home / "out").unlink()
        return out

    return session


@pytest.mark.usefixtures("no_session")
def test_a_real_secret_service_keeps_the_key(secret_service, clean_export, own_home, tmp_path):
    program = f"{sys.executable} -m secaudit"
    seen = secret_service(
        [program, "audit", clean_export, "--save", "-o", tmp_path / "report.txt"],
        [program, "history"],
        [program, "key", "show"],
        [program, "history", "export", tmp_path / "history.json"],
    )
    assert seen.count("code 0") == 4, seen
    assert "This audit is saved." in seen
    assert "Secret Service (GNOME Keyring, KWallet, KeePassXC)" in seen
    assert "The key of your saved audits is stored there too." in seen
    assert len(json.loads((tmp_path / "history.json").read_text())["audits"]) == 1
    # The key is in the keyring's own encrypted file and in no other.
    assert [path.parent.name for path in own_home.rglob("*.keyring")] == ["keyrings"]
    assert not list(own_home.rglob("keyring_pass.cfg"))

    # In another session of the same person it is still there; then all is forgotten.
    seen = secret_service(
        [program, "history"],
        [program, "history", "forget", "--all"],
        [program, "key", "show"],
        [program, "history"],
    )
    assert seen.count("code 0") == 4, seen
    assert "Their key is removed from the keyring." in " ".join(seen.split())
    assert "No audit is saved, so there is no key for that." in seen
    assert "No audit is saved on this device." in seen
    assert not (Path(own_home) / "secaudit").exists()


@pytest.mark.usefixtures("no_session")
def test_a_real_secret_service_that_is_locked_says_so(secret_service, clean_export, own_home):
    program = f"{sys.executable} -m secaudit"
    seen = secret_service(
        [program, "audit", clean_export, "--save"], [program, "key", "show"], start='"$@"'
    )
    assert seen.count("error: the keyring is locked\nhint: Unlock it") == 2, seen
    assert seen.count("code 1") == 2
    assert not (own_home / "secaudit").exists()
