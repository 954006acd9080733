"""Zip archives: honest ones, large ones, and those made to harm."""

import io
import json
import os
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from secaudit.errors import NothingToAuditError, VaultError
from secaudit.model import Account, Skipped, Unreadable
from secaudit.text import Secret
from secaudit.vaults import archive, read_vault
from secaudit.vaults.base import Document

CHROME = b"name,url,username,password\nShop,https://shop.example,ann,s3cret\n"
SHOP = Account(
    title="Shop",
    username="ann",
    password=Secret("s3cret"),
    urls=("https://shop.example",),
    site="shop.example",
)
BITWARDEN = b'{"folders": [], "items": [{"type": 1, "name": "a"}, {"type": 9}]}'


def zipped(*members, method=zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as made:
        for name, content in members:
            made.writestr(name, content)
    return file.getvalue()


def refused(data) -> VaultError:
    with pytest.raises(VaultError) as caught:
        read_vault(data, name="x.zip")
    assert caught.value.hint
    assert caught.value.__context__ is None or caught.value.__suppress_context__
    return caught.value


# ── What is inside is read ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize(
    "name", ["a.csv", "Proton Pass/data.json", "deep/er/A.CSV", "a\\b.csv", "a.cxf"]
)
def test_an_export_in_a_zip_is_read_like_the_file_itself(name, method):
    vault = read_vault(zipped((name, CHROME), method=method), name="all.zip")
    assert (vault.name, vault.format, vault.rows) == ("all.zip", "Chrome-family CSV", (SHOP,))
    assert not vault.encrypted


def test_a_zip_is_read_from_its_place_and_from_a_pipe(tmp_path, monkeypatch):
    path = tmp_path / "all.zip"
    path.write_bytes(zipped(("a.csv", CHROME)))
    assert read_vault(path).rows == (SHOP,)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(path.read_bytes())))
    assert read_vault("-").rows == (SHOP,)


def test_several_exports_are_read_and_each_says_what_of_it_was_not():
    vault = read_vault(zipped(("a.csv", CHROME), ("b.json", BITWARDEN)), name="x.zip")
    assert vault.format == "Chrome-family CSV and Bitwarden JSON"
    assert vault.rows == (
        SHOP,
        Account(title="a"),
        Unreadable("b.json in x.zip, item 2", "it is of a kind that secaudit does not know"),
    )


def test_a_file_of_another_kind_is_counted_and_attachments_are_not():
    data = zipped(
        ("Passwords.csv", CHROME),
        ("History.json", b'{"history": []}'),
        ("Bookmarks.html", b"<html>"),
        ("files/abc___passwords.csv", CHROME),
        ("attachments/1/passwords.csv", CHROME),
        ("__MACOSX/._Passwords.csv", b"\0\5\x16\7"),
    )
    assert read_vault(data).rows == (SHOP, Skipped("other file"))


def test_a_zip_without_an_export():
    assert "without an export that secaudit knows" in refused(zipped(("a.txt", b"hello"))).message
    assert "without an export" in refused(zipped(("photo.jpg", b"hello"))).message
    assert "zip archive" in refused(zipped()).message


def test_a_zip_whose_export_is_empty():
    with pytest.raises(NothingToAuditError):
        read_vault(zipped(("a.csv", b"name,url,username,password\n")))


# ── What is made to harm ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "name", ["../a.csv", "a/../../b.csv", "/etc/a.csv", "C:\\a.csv", "..\\a.csv", "\\\\host\\a.csv"]
)
def test_a_name_that_leads_out_is_refused(name):
    data = zipped(("good.csv", CHROME), (name, CHROME))
    assert "names files outside of itself" in refused(data).message


def test_dots_in_a_name_lead_nowhere():
    assert read_vault(zipped(("a..b.csv", CHROME), ("..a/...csv", b""))).accounts == (SHOP,)


def test_a_bomb_is_refused_by_its_ratio():
    assert "400 times" in refused(zipped(("export.data", b" " * 2**24))).message


def test_a_bomb_is_refused_by_its_size(monkeypatch):
    monkeypatch.setattr(archive, "MAX_BYTES", 100)
    data = zipped(("a.csv", os.urandom(60)), ("b.csv", os.urandom(60)))
    assert "more than 1 GiB" in refused(data).message


def test_an_attachment_may_be_packed_as_well_as_it_likes():
    data = zipped(("a.csv", CHROME), ("files/zeros", bytes(2**24)))
    assert read_vault(data).rows == (SHOP,)


def test_too_many_exports_are_refused():
    data = zipped(*((f"{n}.csv", b"x") for n in range(1001)))
    assert "more than 1000 files" in refused(data).message


