"""FIDO's Credential Exchange Format, with its header and without."""

import io
import json
import zipfile
from datetime import UTC, datetime

import pytest

from secaudit import vaults
from secaudit.errors import VaultError
from secaudit.model import Account, Skipped, Unreadable
from secaudit.text import Secret
from secaudit.vaults import read_vault
from secaudit.vaults.cxf import CXF


@pytest.fixture(autouse=True)
def known(monkeypatch):
    monkeypatch.setattr(vaults, "FORMATS", (CXF,))


def account(*items, **more):
    return {
        "id": "A",
        "username": "",
        "email": "a@b.example",
        "collections": [],
        "items": items,
    } | more


def export(*items, **more) -> bytes:
    return json.dumps(account(*items, **more)).encode()


def item(*credentials, **more):
    return {"id": "I", "title": "Shop", "credentials": credentials} | more


def pair(username="ann", password="s3cret"):  # noqa: S107  # invented
    return {
        "type": "basic-auth",
        "username": {"fieldType": "string", "value": username},
        "password": {"fieldType": "concealed-string", "value": password},
    }


def passkey(**more):
    return {"type": "passkey", "rpId": "shop.example", "username": "key-ann", "key": "MIG"} | more


def only(*args, **more):
    (row,) = read_vault(export(item(*args, **more))).rows
    return row


TOTP = {"type": "totp", "secret": "JBSWY3DPEHPK3PXP", "period": 30, "username": "code-ann"}
FULL = item(
    {"type": "note", "content": {"fieldType": "string", "value": "note"}},
    pair(password=" s3 cret "),
    TOTP,
    passkey(),
    scope={
        "urls": ["shop.example", "https://m.shop.example"],
        "androidApps": [{"bundleId": "example.shop"}],
    },
    creationAt=1_704_067_200,
)
SHOP = Account(
    title="Shop",
    username="ann",
    password=Secret(" s3 cret "),
    urls=("shop.example", "https://m.shop.example", "androidapp://example.shop"),
    site="shop.example",
    totp=Secret("JBSWY3DPEHPK3PXP"),
    passkeys=1,
    created=datetime(2024, 1, 1, tzinfo=UTC),
    group="Home/Web",
)
COLLECTIONS = [
    {
        "title": "Home",
        "items": [{"item": "other"}],
        "subCollections": [{"title": "Web", "items": [{"item": "I", "account": "A"}, 5]}],
    },
    {"title": "Later", "items": [{"item": "I"}, {"item": 5}]},
    {"title": 5},
    5,
]


def test_a_full_item_with_and_without_the_header_and_in_a_zip():
    bare = account(FULL, collections=COLLECTIONS)
    whole = {"version": {"major": 1, "minor": 0}, "exporterRpId": "x.example", "accounts": [bare]}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("export/cxf.json", json.dumps(whole))
    for data in (json.dumps(bare).encode(), json.dumps(whole).encode(), file.getvalue()):
        vault = read_vault(data)
        assert (vault.format, vault.rows) == ("FIDO Credential Exchange (CXF)", (SHOP,))


def test_a_passkey_or_a_code_alone_is_a_login():
    row = only(passkey())
    assert (row.username, row.urls, row.passkeys) == ("key-ann", ("shop.example",), 1)
    row = only(TOTP)
    assert (row.username, row.password, row.totp) == ("code-ann", None, Secret("JBSWY3DPEHPK3PXP"))


def test_two_passwords_in_one_item_are_two_logins():
    first, second = read_vault(export(item(pair(), TOTP, pair("bob", "other")))).accounts
    assert (first.username, first.totp) == ("ann", Secret("JBSWY3DPEHPK3PXP"))
    assert (second.username, second.password, second.totp) == ("bob", Secret("other"), None)


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("credit-card", "card"),
        ("note", "note"),
        ("wifi", "wifi"),
        ("ssh-key", "ssh key"),
        ("passport", "identity"),
        ("generated-password", "generated password"),
    ],
)
def test_what_is_no_login_is_skipped_by_its_name(kind, reason):
    assert read_vault(export(item({"type": kind}), item(pair()))).rows[0] == Skipped(reason)


def test_an_item_with_nothing_in_it_is_empty():
    assert only() == Skipped("empty")


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        (5, "it is not made of fields"),
        (item(credentials=5), "its credentials is not a list of entries"),
        (item(5), "its credentials is not a list of entries"),
        (item({"type": "new"}), "it is of a kind that secaudit does not know"),
        (item({"type": ["totp"]}, {}), "it is of a kind that secaudit does not know"),
        (item({"type": "basic-auth", "password": "p"}), "its password is not made of fields"),
        (item(pair(password=5)), "its value is not text"),
        (item(pair(), scope=5), "its scope is not made of fields"),
        (item(pair(), scope={"urls": "x"}), "its urls is not a list of addresses"),
        (item(pair(), scope={"androidApps": 5}), "its androidApps is not a list of entries"),
        (item(passkey(rpId=5)), "its rpId is not text"),
        (item(TOTP | {"secret": 5}), "its secret is not text"),
        (item(pair(), id=5), "its id is not text"),
    ],
)
def test_an_item_that_is_not_as_it_should_be_is_unreadable_and_no_other(broken, why):
    rows = read_vault(export(item(pair()), broken, item(pair(), {"type": "new"}))).rows
    assert rows[1] == Unreadable("item 2", why)
    assert [type(row) for row in rows] == [Account, Unreadable, Account]


def test_an_account_that_is_not_one_is_not_left_out():
    accounts = [account(item(pair())), 5, {"items": 5}]
    rows = read_vault(json.dumps({"accounts": accounts}).encode()).rows
    assert rows[1:] == (
        Unreadable("item 2", "it is not made of fields"),
        Unreadable("item 3", "it is not made of fields"),
    )


def test_collections_without_end_end():
    inner = {"title": "c", "items": [{"item": "I"}]}
    for _ in range(200):
        inner = {"title": "c", "subCollections": [inner]}
    (row,) = read_vault(export(item(pair()), collections=[inner])).accounts
    assert row.group == ""


@pytest.mark.parametrize(
    "content",
    [{"items": [{"kind": 1}]}, {"accounts": []}, {"accounts": [5]}, {"items": 5}, [], [5]],
)
def test_other_json_is_not_taken_for_cxf(content):
    with pytest.raises(VaultError, match="not an export that secaudit knows"):
        read_vault(json.dumps(content).encode())


def test_the_sample_matches_the_manifest(samples):
    # The manifest: 14 items, of them a login with a code, and a passkey.
    vault = read_vault(samples / "cxf" / "sdk-internal__cxf_example.json")
    assert len(vault.rows) == 14
    password, key = vault.accounts
    assert (password.title, password.username) == ("GitHub Login", "johndoe")
    assert (password.group, password.site) == ("Work Accounts", "github.com")
    assert password.totp == Secret("JBSWY3DPEHPK3PXP")
    assert (key.site, key.passkeys, key.totp) == ("webauthn.io", 1, None)
    assert sum(isinstance(row, Skipped) for row in vault.rows) == 12
