"""Duo Mobile's JSON list of accounts, as it lies on the phone and in its backups."""

from collections.abc import Iterator
from typing import Any

from secaudit.model import Row
from secaudit.vaults.authenticators.entries import GIVES, rows
from secaudit.vaults.base import Ask, Document, Format, object_in, one_time_code, text_in

_OTHER_SITES = "OtpAccount"


def _recognises(document: Document) -> bool:
    accounts = document.json
    return isinstance(accounts, list) and any(
        isinstance(account, dict) and {"accountType", "pkey"} <= account.keys()
        for account in accounts
    )


def _read(document: Document, _ask: Ask) -> Iterator[Row]:
    return rows(document.json, _row)


def _row(account: dict[str, Any]) -> Row:
    kind = text_in(account, "accountType")
    return one_time_code(
        issuer=text_in(account, "serviceTypeLabel"),
        label=text_in(account, "name"),
        # The copy that the phone's backup holds is without it.
        seed=text_in(object_in(account, "otpGenerator"), "otpSecret"),
        # Beside codes for other sites, the app confirms sign-ins where an employer uses Duo.
        method="totp" if kind == _OTHER_SITES else "custom-software",
    )


DUO = Format(
    "duo-mobile-json",
    "Duo Mobile JSON",
    _recognises,
    _read,
    gives=GIVES,
)
