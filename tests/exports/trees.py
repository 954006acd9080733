"""XML exports, plain."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from tests.exports.records import PASSKEY_SITE, Record, Writer, iso

# https://www.w3.org/TR/xml/#charsets; none of these programs keeps the others either.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SIGNS = str.maketrans({character: f"&#{ord(character)};" for character in "&<>\r"})


def _fit(record: Record) -> Record:
    texts: dict[str, Any] = {
        key: _NO_XML.sub("", getattr(record, key))
        for key in ("title", "username", "password", "totp")
    }
    return replace(record, past=tuple(_NO_XML.sub("", past) for past in record.past), **texts)


def _tag(name: str, text: str) -> str:
    return f"<{name}>{text.translate(_SIGNS)}</{name}>"


# ── KeePass 2 ────────────────────────────────────────────────────────────────────────────────────


def _string(key: str, value: str) -> str:
    text = _tag("Value", value)
    if key == "Password":
        text = text.replace("<Value>", '<Value ProtectInMemory="True">')
    return f"<String>{_tag('Key', key)}{text}</String>"


def _times(created: int, modified: int) -> str:
    texts = (_tag("CreationTime", iso(created)), _tag("LastModificationTime", iso(modified)))
    return f"<Times>{''.join(texts)}</Times>"


def _entry(r: Record) -> str:
    password = "{REF:P@I:00000000000000000000000000000000}" if r.kind == "junk" else r.password
    strings = {"Title": r.title, "UserName": r.username, "Password": password, "URL": r.url}
    strings |= {f"KP2A_URL_{number}": url for number, url in enumerate(r.urls[1:])}
    strings |= {"otp": r.totp} if r.totp else {}
    strings |= {"KPEX_PASSKEY_RELYING_PARTY": PASSKEY_SITE} if r.passkey else {}
    past = "".join(
        f"<Entry>{_times(r.created, r.created)}{_string('Password', one)}</Entry>" for one in r.past
    )
    return (
        f"<Entry>{_times(r.created, r.changed)}{_tag('QualityCheck', str(not r.excluded))}"
        f"{''.join(_string(*pair) for pair in strings.items())}<History>{past}</History></Entry>"
    )


def _keepass(records: Sequence[Record]) -> bytes:
    # One group for each entry, because the reader's order is that of groups, then entries.
    bin_id = "MTIzNDU2Nzg5MDEyMzQ1Ng=="
    groups = "".join(
        f"<Group><UUID>{bin_id if r.kind == 'trash' else ''}</UUID>{_tag('Name', r.group)}"
        f"{_entry(r)}</Group>"
        for r in records
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><KeePassFile><Meta>'
        f"<RecycleBinUUID>{bin_id}</RecycleBinUUID></Meta>"
        f"<Root><Group>{_tag('Name', 'Root')}{groups}</Group></Root></KeePassFile>"
    ).encode()


# ── Others ───────────────────────────────────────────────────────────────────────────────────────


def _keepass_1(records: Sequence[Record]) -> bytes:
    entries = "".join(
        "<pwentry>"
        + _tag("group", "Backup" if r.kind == "trash" else r.group)
        + _tag("title", r.title)
        + _tag("username", r.username)
        + _tag("url", r.url)
        + _tag("password", r.password)
        + _tag("creationtime", iso(r.created).rstrip("Z"))
        + "</pwentry>"
        for r in records
    )
    return f"<?xml version='1.0' encoding='UTF-8'?><pwlist>{entries}</pwlist>".encode()


def _pwsafe(records: Sequence[Record]) -> bytes:
    entries = []
    for r in records:
        past = "".join(
            "<history_entry>"
            + _tag("changedx", iso(r.created).rstrip("Z"))
            + _tag("oldpassword", one)
            + "</history_entry>"
            for one in r.past
        )
        entries.append(
            "<entry>"
            + _tag("group", r.group)
            + _tag("title", r.title)
            + _tag("username", r.username)
            + _tag("password", r.password)
            + _tag("url", r.url)
            + _tag("twofactorkey", r.totp)
            + _tag("ctimex", iso(r.created).rstrip("Z"))
            + _tag("pmtimex", iso(r.changed).rstrip("Z"))
            + f"<pwhistory><history_entries>{past}</history_entries></pwhistory></entry>"
        )
    return f"<passwordsafe><Preferences/>{''.join(entries)}</passwordsafe>".encode()


TREES = {
    "keepass-xml": Writer(_keepass, frozenset({"trash", "junk"}), urls=3, fit=_fit),
    "keepass-1-xml": Writer(_keepass_1, frozenset({"trash"}), fit=_fit),
    "pwsafe-xml": Writer(_pwsafe, fit=_fit),
}
