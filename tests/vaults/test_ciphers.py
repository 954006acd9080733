"""Keys and AES of encrypted exports, against vectors that others published."""

import io

import pytest
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf import argon2, scrypt

from secaudit.errors import PassphraseError, VaultError
from secaudit.text import Secret
from secaudit.vaults import ciphers
from secaudit.vaults.base import Document

EXPORT = Document(io.BytesIO(), "x.json")
LIMITS = {"rounds": 10, "memory": 5}


def test_pbkdf2_gives_the_keys_of_the_published_vectors():
    # RFC 6070 (SHA-1, whose keys begin alike at any length), and RFC 7914 §11 (SHA-256).
    assert ciphers.pbkdf2(Secret("password"), b"salt", 2, "sha1")[:20] == bytes.fromhex(
        "ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957"
    )
    assert ciphers.pbkdf2(Secret("passwd"), b"salt", 1) == bytes.fromhex(
        "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"
    )


def test_scrypt_gives_the_key_of_the_published_vector():
    # RFC 7914 §12.
    key = ciphers.scrypt(EXPORT, Secret("password"), b"NaCl", n=1024, r=8, p=16)
    assert key == bytes.fromhex("fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162")


def test_argon2id_gives_the_key_that_the_library_gives():
    key = ciphers.argon2id(EXPORT, Secret("p"), b"12345678", iterations=2, memory=64, lanes=2)
    assert key == argon2.Argon2id(
        salt=b"12345678", length=32, iterations=2, lanes=2, memory_cost=64
    ).derive(b"p")


def test_settings_that_there_are_not_are_damage():
    with pytest.raises(VaultError, match="damaged or not complete"):
        ciphers.scrypt(EXPORT, Secret("p"), b"NaCl", n=1000, r=8, p=1)
    with pytest.raises(VaultError, match="damaged or not complete"):
        ciphers.argon2id(EXPORT, Secret("p"), b"short", iterations=1, memory=64, lanes=1)


@pytest.mark.parametrize("error", [UnsupportedAlgorithm("no"), MemoryError()])
def test_a_computer_that_cannot_compute_it_says_so(monkeypatch, error):
    def fail(**_):
        raise error

    monkeypatch.setattr(scrypt, "Scrypt", fail)
    with pytest.raises(VaultError, match="uses scrypt, which this computer could not compute"):
        ciphers.scrypt(EXPORT, Secret("p"), b"NaCl", n=2, r=8, p=1)


def test_half_a_character_has_octets_too():
    assert ciphers.octets(Secret("é\ud800")) == b"\xc3\xa9\xed\xa0\x80"


def test_aes_gcm_returns_what_was_encrypted():
    key, nonce = bytes(range(32)), bytes(12)
    sealed = AESGCM(key).encrypt(nonce, b"text", None)
    assert ciphers.aes_gcm(key, nonce, sealed) == b"text"


@pytest.mark.parametrize(
    ("key", "nonce", "cut"),
    [
        (bytes(32), bytes(12), 20),
        (bytes(range(32)), b"\1" * 12, 20),
        (bytes(range(32)), bytes(12), 19),
    ],
    ids=["key", "nonce", "text"],
)
def test_aes_gcm_notices_what_is_not_as_it_was(key, nonce, cut):
    sealed = AESGCM(bytes(range(32))).encrypt(bytes(12), b"text", None)
    with pytest.raises(ValueError, match="another key, or another text"):
        ciphers.aes_gcm(key, nonce, sealed[:cut])


def test_work_within_the_limits_is_affordable():
    settings = {"rounds": 10, "memory": 1, "other": "anything"}
    assert ciphers.affordable(EXPORT, settings, LIMITS) == {"rounds": 10, "memory": 1}


@pytest.mark.parametrize("name", LIMITS)
def test_too_much_work_is_refused_by_its_name(name):
    settings = LIMITS | {name: LIMITS[name] + 1}
    with pytest.raises(VaultError, match=f"than is safe to give: its {name} is above"):
        ciphers.affordable(EXPORT, settings, LIMITS)


@pytest.mark.parametrize("value", [None, 0, -1, True, 1.0, "5", [5]])
def test_work_that_is_no_number_is_damage(value):
    with pytest.raises(VaultError, match="damaged or not complete"):
        ciphers.affordable(EXPORT, LIMITS | {"memory": value}, LIMITS)


def test_a_wrong_passphrase_has_an_error_of_its_own():
    error = ciphers.wrong_passphrase(EXPORT)
    assert isinstance(error, PassphraseError)
    assert error.message == "x.json did not open with this passphrase"
