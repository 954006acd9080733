"""1Password's 1PUX and 1PIF, as they are documented and as they come."""

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from secaudit import vaults
from secaudit.errors import NothingToAuditError, VaultError
from secaudit.model import Account, PastPassword, Skipped, Unreadable
from secaudit.text import Secret
from secaudit.vaults import read_vault
from secaudit.vaults.onepux import ONEPASSWORD_1PIF, ONEPASSWORD_1PUX

JANUARY = 1_704_067_200  # 2024-01-01
SEPARATOR = "***5642bee8-a5ff-11dc-8314-0800200c9a66***"


@pytest.fixture(autouse=True)
def known(monkeypatch):
    monkeypatch.setattr(vaults, "FORMATS", (ONEPASSWORD_1PUX, ONEPASSWORD_1PIF))


def day(number):
    return datetime(2024, 1, number, tzinfo=UTC)


def seconds(number):
    return JANUARY + (number - 1) * 86_400


def export(*items, name="Private") -> bytes:
    vault = {"attrs": {"name": name}, "items": items}
    return json.dumps({"accounts": [{"attrs": {}, "vaults": [vault]}]}).encode()


def item(details=None, overview=None, **more):
    return {
        "state": "active",
        "categoryUuid": "001",
        "details": details or {},
        "overview": {"title": "Shop"} | (overview or {}),
    } | more


def form(password="s3cret", username="ann"):  # noqa: S107  # invented
    return [
        {"designation": "username", "value": username, "fieldType": "T"},
        {"designation": "password", "value": password, "fieldType": "P"},
        {"designation": "", "value": "on", "fieldType": "C"},
    ]


def only(*args, **more):
    (row,) = read_vault(export(item(*args, **more))).rows
    return row


FULL = item(
    {
        "loginFields": form(password=" s3 cret "),
        "sections": [
            {
                "title": "",
                "fields": [
                    {"id": "x", "value": {"concealed": "1234"}},
                    {"id": "TOTP_1", "value": {"totp": ""}},
                    {"id": "TOTP_2", "value": {"totp": "JBSWY3DPEHPK3PXP"}},
                    {"id": "TOTP_3", "value": {"totp": "otpauth://totp/x?secret=ORSXG5A"}},
                    {"id": "y", "value": {"address": {"city": "Oslo"}}},
                ],
            }
        ],
        "passwordHistory": [
            {"value": "one", "time": seconds(2)},
            {"value": "two", "time": seconds(4)},
            {"value": "", "time": seconds(3)},
        ],
    },
    {
        "url": "https://shop.example",
        "urls": [
            {"label": "", "url": "https://shop.example"},
            {"label": "", "url": "https://m.shop.example"},
        ],
        "watchtowerExclusions": {
            "compromised": True,
            "vulnerable": True,
            "reused": True,
            "weak": True,
            "unsecured": True,
            "inactiveMfa": True,
            "expiring": True,
        },
    },
    createdAt=seconds(1),
    updatedAt=seconds(9),
)
SHOP = Account(
    title="Shop",
    username="ann",
    password=Secret(" s3 cret "),
    urls=("https://shop.example", "https://m.shop.example"),
    site="shop.example",
    totp=Secret("JBSWY3DPEHPK3PXP"),
    history=(PastPassword(Secret("one"), day(2)), PastPassword(Secret("two"), day(4))),
    created=day(1),
    changed=day(4),
    group="Private",
    excluded=frozenset(
        {
            "site-breached",
            "password-pwned",
            "password-reused",
            "password-weak",
            "url-insecure",
            "second-factor-missing",
        }
    ),
)


# ── 1PUX ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("wrapped", [FULL, {"item": FULL, "file": {}}], ids=["", "wrapped"])
def test_a_full_item(wrapped):
    vault = read_vault(export(wrapped))
    assert (vault.format, vault.rows) == ("1Password 1PUX", (SHOP,))


def test_the_zip_is_read_and_its_attachments_left_alone():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("export.attributes", '{"version": 3}')
        made.writestr("export.data", export(FULL))
        made.writestr("files/x___other.json", export(FULL))
    vault = read_vault(file.getvalue(), name="a.1pux")
    assert (vault.name, vault.format, vault.rows) == ("a.1pux", "1Password 1PUX", (SHOP,))


def test_every_check_that_is_excluded_is_one_of_ours():
    from secaudit.checks import CHECKS  # noqa: PLC0415

    assert SHOP.excluded <= {check.id for check in CHECKS}


@pytest.mark.parametrize("exclusions", [None, {}, {"weak": False, "reused": None}])
def test_what_is_not_excluded(exclusions):
    assert only(overview={"watchtowerExclusions": exclusions}).excluded == frozenset()


