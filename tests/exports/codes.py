"""Backups of authenticator apps, plain: each login of the records is one entry."""

import base64
import hashlib
import io
import json
import sqlite3
import struct
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from secaudit.text import clean
from tests.exports.records import Record, Writer

_JUNK = "no record at all"


def _entry(record: Record) -> Record:
    """Return the entry a login makes: a colon parts issuer and label, and the seed is base32."""
    title, username = (clean(t).replace(":", "") for t in (record.title, record.username))
    seed = base64.b32encode(hashlib.sha256(record.password.encode()).digest()[:10]).decode()
    return replace(record, title=title.strip(), username=username.strip(), totp=seed)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def address(r: Record) -> str:
    query = f"secret={r.totp}&issuer={quote(r.title)}"
    return f"otpauth://totp/{quote(r.title, safe='')}:{quote(r.username, safe='')}?{query}"


def _entries(entry: Callable[[Record], Any]) -> Callable[[Sequence[Record]], list[Any]]:
    return lambda records: [_JUNK if r.kind == "junk" else entry(r) for r in records]


def _writer(entry: Callable[[Record], Any], around: Callable[[list[Any]], Any]) -> Writer:
    """Return the writer of JSON with so many entries, and something around them."""
    entries = _entries(entry)
    return Writer(lambda records: _json(around(entries(records))), frozenset({"junk"}), fit=_entry)


# ── Lists of addresses ───────────────────────────────────────────────────────────────────────────


def _list(records: Sequence[Record]) -> bytes:
    return "\n".join("otpauth://" if r.kind == "junk" else address(r) for r in records).encode()


def _ente(records: Sequence[Record]) -> bytes:
    def line(r: Record) -> str:
        display = {"pinned": False, "trashed": r.kind == "trash"}
        return f"{address(r)}&codeDisplay={quote(json.dumps(display))}"

    return "\n".join("otpauth://" if r.kind == "junk" else line(r) for r in records).encode()


def _varint(value: int) -> bytes:
    head = b""
    while value > 0x7F:
        head += bytes([value & 0x7F | 0x80])
        value >>= 7
    return head + bytes([value])


def _field(number: int, value: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(value)) + value


def _google(records: Sequence[Record]) -> bytes:
    message = b"".join(
        _field(
            1,
            _field(1, base64.b32decode(r.totp))
            + _field(2, b"\xff" if r.kind == "junk" else r.username.encode())
            + _field(3, r.title.encode()),
        )
        for r in records
    )
    page = message + bytes([2 << 3, 1, 3 << 3, 1, 5 << 3, 7])  # version, pages, batch
    return f"otpauth-migration://offline?data={quote(base64.b64encode(page), safe='')}".encode()


def _pictures(records: Sequence[Record]) -> bytes:
    import zxingcpp  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415

    texts = ["a word" if r.kind == "other QR code" else address(r) for r in records]
    codes = [
        Image.fromarray(zxingcpp.create_barcode(t, zxingcpp.BarcodeFormat.QRCode).to_image(scale=3))
        for t in texts
    ]
    size = max(code.height for code in codes) + 60
    page = Image.new("L", (size + 60, size * len(codes) + 60), 255)
    for number, code in enumerate(codes):
        page.paste(code, (60, 60 + size * number))
    file = io.BytesIO()
    page.save(file, "PNG", compress_level=1)
    return file.getvalue()


# ── Tables and settings files ────────────────────────────────────────────────────────────────────


def _bitwarden_csv(records: Sequence[Record]) -> bytes:
    lines = [
        f",,9,{r.title}" if r.kind == "junk" else f",,1,{r.title},,{address(r)},{r.title},30,6"
        for r in records
    ]
    return "\n".join(["folder,favorite,type,name,login_uri,login_totp", *lines]).encode()


def _microsoft(records: Sequence[Record]) -> bytes:
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute(
            "CREATE TABLE accounts (_id INTEGER PRIMARY KEY, name TEXT, username TEXT,"
            " oath_secret_key TEXT, account_type INTEGER)"
        )
        database.executemany(
            "INSERT INTO accounts (name, username, oath_secret_key, account_type) VALUES"
            " (?, ?, ?, 0)",
            [
                (
                    7 if r.kind == "junk" else r.title,
                    b"\xff" if r.kind == "junk" else r.username,
                    r.totp,
                )
                for r in records
            ],
        )
        database.commit()
        return database.serialize()


def _map(texts: dict[str, str]) -> bytes:
    marks = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
    strings = (
        f'<string name="{name}">{text.translate(marks)}</string>' for name, text in texts.items()
    )
    return f"<?xml version='1.0' encoding='utf-8'?>\n<map>{''.join(strings)}</map>".encode()


def authy(secret: Callable[[str], dict[str, str]]) -> Callable[[Sequence[Record]], bytes]:
    """Return the writer of a settings file in which `secret` gives the fields of a seed."""
    entries = _entries(
        lambda r: {
            "accountType": "authenticator",
            "originalIssuer": r.title,
            "originalName": r.username,
            **secret(r.totp),
        }
    )
    return lambda records: _map(
        {"com.authy.storage.tokens.authenticator.key": json.dumps(entries(records))}
    )


