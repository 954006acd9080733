"""Dashlane's exports of three generations."""

import json

import pytest

from secaudit.errors import VaultError
from secaudit.model import Account, Skipped, Unreadable
from secaudit.text import Secret
from secaudit.vaults import read_vault

HEADER = "username,username2,username3,title,password,note,url,category"
HEADLESS = '"Shop","https://shop.example","ann","p","a note"'
SHOP = Account(
    title="Shop",
    username="ann",
    password=Secret("p"),
    urls=("https://shop.example",),
    site="shop.example",
)


@pytest.mark.parametrize("column", ["otpSecret", "otpUrl", "otp"])
def test_csv_with_its_header(column):
    row = "ann,bob,,Shop,p,note,https://shop.example,Home,JBSWY3DP"
    vault = read_vault(f"{HEADER},{column}\n{row}\n".encode())
    assert vault.format == "Dashlane CSV"
    assert vault.rows == (
        Account(
            title="Shop",
            username="ann",
            password=Secret("p"),
            urls=("https://shop.example",),
            site="shop.example",
            totp=Secret("JBSWY3DP"),
            group="Home",
        ),
    )


@pytest.mark.parametrize(
    ("header", "row", "reason"),
    [
        ("title,note", "Diary,dear diary", "note"),
        ("title,note,category", "Diary,dear diary,Home", "note"),
        (
            "type,account_name,account_holder,cc_number,code,expiration_month,expiration_year,name",
            "payment_card,,Ann,4242,1,1,2030,Card",
            "card",
        ),
        (
            "type,number,name,issue_date,expiration_date,place_of_issue,state",
            "passport,1,Ann,,,,",
            "identity",
        ),
        (
            "type,title,first_name,middle_name,last_name,login,date_of_birth,place_of_birth,email",
            "name,,Ann,,A,,,,",
            "identity",
        ),
        ("ssid,passphrase,name,note,hidden,encription_type", "home,s3cret,,,false,WPA", "wifi"),
    ],
)
def test_each_row_of_its_other_files_is_accounted_for(header, row, reason):
    vault = read_vault(f"{header}\n{row}\n{row}\n".encode())
    assert vault.format == "Dashlane CSV"
    assert vault.rows == (Skipped(reason), Skipped(reason))


@pytest.mark.parametrize(("names", "username"), [(",bob,eve", "bob"), (",,eve", "eve")])
def test_the_first_of_three_names_is_the_username(names, username):
    (row,) = read_vault(f"{HEADER}\n{names},Shop,p,,,\n".encode()).accounts
    assert row.username == username


def test_csv_without_a_header():
    rows = (
        '"empty entry"\n'
        f"{HEADLESS}\n"
        '"Mail","mail.example:993/x","","ben","q",""\n'
        '"No login","https://a.example"\n'
        '"A login","https://b.example","ann"\n'
        '"A note","","","","text of it",""\n'
    )
    vault = read_vault(rows.encode())
    assert vault.format == "Dashlane CSV without a header"
    assert vault.rows[:3] == (
        Account(title="empty entry"),
        SHOP,
        Account(
            title="Mail",
            username="ben",
            password=Secret("q"),
            urls=("mail.example:993/x",),
            site="mail.example",
        ),
    )
    assert [(row.site, row.username) for row in vault.accounts[3:]] == [
        ("a.example", ""),
        ("b.example", "ann"),
        (None, ""),
    ]
    assert vault.rows[5] == Account(title="A note")


def test_a_row_of_another_length_is_unreadable():
    rows = [HEADLESS] * 30 + ['"a","b","c","d"']
    assert read_vault("\n".join(rows).encode()).rows[30] == Unreadable(
        "line 31", "it does not have as many cells as a login"
    )


@pytest.mark.parametrize(
    "start",
    [
        "a,ann@shop.example,b,c,d",
        '"a","https://a.example"',
        ",,,,",
    ],
)
def test_other_rows_are_not_taken_for_those_of_dashlane(start):
    with pytest.raises(VaultError):
        read_vault(f"{start}\n{start}\n".encode())


def test_a_header_is_no_row_of_dashlane():
    vault = read_vault(f"Titel,Adresse,Benutzer,Passwort,Notiz\n{HEADLESS}\n".encode())
    assert vault.format == "CSV with guessed columns"


def test_json_of_old():
    export = {
        "AUTHENTIFIANT": [
            {
                "title": "Shop",
                "domain": "shop.example",
                "login": "",
                "email": "ann@a.example",
                "secondaryLogin": "eve",
                "password": "p",
                "otpSecret": "JBSWY3DP",
                "note": "n",
            },
            "junk",
            {"title": 5},
        ],
        "SECURENOTE": [{"title": "n"}],
        "PAYMENTMEANS_CREDITCARD": [{}],
        "EMAIL": [{}],
        "version": 1,
    }
    vault = read_vault(json.dumps(export).encode())
    assert vault.format == "Dashlane JSON"
    assert vault.rows == (
        Account(
            title="Shop",
            username="ann@a.example",
            password=Secret("p"),
            urls=("shop.example",),
            site="shop.example",
            totp=Secret("JBSWY3DP"),
        ),
        Unreadable("login 2", "it is not made of fields"),
        Unreadable("login 3", "its title is not text"),
        Skipped("note"),
        Skipped("card"),
        Skipped("identity"),
    )
