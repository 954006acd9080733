"""Dashlane's exports: the CSVs of today, the one before them without a header, the old JSON."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from secaudit.languages import N_, _
from secaudit.model import Row, Skipped
from secaudit.vaults.base import (
    BASICS,
    Ask,
    Document,
    Format,
    RowError,
    csv_format,
    csv_rows,
    each,
    holds_addresses,
    login,
    text_in,
)

# What stands in a row of the CSV without a header, by the number of its cells.
_COLUMNS = {
    1: ("title",),
    2: ("title", "url"),
    3: ("title", "url", "login"),
    5: ("title", "url", "login", "password", "note"),
    6: ("title", "url", "login", "second login", "password", "note"),
}
_WITH_PASSWORD = (5, 6)
_LOGINS = "AUTHENTIFIANT"
_OTHER_KINDS = {
    "SECURENOTE": "note",
    "PAYMENTMEANS_CREDITCARD": "card",
    "PAYMENTMEANS_PAYPAL": "card",
    "BANKSTATEMENT": "card",
}
"""Any other list holds something about the person: addresses, telephone numbers, passports."""


def _row(cells: Mapping[str, str]) -> Row:
    return login(
        title=cells["title"],
        username=cells["username"] or cells["username2"] or cells["username3"],
        password=cells["password"],
        urls=(cells["url"],),
        totp=cells["otpurl"] or cells["otpsecret"] or cells["otp"],
        group=cells["category"],
    )


def _is_headless(document: Document) -> bool:
    rows = document.opening
    return (
        all(len(row) in _COLUMNS for row in rows)
        and any(len(row) in _WITH_PASSWORD for row in rows)
        and holds_addresses(rows, 1)
    )


def _read_headless(document: Document, _ask: Ask) -> Iterable[Row]:
    return csv_rows(document, _headless_row, headed=False)


def _headless_row(cells: list[str]) -> Row:
    if len(cells) not in _COLUMNS:
        raise RowError(_("it does not have as many cells as a login"))
    fields = dict(zip(_COLUMNS[len(cells)], cells, strict=True))
    is_note = "second login" in fields and not any(cells[1:4])  # its text is where passwords are
    return login(
        title=fields["title"],
        username=fields.get("login") or fields.get("second login", ""),
        password="" if is_note else fields.get("password", ""),
        urls=(fields.get("url", ""),),
    )


def _is_json(document: Document) -> bool:
    export = document.json
    return isinstance(export, dict) and isinstance(export.get(_LOGINS), list)


def _read_json(document: Document, _ask: Ask) -> Iterator[Row]:
    for kind, items in document.json.items():
        if isinstance(items, list):
            places = (
                (_("login {number}").format(number=number), item)
                for number, item in enumerate(items, 1)
            )
            yield from each(places, _item if kind == _LOGINS else partial(_other, kind))


def _other(kind: str, _item: Any) -> Row:
    return Skipped(_OTHER_KINDS.get(kind, "identity"))


def _item(item: Any) -> Row:
    if not isinstance(item, dict):
        raise RowError(_("it is not made of fields"))
    names = (text_in(item, key) for key in ("login", "email", "secondaryLogin"))
    return login(
        title=text_in(item, "title"),
        username=next(filter(None, names), ""),
        password=text_in(item, "password"),
        urls=(text_in(item, "domain"), text_in(item, "url")),
        totp=text_in(item, "otpSecret"),
        group=text_in(item, "category"),
    )


def _csv(columns: str, optional: str, read: Callable[[Mapping[str, str]], Row]) -> Format:
    return csv_format("dashlane-csv", "Dashlane CSV", columns=columns, optional=optional, read=read)


# Of credentials.csv, securenotes.csv, payments.csv, ids.csv, personalInfo.csv and wifi.csv.
_FILES = (
    _csv(
        "username,title,password,note,url,category",
        "username2,username3,otpsecret,otpurl,otp",
        _row,
    ),
    _csv("title,note", "category", lambda _: Skipped("note")),
    _csv("type,account_name,account_holder,cc_number,code", "*", lambda _: Skipped("card")),
    _csv("type,number,name,issue_date,place_of_issue", "*", lambda _: Skipped("identity")),
    _csv("type,first_name,last_name,place_of_birth", "*", lambda _: Skipped("identity")),
    _csv("ssid,passphrase,name,note", "*", lambda _: Skipped("wifi")),
)


def _read_csv(document: Document, ask: Ask) -> Iterable[Row]:
    return next(form for form in _FILES if form.recognises(document)).read(document, ask)


DASHLANE = Format(
    "dashlane-csv",
    "Dashlane CSV",
    recognises=lambda document: any(form.recognises(document) for form in _FILES),
    read=_read_csv,
    gives=BASICS | {"one-time code", "folder"},
)
DASHLANE_HEADLESS = Format(
    "dashlane-legacy-csv",
    N_("Dashlane CSV without a header"),
    _is_headless,
    _read_headless,
    gives=BASICS,
)
DASHLANE_JSON = Format(
    "dashlane-json",
    "Dashlane JSON",
    _is_json,
    _read_json,
    gives=BASICS | {"one-time code", "folder"},
)
