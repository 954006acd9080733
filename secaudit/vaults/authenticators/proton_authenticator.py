"""Proton Authenticator's JSON backups, plain and protected by a password.

https://github.com/protonpass/proton-pass-common, `proton-authenticator/src/entry`: AES-256-GCM
under a key of Argon2id, whose settings are fixed.
"""

import base64
import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from secaudit.errors import VaultError
from secaudit.languages import N_, _
from secaudit.model import OneTimeCode, Row
from secaudit.text import clean
from secaudit.vaults.authenticators.entries import GIVES, rows
from secaudit.vaults.authenticators.otpauth import code_of
from secaudit.vaults.base import Ask, Document, Format, object_in, text_in
from secaudit.vaults.ciphers import aes_gcm, argon2id, damaged, wrong_passphrase

_VERSION = 1
_ENVELOPE = {"version", "salt", "content"}
_PURPOSE = b"proton.authenticator.export.v1"
_SALT, _NONCE, _TAG = 16, 12, 16  # bytes


def _is_plain(document: Document) -> bool:
    export = document.json
    entries = export.get("entries") if isinstance(export, dict) else None
    return isinstance(entries, list) and any(
        isinstance(entry, dict)
        and isinstance(content := entry.get("content"), dict)
        and "uri" in content
        for entry in entries
    )


def _is_encrypted(document: Document) -> bool:
    export = document.json
    return (
        isinstance(export, dict)
        and export.keys() == _ENVELOPE
        and all(isinstance(export[key], str) for key in ("salt", "content"))
    )


def _read(document: Document, _ask: Ask) -> Iterator[Row]:
    return rows(document.json["entries"], _row)


def _row(entry: dict[str, Any]) -> Row:
    content = object_in(entry, "content")
    code = code_of(text_in(content, "uri"))
    if isinstance(code, OneTimeCode) and not code.label:  # a steam:// address has none
        return replace(code, label=clean(text_in(content, "name")))
    return code


def _read_encrypted(document: Document, ask: Ask) -> Iterable[Row]:
    export = document.json
    if export["version"] != _VERSION:
        raise VaultError(
            _(
                "{name} is a Proton Authenticator backup of a newer kind, which "
                "secaudit cannot open"
            ).format(name=document.name),
            _(
                "In Proton Authenticator, export again without a password, audit that, "
                "then delete it."
            ),
        )
    try:
        salt = base64.b64decode(export["salt"], validate=True)
        sealed = base64.b64decode(export["content"], validate=True)
    except ValueError:
        raise damaged(document) from None
    if len(salt) != _SALT or len(sealed) < _NONCE + _TAG:
        raise damaged(document)
    passphrase = ask(_("Passphrase of {name}").format(name=document.name))
    key = argon2id(document, passphrase, salt, iterations=2, memory=19 * 1024, lanes=1)
    try:
        plain = aes_gcm(key, sealed[:_NONCE], sealed[_NONCE:], _PURPOSE)
    except ValueError:
        raise wrong_passphrase(document) from None
    opened = Document(io.BytesIO(plain), document.name)
    if not isinstance(opened.json, dict) or not isinstance(opened.json.get("entries"), list):
        raise damaged(document)
    return _read(opened, ask)


PROTON_AUTHENTICATOR = Format(
    "proton-authenticator-json",
    "Proton Authenticator JSON",
    _is_plain,
    _read,
    gives=GIVES,
)
PROTON_AUTHENTICATOR_ENCRYPTED = Format(
    "proton-authenticator-encrypted-json",
    N_("Proton Authenticator encrypted JSON"),
    _is_encrypted,
    _read_encrypted,
    encrypted=True,
    gives=GIVES,
)
