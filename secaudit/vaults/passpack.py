"""The CSV export of Passpack."""

import re
from collections.abc import Mapping

from secaudit.model import Row
from secaudit.vaults.base import BASICS, csv_format, login

# Each tag is JSON in JSON, with its quotation marks escaped.
_TAG = re.compile(r'\\"tag\\":\\"(.*?)\\"')


def _row(cells: Mapping[str, str]) -> Row:
    tag = _TAG.search(cells["tags"])
    return login(
        title=cells["entry name"],
        username=cells["user id"] or cells["email"],
        password=cells["password"],
        urls=(cells["url"],),
        group=tag[1] if tag else "",
    )


PASSPACK = csv_format(
    "passpack-csv",
    "Passpack CSV",
    columns="entry name,url,user id,password,notes,tags",
    optional="shared notes,extra fields,email",
    read=_row,
    gives=BASICS | {"folder"},
)
