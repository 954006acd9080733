"""What encrypted exports share: keys made of passphrases, AES, and what is said when it fails.

All of it is computed by `cryptography` and hashlib.
"""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from secaudit.errors import PassphraseError, VaultError
from secaudit.languages import _, number
from secaudit.text import Secret
from secaudit.vaults.base import Document

_KEY = 32  # bytes, as AES-256 takes


def affordable(
    document: Document, settings: Mapping[str, Any], limits: Mapping[str, int]
) -> dict[str, int]:
    """Return the settings named in `limits`, which say how much work it is to make the key.

    The file itself says so, and a hostile one could ask for all the memory, or for hours: call
    this before asking for the passphrase. Raises VaultError for a setting above its limit, by its
    name, and for one that is missing or not a whole number above zero.
    """
    work = {name: value for name in limits if type(value := settings.get(name)) is int}
    if len(work) < len(limits) or any(value < 1 for value in work.values()):
        raise damaged(document)
    for name, value in work.items():
        if value > limits[name]:
            raise VaultError(
                _(
                    "{name} asks for more memory or time to open than is safe to give: "
                    "its {setting} is above {limit}"
                ).format(name=document.name, setting=_(name), limit=number(limits[name])),
                _(
                    "If it is yours, make the export again. If it came from someone "
                    "else, do not open it."
                ),
            )
    return work


def damaged(document: Document) -> VaultError:
    """Return the error for an encrypted export that is not as its program writes it."""
    return VaultError(
        _("{name} is an encrypted export, but damaged or not complete").format(name=document.name),
        _("Make the export again, and try with the new file."),
    )


def wrong_passphrase(document: Document) -> PassphraseError:
    """Return the error for an export that a passphrase does not open."""
    return PassphraseError(
        _("{name} did not open with this passphrase").format(name=document.name),
        _(
            "Try again. It is the one that was set for this export, which may not be "
            "that of the account or the app."
        ),
    )


def octets(passphrase: Secret) -> bytes:
    """Return a passphrase as UTF-8."""
    # Half a character, which a damaged file can hold, has no UTF-8 of its own.
    return passphrase.reveal().encode("utf-8", "surrogatepass")


def pbkdf2(passphrase: Secret, salt: bytes, iterations: int, digest: str = "sha256") -> bytes:
    """Return the key (32 bytes) that PBKDF2 makes with HMAC and this digest (RFC 8018 §5.2)."""
    return hashlib.pbkdf2_hmac(digest, octets(passphrase), salt, iterations, _KEY)


def scrypt(  # noqa: PLR0913  # its settings, each named by the caller
    document: Document, passphrase: Secret, salt: bytes, *, n: int, r: int, p: int
) -> bytes:
    """Return the key (32 bytes) that scrypt makes (RFC 7914), in 128 × n × r bytes of memory.

    Raises VaultError for settings that scrypt does not have, or where there is too little memory.
    """
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt  # noqa: PLC0415

    def make() -> bytes:
        return Scrypt(salt=salt, length=_KEY, n=n, r=r, p=p).derive(octets(passphrase))

    return _computed(document, "scrypt", make)


def argon2id(  # noqa: PLR0913  # its settings, each named by the caller
    document: Document,
    passphrase: Secret,
    salt: bytes,
    *,
    iterations: int,
    memory: int,
    lanes: int,
) -> bytes:
    """Return the key (32 bytes) that Argon2id (RFC 9106) makes in so much `memory` (KiB).

    Raises VaultError for settings that Argon2id does not have, or where there is too little memory.
    """
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id  # noqa: PLC0415

    def make() -> bytes:
        return Argon2id(
            salt=salt, length=_KEY, iterations=iterations, lanes=lanes, memory_cost=memory
        ).derive(octets(passphrase))

    return _computed(document, "Argon2id", make)


def aes_cbc(key: bytes, iv: bytes, data: bytes) -> bytes:
    """Return what AES-CBC with PKCS #7 padding encrypted; ValueError where it did not."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes  # noqa: PLC0415
    from cryptography.hazmat.primitives.padding import PKCS7  # noqa: PLC0415

    decryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    unpadder = PKCS7(algorithms.AES.block_size).unpadder()
    padded = decryptor.update(data) + decryptor.finalize()
    return unpadder.update(padded) + unpadder.finalize()


def aes_gcm(key: bytes, iv: bytes, data: bytes, purpose: bytes | None = None) -> bytes:
    """Return what AES-GCM encrypted, `data` ending in its tag; ValueError where it did not.

    `purpose` is what else the tag vouches for ("associated data").
    """
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    try:
        return AESGCM(key).decrypt(iv, data, purpose)
    except InvalidTag:
        raise ValueError("another key, or another text") from None


def _computed(document: Document, name: str, make: Callable[[], bytes]) -> bytes:
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415

    try:
        return make()
    except ValueError:
        raise damaged(document) from None
    except (UnsupportedAlgorithm, MemoryError):
        raise VaultError(
            _("{name} uses {method}, which this computer could not compute").format(
                name=document.name, method=name
            ),
            _("Free some memory, or install secaudit with pip, which brings an OpenSSL that can."),
        ) from None
