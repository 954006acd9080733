"""What 1Password's command line prints, written by hand as it prints it."""

import json
from datetime import UTC, datetime

import pytest

from secaudit.errors import VaultError
from secaudit.model import Account, PastPassword, Skipped, Unreadable
from secaudit.text import Secret
from secaudit.vaults import read_vault

URI = "otpauth://totp/GitHub:ana?secret=JBSWY3DPEHPK3PXP&issuer=GitHub"


def field(key, value, *, kind="STRING", purpose="", **more):
    made = {"id": key, "type": kind, "label": key, "value": value, "reference": "op://x"}
    return made | ({"purpose": purpose} if purpose else {}) | more


def item(category="LOGIN", fields=None, **more):
    head = {
        "id": "abcdefghijklmnopqrstuvwxyz",
        "title": "GitHub",
        "version": 3,
        "vault": {"id": "v", "name": "Private"},
        "category": category,
        "last_edited_by": "someone",
        "created_at": "2021-03-01T10:00:00Z",
        "updated_at": "2024-05-06T07:08:09Z",
        "additional_information": "ana",
    }
    return head | ({} if fields is None else {"fields": fields}) | more


FULL = item(
    fields=[
        field("username", "ana", purpose="USERNAME"),
        field(
            "password",
            " hunter2 ",
            kind="CONCEALED",
            purpose="PASSWORD",
            password_details={"strength": "TERRIBLE", "history": ["older", "oldest"]},
        ),
        field("notesPlain", "words", purpose="NOTES"),
        field("empty", "", kind="OTP"),
        field("TOTP_1", URI, kind="OTP", totp="123456", section={"id": "s"}),
    ],
    urls=[
        {"label": "website", "primary": True, "href": "https://github.com/login"},
        {"href": "https://gist.github.com"},
    ],
    sections=[{"id": "s"}],
)
GITHUB = Account(
    title="GitHub",
    username="ana",
    password=Secret(" hunter2 "),
    urls=("https://github.com/login", "https://gist.github.com"),
    site="github.com",
    totp=Secret(URI),
    history=(PastPassword(Secret("older"), None), PastPassword(Secret("oldest"), None)),
    created=datetime(2021, 3, 1, 10, tzinfo=UTC),
    group="Private",
)


def stream(*items, indent=2):
    return "\n".join(json.dumps(one, indent=indent) for one in items).encode()


def only(*args, **more):
    (row,) = read_vault(stream(item(*args, **more))).rows
    return row


@pytest.mark.parametrize(
    "printed",
    [
        stream(FULL, FULL),
        stream(FULL, FULL, indent=None),
        stream(FULL, FULL).replace(b"\n", b"\r\n"),
        json.dumps([FULL, FULL]).encode(),
        json.dumps([FULL]).encode() + b"\n" + stream(FULL),
    ],
)
def test_one_after_the_other_or_a_list(printed):
    vault = read_vault(printed)
    assert (vault.format, vault.rows) == ("1Password CLI", (GITHUB, GITHUB))


def test_one_item_alone():
    assert read_vault(stream(FULL)).rows == (GITHUB,)


def test_a_password_without_a_login():
    row = only("PASSWORD", [field("password", "x", kind="CONCEALED", purpose="PASSWORD")])
    assert (row.password, row.username) == (Secret("x"), "")


def test_a_server_has_its_fields_by_their_ids():
    fields = [
        field("URL", "https://box.example.org"),
        field("username", "root"),
        field("password", "x", kind="CONCEALED"),
    ]
    row = only("SERVER", fields)
    assert (row.username, row.password, row.site) == ("root", Secret("x"), "example.org")


@pytest.mark.parametrize(
    ("category", "reason"),
    [
        ("SECURE_NOTE", "note"),
        ("CREDIT_CARD", "card"),
        ("SSH_KEY", "ssh key"),
        ("DOCUMENT", "document"),
        ("IDENTITY", "identity"),
    ],
)
def test_what_is_no_login_is_skipped_by_its_name(category, reason):
    assert only(category) == Skipped(reason)


def test_the_archive_is_skipped():
    assert only(fields=[], state="ARCHIVED") == Skipped("archived")


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        (5, "it is not made of fields"),
        (item("NEWS", []), "it is of a kind that secaudit does not know"),
        (item(["LOGIN"], []), "its category is not text"),
        (item(), "its fields are missing: only its name was exported"),
        (item(fields=5), "its fields is not a list of entries"),
        (item(fields=[], urls=5), "its urls is not a list of entries"),
        (item(fields=[], vault=5), "its vault is not made of fields"),
        (item(fields=[field("username", 5)]), "its value is not text"),
        (
            item(fields=[field("password", "x", password_details={"history": "x"})]),
            "its past passwords are not a list of texts",
        ),
        (
            item(fields=[field("password", "x", password_details={"history": [5]})]),
            "its past passwords are not a list of texts",
        ),
    ],
)
def test_an_item_that_is_not_as_it_should_be_is_unreadable_and_no_other(broken, why):
    rows = read_vault(stream(FULL, broken, FULL)).rows
    assert rows == (GITHUB, Unreadable("item 2", why), GITHUB)


def test_damage_to_one_item_does_not_spread():
    printed = stream(FULL, FULL, FULL).decode()
    place = printed.index('"category"', printed.index("\n{"))
    broken = f"{printed[:place]}#{printed[place:]}".encode()
    assert read_vault(broken).rows == (GITHUB, Unreadable("item 2", "it is damaged"), GITHUB)
    assert read_vault(stream(FULL, FULL)[:-20]).rows == (
        GITHUB,
        Unreadable("item 2", "it is damaged"),
    )
    assert read_vault(stream(FULL) + b"[" * 100_000).rows[1:] == (
        Unreadable("item 2", "it is damaged"),
    )


@pytest.mark.parametrize("printed", [json.dumps([item(), item("SECURE_NOTE")]), json.dumps(item())])
def test_the_list_alone_has_no_secrets_and_says_how_to_go_on(printed):
    with pytest.raises(VaultError, match="a list of 1Password's items without") as caught:
        read_vault(printed.encode(), name="-")
    assert "op item get - --format json" in caught.value.hint


def test_other_json_is_not_taken_for_it():
    for other in ({"id": "x", "title": "y"}, [{"title": "a", "id": "x"}], []):
        with pytest.raises(VaultError, match="not an export that secaudit knows"):
            read_vault(json.dumps(other).encode())
