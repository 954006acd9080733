"""Opening what Bitwarden encrypts with a passphrase of its own.

https://bitwarden.com/help/encrypted-export/ and https://bitwarden.com/help/kdf-algorithms/.
"""

import base64
import hashlib
import hmac
import io
from collections.abc import Mapping

from secaudit.languages import _
from secaudit.text import Secret
from secaudit.vaults.base import Ask, Document
from secaudit.vaults.ciphers import (
    aes_cbc,
    affordable,
    argon2id,
    damaged,
    pbkdf2,
    wrong_passphrase,
)

_PBKDF2, _ARGON2ID = 0, 1
# The most that Bitwarden offers.
_LIMITS = {
    _PBKDF2: {"kdfIterations": 2_000_000},
    _ARGON2ID: {"kdfIterations": 10, "kdfMemory": 1024, "kdfParallelism": 16},
}
_MIB_IN_KIB = 1024
_AES_CBC_HMAC = "2"


def decrypt(document: Document, ask: Ask) -> Document:
    """Return the export inside. Raises VaultError, and PassphraseError for a wrong passphrase."""
    export = document.json
    salt, kind = export.get("salt"), export.get("kdfType")
    limits = _LIMITS.get(kind) if type(kind) is int else None
    if not isinstance(salt, str) or limits is None:
        raise damaged(document)
    work = affordable(document, export, limits)
    probe = _parts(document, export.get("encKeyValidation_DO_NOT_EDIT"))
    content = _parts(document, export.get("data"))
    key = _key(document, ask(_("Passphrase of {name}").format(name=document.name)), salt, work)
    if not _is_authentic(key, probe):
        raise wrong_passphrase(document)
    if not _is_authentic(key, content):
        raise damaged(document)
    iv, data, _mac = content
    try:
        return Document(io.BytesIO(aes_cbc(_expanded(key, b"enc"), iv, data)), document.name)
    except ValueError:
        raise damaged(document) from None


def _parts(document: Document, value: object) -> tuple[bytes, bytes, bytes]:
    """Return initialisation vector, ciphertext and MAC of a text such as `2.…|…|…`."""
    try:
        kind, _dot, parts = str(value).partition(".")
        iv, data, mac = (base64.b64decode(part, validate=True) for part in parts.split("|"))
    except ValueError:  # no base64, or not three of them
        raise damaged(document) from None
    if kind != _AES_CBC_HMAC:
        raise damaged(document)
    return iv, data, mac


def _key(document: Document, passphrase: Secret, salt: str, work: Mapping[str, int]) -> bytes:
    # Half a character, which a damaged file can hold, has no UTF-8 of its own.
    salted = salt.encode("utf-8", "surrogatepass")
    if "kdfMemory" not in work:
        return pbkdf2(passphrase, salted, work["kdfIterations"])
    return argon2id(
        document,
        passphrase,
        hashlib.sha256(salted).digest(),
        iterations=work["kdfIterations"],
        memory=work["kdfMemory"] * _MIB_IN_KIB,
        lanes=work["kdfParallelism"],
    )


def _expanded(key: bytes, purpose: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415
    from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand  # noqa: PLC0415

    return HKDFExpand(SHA256(), length=32, info=purpose).derive(key)


def _is_authentic(key: bytes, parts: tuple[bytes, bytes, bytes]) -> bool:
    iv, data, mac = parts
    expected = hmac.digest(_expanded(key, b"mac"), iv + data, "sha256")
    return hmac.compare_digest(expected, mac)
