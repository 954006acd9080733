"""Google Authenticator's `otpauth-migration://` addresses: each is one page of a transfer.

Google publishes no definition. The fields are those that many apps read, as in
https://alexbakker.me/post/parsing-google-auth-export-qr-code.html; the encoding is
https://protobuf.dev/programming-guides/encoding/.
"""

import base64
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from urllib.parse import unquote

from secaudit.languages import _
from secaudit.model import OneTimeCode, Row, Unreadable
from secaudit.vaults.base import RowError, each, one_time_code

SCHEME = "otpauth-migration"

_CODE, _PAGES, _PAGE, _BATCH = 1, 3, 4, 5  # of the whole; 2 is the version
_SECRET, _NAME, _ISSUER = 1, 2, 3  # of one code; then algorithm, digits, type, counter
_VARINT, _FIXED_64, _LENGTH, _FIXED_32 = 0, 1, 2, 5
_MOST_BYTES_OF_A_NUMBER = 10
_UNMANGLED = str.maketrans(" -_", "++/")  # of a form, and of base64 made for addresses
# The app puts ten codes on a page. A hostile file could claim any number of pages to be missing.
_MOST_PAGES = 100
_MOST_MISSING = 1000


@dataclass(frozen=True, slots=True)
class Page:
    """What one address holds."""

    rows: tuple[Row, ...]
    batch: str
    """Which transfer it is part of; "" where it does not say."""
    number: int
    """From 1."""
    of: int


def page_of(where: str, address: str) -> Page:
    """Return what the address at `where` holds; RowError where it is damaged."""
    fields = list(_fields(_payload(address)))
    numbers = {field: value for field, value in fields if isinstance(value, int)}
    codes = [value for field, value in fields if field == _CODE and isinstance(value, bytes)]
    batch, number, of = str(numbers.get(_BATCH, 0)), numbers.get(_PAGE, 0) + 1, numbers.get(_PAGES)
    places = (
        (_("{where}, code {number}").format(where=where, number=n), code)
        for n, code in enumerate(codes, start=1)
    )
    rows = tuple(each(places, _code))
    if of is None or not number <= of <= _MOST_PAGES:
        why = _("it does not say which page of how many it is, so some may be missing")
        return Page((*rows, Unreadable(where, why)), "", 1, 1)
    # Every page that is there leaves a trace: another export may miss it.
    traced = (replace(row, batch=batch) if isinstance(row, OneTimeCode) else row for row in rows)
    return Page(tuple(traced), batch, number, of)


def missing(pages: Iterable[Page]) -> Iterator[Unreadable]:
    """Yield one row for each page that is not among `pages` and that some of them belong with."""
    return islice(_missing(pages), _MOST_MISSING)


def _missing(pages: Iterable[Page]) -> Iterator[Unreadable]:
    batches: dict[tuple[str, int], set[int]] = {}
    for page in pages:
        batches.setdefault((page.batch, page.of), set()).add(page.number)
    for (batch, of), there in batches.items():
        for number in range(1, of + 1):
            if number not in there:
                yield Unreadable(
                    _("page {number} of {of}").format(number=number, of=of),
                    _(
                        "this page of the transfer from Google Authenticator is in "
                        "none of the exports"
                    ),
                    batch,
                )


def _payload(address: str) -> bytes:
    """Return the bytes behind `data=`, also where `+` became a space or padding was lost."""
    query = dict(part.partition("=")[::2] for part in address.partition("?")[2].split("&"))
    text = unquote(query.get("data", "")).strip().translate(_UNMANGLED).rstrip("=")
    try:
        payload = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except ValueError:
        raise _damaged() from None
    if not payload:
        raise _damaged()
    return payload


def _code(message: bytes) -> Row:
    fields = {field: value for field, value in _fields(message) if isinstance(value, bytes)}
    try:
        name, issuer = (fields.get(field, b"").decode() for field in (_NAME, _ISSUER))
    except UnicodeDecodeError:
        raise RowError(_("its name is not text")) from None
    seed = base64.b32encode(fields.get(_SECRET, b"")).decode().rstrip("=")
    return one_time_code(issuer=issuer, label=name, seed=seed)


def _fields(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Yield the number and value of each field of a message in protobuf's encoding; or RowError."""
    position = 0
    while position < len(message):
        key, position = _varint(message, position)
        number, kind = key >> 3, key & 7
        if kind == _VARINT:
            value, position = _varint(message, position)
            yield number, value
            continue
        if kind == _LENGTH:
            length, position = _varint(message, position)
        elif kind in (_FIXED_64, _FIXED_32):
            length = 8 if kind == _FIXED_64 else 4
        else:
            raise _damaged()
        if length > len(message) - position:
            raise _damaged()
        yield number, message[position : position + length]
        position += length


def _varint(message: bytes, start: int) -> tuple[int, int]:
    """Return the number that begins at `start`, and where it ends."""
    value = 0
    for place, octet in enumerate(message[start : start + _MOST_BYTES_OF_A_NUMBER]):
        value |= (octet & 0x7F) << (7 * place)
        if octet < 0x80:  # noqa: PLR2004  # the highest bit says that more follow
            return value, start + place + 1
    raise _damaged()


def _damaged() -> RowError:
    return RowError(_("it is a page of a transfer from Google Authenticator, but not complete"))
