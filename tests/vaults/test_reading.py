"""Which file is what, and what is said of one that cannot be read."""

import gc
import io
import json
import os
import sys
from pathlib import Path

import pytest

from secaudit import vaults
from secaudit.errors import NothingToAuditError, SecauditError, UsageError, VaultError
from secaudit.model import Account, Skipped
from secaudit.text import Secret
from secaudit.vaults import FORMATS, read_vault

CHROME = b"name,url,username,password\nShop,https://shop.example,ann,s3cret\n"
JSON = b'{"folders": [], "items": [{"type": 1, "name": "Shop"}]}'
SHOP = Account(
    title="Shop",
    username="ann",
    password=Secret("s3cret"),
    urls=("https://shop.example",),
    site="shop.example",
)


def refused(source, **more) -> SecauditError:
    with pytest.raises(SecauditError) as caught:
        read_vault(source, **more)
    error = caught.value
    assert error.message
    assert error.hint
    assert "\n" not in error.message + error.hint
    return error


# ── Where it comes from ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", [str, Path])
def test_a_path_is_read_and_its_name_kept(tmp_path, kind):
    path = tmp_path / "export.bin"
    path.write_bytes(CHROME)
    vault = read_vault(kind(path))
    assert (vault.name, vault.rows) == ("export.bin", (SHOP,))


def test_a_dash_is_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(CHROME)))
    vault = read_vault("-")
    assert (vault.name, vault.rows) == ("-", (SHOP,))


def test_a_pipe_with_a_path_is_read():
    reading, writing = os.pipe()
    os.write(writing, CHROME)
    os.close(writing)
    try:
        assert read_vault(f"/dev/fd/{reading}").rows == (SHOP,)
    finally:
        os.close(reading)


def test_bytes_can_be_given_a_name():
    assert read_vault(CHROME).name == "the export"
    assert read_vault(CHROME, name="a\x1b[2J\nb").name == "a b"


def test_the_ending_of_the_name_decides_nothing():
    assert read_vault(CHROME, name="vault.kdbx").format.startswith("Chrome")
    assert read_vault(JSON, name="vault.csv").format == "Bitwarden JSON"


# ── What is not there ────────────────────────────────────────────────────────────────────────────


def test_a_missing_file(tmp_path):
    error = refused(tmp_path / "no.json")
    assert isinstance(error, UsageError)
    assert error.message == "there is no file no.json"


def test_a_path_through_a_file(tmp_path):
    (tmp_path / "file").write_bytes(CHROME)
    assert isinstance(refused(tmp_path / "file" / "more"), UsageError)


@pytest.mark.parametrize("name", ["a\0b", "", "x" * 5000], ids=["NUL", "empty", "long"])
def test_a_name_that_no_file_can_have(name):
    refused(name)


def test_a_folder(tmp_path):
    error = refused(tmp_path)
    assert isinstance(error, UsageError)
    assert "is a folder" in error.message


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path):  # pragma: no cover
    path = tmp_path / "export.csv"
    path.write_bytes(CHROME)
    path.chmod(0)
    assert "Permission denied" in refused(path).message


def test_a_link_in_a_circle(tmp_path):
    path = tmp_path / "export.csv"
    path.symlink_to(path)
    error = refused(path)
    assert isinstance(error, VaultError)
    assert error.message.startswith("export.csv could not be opened: ")


@pytest.mark.parametrize("content", [b"", b" \r\n\t "], ids=["empty", "blank"])
def test_an_empty_file(content):
    assert isinstance(refused(content), NothingToAuditError)


# ── What cannot be read ──────────────────────────────────────────────────────────────────────────


def test_a_file_over_the_limit_is_not_even_begun(tmp_path):
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(2**30 + 1)
    assert refused(path).message == "huge.csv is larger than 1 GiB, the most that secaudit reads"


