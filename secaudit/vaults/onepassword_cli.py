"""What 1Password's command line prints: `op item list --format json | op item get - --format json`.

https://developer.1password.com/docs/cli/item-template-json describes an item.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from secaudit.errors import VaultError
from secaudit.languages import _
from secaudit.model import PastPassword, Row, Skipped
from secaudit.text import Secret
from secaudit.vaults.base import (
    BASICS,
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

_LOGINS = ("LOGIN", "PASSWORD", "DATABASE", "EMAIL_ACCOUNT", "SERVER")
_OTHER_KINDS = {
    "API_CREDENTIAL": "api key",
    "BANK_ACCOUNT": "bank account",
    "CREDIT_CARD": "card",
    "CRYPTO_WALLET": "crypto wallet",
    "CUSTOM": "custom item",
    "DOCUMENT": "document",
    "DRIVER_LICENSE": "identity",
    "IDENTITY": "identity",
    "MEDICAL_RECORD": "medical record",
    "MEMBERSHIP": "membership",
    "OUTDOOR_LICENSE": "identity",
    "PASSPORT": "identity",
    "REWARD_PROGRAM": "membership",
    "ROUTER": "wifi",
    "SECURE_NOTE": "note",
    "SOCIAL_SECURITY_NUMBER": "identity",
    "SOFTWARE_LICENSE": "software licence",
    "SSH_KEY": "ssh key",
}
# Which field is what, where none has a purpose: servers, databases and mail accounts have no form.
_IDS = {
    "USERNAME": ("username", "pop_username", "smtp_username"),
    "PASSWORD": ("password", "pop_password", "smtp_password"),
    "URL": ("url", "URL", "hostname", "pop_server", "smtp_server"),
}

_BEGINNING = re.compile(r'\s*\[?\s*\{\s*"id"\s*:')
_ITEM = re.compile(r"\S")
_OBJECT = re.compile(r"^\{", re.MULTILINE)
_SAMPLE = 4000


def _recognises(document: Document) -> bool:
    start = document.start[:_SAMPLE]
    return bool(_BEGINNING.match(start)) and '"category"' in start and '"vault"' in start


def _read(document: Document, _ask: Ask) -> Iterator[Row]:
    items = list(_items(document.text))
    logins = [item for item in items if _category(item) in _LOGINS]
    if logins and not any("fields" in item for item in logins):
        raise VaultError(
            _("{name} is a list of 1Password's items without what is in them").format(
                name=document.name
            ),
            _(
                "Let the same command go on: op item list --format json | op item get "
                "- --format json | secaudit audit -"
            ),
        )
    return each(
        (
            (_("item {number}").format(number=number), item)
            for number, item in enumerate(items, start=1)
        ),
        _row,
    )


def _items(text: str) -> Iterator[Any]:
    """Yield every item: the program prints one after the other, or a list. None is a damaged one.

    Each begins on a line of its own, and so damage to one does not spread to others.
    """
    decoder = json.JSONDecoder()
    place = 0
    while item := _ITEM.search(text, place):
        try:
            found, place = decoder.raw_decode(text, item.start())
        except (ValueError, RecursionError):
            found = None
            following = _OBJECT.search(text, item.end())
            place = following.start() if following else len(text)
        yield from found if isinstance(found, list) else [found]


def _category(item: Any) -> Any:
    return item.get("category") if isinstance(item, dict) else None


def _row(item: Any) -> Row:
    if item is None:
        raise RowError(_("it is damaged"))
    if not isinstance(item, dict):
        raise RowError(_("it is not made of fields"))
    if item.get("state") == "ARCHIVED":
        return Skipped("archived")
    category = text_in(item, "category")
    if category in _OTHER_KINDS:
        return Skipped(_OTHER_KINDS[category])
    if category not in _LOGINS:
        raise RowError(_("it is of a kind that secaudit does not know"))
    if "fields" not in item:
        raise RowError(_("its fields are missing: only its name was exported"))
    fields = objects_in(item, "fields")
    password = _field(fields, "PASSWORD")
    past = object_in(password, "password_details").get("history")
    urls = [text_in(url, "href") for url in objects_in(item, "urls")]
    return login(
        title=text_in(item, "title"),
        username=text_in(_field(fields, "USERNAME"), "value"),
        password=text_in(password, "value"),
        urls=urls or [text_in(_field(fields, "URL"), "value")],
        totp=next(
            (
                value  # `totp` beside it is the code of this half minute
                for field in fields
                if field.get("type") == "OTP" and (value := text_in(field, "value"))
            ),
            "",
        ),
        history=_history(past),
        created=moment(item.get("created_at")),
        # `updated_at` is any change of the item, and past passwords come without their dates.
        group=text_in(object_in(item, "vault"), "name"),
    )


def _field(fields: list[dict[str, Any]], what: str) -> Mapping[str, Any]:
    """Return the first field with a value that serves a purpose, or whose id says what it is."""
    chosen = [field for field in fields if field.get("purpose") == what]
    chosen += [field for key in _IDS[what] for field in fields if field.get("id") == key]
    return next((field for field in chosen if field.get("value")), {})


def _history(past: Any) -> list[PastPassword]:
    if past is None:
        return []
    if not isinstance(past, list) or not all(isinstance(one, str) for one in past):
        raise RowError(_("its past passwords are not a list of texts"))
    return [PastPassword(Secret(password), None) for password in past]


ONEPASSWORD_CLI = Format(
    "1password-cli-json",
    "1Password CLI",
    _recognises,
    _read,
    gives=BASICS | {"one-time code", "past passwords", "date of creation", "folder", "archive"},
)
