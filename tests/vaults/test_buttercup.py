"""Buttercup's CSV, whose groups are rows."""

from secaudit.model import Account, Skipped, Unreadable
from secaudit.text import Secret
from secaudit.vaults import read_vault

HEADER = "!type,!group_id,!group_name,!group_parent,title,username,password,URL,id,code\n"


def test_groups_lie_in_groups_and_the_bin_is_skipped():
    rows = (
        "group,g1,Home,0,,,,,,\n"
        "group,g2,Web,g1,,,,,,\n"
        "group,g3,Trash,0,,,,,,\n"
        "entry,g2,,,Shop,ann,p,https://shop.example,i1,otpauth://x\n"
        "entry,g3,,,Old,ann,p,,i2,\n"
        "robot,g3,,,Old,ann,p,,i2,\n"
    )
    vault = read_vault((HEADER + rows).encode())
    assert vault.format == "Buttercup CSV"
    assert vault.rows == (
        Skipped("folder"),
        Skipped("folder"),
        Skipped("folder"),
        Account(
            title="Shop",
            username="ann",
            password=Secret("p"),
            urls=("https://shop.example",),
            site="shop.example",
            totp=Secret("otpauth://x"),
            group="Home/Web",
        ),
        Skipped("trash"),
        Unreadable("line 7", "it is of a kind that secaudit does not know"),
    )


def test_the_older_export_names_the_group_in_every_row():
    text = "!group_id,!group_name,title,username,password,URL,id\n1,Home,Shop,ann,p,,e1\n"
    assert read_vault(text.encode()).rows == (
        Account(title="Shop", username="ann", password=Secret("p"), group="Home"),
    )


def test_the_groups_of_one_file_are_not_those_of_the_next():
    read_vault(f"{HEADER}group,g1,Home,0,,,,,,\n".encode())
    (account,) = read_vault(f"{HEADER}entry,g1,,,Shop,ann,p,,i,\n".encode()).accounts
    assert account.group == ""
