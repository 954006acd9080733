"""FIDO's Credential Exchange Format 1.0, with its header or, as vendors write it, without.

https://fidoalliance.org/specs/cx/cxf-v1.0-ps-20250814.html. What it calls an account is a vault.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

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

_LOGINS = frozenset({"basic-auth", "passkey", "totp"})
_OTHER_KINDS = {
    "address": "identity",
    "api-key": "api key",
    "credit-card": "card",
    "custom-fields": "custom item",
    "drivers-license": "identity",
    "file": "file",
    "generated-password": "generated password",
    "identity-document": "identity",
    "item-reference": "reference",
    "note": "note",
    "passport": "identity",
    "person-name": "identity",
    "ssh-key": "ssh key",
    "wifi": "wifi",
}
_DEEPEST = 20
"""Collections inside collections."""


class _Login(NamedTuple):
    """One login of an item; without `parts`, an item that holds none."""

    item: Any
    parts: tuple[Mapping[str, Any], ...]


def _accounts(document: Document) -> list[Any]:
    export = document.json
    if not isinstance(export, dict):
        return []
    accounts = export.get("accounts")
    return accounts if isinstance(accounts, list) else [export]


def _recognises(document: Document) -> bool:
    return any(
        isinstance(item, dict) and isinstance(item.get("credentials"), list)
        for account in _accounts(document)
        if isinstance(account, dict) and isinstance(account.get("items"), list)
        for item in account["items"]
    )


def _read(document: Document, _ask: Ask) -> Iterator[Row]:
    groups: dict[str, str] = {}
    places: list[tuple[str, _Login]] = []
    number = 0
    for account in _accounts(document):
        items = account.get("items", []) if isinstance(account, dict) else None
        groups |= _groups(account.get("collections")) if isinstance(account, dict) else {}
        for item in items if isinstance(items, list) else [None]:
            number += 1
            places += [(_("item {number}").format(number=number), one) for one in _logins(item)]
    return each(places, partial(_row, groups))


def _groups(collections: Any, above: str = "", depth: int = 0) -> dict[str, str]:
    """Return the path of the collection that each item is in, by the item's id."""
    found: dict[str, str] = {}
    for one in collections if isinstance(collections, list) and depth < _DEEPEST else []:
        if isinstance(one, dict) and isinstance(title := one.get("title"), str):
            path = f"{above}/{title}" if above else title
            items = one.get("items")
            for linked in items if isinstance(items, list) else []:
                if isinstance(linked, dict) and isinstance(linked.get("item"), str):
                    found.setdefault(linked["item"], path)
            found |= _groups(one.get("subCollections"), path, depth + 1)
    return found


def _logins(item: Any) -> list[_Login]:
    """Return the logins of an item: one, or as many as it has pairs of username and password."""
    parts = item.get("credentials") if isinstance(item, dict) else None
    if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
        return [_Login(item, ())]
    pairs = [part for part in parts if part.get("type") == "basic-auth"]
    others = [part for part in parts if part.get("type") != "basic-auth"]
    return [
        _Login(item, (*pairs[:1], *others)),
        *(_Login(item, (pair,)) for pair in pairs[1:]),
    ]


def _row(groups: Mapping[str, str], one: _Login) -> Row:
    item, parts = one
    if not isinstance(item, dict):
        raise RowError(_("it is not made of fields"))
    if not parts:
        objects_in(item, "credentials")  # raises, where these are no credentials
        return Skipped("empty")
    kinds = [part.get("type") for part in parts]
    if _LOGINS.isdisjoint(kind for kind in kinds if isinstance(kind, str)):
        return _skipped(kinds)
    pair: Mapping[str, Any] = next((p for p in parts if p.get("type") == "basic-auth"), {})
    passkeys = [part for part in parts if part.get("type") == "passkey"]
    codes = [part for part in parts if part.get("type") == "totp"]
    names = [_value(pair, "username"), *(text_in(part, "username") for part in passkeys + codes)]
    return login(
        title=text_in(item, "title"),
        username=next(filter(None, names), ""),
        password=_value(pair, "password"),
        urls=[*_urls(item), *(text_in(passkey, "rpId") for passkey in passkeys)],
        totp=next(filter(None, (text_in(code, "secret") for code in codes)), ""),
        passkeys=len(passkeys),
        created=epoch(item.get("creationAt")),
        group=groups.get(text_in(item, "id"), ""),
    )


def _skipped(kinds: list[Any]) -> Skipped:
    kind = next((kind for kind in kinds if isinstance(kind, str) and kind in _OTHER_KINDS), None)
    if kind is None:
        raise RowError(_("it is of a kind that secaudit does not know"))
    return Skipped(_OTHER_KINDS[kind])


def _value(pair: Mapping[str, Any], key: str) -> str:
    """Return the text of an editable field, `{"fieldType": …, "value": …}`."""
    return text_in(object_in(pair, key), "value")


def _urls(item: Mapping[str, Any]) -> list[str]:
    scope = object_in(item, "scope")
    urls = scope.get("urls") or []
    if not isinstance(urls, list) or not all(isinstance(url, str) for url in urls):
        raise RowError(_("its urls is not a list of addresses"))
    apps = (text_in(app, "bundleId") for app in objects_in(scope, "androidApps"))
    return [*urls, *(f"androidapp://{app}" for app in apps if app)]


CXF = Format(
    "fido-cxf",
    "FIDO Credential Exchange (CXF)",
    _recognises,
    _read,
    gives=BASICS | {"one-time code", "passkey", "date of creation", "folder"},
)
