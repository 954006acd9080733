"""Enpass's JSON and CSV."""

import json
from datetime import UTC, datetime

import pytest

from secaudit.errors import VaultError
from secaudit.model import Account, PastPassword, Skipped, Unreadable
from secaudit.text import Secret
from secaudit.vaults import read_vault

FOLDERS = [
    {"uuid": "f1", "title": "Home", "parent_uuid": ""},
    {"uuid": "f2", "title": "Web", "parent_uuid": "f1"},
]


def field(kind, value, **more):
    return {"type": kind, "label": kind, "value": value} | more


def rows(*items, folders=FOLDERS):
    return read_vault(json.dumps({"folders": folders, "items": items}).encode()).rows


def item(*fields, **more):
    return {"title": "Shop", "template_type": "login.default", "fields": list(fields)} | more


def only(*fields, **more):
    (row,) = rows(item(*fields, **more))
    return row


def at(seconds):
    return datetime.fromtimestamp(seconds, UTC)


# ── JSON ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_full_item():
    data = {
        "folders": FOLDERS,
        "items": [
            item(
                field("username", "ann"),
                field("email", "ann@a.example"),
                field("password", "gone", deleted=1),
                field(
                    "password",
                    " p ",
                    value_updated_at=1700000000,
                    history=[
                        {"value": "second", "updated_at": 1600000000},
                        {"value": "first", "updated_at": 1500000000},
                    ],
                ),
                field("password", "another"),
                field("url", "https://shop.example"),
                field(".Android#", "android://aGFzaA==@com.instagram.android"),
                field("totp", "JBSWY3DP"),
                field("section", ""),
                createdAt=1500000000,
                folders=["f0", 5, "f2"],
            )
        ],
    }
    vault = read_vault(json.dumps(data).encode())
    assert vault.format == "Enpass JSON"
    assert vault.rows == (
        Account(
            title="Shop",
            username="ann",
            password=Secret(" p "),
            urls=("https://shop.example", "androidapp://com.instagram.android"),
            site="shop.example",
            totp=Secret("JBSWY3DP"),
            history=(
                PastPassword(Secret("first"), at(1600000000)),
                PastPassword(Secret("second"), at(1700000000)),
            ),
            created=at(1500000000),
            changed=at(1700000000),
            group="Home/Web",
        ),
    )


def test_a_mail_address_is_the_username_where_there_is_no_other():
    assert only(field("username", ""), field("email", "ann@a.example")).username == "ann@a.example"


def test_a_password_as_old_as_its_entry_may_be_older():
    row = only(field("password", "p", value_updated_at=1500000000), createdAt=1500000000)
    assert (row.created, row.changed) == (at(1500000000), None)


def test_trash_and_archive_are_skipped():
    assert only(trashed=1) == Skipped("trash")
    assert only(archived=1) == Skipped("archived")
    assert only(archived=0, trashed=0) == Account(title="Shop")


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("creditcard.default", "card"),
        ("note.default", "note"),
        ("identity.default", "identity"),
        ("license.default", "note"),
    ],
)
def test_what_is_no_login_is_skipped_by_its_kind(kind, reason):
    assert only(field("text", "x"), template_type=kind) == Skipped(reason)


def test_a_field_without_a_type_is_left_alone():
    assert only({"value": "x"}, field("password", "p")).password == Secret("p")


def test_a_password_of_nothing_but_spaces_is_one():
    row = only(field("password", "  "), field("username", "  "), field("username", "ann"))
    assert (row.username, row.password) == ("ann", Secret("  "))


def test_other_kinds_with_a_password_are_logins():
    row = only(field("password", "p"), template_type="finance.bankaccount")
    assert row.password == Secret("p")


def test_a_folder_within_itself_ends_where_it_began():
    loop = [
        {"uuid": "a", "title": "A", "parent_uuid": "b"},
        {"uuid": "b", "title": "B", "parent_uuid": "a"},
        "junk",
        {"uuid": "c"},
    ]
    assert [row.group for row in rows(item(folders=["a"]), item(folders="a"), folders=loop)] == [
        "B/A",
        "",
    ]
    assert [row.group for row in rows(item(folders=["a"]), folders=None)] == [""]


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        ("junk", "it is not made of fields"),
        (item(field("password", 5)), "its value is not text"),
        (item(field(None, [])), "its value is not text"),
        (item(fields={}), "its fields is not a list of entries"),
        (item(field("password", "p", history="x")), "its history is not a list of entries"),
    ],
)
def test_a_field_of_another_kind_makes_the_item_unreadable_and_no_other(broken, why):
    assert rows(item(), broken) == (Account(title="Shop"), Unreadable("item 2", why))


def test_a_date_that_is_none_is_unknown():
    assert only(field("password", "p", value_updated_at="soon"), createdAt=True).created is None


# ── CSV ──────────────────────────────────────────────────────────────────────────────────────────

SHOP = (
    '"Shop","Username","ann","E-mail","","*Password","p","Website","https://shop.example",'
    '"TOTP","JBSWY3DP","a note"'
)
ACCOUNT = Account(
    title="Shop",
    username="ann",
    password=Secret("p"),
    urls=("https://shop.example",),
    site="shop.example",
    totp=Secret("JBSWY3DP"),
)
OTHERS = '"n","a note"\n"c","Cardholder","Ann","Number","4242","Expiry date","1/30",""\n'


@pytest.mark.parametrize(
    "header",
    ["", '"Title","Field","Value","Field","Value",.........,"Note"\n'],
    ids=["none", "one"],
)
def test_csv_with_and_without_its_header(header):
    vault = read_vault(f"{header}{SHOP}\n{OTHERS}{SHOP}\n{SHOP}\n".encode())
    assert vault.format == "Enpass CSV"
    assert vault.rows == (ACCOUNT, Account(title="n"), Skipped("card"), ACCOUNT, ACCOUNT)


def test_a_mail_address_is_the_username_of_a_row_too():
    (row,) = read_vault(b"Shop,Email,ann@a.example,Password,p,\n").accounts
    assert (row.username, row.password) == ("ann@a.example", Secret("p"))


def test_other_rows_are_not_taken_for_those_of_enpass():
    text = b"title,username,notes,password\na,b,c,d\n"
    assert read_vault(text).format == "CSV with guessed columns"
    with pytest.raises(VaultError):
        read_vault(b"a,username,b,c\nd,e,f,g\n")
    with pytest.raises(VaultError):  # one label may be chance; the password would be lost unseen
        read_vault(b"Work,Login,Shop,a note,https://shop.example,ann,s3cret,\n")
