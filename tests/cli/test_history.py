"""`secaudit history`: list, export and forget."""

import json
import stat

import keyring
import keyring.backends.fail
import pytest

from secaudit.cli.history.listing import bars
from secaudit.saving.history import place
from tests.keyrings import made_in
from tests.terminal import Terminal

pytestmark = pytest.mark.usefixtures("secure")


def audits():
    return [path for path in place().iterdir() if len(path.name) == 32]


@pytest.fixture
def two(secaudit, small_export, secure):  # noqa: ARG001  # it comes before them
    """Save two audits: a worse one, then a better one."""
    assert secaudit("audit", small_export, "--save").code == 12
    better = small_export.read_text().replace("sunshine12", "vN4.tq-8Rw_2zKpX", 1)
    small_export.write_text(better.replace("sunshine12", "Zb7,wuo2-Vq_91Mh"))
    assert secaudit("audit", small_export, "--save").code


def test_where_nothing_is_saved_that_is_said(secaudit):
    ended = secaudit("history")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == "No audit is saved on this device. To make one: secaudit audit\n"
    assert not place().exists()


@pytest.mark.usefixtures("two")
def test_audits_are_listed_the_newest_first_with_a_line_of_scores(secaudit):
    ended = secaudit("history")
    head, first, second, empty, trend = ended.out.splitlines()
    assert head.split() == ["Audit", "Name", "Date", "Accounts", "Score", "Checked"]
    assert (first.split()[0], first.split()[4], second.split()[4]) == ("1", "3", "3")
    assert int(first.split()[5]) > int(second.split()[5])
    assert (empty, trend.split(":")[0]) == ("", "Score, from the oldest to the newest")
    assert (ended.code, ended.err) == (0, "")
    assert max(map(len, ended.out.splitlines())) <= 80


def test_the_line_of_scores_is_higher_where_the_score_is():
    assert bars([0, 12, 13, 50, 99, 100], unicode=True) == "▁▁▂▅██"
    assert bars([0, 50, 100], unicode=False) == "_=#"
    assert all(sign.isascii() for sign in bars(range(101), unicode=False))


@pytest.mark.usefixtures("two")
def test_a_damaged_audit_is_said_beside_the_list(secaudit):
    broken = audits()[0]
    broken.write_bytes(broken.read_bytes()[:-1])
    ended = secaudit("history")
    assert ended.code == 4
    assert len(ended.out.splitlines()) == 2
    assert max(map(len, ended.err.splitlines())) < 80
    assert " ".join(ended.err.split()) == (
        f"{broken.name[:8]} is damaged or was changed, so nothing of it can be trusted. Put the "
        f"file back from a backup, or remove it: secaudit history forget {broken.name[:8]}"
    )
    assert secaudit("history", "forget", broken.name[:8]).code == 0
    assert secaudit("history").code == 0


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("content", [b"", b"x", b"another file altogether"])
def test_a_damaged_key_has_a_hint_that_helps(secaudit, content):
    (audits()[0].parent / "key").write_bytes(content)
    ended = secaudit("history")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("error: the file with the key of the saved audits is damaged\n")
    assert "secaudit history forget --all" in ended.err
    assert secaudit("history", "forget", "--all").code == 0