def test_a_directory_too_large_to_be_honest_is_refused():
    data = zipped(*((f"files/{n:0100}", b"") for n in range(30_000)), ("a.csv", CHROME))
    assert "damaged or not complete" in refused(data).message


def test_thousands_of_attachments_are_fine():
    data = zipped(*((f"files/{n:0100}", b"") for n in range(10_000)), ("a.csv", CHROME))
    assert read_vault(data).rows == (SHOP,)


def directory(data):
    """Return where the directory starts, and where each of its entries does."""
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        at = start = made.start_dir
        places = []
        for info in made.infolist():
            places.append(at)
            at += 46 + len(info.filename.encode()) + len(info.extra) + len(info.comment)
    return start, places


def changed(data, entry, offset, form, value):
    """Return `data` with a number in the directory's entry replaced (APPNOTE 4.3.12)."""
    out = bytearray(data)
    struct.pack_into(form, out, directory(data)[1][entry] + offset, value)
    return bytes(out)


COMPRESSED, UNPACKED, HEADER_AT = 20, 24, 42


@pytest.mark.parametrize("entries", [2, 50])
def test_entries_at_the_same_place_are_refused(entries):
    data = zipped(*((f"{n}.csv", CHROME) for n in range(entries)))
    for entry in range(1, entries):
        data = changed(data, entry, HEADER_AT, "<I", 0)
    assert "entries that overlap" in refused(data).message


def test_an_entry_that_reaches_into_the_next_is_refused():
    data = zipped(("a.csv", CHROME), ("b.csv", CHROME), method=zipfile.ZIP_STORED)
    assert "overlap" in refused(changed(data, 0, COMPRESSED, "<I", len(CHROME) + 60)).message


def test_an_entry_that_reaches_into_the_directory_is_refused():
    data = zipped(("a.csv", CHROME), method=zipfile.ZIP_STORED)
    assert "overlap" in refused(changed(data, 0, COMPRESSED, "<I", len(CHROME) + 60)).message


def test_a_size_that_is_not_true_gives_no_more_than_it_says():
    data = zipped(("a.csv", CHROME + b" " * 2**24))
    small = changed(data, 0, UNPACKED, "<I", len(CHROME))
    assert "damaged" in refused(small).message  # its checksum is of the whole
    assert "damaged" in refused(changed(zipped(("a.csv", CHROME)), 0, UNPACKED, "<I", 900)).message


def test_an_encrypted_zip_says_so():
    data = changed(zipped(("a.csv", CHROME)), 0, 8, "<H", 1)
    assert "encrypted zip archive" in refused(data).message


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_packing_that_no_exporter_uses_is_refused(method):
    data = zipped(("a.csv", CHROME), method=method)
    assert "packed in a way that no export is" in refused(data).message


@pytest.mark.parametrize("cut", [10, 60, 100, -1, -10, -60])
def test_a_zip_that_was_cut_off_is_damaged(cut):
    assert "damaged" in refused(zipped(("a.csv", CHROME))[:cut]).message


def test_changed_content_is_damaged():
    data = zipped(("a.csv", CHROME), method=zipfile.ZIP_STORED)
    assert "damaged" in refused(data.replace(b"s3cret", b"s3crot")).message


def test_a_disk_that_fails_says_so():
    class Failing(io.BytesIO):
        def read(self, _size=-1, /):
            raise OSError(5, "Input/output error")

    with pytest.raises(VaultError) as caught:
        Document(Failing(), "x.csv").head  # noqa: B018
    assert caught.value.message == "x.csv could not be read: Input/output error"


# ── What is large ────────────────────────────────────────────────────────────────────────────────

_LIMITED = """
import resource, sys
from secaudit import vaults
resource.setrlimit(resource.RLIMIT_AS, (300 * 2**20,) * 2)  # more than that raises MemoryError
vault = vaults.read_vault(sys.argv[1])
print(vault.format, len(vault.accounts))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_500_mb_with_attachments_are_read_in_less_than_300_mb(tmp_path):
    item = {
        "state": "active",
        "categoryUuid": "001",
        "details": {"loginFields": [{"designation": "password", "value": "p"}]},
        "overview": {"title": "Shop", "url": "https://shop.example"},
    }
    vault = {"attrs": {"name": "Private"}, "items": [item] * 1000}
    path = tmp_path / "all.1pux"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("export.attributes", "{}")
        for number in range(5):
            with made.open(f"files/{number}___film.mov", "w") as file:
                for _ in range(100):
                    file.write(bytes(2**20))
        made.writestr("export.data", json.dumps({"accounts": [{"vaults": [vault]}]}))
    assert path.stat().st_size > 500 * 2**20
    done = subprocess.run(
        [sys.executable, "-c", _LIMITED, path],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert done.stdout == "1Password 1PUX 1000\n"
    path.unlink()
