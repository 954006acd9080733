"""2FAS: its backup (`.2fas`), in plain text or encrypted, in all four versions there are.

How it is encrypted: https://github.com/twofas/2fas-android, `BackupCipher`.
"""

import base64
import io
from collections.abc import Iterator
from typing import Any

from secaudit.languages import N_, _
from secaudit.model import Row
from secaudit.vaults.authenticators.entries import GIVES, code, rows
from secaudit.vaults.base import Ask, Document, Format, object_in, text_in
from secaudit.vaults.ciphers import aes_gcm, damaged, pbkdf2, wrong_passphrase

_ROUNDS = 10_000


def _is_plain(document: Document) -> bool:
    backup = document.json
    return (
        isinstance(backup, dict)
        and "schemaVersion" in backup
        and isinstance(backup.get("services"), list)
        and not backup.get("servicesEncrypted")
    )


def _is_encrypted(document: Document) -> bool:
    backup = document.json
    return (
        isinstance(backup, dict)
        and "schemaVersion" in backup
        and isinstance(backup.get("servicesEncrypted"), str)
        and bool(backup["servicesEncrypted"])
    )


def _read(document: Document, _ask: Ask) -> Iterator[Row]:
    return rows(document.json["services"], _row)


def _read_encrypted(document: Document, ask: Ask) -> Iterator[Row]:
    try:
        parts = document.json["servicesEncrypted"].split(":")
        data, salt, iv = (base64.b64decode(part, validate=True) for part in parts)
    except ValueError:  # no base64, or not three of them
        raise damaged(document) from None
    passphrase = ask(_("Passphrase of {name}").format(name=document.name))
    try:
        plain = aes_gcm(pbkdf2(passphrase, salt, _ROUNDS), iv, data)
    except ValueError:
        raise wrong_passphrase(document) from None
    services = Document(io.BytesIO(plain), document.name).json
    if not isinstance(services, list):
        raise damaged(document)
    return rows(services, _row)


def _row(service: dict[str, Any]) -> Row:
    otp = object_in(service, "otp")
    return code(
        kind=text_in(otp, "tokenType"),
        issuer=text_in(otp, "issuer") or text_in(service, "name"),
        label=text_in(otp, "account") or text_in(otp, "label"),
        seed=text_in(service, "secret"),
    )


TWOFAS = Format("2fas-json", "2FAS", _is_plain, _read, gives=GIVES)
TWOFAS_ENCRYPTED = Format(
    "2fas-encrypted-json",
    N_("2FAS, encrypted"),
    _is_encrypted,
    _read_encrypted,
    encrypted=True,
    gives=GIVES,
)
