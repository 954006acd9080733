"""Zoho Vault's CSV exports: the full one, and the plain one with unnamed columns."""

from collections.abc import Mapping
from functools import partial

from secaudit.languages import N_
from secaudit.model import Row, Skipped
from secaudit.vaults.base import BASICS, Format, csv_format, login

_OTHER_KINDS = {
    "Bank Card": "card",
    "Credit Card": "card",
    "Payment Card": "card",
    "Secure Note": "note",
    "Social Security Number": "identity",
}


def _row(what: str, cells: Mapping[str, str]) -> Row:
    lines = (line.removesuffix("\r").partition(":") for line in cells["secretdata"].split("\n"))
    fields = {name.strip(): value for name, _, value in lines}
    kind = fields.get("SecretType", "").strip()
    if kind in _OTHER_KINDS:
        return Skipped(_OTHER_KINDS[kind])
    return login(
        title=cells[f"{what} name"],
        username=fields.get("User Name", ""),
        password=fields.get("Password", ""),
        urls=(cells[f"{what} url"],),
        totp=cells["totp"] or cells["login_totp"],
        group="/".join(
            (cells["folder name"] or cells["chambername"] or cells["tags"]).splitlines()
        ),
    )


def _plain_row(cells: Mapping[str, str]) -> Row:
    return login(
        title=cells["secret name"],
        username=cells.get("+1", ""),
        password=cells.get("+2", ""),
        urls=(cells["secret url"],),
    )


def _full(name: str, label: str, what: str) -> Format:
    """Return the format whose columns speak of `what`: a secret once, now a password."""
    return csv_format(
        name,
        label,
        columns=f"{what} name,{what} url,secretdata",
        optional="description,notes,customdata,tags,classification,favorite,totp,login_totp,"
        "chambername,folder name",
        read=partial(_row, what),
        gives=BASICS | {"one-time code", "folder"},
    )


ZOHO = _full("zoho-vault-csv", "Zoho Vault CSV", "password")
ZOHO_SECRETS = _full("zoho-vault-secrets-csv", N_("Zoho Vault CSV of secrets"), "secret")
ZOHO_PLAIN = csv_format(
    "zoho-vault-plain-csv",
    N_("Zoho Vault CSV, plain"),
    columns="secret name,secret url,notes",
    optional="",
    read=_plain_row,
    longer=True,
    gives=BASICS,
)
