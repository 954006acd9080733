"""Bitwarden's CSV exports, personal and of an organisation: logins and notes only."""

from collections.abc import Mapping

from secaudit.languages import _
from secaudit.model import Row, Skipped
from secaudit.vaults.base import BASICS, RowError, csv_format, login


def _row(cells: Mapping[str, str]) -> Row:
    kind = cells["type"].strip().casefold()
    if cells["archiveddate"].strip():
        return Skipped("archived")
    if kind == "note":
        return Skipped("note")
    if kind != "login":
        raise RowError(_("it is of a kind that secaudit does not know"))
    return login(
        title=cells["name"],
        username=cells["login_username"],
        password=cells["login_password"],
        urls=cells["login_uri"].split(","),
        totp=cells["login_totp"],
        group=cells["folder"] or cells["collections"].split(",")[0],
    )


BITWARDEN_CSV = csv_format(
    "bitwarden-csv",
    "Bitwarden CSV",
    columns="type,name,login_uri,login_username,login_password,login_totp",
    optional="*,folder,collections,favorite,notes,fields,reprompt,archiveddate",
    read=_row,
    gives=BASICS | {"one-time code", "folder", "archive"},
)
