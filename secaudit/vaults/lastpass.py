"""LastPass's CSV export, with and without one-time passwords, from its site or its extension."""

import re
from collections.abc import Mapping
from dataclasses import replace

from secaudit.model import Account, Row, Skipped
from secaudit.text import Secret
from secaudit.vaults.base import BASICS, csv_format, login

_NOTE = "http://sn"
_NO_URL = "http://"
_FOLDER = "http://group"
_NOTE_TYPE = re.compile(r"NoteType:\s*(.+?)\s*$", re.MULTILINE)
_NOTE_KINDS = {
    "Credit Card": "card",
    "SSH Key": "ssh key",
    "Address": "identity",
    "Passport": "identity",
    "Driver's License": "identity",
    "Social Security": "identity",
}
_CHARACTERS = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'"}
_ENTITY = re.compile("|".join(_CHARACTERS))
# What an exporter that writes entities never leaves as it is.
_UNTOUCHED = re.compile(rf"[<>]|&(?!{'|'.join(entity[1:] for entity in _CHARACTERS)})")


def _row(cells: Mapping[str, str]) -> Row:
    if cells["url"].strip().casefold() == _NOTE:
        kind = _NOTE_TYPE.match(cells["extra"])
        return Skipped(_NOTE_KINDS.get(kind[1], "note") if kind else "note")
    if cells["url"] == _FOLDER and not cells["username"] + cells["password"]:
        return Skipped("folder")
    written = cells["password"]
    password = written if _UNTOUCHED.search(written) else _plain(written)
    row = login(
        title=_plain(cells["name"]),
        username=_plain(cells["username"]),
        password=password,
        urls=() if cells["url"] == _NO_URL else (_plain(cells["url"]),),
        totp=cells["totp"],
        group=_plain(cells["grouping"]).replace("\\", "/"),
    )
    # The browser extension writes `&` as `&amp;`, the site does not (roddhjav/pass-import#35).
    # Which of the two made this file cannot be seen, so both readings are judged.
    if isinstance(row, Account) and password != written:
        return replace(row, rivals=(Secret(written),))
    return row


def _plain(text: str) -> str:
    return _ENTITY.sub(lambda entity: _CHARACTERS[entity[0]], text) if "&" in text else text


LASTPASS = csv_format(
    "lastpass-csv",
    "LastPass CSV",
    columns="url,username,password,extra,name,grouping,fav",
    optional="*,totp",
    read=_row,
    gives=BASICS | {"one-time code", "folder"},
)
