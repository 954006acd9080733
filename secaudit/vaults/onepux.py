"""1Password's own exports: 1PUX, and the older 1PIF."""

import re
from collections.abc import Iterable, Iterator, Mapping
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
    each,
    epoch,
    login,
    object_in,
    objects_in,
    parsed,
    text_in,
)

# https://support.1password.com/1pux-format/, and what 1PIF calls the same kinds. Servers,
# databases and mail accounts have a password too.
_LOGINS = frozenset({"001", "005", "102", "110", "111"}) | {
    "webforms.WebForm",
    "passwords.Password",
    "wallet.computers.Database",
    "wallet.computers.UnixServer",
    "wallet.onlineservices.Email.v2",
}
_OTHER_KINDS = {
    "002": "card",
    "003": "note",
    "004": "identity",
    "006": "document",
    "100": "software licence",
    "101": "bank account",
    "103": "identity",
    "104": "identity",
    "105": "membership",
    "106": "identity",
    "107": "membership",
    "108": "identity",
    "109": "wifi",
    "112": "api key",
    "113": "medical record",
    "114": "ssh key",
    "115": "crypto wallet",
    "identities.Identity": "identity",
    "securenotes.SecureNote": "note",
    "system.Tombstone": "trash",
    "system.folder.Regular": "folder",
    "system.folder.SavedSearch": "folder",
    "wallet.computers.License": "software licence",
    "wallet.computers.Router": "wifi",
    "wallet.financial.BankAccountUS": "bank account",
    "wallet.financial.CreditCard": "card",
    "wallet.government.DriversLicense": "identity",
    "wallet.government.HuntingLicense": "identity",
    "wallet.government.Passport": "identity",
    "wallet.government.SsnUS": "identity",
    "wallet.membership.Membership": "membership",
    "wallet.membership.RewardProgram": "membership",
}
# Which field of a section is what, for kinds of login that have no web form.
_FIELDS = {
    "username": ("username", "pop_username", "smtp_username"),
    "password": ("password", "pop_password", "smtp_password"),
    "url": ("url", "hostname", "pop_server", "smtp_server"),
}
_EXCLUSIONS = {
    "compromised": "site-breached",
    "vulnerable": "password-pwned",
    "reused": "password-reused",
    "weak": "password-weak",
    "unsecured": "url-insecure",
    "inactiveMfa": "second-factor-missing",
}
"""Which check of ours each `watchtowerExclusions` switches off."""

_DEEPEST = 20  # folders inside folders; a damaged file may have them in a circle
_SEPARATOR = re.compile(r"\*{3}[0-9A-Fa-f-]+\*{3}\s*")


# ── 1PUX ─────────────────────────────────────────────────────────────────────────────────────────


def _accounts(document: Document) -> list[Any]:
    export = document.json
    accounts = export.get("accounts") if isinstance(export, dict) else None
    return accounts if isinstance(accounts, list) else []


def _is_1pux(document: Document) -> bool:
    return any(isinstance(one, dict) and "vaults" in one for one in _accounts(document))


def _read_1pux(document: Document, _ask: Ask) -> Iterator[Row]:
    return each(_items(document), _row_1pux)


def _items(document: Document) -> Iterator[tuple[str, tuple[str, Any]]]:
    """Yield each item with its vault's name. A vault that is not one counts as a broken item."""
    number = 0
    for account in _accounts(document):
        vaults = account.get("vaults") if isinstance(account, dict) else None
        for vault in vaults if isinstance(vaults, list) else [None]:
            items = vault.get("items", []) if isinstance(vault, dict) else None
            attributes = vault.get("attrs") if isinstance(vault, dict) else None
            name = attributes.get("name") if isinstance(attributes, dict) else None
            for item in items if isinstance(items, list) else [None]:
                number += 1
                yield (
                    _("item {number}").format(number=number),
                    (name if isinstance(name, str) else "", item),
                )


def _row_1pux(place: tuple[str, Any]) -> Row:
    group, item = place
    item = item.get("item", item) if isinstance(item, dict) else item  # as it was wrapped before
    if not isinstance(item, dict):
        raise RowError(_("it is not made of fields"))
    if item.get("trashed") is True:
        return Skipped("trash")
    if item.get("state") == "archived":
        return Skipped("archived")
    other = _other_kind(item.get("categoryUuid"))
    if other:
        return other
    details, overview = object_in(item, "details"), object_in(item, "overview")
    exclusions = object_in(overview, "watchtowerExclusions")
    named = [
        (text_in(field, "id"), kind, text)
        for section in objects_in(details, "sections")
        for field in objects_in(section, "fields")
        for kind, text in object_in(field, "value").items()
        if isinstance(text, str)
    ]
    return _login(
        details,
        fields=objects_in(details, "loginFields"),
        named=[(key, text) for key, kind, text in named if kind != "totp"],
        totp=next((text for _, kind, text in named if kind == "totp" and text), ""),
        title=text_in(overview, "title"),
        urls=[text_in(overview, "url"), *(text_in(u, "url") for u in objects_in(overview, "urls"))],
        created=item.get("createdAt"),
        group=group,
        excluded=frozenset(check for key, check in _EXCLUSIONS.items() if exclusions.get(key)),
    )


