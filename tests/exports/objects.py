"""JSON exports, plain, and one in YAML."""

import io
import json
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import yaml

from secaudit.sites import host_of, is_host_name
from tests.exports.records import HOME, PASSKEY_SITE, Record, Writer, iso

_JUNK = "no record at all"


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _zip(name: str, data: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return file.getvalue()


# ── Bitwarden ────────────────────────────────────────────────────────────────────────────────────

_BITWARDEN_KINDS = {"note": 2, "card": 3, "identity": 4, "ssh key": 5}


def _bitwarden_item(r: Record) -> Any:
    if r.kind == "junk":
        return _JUNK
    return {
        "type": _BITWARDEN_KINDS.get(r.kind, 1),
        "name": r.title,
        "folderId": "f" if r.group else None,
        "creationDate": iso(r.created) or None,
        "deletedDate": iso(r.kind == "trash") or None,
        "archivedDate": iso(r.kind == "archived") or None,
        "passwordHistory": [{"password": p, "lastUsedDate": iso(r.changed)} for p in r.past],
        "login": {
            "username": r.username or None,
            "password": r.password or None,
            "totp": r.totp or None,
            "uris": [{"match": None, "uri": url} for url in r.urls],
            "passwordRevisionDate": iso(r.changed) or None,
            "fido2Credentials": [{"rpId": PASSKEY_SITE, "counter": "0"}] if r.passkey else [],
        }
        if r.is_login
        else None,
    }


def _bitwarden(records: Sequence[Record]) -> bytes:
    folders = [{"id": "f", "name": HOME}]
    items = [_bitwarden_item(record) for record in records]
    return _json({"encrypted": False, "folders": folders, "items": items})


# ── 1Password ────────────────────────────────────────────────────────────────────────────────────

_1PUX_KINDS = {"note": "003", "card": "002", "identity": "004", "ssh key": "114"}
_1PIF_KINDS = {
    "note": "securenotes.SecureNote",
    "card": "wallet.financial.CreditCard",
    "identity": "identities.Identity",
    "folder": "system.folder.Regular",
}


def _1password_details(r: Record, section: Any) -> dict[str, Any]:
    form = {"username": r.username, "password": r.password}
    return {
        "loginFields": [{"designation": key, "value": form[key]} for key in form],
        "passwordHistory": [{"value": past, "time": r.changed} for past in r.past],
        "sections": [{"fields": [section]}],
    }


def _1pux_item(r: Record) -> Any:
    if r.kind == "junk":
        return _JUNK
    return {
        "categoryUuid": _1PUX_KINDS.get(r.kind, "001"),
        "state": "archived" if r.kind == "archived" else "active",
        "trashed": r.kind == "trash",
        "createdAt": r.created,
        "details": _1password_details(r, {"id": "TOTP_1", "value": {"totp": r.totp}}),
        "overview": {
            "title": r.title,
            "url": r.url,
            "urls": [{"url": url} for url in r.urls],
            "watchtowerExclusions": {"weak": r.excluded},
        },
    }


def _1pux(records: Sequence[Record]) -> bytes:
    vaults = [{"attrs": {"name": HOME}, "items": [_1pux_item(record) for record in records]}]
    return _json({"accounts": [{"vaults": vaults}]})


def _1pif(records: Sequence[Record]) -> bytes:
    lines = []
    for r in records:
        details = _1password_details(r, {"n": "TOTP_1", "v": r.totp})
        details |= {"fields": details.pop("loginFields"), "URLs": [{"url": u} for u in r.urls]}
        record = {
            "uuid": "F" if r.kind == "folder" else "U",
            "typeName": _1PIF_KINDS.get(r.kind, "webforms.WebForm"),
            "title": r.title,
            "location": r.url,
            "createdAt": r.created,
            "trashed": r.kind == "trash",
            "folderUuid": "F" if r.group else None,
            "secureContents": details,
        }
        lines += [b"{" if r.kind == "junk" else _json(record), b"***5642bee8-a5ff-11dc***"]
    return b"\n".join([*lines, b""])


# ── Proton Pass ──────────────────────────────────────────────────────────────────────────────────


def _proton_item(r: Record) -> Any:
    if r.kind == "junk":
        return _JUNK
    content = {
        "itemUsername": r.username,
        "itemEmail": "",
        "password": r.password,
        "urls": r.urls,
        "totpUri": r.totp,
        "passkeys": [{"domain": PASSKEY_SITE}] if r.passkey else [],
    }
    return {
        "state": 2 if r.kind == "trash" else 1,
        "createTime": r.created,
        "data": {
            "type": "login" if r.is_login else {"card": "creditCard"}.get(r.kind, r.kind),
            "metadata": {"name": r.title},
            "extraFields": [],
            "content": content if r.is_login else {},
        },
    }


def _proton(records: Sequence[Record]) -> bytes:
    vault = {"name": HOME, "items": [_proton_item(record) for record in records]}
    return _json({"vaults": {"v": vault}})


# ── 1Password's command line ─────────────────────────────────────────────────────────────────────


def _1password_cli(records: Sequence[Record]) -> bytes:
    categories = {"note": "SECURE_NOTE", "card": "CREDIT_CARD", "identity": "IDENTITY"}

    def item(r: Record) -> dict[str, Any]:
        past = {"history": list(r.past)}
        return {
            "id": "x",
            "title": r.title,
            "vault": {"id": "v", "name": r.group},
            "category": categories.get(r.kind, "LOGIN"),
            "state": "ARCHIVED" if r.kind == "archived" else None,
            "created_at": iso(r.created),
            "urls": [{"href": url} for url in r.urls],
            "fields": [
                {"id": "username", "purpose": "USERNAME", "value": r.username},
                {"purpose": "PASSWORD", "value": r.password, "password_details": past},
                {"id": "TOTP", "type": "OTP", "value": r.totp, "totp": "123456"},
            ],
        }

    return b"\n".join(b"{" if r.kind == "junk" else _json(item(r)) for r in records)


# ── Others ───────────────────────────────────────────────────────────────────────────────────────


def _dashlane(records: Sequence[Record]) -> bytes:
    kinds = {"note": "SECURENOTE", "card": "PAYMENTMEANS_CREDITCARD", "identity": "IDENTITY"}
    lists: dict[str, list[Any]] = {"AUTHENTIFIANT": []}
    for r in records:
        item = {
            "title": r.title,
            "domain": r.url,
            "url": "".join(r.urls[1:]),
            "login": r.username,
            "email": "",
            "password": r.password,
            "otpSecret": r.totp,
            "category": r.group,
        }
        kind = kinds.get(r.kind, "AUTHENTIFIANT")
        lists.setdefault(kind, []).append(_JUNK if r.kind == "junk" else item)
    return _json(lists)


def _enpass_item(r: Record) -> Any:
    if r.kind == "junk":
        return _JUNK
    password = {
        "type": "password",
        "value": r.password,
        "value_updated_at": r.changed or r.created,
        "history": [{"value": past, "updated_at": r.created} for past in r.past],
    }
    values = (("username", r.username), ("totp", r.totp), *(("url", url) for url in r.urls))
    fields = [{"type": kind, "value": value} for kind, value in values]
    fields += [{"type": "passkey", "value": PASSKEY_SITE}] if r.passkey else []
    return {
        "title": r.title,
        "template_type": f"{'login' if r.is_login else r.kind}.default".replace(
            "card", "creditcard"
        ),
        "folders": ["f"] if r.group else [],
        "createdAt": r.created,
        "trashed": int(r.kind == "trash"),
        "archived": int(r.kind == "archived"),
        "fields": [*fields, password] if r.is_login else [],
    }


def _enpass(records: Sequence[Record]) -> bytes:
    folders = [{"uuid": "f", "title": HOME, "parent_uuid": ""}]
    return _json({"folders": folders, "items": [_enpass_item(record) for record in records]})


def _keeper_record(r: Record) -> Any:
    if r.kind == "junk":
        return _JUNK
    kinds = {"note": "encryptedNotes", "card": "bankCard", "identity": "passport"}
    custom: dict[str, Any] = {f"$url::{n}": url for n, url in enumerate(r.urls[1:])}
    custom |= {"$oneTimeCode::1": r.totp} if r.totp else {}
    custom |= {"$passkey::1": {"relyingParty": PASSKEY_SITE}} if r.passkey else {}
    return {"title": r.title, "$type": kinds.get(r.kind, "login")} | (
        {
            "login": r.username,
            "password": r.password,
            "login_url": r.url,
            "custom_fields": custom,
            "folders": [{"folder": r.group}] if r.group else [],
        }
        if r.is_login
        else {}
    )


def _keeper(records: Sequence[Record]) -> bytes:
    return _json({"shared_folders": [], "records": [_keeper_record(record) for record in records]})


def _passman_item(r: Record) -> Any:
    return (
        _JUNK
        if r.kind == "junk"
        else {
            "credential_id": 1,
            "label": r.title,
            "username": r.username or None,
            "email": None,
            "password": r.password,
            "url": r.url,
            "created": r.created,
            "delete_time": 1 if r.kind == "trash" else 0,
            "tags": [{"text": r.group}] if r.group else [],
            "custom_fields": [],
            "otp": {"secret": r.totp} if r.totp else {},
        }
    )


def _passman(records: Sequence[Record]) -> bytes:
    return _json([_passman_item(record) for record in records])


def _cxf_item(number: int, r: Record) -> Any:
    if r.kind == "junk":
        return _JUNK
    pair = {
        key: {"fieldType": kind, "value": value}
        for key, kind, value in (
            ("username", "string", r.username),
            ("password", "concealed-string", r.password),
        )
    }
    credentials: list[dict[str, Any]] = [{"type": "basic-auth", **pair}]
    credentials += [{"type": "totp", "secret": r.totp, "period": 30}] if r.totp else []
    credentials += [{"type": "passkey", "rpId": PASSKEY_SITE}] if r.passkey else []
    others = {"note": "note", "card": "credit-card", "identity": "passport"}
    return {
        "id": f"i{number}",
        "creationAt": r.created,
        "title": r.title,
        "scope": {"urls": r.urls, "androidApps": []},
        "credentials": credentials if r.is_login else [{"type": others[r.kind]}],
    }


def _cxf(records: Sequence[Record]) -> bytes:
    grouped = [{"item": f"i{number}"} for number, r in enumerate(records) if r.group]
    vault = {
        "collections": [{"title": HOME, "items": grouped}],
        "items": [_cxf_item(number, record) for number, record in enumerate(records)],
    }
    return _json({"version": {"major": 1}, "exporterRpId": "a.example", "accounts": [vault]})


# ── Passpie ──────────────────────────────────────────────────────────────────────────────────────


def _passpie_entry(r: Record) -> Any:
    if r.kind == "junk":
        return _JUNK
    changed = datetime.fromtimestamp(r.changed, UTC).replace(tzinfo=None) if r.changed else None
    name = r.url or r.title
    return {"name": name, "login": r.username, "password": r.password, "modified": changed}


def _passpie(records: Sequence[Record]) -> bytes:
    entries = [_passpie_entry(record) for record in records]
    whole = {"credentials": entries, "handler": "passpie", "version": 1.0}
    return yaml.safe_dump(whole, allow_unicode=True, encoding="utf-8")


def _by_host(r: Record) -> Record:
    """Passpie has a name and no address: a login at a site is called like its host."""
    host = host_of(r.url) or ""
    return replace(r, urls=(host,) if is_host_name(host) else ())


def _object(write: Callable[[Sequence[Record]], bytes], kinds: str, urls: int = 3) -> Writer:
    return Writer(write, frozenset([*kinds.split(","), "junk"]), urls)


def _packed(name: str, writer: Writer) -> Writer:
    return replace(writer, seal=lambda data: _zip(name, data))


OBJECTS = {
    "bitwarden-json": _object(_bitwarden, "note,card,identity,ssh key,trash,archived"),
    "1password-1pux": _packed(
        "export.data", _object(_1pux, "note,card,identity,ssh key,trash,archived")
    ),
    "1password-cli-json": replace(
        _object(_1password_cli, "note,card,identity,archived"), guessed=True
    ),
    "1password-1pif": replace(_object(_1pif, "note,card,identity,folder,trash"), guessed=True),
    "proton-pass-json": _packed(
        "Proton Pass/data.json", _object(_proton, "note,card,identity,trash")
    ),
    "dashlane-json": _object(_dashlane, "note,card,identity", urls=2),
    "enpass-json": _object(_enpass, "note,card,identity,trash,archived"),
    "keeper-json": _object(_keeper, "note,card,identity"),
    "passman-json": _object(_passman, "trash", urls=1),
    "fido-cxf": _object(_cxf, "note,card,identity"),
    "passpie": Writer(_passpie, frozenset({"junk"}), fit=_by_host),
}
