"""Backups of FreeOTP and FreeOTP+."""

import json
import struct
from html import escape

import pytest

from secaudit.errors import VaultError
from secaudit.model import OneTimeCode, Unreadable
from secaudit.text import Secret
from secaudit.vaults import read_vault

OCTETS = [72, 101, 108, 108, 111, 33, -34, -83, -66, -17]  # those of the standard's example
SEED = "JBSWY3DPEHPK3PXP"
CODE = OneTimeCode("Shop", "ana", Secret(SEED))


def token(**fields):
    return {"issuerExt": "Shop", "label": "ana", "secret": OCTETS, "type": "TOTP"} | fields


def plus(*tokens):
    return json.dumps({"tokenOrder": ["Shop:ana"], "tokens": tokens}).encode()


def settings(*texts):
    strings = "".join(f'<string name="n">{escape(text)}</string>' for text in texts)
    order = '<string name="tokenOrder">["n"]</string>'
    return f'<?xml version=\'1.0\'?>\n<map>{strings}{order}<int name="x" value="1"/></map>'.encode()


def java(entries, count=None):
    """Return a java.util.HashMap of texts as Java writes it."""

    def text(value):
        octets = b"".join(
            half.to_bytes(2, "big")
            .decode("utf-16-be", "surrogatepass")
            .encode("utf-8", "surrogatepass")
            for (half,) in struct.iter_unpack("<H", value.encode("utf-16-le"))
        )
        return b"t" + len(octets).to_bytes(2, "big") + octets

    name = b"java.util.HashMap"
    number = len(entries) if count is None else count
    return (
        b"\xac\xed\x00\x05sr"
        + len(name).to_bytes(2, "big")
        + name
        + (362498820763181265).to_bytes(8, "big")
        + b"\x03\x00\x02F\x00\x0aloadFactorI\x00\x09thresholdxp"
        + struct.pack(">fi", 0.75, 12)
        + b"w\x08"
        + struct.pack(">ii", 16, number)
        + b"".join(text(key) + text(value) for key, value in entries.items())
        + b"x"
    )


KEYS = {"masterKey": '{"mAlgorithm":"x"}', "id-1": '{"key":"{}"}'}
BACKUP_2 = KEYS | {"id-1-token": '{"issuerExt":"Shop","label":"ana","type":"TOTP"}'}


# ── FreeOTP+ ─────────────────────────────────────────────────────────────────────────────────────


def test_each_token_is_a_code_and_its_bytes_are_the_seed_of_other_apps():
    vault = read_vault(plus(token(), token(secret=[o % 256 for o in OCTETS])))
    assert (vault.format, vault.rows) == ("FreeOTP+ JSON", (CODE, CODE))
    assert vault.codes[0].seed == Secret(SEED)


def test_what_the_person_renamed_comes_first():
    assert read_vault(
        plus(
            token(issuerAlt="My shop", labelAlt="me", issuerInt="x"),
            token(issuerExt="", issuerInt="Shop"),
            token(issuerExt=None, label="Shop:ana"),
        )
    ).rows == (OneTimeCode("My shop", "me", Secret(SEED)), CODE, CODE)


def test_a_broken_token_is_unreadable_with_its_place():
    none, bad = "it has no secret", "its secret is not made of bytes"
    broken: tuple[object, ...] = ([], [300], [-129], [True], ["a"], "JBSW")
    assert read_vault(
        plus(token(), 5, token(label=[]), *(token(secret=s) for s in broken))
    ).rows == (
        CODE,
        Unreadable("entry 2", "it is not made of fields"),
        Unreadable("entry 3", "its label is not text"),
        Unreadable("entry 4", none),
        *(Unreadable(f"entry {n}", bad) for n in (5, 6, 7, 8)),
        Unreadable("entry 9", none),
    )


# ── FreeOTP 1 ────────────────────────────────────────────────────────────────────────────────────


def test_the_settings_file_holds_a_token_as_the_text_of_each_string():
    address = "otpauth://totp/Shop:ana?secret=JBSWY3DPEHPK3PXP"
    vault = read_vault(settings(json.dumps(token()), address, "[]", "{", ""))
    assert vault.format == "FreeOTP 1 tokens.xml"
    assert vault.rows == (
        CODE,
        OneTimeCode("Shop", "ana", Secret(address)),
        *(Unreadable(f"entry {n}", "it is not made of fields") for n in (3, 4, 5)),
    )


def test_entities_are_refused():
    data = b'<!DOCTYPE map [<!ENTITY a "x">]>' + settings("&a;")
    with pytest.raises(VaultError, match="not safe to read"):
        read_vault(data)


def test_the_settings_of_another_app_are_not_taken_for_it():
    with pytest.raises(VaultError, match="not an export that secaudit knows"):
        read_vault(settings("{}").replace(b"tokenOrder", b"another"))


# ── FreeOTP 2 ────────────────────────────────────────────────────────────────────────────────────


def test_the_backup_is_read_without_its_passphrase_as_only_the_seeds_are_encrypted():
    vault = read_vault(java(BACKUP_2))
    assert (vault.format, vault.encrypted) == ("FreeOTP 2 backup", True)
    assert vault.rows == (OneTimeCode("Shop", "ana"),)


def test_a_label_may_hold_any_character():
    entries = BACKUP_2 | {"id-1-token": '{"issuerExt":"Café 🦊","label":"ana"}'}
    assert read_vault(java(entries)).codes == (OneTimeCode("Café 🦊", "ana"),)


def test_a_token_that_is_missing_or_broken_is_unreadable_with_its_place():
    entries = BACKUP_2 | {"id-2": "{}", "id-3": "{}", "id-3-token": "x"}
    assert read_vault(java(entries)).rows == (
        OneTimeCode("Shop", "ana"),
        Unreadable("entry 2", "it is not made of fields"),
        Unreadable("entry 3", "it is not made of fields"),
    )


@pytest.mark.parametrize(
    "data",
    [
        java(BACKUP_2)[:-10],
        java(BACKUP_2, count=9),
        java(BACKUP_2).replace(b"id-1-token", b"id-1-toke\xff"),
        java(BACKUP_2).replace(b"t\x00\x0aid-1-token", b"q\x00\x0aid-1-token"),
        java(BACKUP_2)[:100] + b"masterKey",
    ],
    ids=["cut", "count", "text", "kind", "header"],
)
def test_a_damaged_backup_is_said(data):
    with pytest.raises(VaultError, match="FreeOTP backup, but damaged or not complete"):
        read_vault(data)


def test_another_java_file_is_not_taken_for_it():
    with pytest.raises(VaultError, match="not an export that secaudit knows"):
        read_vault(java({"a": "b"}))
