"""Backups of Ente Auth."""

import base64
import json
import sys

import pytest
from nacl import bindings, pwhash

from secaudit.errors import MissingExtraError, PassphraseError, VaultError
from secaudit.model import OneTimeCode, Skipped
from secaudit.text import Secret
from secaudit.vaults import read_vault

PASSPHRASE = "a passphrase of the tests"
SHOWN = "&codeDisplay=%7B%22pinned%22%3Afalse%2C%22trashed%22%3A{}%7D"
KEPT = "otpauth://totp/Shop:robin?algorithm=sha1&digits=6&issuer=Shop&period=30&secret=AAAA"
PLAIN = f"{KEPT}{SHOWN.format('false')}\n{KEPT}{SHOWN.format('true')}\n"
ROWS = (
    OneTimeCode("Shop", "robin", Secret(KEPT + SHOWN.format("false"))),
    Skipped("trash"),
)
MEMORY, PASSES = 2**16, 3


def _encrypted(**changes):
    """Encrypt the list as the app does, but with a key that is quick to make."""
    salt = bytes(range(16))
    key = pwhash.argon2id.kdf(32, PASSPHRASE.encode(), salt, opslimit=PASSES, memlimit=MEMORY)
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    header = bindings.crypto_secretstream_xchacha20poly1305_init_push(state, key)
    data = bindings.crypto_secretstream_xchacha20poly1305_push(
        state,
        PLAIN.encode(),
        tag=bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL,
    )
    export = {
        "version": 1,
        "kdfParams": {
            "memLimit": MEMORY,
            "opsLimit": PASSES,
            "salt": base64.b64encode(salt).decode(),
        },
        "encryptedData": base64.b64encode(data).decode(),
        "encryptionNonce": base64.b64encode(header).decode(),
    }
    export["kdfParams"] |= changes.pop("kdf", {})
    return json.dumps(export | changes).encode()


def _ask(_question):
    return Secret(PASSPHRASE)


def _not_asked(_question):
    raise AssertionError("nothing should be asked before the file is known to be safe")


def test_a_plain_backup_is_read_without_its_trash():
    vault = read_vault(PLAIN.encode())
    assert (vault.format, vault.encrypted, vault.rows) == ("Ente Auth", False, ROWS)


def test_an_encrypted_backup_opens_with_its_passphrase():
    asked = []

    def ask(question):
        asked.append(question)
        return Secret(PASSPHRASE)

    vault = read_vault(_encrypted(), name="ente.txt", ask=ask)
    assert (vault.format, vault.encrypted, vault.rows) == ("Ente Auth, encrypted", True, ROWS)
    assert asked == ["Passphrase of ente.txt"]


@pytest.mark.parametrize(
    "changes",
    [{}, {"encryptionNonce": "AAAA"}, {"encryptedData": "AAAA"}, {"encryptedData": ""}],
)
def test_another_passphrase_or_another_text_is_said(changes):
    passphrase = "kanarie" if not changes else PASSPHRASE
    with pytest.raises(PassphraseError) as caught:
        read_vault(_encrypted(**changes), name="e.txt", ask=lambda _question: Secret(passphrase))
    assert caught.value.message == "e.txt did not open with this passphrase"


@pytest.mark.parametrize(
    ("kdf", "named"),
    [
        ({"memLimit": 2**30 + 1024}, "its memLimit is above 1,073,741,824"),
        ({"memLimit": 2**63}, "its memLimit is above 1,073,741,824"),
        ({"memLimit": 2**30, "opsLimit": 65}, "its opsLimit is above 64"),
        ({"opsLimit": 2**40}, "its opsLimit is above 1,048,576"),
    ],
)
def test_a_backup_that_asks_for_too_much_work_is_refused_by_name(kdf, named):
    with pytest.raises(VaultError) as caught:
        read_vault(_encrypted(kdf=kdf), name="e.txt", ask=_not_asked)
    assert caught.value.message == (
        f"e.txt asks for more memory or time to open than is safe to give: {named}"
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"kdf": {"memLimit": 0}},
        {"kdf": {"memLimit": -1}},
        {"kdf": {"memLimit": "65536"}},
        {"kdf": {"opsLimit": None}},
        {"kdf": {"salt": "%"}},
        {"kdf": {"salt": 7}},
        {"kdfParams": "KANARIE"},
        {"kdfParams": None},
        {"encryptedData": 7},
        {"encryptionNonce": "KANARIE!"},
    ],
)
def test_a_damaged_backup_says_so_before_it_asks(changes):
    with pytest.raises(VaultError) as caught:
        read_vault(_encrypted(**changes), name="e.txt", ask=_not_asked)
    assert caught.value.message == "e.txt is an encrypted export, but damaged or not complete"


@pytest.mark.parametrize("kdf", [{"salt": "AAAA"}, {"memLimit": 1024}])
def test_settings_that_argon2_does_not_have_are_damage(kdf):
    with pytest.raises(VaultError) as caught:
        read_vault(_encrypted(kdf=kdf), name="e.txt", ask=_ask)
    assert caught.value.message == "e.txt is an encrypted export, but damaged or not complete"


def test_a_later_version_is_not_guessed_at():
    with pytest.raises(VaultError) as caught:
        read_vault(_encrypted(version=2), name="e.txt", ask=_not_asked)
    assert caught.value.message == "e.txt is an encrypted export of Ente Auth, but not of version 1"


def test_without_the_package_it_names_the_package(monkeypatch):
    monkeypatch.setitem(sys.modules, "nacl", None)
    with pytest.raises(MissingExtraError) as caught:
        read_vault(_encrypted(), ask=_not_asked)
    assert caught.value.hint == "Install it with: pip install 'secaudit[ente]'"


def test_the_sample_is_read_whole(samples):
    vault = read_vault(samples / "ente" / "Aegis__ente_auth.txt")
    assert (vault.format, len(vault.rows), len(vault.codes)) == ("Ente Auth", 7, 7)
    assert {(code.issuer, code.method) for code in vault.codes} == {
        ("Air Canada", "totp"),
        ("Airbnb", "totp"),
        ("Boeing", "custom-software"),
        ("Deno", "totp"),
        ("Issuu", "totp"),
        ("SPDX", "totp"),
        ("WWE", "totp"),
    }
