"""Aegis: the vault that it exports or backs up, in plain text or encrypted.

https://github.com/beemdevelopment/Aegis/blob/master/docs/vault.md
"""

import base64
from collections.abc import Iterator
from functools import partial
from typing import Any

from secaudit.errors import VaultError
from secaudit.languages import N_, _
from secaudit.model import Row
from secaudit.vaults.authenticators.entries import GIVES, code, rows
from secaudit.vaults.base import Ask, Document, Format, object_in, parsed, text_in
from secaudit.vaults.ciphers import aes_gcm, affordable, damaged, scrypt, wrong_passphrase

_PASSWORD = 1  # the kind of a slot; the others are opened by the phone
# Aegis itself has always used 32,768, 8 and 1: 32 MiB of memory.
_LIMITS = {"n": 2**18, "r": 8, "p": 4}
_MOST_PASSWORDS = {N_("number of passwords"): 8}


def _holds(document: Document, kind: type) -> bool:
    vault = document.json
    return (
        isinstance(vault, dict)
        and vault.keys() >= {"version", "header", "db"}
        and isinstance(vault["db"], kind)
    )


def _is_plain(document: Document) -> bool:
    return _holds(document, dict) and isinstance(document.json["db"].get("entries"), list)


def _read(document: Document, _ask: Ask) -> Iterator[Row]:
    return rows(document.json["db"]["entries"], _row)


def _read_encrypted(document: Document, ask: Ask) -> Iterator[Row]:
    db = parsed(_opened(document, ask).decode("utf-8", "surrogateescape"))
    entries = db.get("entries") if isinstance(db, dict) else None
    if not isinstance(entries, list):
        raise damaged(document)
    return rows(entries, _row)


def _row(entry: dict[str, Any]) -> Row:
    return code(
        kind=text_in(entry, "type"),
        issuer=text_in(entry, "issuer"),
        label=text_in(entry, "name"),
        seed=text_in(object_in(entry, "info"), "secret"),
    )


def _opened(document: Document, ask: Ask) -> bytes:
    """Return the content: encrypted with a key that each slot holds, encrypted by a password."""
    header = document.json["header"]
    slots = header.get("slots") if isinstance(header, dict) else None
    if not isinstance(slots, list) or not all(isinstance(slot, dict) for slot in slots):
        raise damaged(document)
    slots = [slot for slot in slots if slot.get("type") == _PASSWORD]
    if not slots:
        raise VaultError(
            _("{name} can only be opened by the phone that made it").format(name=document.name),
            _("In Aegis, export again and set a password for the export."),
        )
    affordable(document, dict.fromkeys(_MOST_PASSWORDS, len(slots)), _MOST_PASSWORDS)
    work = [affordable(document, slot, _LIMITS) for slot in slots]
    salts = [_octets(document, slot, "salt") for slot in slots]
    keys = [
        _sealed(document, slot.get("key_params"), _octets(document, slot, "key")) for slot in slots
    ]
    try:
        text = base64.b64decode(document.json["db"], validate=True)
    except ValueError:
        raise damaged(document) from None
    content = _sealed(document, header.get("params"), text)
    passphrase = ask(_("Passphrase of {name}").format(name=document.name))
    for settings, salt, sealed in zip(work, salts, keys, strict=True):
        try:
            key = aes_gcm(scrypt(document, passphrase, salt, **settings), *sealed)
        except ValueError:
            continue  # another of the passwords may be meant
        try:
            return aes_gcm(key, *content)
        except ValueError:
            raise damaged(document) from None
    raise wrong_passphrase(document)


def _sealed(document: Document, params: Any, data: bytes) -> tuple[bytes, bytes]:
    """Return nonce and ciphertext, with the tag that Aegis keeps beside it."""
    return _octets(document, params, "nonce"), data + _octets(document, params, "tag")


def _octets(document: Document, item: Any, name: str) -> bytes:
    try:
        return bytes.fromhex(item[name])
    except (KeyError, TypeError, ValueError):
        raise damaged(document) from None


AEGIS = Format("aegis-json", "Aegis", _is_plain, _read, gives=GIVES)
AEGIS_ENCRYPTED = Format(
    "aegis-encrypted-json",
    N_("Aegis, encrypted"),
    partial(_holds, kind=str),
    _read_encrypted,
    encrypted=True,
    gives=GIVES,
)
