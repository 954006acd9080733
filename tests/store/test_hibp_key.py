"""The API key goes into a secure keyring or nowhere."""

import keyring
import keyring.backends.chainer
import keyring.backends.fail
import keyring.core
import pytest
from keyring.errors import KeyringLocked

from secaudit import store
from secaudit.errors import KeyringError, UsageError
from secaudit.store import keychain
from secaudit.text import Secret
from tests.keyrings import InMemory, made_in

KEY = Secret("0123456789abcdefABCDEF0123456789")


def test_a_key_is_kept_and_removed(secure: InMemory):
    assert store.api_key() is None
    store.set_api_key(KEY)
    assert (store.api_key(), list(secure.held)) == (KEY, [("secaudit", "hibp-api-key")])
    assert store.backend_name() == "Secret Service (GNOME Keyring, KWallet, KeePassXC)"
    assert [store.delete_api_key(), store.delete_api_key()] == [True, False]
    assert store.api_key() is None


@pytest.mark.parametrize(
    "text", ["", "secretsecret", "0" * 31, "0" * 33, "g" * 32, "0" * 32 + "\n"]
)
def test_what_is_no_key_is_refused_without_being_shown(secure: InMemory, text: str):
    with pytest.raises(UsageError) as caught:
        store.set_api_key(Secret(text))
    assert secure.held == {}
    assert not text or text not in caught.value.message + caught.value.hint


@pytest.mark.parametrize("module", ["keyrings.alt.file", "keyring.backends.kwallet.evil", "mine"])
def test_a_keyring_that_is_not_known_to_be_secure_is_refused(module: str):
    backend = made_in(module)()
    keyring.set_keyring(backend)
    for use in (
        store.api_key,
        store.delete_api_key,
        store.backend_name,
        lambda: store.set_api_key(KEY),
    ):
        with pytest.raises(KeyringError, match="not known to be secure"):
            use()
    assert backend.held == {}


def test_no_keyring_at_all_is_said():
    keyring.set_keyring(keyring.backends.fail.Keyring())
    with pytest.raises(KeyringError, match="this system has no keyring"):
        store.api_key()


class Chain(keyring.backends.chainer.ChainerBackend):
    backends: list[InMemory] = []  # noqa: RUF012  # as in the parent


@pytest.mark.parametrize(
    ("modules", "refusal"),
    [
        ([], "this system has no keyring"),
        (["keyrings.alt.file", "mine"], r"keyrings\.alt\.file\.Keyring\) is not known"),
    ],
)
def test_a_chain_without_a_secure_part_is_refused(
    monkeypatch: pytest.MonkeyPatch, modules: list[str], refusal: str
):
    monkeypatch.setattr(Chain, "backends", [made_in(module)() for module in modules])
    keyring.set_keyring(Chain())
    with pytest.raises(KeyringError, match=refusal):
        store.set_api_key(KEY)


def test_of_a_chain_only_the_first_secure_part_ever_gets_a_key(monkeypatch: pytest.MonkeyPatch):
    modules = ["keyrings.alt.file", "keyring.backends.libsecret", "keyring.backends.kwallet"]
    parts = [made_in(module)() for module in modules]
    monkeypatch.setattr(Chain, "backends", parts)
    keyring.set_keyring(Chain())
    store.set_api_key(KEY)
    assert (store.api_key(), store.backend_name()) == (KEY, "libsecret (GNOME Keyring)")
    assert [len(part.held) for part in parts] == [0, 1, 0]
    parts[1].failure = OSError("D-Bus")
    with pytest.raises(KeyringError, match="the keyring refused"):
        store.set_api_key(KEY)
    assert [len(part.held) for part in parts] == [0, 1, 0]


@pytest.mark.parametrize(
    ("failure", "message"),
    [
        (KeyringLocked(f"cannot unlock {KEY.reveal()}"), "the keyring is locked"),
        (OSError(f"D-Bus: {KEY.reveal()}"), "the keyring refused (OSError)"),
    ],
)
def test_errors_of_a_keyring_become_ours_and_carry_no_key(failure: Exception, message: str):
    keyring.set_keyring(made_in("keyring.backends.SecretService")(failure))
    with pytest.raises(KeyringError) as caught:
        store.set_api_key(KEY)
    assert (caught.value.message, caught.value.__suppress_context__) == (message, True)
    assert KEY.reveal() not in caught.value.message + caught.value.hint


def test_a_keyring_that_cannot_even_be_loaded_is_an_error_of_ours(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(keyring.core, "_keyring_backend", None)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "no.such.module.Keyring")
    with pytest.raises(KeyringError, match=r"the keyring refused \(ModuleNotFoundError\)"):
        store.api_key()
    assert isinstance(keychain.refusal(), KeyringError)
