"""Enpass's exports: JSON with everything, and a CSV of labels and values without a header."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from secaudit.languages import _
from secaudit.model import PastPassword, Row, Skipped
from secaudit.text import Secret
from secaudit.vaults.base import (
    BASICS,
    FIELDS,
    Ask,
    Document,
    Format,
    RowError,
    csv_rows,
    each,
    epoch,
    login,
    objects_in,
    text_in,
)

_OTHER_KINDS = {"creditcard": "card", "note": "note", "identity": "identity"}
_LOGIN_KINDS = ("login", "password")
_SECRETS = ("password", "totp", "passkey")
_ADDRESSES = ("url", ".Android#")
_DEEPEST = 100  # folders in folders
_NOTE = 2  # cells: title and text
_ANDROID = re.compile(r"(?:android(?:app)?://)*(?:.*==@)?")
_LABELS = {
    "username": "username",
    "login": "username",
    "email": "email",
    "e-mail": "email",
    "password": "password",
    "url": "url",
    "website": "url",
    "totp": "totp",
    "one-time code": "totp",
}


def _is_json(document: Document) -> bool:
    """Tell by items that have fields and no type: those of Bitwarden have both."""
    export = document.json
    items = export.get("items") if isinstance(export, dict) else None
    return isinstance(items, list) and any(
        isinstance(item, dict) and isinstance(item.get("fields"), list) and "type" not in item
        for item in items
    )


def _read_json(document: Document, _ask: Ask) -> Iterator[Row]:
    export = document.json
    folders = export.get("folders")
    groups = _groups(folders if isinstance(folders, list) else [])
    places = (
        (_("item {number}").format(number=number), item)
        for number, item in enumerate(export["items"], start=1)
    )
    return each(places, partial(_item, groups))


def _groups(folders: list[Any]) -> dict[str, str]:
    """Return the path of each folder by its id. One that lies in itself ends where it began."""
    known = {
        folder["uuid"]: folder
        for folder in folders
        if isinstance(folder, dict) and isinstance(folder.get("uuid"), str)
    }
    groups = {}
    for key in known:
        path: dict[str, str] = {}
        at: Any = key
        while isinstance(at, str) and at in known and at not in path and len(path) < _DEEPEST:
            path[at] = str(known[at].get("title") or "")
            at = known[at].get("parent_uuid")
        groups[key] = "/".join(reversed(path.values()))
    return groups


def _item(groups: Mapping[str, str], item: Any) -> Row:
    if not isinstance(item, dict):
        raise RowError(_("it is not made of fields"))
    if item.get("trashed"):
        return Skipped("trash")
    if item.get("archived"):
        return Skipped("archived")
    fields = [
        field
        for field in objects_in(item, "fields")
        if not field.get("deleted") and _is_filled(field)
    ]
    first = {text_in(field, "type"): field for field in reversed(fields)}
    kind = (text_in(item, "template_type") or text_in(item, "category")).partition(".")[0]
    if kind not in _LOGIN_KINDS and (kind in _OTHER_KINDS or first.keys().isdisjoint(_SECRETS)):
        return Skipped(_OTHER_KINDS.get(kind, "note"))
    created = _when(item.get("createdAt"))
    changed = _when(first.get("password", {}).get("value_updated_at"))
    return login(
        title=text_in(item, "title"),
        username=_value(first, "username") or _value(first, "email"),
        password=_value(first, "password"),
        urls=[_address(field) for field in fields if text_in(field, "type") in _ADDRESSES],
        totp=_value(first, "totp"),
        passkeys=sum(text_in(field, "type") == "passkey" for field in fields),
        history=_history(first.get("password", {}), changed),
        created=created,
        # Where it is as old as the entry, it may be older: it was typed in or imported then.
        changed=None if changed == created else changed,
        group=_group(item, groups),
    )


def _is_filled(field: Mapping[str, Any]) -> bool:
    """Tell whether there is anything in a field; a password may be nothing but spaces."""
    value = text_in(field, "value")
    return bool(value if text_in(field, "type") == "password" else value.strip())


def _value(first: Mapping[str, Any], kind: str) -> str:
    return text_in(first.get(kind, {}), "value")


def _address(field: Mapping[str, Any]) -> str:
    value = text_in(field, "value")
    is_app = text_in(field, "type") != "url"
    return _ANDROID.sub("androidapp://", value, count=1) if is_app else value


def _history(field: Mapping[str, Any], changed: datetime | None) -> list[PastPassword]:
    """Return the replaced passwords. Each is noted with the time it was set."""
    past = [
        (_when(entry.get("updated_at")), text_in(entry, "value"))
        for entry in objects_in(field, "history")
    ]
    past.sort(key=lambda state: state[0].timestamp() if state[0] else 0)
    ends = [when for when, _ in past[1:]] + [changed]
    return [
        PastPassword(Secret(password), until)
        for (_, password), until in zip(past, ends, strict=False)
    ]


def _group(item: Mapping[str, Any], groups: Mapping[str, str]) -> str:
    ids = item.get("folders")
    keys = ids if isinstance(ids, list) else []
    return next((groups[key] for key in keys if isinstance(key, str) and key in groups), "")


def _when(value: Any) -> datetime | None:
    return epoch(value) if isinstance(value, int) else None


def _has_header(document: Document) -> bool:
    return document.header[:2] == ("title", "field")


def _is_csv(document: Document) -> bool:
    """Tell by the labels: every second cell of a login is one, up to the note at the end."""
    rows = document.opening
    known = [len(_LABELS.keys() & set(_labels(row))) > 1 for row in rows if len(row) > _NOTE]
    return _has_header(document) or (
        all(len(row) % 2 == 0 for row in rows)
        and sum(known) * 2 > len(known)
        # A header has labels too, and more of them than every second cell.
        and not _LABELS.keys() & {cell.strip().casefold() for cell in rows[0][::2]}
    )


def _labels(row: list[str]) -> list[str]:
    """Return the labels of a row in lower case, without the `*` that marks a secret."""
    return [label.strip().removeprefix("*").casefold() for label in row[1:-1:2]]


def _read_csv(document: Document, _ask: Ask) -> Iterable[Row]:
    return csv_rows(document, _row, headed=_has_header(document))


def _row(cells: list[str]) -> Row:
    labels = _labels(cells)
    if {"cardholder", "number"} <= set(labels):
        return Skipped("card")
    values: dict[str, str] = {}
    for label, value in zip(labels, cells[2::2], strict=False):
        if value and label in _LABELS:
            values.setdefault(_LABELS[label], value)
    return login(
        title=cells[0],
        username=values.get("username") or values.get("email", ""),
        password=values.get("password", ""),
        urls=(values.get("url", ""),),
        totp=values.get("totp", ""),
    )


ENPASS_JSON = Format(
    "enpass-json",
    "Enpass JSON",
    _is_json,
    _read_json,
    gives=frozenset(FIELDS) - {"exclusions"},
)
ENPASS_CSV = Format(
    "enpass-csv", "Enpass CSV", _is_csv, _read_csv, gives=BASICS | {"one-time code"}
)
