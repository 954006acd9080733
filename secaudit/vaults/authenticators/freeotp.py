"""FreeOTP's backups: the JSON of FreeOTP+, the settings file of FreeOTP 1, the backup of FreeOTP 2.

https://github.com/helloworld1/FreeOTPPlus and https://github.com/freeotp/freeotp-android.
"""

import base64
import struct
from collections.abc import Iterable, Iterator
from typing import Any

from secaudit.errors import VaultError
from secaudit.languages import N_, _
from secaudit.model import Row
from secaudit.vaults.authenticators.entries import GIVES, rows
from secaudit.vaults.authenticators.otpauth import code_of
from secaudit.vaults.base import (
    Ask,
    Document,
    Format,
    RowError,
    each,
    one_time_code,
    parsed,
    text_in,
)
from secaudit.vaults.markup import root_of, tree_of

_ORDER = "tokenOrder"


def _row(token: dict[str, Any]) -> Row:
    return _named(token, _seed(token.get("secret")))


def _named(token: dict[str, Any], seed: str) -> Row:
    # What the person renamed it to, then what came with the code.
    issuers = (text_in(token, key) for key in ("issuerAlt", "issuerExt", "issuerInt"))
    labels = (text_in(token, key) for key in ("labelAlt", "label"))
    return one_time_code(
        issuer=next(filter(None, issuers), ""), label=next(filter(None, labels), ""), seed=seed
    )


def _seed(octets: Any) -> str:
    """Return the seed in base32, as other apps write it; here it is a list of Java's bytes."""
    if not isinstance(octets, list) or not octets:
        raise RowError(_("it has no secret"))
    if not all(type(octet) is int and -128 <= octet <= 255 for octet in octets):  # noqa: PLR2004
        raise RowError(_("its secret is not made of bytes"))
    return base64.b32encode(bytes(octet % 256 for octet in octets)).decode().rstrip("=")


def _is_json(document: Document) -> bool:
    export = document.json
    return isinstance(export, dict) and _ORDER in export and isinstance(export.get("tokens"), list)


def _read_json(document: Document, _ask: Ask) -> Iterator[Row]:
    return rows(document.json["tokens"], _row)


def _is_xml(document: Document) -> bool:
    return root_of(document) == "map" and f'"{_ORDER}"' in document.text


def _read_xml(document: Document, _ask: Ask) -> Iterator[Row]:
    found = tree_of(document).iter("string")
    texts = (element.text or "" for element in found if element.get("name") != _ORDER)
    return each(
        ((_("entry {number}").format(number=number), text) for number, text in enumerate(texts, 1)),
        _setting,
    )


def _setting(text: str) -> Row:
    if text.startswith("otpauth:"):  # as the first versions kept them
        return code_of(text)
    token = parsed(text)
    if not isinstance(token, dict):
        raise RowError(_("it is not made of fields"))
    return _row(token)


# A java.util.HashMap of texts, written by ObjectOutputStream (Java Object Serialization
# Specification §6.4): stream and class header, two fields, then the number of entries. Labels are
# in plain text in it and show where a second step is on; the seeds are not needed for that.
_HASH_MAP = (
    b"\xac\xed\x00\x05sr\x00\x11java.util.HashMap\x05\x07\xda\xc1\xc3\x16`\xd1\x03\x00\x02"
    b"F\x00\nloadFactorI\x00\tthresholdxp"
)
_AFTER_HEADER = struct.Struct(">fi2sii")  # load factor, threshold, block mark, capacity, entries
_TEXT = struct.Struct(">cH")
_MASTER_KEY = "masterKey"
_TOKEN = "-token"  # noqa: S105  # ends the name of what is known of an entry beside its key


def _is_backup_2(document: Document) -> bool:
    return document.head.startswith(_HASH_MAP) and _MASTER_KEY.encode() in document.data


def _read_backup_2(document: Document, _ask: Ask) -> Iterable[Row]:
    try:
        settings = dict(_settings(document.data))
    except (struct.error, ValueError):
        raise VaultError(
            _("{name} is a FreeOTP backup, but damaged or not complete").format(name=document.name),
            _("Make the backup again in FreeOTP, and try with the new file."),
        ) from None
    names = (name for name in settings if name != _MASTER_KEY and not name.endswith(_TOKEN))
    tokens = [parsed(settings.get(name + _TOKEN, "")) for name in names]
    return rows(tokens, lambda token: _named(token, seed=""))


def _settings(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield the name and text of each entry; raises struct.error or ValueError for damage."""
    place = len(_HASH_MAP)
    entries = _AFTER_HEADER.unpack_from(data, place)[-1]
    place += _AFTER_HEADER.size
    for _entry in range(entries):
        texts = []
        for _part in ("name", "text"):
            kind, length = _TEXT.unpack_from(data, place)
            place += _TEXT.size + length
            if kind != b"t" or place > len(data):
                raise ValueError("not a text")
            # Java writes a character beyond U+FFFF as two halves.
            halves = data[place - length : place].decode("utf-8", "surrogatepass")
            texts.append(halves.encode("utf-16", "surrogatepass").decode("utf-16"))
        yield texts[0], texts[1]


FREEOTP_PLUS = Format("freeotp-plus-json", "FreeOTP+ JSON", _is_json, _read_json, gives=GIVES)
FREEOTP_XML = Format("freeotp-xml", "FreeOTP 1 tokens.xml", _is_xml, _read_xml, gives=GIVES)
FREEOTP_2 = Format(
    "freeotp-2-backup",
    N_("FreeOTP 2 backup"),
    _is_backup_2,
    _read_backup_2,
    encrypted=True,
    gives=GIVES,
)
