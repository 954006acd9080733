"""Bitwarden Authenticator's exports: JSON that looks like a vault, and two kinds of CSV."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from secaudit.languages import _
from secaudit.model import OneTimeCode, Row
from secaudit.text import clean
from secaudit.vaults.authenticators.entries import GIVES, code, rows
from secaudit.vaults.authenticators.otpauth import code_of
from secaudit.vaults.base import Ask, Document, Format, RowError, each, object_in, text_in

_LOGIN = 1
_ADDRESSES = ("otpauth://", "steam://")

_ROWS = {
    # Neither app quotes a cell, so a name may hold commas. Android adds three cells that its
    # header does not have; iOS writes the header of a vault: https://github.com/bitwarden/android
    # AuthenticatorRepositoryImpl.kt, https://github.com/bitwarden/ios ExportItemsService.swift
    "folder,favorite,type,name,login_uri,login_totp": re.compile(
        r",,1,(?P<name>.*),,(?P<totp>(?:otpauth|steam)://[^,]*),.*(?P<username>)"
    ),
    "folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,"
    "login_totp": re.compile(
        r",1?,login,(?P<name>.*),,,0,,(?P<username>[^,]*),,"
        r"(?P<totp>(?:otpauth|steam)://[^,]*|[a-z2-7= ]{8,})",
        re.IGNORECASE,
    ),
}


def _is_json(document: Document) -> bool:
    """Tell it from a vault, which has folders, or collections, or passwords."""
    export = document.json
    items = export.get("items") if isinstance(export, dict) else None
    if not isinstance(items, list) or not export.keys().isdisjoint({"folders", "collections"}):
        return False
    logins = [item["login"] for item in items if isinstance(item, dict) and "login" in item]
    found = [login for login in logins if isinstance(login, dict)]
    return any("totp" in login for login in found) and all(
        login.keys().isdisjoint({"password", "uris"}) for login in found
    )


def _read_json(document: Document, _ask: Ask) -> Iterator[Row]:
    return rows(document.json["items"], _item)


def _item(item: dict[str, Any]) -> Row:
    if item.get("type") != _LOGIN:
        raise RowError(_("it is of a kind that secaudit does not know"))
    login = object_in(item, "login")
    return _code(text_in(item, "name"), text_in(login, "username"), text_in(login, "totp"))


def _code(name: str, username: str, totp: str) -> Row:
    if not totp.startswith(_ADDRESSES):
        return code(issuer=name, label=username, seed=totp)
    row = code_of(totp)
    if not isinstance(row, OneTimeCode):
        return row
    return replace(row, issuer=row.issuer or clean(name), label=row.label or clean(username))


def _is_csv(document: Document) -> bool:
    """Tell it from a vault, in which not every row is a code without a password and address."""
    header, _, _ = document.start.partition("\n")
    row = _ROWS.get(header.strip())
    return row is not None and (
        "login_password" not in header or all(row.fullmatch(line) for _, line in _lines(document))
    )


def _lines(document: Document) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(io.StringIO(document.text, newline=None), start=1):
        if number > 1 and line.strip():
            yield _("line {number}").format(number=number), line.strip()


def _read_csv(document: Document, _ask: Ask) -> Iterator[Row]:
    pattern = _ROWS[document.start.partition("\n")[0].strip()]

    def row(line: str) -> Row:
        cells = pattern.fullmatch(line)
        if cells is None:
            raise RowError(_("it holds no one-time code where the app writes it"))
        return _code(cells["name"], cells["username"], cells["totp"])

    return each(_lines(document), row)


BITWARDEN_AUTHENTICATOR_JSON = Format(
    "bitwarden-authenticator-json",
    "Bitwarden Authenticator JSON",
    _is_json,
    _read_json,
    gives=GIVES,
)
BITWARDEN_AUTHENTICATOR_CSV = Format(
    "bitwarden-authenticator-csv",
    "Bitwarden Authenticator CSV",
    _is_csv,
    _read_csv,
    gives=GIVES,
)
