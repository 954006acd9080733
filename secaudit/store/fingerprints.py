"""Fingerprints that tell whether something changed, and nothing to who has not the key."""

import hmac
from collections.abc import Iterable

from secaudit.store.key import Key
from secaudit.text import Secret


def of_passwords(key: Key, passwords: Iterable[Secret]) -> str:
    """Return the fingerprint of the passwords of one account, 64 hexadecimal digits.

    HMAC-SHA-256. The same passwords in another order have the same one; two stores, which never
    have the same key, give two different ones.
    """
    texts = sorted({password.reveal().encode("utf-8", "surrogatepass") for password in passwords})
    return of_parts(key, (b"passwords", *texts))


def of_parts(key: Key, parts: Iterable[bytes]) -> str:
    """Return the fingerprint of some bytes in this order; where one part ends matters."""
    keyed = hmac.new(key.for_fingerprints, digestmod="sha256")
    for part in parts:
        keyed.update(len(part).to_bytes(8, "big"))
        keyed.update(part)
    return keyed.hexdigest()