def _freeotp_token(r: Record) -> dict[str, Any]:
    octets = struct.unpack("10b", base64.b32decode(r.totp)) if r.totp else ()
    return {"issuerExt": r.title, "label": r.username, "secret": octets, "type": "TOTP"}


def _freeotp_xml(records: Sequence[Record]) -> bytes:
    texts = map(json.dumps, _entries(_freeotp_token)(records))
    return _map({"tokenOrder": "[]"} | {f"t{n}": text for n, text in enumerate(texts)})


def _freeotp_2(records: Sequence[Record]) -> bytes:
    texts = {"masterKey": "{}"}
    for number, token in enumerate(_entries(_freeotp_token)(records)):
        texts |= {f"t{number}": "{}", f"t{number}-token": json.dumps(token)}
    data = (
        b"\xac\xed\x00\x05sr\x00\x11java.util.HashMap\x05\x07\xda\xc1\xc3\x16`\xd1\x03\x00\x02"
        b"F\x00\nloadFactorI\x00\tthresholdxp?@\0\0\0\0\0\x0cw\x08\0\0\0\x10"
    ) + struct.pack(">i", len(texts))
    for text in (text for pair in texts.items() for text in pair):
        data += b"t" + struct.pack(">H", len(text)) + text.encode()
    return data


# ── All of them ──────────────────────────────────────────────────────────────────────────────────


def _aegis_entry(r: Record) -> dict[str, Any]:
    return {"type": "totp", "issuer": r.title, "name": r.username, "info": {"secret": r.totp}}


def _twofas_entry(r: Record) -> dict[str, Any]:
    otp = {"tokenType": "TOTP", "issuer": r.title, "account": r.username}
    return {"name": r.title, "secret": r.totp, "otp": otp}


def _andotp_entry(r: Record) -> dict[str, Any]:
    texts = {"secret": r.totp, "issuer": r.title, "label": r.username}
    return texts | {"digits": 6, "type": "TOTP", "algorithm": "SHA1"}


def _steam(records: Sequence[Record]) -> bytes:
    entries = _entries(
        lambda r: {
            "account_name": r.username,
            "shared_secret": base64.b64encode(base64.b32decode(r.totp)).decode(),
        }
    )
    return _json({"accounts": {f"7656{n}": entry for n, entry in enumerate(entries(records))}})


def _as_steam(record: Record) -> Record:
    return replace(_entry(record), title="Steam")


def _without_seed(record: Record) -> Record:
    return replace(_entry(record), totp="")


aegis_db = _writer(_aegis_entry, lambda entries: {"version": 2, "entries": entries})
twofas_services = _writer(_twofas_entry, list)

CODES = {
    "aegis-json": _writer(
        _aegis_entry,
        lambda entries: {"version": 1, "header": {}, "db": {"version": 2, "entries": entries}},
    ),
    "2fas-json": _writer(_twofas_entry, lambda entries: {"schemaVersion": 4, "services": entries}),
    "andotp-json": _writer(_andotp_entry, list),
    "stratum-json": _writer(
        lambda r: {"Type": 2, "Issuer": r.title, "Username": r.username, "Secret": r.totp},
        lambda entries: {"Authenticators": entries, "Categories": []},
    ),
    "authy-xml": Writer(
        authy(lambda seed: {"decryptedSecret": seed}), frozenset({"junk"}), fit=_entry
    ),
    "bitwarden-authenticator-json": _writer(
        lambda r: {
            "type": 1,
            "name": r.title,
            "login": {"username": r.username, "totp": address(r)},
        },
        lambda entries: {"encrypted": False, "items": entries},
    ),
    "bitwarden-authenticator-csv": Writer(_bitwarden_csv, frozenset({"junk"}), fit=_entry),
    "proton-authenticator-json": _writer(
        lambda r: {"id": "x", "content": {"uri": address(r), "entry_type": "Totp"}},
        lambda entries: {"version": 1, "entries": entries},
    ),
    "lastpass-authenticator-json": _writer(
        lambda r: {"issuerName": r.title, "userName": r.username, "secret": r.totp},
        lambda entries: {"version": 3, "accounts": entries},
    ),
    "freeotp-plus-json": _writer(
        _freeotp_token, lambda entries: {"tokenOrder": [], "tokens": entries}
    ),
    "freeotp-xml": Writer(_freeotp_xml, frozenset({"junk"}), fit=_entry),
    "freeotp-2-backup": Writer(_freeotp_2, frozenset({"junk"}), fit=_without_seed),
    "duo-mobile-json": _writer(
        lambda r: {
            "accountType": "OtpAccount",
            "pkey": "x",
            "serviceTypeLabel": r.title,
            "name": r.username,
            "otpGenerator": {"otpSecret": r.totp},
        },
        list,
    ),
    "steam-guard": Writer(_steam, frozenset({"junk"}), fit=_as_steam),
    "microsoft-authenticator": Writer(_microsoft, frozenset({"junk"}), fit=_entry),
    "google-authenticator": Writer(_google, frozenset({"junk"}), fit=_entry),
    "qr-codes": Writer(_pictures, frozenset({"other QR code"}), fit=_entry, slow=True),
    "otpauth-list": Writer(_list, frozenset({"junk"}), fit=_entry, guessed=True),
    "ente": Writer(_ente, frozenset({"junk", "trash"}), fit=_entry, guessed=True),
}