@pytest.mark.usefixtures("two")
def test_an_export_warns_loudly_and_is_whole(secaudit, tmp_path):
    file = tmp_path / "history.json"
    ended = secaudit("history", "export", file)
    assert (ended.code, ended.out) == (0, "")
    assert " ".join(ended.err.split()).startswith(f"WARNING: {file} will not be encrypted. ")
    document = json.loads(file.read_text())
    assert document["secaudit_history"] == 1
    assert [audit["report"]["summary"]["accounts"] for audit in document["audits"]] == [3, 3]
    assert sorted(document["audits"][0]) == ["answers", "marks", "name", "report"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    again = secaudit("history", "export", file)
    assert (again.code, "already exists" in again.err) == (1, True)
    assert secaudit("history", "export", file, "1", "1", "--force").code == 0
    assert len(json.loads(file.read_text())["audits"]) == 1


@pytest.mark.usefixtures("two")
def test_an_audit_is_forgotten_by_its_place(secaudit):
    ended = secaudit("history", "forget", "1")
    assert (ended.code, ended.err.splitlines()[0]) == (0, "1 document was removed.")
    assert "This cannot erase copies" in ended.err
    assert len(audits()) == 1


@pytest.mark.usefixtures("two")
def test_all_is_forgotten_with_its_key(secaudit, secure):
    ended = secaudit("history", "forget", "--all")
    assert ended.code == 0
    said = " ".join(ended.err.split())
    assert said.startswith(
        "2 documents were removed. Their key is removed from the keyring. Copies in backups or in "
        "snapshots of the disk cannot be opened any more"
    )
    assert "Not erased: reports you wrote to files" in said
    assert (secure.held, place().exists()) == ({}, False)


@pytest.mark.usefixtures("two")
def test_what_is_to_be_forgotten_must_be_said(secaudit):
    for arguments in ([], ["1", "--all"], ["--walks", "--all"], ["7"], ["nothing"]):
        assert secaudit("history", "forget", *arguments).code == 2
    assert len(audits()) == 2


@pytest.mark.usefixtures("two")
def test_a_store_without_its_keyring_says_so_once(secaudit, secure):
    secure.held.clear()
    for arguments in (["history"], ["history", "export", "x.json"]):
        ended = secaudit(*arguments)
        assert (ended.code, ended.out) == (1, "")
        assert [line.split(":")[0] for line in ended.err.splitlines()] == ["error", "hint"]
        assert "the keyring does not hold the key of the saved audits" in ended.err
    assert secaudit("history", "forget", "--all").code == 0


@pytest.mark.usefixtures("two")
def test_the_keyring_says_which_keys_it_holds(secaudit, secure):
    shown = secaudit("key", "show").out
    assert shown == (
        "No key is stored in: Secret Service (GNOME Keyring, KWallet, KeePassXC)\n"
        "The key of your saved audits is stored there too.\n"
    )
    secure.held.clear()
    assert "The key of your saved audits is NOT there" in secaudit("key", "show").out
    secaudit("history", "forget", "--all")
    assert "No audit is saved, so there is no key for that." in secaudit("key", "show").out


@pytest.mark.parametrize("backend", [keyring.backends.fail.Keyring, made_in("keyrings.alt.file")])
def test_saving_that_was_asked_for_and_cannot_be_is_an_error(secaudit, clean_export, backend):
    keyring.set_keyring(backend())
    ended = secaudit("audit", clean_export, "--save")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("error: the audit cannot be saved: ")
    assert not place().exists()


def test_nothing_is_saved_unasked_without_a_terminal(secaudit, clean_export, secure):
    ended = secaudit("audit", clean_export)
    assert (ended.code, ended.err, secure.held) == (0, "", {})
    assert not place().exists()


def test_an_audit_that_cannot_be_saved_is_shown_all_the_same(secaudit, clean_export):
    assert secaudit("audit", clean_export, "--save").code == 0
    for path in audits():
        path.unlink()
    (place() / "lock").unlink()
    (place() / "lock").symlink_to("/dev/full")
    ended = secaudit("audit", clean_export, "--save")
    assert ended.code == 1
    assert "secaudit ·" in ended.out
    assert "error: nothing could be saved in" in ended.err


@pytest.mark.usefixtures("container")
def test_without_a_keyring_a_passphrase_protects_what_is_saved(clean_export, secaudit):
    walk = Terminal(["audit", str(clean_export)])
    walk.expect("this system has no keyring")
    walk.answer("Save it?", "2")
    walk.answer("New passphrase", "Tulip-4411")
    walk.answer("The same once more", "Tulip-4412")
    walk.expect("Those two were not the same.")
    walk.answer("New passphrase", "Tulip-4411")
    walk.answer("The same once more", "Tulip-4411")
    walk.expect("encrypted with your passphrase")
    walk.answer("Enter for none of these", "")
    walk.expect("A word or date")
    walk.kill()

    walk = Terminal(["audit", str(clean_export)])
    walk.answer("Passphrase of your saved audits", "Tulip")
    walk.expect("that is not the passphrase of the saved audits. Try again.")
    walk.answer("Passphrase of your saved audits", "Tulip-4411")
    walk.expect("you stopped after 1 answer.")
    walk.answer("What shall be done?", "1")
    walk.answer("A word or date", "")
    walk.answer("Go through the checklists now?", "n")
    walk.answer("Go online for this?", "n")
    walk.end()
    assert "This audit is saved." in walk.screen
    assert "Tulip" not in walk.screen

    listed = Terminal(["history"])
    listed.answer("Passphrase of your saved audits", "Tulip-4411")
    assert listed.end() == 0
    assert "Accounts" in listed.screen
    wrong = Terminal(["history"])
    for _ in range(3):
        wrong.answer("Passphrase of your saved audits", "x")
    assert wrong.end() == 1
    assert "error: that is not the passphrase of the saved audits" in wrong.screen
    ended = secaudit("history")  # without a terminal
    assert (ended.code, "nobody is here to type it" in ended.err) == (1, True)

    removed = Terminal(["history", "forget", "--all"])
    removed.answer("Remove all that secaudit saved on this device, and its key?", "y")
    assert removed.end() == 0
    told = " ".join(removed.screen.split())
    assert "can still be opened by who knows the passphrase." in told
    assert "it is still there" not in told


@pytest.mark.usefixtures("container")
def test_without_a_keyring_enter_saves_nothing(clean_export):
    walk = Terminal(["audit", str(clean_export)])
    walk.answer("Save it?", "")
    walk.expect("Nothing is saved on this device.")
    walk.expect("Nothing you type is stored.")
    walk.answer("Enter for none of these", "")
    walk.interrupt()
    assert walk.end() == 130
    assert "the answers so far are lost" in walk.screen
    assert not place().exists()
