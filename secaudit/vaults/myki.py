"""The CSV export of Myki."""

from collections.abc import Mapping

from secaudit.model import Row
from secaudit.vaults.base import BASICS, csv_format, login


def _row(cells: Mapping[str, str]) -> Row:
    return login(
        title=cells["nickname"],
        username=cells["username"],
        password=cells["password"],
        urls=(cells["url"],),
        totp=cells["twofasecret"],
    )


MYKI = csv_format(
    "myki-csv",
    "Myki CSV",
    columns="url,username,password,additionalinfo,nickname",
    optional="twofasecret,status,tags",
    read=_row,
    gives=BASICS | {"one-time code"},
)
