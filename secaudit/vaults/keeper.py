"""Keeper's exports: CSV, mostly without a header, and JSON."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from secaudit.languages import _
from secaudit.model import Row, Skipped
from secaudit.vaults.base import (
    BASICS,
    Ask,
    Document,
    Format,
    RowError,
    csv_rows,
    each,
    holds_addresses,
    login,
    object_in,
    objects_in,
    text_in,
)

_HEADER = ("folder", "title", "login", "password", "website address")
_FIXED = 7  # folder, title, login, password, address, notes, shared folder; then names and values
_OTP = re.compile(r"TFC:Keeper|\$oneTimeCode(:.*)?")
_MORE_URLS = re.compile(r"Website Address.*|\$url(:.*)?")
_PASSKEY = re.compile(r"\$passkey(:.*)?")
_TELLING = {"$type", "login", "password", "login_url", "custom_fields"}
_OTHER_KINDS = {
    "encryptedNotes": "note",
    "bankCard": "card",
    "bankAccount": "card",
    "sshKeys": "ssh key",
    "file": "file",
    "photo": "file",
    "softwareLicense": "licence",
} | dict.fromkeys(
    (
        "address",
        "birthCertificate",
        "contact",
        "driverLicense",
        "healthInsurance",
        "membership",
        "passport",
        "ssnCard",
    ),
    "identity",
)


def _is_headed(document: Document) -> bool:
    return document.header[: len(_HEADER)] == _HEADER


def _is_csv(document: Document) -> bool:
    rows = document.opening
    return _is_headed(document) or (
        all(len(row) >= _FIXED and len(row) % 2 for row in rows) and holds_addresses(rows, 4)
    )


def _read_csv(document: Document, _ask: Ask) -> Iterable[Row]:
    return csv_rows(document, _row, headed=_is_headed(document))


def _row(cells: list[str]) -> Row:
    if len(cells) < _FIXED - 1:
        raise RowError(_("it does not have as many cells as a login"))
    folder, title, username, password, url = cells[:5]
    custom = list(zip(cells[_FIXED::2], cells[_FIXED + 1 :: 2], strict=False))
    return login(
        title=title,
        username=username,
        password=password,
        urls=[url, *(value for name, value in custom if _MORE_URLS.fullmatch(name))],
        totp=next((value for name, value in custom if _OTP.fullmatch(name)), ""),
        group=_path(folder or "".join(cells[_FIXED - 1 : _FIXED])),
    )


def _path(folder: str) -> str:
    r"""Return a folder with `/` between its parts. A backslash in a name is written twice."""
    return re.sub(r"\\(\\?)", lambda found: found[1] or "/", folder)


def _is_json(document: Document) -> bool:
    export = document.json
    records = export.get("records") if isinstance(export, dict) else None
    return isinstance(records, list) and any(
        isinstance(record, dict) and "title" in record and _TELLING & record.keys()
        for record in records
    )


def _read_json(document: Document, _ask: Ask) -> Iterator[Row]:
    records = enumerate(document.json["records"], start=1)
    return each(
        ((_("record {number}").format(number=number), record) for number, record in records),
        _record,
    )


def _record(record: Any) -> Row:
    if not isinstance(record, dict):
        raise RowError(_("it is not made of fields"))
    username, password = text_in(record, "login"), text_in(record, "password")
    kind = _OTHER_KINDS.get(text_in(record, "$type"))
    if kind and not (username and password):  # the others may be a login all the same
        return Skipped(kind)
    custom = object_in(record, "custom_fields")
    passkeys = [key for name in custom if _PASSKEY.fullmatch(name) for key in _all(custom[name])]
    return login(
        title=text_in(record, "title"),
        username=username,
        password=password,
        urls=[
            text_in(record, "login_url"),
            *_texts(custom, _MORE_URLS),
            *(text_in(key, "relyingParty") for key in passkeys if isinstance(key, dict)),
        ],
        totp=next(iter(_texts(custom, _OTP)), ""),
        passkeys=len(passkeys),
        group=_group(record),
    )


def _texts(custom: Mapping[str, Any], names: re.Pattern[str]) -> list[str]:
    values = [value for name in custom if names.fullmatch(name) for value in _all(custom[name])]
    if not all(isinstance(value, str) for value in values):
        raise RowError(_("one of its custom fields is not text"))
    return values


def _all(value: Any) -> list[Any]:
    """Return the values of a field that may have one or several."""
    return value if isinstance(value, list) else [value]


def _group(record: Mapping[str, Any]) -> str:
    for folder in objects_in(record, "folders"):
        parts = (text_in(folder, "shared_folder"), text_in(folder, "folder"))
        return "/".join(_path(part) for part in parts if part)
    return ""


KEEPER_CSV = Format(
    "keeper-csv", "Keeper CSV", _is_csv, _read_csv, gives=BASICS | {"one-time code", "folder"}
)
KEEPER_JSON = Format(
    "keeper-json",
    "Keeper JSON",
    _is_json,
    _read_json,
    gives=BASICS | {"one-time code", "passkey", "folder"},
)
