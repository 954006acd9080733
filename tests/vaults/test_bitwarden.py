"""Bitwarden's JSON, as it is documented and as it comes."""

import json
from datetime import UTC, datetime

import pytest

from secaudit.errors import NothingToAuditError, VaultError
from secaudit.model import Account, PastPassword, Skipped, Unreadable
from secaudit.text import Secret
from secaudit.vaults import read_vault

NOW = "2024-05-01T10:00:00.000Z"


def export(*items, **more) -> bytes:
    return json.dumps({"encrypted": False, "folders": [], "items": items} | more).encode()


def item(login=None, **more):
    return {"type": 1, "name": "Shop", "login": login} | more


def only(*args, **more):
    (row,) = read_vault(export(item(*args, **more))).rows
    return row


def day(number):
    return datetime(2024, 1, number, tzinfo=UTC)


def test_a_full_item():
    vault = read_vault(
        export(
            item(
                {
                    "uris": [
                        {"match": None, "uri": "androidapp://com.instagram.android"},
                        {"match": 1, "uri": "https://shop.example"},
                    ],
                    "username": "ann",
                    "password": " pass word ",
                    "totp": "otpauth://totp/x?secret=JBSWY3DPEHPK3PXP",
                    "fido2Credentials": [
                        {"counter": "0", "discoverable": "true", "rpId": "shop.example"}
                    ],
                },
                folderId="f1",
                passwordHistory=[
                    {"lastUsedDate": "2024-01-02T00:00:00.000Z", "password": "one"},
                    {"lastUsedDate": "2024-01-03T00:00:00.000Z", "password": "two"},
                ],
                creationDate="2024-01-01T00:00:00.000Z",
                revisionDate="2024-01-09T00:00:00.000Z",
            ),
            folders=[{"id": "f1", "name": "Home/Web"}],
        )
    )
    assert vault.format == "Bitwarden JSON"
    assert vault.rows == (
        Account(
            title="Shop",
            username="ann",
            password=Secret(" pass word "),
            urls=("androidapp://com.instagram.android", "https://shop.example", "shop.example"),
            site="instagram.com",
            totp=Secret("otpauth://totp/x?secret=JBSWY3DPEHPK3PXP"),
            passkeys=1,
            history=(
                PastPassword(Secret("one"), day(2)),
                PastPassword(Secret("two"), day(3)),
            ),
            created=day(1),
            changed=day(3),
            group="Home/Web",
        ),
    )


@pytest.mark.parametrize(
    ("kind", "reason"), [(2, "note"), (3, "card"), (4, "identity"), (5, "ssh key")]
)
def test_what_is_no_login_is_skipped_by_its_name(kind, reason):
    assert only(type=kind) == Skipped(reason)


@pytest.mark.parametrize("kind", [9, "1", None, [], {}, 1.5])
def test_an_unknown_kind_is_unreadable_not_left_out(kind):
    rows = read_vault(export(item(), {"type": kind})).rows
    assert rows[1] == Unreadable("item 2", "it is of a kind that secaudit does not know")


def test_trash_and_archive_are_skipped():
    assert only(deletedDate=NOW) == Skipped("trash")
    assert only(archivedDate=NOW) == Skipped("archived")
    assert isinstance(only(deletedDate=None, archivedDate=None), Account)


@pytest.mark.parametrize(
    "login",
    [None, {}, {"uris": None, "username": None, "password": None, "totp": None}, {"password": ""}],
)
def test_a_login_with_nothing_in_it_is_still_a_login(login):
    assert only(login) == Account(title="Shop")


@pytest.mark.parametrize("totp", ["1019", "steam://ABC", "JBSWY3DPEHPK3PXP"])
def test_any_one_time_password_field_is_kept(totp):
    assert only({"totp": totp}).totp == Secret(totp)


@pytest.mark.parametrize("totp", ["-", " -- ", "–"])
def test_a_dash_for_a_one_time_password_notes_that_the_second_step_is_elsewhere(totp):
    off = frozenset({"second-factor-missing"})
    assert only({"totp": totp}) == Account(title="Shop", excluded=off)


def test_a_passkey_alone_gives_the_site():
    row = only({"fido2Credentials": [{"rpId": "webauthn.example", "counter": "0"}]})
    assert (row.site, row.passkeys) == ("webauthn.example", 1)


def test_the_date_of_the_password_itself_goes_first():
    row = only(
        {"password": "p", "passwordRevisionDate": "2024-01-05T00:00:00Z"},
        passwordHistory=[{"lastUsedDate": "2024-01-03T00:00:00Z", "password": "o"}],
    )
    assert row.changed == day(5)


def test_the_creation_of_an_item_says_nothing_of_its_password():
    assert only({"password": "p"}, creationDate=NOW, revisionDate=NOW).changed is None


@pytest.mark.parametrize(
    "date",
    [None, "", "soon", 5, [], "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00", "1970-01-01"],
)
def test_a_date_that_cannot_be_true_is_unknown(date):
    row = only(creationDate=date, passwordHistory=[{"lastUsedDate": date, "password": "o"}])
    assert (row.created, row.changed) == (None, None)
    assert row.history == (PastPassword(Secret("o"), None),)


