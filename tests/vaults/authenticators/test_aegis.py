"""Vaults of Aegis, encrypted here as Aegis does it."""

import base64
import json
import time

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from secaudit.errors import NothingToAuditError, PassphraseError, VaultError
from secaudit.model import OneTimeCode, Unreadable
from secaudit.text import Secret
from secaudit.vaults import read_vault

SEED = "JBSWY3DPEHPK3PXP"
PASSWORDS = ("for the phone", "fürs Backup")
NONCE = bytes(range(12))
MASTER = bytes(range(32))


def entry(kind="totp", name="ann", issuer="Shop", **more):
    return {"type": kind, "name": name, "issuer": issuer, "info": {"secret": SEED}, **more}


ENTRIES = [
    entry("totp", groups=["g1"], note="", favorite=False),
    entry("hotp", name="Forum:bob", issuer=""),
    entry("steam", issuer="Steam"),
    entry("motp", issuer="Motp"),
    entry("yandex", issuer="Yandex"),
    entry("new kind"),
    "no entry",
    {"type": "totp", "name": "ann", "issuer": "Shop", "info": {"secret": " "}},
    {"type": "totp", "name": 5, "issuer": "Shop", "info": {"secret": SEED}},
    {"type": "totp", "info": "text"},
]
ROWS = (
    OneTimeCode("Shop", "ann", Secret(SEED)),
    OneTimeCode("Forum", "bob", Secret(SEED)),
    OneTimeCode("Steam", "ann", Secret(SEED), "custom-software"),
    OneTimeCode("Motp", "ann", Secret(SEED)),
    OneTimeCode("Yandex", "ann", Secret(SEED), "custom-software"),
    Unreadable("entry 6", "it is of a kind that secaudit does not know"),
    Unreadable("entry 7", "it is not made of fields"),
    Unreadable("entry 8", "it has no secret"),
    Unreadable("entry 9", "its name is not text"),
    Unreadable("entry 10", "its info is not made of fields"),
)


def db(version=3, entries=ENTRIES):
    # A group of this name is no trash.
    groups = {"groups": [{"uuid": "g1", "name": "Trash"}]} if version > 2 else {}
    return {"version": version, "entries": entries} | groups


def plain(content):
    return json.dumps(
        {"version": 1, "header": {"slots": None, "params": None}, "db": content}
    ).encode()


def sealed(key, data):
    whole = AESGCM(key).encrypt(NONCE, data, None)
    return whole[:-16], {"nonce": NONCE.hex(), "tag": whole[-16:].hex()}


def slot(password, **more):
    salt = password.encode()[:2] * 16
    key = Scrypt(salt=salt, length=32, n=1024, r=8, p=1).derive(password.encode())
    data, params = sealed(key, MASTER)
    return {
        "type": 1,
        "key": data.hex(),
        "key_params": params,
        "n": 1024,
        "r": 8,
        "p": 1,
        "salt": salt.hex(),
    } | more


BIOMETRIC = {"type": 2, "key": "00", "key_params": {"nonce": "00", "tag": "00"}}


def encrypted(slots, content=None, **more):
    text = json.dumps(db()) if content is None else content
    data, params = sealed(MASTER, text.encode())
    header = {"slots": slots, "params": params}
    return json.dumps(
        {"version": 1, "header": header, "db": base64.b64encode(data).decode()} | more
    ).encode()


def read(data, passphrase=PASSWORDS[0]):
    return read_vault(data, name="x.json", ask=lambda _: Secret(passphrase))


@pytest.mark.parametrize("version", [1, 2, 3])
def test_a_plain_vault_is_read(version):
    vault = read(plain(db(version)))
    assert (vault.format, vault.encrypted, vault.rows) == ("Aegis", False, ROWS)


def test_an_empty_vault_is_nothing_to_audit():
    with pytest.raises(NothingToAuditError):
        read(plain(db(entries=[])))


@pytest.mark.parametrize("passphrase", PASSWORDS)
def test_any_of_its_passwords_opens_an_encrypted_vault(passphrase):
    data = encrypted([BIOMETRIC, *map(slot, PASSWORDS)])
    vault = read(data, passphrase)
    assert (vault.format, vault.encrypted, vault.rows) == ("Aegis, encrypted", True, ROWS)


def test_a_wrong_passphrase_says_so():
    with pytest.raises(PassphraseError, match="did not open with this passphrase"):
        read(encrypted([slot(PASSWORDS[0])]), "wrong")


def test_a_vault_that_only_the_phone_opens_says_so():
    with pytest.raises(VaultError, match="only be opened by the phone"):
        read_vault(encrypted([BIOMETRIC]))


@pytest.mark.parametrize(
    ("slots", "name"),
    [
        ([slot("a", n=2**19)], "n"),
        ([slot("a", r=9)], "r"),
        ([slot("a"), slot("b", p=5)], "p"),
        ([slot("a", n=10**30)], "n"),
        ([slot("a")] * 9, "number of passwords"),
    ],
)
def test_too_much_work_is_refused_by_its_name_before_anything_is_asked(slots, name):
    started = time.monotonic()
    with pytest.raises(VaultError, match=f"more memory or time to open.* its {name} is above"):
        read_vault(encrypted(slots))
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    "data",
    [
        encrypted(None),
        encrypted([5]),
        encrypted([slot("a", n=None)]),
        encrypted([slot(PASSWORDS[0], n=1000)]),
        encrypted([slot("a", salt="xyz")]),
        encrypted([slot("a", key=None)]),
        encrypted([slot("a", key_params=None)]),
        encrypted([slot("a", key_params={"nonce": "00"})]),
        encrypted([slot("a")], header=None),
        encrypted([slot("a")], header={"slots": [slot("a")]}),
        encrypted([slot("a")], db="not base64"),
        encrypted([slot(PASSWORDS[0])], db="AAAA"),
        encrypted([slot(PASSWORDS[0])], content="no JSON"),
        encrypted([slot(PASSWORDS[0])], content="[]"),
        encrypted([slot(PASSWORDS[0])], content='{"entries": 5}'),
    ],
)
def test_a_damaged_vault_says_so(data):
    with pytest.raises(VaultError, match="damaged or not complete") as caught:
        read(data)
    assert not isinstance(caught.value, PassphraseError)
