"""Exports that come through a pipe and passphrases through a descriptor: nothing on the disk.

What the managers' own programs print is written here by hand, in their form.
"""

import json
import os
import subprocess
import sys

import pytest

from tests.terminal import Terminal

STRONG = "vN4.tq-8Rw_2zKpL"
SECAUDIT = [sys.executable, "-m", "secaudit"]


def bw_export() -> bytes:
    """Return what `bw export --format json --raw` prints."""
    login = {
        "username": "ana",
        "password": STRONG,
        "totp": None,
        "uris": [{"match": None, "uri": "https://accounts.google.com/"}],
    }
    item = {"id": "1", "folderId": None, "type": 1, "name": "Google", "login": login}
    return json.dumps({"encrypted": False, "folders": [], "items": [item]}).encode()


def bw_list() -> bytes:
    """Return what `bw list items` prints."""
    items = json.loads(bw_export())["items"]
    note = {"object": "item", "id": "2", "type": 2, "name": "words", "secureNote": {"type": 0}}
    return json.dumps([*({"object": "item", **item} for item in items), note]).encode()


def op() -> bytes:
    """Return what `op item list --format json | op item get - --format json` prints."""
    item = {
        "id": "abcdefghijklmnopqrstuvwxyz",
        "title": "Google",
        "vault": {"id": "v", "name": "Private"},
        "category": "LOGIN",
        "urls": [{"primary": True, "href": "https://accounts.google.com/"}],
        "fields": [
            {"id": "username", "type": "STRING", "purpose": "USERNAME", "value": "ana"},
            {"id": "password", "type": "CONCEALED", "purpose": "PASSWORD", "value": STRONG},
        ],
    }
    return json.dumps(item, indent=2).encode()


def keepassxc_xml() -> bytes:
    """Return what `keepassxc-cli export vault.kdbx` prints."""
    strings = "".join(
        f"<String><Key>{key}</Key><Value{more}>{value}</Value></String>"
        for key, value, more in [
            ("Title", "Google", ""),
            ("UserName", "ana", ""),
            ("Password", STRONG, ' ProtectInMemory="True"'),
            ("URL", "https://accounts.google.com/", ""),
            ("Notes", "", ""),
        ]
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<KeePassFile>\n<Meta>'
        "<Generator>KeePassXC</Generator><RecycleBinEnabled>True</RecycleBinEnabled></Meta>\n"
        f"<Root><Group><Name>Root</Name><Entry>{strings}</Entry></Group></Root></KeePassFile>\n"
    ).encode()


def keepassxc_csv() -> bytes:
    """Return what `keepassxc-cli export -f csv vault.kdbx` prints."""
    return (
        '"Group","Title","Username","Password","URL","Notes","TOTP","Icon","Last Modified",'
        '"Created"\n"Root","Google","ana","' + STRONG + '","https://accounts.google.com/","","",'
        '"0","2024-01-01T00:00:00Z","2023-01-01T00:00:00Z"\n'
    ).encode()


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    """Return a KeePass database that opens quickly with `right horse`."""
    pykeepass = pytest.importorskip("pykeepass")
    path = tmp_path_factory.mktemp("kdbx") / "vault.kdbx"
    vault = pykeepass.create_database(str(path), password="right horse")
    vault.add_entry(vault.root_group, "Forum", "ana", STRONG, url="https://forum.example/")
    work = vault.kdbx.header.value.dynamic_header.kdf_parameters.data.dict
    for name, value in {"I": 1, "M": 2**16, "P": 1}.items():
        work[name].value = value
    vault.save()
    return path


@pytest.mark.parametrize(
    ("printed", "format_"),
    [
        (bw_export, "Bitwarden JSON"),
        (bw_list, "Bitwarden JSON"),
        (op, "1Password CLI"),
        (keepassxc_xml, "KeePass XML"),
        (keepassxc_csv, "KeePassXC CSV"),
    ],
)
def test_what_a_manager_prints_is_read_from_a_pipe(secaudit, printed, format_):
    ended = secaudit("audit", "-", "--format", "json", stdin=printed())
    report = json.loads(ended.out)
    (source,) = report["input"]["sources"]
    assert (source["name"], source["format"], source["logins"]) == ("-", format_, 1)
    (account,) = report["accounts"]
    assert (account["title"], account["username"]) == ("Google", "ana")
    assert account["site"] == "google.com"
    assert ended.err == ""  # nothing lies on the disk


def test_the_walk_asks_on_the_terminal_while_the_export_comes_through_the_pipe():
    walk = Terminal(["audit", "--no-save", "-"], piped=bw_export())
    walk.expect("-: 1 login (Bitwarden JSON)")
    walk.answer("Enter for none of these", "")
    walk.answer("Go through them now?", "")
    walk.answer("Number [7]", "2")
    walk.answer("Answer a few questions about that?", "n")
    walk.answer("A word or date", "")  # not shown while it is typed
    walk.answer("Go through the checklists now?", "n")
    walk.answer("see what you could still open without it?", "n")
    walk.answer("Go online for this?", "n")
    assert walk.end() in range(10, 14)
    assert "Add a passkey to Google (ana)" in walk.screen


