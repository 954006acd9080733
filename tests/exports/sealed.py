"""Encrypted exports, with as little work to open as each format allows."""

import base64
import hashlib
import hmac
import io
import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf import argon2, scrypt
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from cryptography.hazmat.primitives.padding import PKCS7
from lxml import etree  # type: ignore[import-untyped]
from nacl import bindings
from pykeepass import PyKeePass, create_database

from tests.exports.codes import CODES, aegis_db, authy, twofas_services
from tests.exports.objects import OBJECTS
from tests.exports.records import PASSPHRASE, Record, Writer
from tests.exports.trees import TREES

_SECRET = PASSPHRASE.encode()
_IV = _SALT = bytes(range(16))
_NONCE = bytes(range(12))


def _aes_cbc(key: bytes, data: bytes, iv: bytes = _IV) -> bytes:
    padder = PKCS7(128).padder()
    encryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor()
    return encryptor.update(padder.update(data) + padder.finalize()) + encryptor.finalize()


def _bitwarden(plain: bytes) -> bytes:
    """Return Bitwarden's encrypted JSON around a plain one: PBKDF2, one round."""
    key = hashlib.pbkdf2_hmac("sha256", _SECRET, b"salt", 1)
    enc, mac = (HKDFExpand(SHA256(), 32, info).derive(key) for info in (b"enc", b"mac"))

    def sealed(data: bytes) -> str:
        content = _aes_cbc(enc, data)
        parts = (_IV, content, hmac.digest(mac, _IV + content, "sha256"))
        return "2." + "|".join(base64.b64encode(part).decode() for part in parts)

    export = {
        "encrypted": True,
        "passwordProtected": True,
        "salt": "salt",
        "kdfType": 0,
        "kdfIterations": 1,
        "encKeyValidation_DO_NOT_EDIT": sealed(b"any"),
        "data": sealed(plain),
    }
    return json.dumps(export).encode()


@cache
def _database() -> PyKeePass:
    """Return an empty database with Argon2, one pass over 64 KiB."""
    file = io.BytesIO()
    create_database(file, password=PASSPHRASE)
    file.seek(0)
    database = PyKeePass(file, password=PASSPHRASE)
    work = database.kdbx.header.value.dynamic_header.kdf_parameters.data.dict
    for name, value in {"I": 1, "M": 2**16, "P": 1}.items():
        work[name].value = value
    return database


def _kdbx(xml: bytes) -> bytes:
    """Return a KDBX 4 file around KeePass's XML."""
    root = etree.fromstring(xml.replace(b"ProtectInMemory", b"Protected"))
    _database().kdbx.body.payload.xml = etree.ElementTree(root)
    file = io.BytesIO()
    _database().save(file)
    return file.getvalue()


_SPASS_COLUMNS = "_id;origin_url;username_value;password_value;created_time;title;package_name;otp"


def _spass_text(records: Sequence[Record]) -> bytes:
    """Return what is inside Samsung Pass's file: a table for each kind."""

    def cells(*texts: str) -> str:
        return ";".join(base64.b64encode((t or "&&&NULL&&&").encode()).decode() for t in texts)

    def row(r: Record) -> str:
        created = f"{r.created}000" if r.created else ""
        return cells("1", r.url, r.username, r.password, created, r.title, "", r.totp)

    tables: dict[str, list[str]] = {
        "login": [_SPASS_COLUMNS],
        "card": ["_id;card_number_encrypted"],
        "identity": ["_id;street_address"],
        "note": ["_id;note_title"],
    }
    for r in records:
        lines = tables.get(r.kind, tables["login"])
        lines.append("%;%" if r.kind == "junk" else row(r) if r.is_login else cells("1", r.title))
    return "\n".join(["30", *(f"next_table\n{chr(10).join(t)}" for t in tables.values())]).encode()


def _spass(plain: bytes) -> bytes:
    """Return Samsung Pass's file around its text. The rounds are fixed: 70,000."""
    salt = bytes(20)
    key = hashlib.pbkdf2_hmac("sha256", _SECRET, salt, 70_000)
    return base64.b64encode(salt + _IV + _aes_cbc(key, plain))


# ── Authenticator apps ───────────────────────────────────────────────────────────────────────────


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _aes_gcm(key: bytes, data: bytes, purpose: bytes | None = None) -> bytes:
    return AESGCM(key).encrypt(_NONCE, data, purpose)


