"""Proton Pass's CSV of three generations."""

from datetime import UTC, datetime

import pytest

from secaudit.model import Account, Skipped, Unreadable
from secaudit.text import Secret
from secaudit.vaults import read_vault

NEWEST = (
    "type,name,url,autofillUrls,email,username,password,note,totp,createTime,modifyTime,vault\n"
)


def test_a_full_row():
    row = (
        'login,Shop,"https://shop.example/, https://shop.app/",https://more.example/,'
        "ann@a.example,ann,p,note,otpauth://x,1500000000,1600000000,Personal\n"
    )
    vault = read_vault((NEWEST + row).encode())
    assert vault.format == "Proton Pass CSV"
    assert vault.rows == (
        Account(
            title="Shop",
            username="ann",
            password=Secret("p"),
            urls=("https://shop.example/", "https://shop.app/", "https://more.example/"),
            site="shop.example",
            totp=Secret("otpauth://x"),
            created=datetime(2017, 7, 14, 2, 40, tzinfo=UTC),
            group="Personal",
        ),
    )


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (
            "type,name,url,email,username,password,note,totp,createTime,modifyTime,vault",
            "login,Shop,,ann@a.example,,p,,,1,1,Work",
        ),
        (
            "type,name,url,username,password,note,totp,createTime,modifyTime,vault",
            "login,Shop,,ann@a.example,p,,,1,1,Work",
        ),
        ("name,url,email,username,password,note,totp,vault", "Shop,,ann@a.example,,p,,,Work"),
    ],
)
def test_the_older_headers(header, row):
    assert read_vault(f"{header}\n{row}\n".encode()).rows == (
        Account(title="Shop", username="ann@a.example", password=Secret("p"), group="Work"),
    )


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("note", "note"),
        ("alias", "alias"),
        ("creditCard", "card"),
        ("identity", "identity"),
        ("sshKey", "ssh key"),
    ],
)
def test_what_is_no_login_is_skipped_by_its_name(kind, reason):
    text = f'{NEWEST}{kind},n,,,,,,"{{""number"":""4242""}}",,1,1,Personal\n'
    assert read_vault(text.encode()).rows == (Skipped(reason),)


def test_an_unknown_kind_is_unreadable():
    assert read_vault(f"{NEWEST}robot,n,,,,,p,,,1,1,Personal\n".encode()).rows == (
        Unreadable("line 2", "it is of a kind that secaudit does not know"),
    )
