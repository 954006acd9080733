"""Backups of 2FAS, encrypted here as 2FAS does it."""

import base64
import hashlib
import json

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from secaudit.errors import NothingToAuditError, PassphraseError, VaultError
from secaudit.model import OneTimeCode, Unreadable
from secaudit.text import Secret
from secaudit.vaults import read_vault

SEED = "JBSWY3DPEHPK3PXP"
PASSPHRASE = "Pässword"
SERVICES = [
    {"name": "My shop", "secret": SEED, "otp": {"account": "ann", "issuer": "Shop"}},
    {"name": "Forum", "secret": SEED, "otp": {"label": "Forum:bob", "tokenType": "HOTP"}},
    {"name": "Steam", "secret": SEED, "otp": {"account": "ann", "tokenType": "STEAM"}},
    {"name": "Bare", "secret": SEED, "groupId": "Trash"},
    {"name": "Broken", "otp": {}},
    {"name": "Broken", "otp": 5},
    None,
]
ROWS = (
    OneTimeCode("Shop", "ann", Secret(SEED)),
    OneTimeCode("Forum", "bob", Secret(SEED)),
    OneTimeCode("Steam", "ann", Secret(SEED), "custom-software"),
    OneTimeCode("Bare", "", Secret(SEED)),
    Unreadable("entry 5", "it has no secret"),
    Unreadable("entry 6", "its otp is not made of fields"),
    Unreadable("entry 7", "it is not made of fields"),
)


def backup(services, version=4, **more):
    return json.dumps({"services": services, "schemaVersion": version} | more).encode()


def encrypted(text):
    salt, iv = bytes(range(256)), bytes(range(12))
    key = hashlib.pbkdf2_hmac("sha256", PASSPHRASE.encode(), salt, 10_000)
    data = AESGCM(key).encrypt(iv, text.encode(), None)
    return ":".join(base64.b64encode(part).decode() for part in (data, salt, iv))


def read(data, passphrase=PASSPHRASE):
    return read_vault(data, name="x.2fas", ask=lambda _: Secret(passphrase))


@pytest.mark.parametrize("version", [1, 2, 3, 4])
def test_a_plain_backup_is_read(version):
    vault = read(backup(SERVICES, version))
    assert (vault.format, vault.encrypted, vault.rows) == ("2FAS", False, ROWS)


def test_an_empty_backup_is_nothing_to_audit():
    with pytest.raises(NothingToAuditError):
        read(backup([]))


@pytest.mark.parametrize("version", [2, 3, 4])
def test_an_encrypted_backup_is_read(version):
    data = backup([], version, servicesEncrypted=encrypted(json.dumps(SERVICES)), reference="x")
    vault = read(data)
    assert (vault.format, vault.encrypted, vault.rows) == ("2FAS, encrypted", True, ROWS)


def test_a_wrong_passphrase_says_so():
    with pytest.raises(PassphraseError, match="did not open with this passphrase"):
        read(backup([], servicesEncrypted=encrypted("[]")), "wrong")


@pytest.mark.parametrize("text", ["AAAA", "AAAA:AAAA", "a:b:c", "é:AAAA:AAAA", encrypted("{}")])
def test_a_damaged_backup_says_so(text):
    with pytest.raises(VaultError, match="damaged or not complete") as caught:
        read(backup([], servicesEncrypted=text))
    assert not isinstance(caught.value, PassphraseError)