def test_replaced_values_of_hidden_fields_are_not_past_passwords():
    row = only(
        fields=[{"name": "PIN", "type": 1, "value": "2"}, {"name": "Colour", "type": 0}],
        passwordHistory=[
            {"lastUsedDate": NOW, "password": "PIN: 1"},
            {"lastUsedDate": "2024-01-03T00:00:00Z", "password": "Colour: me mine"},
            {"lastUsedDate": NOW, "password": None},
        ],
    )
    assert row.history == (PastPassword(Secret("Colour: me mine"), day(3)),)
    assert row.changed == day(3)


def test_collections_of_an_organisation_are_groups():
    data = json.dumps(
        {
            "collections": [{"id": "c1", "name": "Team"}, {"id": 5, "name": "x"}, "junk"],
            "items": [item(collectionIds=["c0", None, "c1"]), item(collectionIds="c1")],
        }
    )
    assert [row.group for row in read_vault(data.encode()).accounts] == ["Team", ""]


def test_older_exports_lack_the_word_encrypted():
    assert read_vault(b'{"folders": [], "items": [{"type": 1, "name": "a"}]}').accounts


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        ({"name": 5}, "its name is not text"),
        ({"login": []}, "its login is not made of fields"),
        ({"login": {"password": {"x": "y"}}}, "its password is not text"),
        ({"login": {"username": 5}}, "its username is not text"),
        ({"login": {"totp": False}}, "its totp is not text"),
        ({"login": {"uris": "https://a.example"}}, "its uris is not a list of entries"),
        ({"login": {"uris": ["https://a.example"]}}, "its uris is not a list of entries"),
        ({"login": {"fido2Credentials": {}}}, "its fido2Credentials is not a list of entries"),
        ({"passwordHistory": "x"}, "its passwordHistory is not a list of entries"),
        ({"passwordHistory": [{"password": 5}]}, "its password is not text"),
        ({"fields": [{"name": [], "type": 1}]}, "its name is not text"),
    ],
)
def test_a_field_of_another_kind_makes_the_item_unreadable_and_no_other(broken, why):
    rows = read_vault(export(item(), item() | broken, item())).rows
    assert rows[1] == Unreadable("item 2", why)
    assert [type(row) for row in rows] == [Account, Unreadable, Account]


@pytest.mark.parametrize("junk", [None, "text", 5, []])
def test_an_item_that_is_no_object_is_unreadable(junk):
    rows = read_vault(export(item(), junk)).rows
    assert rows[1] == Unreadable("item 2", "it is not made of fields")


def test_half_characters_break_nothing():
    (account,) = read_vault(
        b'{"folders":[],"items":[{"type":1,"name":"a\\ud83d","login":{"password":"\\udc80p",'
        b'"username":"\\ud800"}}]}'
    ).accounts
    assert (account.title, account.username) == ("a", "")
    assert account.password is not None
    assert len(account.password.sha1()) == 20


def test_no_items_are_nothing_to_audit():
    with pytest.raises(NothingToAuditError):
        read_vault(export())


# ── Exports that are known and cannot be read ────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("content", "whose"),
    [
        ({"encrypted": True, "items": [], "folders": []}, "for one Bitwarden account only"),
        ({"encrypted": True, "passwordProtected": False, "data": "2.a|b|c"}, "account only"),
        ({"encrypted": True, "encKeyValidation_DO_NOT_EDIT": "2.a|b|c"}, "account only"),
    ],
)
def test_an_encrypted_export_says_what_to_export_instead(content, whose):
    with pytest.raises(VaultError, match=whose) as caught:
        read_vault(json.dumps(content).encode(), name="b.json")
    assert "“.json”" in caught.value.hint


def test_the_authenticator_looks_like_a_vault_and_is_told_apart():
    entry = {"id": "1", "name": "Shop", "type": 1, "login": {"totp": "JBSWY3DPEHPK3PXP"}}
    export = {"encrypted": False, "items": [entry]}
    assert read_vault(json.dumps(export).encode()).format == "Bitwarden Authenticator JSON"
    assert read_vault(json.dumps(export | {"folders": []}).encode()).format == "Bitwarden JSON"


def test_a_minimal_vault_without_folders_is_a_vault():
    entry = {"type": 1, "name": "Shop", "login": {"password": "p"}}
    assert read_vault(json.dumps({"items": [entry]}).encode()).accounts


@pytest.mark.parametrize(
    "content",
    [
        {"folders": [], "items": [{"title": "x"}]},
        {"folders": [], "items": "none"},
        {"encrypted": True},
        [],
        {"items": [5, "x"]},
    ],
    ids=["other", "text", "no data", "list", "junk"],
)
def test_other_json_is_not_taken_for_bitwarden(content):
    with pytest.raises(VaultError, match="not an export that secaudit knows"):
        read_vault(json.dumps(content).encode())
