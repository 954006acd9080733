"""A corpus of a few passwords, made by the program itself."""

import hashlib
from pathlib import Path

import pytest

DAY = "2026-11-22"


def sha1(password: str) -> str:
    return hashlib.sha1(password.encode()).hexdigest().upper()  # noqa: S324


@pytest.fixture
def listed(tmp_path):
    """Write the ordered list of some passwords and their counts; return its path."""

    def write(counts: dict[str, int], name: str = "list.txt") -> Path:
        path: Path = tmp_path / name
        lines = sorted(f"{sha1(password)}:{count}\r\n" for password, count in counts.items())
        path.write_text("".join(lines), newline="")
        return path

    return write


@pytest.fixture
def made(secaudit, listed, tmp_path):
    """Build a corpus of some passwords and their counts; return its path."""

    def make(counts: dict[str, int], *options: object, name: str = "seen.corpus") -> Path:
        path: Path = tmp_path / name
        dated = () if "--date" in options else ("--date", DAY)
        ended = secaudit("corpus", "build", listed(counts), "-o", path, *dated, *options)
        assert (ended.code, ended.err) == (0, "")
        return path

    return make
