"""The CSV export of SafeInCloud."""

from collections.abc import Mapping

from secaudit.model import Row
from secaudit.vaults.base import BASICS, csv_format, login


def _row(cells: Mapping[str, str]) -> Row:
    return login(
        title=cells["title"],
        username=cells["login"],
        password=cells["password"],
        urls=(cells["url"],),
        totp=cells["otp"],
    )


SAFEINCLOUD = csv_format(
    "safeincloud-csv",
    "SafeInCloud CSV",
    columns="title,login,password,url,notes",
    optional="otp",
    read=_row,
    gives=BASICS | {"one-time code"},
)
