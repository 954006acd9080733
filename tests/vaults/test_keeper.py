"""Keeper's CSV and JSON."""

import json

import pytest

from secaudit.errors import VaultError
from secaudit.model import Account, Skipped, Unreadable
from secaudit.text import Secret
from secaudit.vaults import read_vault

CODE = "otpauth://totp/x?secret=JBSWY3DP"
ROW = (
    f'"Home\\Web","Shop","ann","p","https://shop.example","note","","TFC:Keeper","{CODE}",'
    '"Website Address","https://shop.app","PIN","1"'
)
SHOP = Account(
    title="Shop",
    username="ann",
    password=Secret("p"),
    urls=("https://shop.example", "https://shop.app"),
    site="shop.example",
    totp=Secret(CODE),
    group="Home/Web",
)


# ── CSV ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "header",
    ["", "Folder,Title,Login,Password,Website Address,Notes,Shared Folder,Custom Fields\n"],
    ids=["none", "one"],
)
def test_csv_with_and_without_a_header(header):
    vault = read_vault(f'{header}{ROW}\n"","Mail","","","mail.example","",""\n'.encode())
    assert vault.format == "Keeper CSV"
    assert vault.rows == (SHOP, Account(title="Mail", urls=("mail.example",), site="mail.example"))


@pytest.mark.parametrize(
    ("folder", "shared", "group"),
    [("", "Team\\Web", "Team/Web"), ("a\\\\b\\c", "", "a\\b/c"), ("", "", "")],
)
def test_folders(folder, shared, group):
    (row,) = read_vault(f"{folder},Shop,,p,https://a.example,,{shared}\n".encode()).accounts
    assert row.group == group


def test_a_row_of_another_length_is_unreadable():
    rows = [ROW] * 30 + ["just,text"]
    assert read_vault("\n".join(rows).encode()).rows[30] == Unreadable(
        "line 31", "it does not have as many cells as a login"
    )


@pytest.mark.parametrize(
    "start",
    ["Ordner,Titel,Name,Passwort,Adresse,Notiz,Geteilt", "a,b,c,d,e,f,g", "a,b,c,d,,f,g"],
)
def test_other_rows_are_not_taken_for_those_of_keeper(start):
    rows = ROW if start.startswith("O") else start
    with pytest.raises(VaultError):
        read_vault(f"{start}\n{rows}\n".encode())


# ── JSON ─────────────────────────────────────────────────────────────────────────────────────────


def records(*items):
    return read_vault(json.dumps({"shared_folders": [], "records": items}).encode())


def only(**fields):
    return records({"title": "Shop", "$type": "login"} | fields).rows[0]


def test_a_full_record():
    vault = records(
        {
            "title": "Shop",
            "$type": "login",
            "login": "ann",
            "password": "p",
            "login_url": "https://shop.example",
            "last_modified": 1700000000,
            "custom_fields": {
                "$oneTimeCode": CODE,
                "$url:more": ["https://shop.app"],
                "$passkey::1": {"relyingParty": "shop.example"},
                "$pinCode": "1",
            },
            "folders": [{"shared_folder": "Team", "folder": "Web\\Shops"}, {"folder": "x"}],
        }
    )
    assert vault.format == "Keeper JSON"
    assert vault.rows == (
        Account(
            title="Shop",
            username="ann",
            password=Secret("p"),
            urls=("https://shop.example", "https://shop.app", "shop.example"),
            site="shop.example",
            totp=Secret(CODE),
            passkeys=1,
            group="Team/Web/Shops",
        ),
    )


@pytest.mark.parametrize(
    "custom", [{"$oneTimeCode::1": [CODE, "x"]}, {"TFC:Keeper": CODE}, {"$oneTimeCode": CODE}]
)
def test_one_time_passwords_of_every_generation(custom):
    assert only(custom_fields=custom).totp == Secret(CODE)


def test_an_older_record_says_no_type():
    assert records({"title": "Shop", "password": "p"}).accounts[0].password == Secret("p")


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("encryptedNotes", "note"),
        ("bankCard", "card"),
        ("sshKeys", "ssh key"),
        ("passport", "identity"),
        ("photo", "file"),
    ],
)
def test_what_is_no_login_is_skipped_by_its_kind(kind, reason):
    assert only(**{"$type": kind, "password": "p"}) == Skipped(reason)


def test_a_bank_account_with_a_login_is_one():
    row = only(**{"$type": "bankAccount", "login": "ann", "password": "p"})
    assert row.username == "ann"


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        ("junk", "it is not made of fields"),
        ({"title": []}, "its title is not text"),
        ({"$type": 5}, "its $type is not text"),
        ({"custom_fields": []}, "its custom_fields is not made of fields"),
        ({"custom_fields": {"$oneTimeCode": 5}}, "one of its custom fields is not text"),
        ({"folders": {"folder": "x"}}, "its folders is not a list of entries"),
    ],
)
def test_a_field_of_another_kind_makes_the_record_unreadable_and_no_other(broken, why):
    good = {"title": "Shop", "login": "ann"}
    assert records(good, broken).rows == (
        Account(title="Shop", username="ann"),
        Unreadable("record 2", why),
    )


@pytest.mark.parametrize("export", [{"records": [{"id": 1}]}, {"records": 5}, {"records": ["x"]}])
def test_other_json_is_not_taken_for_that_of_keeper(export):
    with pytest.raises(VaultError, match="not an export that secaudit knows"):
        read_vault(json.dumps(export).encode())
