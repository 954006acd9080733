"""One-time codes as `otpauth://` addresses, the form that most apps share.

https://github.com/google/google-authenticator/wiki/Key-Uri-Format
"""

from urllib.parse import parse_qs, unquote, urlsplit

from secaudit.model import Row
from secaudit.vaults.base import RowError, one_time_code

_STEAM = "steam"


def code_of(address: str) -> Row:
    """Return the entry that an `otpauth://` or `steam://` address stands for; or RowError."""
    try:
        parts = urlsplit(address.strip())
        query = parse_qs(parts.query)
    except ValueError:
        raise RowError("it is not a one-time code address") from None
    if parts.scheme == _STEAM:
        return one_time_code(issuer="Steam", seed=address, method="custom-software")
    if parts.scheme != "otpauth" or not query.get("secret"):
        raise RowError("it is not a one-time code address")
    return one_time_code(
        issuer=query.get("issuer", [""])[0],
        label=unquote(parts.path.lstrip("/")),
        seed=address.strip(),
        method="custom-software" if parts.netloc == _STEAM else "totp",
    )
