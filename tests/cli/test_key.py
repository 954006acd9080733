"""`secaudit key`, on a keyring of the tests: the real ones need a desktop session."""

import keyring
import keyring.backend
import keyring.backends.fail
import pytest

KEY = "0123456789abcdef0123456789abcdef"


class InMemory(keyring.backend.KeyringBackend):
    priority = 1
    __module__ = "keyring.backends.SecretService"

    def __init__(self):
        super().__init__()
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service, username):
        return self.held.get((service, username))

    def set_password(self, service, username, password):
        self.held[service, username] = password

    def delete_password(self, service, username):
        del self.held[service, username]


@pytest.fixture(autouse=True)
def backend():
    before = keyring.get_keyring()
    keyring.set_keyring(InMemory())
    yield
    keyring.set_keyring(before)


def test_a_key_is_stored_shown_as_stored_and_deleted(secaudit):
    assert "No key is stored in: Secret Service" in secaudit("key", "show").out
    stored = secaudit("key", "set", stdin=KEY + "\n")
    assert (stored.code, stored.err) == (0, "")
    shown = secaudit("key", "show")
    assert "A key is stored in: Secret Service" in shown.out
    assert KEY not in stored.out + shown.out
    assert secaudit("key", "delete").out == "The key is deleted.\n"
    assert secaudit("key", "delete").out == "There was no key.\n"


def test_what_is_no_key_is_refused_and_not_repeated(secaudit):
    ended = secaudit("key", "set", stdin="kanarie\n")
    assert ended.code == 2
    assert "kanarie" not in ended.out + ended.err


def test_without_a_secure_keyring_nothing_is_stored(secaudit):
    keyring.set_keyring(keyring.backends.fail.Keyring())
    for arguments in (["show"], ["delete"], ["set"]):
        ended = secaudit("key", *arguments, stdin=KEY)
        assert ended.code == 1
        assert [line.partition(" ")[0] for line in ended.err.splitlines()] == ["error:", "hint:"]


@pytest.mark.usefixtures("no_waiting")
def test_an_audit_goes_on_without_the_keyring(secaudit, clean_export):
    keyring.set_keyring(keyring.backends.fail.Keyring())
    ended = secaudit(
        "audit",
        clean_export,
        "--online",
        "--range-url",
        "http://127.0.0.1:9/range/",
        "--hibp-url",
        "http://127.0.0.1:9/",
        "--directory-url",
        "http://127.0.0.1:9/d",
        "--passkeys-url",
        "http://127.0.0.1:9/p",
    )
    assert ended.code == 4
    assert "note: mail addresses will not be looked up" in ended.err
