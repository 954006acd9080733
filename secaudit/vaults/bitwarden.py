"""Bitwarden's JSON exports: personal, of an organisation, and encrypted."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any, NoReturn

from secaudit.errors import VaultError
from secaudit.languages import N_, _
from secaudit.model import PastPassword, Row, Skipped
from secaudit.text import Secret
from secaudit.vaults import bitwarden_encrypted, ciphers
from secaudit.vaults.base import (
    FIELDS,
    Ask,
    Document,
    Format,
    RowError,
    each,
    login,
    moment,
    object_in,
    objects_in,
    text_in,
)

_LOGIN = 1
_OTHER_KINDS = {2: "note", 3: "card", 4: "identity", 5: "ssh key"}
_HIDDEN = 1  # the kind of a custom field


def _export(document: Document) -> Mapping[str, Any]:
    """Return the whole; `bw list items` prints the bare items, and each says that it is one."""
    export = document.json
    if isinstance(export, list):
        bare = any(isinstance(item, dict) and item.get("object") == "item" for item in export)
        return {"items": export, "folders": []} if bare else {}
    return export if isinstance(export, dict) else {}


def _items(document: Document) -> list[Any] | None:
    """Return the items, where the file has Bitwarden's form: Enpass has folders and items too."""
    export = _export(document)
    items = export.get("items")
    if not isinstance(items, list) or export.get("encrypted") is True:
        return None
    typed = any(isinstance(item, dict) and isinstance(item.get("type"), int) for item in items)
    return items if typed or not items else None


def _is_vault(document: Document) -> bool:
    """Tell it from the same form without folders and passwords: Bitwarden Authenticator's."""
    items = _items(document)
    return items is not None and (
        not _export(document).keys().isdisjoint({"folders", "collections"})
        or any(not _login_of(item).keys().isdisjoint({"password", "uris"}) for item in items)
    )


def _login_of(item: Any) -> dict[str, Any]:
    found = item.get("login") if isinstance(item, dict) else None
    return found if isinstance(found, dict) else {}


def _is_encrypted(document: Document, *, by_passphrase: bool) -> bool:
    export = document.json
    return (
        isinstance(export, dict)
        and export.get("encrypted") is True
        and not export.keys().isdisjoint({"encKeyValidation_DO_NOT_EDIT", "data", "items"})
        and (export.get("passwordProtected") is True) is by_passphrase
    )


def _read(document: Document, _ask: Ask) -> Iterator[Row]:
    export = _export(document)
    groups = {
        entry["id"]: entry["name"]
        for key in ("folders", "collections")
        for entry in _entries(export.get(key))
        if isinstance(entry.get("id"), str) and isinstance(entry.get("name"), str)
    }
    places = (
        (_("item {number}").format(number=number), item)
        for number, item in enumerate(export["items"], start=1)
    )
    return each(places, partial(_row, groups))


def _entries(value: Any) -> Iterable[dict[str, Any]]:
    return (entry for entry in value if isinstance(entry, dict)) if isinstance(value, list) else ()


def _row(groups: Mapping[str, str], item: Any) -> Row:
    if not isinstance(item, dict):
        raise RowError(_("it is not made of fields"))
    kind = item.get("type")
    if item.get("deletedDate"):
        return Skipped("trash")
    if item.get("archivedDate"):
        return Skipped("archived")
    if kind != _LOGIN:
        if isinstance(kind, int) and kind in _OTHER_KINDS:
            return Skipped(_OTHER_KINDS[kind])
        raise RowError(_("it is of a kind that secaudit does not know"))
    fields = object_in(item, "login")
    passkeys = objects_in(fields, "fido2Credentials")
    urls = [text_in(uri, "uri") for uri in objects_in(fields, "uris")]
    history = _history(item)
    return login(
        title=text_in(item, "name"),
        username=text_in(fields, "username"),
        password=text_in(fields, "password"),
        urls=urls + [text_in(passkey, "rpId") for passkey in passkeys],
        totp=text_in(fields, "totp"),
        passkeys=len(passkeys),
        history=history,
        created=moment(item.get("creationDate")),
        changed=_changed(fields, history),
        group=_group(item, groups),
    )


def _group(item: Mapping[str, Any], groups: Mapping[str, str]) -> str:
    folder, collections = item.get("folderId"), item.get("collectionIds")
    for key in (folder, *collections) if isinstance(collections, list) else (folder,):
        if isinstance(key, str) and key in groups:
            return groups[key]
    return ""


def _history(item: Mapping[str, Any]) -> list[PastPassword]:
    """Return the replaced passwords. `lastUsedDate` is when each was replaced.

    Bitwarden keeps replaced values of hidden fields in the same list, as `name: value`.
    """
    hidden = tuple(
        f"{text_in(field, 'name')}: "
        for field in objects_in(item, "fields")
        if field.get("type") == _HIDDEN
    )
    return [
        PastPassword(Secret(password), moment(past.get("lastUsedDate")))
        for past in objects_in(item, "passwordHistory")
        if (password := text_in(past, "password")) and not password.startswith(hidden)
    ]


def _changed(fields: Mapping[str, Any], history: Iterable[PastPassword]) -> datetime | None:
    """Return when the password last changed, where a change was seen; None otherwise.

    The item's own creation date does not tell: a password that was imported, or typed in once,
    is older than that, and taking it for new would hide breaches that it went through.
    """
    seen = [past.until for past in history if past.until]
    return moment(fields.get("passwordRevisionDate")) or max(seen, default=None)


def _read_encrypted(document: Document, ask: Ask) -> Iterable[Row]:
    decrypted = bitwarden_encrypted.decrypt(document, ask)
    if not _is_vault(decrypted):
        raise ciphers.damaged(document)
    return _read(decrypted, ask)


def _refuse_account_restricted(document: Document, _ask: Ask) -> NoReturn:
    raise VaultError(
        _(
            "{name} is a Bitwarden export that is encrypted for one Bitwarden account "
            "only, and cannot be read"
        ).format(name=document.name),
        _("In Bitwarden, export again with the file format “.json”, audit that, then delete it."),
    )


BITWARDEN = Format(
    "bitwarden-json",
    "Bitwarden JSON",
    _is_vault,
    _read,
    gives=frozenset(FIELDS) - {"exclusions"},
)
BITWARDEN_ENCRYPTED = Format(
    "bitwarden-encrypted-json",
    N_("Bitwarden encrypted JSON"),
    recognises=partial(_is_encrypted, by_passphrase=True),
    read=_read_encrypted,
    encrypted=True,
    gives=BITWARDEN.gives,
)
BITWARDEN_ACCOUNT_RESTRICTED = Format(
    "bitwarden-account-restricted-json",
    N_("Bitwarden JSON, account restricted"),
    recognises=partial(_is_encrypted, by_passphrase=False),
    read=_refuse_account_restricted,
)
