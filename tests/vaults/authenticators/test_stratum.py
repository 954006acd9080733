"""Backups of Stratum, encrypted here as it does it now and as Authenticator Pro did before."""

import hashlib
import json

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.padding import PKCS7

from secaudit.errors import NothingToAuditError, PassphraseError, VaultError
from secaudit.model import OneTimeCode, Unreadable
from secaudit.text import Secret
from secaudit.vaults import read_vault

SEED = "JBSWY3DPEHPK3PXP"
PASSPHRASE = "Pässword"


def entry(kind, issuer="Shop", username="ann", secret=SEED):
    return {"Type": kind, "Issuer": issuer, "Username": username, "Secret": secret}


ENTRIES = [
    entry(1),
    entry(2, username=None),
    entry(3),
    entry(4, "Steam"),
    entry(5, "Yandex"),
    entry(6),
    entry(kind=True),
    entry([2]),
    entry(2, secret=None),
    [],
]
ROWS = (
    OneTimeCode("Shop", "ann", Secret(SEED)),
    OneTimeCode("Shop", "", Secret(SEED)),
    OneTimeCode("Shop", "ann", Secret(SEED)),
    OneTimeCode("Steam", "ann", Secret(SEED), "custom-software"),
    OneTimeCode("Yandex", "ann", Secret(SEED), "custom-software"),
    *(
        Unreadable(f"entry {number}", "it is of a kind that secaudit does not know")
        for number in (6, 7, 8)
    ),
    Unreadable("entry 9", "it has no secret"),
    Unreadable("entry 10", "it is not made of fields"),
)


def backup(entries=ENTRIES):
    return json.dumps(
        {
            "Authenticators": entries,
            "Categories": [{"Id": "a", "Name": "Archived"}],
            "AuthenticatorCategories": [{"CategoryId": "a", "AuthenticatorSecret": SEED}],
            "CustomIcons": [],
        }
    ).encode()


def encrypted(text):
    salt, iv = bytes(range(16)), bytes(range(12))
    key = Argon2id(salt=salt, length=32, iterations=3, lanes=4, memory_cost=2**16).derive(
        PASSPHRASE.encode()
    )
    return b"AUTHENTICATORPRO" + salt + iv + AESGCM(key).encrypt(iv, text, None)


def encrypted_before(text, passphrase=PASSPHRASE):
    salt, iv = bytes(range(20)), bytes(range(16))
    key = hashlib.pbkdf2_hmac("sha1", passphrase.encode(), salt, 64_000, 32)
    padder = PKCS7(128).padder()
    encryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor()
    data = encryptor.update(padder.update(text) + padder.finalize())
    return b"AuthenticatorPro" + salt + iv + data


def read(data, passphrase=PASSPHRASE):
    return read_vault(data, name="x.stratum", ask=lambda _: Secret(passphrase))


def test_a_plain_backup_is_read():
    vault = read(backup())
    assert (vault.format, vault.encrypted) == ("Stratum (Authenticator Pro)", False)
    assert vault.rows == ROWS


def test_an_empty_backup_is_nothing_to_audit():
    with pytest.raises(NothingToAuditError):
        read(backup([]))


@pytest.mark.parametrize("make", [encrypted, encrypted_before])
def test_an_encrypted_backup_is_read(make):
    vault = read(make(backup()))
    assert (vault.format, vault.encrypted) == ("Stratum (Authenticator Pro), encrypted", True)
    assert vault.rows == ROWS


@pytest.mark.parametrize("make", [encrypted, encrypted_before])
def test_a_wrong_passphrase_says_so(make):
    with pytest.raises(PassphraseError, match="did not open with this passphrase"):
        read(make(backup()), "wrong")


def test_a_wrong_passphrase_that_gives_a_right_padding_says_so():
    with pytest.raises(PassphraseError, match="did not open with this passphrase"):
        read(encrypted_before(b"\xff" * 40))


@pytest.mark.parametrize(
    "data",
    [
        encrypted(b"{}"),
        encrypted_before(b"[]"),
        b"AUTHENTICATORPRO",
        b"AUTHENTICATORPRO" + bytes(28),
        b"AuthenticatorPro" + bytes(36),
    ],
)
def test_a_damaged_backup_says_so(data):
    with pytest.raises(VaultError, match="damaged or not complete") as caught:
        read(data)
    assert not isinstance(caught.value, PassphraseError)