def test_a_bare_password_is_a_login():
    assert only({"password": "p"}, categoryUuid="005").password == Secret("p")


def test_a_server_keeps_its_login_in_a_section():
    fields = [
        {"id": "url", "value": {"string": "ssh.example.org"}},
        {"id": "username", "value": {"string": "root"}},
        {"id": "password", "value": {"concealed": "toor"}},
        {"id": "admin_console_password", "value": {"concealed": "other"}},
    ]
    row = only({"sections": [{"fields": fields}]}, categoryUuid="110")
    assert (row.username, row.password, row.urls) == ("root", Secret("toor"), ("ssh.example.org",))


@pytest.mark.parametrize(
    ("kind", "reason"),
    [("002", "card"), ("003", "note"), ("004", "identity"), ("114", "ssh key"), ("109", "wifi")],
)
def test_what_is_no_login_is_skipped_by_its_name(kind, reason):
    assert only(categoryUuid=kind) == Skipped(reason)


def test_archive_and_trash_are_skipped():
    assert only(state="archived") == Skipped("archived")
    assert only(trashed=True) == Skipped("trash")
    assert only(trashed=False).title == "Shop"


@pytest.mark.parametrize("when", [None, "", "soon", [], 0, -5, 1e400, 10**30, True])
def test_a_date_that_cannot_be_true_is_unknown(when):
    row = only({"passwordHistory": [{"value": "old", "time": when}]}, createdAt=when)
    assert (row.created, row.changed) == (None, None)
    assert row.history == (PastPassword(Secret("old"), None),)


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        (None, "it is not made of fields"),
        ({"item": 5}, "it is not made of fields"),
        (item(categoryUuid="999"), "it is of a kind that secaudit does not know"),
        (item(categoryUuid=["001"]), "it is of a kind that secaudit does not know"),
        (item(details=[1]), "its details is not made of fields"),
        (item({"loginFields": "x"}), "its loginFields is not a list of entries"),
        (item({"loginFields": [{"value": 5}]}), "its value is not text"),
        (item({"sections": [{"fields": [{"value": 5}]}]}), "its value is not made of fields"),
        (item({"password": 5}), "its password is not text"),
        (item({"passwordHistory": [{"value": 5}]}), "its value is not text"),
        (item(overview={"urls": [5]}), "its urls is not a list of entries"),
        (item(overview={"title": 5}), "its title is not text"),
        (
            item(overview={"watchtowerExclusions": 5}),
            "its watchtowerExclusions is not made of fields",
        ),
    ],
)
def test_an_item_that_is_not_as_it_should_be_is_unreadable_and_no_other(broken, why):
    rows = read_vault(export(item(), broken, item())).rows
    assert rows[1] == Unreadable("item 2", why)
    assert [type(row) for row in rows] == [Account, Unreadable, Account]


def test_a_vault_that_is_not_one_is_not_left_out():
    good = {"vaults": [{"items": [item()]}]}
    accounts = [good, {"vaults": [5, {"items": 5}, {"attrs": 5, "items": [item()]}]}, 5, {}]
    rows = read_vault(json.dumps({"accounts": accounts}).encode()).rows
    broken = [row.where for row in rows if isinstance(row, Unreadable)]
    assert broken == ["item 2", "item 3", "item 5", "item 6"]
    assert len(rows) == 6


def test_an_export_without_items_is_nothing_to_audit():
    with pytest.raises(NothingToAuditError):
        read_vault(export())


@pytest.mark.parametrize("content", [{"accounts": []}, {"accounts": [{"items": []}]}, {"a": 1}, []])
def test_other_json_is_not_taken_for_1pux(content):
    with pytest.raises(VaultError, match="not an export that secaudit knows"):
        read_vault(json.dumps(content).encode())


# ── 1PIF ─────────────────────────────────────────────────────────────────────────────────────────


def record(secure=None, **more):
    return {
        "uuid": "U",
        "typeName": "webforms.WebForm",
        "title": "Shop",
        "secureContents": secure or {},
    } | more


def lines(*records, end="\n") -> bytes:
    parts = (json.dumps(r, ensure_ascii=False) if isinstance(r, dict) else r for r in records)
    return b"\xef\xbb\xbf" + "".join(f"{part}{end}{SEPARATOR}{end}" for part in parts).encode()


