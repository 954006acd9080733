"""RoboForm's CSV, older and newer, with rows that are longer than their header."""

import pytest

from secaudit.model import Account, Unreadable
from secaudit.text import Secret
from secaudit.vaults import read_vault

NEWER = "Name,Url,MatchUrl,Login,Pwd,Note,Folder,RfFieldsV2\n"
OLDER = "Name,Url,Login,Pwd,Note,Folder,Rf_fields\n"


@pytest.mark.parametrize(
    ("header", "match", "code"),
    [
        (NEWER, "https://shop.app,", "TOTP KEY$,,,txt,JBSWY3DP"),
        (OLDER, "", "TOTP KEY$:txt:JBSWY3DP"),
    ],
    ids=["newer", "older"],
)
def test_a_full_row(header, match, code):
    row = (
        f'Shop,https://shop.example,{match}ann,p,note,/Home/Web,"User ID$,,,txt,ann",'
        f'"Password$,,,pwd,p","{code}"\n'
    )
    vault = read_vault((header + row).encode())
    assert vault.format == "RoboForm CSV"
    assert vault.rows == (
        Account(
            title="Shop",
            username="ann",
            password=Secret("p"),
            urls=("https://shop.example", "https://shop.app")[: 1 + bool(match)],
            site="shop.example",
            totp=Secret("JBSWY3DP"),
            group="Home/Web",
        ),
    )


@pytest.mark.parametrize(
    ("written", "password"),
    [("'@p", "@p"), ("''p", "'p"), ("'p", "'p"), ("'", "'"), ("p'@", "p'@")],
)
def test_the_mark_before_an_at_sign_or_apostrophe_is_taken_out(written, password):
    (row,) = read_vault(f"{OLDER}Shop,,'@ann,{written},,/,\n".encode()).accounts
    assert (row.username, row.password) == ("@ann", Secret(password))


def test_a_bookmark_may_lack_the_last_cell_and_no_other():
    rows = read_vault(f"{NEWER}Mark,https://a.example,,,,,/x\nMark,a,b\n".encode()).rows
    assert rows == (
        Account(title="Mark", urls=("https://a.example",), site="a.example", group="x"),
        Unreadable("line 3", "it does not have as many cells as there are columns"),
    )
