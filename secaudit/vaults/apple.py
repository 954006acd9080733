"""The CSV of Apple Passwords and of Safari, older and newer."""

from collections.abc import Mapping

from secaudit.model import Row
from secaudit.vaults.base import csv_format, login


def _row(cells: Mapping[str, str]) -> Row:
    return login(
        title=cells["title"],
        username=cells["username"],
        password=cells["password"],
        urls=(cells["url"],),
        totp=cells["otpauth"],
    )


APPLE = csv_format(
    "apple-csv",
    "Apple Passwords CSV",
    columns="title,url,username,password",
    optional="notes,otpauth",
    read=_row,
)
