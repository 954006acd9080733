"""Exports of Bitwarden Authenticator, which look like exports of the password manager."""

import json

import pytest

from secaudit.model import Account, OneTimeCode, Unreadable
from secaudit.text import Secret
from secaudit.vaults import read_vault

ADDRESS = "otpauth://totp/Shop:ana?secret=JBSWY3DPEHPK3PXP&issuer=Shop"
ANDROID = "folder,favorite,type,name,login_uri,login_totp\n"
IOS = (
    "folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,"
    "login_totp\n"
)


def item(totp, name="Shop", **login):
    return {"id": "1", "name": name, "type": 1, "login": {"totp": totp} | login, "favorite": False}


def rows(*items):
    vault = read_vault(json.dumps({"encrypted": False, "items": items}).encode())
    assert vault.format == "Bitwarden Authenticator JSON"
    return vault.rows


def csv_rows(text, label="Bitwarden Authenticator CSV"):
    vault = read_vault(text.encode())
    assert vault.format == label
    return vault.rows


def test_each_item_is_a_code():
    assert rows(
        item(ADDRESS),
        item("JBSWY3DPEHPK3PXP", "Forum", username="ana"),
        item("otpauth://totp/?secret=AAAA", "Bank", username="ana"),
        item("steam://AAAA", "My games", username="ana"),
    ) == (
        OneTimeCode("Shop", "ana", Secret(ADDRESS)),
        OneTimeCode("Forum", "ana", Secret("JBSWY3DPEHPK3PXP")),
        OneTimeCode("Bank", "ana", Secret("otpauth://totp/?secret=AAAA")),
        OneTimeCode("Steam", "ana", Secret("steam://AAAA"), "custom-software"),
    )


def test_a_broken_item_is_unreadable_with_its_place():
    assert rows(
        item(ADDRESS),
        5,
        {"type": 1, "login": 3},
        {"type": 7},
        item(""),
        item(4),
        item("otpauth://"),
    ) == (
        OneTimeCode("Shop", "ana", Secret(ADDRESS)),
        Unreadable("entry 2", "it is not made of fields"),
        Unreadable("entry 3", "its login is not made of fields"),
        Unreadable("entry 4", "it is of a kind that secaudit does not know"),
        Unreadable("entry 5", "it has no secret"),
        Unreadable("entry 6", "its totp is not text"),
        Unreadable("entry 7", "it is not a one-time code address"),
    )


def test_what_is_in_the_trash_of_another_app_is_skipped_here_too():
    trashed = ADDRESS + "&codeDisplay=%7B%22trashed%22%3Atrue%7D"
    [row] = rows(item(trashed))
    assert row.reason == "trash"


@pytest.mark.parametrize("more", [{"password": None}, {"uris": []}])
def test_an_export_with_passwords_or_addresses_is_a_vault(more):
    export = {"encrypted": False, "items": [item(ADDRESS), item(ADDRESS, **more)]}
    vault = read_vault(json.dumps(export).encode())
    assert (vault.format, len(vault.accounts)) == ("Bitwarden JSON", 2)


def test_android_writes_more_cells_than_its_header_has_and_quotes_none():
    assert csv_rows(
        ANDROID + f",,1,Shop,,{ADDRESS},Shop,30,6\n"
        ",,1,Foo, Bar & Co,,otpauth://totp/ana?secret=AAAA,Foo, Bar & Co,30,6\n"
        "\n"
        ",,1,Games,,steam://AAAA,Games,30,6\n"
        ",,1,Bank,,,Bank,30,6"
    ) == (
        OneTimeCode("Shop", "ana", Secret(ADDRESS)),
        OneTimeCode("Foo, Bar & Co", "ana", Secret("otpauth://totp/ana?secret=AAAA")),
        OneTimeCode("Steam", "", Secret("steam://AAAA"), "custom-software"),
        Unreadable("line 6", "it holds no one-time code where the app writes it"),
    )


def test_ios_writes_the_header_of_a_vault_and_a_blank_line_after_each_row():
    assert csv_rows(
        IOS.replace("\n", "\r\n") + f",,login,Shop,,,0,,ana,,{ADDRESS}\r\n\r\n"
        ',1,login,A "shop", again,,,0,,bob,,jbsw y3dp\r\n\r\n'
    ) == (
        OneTimeCode("Shop", "ana", Secret(ADDRESS)),
        OneTimeCode('A "shop", again', "bob", Secret("jbsw y3dp")),
    )


@pytest.mark.parametrize(
    "row",
    [
        ",,login,Forum,,,0,,ana,a password,JBSWY3DP",
        ",,login,Forum,,,0,https://forum.example,ana,,JBSWY3DP",
        ",,login,Forum,,,0,,ana,,",
        ",,login,Forum,,,0,,ana,,-",
        "Folder,,login,Forum,,,0,,ana,,JBSWY3DP",
    ],
)
def test_one_row_that_is_more_or_less_than_a_code_makes_it_a_vault(row):
    first, second = csv_rows(f"{IOS},,login,Shop,,,0,,ana,,{ADDRESS}\n{row}\n", "Bitwarden CSV")
    assert isinstance(first, Account)
    assert isinstance(second, Account)
