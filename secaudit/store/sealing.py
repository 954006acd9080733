"""A sealed document: whoever has not the key can neither read it nor change a bit of it.

    magic 8 · version 1 · kind 1 · source of the key 1 · zero 1 · id 16 · id of the key 8
    · of the summary: length 4, nonce 12 · of the body: length 8, nonce 12
    · the summary, sealed · the body, sealed

AES-256-GCM (NIST SP 800-38D) with random nonces, integers big-endian. The whole header is
authenticated with each of the two parts, so that one changed bit, a document under the name of
another, and a file that was cut short are all noticed. The summary opens without the body: a list
of a hundred documents reads a few hundred bytes of each.
"""

import json
import secrets
import zlib
from dataclasses import dataclass
from enum import IntEnum
from struct import Struct
from typing import TYPE_CHECKING, Any

from secaudit.errors import StoreError
from secaudit.languages import _
from secaudit.store.key import ID_SIZE, Key, Opened, Source

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"SECAUDIT"
VERSION = 1
ID = 16
"""Bytes of a document's id, which is its file's name in hexadecimal."""

_HEADER = Struct(f">8sBBBB{ID}s{ID_SIZE}sI12sQ12s")
_NONCE = 12
_TAG = 16
_SUMMARY = 512
"""Bytes that every summary is filled up to."""
_SMALLEST = 4096
"""Bytes that a body is filled up to at least."""

GLANCE = _HEADER.size + _SUMMARY + _TAG
"""Bytes at the beginning of a file that hold all that a list needs."""


class Kind(IntEnum):
    """What a document is of."""

    AUDIT = 2
    WALK = 3


@dataclass(frozen=True, slots=True)
class Header:
    """What stands in the open at the beginning of a document; trusted once a part of it opened."""

    kind: Kind
    source: Source
    id: bytes
    key: bytes
    """Id of the key that opens it."""
    summary: tuple[int, bytes]
    """Length in bytes, sealed, and the nonce."""
    body: tuple[int, bytes]

    @property
    def size(self) -> int:
        """Bytes of the whole file."""
        return _HEADER.size + self.summary[0] + self.body[0]

    def pack(self) -> bytes:
        """Return its bytes."""
        return _HEADER.pack(
            MAGIC, VERSION, self.kind, self.source, 0, self.id, self.key, *self.summary, *self.body
        )


def seal(opened: Opened, kind: Kind, document_id: bytes, *, summary: Any, body: Any) -> bytes:
    """Return the bytes of a document; `summary` and `body` are what JSON can hold.

    Raises ValueError where the summary has no room.
    """
    short = _json(summary)
    if len(short) > _SUMMARY:
        raise ValueError("the summary of a document is too long")
    long = zlib.compress(_json(body))
    short, long = short.ljust(_SUMMARY, b" "), long.ljust(_filled(len(long)), b"\0")
    header = Header(
        kind,
        opened.source,
        document_id,
        opened.key.id,
        (len(short) + _TAG, secrets.token_bytes(_NONCE)),
        (len(long) + _TAG, secrets.token_bytes(_NONCE)),
    )
    cipher, known = _cipher(opened.key), header.pack()
    return b"".join(
        (
            known,
            cipher.encrypt(header.summary[1], short, known),
            cipher.encrypt(header.body[1], long, known),
        )
    )


def read_header(data: bytes, document_id: bytes, size: int) -> Header:
    """Return the header of a document that is `size` bytes long and named by this id.

    Raises StoreError where it comes from a later version of this program or is damaged.
    """
    name = document_id.hex()
    must_be_readable(data, damaged(name))
    try:
        kind, source, zero, found, key, *parts = _HEADER.unpack_from(data)[2:]
        header = Header(
            Kind(kind), Source(source), found, key, (parts[0], parts[1]), (parts[2], parts[3])
        )
    except Exception:  # noqa: BLE001  # too short, or a number that means nothing
        raise damaged(name) from None
    whole = header.size == size and header.summary[0] == _SUMMARY + _TAG
    if zero or found != document_id or not whole:
        raise damaged(name)
    return header


def open_summary(key: Key, header: Header, data: bytes) -> Any:
    """Return the summary of a document; `data` begins as the file does.

    Raises StoreError where the key is another one or anything was changed.
    """
    start = _HEADER.size
    sealed = data[start : start + header.summary[0]]
    return json.loads(_unsealed(key, header, header.summary[1], sealed))


def open_body(key: Key, header: Header, data: bytes) -> Any:
    """Return the body of a document, of which `data` is the whole; the summary is checked too.

    Raises StoreError as `open_summary` does.
    """
    open_summary(key, header, data)
    start = _HEADER.size + header.summary[0]
    return json.loads(_inflated(_unsealed(key, header, header.body[1], data[start:])))


def must_be_readable(data: bytes, damage: StoreError) -> None:
    """Raise `damage` where a file is none of ours, StoreError where it is of a later version."""
    if data[: len(MAGIC)] != MAGIC or len(data) <= len(MAGIC):
        raise damage
    if data[len(MAGIC)] > VERSION:
        raise StoreError(
            _(
                "this was saved by a later secaudit: it has form {number}, and this one knows "
                "form {known}"
            ).format(number=data[len(MAGIC)], known=VERSION),
            _("Update secaudit. Nothing was changed or lost."),
        )
    if data[len(MAGIC)] != VERSION:
        raise damage


def damaged(name: str) -> StoreError:
    """Say that a document cannot be trusted; never what is in it."""
    return StoreError(
        _("{name} is damaged or was changed, so nothing of it can be trusted").format(
            name=name[:8]
        ),
        _("Put the file back from a backup, or remove it: secaudit history forget {name}").format(
            name=name[:8]
        ),
    )


def _unsealed(key: Key, header: Header, nonce: bytes, sealed: bytes) -> bytes:
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415

    if header.key != key.id:
        raise StoreError(
            _("this was saved under another key, on another machine or before all was forgotten"),
            _("Open it where it was saved, or remove it: secaudit history forget {name}").format(
                name=header.id.hex()[:8]
            ),
        )
    try:
        return _cipher(key).decrypt(nonce, sealed, header.pack())
    except InvalidTag:
        raise damaged(header.id.hex()) from None


def _cipher(key: Key) -> "AESGCM":
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    return AESGCM(key.for_sealing)


def _json(document: Any) -> bytes:
    return json.dumps(document, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode(
        "utf-8", "surrogatepass"
    )


def _inflated(data: bytes) -> bytes:
    return zlib.decompressobj().decompress(data)


def _filled(length: int) -> int:
    """Return the length to fill up to, so that the size of a file tells little (PADMÉ).

    At most 12 % more, and what is left to see is of the size of its logarithm's logarithm.
    https://doi.org/10.2478/popets-2019-0056
    """
    length = max(length, _SMALLEST)
    exponent = length.bit_length() - 1
    mask = (1 << (exponent - exponent.bit_length())) - 1
    return (length + mask) & ~mask
