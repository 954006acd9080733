"""An export to audit, and the program run in this process."""

import io
import json
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from secaudit.__main__ import run
from secaudit.sources import http
from secaudit.sources.http import Patience


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def secaudit(capsys, monkeypatch):
    """Run a command without a terminal, with this text on stdin."""

    def command(*arguments: object, stdin: str | bytes = b"") -> Ended:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
        code = run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Ended(code, captured.out, captured.err)

    return command


def _login(
    name: str, site: str, username: str, password: str | None, **more: object
) -> dict[str, object]:
    fields = {"uris": [{"uri": f"https://{site}/"}], "username": username, "password": password}
    return {"type": 1, "name": name, "login": {**fields, **more}}


@pytest.fixture
def login():
    """Make one login as Bitwarden exports it."""
    return _login


@pytest.fixture
def export(tmp_path):
    """Write a Bitwarden export of some logins and return its path."""

    def write(*items: dict[str, object], name: str = "export.json") -> Path:
        path: Path = tmp_path / name
        document = {"encrypted": False, "folders": [], "items": list(items)}
        path.write_text(json.dumps(document), encoding="utf-8")
        return path

    return write


STRONG = "vN4.tq-8Rw_2zKpL"
WEAK = "sunshine12"


@pytest.fixture
def clean_export(export):
    """One login with nothing wrong that can be seen offline."""
    return export(_login("Forum", "forum.example", "ana", STRONG))


@pytest.fixture
def small_export(export):
    """Three logins: a strong password, a weak one, and one used twice."""
    return export(
        _login("Forum", "forum.example", "ana", STRONG),
        _login("Shop", "shop.example", "ana@mail.example", WEAK),
        _login("Club", "club.example", "ana@mail.example", WEAK),
    )


@pytest.fixture
def no_waiting(monkeypatch):
    """Try each request once: how often is tested with the client itself."""
    monkeypatch.setattr(http, "Patience", lambda: Patience(answer=2.0, attempts=1))


@pytest.fixture(autouse=True)
def in_english(monkeypatch):
    """Speak English, whatever the language of this machine is."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def desktop(own_home, monkeypatch):
    """Give started programs a keyring that they take for a secure one; return its file."""
    file = own_home / "keyring-of-the-test"
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "tests.keyrings.filed.Filed")
    monkeypatch.setenv("SECAUDIT_TEST_KEYRING", str(file))
    return file


@pytest.fixture
def container(monkeypatch):
    """Give started programs no keyring at all, as in a container."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
