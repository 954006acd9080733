"""Passpie's export, in YAML."""

from collections.abc import Iterable
from typing import Any

from secaudit.errors import MissingExtraError, VaultError
from secaudit.languages import _
from secaudit.model import Row
from secaudit.sites import is_host_name
from secaudit.vaults.base import (
    BASICS,
    Ask,
    Document,
    Format,
    RowError,
    each,
    login,
    moment,
    text_in,
)

_MARK = b"\nhandler: passpie"
_NOTHING = "null"
"""What YAML writes for none."""


def _read(document: Document, _ask: Ask) -> Iterable[Row]:
    entries = _parsed(document)
    return each(
        ((_("entry {number}").format(number=n), entry) for n, entry in enumerate(entries, start=1)),
        _row,
    )


def _parsed(document: Document) -> list[Any]:
    try:
        import yaml  # noqa: PLC0415
    except ImportError:
        raise MissingExtraError(
            _("{name} is an export of Passpie, and reading one needs another package").format(
                name=document.name
            ),
            _("Install it with: pip install 'secaudit[passpie]'"),
        ) from None
    try:
        # Texts, lists and tables only: no password of digits becomes a number, and nothing is
        # built. An alias is the same value again, not a copy.
        whole = yaml.load(document.text, Loader=yaml.BaseLoader)  # noqa: S506  # safer than safe
    except (yaml.YAMLError, ValueError, RecursionError):
        whole = None
    entries = whole.get("credentials") if isinstance(whole, dict) else None
    if not isinstance(entries, list):
        raise VaultError(
            _("{name} is an export of Passpie, but damaged or not complete").format(
                name=document.name
            ),
            _("Make the export again, and try with the new file."),
        )
    return entries


def _row(entry: Any) -> Row:
    if not isinstance(entry, dict):
        raise RowError(_("it is not made of fields"))
    name, user = text_in(entry, "name"), text_in(entry, "login")
    return login(
        title=name,
        username="" if user == _NOTHING else user,
        password=text_in(entry, "password"),
        urls=(name,) if is_host_name(name) else (),
        changed=moment(entry.get("modified")),
    )


def _recognises(document: Document) -> bool:
    """Look at both ends: Passpie sorts its keys, so its name comes after all the entries."""
    if "handler: passpie" in document.start[:1000].splitlines():
        return True
    return document.start.startswith("credentials:") and _MARK in document.data[-200:]


PASSPIE = Format(
    "passpie",
    "Passpie",
    recognises=_recognises,
    read=_read,
    gives=BASICS | {"date of change"},
)
