"""The database of Microsoft Authenticator on Android, `PhoneFactor`: the app has no export.

Its table `accounts` is known from the apps that import it, such as Aegis.
"""

import time
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Any

from secaudit.errors import VaultError
from secaudit.languages import _
from secaudit.model import Row, Unreadable
from secaudit.vaults.authenticators.entries import GIVES, rows
from secaudit.vaults.base import Ask, Document, Format, one_time_code, text_in

if TYPE_CHECKING:
    from sqlite3 import Connection

_SQLITE = b"SQLite format 3\0"
_SEED = "oath_secret_key"
_COLUMNS = frozenset({"name", "username", "account_type", _SEED})
_OTHER_SITE = 0  # the kind of account that any authenticator app can hold
# https://sqlite.org/fileformat2.html#file_format_version_numbers
_VERSIONS = slice(18, 20)
_ROLLBACK, _WAL = b"\1\1", b"\2\2"
# A database is also a program: https://sqlite.org/security.html
_LONGEST = 2**20  # bytes of a value
_MOST_SECONDS = 30
_OFTEN = 100  # instructions between two looks at the clock


def _recognises(document: Document) -> bool:
    return document.head.startswith(_SQLITE) and _SEED.encode() in document.data


def _read(document: Document, _ask: Ask) -> Iterator[Row]:
    yield from rows(_found(document), _row)
    if document.data[_VERSIONS] == _WAL:
        yield Unreadable(
            "PhoneFactor-wal",
            _(
                "the newest entries may be in this file beside the database; “sqlite3 "
                "PhoneFactor 'PRAGMA journal_mode=DELETE'”, run where both are, brings "
                "them together"
            ),
        )


def _row(entry: dict[str, Any]) -> Row:
    # Accounts at Microsoft itself, for work or not, are approved in this app only, by a tap.
    # Newer versions encrypt seeds with a key that stays on the phone: then there is none here.
    elsewhere = entry.get("account_type") == _OTHER_SITE
    return one_time_code(
        issuer=text_in(entry, "name"),
        label=text_in(entry, "username"),
        seed=text_in(entry, _SEED) if elsewhere else "",
        method="totp" if elsewhere else "custom-software",
    )


def _found(document: Document) -> list[dict[str, Any]]:
    """Return the entries by column; VaultError for a damaged database, or one made to harm."""
    import sqlite3  # noqa: PLC0415

    data = bytearray(document.data)
    if data[_VERSIONS] == _WAL:  # which cannot be opened in memory
        data[_VERSIONS] = _ROLLBACK
    deadline = time.monotonic() + _MOST_SECONDS
    try:
        with closing(sqlite3.connect(":memory:")) as database:
            database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
            database.set_progress_handler(lambda: time.monotonic() > deadline, _OFTEN)
            database.text_factory = partial(str, encoding="utf-8", errors="replace")
            database.deserialize(data)
            return _entries(database)
    # ValueError: the name of something damaged, which SQLite puts into its message, is no text.
    except (sqlite3.Error, ValueError, OverflowError, MemoryError):
        raise VaultError(
            _(
                "{name} is a database of Microsoft Authenticator, but damaged or not complete"
            ).format(name=document.name),
            _("Close the app on the phone, and copy the file again."),
        ) from None


def _entries(database: "Connection") -> list[dict[str, Any]]:
    import sqlite3  # noqa: PLC0415

    [(state,)] = database.execute("PRAGMA quick_check(1)")
    # Only what is stored: neither a view nor a virtual table, nor columns that are computed.
    stored = "SELECT 1 FROM sqlite_master WHERE name = 'accounts' AND rootpage > 0"
    if state != "ok" or not database.execute(stored).fetchone():
        raise sqlite3.DatabaseError
    there = "SELECT name FROM pragma_table_xinfo('accounts') WHERE hidden = 0"
    columns = sorted(_COLUMNS.intersection(name for (name,) in database.execute(there)))
    found = database.execute(f"SELECT {', '.join(columns)} FROM accounts")  # noqa: S608  # our names
    return [dict(zip(columns, row, strict=True)) for row in found]


MICROSOFT = Format(
    "microsoft-authenticator",
    "Microsoft Authenticator",
    recognises=_recognises,
    read=_read,
    gives=GIVES,
)
