"""The door to gpg, with a real one behind it."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from secaudit.errors import PassphraseError
from secaudit.text import Secret
from secaudit.vaults import gpg
from secaudit.vaults.gpg import Refusal, opened


class Person:
    """Somebody who answers with one passphrase, and counts how often."""

    def __init__(self, answer: str) -> None:
        self.answer = answer
        self.asked: list[str] = []

    def __call__(self, question: str) -> Secret:
        self.asked.append(question)
        return Secret(self.answer)


def nobody(_question):
    raise PassphraseError("nobody is here", "come back")


def one(message, ask=nobody, limit=1000):
    (found,) = opened([message], ask, "Passphrase?", limit=limit)
    return found


def test_a_key_without_a_passphrase_asks_nobody(gnupg):
    person = Person("x")
    assert one(gnupg.encrypt(b"\x00hello\xff", "open"), person) == b"\x00hello\xff"
    assert person.asked == []


def test_a_locked_key_is_asked_for_once_and_by_the_words_given(gnupg, passphrase):
    person = Person(passphrase)
    messages = [gnupg.encrypt(f"entry {n}".encode(), "locked") for n in range(5)]
    messages.insert(2, gnupg.encrypt(b"open", "open"))
    found = opened(messages, person, "Passphrase?", limit=1000)
    assert found == [b"entry 0", b"entry 1", b"open", b"entry 2", b"entry 3", b"entry 4"]
    assert person.asked == ["Passphrase?"]


def test_a_wrong_passphrase_is_said_of_what_it_does_not_open_only(gnupg):
    messages = [gnupg.encrypt(b"a", "locked"), gnupg.encrypt(b"b", "open")]
    messages.append(gnupg.encrypt(b"c", "locked"))
    found = opened(messages, Person("wrong"), "Passphrase?", limit=1000)
    assert found == [Refusal.WRONG, b"b", Refusal.WRONG]


def test_a_wrong_passphrase_is_not_tried_on_all_messages_for_a_key(gnupg, monkeypatch):
    tried = []
    real = gpg._open

    def counting(*arguments):
        tried.append(arguments[2])
        return real(*arguments)

    monkeypatch.setattr(gpg, "_open", counting)
    messages = [gnupg.encrypt(b"a", "locked") for _ in range(4)]
    opened([*messages, gnupg.lock(b"b")], Person("wrong"), "Passphrase?", limit=1000)
    assert [passphrase for passphrase in tried if passphrase] == [Secret("wrong")] * 2


def test_of_several_keys_one_is_enough(gnupg, passphrase):
    assert one(gnupg.encrypt(b"a", "gone", "open")) == b"a"
    assert one(gnupg.encrypt(b"a", "gone", "locked"), Person(passphrase)) == b"a"


def test_a_message_with_a_passphrase_of_its_own(gnupg, passphrase):
    message = gnupg.lock(b"hello")
    assert one(message, Person(passphrase)) == b"hello"
    # gpg does not remember it:
    assert one(message, Person("wrong")) is Refusal.WRONG
    assert one(message) is Refusal.LOCKED


@pytest.mark.parametrize("odd", ["pässphräse ✓", " two  spaces "])
def test_any_passphrase_reaches_gpg_as_it_is(gnupg, odd):
    message = gnupg._gpg("-c", data=b"hello", passphrase=odd)
    assert one(message, Person(odd)) == b"hello"


def test_an_empty_answer_leaves_the_asking_to_gpg_which_needs_a_terminal(gnupg):
    assert one(gnupg.encrypt(b"a", "locked"), Person("")) is Refusal.LOCKED


def test_a_key_whose_secret_is_elsewhere_is_said(gnupg):
    assert one(gnupg.encrypt(b"a", "gone"), Person("x")) is Refusal.NO_KEY


def test_damage_is_said(gnupg, passphrase):
    message = gnupg.encrypt(b"hello" * 100, "open")
    for broken in (b"", b"nonsense", message[:60], message[:-30], message[:-9] + b"damaged!!"):
        assert one(broken, Person(passphrase)) is Refusal.DAMAGED
    # With a passphrase of its own, damage looks like a wrong one.
    locked = gnupg.lock(b"hello" * 100)
    assert one(locked[:-3], Person(passphrase)) in {Refusal.DAMAGED, Refusal.WRONG}


def test_no_more_than_the_limit_is_unpacked(gnupg):
    bomb = gnupg.encrypt(bytes(20_000_000), "open")
    assert len(bomb) < 200_000
    assert one(bomb, limit=1_000_000) is Refusal.LARGE
    assert one(gnupg.encrypt(b"x" * 1000, "open"), limit=1000) == b"x" * 1000


def test_without_gpg_nothing_is_asked(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    person = Person("x")
    assert opened([b"a", b"b"], person, "?", limit=9) == [Refusal.MISSING] * 2
    assert person.asked == []


def program(folder: Path, text: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "gpg").write_text(text)
    (folder / "gpg").chmod(0o700)


def test_a_gpg_of_the_folder_we_are_in_is_never_run(monkeypatch, tmp_path):
    program(tmp_path, f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", ".")
    assert one(b"a") is Refusal.MISSING
    assert not (tmp_path / "ran").exists()


def test_a_gpg_that_does_not_start_is_as_good_as_none(monkeypatch, tmp_path):
    program(tmp_path, "#!/nowhere/at/all\n")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert one(b"a") is Refusal.MISSING


def test_after_one_that_hangs_no_other_is_tried(monkeypatch, tmp_path):
    program(tmp_path, f"#!/bin/sh\necho x >> {tmp_path}/ran\nexec /bin/sleep 60\n")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(gpg, "_PATIENCE", 0.5)
    start = time.monotonic()
    assert opened([b"a"] * 50, nobody, "?", limit=9) == [Refusal.SLOW] * 50
    assert time.monotonic() - start < 5
    assert len((tmp_path / "ran").read_text().splitlines()) <= gpg._AT_ONCE


def test_a_passphrase_is_in_no_argument_and_no_environment(monkeypatch, tmp_path):
    if not Path("/proc/self/environ").exists():
        pytest.skip("this system has no /proc to look at a process with")
    program(
        tmp_path,
        "#!/bin/sh\n/bin/cat /proc/$$/cmdline /proc/$$/environ >> " + f"{tmp_path}/seen\n"
        "/bin/cat > /dev/null\n"
        "echo '[GNUPG:] NEED_PASSPHRASE_SYM 9 3 2' >&2\necho '[GNUPG:] BEGIN_DECRYPTION' >&2\n"
        "exit 2\n",
    )
    monkeypatch.setenv("PATH", str(tmp_path))
    assert one(b"a", Person("kanarie-77")) is Refusal.WRONG
    seen = (tmp_path / "seen").read_bytes()
    assert seen.count(b"--decrypt") == 2
    assert b"kanarie" not in seen


def test_five_hundred_messages_take_seconds(gnupg):
    messages = [gnupg.encrypt(b"entry", "open")] * 500
    start = time.monotonic()
    assert opened(messages, nobody, "?", limit=99) == [b"entry"] * 500
    assert time.monotonic() - start < 60


def test_ctrl_c_does_not_wait_for_what_is_left(gnupg):
    program = (
        "import _thread, sys, threading\n"
        "from secaudit.vaults import gpg\n"
        "message = sys.stdin.buffer.read()\n"
        "threading.Timer(0.5, _thread.interrupt_main).start()\n"
        "gpg.opened([message] * 20_000, None, '?', limit=9)\n"
    )
    start = time.monotonic()
    ended = subprocess.run(
        [sys.executable, "-c", program],
        input=gnupg.encrypt(b"entry", "open"),
        capture_output=True,
        check=False,
        env=dict(os.environ),
    )
    assert b"KeyboardInterrupt" in ended.stderr
    assert time.monotonic() - start < 20
