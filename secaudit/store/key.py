"""The one key of a store, and what follows from it: for sealing, for fingerprints, its name."""

import secrets
from dataclasses import dataclass, field
from enum import IntEnum

SIZE = 32
"""Bytes of a key: AES-256, and HMAC-SHA-256."""

ID_SIZE = 8


class Source(IntEnum):
    """Where the key of a store is kept."""

    KEYRING = 1
    PASSPHRASE = 2


@dataclass(frozen=True, slots=True)
class Key:
    """A key of 32 bytes. It is in no file unless a passphrase seals it, and `repr` hides it."""

    _bytes: bytes = field(repr=False)

    @classmethod
    def new(cls) -> "Key":
        """Return a key that nobody has."""
        return cls(secrets.token_bytes(SIZE))

    @property
    def id(self) -> bytes:
        """Eight bytes that tell keys apart and nothing of the key."""
        return self._derived("id", ID_SIZE)

    @property
    def for_sealing(self) -> bytes:
        """The key that documents are sealed with."""
        return self._derived("sealing")

    @property
    def for_fingerprints(self) -> bytes:
        """The key that passwords are fingerprinted under."""
        return self._derived("fingerprints")

    def reveal(self) -> bytes:
        """Return the key itself. Search the code for this name to see every use of it."""
        return self._bytes

    def _derived(self, use: str, length: int = SIZE) -> bytes:
        """RFC 5869: one key for each use, so that none tells of another."""
        from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415

        info = f"secaudit 1 {use}".encode()
        return HKDF(SHA256(), length, salt=None, info=info).derive(self._bytes)


@dataclass(frozen=True, slots=True)
class Opened:
    """A key, and where it is kept."""

    key: Key
    source: Source
    file: bytes = field(default=b"", repr=False)
    """What the file of the key holds, to be put back where somebody removed it meanwhile."""
