"""Transfers from Google Authenticator, written out by hand."""

import base64
from collections.abc import Callable
from urllib.parse import quote

import pytest


def _varint(value: int) -> bytes:
    octets = b""
    while value > 0x7F:
        octets += bytes([value & 0x7F | 0x80])
        value >>= 7
    return octets + bytes([value])


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _bytes(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


@pytest.fixture(scope="session")
def payload() -> Callable[..., bytes]:
    """Return a maker of the bytes of one page, from (issuer, name, secret) of each code.

    Its secret is SHA-1, six digits, by time. `page` counts from 0, as in the file.
    """

    def make(
        *codes: tuple[str, str, bytes], page: int = 0, pages: int = 1, batch: int = 7
    ) -> bytes:
        entries = (
            _bytes(1, secret)
            + _bytes(2, name.encode())
            + _bytes(3, issuer.encode())
            + _number(4, 1)
            + _number(5, 1)
            + _number(6, 2)
            for issuer, name, secret in codes
        )
        # Like the app, which leaves out what is zero.
        last = _number(4, page) if page else b""
        whole = b"".join(_bytes(1, entry) for entry in entries)
        return whole + _number(2, 1) + _number(3, pages) + last + _number(5, batch)

    return make


@pytest.fixture(scope="session")
def migration(payload: Callable[..., bytes]) -> Callable[..., str]:
    """Return a maker of the address of one page."""

    def make(*codes: tuple[str, str, bytes], **page: int) -> str:
        data = base64.b64encode(payload(*codes, **page)).decode()
        return f"otpauth-migration://offline?data={quote(data, safe='')}"

    return make
