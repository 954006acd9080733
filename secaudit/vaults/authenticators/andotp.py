"""andOTP: its backup, in plain text (the form GNOME Authenticator writes too) or encrypted.

How it is encrypted was read from https://github.com/andOTP/andOTP, `EncryptionHelper`.
"""

import hashlib
import io
from collections import Counter
from collections.abc import Iterator
from typing import Any

from secaudit.errors import PassphraseError
from secaudit.languages import N_, _
from secaudit.model import Row
from secaudit.text import Secret
from secaudit.vaults.authenticators.entries import GIVES, code, rows
from secaudit.vaults.base import Ask, Document, Format, text_in
from secaudit.vaults.ciphers import aes_gcm, damaged, octets, pbkdf2

_NEEDED = frozenset({"secret", "label"})
_TELLING = frozenset({"algorithm", "digits", "period", "counter"})  # the first backups had but one
_COUNT, _SALT, _NONCE = 4, 12, 12  # bytes; the number of rounds, salt and nonce stand first
_MOST_ROUNDS = 2_000_000  # andOTP takes 140,000 to 160,000
# One entry and what surrounds it is longer than the first; thousands are shorter than the second.
_SHORTEST, _LONGEST = 128, 2**20
# For bytes drawn at random the statistic is near 255, and outside of this once in 10⁷ times.
_LEAST_UNEVEN, _MOST_UNEVEN = 120, 400
# What is compressed looks like noise too, but says what it is: gzip, xz, Zstandard, bzip2, 7-Zip,
# RAR, zip, PNG, JPEG, GIF, WebP, PDF, WOFF, and OpenPGP with a passphrase or a key.
_OTHERS = (
    b"\x1f\x8b\x08",
    b"\xfd7zX",
    b"\x28\xb5\x2f\xfd",
    b"BZh",
    b"7z\xbc\xaf",
    b"Rar!",
    b"PK\x03",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF",
    b"RIFF",
    b"%PDF",
    b"wOF",
    b"\x8c\x0d\x04",
    b"\x85\x01\x0c",
    b"\x85\x02\x0c",
)


def _is_plain(document: Document) -> bool:
    entries = document.json
    return isinstance(entries, list) and any(
        isinstance(entry, dict)
        and entry.keys() >= _NEEDED
        and not entry.keys().isdisjoint(_TELLING)
        for entry in entries
    )


def _is_encrypted(document: Document) -> bool:
    """Tell whether it looks like noise: there is nothing else to know an encrypted backup by.

    Text, programs and most data do not, as some byte values are far more common in them than
    others (a chi-squared test).
    """
    head = document.head
    size = len(head)
    if size < _SHORTEST or head.startswith(_OTHERS):
        return False
    unevenness = 256 * sum(count**2 for count in Counter(head).values()) / size - size
    return (
        _LEAST_UNEVEN < unevenness < _MOST_UNEVEN and len(document.read(_LONGEST + 1)) <= _LONGEST
    )


def _read(document: Document, _ask: Ask) -> Iterator[Row]:
    return rows(document.json, _row)


def _read_encrypted(document: Document, ask: Ask) -> Iterator[Row]:
    inside = Document(io.BytesIO(_opened(document, ask)), document.name)
    if not isinstance(inside.json, list):
        raise damaged(document)
    return _read(inside, ask)


def _opened(document: Document, ask: Ask) -> bytes:
    data = document.data
    passphrase = ask(_("Passphrase of {name}").format(name=document.name))
    for key, start in _keys(data, passphrase):
        try:
            return aes_gcm(key, data[start : start + _NONCE], data[start + _NONCE :])
        except ValueError:
            continue
    raise PassphraseError(
        _(
            "{name} looks like an encrypted backup of andOTP, but did not open with this passphrase"
        ).format(name=document.name),
        _(
            "Try again. It is the one that was set for backups in andOTP. If you are "
            "sure, the file is damaged or from another program."
        ),
    )


def _keys(data: bytes, passphrase: Secret) -> Iterator[tuple[bytes, int]]:
    """Yield the keys that may open it, and where its nonce then is."""
    rounds = int.from_bytes(data[:_COUNT], "big")
    if 0 < rounds <= _MOST_ROUNDS:
        salt = data[_COUNT : _COUNT + _SALT]
        yield pbkdf2(passphrase, salt, rounds, "sha1"), _COUNT + _SALT
    # Before andOTP 0.6.3, which brought the salt.
    yield hashlib.sha256(octets(passphrase)).digest(), 0


def _row(entry: dict[str, Any]) -> Row:
    issuer, label = text_in(entry, "issuer"), text_in(entry, "label")
    if not issuer:  # before 0.7.0, which split the label
        issuer, _, label = label.rpartition(" - ")
    return code(
        kind=text_in(entry, "type"), issuer=issuer, label=label, seed=text_in(entry, "secret")
    )


ANDOTP = Format("andotp-json", "andOTP", _is_plain, _read, gives=GIVES)
ANDOTP_ENCRYPTED = Format(
    "andotp-encrypted",
    N_("andOTP, encrypted"),
    _is_encrypted,
    _read_encrypted,
    encrypted=True,
    gives=GIVES,
)
