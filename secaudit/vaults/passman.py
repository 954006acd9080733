"""The CSV and JSON exports of Passman, the password manager of Nextcloud."""

from collections.abc import Iterator, Mapping
from typing import Any

from secaudit.languages import _
from secaudit.model import Row, Skipped
from secaudit.vaults.base import (
    BASICS,
    Ask,
    Document,
    Format,
    RowError,
    csv_format,
    each,
    epoch,
    login,
    object_in,
    objects_in,
    text_in,
)

_TELLING = {"credential_id", "label", "custom_fields"}


def _row(cells: Mapping[str, str]) -> Row:
    return login(
        title=cells["label"],
        username=cells["username"] or cells["email"],
        password=cells["password"],
        urls=(cells["url"],),
        group=cells["tags"].strip("[]").replace("\\", "/"),
    )


def _is_json(document: Document) -> bool:
    items = document.json
    return isinstance(items, list) and any(
        isinstance(item, dict) and item.keys() >= _TELLING for item in items
    )


def _read(document: Document, _ask: Ask) -> Iterator[Row]:
    items = enumerate(document.json, start=1)
    return each(((_("item {number}").format(number=number), item) for number, item in items), _item)


def _item(item: Any) -> Row:
    if not isinstance(item, dict):
        raise RowError(_("it is not made of fields"))
    if item.get("delete_time"):
        return Skipped("trash")
    created = item.get("created")
    tags = [text_in(tag, "text") for tag in objects_in(item, "tags")]
    return login(
        title=text_in(item, "label"),
        username=text_in(item, "username") or text_in(item, "email"),
        password=text_in(item, "password"),
        urls=(text_in(item, "url"),),
        totp=text_in(object_in(item, "otp"), "secret") if item.get("otp") else "",
        created=epoch(created) if isinstance(created, int) else None,
        group="".join(tags[:1]).replace("\\", "/"),
    )


PASSMAN_CSV = csv_format(
    "passman-csv",
    "Passman CSV",
    columns="label,username,password,email,description,tags,url",
    optional="custom_fields,files,otp",
    read=_row,
    gives=BASICS | {"folder"},
)
PASSMAN_JSON = Format(
    "passman-json",
    "Passman JSON",
    _is_json,
    _read,
    gives=BASICS | {"one-time code", "date of creation", "folder", "trash"},
)
