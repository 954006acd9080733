"""LastPass Authenticator's JSON export."""

from collections.abc import Iterator
from typing import Any

from secaudit.model import Row
from secaudit.vaults.authenticators.entries import GIVES, code, rows
from secaudit.vaults.base import Ask, Document, Format, text_in

_ITS_OWN = {"issuerName", "originalIssuerName", "userName", "originalUserName"}


def _recognises(document: Document) -> bool:
    export = document.json
    accounts = export.get("accounts") if isinstance(export, dict) else None
    return isinstance(accounts, list) and any(
        isinstance(account, dict) and not _ITS_OWN.isdisjoint(account) for account in accounts
    )


def _read(document: Document, _ask: Ask) -> Iterator[Row]:
    return rows(document.json["accounts"], _row)


def _row(account: dict[str, Any]) -> Row:
    return code(  # as the person renamed it, else as it came
        issuer=text_in(account, "issuerName") or text_in(account, "originalIssuerName"),
        label=text_in(account, "userName") or text_in(account, "originalUserName"),
        seed=text_in(account, "secret"),
    )


LASTPASS_AUTHENTICATOR = Format(
    "lastpass-authenticator-json",
    "LastPass Authenticator JSON",
    _recognises,
    _read,
    gives=GIVES,
)
