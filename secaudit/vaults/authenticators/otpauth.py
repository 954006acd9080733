"""One-time codes as `otpauth://` addresses, the form that most apps share.

https://github.com/google/google-authenticator/wiki/Key-Uri-Format
"""

from urllib.parse import parse_qs, unquote, urlsplit

from secaudit.languages import _
from secaudit.model import Row, Skipped
from secaudit.vaults.base import RowError, one_time_code, parsed

SCHEMES = ("otpauth", "steam", "motp")
"""What the address of a code may begin with, before the colon."""

# Kinds of code that the standard does not know: only the site's own app is meant to make them.
_OF_ITS_OWN_APP = frozenset({"steam", "yaotp"})


def code_of(address: str) -> Row:
    """Return the entry that an `otpauth://` or `steam://` address stands for; or RowError.

    Skipped where Ente Auth, which adds its own `codeDisplay` to addresses, has it in the trash.
    """
    address = address.strip()
    try:
        address.encode()  # a byte that is no text has become half a character
        # Some apps leave a `#` in a name as it is, and no code has a fragment.
        parts = urlsplit(address.replace("#", "%23"))
        query = parse_qs(parts.query)
    except ValueError:
        raise RowError(_("it is not a one-time code address")) from None
    if parts.scheme == "steam" and parts.netloc:
        return one_time_code(issuer="Steam", seed=address, method="custom-software")
    if parts.scheme not in SCHEMES or not query.get("secret"):
        raise RowError(_("it is not a one-time code address"))
    display = parsed(query.get("codeDisplay", ["{}"])[0])
    if isinstance(display, dict) and display.get("trashed") is True:
        return Skipped("trash")
    own_app = parts.netloc.casefold() in _OF_ITS_OWN_APP
    return one_time_code(
        issuer=query.get("issuer", [""])[0],
        label=unquote(parts.path.lstrip("/")),
        seed=address,
        method="custom-software" if own_app else "totp",
    )
