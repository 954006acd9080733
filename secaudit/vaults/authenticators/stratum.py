"""Stratum, before called Authenticator Pro: its backup, in plain text or encrypted.

How it is encrypted: https://github.com/stratumauth/app/blob/master/doc/BACKUP_FORMAT.md
"""

import io
from collections.abc import Iterator
from typing import Any

from secaudit.languages import N_, _
from secaudit.model import Row
from secaudit.text import Secret
from secaudit.vaults.authenticators.entries import GIVES, code, rows
from secaudit.vaults.base import Ask, Document, Format, RowError, text_in
from secaudit.vaults.ciphers import aes_cbc, aes_gcm, argon2id, damaged, pbkdf2, wrong_passphrase

_KINDS = {1: "hotp", 2: "totp", 3: "motp", 4: "steam", 5: "yandex"}
_MAGIC, _OLD_MAGIC = b"AUTHENTICATORPRO", b"AuthenticatorPro"
_SIZES = {_MAGIC: (16, 12), _OLD_MAGIC: (20, 16)}
"""Magic → bytes of the salt and of the initialisation vector that follow it."""
_OLD_ROUNDS = 64_000


def _is_plain(document: Document) -> bool:
    return isinstance(document.json, dict) and isinstance(document.json.get("Authenticators"), list)


def _is_encrypted(document: Document) -> bool:
    return document.head.startswith((_MAGIC, _OLD_MAGIC))


def _read(document: Document, _ask: Ask) -> Iterator[Row]:
    return rows(document.json["Authenticators"], _row)


def _read_encrypted(document: Document, ask: Ask) -> Iterator[Row]:
    magic, data = document.data[: len(_MAGIC)], document.data[len(_MAGIC) :]
    salt_size, iv_size = _SIZES[magic]
    if len(data) <= salt_size + iv_size:
        raise damaged(document)
    salt, iv = data[:salt_size], data[salt_size : salt_size + iv_size]
    passphrase = ask(_("Passphrase of {name}").format(name=document.name))
    decrypt = _decrypted if magic == _MAGIC else _decrypted_old
    try:
        plain = decrypt(document, passphrase, salt, iv, data[salt_size + iv_size :])
    except ValueError:
        raise wrong_passphrase(document) from None
    inside = Document(io.BytesIO(plain), document.name)
    if not _is_plain(inside):
        raise damaged(document)
    return _read(inside, ask)


def _decrypted(
    document: Document, passphrase: Secret, salt: bytes, iv: bytes, data: bytes
) -> bytes:
    key = argon2id(document, passphrase, salt, iterations=3, memory=2**16, lanes=4)
    return aes_gcm(key, iv, data)


def _decrypted_old(
    _document: Document, passphrase: Secret, salt: bytes, iv: bytes, data: bytes
) -> bytes:
    plain = aes_cbc(pbkdf2(passphrase, salt, _OLD_ROUNDS, "sha1"), iv, data)
    plain.decode("utf-8")  # nothing vouches for it, and 1 of 256 wrong keys gives a right padding
    return plain


def _row(entry: dict[str, Any]) -> Row:
    kind = entry.get("Type")
    if type(kind) is not int or kind not in _KINDS:
        raise RowError(_("it is of a kind that secaudit does not know"))
    return code(
        kind=_KINDS[kind],
        issuer=text_in(entry, "Issuer"),
        label=text_in(entry, "Username"),
        seed=text_in(entry, "Secret"),
    )


STRATUM = Format("stratum-json", "Stratum (Authenticator Pro)", _is_plain, _read, gives=GIVES)
STRATUM_ENCRYPTED = Format(
    "stratum-encrypted",
    N_("Stratum (Authenticator Pro), encrypted"),
    _is_encrypted,
    _read_encrypted,
    encrypted=True,
    gives=GIVES,
)
