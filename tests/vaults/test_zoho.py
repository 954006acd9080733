"""Zoho Vault's CSV files."""

import pytest

from secaudit.model import Account, Skipped
from secaudit.text import Secret
from secaudit.vaults import read_vault

REST = "SecretData,Notes,CustomData,Tags,Classification,Favorite"
NEWER = f"Password Name,Description,Password URL,{REST},TOTP,Folder Name\n"
OLDER = f"\ufeffSecret Name,Description,Secret URL,{REST},ChamberName\n"


def shop(totp="", group=""):
    return Account(
        title="Shop",
        username="ann",
        password=Secret("p:q "),
        urls=("https://shop.example",),
        site="shop.example",
        totp=Secret(totp) if totp else None,
        group=group,
    )


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_newer_export(end):
    secret = end.join(("SecretType:Web Account", "User Name:ann", "Password:p:q ", ""))
    row = f'Shop,,https://shop.example,"{secret}",,"",Tag,E,0,otpauth://x,Home\n'
    vault = read_vault((NEWER + row).encode())
    assert (vault.format, vault.rows) == ("Zoho Vault CSV", (shop("otpauth://x", "Home"),))


def test_the_older_export():
    secret = "SecretType:Web Account\nUser Name:ann\nPassword:p:q \n"
    row = f'Shop,,https://shop.example,"{secret}",,"","Home\nWeb",P,0,\n'
    vault = read_vault((OLDER + row).encode())
    assert (vault.format, vault.rows) == ("Zoho Vault CSV of secrets", (shop(group="Home/Web"),))


@pytest.mark.parametrize(
    ("kind", "reason"), [("Bank Card", "card"), ("Secure Note", "note"), ("Credit Card", "card")]
)
def test_what_is_no_login_is_skipped_by_its_kind(kind, reason):
    row = f'n,,,"SecretType:{kind}\nNumber:1\n",,"",,P,0,,\n'
    assert read_vault((NEWER + row).encode()).rows == (Skipped(reason),)


def test_the_plain_export_has_cells_beyond_its_header():
    text = (
        "Secret Name,Secret URL,Notes\n"
        'Shop,https://shop.example,n,ann,"p:q ",more\nnothing else,,\n'
    )
    vault = read_vault(text.encode())
    assert vault.format == "Zoho Vault CSV, plain"
    assert vault.rows == (shop(), Account(title="nothing else"))
