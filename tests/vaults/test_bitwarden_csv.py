"""Bitwarden's CSV, personal and of an organisation."""

import pytest

from secaudit.model import Account, Skipped, Unreadable
from secaudit.text import Secret
from secaudit.vaults import read_vault

PERSONAL = (
    "folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,"
    "login_totp\n"
)
ORGANISATION = (
    "collections,type,name,notes,fields,reprompt,login_uri,login_username,login_password,"
    "login_totp\n"
)


def test_a_full_row():
    row = 'Home/Web,1,login,Shop,note,"PIN: 1",0,"https://shop.example,shop.app",ann, p ,JBSWY3DP\n'
    vault = read_vault((PERSONAL + row).encode())
    assert vault.format == "Bitwarden CSV"
    assert vault.rows == (
        Account(
            title="Shop",
            username="ann",
            password=Secret(" p "),
            urls=("https://shop.example", "shop.app"),
            site="shop.example",
            totp=Secret("JBSWY3DP"),
            group="Home/Web",
        ),
    )


def test_the_first_collection_of_an_organisation_is_the_group():
    vault = read_vault((ORGANISATION + '"Team,All",login,Shop,,,0,,,p,\n').encode())
    assert [account.group for account in vault.accounts] == ["Team"]


def test_notes_and_the_archive_are_skipped_and_other_kinds_unreadable():
    header = PERSONAL.replace("reprompt", "archivedDate")
    text = f"{header},,note,n,x,,,,,,\n,,login,o,,,2024-01-01,,,p,\n,,card,c,,,,,,,\n"
    assert read_vault(text.encode()).rows == (
        Skipped("note"),
        Skipped("archived"),
        Unreadable("line 4", "it is of a kind that secaudit does not know"),
    )


@pytest.mark.parametrize("totp", ["steam://ABC", "otpauth://totp/x?secret=JBSWY3DP"])
def test_any_one_time_password_field_is_kept(totp):
    (row,) = read_vault(f"{PERSONAL},,login,n,,,,,,,{totp}\n".encode()).rows
    assert row == Account(title="n", totp=Secret(totp))
