"""A corpus of a few whole ranges, what is in them, and the server as a person starts it."""

import hashlib
import json
import os
import queue
import random
import re
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
import trustme

from secaudit.__main__ import run
from secaudit.corpus.build import build
from secaudit.sources import http
from secaudit.sources.http import Patience

DAY = date(2026, 11, 22)
RANGES = 64
"""The first ranges are there, each with as many rows as secaudit believes; no others."""


@dataclass(frozen=True)
class Known:
    """What a corpus was built from."""

    path: Path
    bodies: dict[str, bytes]
    """The right answer for each prefix."""
    seen: str
    """A password seen 17,000 times."""
    unseen: str
    """One never seen, in a range that is there."""
    missing: str
    """One in a range that the source did not have."""


def prefix_of(password):
    return hashlib.sha1(password.encode()).hexdigest().upper()[:5]  # noqa: S324


@pytest.fixture(scope="session")
def known(tmp_path_factory):
    folder = tmp_path_factory.mktemp("known")
    dice = random.Random(11)  # noqa: S311
    tried = (f"vN4.tq-8Rw_2z{n}pL" for n in range(1 << 22))
    seen, unseen = (next(p for p in tried if int(prefix_of(p), 16) < RANGES) for _ in range(2))
    missing = next(p for p in tried if int(prefix_of(p), 16) >= RANGES)
    bodies = {}
    (folder / "ranges").mkdir()
    for number in range(RANGES):
        prefix = f"{number:05X}"
        rows = {
            f"{dice.getrandbits(140):035X}": dice.choice([1, 2, 30, 500, 70_000])
            for _ in range(450)
        }
        if prefix == prefix_of(seen):
            rows[hashlib.sha1(seen.encode()).hexdigest().upper()[5:]] = 17_000  # noqa: S324
        bodies[prefix] = "\r\n".join(f"{s}:{c}" for s, c in sorted(rows.items())).encode()
        (folder / "ranges" / f"{prefix}.txt").write_bytes(bodies[prefix])
    path = folder / "passwords.corpus"
    build(folder / "ranges", path, fetched=DAY, suffixes=True, processes=1)
    return Known(path, bodies, seen, unseen, missing)


@pytest.fixture(scope="session")
def ntlm(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ntlm")
    (folder / "list.txt").write_bytes(b"00001" + b"A" * 27 + b":70\n")
    path = folder / "ntlm.corpus"
    build(folder / "list.txt", path, fetched=DAY, suffixes=True, processes=1)
    return path


@pytest.fixture(scope="session")
def common(tmp_path_factory, known):
    """Return a corpus of only the most common passwords: those seen 17,000 times and more."""
    folder = tmp_path_factory.mktemp("common")
    lines = [
        prefix.encode() + row
        for prefix, body in known.bodies.items()
        for row in body.split(b"\r\n")
    ]
    # Thin, as a whole list is not: but without a gap that would be none by chance.
    lines += [b"%05X" % number + b"A" * 35 + b":1" for number in range(512, 1 << 20, 512)]
    (folder / "list.txt").write_bytes(b"\n".join(sorted(lines)))
    most = sum(int(line[41:]) >= 17_000 for line in lines)
    path = folder / "common.corpus"
    header = build(folder / "list.txt", path, fetched=DAY, top=most, suffixes=True, processes=1)
    assert header.least == 17_000
    return path


@pytest.fixture(scope="session")
def authority():
    return trustme.CA()


@pytest.fixture(scope="session")
def certificate(authority, tmp_path_factory):
    """Return the files of a certificate for this machine: itself, its key, who signed it."""
    folder = tmp_path_factory.mktemp("tls")
    issued = authority.issue_cert("127.0.0.1")
    issued.private_key_pem.write_to_path(folder / "key.pem")
    for pem in issued.cert_chain_pems:
        pem.write_to_path(folder / "cert.pem", append=True)
    authority.cert_pem.write_to_path(folder / "ca.pem")
    return folder / "cert.pem", folder / "key.pem", folder / "ca.pem"


@dataclass
class Running:
    """A server in a process of its own."""

    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)
    url: str = ""
    reader: threading.Thread = field(default_factory=threading.Thread)

    def stop(self, how=signal.SIGINT):
        """End it as Ctrl-C does; return the exit code and all that it said."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        self.process.wait(20)
        self.reader.join(5)
        return self.process.returncode, "".join(self.lines)

    def read(self, begun):
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line)
            if "Ctrl-C" in line:
                begun.put("begun")
        begun.put("ended")


@pytest.fixture
def start():
    """Start `secaudit corpus serve` with these arguments, on a free port unless told otherwise."""
    running = []

    def begin(*arguments, listen="127.0.0.1:0"):
        command = [sys.executable, "-m", "secaudit", "corpus", "serve", "--listen", listen]
        process = subprocess.Popen(
            [*command, *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        server = Running(process)
        running.append(server)
        begun: queue.Queue[str] = queue.Queue()
        server.reader = threading.Thread(target=server.read, args=(begun,), daemon=True)
        server.reader.start()
        begun.get(timeout=60)
        found = re.search(r"https?://\S+", "".join(server.lines))
        server.url = found[0] if found else ""
        return server

    yield begin
    for server in running:
        if server.process.poll() is None:
            server.process.kill()
        server.process.wait(10)
        server.reader.join(10)
        if server.process.stdout:
            server.process.stdout.close()


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def secaudit(capsys):
    """Run a command in this process, without a terminal."""

    def command(*arguments):
        code = run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Ended(code, captured.out, captured.err)

    return command


@pytest.fixture
def no_waiting(monkeypatch):
    """Try each request once: how often is tested with the client itself."""
    monkeypatch.setattr(http, "Patience", lambda: Patience(answer=10.0, attempts=1))


@pytest.fixture
def export(tmp_path, known):
    """Return an export of three logins: seen, not seen, and in a range that is not there."""
    items = [
        {"type": 1, "name": name, "login": {"username": "ana", "password": getattr(known, name)}}
        for name in ("seen", "unseen", "missing")
    ]
    path = tmp_path / "export.json"
    path.write_text(json.dumps({"encrypted": False, "folders": [], "items": items}))
    return path
