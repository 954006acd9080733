"""Damage that keeps an export's form: in JSON, tables, XML and zip archives; and to any bytes."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from copy import deepcopy
from random import Random
from typing import Any

TOKENS = (
    *(b"null", b"true", b"-1", b"0", b"1e999", b"9" * 30, b"9" * 5000, b"NaN", b"[]", b"{}", b'""'),
    *(b"[" * 3000, b'{"a":' * 3000, b'"', b"'", b",", b";", b"\t", b"\n", b"\r", b"\r\n", b"\\"),
    *(b"\0", b"\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\\ud800", b"\x1b]0;x\x07"),
    *("\u2028".encode(), "\ufffd".encode(), "\u202e".encode(), "é".encode(), b"&amp;", b"&#0;"),
    *(b"<!--", b"<![CDATA[", b"<!DOCTYPE a [", b"<a/>", b"{REF:P@I:0}", b"{REF:P@T:Shop}", b"***"),
    *(b"otpauth://", b"steam://x", b"otpauth-migration://offline?data=", b"data:,", b"http://["),
    *(
        b"android://",
        b"mailto:",
        b"1970-01-01",
        b"9999-12-31T23:59:59Z",
        b"2024-02-30",
        b"next_table",
    ),
    *(b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06", b"-----BEGIN PGP MESSAGE-----", b"==", b"%zz"),
)
_REMOVED = 0.15
_VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, 1, 2, 3, -1, 1.5, 1e308, float("inf"), float("nan"), 10**30, 2**63),
    *("", "x", "\ud800", "\0", "\ufffd", "-", "http://[", "1e999", [], {}, [[]], [{}], {"a": 1}),
    *(["x"], [None], {"": None}, "2024-01-01", "9" * 400, "otpauth://totp/x?secret=A"),
)


def mutated(data: bytes, rng: Random) -> bytes:
    """Return `data` with something changed, as its form allows it."""
    form = rng.choice((_json, _table, _xml, _zip, _lines, *[_bytes] * 3))
    try:
        return form(data, rng)
    except Exception:  # noqa: BLE001  # it has not that form, or not undamaged
        return _bytes(data, rng)


def _bytes(data: bytes, rng: Random) -> bytes:
    at, other = sorted(rng.randrange(len(data) + 1) for _ in range(2))
    part = data[at:other]
    return rng.choice(
        (
            data[:at] + rng.choice(TOKENS) + data[at:],
            data[:at] + rng.choice(TOKENS) + data[other:],
            data[:at] + rng.randbytes(rng.randint(1, 4)) + data[at + 2 :],
            data[:at] + bytes([data[at] ^ 1 << rng.randrange(8)]) + data[at + 1 :]
            if at < len(data)
            else data,
            data[:at],
            data[:at] + data[other:],
            data[:other] + part[:2000] * rng.randint(1, 3) + data[other:],
            data[other:] + data[:at],
        )
    )


def _json(data: bytes, rng: Random) -> bytes:
    value = json.loads(data)
    for _ in range(rng.randint(1, 3)):
        places = list(_places(value))
        inside, key = rng.choice(places)
        elsewhere, place = rng.choice(places)
        old, other = inside[key], elsewhere[place]
        new = rng.choice((deepcopy(rng.choice(_VALUES)), [old], {"a": old}, deepcopy(other)))
        if rng.random() < _REMOVED:
            del inside[key]
        else:
            inside[key] = new
    return json.dumps(value, ensure_ascii=rng.random() < 0.5).encode("utf-8", "surrogatepass")


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield each list or object in a value with each of its keys."""
    keys = (
        range(len(value)) if isinstance(value, list) else value if isinstance(value, dict) else ()
    )
    for key in list(keys):
        yield value, key
        yield from _places(value[key])


def _table(data: bytes, rng: Random) -> bytes:
    text = data.decode("utf-8", "surrogateescape")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    row = rng.choice(rows)
    place = rng.randrange(len(row))
    match rng.randrange(6):
        case 0:
            row[place] = rng.choice(TOKENS).decode("utf-8", "surrogateescape")
        case 1:
            del row[place]
        case 2:
            row.insert(place, rng.choice(rng.choice(rows)))
        case 3:
            rows.insert(rng.randrange(len(rows)), row * rng.randint(1, 2))
        case 4:
            for each in rows:
                each[place : place + 1] = each[place : place + 1] * rng.randint(0, 2)
        case _:
            row[place] = "".join(rng.choice(rng.choice(rows)) for _ in range(3))
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=rng.choice(",,,;\t")).writerows(rows)
    return file.getvalue().encode("utf-8", "surrogateescape")


_ELEMENT = re.compile(rb"<([\w]+)[^<>]*>(?:[^<>]*</\1>)?")


def _xml(data: bytes, rng: Random) -> bytes:
    found = list(_ELEMENT.finditer(data))
    one, other = rng.choice(found), rng.choice(found)
    new = rng.choice((b"", one[0] * 2, other[0], b"<" + one[1] + b"/>", rng.choice(TOKENS)))
    return data[: one.start()] + new + data[one.end() :]


def _lines(data: bytes, rng: Random) -> bytes:
    lines = data.splitlines(keepends=True)
    one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[one : one + rng.randint(0, 2)] = [mutated(lines[other], rng)] * rng.randint(0, 2)
    return b"".join(lines)


def _zip(data: bytes, rng: Random) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for info in old.infolist():
            name = rng.choice((info.filename, "../x.json", "files/x.json", "x.csv", "C:\\x.json"))
            # No bombs: unpacking what damage makes of one would only test the fuzzer.
            content = old.open(info).read(2**20)
            for _ in range(rng.randint(0, 2)):
                method = rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
                new.writestr(f"{rng.randrange(9)}{name}", mutated(content, rng), method)
    return file.getvalue()