def only_record(*args, **more):
    (row,) = read_vault(lines(record(*args, **more))).rows
    return row


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_full_record(end):
    data = lines(
        {"uuid": "F", "typeName": "system.folder.Regular", "title": "Home"},
        {"uuid": "G", "typeName": "system.folder.Regular", "title": "Web", "folderUuid": "F"},
        record(
            {
                "URLs": [{"url": "https://shop.example"}, {"url": "https://m.shop.example"}],
                "fields": form(password=" s3 cret "),
                "sections": [
                    {"fields": [{"n": "TOTP_9", "v": "JBSWY3DPEHPK3PXP"}, {"n": "d", "v": 5}]}
                ],
                "passwordHistory": [
                    {"value": "one", "time": seconds(2)},
                    {"value": "two", "time": seconds(4)},
                ],
            },
            location="https://shop.example",
            folderUuid="G",
            createdAt=seconds(1),
        ),
        end=end,
    )
    vault = read_vault(data)
    assert vault.format == "1Password 1PIF"
    assert vault.rows == (
        Skipped("folder"),
        Skipped("folder"),
        replace(SHOP, group="Home/Web", excluded=frozenset()),
    )


def test_one_record_with_and_without_a_line_after_it():
    one = json.dumps(record({"password": "p"}, typeName="passwords.Password")).encode()
    for data in (one, one + b"\n", one + b"\n" + SEPARATOR.encode()):
        assert [account.password for account in read_vault(data).accounts] == [Secret("p")]


def test_an_older_server_keeps_its_fields_by_themselves():
    secure = {"username": "root", "password": "toor", "url": "ssh.example.org"}
    row = only_record(secure, typeName="wallet.computers.UnixServer")
    assert (row.username, row.password, row.urls) == ("root", Secret("toor"), ("ssh.example.org",))


def test_records_that_are_no_logins():
    assert only_record(trashed=True) == Skipped("trash")
    assert only_record(typeName="securenotes.SecureNote") == Skipped("note")
    assert only_record(typeName="wallet.financial.CreditCard") == Skipped("card")


def test_a_line_separator_inside_a_text_ends_no_record():
    assert only_record(title="a\u2028b").title == "a b"


def test_folders_in_a_circle_end():
    first = {"uuid": "A", "typeName": "system.folder.Regular", "title": "a", "folderUuid": "B"}
    second = {"uuid": "B", "typeName": "system.folder.Regular", "title": "b", "folderUuid": "A"}
    rows = read_vault(lines(first, second, record(folderUuid="A"))).rows
    assert isinstance(rows[2], Account)
    assert rows[2].group.startswith("b/a/b/a")


def test_a_damaged_record_is_unreadable_and_no_other():
    rows = read_vault(
        lines(record(), '{"uuid": "x", "tit', "5", record(typeName="new"), record())
    ).rows
    assert rows[1:4] == (
        Unreadable("line 3", "it is damaged"),
        Unreadable("line 5", "it is damaged"),
        Unreadable("line 7", "it is of a kind that secaudit does not know"),
    )
    assert [type(row) for row in rows] == [Account, *[Unreadable] * 3, Account]


def test_bytes_that_are_no_text_are_a_damaged_record():
    data = lines(record(), record(title="ü#")).replace(b"#", b"\xff")
    assert read_vault(data).rows[1] == Unreadable("line 3", "it is damaged")


@pytest.mark.parametrize("content", [b'{"uuid": 1}\n', b'{"uuid": 1, "typeName": 2}\n{"uuid": 3}'])
def test_other_lines_are_not_taken_for_1pif(content):
    with pytest.raises(VaultError):
        read_vault(content)


# ── The sample of another project ────────────────────────────────────────────────────────────────


def test_the_sample_matches_the_manifest_and_the_ground_truth(samples):
    name = "1password/pass-import__1password.1pif"
    with (samples / "MANIFEST.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        (known,) = (row for row in rows if row["file"] == name)
    vault = read_vault(samples / name)
    assert len(vault.rows) == int(known["entries"])
    assert sum(a.totp is not None for a in vault.accounts) == int(known["with_totp"])
    text = (samples / "_expected" / "pass-import__main.yml").read_text(encoding="utf-8")
    keys = ("title", "password", "login", "url", "group")
    expected = [
        {
            key: unquoted(value)
            for key, colon, value in (line.strip().partition(": ") for line in block.splitlines())
            if key in keys
        }
        for block in text.split("\n- ")[1:]
    ]
    found = [
        {
            key: value
            for key, value in {
                "title": account.title,
                "password": account.password.reveal() if account.password else "",
                "login": account.username,
                "url": "".join(account.urls[:1]),
                "group": account.group,
            }.items()
            if value
        }
        for account in vault.accounts
    ]
    assert sorted(found, key=json.dumps) == sorted(expected, key=json.dumps)


def unquoted(value):
    if value.startswith('"'):
        return json.loads(value)
    return value[1:-1].replace("''", "'") if value.startswith("'") else value