def test_ctrl_c_and_ctrl_d_at_the_terminal_work_beside_a_pipe():
    for leave in (Terminal.interrupt, Terminal.end_of_input):
        walk = Terminal(["audit", "--no-save", "-"], piped=bw_export())
        walk.answer("Enter for none of these", "")
        walk.expect("Go through them now?")
        leave(walk)
        assert walk.end() == 130
        assert "error: stopped" in walk.screen


def test_no_input_asks_nothing_beside_a_pipe():
    walk = Terminal(["audit", "--no-save", "-", "--no-input"], piped=bw_export())
    assert walk.end() in range(10, 14)
    assert "?" not in walk.screen.split("secaudit ·")[0]


def test_a_passphrase_is_asked_on_the_terminal_beside_a_pipe(database):
    walk = Terminal(["audit", "--no-save", "-"], piped=database.read_bytes())
    walk.answer("Passphrase of -", "right horse")
    walk.expect("1 login (KeePass")
    walk.answer("Enter for none of these", "")
    walk.answer("A word or date", "")
    walk.answer("Go through the checklists now?", "n")
    walk.answer("Go online for this?", "n")
    assert walk.end() == 0
    assert "right horse" not in walk.screen


def test_without_a_terminal_nobody_is_asked():
    ended = subprocess.run(
        [*SECAUDIT, "audit", "-"],
        input=bw_export(),
        capture_output=True,
        check=False,
        start_new_session=True,
        timeout=60,
    )
    assert ended.returncode in range(10, 14)
    assert ended.stderr == b""


def test_a_terminal_to_write_on_is_not_yet_one_to_ask_on():
    """As in a job of cron whose errors are shown somewhere: it has no terminal of its own."""
    master, slave = os.openpty()
    try:
        ended = subprocess.run(
            [*SECAUDIT, "audit", "-"],
            input=bw_export(),
            stdout=subprocess.PIPE,
            stderr=slave,
            check=False,
            start_new_session=True,
            timeout=60,
        )
    finally:
        os.close(master)
        os.close(slave)
    assert ended.returncode in range(10, 14)
    assert b"Google" in ended.stdout


@pytest.mark.parametrize("nothing", ["", " \n"])
def test_an_empty_pipe_is_named(secaudit, nothing):
    ended = secaudit("audit", "-", stdin=nothing)
    assert ended.code == 3
    first, second = ended.err.splitlines()
    assert first == "error: nothing came through the pipe"
    assert second.startswith("hint: Run the command before the | by itself")


# ── Passphrases ──────────────────────────────────────────────────────────────────────────────────


def pipe(text: str | bytes) -> int:
    read, write = os.pipe()
    os.write(write, text if isinstance(text, bytes) else text.encode())
    os.close(write)
    return read


@pytest.mark.parametrize("text", ["right horse\nsecond line\n", "right horse", "right horse\r\n"])
def test_a_passphrase_comes_from_a_descriptor_which_is_then_closed(secaudit, database, text):
    descriptor = pipe(text)
    ended = secaudit("audit", database, "--passphrase-fd", descriptor)
    assert (ended.code, ended.err) == (0, "")
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(descriptor)


def test_one_passphrase_opens_several_exports(secaudit, database, tmp_path):
    more = tmp_path / "more.kdbx"
    more.write_bytes(database.read_bytes())
    ended = secaudit("audit", database, more, "--passphrase-fd", pipe("right horse\n"))
    assert (ended.code, ended.err) == (0, "")


def test_a_shell_hands_it_over(database):
    command = f"{' '.join(SECAUDIT)} audit {database} --passphrase-fd 3 3<<<'right horse'"
    assert subprocess.run(["bash", "-c", command], check=False, capture_output=True).returncode == 0
    command = f"{' '.join(SECAUDIT)} audit {database} --passphrase-fd 0 <<<'right horse'"
    assert subprocess.run(["bash", "-c", command], check=False, capture_output=True).returncode == 0


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["--passphrase-fd", "99"], "the passphrase file descriptor 99 could not be read"),
        (["--passphrase-fd", "-1"], "-1 is not in the range"),
        (["--passphrase-fd", "x"], "not a valid integer"),
        (["--passphrase-fd", "3", "--passphrase-file", "x"], "a file and a file descriptor"),
        (["-", "--passphrase-fd", "0"], "both an export and the passphrase"),
    ],
)
def test_a_descriptor_that_will_not_do_is_said(secaudit, database, more, says):
    ended = secaudit("audit", database, *more)
    first, second = ended.err.splitlines()
    assert (ended.code, ended.out) == (2, "")
    assert says in first
    assert second.startswith("hint: ")


def test_what_is_no_text_is_not_shown(secaudit, database):
    ended = secaudit("audit", database, "--passphrase-fd", pipe(b"kanarie\xff\n"))
    assert ended.code == 2
    assert "could not be read" in ended.err
    assert "kanarie" not in ended.err


def test_the_report_may_replace_an_older_one_while_an_export_is_piped(secaudit, tmp_path):
    report = tmp_path / "r.json"
    report.write_text("old")
    ended = secaudit("audit", "-", "-o", report, "--force", stdin=bw_export())
    assert ended.code in range(10, 14)
    assert json.loads(report.read_text("utf-8"))["accounts"]