# ── 1PIF ─────────────────────────────────────────────────────────────────────────────────────────


def _is_1pif(document: Document) -> bool:
    first, _newline, more = document.start.partition("\n")
    second = more.partition("\n")[0]
    told = first.startswith("{") and '"typeName"' in first and '"uuid"' in first
    return told and (not second.strip() or bool(_SEPARATOR.fullmatch(second)))


def _read_1pif(document: Document, _ask: Ask) -> Iterator[Row]:
    # Not splitlines(): it would also split at U+2028, which JSON may hold as it is.
    lines = enumerate(document.text.split("\n"), start=1)
    records = [
        (_("line {number}").format(number=number), parsed(line))
        for number, line in lines
        if line.strip() and not _SEPARATOR.fullmatch(line)
    ]
    folders = {
        str(record.get("uuid")): record
        for _, record in records
        if isinstance(record, dict) and str(record.get("typeName")).startswith("system.folder.")
    }
    return each(records, partial(_row_1pif, folders))


def _row_1pif(folders: Mapping[str, Mapping[str, Any]], record: Any) -> Row:
    if not isinstance(record, dict):
        raise RowError(_("it is damaged"))
    if record.get("trashed") is True:
        return Skipped("trash")
    other = _other_kind(record.get("typeName"))
    if other:
        return other
    details = object_in(record, "secureContents")
    named = [
        (text_in(field, "n"), text)
        for section in objects_in(details, "sections")
        for field in objects_in(section, "fields")
        if isinstance(text := field.get("v"), str)
    ]
    return _login(
        details,
        fields=objects_in(details, "fields"),
        # Servers and the like had no sections before: their fields stand by themselves.
        named=[*named, *((key, text) for key, text in details.items() if isinstance(text, str))],
        totp=next((text for key, text in named if key.startswith("TOTP_") and text), ""),
        title=text_in(record, "title"),
        urls=[
            text_in(record, "location"),
            *(text_in(url, "url") for url in objects_in(details, "URLs")),
        ],
        created=record.get("createdAt"),
        group=_path(folders, record),
    )


def _path(folders: Mapping[str, Mapping[str, Any]], record: Mapping[str, Any]) -> str:
    names: list[str] = []
    folder = folders.get(str(record.get("folderUuid")))
    while folder and len(names) < _DEEPEST:
        names.insert(0, text_in(folder, "title"))
        folder = folders.get(str(folder.get("folderUuid")))
    return "/".join(names)


# ── Both ─────────────────────────────────────────────────────────────────────────────────────────


def _other_kind(kind: object) -> Skipped | None:
    """Return what an item is where it is no login; RowError where nobody knows."""
    if not isinstance(kind, str) or kind not in _LOGINS | _OTHER_KINDS.keys():
        raise RowError(_("it is of a kind that secaudit does not know"))
    return None if kind in _LOGINS else Skipped(_OTHER_KINDS[kind])


def _login(  # noqa: PLR0913  # what the two formats keep in different places
    details: Mapping[str, Any],
    *,
    fields: Iterable[Mapping[str, Any]],
    named: Iterable[tuple[str, str]],
    totp: str,
    title: str,
    urls: Iterable[str],
    created: object,
    group: str,
    excluded: frozenset[str] = frozenset(),
) -> Row:
    """Return the login of an item: its web form goes first, then `named` fields by their ids."""
    form = {text_in(field, "designation"): text_in(field, "value") for field in fields}

    def first(what: str) -> str:
        return next((text for key, text in named if key in _FIELDS[what] and text), "")

    history = [
        PastPassword(Secret(text_in(past, "value")), epoch(past.get("time")))
        for past in objects_in(details, "passwordHistory")
    ]
    return login(
        title=title,
        username=form.get("username") or first("username"),
        password=form.get("password") or text_in(details, "password") or first("password"),
        urls=[*urls, first("url")],
        totp=totp,
        history=history,
        created=epoch(created),
        # As in other formats: neither the creation nor a change of the item is one of the password.
        changed=max((past.until for past in history if past.until), default=None),
        group=group,
        excluded=excluded,
    )


ONEPASSWORD_1PUX = Format(
    "1password-1pux",
    "1Password 1PUX",
    _is_1pux,
    _read_1pux,
    gives=frozenset(FIELDS) - {"passkey"},
)
ONEPASSWORD_1PIF = Format(
    "1password-1pif",
    "1Password 1PIF",
    _is_1pif,
    _read_1pif,
    gives=BASICS
    | {"one-time code", "past passwords", "date of change", "date of creation", "folder", "trash"},
)
