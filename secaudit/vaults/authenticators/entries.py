"""What the backups of authenticator apps share: a list of entries, each made of fields."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from secaudit.languages import _
from secaudit.model import Row
from secaudit.vaults.base import RowError, each, one_time_code

GIVES = frozenset({"username", "one-time code"})
"""Which of FIELDS such a backup holds."""

# Those of Steam and Yandex are computed in ways of their own: no other app makes them.
_METHODS = {
    "": "totp",
    "totp": "totp",
    "hotp": "totp",
    "motp": "totp",
    "steam": "custom-software",
    "yandex": "custom-software",
}


def rows(entries: Sequence[Any], read: Callable[[dict[str, Any]], Row]) -> Iterator[Row]:
    """Yield one row for every entry, Unreadable where it is not made of fields or not readable."""

    def row(entry: Any) -> Row:
        if not isinstance(entry, dict):
            raise RowError(_("it is not made of fields"))
        return read(entry)

    return each(
        (
            (_("entry {number}").format(number=number), entry)
            for number, entry in enumerate(entries, 1)
        ),
        row,
    )


def code(*, kind: str = "", issuer: str, label: str, seed: str) -> Row:
    """Return the entry that these fields make, `kind` such as `totp` or `STEAM`; or RowError."""
    method = _METHODS.get(kind.lower())
    if method is None:
        raise RowError(_("it is of a kind that secaudit does not know"))
    if not seed.strip():
        raise RowError(_("it has no secret"))
    return one_time_code(issuer=issuer, label=label, seed=seed, method=method)
