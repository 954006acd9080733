"""Proton Pass: its JSON, which its zip holds too, plain or in a PGP message."""

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
    each,
    epoch,
    login,
    object_in,
    objects_in,
    text_in,
)

_LOGIN = "login"
_OTHER_KINDS = {
    "alias": "alias",
    "creditCard": "card",
    "custom": "custom item",
    "identity": "identity",
    "note": "note",
    "sshKey": "ssh key",
    "wifi": "wifi",
}
_TRASHED = 2


def _recognises(document: Document) -> bool:
    export = document.json
    vaults = export.get("vaults") if isinstance(export, dict) else None
    return isinstance(vaults, dict) and any(
        isinstance(vault, dict) and isinstance(vault.get("items"), list)
        for vault in vaults.values()
    )


def _read(document: Document, _ask: Ask) -> Iterator[Row]:
    return each(_items(document), _row)


def _items(document: Document) -> Iterator[tuple[str, tuple[str, Any]]]:
    """Yield each item with its vault's name. A vault that is not one counts as a broken item."""
    number = 0
    for vault in document.json["vaults"].values():
        items = vault.get("items", []) if isinstance(vault, dict) else None
        name = vault.get("name") if isinstance(vault, dict) else None
        for item in items if isinstance(items, list) else [None]:
            number += 1
            yield (
                _("item {number}").format(number=number),
                (name if isinstance(name, str) else "", item),
            )


def _row(place: tuple[str, Any]) -> Row:
    group, item = place
    if not isinstance(item, dict):
        raise RowError(_("it is not made of fields"))
    if item.get("state") == _TRASHED:
        return Skipped("trash")
    data = object_in(item, "data")
    kind = text_in(data, "type")
    if kind in _OTHER_KINDS:
        return Skipped(_OTHER_KINDS[kind])
    if kind != _LOGIN:
        raise RowError(_("it is of a kind that secaudit does not know"))
    fields = object_in(data, "content")
    passkeys = objects_in(fields, "passkeys")
    return login(
        title=text_in(object_in(data, "metadata"), "name"),
        # `username` in exports from before 2024, when mail address and username became two.
        username=next(
            filter(
                None, (text_in(fields, key) for key in ("itemUsername", "itemEmail", "username"))
            ),
            "",
        ),
        password=text_in(fields, "password"),
        urls=[*_urls(fields), *(text_in(passkey, "domain") for passkey in passkeys)],
        totp=text_in(fields, "totpUri") or _more_totp(data),
        passkeys=len(passkeys),
        created=epoch(item.get("createTime")),
        group=group,
    )


def _urls(fields: Mapping[str, Any]) -> list[str]:
    urls = fields.get("urls") or []
    if not isinstance(urls, list) or not all(isinstance(url, str) for url in urls):
        raise RowError(_("its urls is not a list of addresses"))
    return [*urls, *(text_in(url, "url") for url in objects_in(fields, "autofillUrls"))]


def _more_totp(data: Mapping[str, Any]) -> str:
    return next(
        (
            uri
            for field in objects_in(data, "extraFields")
            if field.get("type") == "totp" and (uri := text_in(object_in(field, "data"), "totpUri"))
        ),
        "",
    )


PROTON_PASS = Format(
    "proton-pass-json",
    "Proton Pass JSON",
    _recognises,
    _read,
    gives=BASICS | {"one-time code", "passkey", "date of creation", "folder", "trash"},
)
