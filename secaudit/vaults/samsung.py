"""Samsung Pass: an encrypted file (`.spass`) that holds one table for each kind of entry.

Samsung does not document it; https://github.com/0xdeb7ef/spass-manager found out how it is made.
"""

import base64
import re
from collections.abc import Iterator, Mapping
from functools import partial

from secaudit.errors import PassphraseError
from secaudit.languages import _
from secaudit.model import Row, Skipped
from secaudit.text import Secret
from secaudit.vaults.base import BASICS, Ask, Document, Format, RowError, each, epoch, login
from secaudit.vaults.ciphers import aes_cbc, pbkdf2

_BASE64 = re.compile(rb"[A-Za-z0-9+/\r\n]{96,}={0,2}\s*")
_SALT, _IV, _BLOCK = 20, 16, 16
_ROUNDS = 70_000
_NEXT_TABLE = "next_table"
_NOTHING = "&&&NULL&&&"
_NEEDED = frozenset({"origin_url", "username_value", "password_value", "title"})
_OTHER_TABLES = {
    "card_number_encrypted": "card",
    "note_title": "note",
    "street_address": "identity",
}
"""A column that only this table has, and what its rows are."""


def _recognises(document: Document) -> bool:
    if not _BASE64.fullmatch(document.head):
        return False
    size = len(_decoded(document))
    return size > _SALT + _IV and (size - _SALT - _IV) % _BLOCK == 0


def _decoded(document: Document) -> bytes:
    try:
        return base64.b64decode(b"".join(document.data.split()), validate=True)
    except ValueError:
        return b""


def _read(document: Document, ask: Ask) -> Iterator[Row]:
    places = (
        (_("row {number}").format(number=number), one)
        for number, one in enumerate(_table_rows(_opened(document, ask)), start=1)
    )
    return each(places, lambda one: _row(*one))


def _opened(document: Document, ask: Ask) -> str:
    passphrase: Secret = ask(_("Passphrase of {name}").format(name=document.name))
    data = _decoded(document)
    salt, iv, content = data[:_SALT], data[_SALT : _SALT + _IV], data[_SALT + _IV :]
    try:
        text = aes_cbc(pbkdf2(passphrase, salt, _ROUNDS), iv, content).decode("utf-8")
    except ValueError:
        text = ""
    # Nothing vouches for the content: 1 of 256 wrong keys gives a padding that looks right.
    if _NEXT_TABLE not in text.split():
        raise PassphraseError(
            _(
                "{name} looks like an export of Samsung Pass, but did not open with this passphrase"
            ).format(name=document.name),
            _(
                "Try again. It is the one that was set for this export. If you are "
                "sure, the file is damaged or from another program: make the export "
                "again."
            ),
        )
    return text


def _table_rows(text: str) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """Yield the names of the columns and the cells of each row of each table."""
    header: tuple[str, ...] | None = ()  # () before the first table, None where one begins
    for line in text.splitlines():
        if line.strip() == _NEXT_TABLE:
            header = None
        elif header is None:
            header = tuple(name.strip().lower() for name in line.split(";"))
        elif header and line.strip():
            yield header, line.split(";")


def _row(header: tuple[str, ...], cells: list[str]) -> Row:
    other = next((kind for column, kind in _OTHER_TABLES.items() if column in header), None)
    if other:
        return Skipped(other)
    if not set(header) >= _NEEDED:
        raise RowError(_("it is of a kind that secaudit does not know"))
    if len(cells) < len(header):
        raise RowError(_("it does not have as many cells as there are columns"))
    value = partial(_value, dict(zip(header, cells, strict=False)))
    package = value("package_name")
    return login(
        title=value("title"),
        username=value("username_value"),
        password=value("password_value"),
        urls=(value("origin_url"), f"androidapp://{package}" if package else ""),
        totp=value("otp"),
        created=epoch(value("created_time"), per_second=1000),
    )


def _value(cells: Mapping[str, str], column: str) -> str:
    try:
        text = base64.b64decode(cells.get(column, ""), validate=True).decode("utf-8")
    except ValueError:
        raise RowError(_("its {column} is damaged").format(column=column)) from None
    return "" if text == _NOTHING else text


SAMSUNG_PASS = Format(
    "samsung-pass-spass",
    "Samsung Pass (.spass)",
    _recognises,
    _read,
    encrypted=True,
    gives=BASICS | {"one-time code", "date of creation"},
)
