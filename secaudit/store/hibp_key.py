"""The API key for Have I Been Pwned, kept in the operating system's own keyring."""

import re

from secaudit.errors import UsageError
from secaudit.languages import _
from secaudit.store import keychain
from secaudit.text import Secret

_NAME = "hibp-api-key"


def api_key() -> Secret | None:
    """Return the key, None where none was stored. Raises KeyringError."""
    return keychain.get(_NAME)


def set_api_key(key: Secret) -> None:
    """Store the key. Raises UsageError where it cannot be one, KeyringError where it won't go."""
    if not re.fullmatch(r"[0-9A-Fa-f]{32}", key.reveal()):
        raise UsageError(
            _("that is no API key: one has 32 characters, 0 to 9 and a to f"),
            _("Copy it from https://haveibeenpwned.com/API/Key, without spaces."),
        )
    keychain.put(_NAME, key)


def delete_api_key() -> bool:
    """Remove the key; return whether there was one. Raises KeyringError."""
    return keychain.remove(_NAME)
