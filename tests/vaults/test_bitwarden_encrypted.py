"""Bitwarden's exports with a passphrase of their own, encrypted here as Bitwarden does it."""

import base64
import hashlib
import hmac
import json
import time

import pytest
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf import argon2
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from cryptography.hazmat.primitives.padding import PKCS7

from secaudit.errors import NothingToAuditError, PassphraseError, VaultError
from secaudit.model import Account, Skipped, Unreadable
from secaudit.text import Secret
from secaudit.vaults import bitwarden_encrypted, read_vault

PASSPHRASE = "Pässword of the export"
PLAIN = json.dumps(
    {
        "encrypted": False,
        "folders": [],
        "items": [
            {"type": 1, "name": "Shop", "login": {"username": "ann", "password": "s3cret"}},
            {"type": 2, "name": "note"},
            {"type": 9},
        ],
    }
)
PBKDF2 = {"kdfType": 0, "kdfIterations": 5000, "kdfMemory": None, "kdfParallelism": None}
ARGON2 = {"kdfType": 1, "kdfIterations": 2, "kdfMemory": 16, "kdfParallelism": 4}
SALT = base64.b64encode(bytes(range(16))).decode()


def key_of(work):
    secret = PASSPHRASE.encode()
    if work["kdfType"] == 0:
        return hashlib.pbkdf2_hmac("sha256", secret, SALT.encode(), work["kdfIterations"])
    return argon2.Argon2id(
        salt=hashlib.sha256(SALT.encode()).digest(),
        length=32,
        iterations=work["kdfIterations"],
        lanes=work["kdfParallelism"],
        memory_cost=work["kdfMemory"] * 1024,
    ).derive(secret)


def sealed(text, key):
    enc, mac = (HKDFExpand(SHA256(), 32, info).derive(key) for info in (b"enc", b"mac"))
    iv = bytes(range(16))
    padder = PKCS7(128).padder()
    encryptor = Cipher(algorithms.AES(enc), modes.CBC(iv)).encryptor()
    data = encryptor.update(padder.update(text.encode()) + padder.finalize())
    parts = (iv, data, hmac.digest(mac, iv + data, "sha256"))
    return "2." + "|".join(base64.b64encode(part).decode() for part in parts)


def export(work=None, text=PLAIN, **more) -> bytes:
    work = work or PBKDF2
    key = key_of(work)
    head = {"encrypted": True, "passwordProtected": True, "salt": SALT}
    body = {"encKeyValidation_DO_NOT_EDIT": sealed("any", key), "data": sealed(text, key)}
    return json.dumps(head | work | body | more).encode()


def read(data, passphrase=PASSPHRASE):
    return read_vault(data, name="x.json", ask=lambda _: Secret(passphrase))


@pytest.mark.parametrize("work", [PBKDF2, ARGON2], ids=["PBKDF2", "Argon2id"])
def test_what_is_inside_is_read_like_a_plain_export(work):
    vault = read(export(work))
    assert vault.format == "Bitwarden encrypted JSON"
    assert vault.encrypted
    assert vault.rows == (
        Account(title="Shop", username="ann", password=Secret("s3cret")),
        Skipped("note"),
        Unreadable("item 3", "it is of a kind that secaudit does not know"),
    )


@pytest.mark.parametrize("work", [PBKDF2, ARGON2], ids=["PBKDF2", "Argon2id"])
def test_a_wrong_passphrase_says_so(work):
    with pytest.raises(PassphraseError, match="did not open with this passphrase"):
        read(export(work), "wrong")


def test_nobody_to_ask():
    with pytest.raises(PassphraseError, match="nobody to ask"):
        read_vault(export())


@pytest.mark.parametrize(
    ("work", "name"),
    [
        (PBKDF2 | {"kdfIterations": 2_000_001}, "kdfIterations"),
        (PBKDF2 | {"kdfIterations": 10**30}, "kdfIterations"),
        (ARGON2 | {"kdfIterations": 11}, "kdfIterations"),
        (ARGON2 | {"kdfMemory": 1025}, "kdfMemory"),
        (ARGON2 | {"kdfMemory": 2**31}, "kdfMemory"),
        (ARGON2 | {"kdfParallelism": 17}, "kdfParallelism"),
    ],
)
def test_too_much_work_is_refused_by_its_name_before_anything_is_asked(work, name):
    started = time.monotonic()
    with pytest.raises(VaultError, match=f"more memory or time to open.* its {name} is above"):
        read_vault(export(None, **work))
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    "more",
    [
        {"salt": None},
        {"salt": 5},
        {"kdfType": None},
        {"kdfType": 2},
        {"kdfType": True},
        {"kdfType": [0]},
        {"kdfIterations": None},
        {"kdfIterations": 0},
        {"kdfIterations": -1},
        {"kdfIterations": True},
        {"kdfIterations": 1e3},
        {"kdfIterations": "5000"},
        {"kdfType": 1},
        {"encKeyValidation_DO_NOT_EDIT": None},
        {"data": None},
        {"data": "2.a|b"},
        {"data": "2.%%%%|AAAA|AAAA"},
        {"data": "0.AAAA|AAAA|AAAA"},
        {"data": "2.AAAA|AAAA|AAAA"},
        {"data": "2.ü|AAAA|AAAA"},
    ],
    ids=str,
)
def test_a_damaged_export_says_so(more):
    with pytest.raises(VaultError, match="damaged or not complete") as caught:
        read(export(**more))
    assert not isinstance(caught.value, PassphraseError)


def test_every_changed_byte_of_the_content_is_noticed():
    whole = json.loads(export())
    content = whole["data"]
    for at in range(2, len(content), 7):
        other = "A" if content[at] != "A" else "B"
        whole["data"] = content[:at] + other + content[at + 1 :]
        with pytest.raises(VaultError):
            read(json.dumps(whole).encode())


@pytest.mark.parametrize("text", ["", "no JSON", "{}", '{"encrypted": true, "items": []}'])
def test_content_that_is_no_export_is_damaged(text):
    with pytest.raises(VaultError, match="damaged or not complete"):
        read(export(text=text))


def test_content_of_no_whole_block_is_damaged():
    key = key_of(PBKDF2)
    mac = HKDFExpand(SHA256(), 32, b"mac").derive(key)
    parts = (bytes(16), b"odd", hmac.digest(mac, bytes(16) + b"odd", "sha256"))
    data = "2." + "|".join(base64.b64encode(part).decode() for part in parts)
    with pytest.raises(VaultError, match="damaged or not complete"):
        read(export(data=data))


def test_an_export_without_items_is_nothing_to_audit():
    with pytest.raises(NothingToAuditError):
        read(export(text='{"folders": [], "items": []}'))


@pytest.mark.parametrize("error", [UnsupportedAlgorithm("no"), MemoryError()])
def test_a_computer_without_argon2_says_so(monkeypatch, error):
    data = export(ARGON2)

    def fail(**_):
        raise error

    monkeypatch.setattr(argon2, "Argon2id", fail)
    with pytest.raises(VaultError, match="Argon2id, which this computer could not compute"):
        read(data)


def test_the_limits_let_through_the_most_that_bitwarden_offers():
    assert bitwarden_encrypted._LIMITS == {
        0: {"kdfIterations": 2_000_000},
        1: {"kdfIterations": 10, "kdfMemory": 1024, "kdfParallelism": 16},
    }
