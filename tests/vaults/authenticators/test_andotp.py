"""Backups of andOTP, encrypted here as it did last and as it did before version 0.6.3."""

import gzip
import hashlib
import json
import random

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from secaudit.errors import PassphraseError, VaultError
from secaudit.model import OneTimeCode, Unreadable
from secaudit.text import Secret
from secaudit.vaults import read_vault

SEED = "JBSWY3DPEHPK3PXP"
PASSPHRASE = "Pässword"
NOISE = random.Random(3)  # noqa: S311  # the same each time


def entry(kind="TOTP", **more):
    return {"secret": SEED, "label": "ann", "digits": 6, "type": kind, "algorithm": "SHA1"} | more


ENTRIES = [
    entry(issuer="Shop", thumbnail="Default", last_used=0, tags=["trash", "archived"]),
    entry("HOTP", label="Forum - bob"),
    entry("STEAM", issuer="Steam"),
    {"secret": SEED, "label": "Old:carl", "period": 30},
    entry("new kind"),
    entry(secret=""),
    entry(label=["x"]),
    "text",
]
ROWS = (
    OneTimeCode("Shop", "ann", Secret(SEED)),
    OneTimeCode("Forum", "bob", Secret(SEED)),
    OneTimeCode("Steam", "ann", Secret(SEED), "custom-software"),
    OneTimeCode("Old", "carl", Secret(SEED)),
    Unreadable("entry 5", "it is of a kind that secaudit does not know"),
    Unreadable("entry 6", "it has no secret"),
    Unreadable("entry 7", "its label is not text"),
    Unreadable("entry 8", "it is not made of fields"),
)
BACKUP = json.dumps(ENTRIES).encode()


def encrypted(text):
    salt, iv = NOISE.randbytes(12), NOISE.randbytes(12)
    key = hashlib.pbkdf2_hmac("sha1", PASSPHRASE.encode(), salt, 140_001, 32)
    return (140_001).to_bytes(4, "big") + salt + iv + AESGCM(key).encrypt(iv, text, None)


def encrypted_before(text):
    iv = b"\xff" + NOISE.randbytes(11)
    key = hashlib.sha256(PASSPHRASE.encode()).digest()
    return iv + AESGCM(key).encrypt(iv, text, None)


def read(data, passphrase=PASSPHRASE):
    return read_vault(data, name="x.aes", ask=lambda _: Secret(passphrase))


def test_a_plain_backup_is_read():
    vault = read(BACKUP)
    assert (vault.format, vault.encrypted, vault.rows) == ("andOTP", False, ROWS)


@pytest.mark.parametrize("make", [encrypted, encrypted_before])
def test_an_encrypted_backup_is_read(make):
    vault = read(make(BACKUP))
    assert (vault.format, vault.encrypted, vault.rows) == ("andOTP, encrypted", True, ROWS)


@pytest.mark.parametrize("make", [encrypted, encrypted_before])
def test_one_entry_is_enough_to_know_it_by(make):
    assert read(make(json.dumps([entry(issuer="A")]).encode())).codes == (
        OneTimeCode("A", "ann", Secret(SEED)),
    )


@pytest.mark.parametrize(
    "data", [encrypted(BACKUP), encrypted_before(BACKUP), NOISE.randbytes(500)]
)
def test_a_wrong_passphrase_says_that_it_may_be_another_file(data):
    with pytest.raises(PassphraseError, match="looks like an encrypted backup of andOTP") as caught:
        read(data, "wrong")
    assert "from another program" in caught.value.hint


def test_content_that_is_no_list_is_damaged():
    with pytest.raises(VaultError, match="damaged or not complete") as caught:
        read(encrypted(b"{" + b" " * 200 + b"}"))
    assert not isinstance(caught.value, PassphraseError)


@pytest.mark.parametrize(
    "data",
    [
        b"\xff" + NOISE.randbytes(126),
        b"\xff" + NOISE.randbytes(2**20),
        b"\x89PNG" + NOISE.randbytes(500),
        gzip.compress(NOISE.randbytes(500), mtime=0),
        bytes(range(256)) * 4,
        "Überschrift, Änderung, Öl und Maß. ".encode("latin-1") * 4,
        bytes(500),
        b"\xff\xfe" + "a text in UTF-16 of some length, with no entry".encode("utf-16-le") * 3,
    ],
    ids=["short", "long", "picture", "gzip", "table", "text", "zeros", "UTF-16"],
)
def test_what_is_no_noise_is_not_taken_for_a_backup(data):
    with pytest.raises(VaultError, match="is not an export that secaudit knows") as caught:
        read(data)
    assert not isinstance(caught.value, PassphraseError)
