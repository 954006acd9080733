"""Stores of pass and gopass, encrypted by a real gpg."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from secaudit.errors import NothingToAuditError
from secaudit.model import Account, Skipped, Unreadable
from secaudit.text import Secret
from secaudit.vaults import passstore, read_vault
from tests.terminal import Terminal

URI = "otpauth://totp/GitHub:ana?secret=JBSWY3DPEHPK3PXP&issuer=GitHub"


@pytest.fixture
def store(gnupg, tmp_path):
    """Return a maker of entries in a store, for the key `open` or others."""
    folder = tmp_path / ".password-store"
    folder.mkdir()
    (folder / ".gpg-id").write_text("open@keys.example\n")

    def insert(name, text, *keys):
        path = folder / f"{name}.gpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        data = text if isinstance(text, bytes) else text.encode()
        path.write_bytes(gnupg.encrypt(data, *(keys or ("open",))))
        return folder

    return insert


def rows_of(folder: Path, ask: Any = None) -> Any:
    return read_vault(folder, ask=ask).rows


@pytest.fixture
def only(store):
    def read(name: str, text: str | bytes):
        (row,) = rows_of(store(name, text))
        return row

    return read


def test_a_full_entry(only):
    text = f"c0rrect horse \nlogin: ana\nurl: https://github.com/login\n{URI}\nnote: hello\n"
    assert only("web/GitHub", text) == Account(
        title="GitHub",
        username="ana",
        password=Secret("c0rrect horse "),
        urls=("https://github.com/login",),
        site="github.com",
        totp=Secret(URI),
        group="web",
    )


def test_the_vault_is_encrypted_where_it_lies(store):
    vault = read_vault(store("a", "x"))
    assert (vault.name, vault.format) == (".password-store", "pass or gopass store")
    assert (vault.encrypted, vault.lying) == (True, None)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("GitHub", ("GitHub", "", (), None, "")),
        ("github.com", ("github.com", "", ("github.com",), "github.com", "")),
        ("web/github.com", ("github.com", "", ("github.com",), "github.com", "web")),
        ("github.com/ana", ("github.com", "ana", ("github.com",), "github.com", "")),
        ("a/b/github.com/ana", ("github.com", "ana", ("github.com",), "github.com", "a/b")),
        ("github.com/ana.smith", ("github.com", "ana.smith", ("github.com",), "github.com", "")),
        (
            "shop.example.org/ana@mail.org",
            ("shop.example.org", "ana@mail.org", ("shop.example.org",), "example.org", ""),
        ),
        (
            "example.org/mail.example.org",
            ("mail.example.org", "", ("mail.example.org",), "example.org", "example.org"),
        ),
        ("github.com/ana/old", ("old", "", ("github.com",), "github.com", "github.com/ana")),
        ("mail/ana@mail.org", ("ana@mail.org", "ana@mail.org", (), None, "mail")),
        ("Ana.Smith", ("Ana.Smith", "", (), None, "")),
        ("v1.2", ("v1.2", "", (), None, "")),
        ("192.168.1.1/admin", ("192.168.1.1", "admin", ("192.168.1.1",), "192.168.1.1", "")),
        ("fritz.box", ("fritz.box", "", ("fritz.box",), "fritz.box", "")),
        ("printer.local", ("printer.local", "", ("printer.local",), "printer.local", "")),
        ("GitHub.com", ("GitHub.com", "", ("GitHub.com",), "github.com", "")),
        ("\x1b[31mred", ("red", "", (), None, "")),
    ],
)
def test_a_path_tells_what_the_entry_leaves_out(only, name, expected):
    row = only(name, "hunter2\n")
    assert (row.title, row.username, row.urls, row.site, row.group) == expected
    assert row.password == Secret("hunter2")


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        # What the entry says goes before its path.
        ("github.com/ana", "x\nlogin: ben\n", ("ana", "ben", "github.com", "github.com")),
        ("github.com/ana", "x\nlogin: ana\n", ("github.com", "ana", "github.com", "")),
        ("github.com/ana", "x\nurl: gitlab.com\n", ("github.com", "ana", "gitlab.com", "")),
        ("a", "x\nEmail: a@b.org\n", ("a", "a@b.org", None, "")),
        ("a", "x\nemail: a@b.org\nuser: ana\n", ("a", "ana", None, "")),
        ("a", "x\r\nUsername:ana\r\nhttps://b.org/\r\n", ("a", "ana", "b.org", "")),
    ],
)
def test_the_lines_of_an_entry(only, name, text, expected):
    row = only(name, text)
    assert (row.title, row.username, row.site, row.group) == expected
    assert row.password == Secret("x")


@pytest.mark.parametrize(
    ("text", "password", "totp"),
    [
        (URI, None, URI),
        (f"{URI}\n", None, URI),
        (f"x\n{URI}", "x", URI),
        (f"x\notpauth: {URI}\n", "x", URI),
        ("x\ntotp: JBSW Y3DP\n", "x", "JBSW Y3DP"),
        ("x\nTOTP:JBSWY3DP\n", "x", "JBSWY3DP"),
        ("x\ntotp:\n", "x", None),
        ("pass:word\n", "pass:word", None),
        ("key: not one of ours\n", "key: not one of ours", None),
        ("login: ana\nurl: a.org\npassword: y\n", "y", None),
        (" spaces stay \n", " spaces stay ", None),
        ("---\n", None, None),
    ],
)
def test_the_first_line_is_the_password_but_for_what_says_otherwise(only, text, password, totp):
    row = only("a", text)
    found = (row.password, row.totp) if isinstance(row, Account) else (None, None)
    assert found == (password and Secret(password), totp and Secret(totp))


def test_gopass_with_yaml(only):
    text = "x\nsome words: here\n---\nusername: 'ana: b'\nurl: \"https://a.org\"\ntotp: JBSWY3DP\n"
    row = only("a", text)
    assert (row.username, row.site, row.totp) == ("ana: b", "a.org", Secret("JBSWY3DP"))


def test_gopass_with_a_header(only):
    text = "GOPASS-SECRET-1.0\nPassword: hunter 2\nUser: ana\nUrl: https://a.org\n\nsome body\n"
    row = only("a", text)
    assert (row.password, row.username, row.site) == (Secret("hunter 2"), "ana", "a.org")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a", b"%PDF-1.7\n\xff\xfe\x00", "file"),
        ("a", b"zero\0byte", "file"),
        ("id_rsa", "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n", "file"),
        ("a", "\ncontent-disposition: attachment; filename=x\n\nAAAA\n", "file"),
        ("backup-codes.txt", "11111\n22222\n33333\n", "file"),
        ("large", bytes(2_000_000), "file"),
        ("a", "\nno password here, but words\n", "note"),
        ("a", "\nurl: https://a.org\n", "note"),
        ("a", "", "empty"),
        ("a", " \n\n", "empty"),
    ],
)
def test_what_is_no_login_is_skipped_by_its_kind(only, name, content, reason):
    assert only(name, content) == Skipped(reason)


def test_a_text_of_one_line_is_a_login_whatever_it_is_called(only):
    assert only("token.txt", "hunter2").password == Secret("hunter2")


def test_entries_come_in_the_order_of_their_names_and_each_gives_a_row(store):
    for name in ("b", "a/z", "a/b", "c"):
        folder = store(name, f"password of {name}")
    (folder / "README.md").write_text("not an entry")
    (folder / ".git").mkdir()
    (folder / ".git" / "x.gpg").write_text("not an entry")
    (folder / "a" / ".gpg-id").write_text("ben@keys.example")
    found = [(row.group, row.title) for row in rows_of(folder)]
    assert found == [("a", "b"), ("a", "z"), ("", "b"), ("", "c")]


def test_a_folder_of_a_store_is_read_by_itself(store):
    folder = store("work/example.org/ana", "x")
    store("private", "y")
    vault = read_vault(folder / "work")
    assert (vault.name, [row.title for row in vault.accounts]) == ("work", ["example.org"])


def test_a_store_may_be_reached_through_a_link(store, tmp_path):
    folder = store("a", "x")
    (tmp_path / "link").symlink_to(folder)
    (folder / "again.gpg").symlink_to("a.gpg")
    assert [row.title for row in rows_of(tmp_path / "link")] == ["a", "again"]


def test_links_out_of_the_store_are_not_followed(store, gnupg, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "b.gpg").write_bytes(gnupg.encrypt(b"x", "open"))
    folder = store("a", "x")
    (folder / "file.gpg").symlink_to(outside / "b.gpg")
    (folder / "folder").symlink_to(outside)
    (folder / "circle.gpg").symlink_to(folder / "circle.gpg")
    (folder / "inside").symlink_to(folder)
    a, circle, file, further = rows_of(folder)
    assert a.title == "a"
    assert (circle.where, circle.why.split(":")[0]) == ("circle", "it could not be opened")
    assert (file, further) == (Skipped("link"), Skipped("link"))


def test_what_cannot_be_opened_is_said_with_its_place(store, monkeypatch):
    folder = store("web/here", "x")
    (folder / "web" / "gone.gpg").symlink_to(folder / "nowhere.gpg")
    os.mkfifo(folder / "pipe.gpg")
    store("closed.org/a", "x")
    real = os.scandir

    def scandir(path):
        if Path(path).name == "closed.org":  # no permissions hold for root, who may run this
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    rows = rows_of(folder)
    assert rows[:3] == (
        Unreadable("closed.org", "this folder could not be opened"),
        Skipped("file"),
        Unreadable("web/gone", "it could not be opened: No such file or directory"),
    )
    assert [row.title for row in rows[3:]] == ["here"]


def test_what_gpg_does_not_open_is_said_with_its_place(store):
    store("a/open", "x")
    store("b/gone", "x", "gone")
    folder = store("c/locked", "x", "locked")
    (folder / "d.gpg").write_bytes(b"nonsense")
    (folder / "e.gpg").write_bytes(b"")
    asked = []

    def ask(question):
        asked.append(question)
        return Secret("wrong")

    rows = rows_of(folder, ask=ask)
    assert rows[1:] == (
        Unreadable("b/gone", "no secret key that opens it is on this computer"),
        Unreadable("c/locked", "the passphrase given does not open it"),
        Unreadable("d", "it is damaged, or nothing that gpg can open"),
        Unreadable("e", "it is damaged, or nothing that gpg can open"),
    )
    assert rows[0].password == Secret("x")
    assert asked == ["Passphrase of your GPG key (just press Enter, and gpg asks for it by itself)"]
    assert rows_of(folder)[2] == Unreadable("c/locked", "it needs a passphrase, and none was given")


def test_a_locked_key_opens_with_its_passphrase(store, passphrase):
    store("a", "x", "locked")
    folder = store("b", "y", "locked")
    rows = rows_of(folder, ask=lambda _: Secret(passphrase))
    assert [row.password for row in rows] == [Secret("x"), Secret("y")]


def test_without_gpg_every_entry_says_so(store, monkeypatch, tmp_path):
    folder = store("a/b", "x")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert rows_of(folder) == (
        Unreadable("a/b", "it opens with gpg (GnuPG), which is not on this computer"),
    )


def test_an_empty_store_is_nothing_to_audit(tmp_path):
    (tmp_path / ".gpg-id").write_text("x")
    with pytest.raises(NothingToAuditError):
        read_vault(tmp_path)


@pytest.mark.parametrize("path", ["", "nowhere", "a\0b", "file"])
def test_other_paths_are_no_store(tmp_path, path):
    (tmp_path / "file").write_text("x")
    assert not passstore.is_store(tmp_path / path if "\0" not in path else path)


def test_the_text_of_an_entry_is_in_no_message(store):
    folder = store("a", "kanarie-77\nlogin: ana\n", "gone")
    store("b", b"kanarie-77\xff")
    store("c", "kanarie-77\nlogin: ana\n")
    vault = read_vault(folder)
    assert "kanarie" not in repr(vault)


def test_the_command_line_audits_a_store(store):
    folder = store("github.com/ana", "hunter2\n")
    store("shop.example.org/ana", "x", "gone")
    ended = subprocess.run(
        [sys.executable, "-m", "secaudit", "audit", folder, "--format", "json"],
        capture_output=True,
        text=True,
        check=False,
    )
    report = json.loads(ended.stdout)
    assert ended.returncode in range(10, 14)
    assert ended.stderr == ""  # an encrypted store is nothing to delete
    (source,) = report["input"]["sources"]
    assert source["format"] == "pass or gopass store"
    assert source["unreadable"] == [
        {
            "where": "shop.example.org/ana",
            "why": "no secret key that opens it is on this computer",
            "batch": "",
        }
    ]
    assert [account["username"] for account in report["accounts"]] == ["ana"]


def test_enter_lets_gpg_ask_on_the_terminal_by_itself(store, passphrase):
    if not shutil.which("pinentry-curses"):
        pytest.skip("gpg has no way to ask on a terminal here")
    folder = store("a.org/ana", "vN4.tq-8Rw_2zKpL", "locked")
    walk = Terminal(["audit", "--no-save", str(folder)])
    walk.answer("Passphrase of your GPG key", "")
    walk.expect("Passphrase: ")  # drawn by pinentry
    time.sleep(0.3)
    os.write(walk._master, f"{passphrase}\r".encode())  # as the key Enter sends it
    walk.expect("1 login (pass or gopass store)")
    walk.answer("Enter for none of these", "")
    walk.answer("A word or date", "")
    walk.answer("Go through the checklists now?", "n")
    walk.answer("Go online for this?", "n")
    assert walk.end() == 0
    assert passphrase not in walk.screen
