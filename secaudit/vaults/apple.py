"""The CSV of Apple Passwords and of Safari, older and newer."""

from collections.abc import Mapping

from secaudit.model import Row
from secaudit.vaults.base import BASICS, csv_format, login


def _row(cells: Mapping[str, str]) -> Row:
    # Safari titles an entry "site (username)", which the username beside it repeats.
    return login(
        title=cells["title"].removesuffix(f" ({cells['username']})"),
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
    gives=BASICS | {"one-time code"},
)
