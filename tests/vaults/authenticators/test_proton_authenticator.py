"""Backups of Proton Authenticator, plain and protected by a password."""

import base64
import json

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from secaudit.errors import PassphraseError, VaultError
from secaudit.model import OneTimeCode, Unreadable
from secaudit.text import Secret
from secaudit.vaults import read_vault

PASSPHRASE = "a passphrase of the tests"
ADDRESS = "otpauth://totp/Shop:ana?secret=JBSWY3DPEHPK3PXP&issuer=Shop"
CODE = OneTimeCode("Shop", "ana", Secret(ADDRESS))


def entry(uri, name="ana"):
    content = {"uri": uri, "entry_type": "Totp", "name": name}
    return {"id": "1", "content": content, "note": None}


def backup(*entries):
    return json.dumps({"version": 1, "entries": entries}).encode()


def sealed(plain, **changes):
    salt, nonce = bytes(range(16)), bytes(range(12))
    key = Argon2id(salt=salt, length=32, iterations=2, lanes=1, memory_cost=19456).derive(
        PASSPHRASE.encode()
    )
    content = nonce + AESGCM(key).encrypt(nonce, plain, b"proton.authenticator.export.v1")
    export = {"version": 1, "salt": coded(salt), "content": coded(content)}
    return json.dumps(export | changes).encode()


def coded(data):
    return base64.b64encode(data).decode()


def ask(_prompt):
    return Secret(PASSPHRASE)


def test_each_entry_is_a_code():
    vault = read_vault(
        backup(entry(ADDRESS), entry("steam://AAAA", "games"), entry(ADDRESS, "another name"))
    )
    assert (vault.format, vault.encrypted) == ("Proton Authenticator JSON", False)
    assert vault.rows == (
        CODE,
        OneTimeCode("Steam", "games", Secret("steam://AAAA"), "custom-software"),
        CODE,
    )


def test_a_broken_entry_is_unreadable_with_its_place():
    broken: tuple[object, ...] = (
        "x",
        {"content": "x"},
        {},
        entry(None),
        entry("https://x"),
        entry("steam://A", 5),
    )
    assert read_vault(backup(entry(ADDRESS), *broken)).rows == (
        CODE,
        Unreadable("entry 2", "it is not made of fields"),
        Unreadable("entry 3", "its content is not made of fields"),
        *(Unreadable(f"entry {n}", "it is not a one-time code address") for n in (4, 5, 6)),
        Unreadable("entry 7", "its name is not text"),
    )


def test_an_encrypted_one_opens_with_its_passphrase():
    asked = []

    def answer(prompt):
        asked.append(prompt)
        return Secret(PASSPHRASE)

    vault = read_vault(sealed(backup(entry(ADDRESS))), name="codes.json", ask=answer)
    assert asked == ["Passphrase of codes.json"]
    assert (vault.format, vault.encrypted) == ("Proton Authenticator encrypted JSON", True)
    assert vault.rows == (CODE,)


def test_a_wrong_passphrase_is_said():
    with pytest.raises(PassphraseError, match="did not open with this passphrase"):
        read_vault(sealed(backup(entry(ADDRESS))), ask=lambda _: Secret("wrong"))


@pytest.mark.parametrize(
    "data",
    [
        sealed(b"x", salt="?"),
        sealed(b"x", salt="AAAA"),
        sealed(b"x", content="AAAA"),
        sealed(b"x", content="ä"),
        sealed(b"no JSON"),
        sealed(b'{"entries": 5}'),
    ],
    ids=["salt", "short salt", "short content", "content", "no JSON", "no entries"],
)
def test_a_damaged_one_is_said(data):
    with pytest.raises(VaultError, match="damaged or not complete"):
        read_vault(data, ask=ask)


def test_a_newer_kind_says_what_to_export_instead():
    with pytest.raises(VaultError, match="newer kind") as caught:
        read_vault(sealed(b"x", version=2), ask=ask)
    assert "without a password" in caught.value.hint


@pytest.mark.parametrize("changes", [{"salt": 5}, {"more": "x"}])
def test_another_file_is_not_taken_for_it(changes):
    with pytest.raises(VaultError, match="not an export that secaudit knows"):
        read_vault(sealed(b"x", **changes))
