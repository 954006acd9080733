"""The CSV export of Synology C2 Password."""

from collections.abc import Mapping

from secaudit.model import Row
from secaudit.vaults.base import BASICS, csv_format, login


def _row(cells: Mapping[str, str]) -> Row:
    return login(
        title=cells["display_name"],
        username=cells["login_username"],
        password=cells["login_password"],
        urls=cells["login_urls"].replace(",", "\n").splitlines(),
        totp=cells["login_totp"],
    )


SYNOLOGY = csv_format(
    "synology-c2-csv",
    "Synology C2 Password CSV",
    columns="display_name,login_username,login_password,login_urls",
    optional="login_totp,notes,favorite",
    read=_row,
    gives=BASICS | {"one-time code"},
)
