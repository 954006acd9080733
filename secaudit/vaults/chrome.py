"""The CSV of Chrome and its family, who all write the same five columns."""

from collections.abc import Mapping

from secaudit.languages import N_
from secaudit.model import Row
from secaudit.vaults.base import BASICS, csv_format, login


def _row(cells: Mapping[str, str]) -> Row:
    return login(
        title=cells["name"],
        username=cells["username"],
        password=cells["password"],
        urls=(cells["url"],),
    )


CHROME = csv_format(
    "chrome-csv",
    N_("Chrome-family CSV"),
    columns="name,url,username,password",
    optional="note",
    read=_row,
    gives=BASICS,
)
