"""1Password's CSV files, and how they are told from Apple's."""

from datetime import UTC, datetime

import pytest

from secaudit.model import Account, Skipped
from secaudit.text import Secret
from secaudit.vaults import read_vault

EIGHT = "Title,Url,Username,Password,OTPAuth,Favorite,Archived,Tags,Notes\n"
SEVEN = (
    ",AOL/AIM,ainfo,autosubmit,created date,Password,scope,section:one-time password,Tags,Type,"
    "Title,URL,URLs,Username,uuid\n"
)
SHOP = Account(
    title="Shop",
    username="ann",
    password=Secret("p"),
    urls=("https://shop.example",),
    site="shop.example",
)


def test_version_8():
    rows = (
        "Shop,https://shop.example,ann,p,otpauth://totp/x?secret=A,true,false,Home,note\n"
        "Old,https://old.example,ann,p,,false,true,,\n"
    )
    vault = read_vault((EIGHT + rows).encode())
    assert vault.format == "1Password 8 CSV"
    assert vault.rows == (
        Account(
            title="Shop",
            username="ann",
            password=Secret("p"),
            urls=("https://shop.example",),
            site="shop.example",
            totp=Secret("otpauth://totp/x?secret=A"),
            group="Home",
        ),
        Skipped("archived"),
    )


def test_version_7_has_a_column_for_every_field_of_any_item():
    rows = (
        ',,ann,,1500000000,p,Default,otpauth://x,Home,Login,Shop,https://a.example,"https://a.example'
        '\nb.example",ann,u1\n'
        ",,,,,,,,,Secure Note,n,,,,u2\n"
        ",,,,,,,,,Credit Card,c,,,,u3\n"
        ",,,,,,,,,Identity,i,,,,u4\n"
        ",,,,,,,,,SSH Key,k,,,,u5\n"
    )
    vault = read_vault((SEVEN + rows).encode())
    assert vault.format == "1Password 6 or 7 CSV"
    assert vault.rows == (
        Account(
            title="Shop",
            username="ann",
            password=Secret("p"),
            urls=("https://a.example", "b.example"),
            site="a.example",
            totp=Secret("otpauth://x"),
            created=datetime(2017, 7, 14, 2, 40, tzinfo=UTC),
            group="Home",
        ),
        Skipped("note"),
        Skipped("card"),
        Skipped("identity"),
        Skipped("ssh key"),
    )


def test_version_7_where_only_a_few_columns_were_exported():
    vault = read_vault(b"Title,Username,Password,Website,scope,uuid\nShop,ann,p,shop.example,,u\n")
    assert [account.site for account in vault.accounts] == ["shop.example"]


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("title,notes,username,password,url", "1Password 4 CSV"),
        ("Title,Notes,Username,Password,URL", "Apple Passwords CSV"),
    ],
)
def test_version_4_has_the_columns_of_apple_in_lower_case(header, name):
    vault = read_vault(f"{header}\nShop,n,ann,p,https://shop.example\n".encode())
    assert (vault.format, vault.rows) == (name, (SHOP,))


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_a_spreadsheet_may_have_saved_it_anew(delimiter):
    text = f"{EIGHT}Shop,https://shop.example,ann,p,,false,FALSE,,\n".replace(",", delimiter)
    assert read_vault(text.encode("utf-16")).rows == (SHOP,)
