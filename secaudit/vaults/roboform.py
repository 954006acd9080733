"""RoboForm's CSV export, whose rows go on after the last column: one cell for each field."""

import re
from collections.abc import Mapping

from secaudit.model import Row
from secaudit.vaults.base import BASICS, csv_format, login

# `TOTP KEY$,,,txt,…` in the newer exports, `TOTP KEY$:txt:…` in the older ones.
_OTP = re.compile(r"TOTP KEY\$(?:(?:,[^,]*){3},|:[^:]*:)(.*)", re.DOTALL)
_FIELDS = ("rf_fields", "rffieldsv2")


def _row(cells: Mapping[str, str]) -> Row:
    fields = (cells[name] for name in cells if name in _FIELDS or name.startswith("+"))
    codes = filter(None, map(_OTP.match, fields))
    return login(
        title=_whole(cells["name"]),
        username=_whole(cells["login"]),
        password=_whole(cells["pwd"]),
        urls=(_whole(cells["url"]), _whole(cells["matchurl"])),
        totp=next((code[1] for code in codes), ""),
        group=cells["folder"].strip("/"),
    )


def _whole(text: str) -> str:
    """Return a value without the `'` that RoboForm puts before one that begins with `@` or `'`."""
    return text[1:] if text.startswith(("'@", "''")) else text


ROBOFORM = csv_format(
    "roboform-csv",
    "RoboForm CSV",
    columns="name,url,login,pwd,note,folder",
    optional="*,matchurl,rf_fields,rffieldsv2",
    read=_row,
    longer=True,
    gives=BASICS | {"one-time code", "folder"},
)