def _argon2id(*, iterations: int, memory: int) -> bytes:
    derivation = argon2.Argon2id(
        salt=_SALT, length=32, iterations=iterations, lanes=1, memory_cost=memory
    )
    return derivation.derive(_SECRET)


def _aegis(plain: bytes) -> bytes:
    def sealed(key: bytes, data: bytes) -> tuple[bytes, dict[str, str]]:
        text = _aes_gcm(key, data)
        return text[:-16], {"nonce": _NONCE.hex(), "tag": text[-16:].hex()}

    work = {"n": 2, "r": 1, "p": 1}
    key = scrypt.Scrypt(salt=_SALT, length=32, **work).derive(_SECRET)
    inner, params = sealed(key, bytes(32))
    slot = {"type": 1, "key": inner.hex(), "key_params": params, "salt": _SALT.hex()}
    content, params = sealed(bytes(32), plain)
    header = {"slots": [slot | work], "params": params}
    return json.dumps({"version": 1, "header": header, "db": _base64(content)}).encode()


def _twofas(plain: bytes) -> bytes:
    key = hashlib.pbkdf2_hmac("sha256", _SECRET, _SALT, 10_000)
    parts = map(_base64, (_aes_gcm(key, plain), _SALT, _NONCE))
    backup = {"schemaVersion": 4, "services": [], "servicesEncrypted": ":".join(parts)}
    return json.dumps(backup).encode()


def _andotp(plain: bytes) -> bytes:
    key = hashlib.pbkdf2_hmac("sha1", _SECRET, _SALT[:12], 1, 32)
    return (1).to_bytes(4, "big") + _SALT[:12] + _NONCE + _aes_gcm(key, plain)


def _stratum(plain: bytes) -> bytes:
    """Return Stratum's backup as it was before: newer ones take 64 MiB of memory."""
    key = hashlib.pbkdf2_hmac("sha1", _SECRET, bytes(20), 64_000, 32)
    return b"AuthenticatorPro" + bytes(20) + _IV + _aes_cbc(key, plain)


def _proton(plain: bytes) -> bytes:
    key = _argon2id(iterations=2, memory=19 * 1024)
    content = _NONCE + _aes_gcm(key, plain, b"proton.authenticator.export.v1")
    backup = {"version": 1, "salt": _base64(_SALT), "content": _base64(content)}
    return json.dumps(backup).encode()


def _ente(plain: bytes) -> bytes:
    key = _argon2id(iterations=1, memory=8)
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    header = bindings.crypto_secretstream_xchacha20poly1305_init_push(state, key)
    data = bindings.crypto_secretstream_xchacha20poly1305_push(state, plain)
    settings = {"memLimit": 2**13, "opsLimit": 1, "salt": _base64(_SALT)}
    export = {"encryptedData": _base64(data), "encryptionNonce": _base64(header)}
    return json.dumps({"version": 1, "kdfParams": settings, **export}).encode()


def _authy_seed(seed: str) -> dict[str, str]:
    key = hashlib.pbkdf2_hmac("sha1", _SECRET, b"salt", 1000, 32)
    return {"salt": "salt", "encryptedSecret": _base64(_aes_cbc(key, seed.encode(), bytes(16)))}


SEALED = {
    "bitwarden-encrypted-json": replace(OBJECTS["bitwarden-json"], seal=_bitwarden),
    "kdbx": replace(TREES["keepass-xml"], seal=_kdbx, slow=True),
    "samsung-pass-spass": Writer(
        _spass_text, frozenset({"note", "card", "identity", "junk"}), seal=_spass, slow=True
    ),
    "aegis-encrypted-json": replace(aegis_db, seal=_aegis),
    "2fas-encrypted-json": replace(twofas_services, seal=_twofas),
    "andotp-encrypted": replace(CODES["andotp-json"], seal=_andotp),
    "stratum-encrypted": replace(CODES["stratum-json"], seal=_stratum, slow=True),
    "authy-encrypted-xml": replace(CODES["authy-xml"], plain=authy(_authy_seed)),
    "proton-authenticator-encrypted-json": replace(
        CODES["proton-authenticator-json"], seal=_proton, slow=True
    ),
    "ente-encrypted": replace(CODES["ente"], seal=_ente),
}
