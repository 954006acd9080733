"""Proton Pass, as it exports and as it may be damaged."""

import io
import json
import zipfile
from datetime import UTC, datetime

import pytest

from secaudit import vaults
from secaudit.errors import NothingToAuditError, VaultError
from secaudit.model import Account, Skipped, Unreadable
from secaudit.text import Secret
from secaudit.vaults import read_vault
from secaudit.vaults.protonpass import PROTON_PASS


@pytest.fixture(autouse=True)
def known(monkeypatch):
    monkeypatch.setattr(vaults, "FORMATS", (PROTON_PASS,))


def export(*items) -> bytes:
    vault = {"name": "Personal", "description": "", "items": items}
    return json.dumps({"version": "1.31.0", "encrypted": False, "vaults": {"id=": vault}}).encode()


def item(content=None, kind="login", data=None, **more):
    inner = {"metadata": {"name": "Shop", "note": ""}, "type": kind, "content": content or {}}
    return {"itemId": "i", "data": inner | (data or {}), "state": 1} | more


def only(*args, **more):
    (row,) = read_vault(export(item(*args, **more))).rows
    return row


FULL = item(
    {
        "itemEmail": "ann@mail.example",
        "itemUsername": "ann",
        "password": " s3 cret ",
        "urls": ["https://shop.example", "https://m.shop.example"],
        "totpUri": "otpauth://totp/x?secret=JBSWY3DPEHPK3PXP",
        "passkeys": [{"rpId": "shop.example", "domain": "login.shop.example"}],
    },
    createTime=1_704_067_200,
    modifyTime=1_705_000_000,
)
SHOP = Account(
    title="Shop",
    username="ann",
    password=Secret(" s3 cret "),
    urls=("https://shop.example", "https://m.shop.example", "login.shop.example"),
    site="shop.example",
    totp=Secret("otpauth://totp/x?secret=JBSWY3DPEHPK3PXP"),
    passkeys=1,
    created=datetime(2024, 1, 1, tzinfo=UTC),
    group="Personal",
)


def test_a_full_item():
    vault = read_vault(export(FULL))
    assert (vault.format, vault.rows) == ("Proton Pass JSON", (SHOP,))


def test_the_zip():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("Proton Pass/data.json", export(FULL))
        made.writestr("Proton Pass/files/x.json", export(FULL))
    assert read_vault(file.getvalue()).rows == (SHOP,)


@pytest.mark.parametrize(
    ("content", "username"),
    [
        ({"itemEmail": "a@b.example", "itemUsername": ""}, "a@b.example"),
        ({"itemEmail": "", "itemUsername": "ann"}, "ann"),
        ({"username": "older"}, "older"),
        ({}, ""),
    ],
)
def test_either_name_is_the_username(content, username):
    assert only(content).username == username


def test_newer_exports_say_how_to_fill_each_address():
    row = only({"autofillUrls": [{"url": "https://shop.example", "mode": 1}]})
    assert row.urls == ("https://shop.example",)


def test_a_code_in_an_extra_field_counts():
    fields = [
        {"fieldName": "a", "type": "hidden", "data": {"content": "x"}},
        {"fieldName": "b", "type": "totp", "data": {"totpUri": ""}},
        {"fieldName": "c", "type": "totp", "data": {"totpUri": "JBSWY3DP"}},
    ]
    assert only(data={"extraFields": fields}).totp == Secret("JBSWY3DP")


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("alias", "alias"),
        ("creditCard", "card"),
        ("custom", "custom item"),
        ("identity", "identity"),
        ("note", "note"),
        ("sshKey", "ssh key"),
        ("wifi", "wifi"),
    ],
)
def test_what_is_no_login_is_skipped_by_its_name(kind, reason):
    assert only(kind=kind) == Skipped(reason)


def test_trash_is_skipped():
    assert only(state=2) == Skipped("trash")


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        (5, "it is not made of fields"),
        (item(kind="new"), "it is of a kind that secaudit does not know"),
        (item(kind=["login"]), "its type is not text"),
        (item(data={"content": 5}), "its content is not made of fields"),
        (item({"password": 5}), "its password is not text"),
        (item({"urls": "https://a.example"}), "its urls is not a list of addresses"),
        (item({"urls": [5]}), "its urls is not a list of addresses"),
        (item({"autofillUrls": [5]}), "its autofillUrls is not a list of entries"),
        (item({"passkeys": {}}), "its passkeys is not a list of entries"),
        (
            item(data={"extraFields": [{"type": "totp", "data": 5}]}),
            "its data is not made of fields",
        ),
    ],
)
def test_an_item_that_is_not_as_it_should_be_is_unreadable_and_no_other(broken, why):
    rows = read_vault(export(item(), broken, item())).rows
    assert rows[1] == Unreadable("item 2", why)
    assert [type(row) for row in rows] == [Account, Unreadable, Account]


def test_a_vault_that_is_not_one_is_not_left_out():
    several = {"a": {"items": [item()]}, "b": 5, "c": {"name": 5, "items": 5}, "d": {}}
    rows = read_vault(json.dumps({"vaults": several}).encode()).rows
    assert rows == (
        Account(title="Shop"),
        Unreadable("item 2", "it is not made of fields"),
        Unreadable("item 3", "it is not made of fields"),
    )


def test_an_export_without_items_is_nothing_to_audit():
    with pytest.raises(NothingToAuditError):
        read_vault(export())


@pytest.mark.parametrize("content", [{"vaults": []}, {"vaults": {}}, {"vaults": {"a": {}}}, []])
def test_other_json_is_not_taken_for_proton_pass(content):
    with pytest.raises(VaultError, match="not an export that secaudit knows"):
        read_vault(json.dumps(content).encode())
