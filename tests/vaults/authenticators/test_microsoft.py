"""The database of Microsoft Authenticator on Android."""

import sqlite3
import time
from contextlib import closing

import pytest

from secaudit.errors import VaultError
from secaudit.model import OneTimeCode, Skipped, Unreadable
from secaudit.text import Secret
from secaudit.vaults import read_vault
from secaudit.vaults.authenticators import microsoft

TABLE = """CREATE TABLE accounts (_id INTEGER PRIMARY KEY, name TEXT, username TEXT,
    oath_secret_key TEXT, account_type INTEGER, encrypted_oath_secret_key TEXT)"""
ENTRIES = [
    ("GitHub", "robin", "aaaa bbbb", 0, None),
    ("Microsoft", "robin@outlook.example", "AAECAwQ=", 1, None),
    ("Example Ltd", "robin@work.example", None, 2, None),
    ("Shop", "robin", "", 0, "KANARIE"),
    (None, None, None, 0, None),
]
ROWS = (
    OneTimeCode("GitHub", "robin", Secret("aaaa bbbb")),
    OneTimeCode("Microsoft", "robin@outlook.example", None, "custom-software"),
    OneTimeCode("Example Ltd", "robin@work.example", None, "custom-software"),
    OneTimeCode("Shop", "robin"),
    Skipped("empty"),
)
DAMAGED = "PhoneFactor is a database of Microsoft Authenticator, but damaged or not complete"


def _database(*statements, entries=ENTRIES):
    with closing(sqlite3.connect(":memory:")) as database:
        for statement in statements or [TABLE]:
            database.execute(statement)
        database.executemany(
            "INSERT INTO accounts (name, username, oath_secret_key, account_type, "
            "encrypted_oath_secret_key) VALUES (?, ?, ?, ?, ?)",
            entries,
        )
        database.commit()
        return database.serialize()


def _refused(data):
    with pytest.raises(VaultError) as caught:
        read_vault(data, name="PhoneFactor")
    assert caught.value.message == DAMAGED
    assert caught.value.__cause__ is None


def test_the_codes_of_any_site_and_the_accounts_that_are_approved_by_a_tap_are_told_apart():
    vault = read_vault(_database(), name="PhoneFactor")
    assert (vault.format, vault.rows) == ("Microsoft Authenticator", ROWS)


def test_a_database_whose_newest_entries_may_be_elsewhere_says_so_and_how_to_join_them(tmp_path):
    path = tmp_path / "PhoneFactor"
    with closing(sqlite3.connect(path)) as database:
        database.executescript("PRAGMA journal_mode=WAL;" + TABLE)
    [row] = read_vault(path).rows
    assert isinstance(row, Unreadable)
    assert row.where == "PhoneFactor-wal"
    with closing(sqlite3.connect(path)) as database:
        database.execute("INSERT INTO accounts (name, account_type) VALUES ('GitHub', 0)")
        database.commit()
        database.execute("PRAGMA journal_mode=DELETE")
    assert read_vault(path).rows == (OneTimeCode("GitHub"),)


def test_the_file_is_only_read(tmp_path):
    path = tmp_path / "PhoneFactor"
    path.write_bytes(_database())
    before = path.read_bytes()
    read_vault(path)
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["PhoneFactor"]


def test_an_entry_of_another_form_is_counted():
    rows = read_vault(_database(entries=[(b"\xff", "robin", "AA", 0, None)])).rows
    assert rows == (Unreadable("entry 1", "its name is not text"),)


def test_text_that_is_not_utf8_is_still_shown():
    data = _database(entries=[("Caf@@", "robin", "AA", 0, None)]).replace(b"Caf@@", b"Caf\xe9@")
    assert read_vault(data).rows == (OneTimeCode("Caf\ufffd@", "robin", Secret("AA")),)


def test_a_database_that_is_cut_off_or_overwritten_is_refused():
    data = _database(entries=ENTRIES * 200)
    _refused(data[: len(data) // 2])
    _refused(data[:100] + b"accounts oath_secret_key")
    _refused(data[:4096] + b"\xff" * 4096 + data[8192:])


def test_damage_whose_name_is_no_text_is_refused():
    data = _database(TABLE, "CREATE TABLE kanarie (x)")
    _refused(data.replace(b"CREATE TABLE kanarie (x)", b"CREATE TABLE kanari\xff (+"))


def _rewritten(schema, rows):
    """Return a database whose schema was put in place by hand, as no program does."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute(TABLE)
        database.executemany("INSERT INTO accounts (name, account_type) VALUES (?, 0)", rows)
        database.execute("PRAGMA writable_schema = ON")
        database.execute("UPDATE sqlite_master SET sql = ?", (schema,))
        database.commit()
        return database.serialize()


def test_a_view_in_the_place_of_the_table_is_not_computed():
    endless = (
        "CREATE TABLE other (oath_secret_key);"
        "CREATE VIEW accounts AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r)"
        " SELECT 'x' AS name, 'y' AS username, 0 AS account_type, n AS oath_secret_key FROM r"
    )
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(endless)
        _refused(database.serialize())


def test_a_column_that_is_computed_is_left_out():
    schema = TABLE.replace("username TEXT", "username TEXT AS ('kanarie')")
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute(schema)
        database.execute("INSERT INTO accounts (name, account_type) VALUES ('GitHub', 0)")
        database.commit()
        assert read_vault(database.serialize()).rows == (OneTimeCode("GitHub"),)


def test_a_computed_value_cannot_fill_the_memory():
    value = "x INTEGER AS (length(hex(zeroblob(1000000)))) NOT NULL"
    _refused(_rewritten(TABLE.replace("name TEXT", f"{value}, name TEXT"), [("a",)]))


def test_a_database_that_takes_too_long_is_given_up(monkeypatch):
    value = "x INTEGER AS (length(replace(hex(zeroblob(400000)), '0', name))) NOT NULL"
    data = _rewritten(TABLE.replace(" encrypted", f" {value}, encrypted"), [("a",)] * 20_000)
    monkeypatch.setattr(microsoft, "_MOST_SECONDS", 0.2)
    start = time.monotonic()
    _refused(data)
    assert time.monotonic() - start < 3
