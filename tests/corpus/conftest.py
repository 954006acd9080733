"""Small corpora, built from lists that are made here."""

from datetime import date

import pytest

from secaudit.corpus.build import build

DAY = date(2026, 11, 22)


@pytest.fixture(scope="session")
def listed():
    """Return the lines that a dict of counts makes: `HASH:COUNT`, ordered, LF after each."""

    def lines(counts, end=b"\n"):
        return b"".join(
            b"%s:%d%s" % (digest.hex().upper().encode(), count, end)
            for digest, count in sorted(counts.items())
        )

    return lines


@pytest.fixture(scope="session")
def compiled(tmp_path_factory, listed):
    """Build a corpus of a dict of counts, or of the bytes of a list; return path and header."""
    folder = tmp_path_factory.mktemp("corpora")

    def make(content, **options):
        text = content if isinstance(content, bytes) else listed(content)
        (folder / "list.txt").write_bytes(text)
        path = folder / "passwords.corpus"
        for old in folder.glob("passwords.corpus*"):
            old.unlink()
        options = {"range_bits": 8, "processes": 1} | options
        return path, build(folder / "list.txt", path, fetched=DAY, **options)

    return make
