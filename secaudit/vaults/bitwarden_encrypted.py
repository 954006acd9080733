"""Opening what Bitwarden encrypts with a passphrase of its own.

https://bitwarden.com/help/encrypted-export/ and https://bitwarden.com/help/kdf-algorithms/.
"""

import base64
import hashlib
import hmac
import io
from collections.abc import Mapping
from typing import Any

from secaudit.errors import PassphraseError, VaultError
from secaudit.text import Secret
from secaudit.vaults.base import Ask, Document
from secaudit.vaults.ciphers import aes_cbc

_PBKDF2, _ARGON2ID = 0, 1
# The file itself says how much work opening it is: a hostile one could ask for all the memory, or
# for hours. These are the most that Bitwarden offers.
_LIMITS = {
    _PBKDF2: {"kdfIterations": 2_000_000},
    _ARGON2ID: {"kdfIterations": 10, "kdfMemory": 1024, "kdfParallelism": 16},
}
_MIB_IN_KIB = 1024
_AES_CBC_HMAC = "2"


def decrypt(document: Document, ask: Ask) -> Document:
    """Return the export inside. Raises VaultError, and PassphraseError for a wrong passphrase."""
    export = document.json
    salt = export.get("salt")
    if not isinstance(salt, str):
        raise damaged(document)
    work = _work(document, export)
    probe = _parts(document, export.get("encKeyValidation_DO_NOT_EDIT"))
    content = _parts(document, export.get("data"))
    key = _key(document, ask(f"Passphrase of {document.name}"), salt, work)
    if not _is_authentic(key, probe):
        raise PassphraseError(
            f"{document.name} did not open with this passphrase",
            "Try again. It is the one that was set for this export, not that of the account.",
        )
    if not _is_authentic(key, content):
        raise damaged(document)
    iv, data, _ = content
    try:
        return Document(io.BytesIO(aes_cbc(_expanded(key, b"enc"), iv, data)), document.name)
    except ValueError:
        raise damaged(document) from None


def damaged(document: Document) -> VaultError:
    """Return the error for an export that is not as Bitwarden writes it."""
    return VaultError(
        f"{document.name} is an encrypted Bitwarden export, but damaged or not complete",
        "Make the export again, and try with the new file.",
    )


def _work(document: Document, export: Mapping[str, Any]) -> Mapping[str, int]:
    """Return how the key is derived, by Bitwarden's names, where that is safe to do."""
    kind = export.get("kdfType")
    limits = _LIMITS.get(kind) if type(kind) is int else None
    if limits is None:
        raise damaged(document)
    work = {name: value for name in limits if type(value := export.get(name)) is int}
    if len(work) < len(limits) or any(value < 1 for value in work.values()):
        raise damaged(document)
    for name, value in work.items():
        if value > limits[name]:
            raise VaultError(
                f"{document.name} asks for more memory or time to open than is safe to give: its "
                f"{name} is above {limits[name]:,}, the most that Bitwarden offers",
                "If it is yours, make the export again. If it came from someone else, do not open "
                "it.",
            )
    return work


def _parts(document: Document, value: object) -> tuple[bytes, bytes, bytes]:
    """Return initialisation vector, ciphertext and MAC of a text such as `2.…|…|…`."""
    try:
        kind, _, parts = str(value).partition(".")
        iv, data, mac = (base64.b64decode(part, validate=True) for part in parts.split("|"))
    except ValueError:  # no base64, or not three of them
        raise damaged(document) from None
    if kind != _AES_CBC_HMAC:
        raise damaged(document)
    return iv, data, mac


def _key(document: Document, passphrase: Secret, salt: str, work: Mapping[str, int]) -> bytes:
    # Half a character, which a damaged file can hold, has no UTF-8 of its own.
    secret = passphrase.reveal().encode("utf-8", "surrogatepass")
    salted = salt.encode("utf-8", "surrogatepass")
    if "kdfMemory" not in work:
        return hashlib.pbkdf2_hmac("sha256", secret, salted, work["kdfIterations"])
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id  # noqa: PLC0415

    try:
        return Argon2id(
            salt=hashlib.sha256(salted).digest(),
            length=32,
            iterations=work["kdfIterations"],
            lanes=work["kdfParallelism"],
            memory_cost=work["kdfMemory"] * _MIB_IN_KIB,
        ).derive(secret)
    except (UnsupportedAlgorithm, MemoryError):
        raise VaultError(
            f"{document.name} uses Argon2id, which this computer could not compute",
            "Free some memory, or install secaudit with pip, which brings an OpenSSL that can.",
        ) from None


def _expanded(key: bytes, purpose: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415
    from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand  # noqa: PLC0415

    return HKDFExpand(SHA256(), length=32, info=purpose).derive(key)


def _is_authentic(key: bytes, parts: tuple[bytes, bytes, bytes]) -> bool:
    iv, data, mac = parts
    expected = hmac.digest(_expanded(key, b"mac"), iv + data, "sha256")
    return hmac.compare_digest(expected, mac)
