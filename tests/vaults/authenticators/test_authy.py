"""Settings files of Authy, encrypted here as its app does it."""

import base64
import hashlib
import json
from html import escape

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from secaudit.errors import NothingToAuditError, PassphraseError, VaultError
from secaudit.model import OneTimeCode, Unreadable
from secaudit.text import Secret
from secaudit.vaults import read_vault

SEED = "JBSWY3DPEHPK3PXP"
PASSPHRASE = "Pässword"
STORE = "com.authy.storage.tokens.authenticator.key"


def entry(name, seed=SEED, **more):
    return {"accountType": "authenticator", "name": name, "decryptedSecret": seed} | more


def sealed(name, seed=SEED, passphrase=PASSPHRASE, salt="söme salt", **more):
    key = hashlib.pbkdf2_hmac("sha1", passphrase.encode(), salt.encode(), 1000, 32)
    padder = PKCS7(128).padder()
    encryptor = Cipher(algorithms.AES(key), modes.CBC(bytes(16))).encryptor()
    data = encryptor.update(padder.update(seed.encode()) + padder.finalize())
    secret = base64.b64encode(data).decode()
    return {"name": name, "originalIssuer": "Shop", "encryptedSecret": secret, "salt": salt} | more


def settings(*entries, store=STORE, text=None):
    content = escape(json.dumps(entries) if text is None else text)
    return (
        "<?xml version='1.0' encoding='utf-8' standalone='yes' ?>\n<map>"
        f'<int name="key_version" value="121" /><string name="other">x</string>'
        f'<string name="{store}">{content}</string></map>'
    ).encode()


def read(data, passphrase=PASSPHRASE):
    return read_vault(data, name="x.xml", ask=lambda _: Secret(passphrase))


def test_plain_codes_are_read():
    vault = read(
        settings(
            entry("Shop: ann", originalIssuer="Shop", originalName="Shop:ann"),
            entry("Shop: bob", originalName="Shop:bob", hidden=False),
            entry("Forum - carl"),
            entry("dora", accountType="gmail"),
            entry("eve"),
            entry("Broken", ""),
            "text",
            entry("Kept", encryptedSecret="AAAA", salt="x"),
        )
    )
    assert (vault.format, vault.encrypted) == ("Authy", False)
    assert vault.rows == (
        OneTimeCode("Shop", "ann", Secret(SEED)),
        OneTimeCode("Shop", "bob", Secret(SEED)),
        OneTimeCode("Forum", "carl", Secret(SEED)),
        OneTimeCode("gmail", "dora", Secret(SEED)),
        OneTimeCode("", "eve", Secret(SEED)),
        Unreadable("entry 6", "it has no secret"),
        Unreadable("entry 7", "it is not made of fields"),
        OneTimeCode("", "Kept", Secret(SEED)),
    )


def test_the_codes_that_only_authy_makes_are_read():
    data = settings(
        {"name": "Shop", "secretSeed": "00ff"}, store="com.authy.storage.tokens.authy.key"
    )
    assert read(data).rows == (OneTimeCode("Shop", "", Secret("00ff"), "custom-software"),)


def test_no_codes_are_nothing_to_audit():
    with pytest.raises(NothingToAuditError):
        read(settings())


def test_encrypted_codes_are_read():
    vault = read(
        settings(
            sealed("Shop: ann", "ann's passphrase", PASSPHRASE),
            sealed("Shop: ann"),
            sealed("Shop: bob", passphrase="another"),
            sealed("Shop: carl", encryptedSecret="no base64"),
            sealed("Shop: dora", encryptedSecret="AAAA"),
        )
    )
    assert (vault.format, vault.encrypted) == ("Authy, encrypted", True)
    refused = "it did not open with the passphrase that opens others"
    assert vault.rows == (
        Unreadable("entry 1", refused),
        OneTimeCode("Shop", "ann", Secret(SEED)),
        Unreadable("entry 3", refused),
        Unreadable("entry 4", "its encryptedSecret is damaged"),
        Unreadable("entry 5", refused),
    )


def test_a_wrong_passphrase_says_so():
    with pytest.raises(PassphraseError, match="did not open with this passphrase"):
        read(settings(sealed("ann"), sealed("bob")), "wrong")


def test_codes_that_are_all_damaged_are_unreadable():
    data = settings(
        sealed("ann", encryptedSecret="no base64"), sealed("bob", salt=5 * "é") | {"salt": 5}
    )
    assert read(data).rows == (
        Unreadable("entry 1", "its encryptedSecret is damaged"),
        Unreadable("entry 2", "its salt is not text"),
    )


def test_where_some_are_in_plain_the_file_does_not_count_as_encrypted():
    vault = read(settings(sealed("ann"), entry("Shop - bob")))
    assert (vault.format, vault.encrypted, len(vault.codes)) == ("Authy", False, 2)


@pytest.mark.parametrize("data", [settings(text="[{"), settings(text="{}"), settings()[:-9]])
def test_a_damaged_file_says_so(data):
    with pytest.raises(VaultError, match="damaged or not complete"):
        read(data)


def test_settings_of_another_app_are_not_taken_for_authys():
    with pytest.raises(VaultError, match="is not an export that secaudit knows"):
        read(settings(entry("x"), store="com.example"))
