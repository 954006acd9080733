"""Proton Pass's CSV export, of three generations."""

from collections.abc import Mapping

from secaudit.languages import _
from secaudit.model import Row, Skipped
from secaudit.vaults.base import BASICS, RowError, csv_format, epoch, login

_OTHER_KINDS = {
    "note": "note",
    "alias": "alias",
    "creditCard": "card",
    "identity": "identity",
    "sshKey": "ssh key",
    "wifi": "wifi",
    "custom": "custom item",
}


def _row(cells: Mapping[str, str]) -> Row:
    kind = cells["type"].strip() or "login"
    if kind in _OTHER_KINDS:
        return Skipped(_OTHER_KINDS[kind])
    if kind != "login":
        raise RowError(_("it is of a kind that secaudit does not know"))
    return login(
        title=cells["name"],
        username=cells["username"] or cells["email"],
        password=cells["password"],
        urls=[*cells["url"].split(", "), *cells["autofillurls"].split(", ")],
        totp=cells["totp"],
        created=epoch(cells["createtime"]),
        group=cells["vault"],
    )


PROTON_CSV = csv_format(
    "proton-pass-csv",
    "Proton Pass CSV",
    columns="name,url,username,password,note,totp,vault",
    optional="*,type,email,autofillurls,createtime,modifytime",
    read=_row,
    gives=BASICS | {"one-time code", "date of creation", "folder"},
)