def test_a_pipe_over_the_limit_is_not_read_further(monkeypatch):
    monkeypatch.setattr(vaults, "MAX_BYTES", 20)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(CHROME)))
    assert "larger than" in refused("-").message


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK and then nothing", "zip archive"),
        (b"-----BEGIN PGP MESSAGE-----\n", "did not open"),
        (JSON[:-10], "looks like JSON, but is damaged"),
        (b"[" * 1_000_000, "looks like JSON, but is damaged"),
        (b'{"a": ' + b"9" * 10_000 + b"}", "looks like JSON, but is damaged"),
        (b'{"a": "\xff\xc3\xbc"}', "looks like JSON, but is damaged"),
        (b'{"a": "' + b" " * 70_000 + b'\xff\xc3\xbc"}', "looks like JSON, but is damaged"),
        (b'{"a": \0\0\0', "looks like JSON, but is damaged"),
        (b'{"other": "json"}', "not an export that secaudit knows"),
        (b"password\nhunter2\nhunter3\n", "not an export that secaudit knows"),
        (b"\xff\xfe\x00", "not an export that secaudit knows"),
        (b"\x80\x81" * 500, "not an export that secaudit knows"),
        (b"\0" * 10_000, "not an export that secaudit knows"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_unknown_or_damaged_says_so(content, said):
    error = refused(content, name="x")
    assert isinstance(error, VaultError)
    assert said in error.message
    assert "xport" in error.hint


@pytest.mark.parametrize(
    "start", [b"", b"{", b"name,url,username\n", b"<", b"PK"], ids=["any", "{", "csv", "xml", "zip"]
)
def test_100_mb_of_nonsense_is_refused(start):
    assert isinstance(refused(start + os.urandom(1 << 20) * 100), VaultError)


def test_json_in_another_encoding_is_read():
    assert read_vault(JSON.decode().encode("utf-16")).accounts
    assert read_vault(JSON.replace(b"Shop", b"B\xfccher")).accounts[0].title == "Bücher"
    assert read_vault(b"\xef\xbb\xbf\n" + JSON).accounts


def test_the_names_of_formats_are_their_own():
    assert len({form.name for form in FORMATS}) == len({form.label for form in FORMATS})
    assert len({form.name for form in FORMATS}) == len(FORMATS)


@pytest.mark.parametrize("usual", [True, False])
def test_the_collector_of_garbage_is_left_as_it_was(usual):
    (gc.enable if usual else gc.disable)()
    try:
        read_vault(b"name,url,username,password\nShop,https://shop.example,ann,p\n")
        assert gc.isenabled() is usual
    finally:
        gc.enable()


@pytest.mark.parametrize("shift", range(3))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_character_that_is_cut_where_the_beginning_ends_is_whole(shift, encoding):
    title = "x" * shift + "€" * 40_000
    item = {"type": 1, "name": title[:300], "login": {"username": "ann", "password": title}}
    text = json.dumps({"folders": [], "items": [item]}, ensure_ascii=False)
    (account,) = read_vault(text.encode(encoding)).accounts
    assert (account.username, account.password) == ("ann", Secret(title))


def test_blanks_before_the_header_of_a_table_are_no_header():
    text = "\n  \r\nname,url,username,password\nShop,,ann,p\n"
    assert read_vault(text.encode()).rows == (
        Account(title="Shop", username="ann", password=Secret("p")),
    )


@pytest.mark.parametrize(
    ("header", "row", "reason"),
    [
        ("Title,Url,Username,Password,Favorite,Archived,Tags", "a,,u,p,,true,", "archived"),
        (
            "url,username,password,httpRealm,formActionOrigin",
            "chrome://FirefoxAccounts,u,p,,",
            "browser sync key",
        ),
        ("url,username,password,totp,extra,name,grouping,fav", "http://sn,,,,text,n,,0", "note"),
        ("type,name,url,username,password,note,totp,vault", "alias,n,,a@b.example,,,,V", "alias"),
        (
            "name,url,username,password,note,cardnumber,cvc,expirydate,folder,type",
            "Home,,,,,,,,,folder",
            "folder",
        ),
        ("type,name,login_uri,login_username,login_password,login_totp", "note,n,,,,", "note"),
    ],
    ids=["1Password", "Firefox", "LastPass", "Proton Pass", "NordPass", "Bitwarden"],
)
def test_a_column_that_a_program_may_add_changes_nothing(header, row, reason):
    assert read_vault(f"{header},newest\n{row},x\n".encode()).rows == (Skipped(reason),)
