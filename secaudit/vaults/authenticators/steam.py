"""What Steam's app keeps of Steam Guard: one account by itself, or several by their number."""

import base64
from collections.abc import Iterator
from typing import Any

from secaudit.languages import _
from secaudit.model import Row
from secaudit.vaults.authenticators.entries import GIVES, rows
from secaudit.vaults.base import Ask, Document, Format, RowError, one_time_code, text_in

_SECRET = "shared_secret"  # noqa: S105  # the name of a field


def _accounts(document: Document) -> list[Any]:
    """Return the accounts, in the order of the file; [] where it is another kind of file."""
    export = document.json
    if not isinstance(export, dict):
        return []
    several = export.get("accounts")
    return list(several.values()) if isinstance(several, dict) else [export]


def _recognises(document: Document) -> bool:
    accounts = _accounts(document)
    return any(isinstance(account, dict) and _SECRET in account for account in accounts)


def _read(document: Document, _ask: Ask) -> Iterator[Row]:
    return rows(_accounts(document), _row)


def _row(account: dict[str, Any]) -> Row:
    return one_time_code(
        issuer="Steam",
        label=text_in(account, "account_name"),
        seed=text_in(account, "uri") or _seed(text_in(account, _SECRET)),
        method="custom-software",
    )


def _seed(secret: str) -> str:
    """Return a seed as other apps write it."""
    try:
        return base64.b32encode(base64.b64decode(secret, validate=True)).decode().rstrip("=")
    except ValueError:
        raise RowError(_("its {secret} is damaged").format(secret=_SECRET)) from None


STEAM = Format(
    "steam-guard",
    "Steam Guard",
    recognises=_recognises,
    read=_read,
    gives=GIVES,
)
