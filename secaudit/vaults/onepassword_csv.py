"""The CSV exports of 1Password, of three generations."""

import re
from collections.abc import Mapping
from dataclasses import replace

from secaudit.languages import N_
from secaudit.model import Row, Skipped
from secaudit.vaults.base import BASICS, csv_format, epoch, login

_OTHER_KINDS = {
    "secure note": "note",
    "credit card": "card",
    "identity": "identity",
    "ssh key": "ssh key",
}
_OTP = re.compile(r"one-time password|totp|otpauth")


def _row_8(cells: Mapping[str, str]) -> Row:
    if cells["archived"].strip().casefold() == "true":
        return Skipped("archived")
    return login(
        title=cells["title"],
        username=cells["username"],
        password=cells["password"],
        urls=(cells["url"],),
        totp=cells["otpauth"],
        group=cells["tags"],
    )


def _row_7(cells: Mapping[str, str]) -> Row:
    """Read one of up to 140 columns: each custom field of any item has one, named as it is."""
    kind = cells.get("type", "").strip().casefold()
    if kind in _OTHER_KINDS:
        return Skipped(_OTHER_KINDS[kind])
    urls = (cells.get(name, "") for name in ("url", "urls", "website"))
    return login(
        title=cells["title"],
        username=cells["username"],
        password=cells["password"],
        urls=[url for several in urls for url in several.splitlines()],
        totp=next((cells[name] for name in cells if cells[name] and _OTP.search(name)), ""),
        created=epoch(cells.get("created date", "")),
        group=cells.get("tags", ""),
    )


def _row_4(cells: Mapping[str, str]) -> Row:
    return login(
        title=cells["title"],
        username=cells["username"],
        password=cells["password"],
        urls=(cells["url"],),
    )


ONEPASSWORD_8 = csv_format(
    "1password-8-csv",
    "1Password 8 CSV",
    columns="title,url,username,password,favorite,archived,tags",
    optional="*,otpauth,notes",
    read=_row_8,
    gives=BASICS | {"one-time code", "folder", "archive"},
)
ONEPASSWORD_7 = csv_format(
    "1password-7-csv",
    N_("1Password 6 or 7 CSV"),
    columns="title,username,password,scope,uuid",
    optional="*",
    read=_row_7,
    gives=BASICS | {"one-time code", "date of creation", "folder"},
)
_LOWER_CASE = csv_format(
    "1password-4-csv",
    "1Password 4 CSV",
    columns="title,notes,username,password,url",
    optional="",
    read=_row_4,
    gives=BASICS,
)
# Apple has the same columns, with capitals.
ONEPASSWORD_4 = replace(
    _LOWER_CASE,
    recognises=lambda document: (
        _LOWER_CASE.recognises(document) and "".join(document.opening[0]).islower()
    ),
)
