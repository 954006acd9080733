"""The API key for Have I Been Pwned, kept in the operating system's own keyring."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from secaudit.errors import KeyringError, UsageError
from secaudit.languages import _, listed
from secaudit.text import Secret

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_SERVICE = "secaudit"
_NAME = "hibp-api-key"

_SECURE = {
    # Module of the backend → its name for people. Others may keep keys in a readable file:
    # keyring 25 silently chose keyrings.alt's PlaintextKeyring where that was installed.
    "keyring.backends.macOS": "macOS Keychain",
    "keyring.backends.Windows": "Windows Credential Manager",
    "keyring.backends.SecretService": "Secret Service (GNOME Keyring, KWallet, KeePassXC)",
    "keyring.backends.libsecret": "libsecret (GNOME Keyring)",
    "keyring.backends.kwallet": "KWallet",
}
_NONE = ("keyring.backends.fail", "keyring.backends.null")


def api_key() -> Secret | None:
    """Return the key, None where none was stored. Raises KeyringError."""
    with _keyring() as keyring:
        text = keyring.get_password(_SERVICE, _NAME)
    return Secret(text) if text else None


def set_api_key(key: Secret) -> None:
    """Store the key. Raises UsageError where it cannot be one, KeyringError where it won't go."""
    if not re.fullmatch(r"[0-9A-Fa-f]{32}", key.reveal()):
        raise UsageError(
            _("that is no API key: one has 32 characters, 0 to 9 and a to f"),
            _("Copy it from https://haveibeenpwned.com/API/Key, without spaces."),
        )
    with _keyring() as keyring:
        keyring.set_password(_SERVICE, _NAME, key.reveal())


def delete_api_key() -> bool:
    """Remove the key; return whether there was one. Raises KeyringError."""
    with _keyring() as keyring:
        if not keyring.get_password(_SERVICE, _NAME):
            return False
        keyring.delete_password(_SERVICE, _NAME)
        return True


def backend_name() -> str:
    """Return where the key is kept, for people. Raises KeyringError where that is not secure."""
    with _keyring() as keyring:
        return listed([_SECURE[type(part).__module__] for part in _parts(keyring)])


@contextmanager
def _keyring() -> Iterator["KeyringBackend"]:
    """Give the keyring if it is a secure one; turn its errors into KeyringError."""
    import keyring  # noqa: PLC0415
    from keyring.errors import KeyringLocked  # noqa: PLC0415

    try:
        backend = keyring.get_keyring()
        _refuse_insecure(backend)
        yield backend
    except KeyringError:
        raise
    except KeyringLocked:
        raise KeyringError(
            _("the keyring is locked"),
            _("Unlock it (sign in to your desktop session) and try again."),
        ) from None
    except Exception as error:  # noqa: BLE001  # D-Bus and Windows errors; their text may hold the key
        raise KeyringError(
            _("the keyring refused ({kind})").format(kind=type(error).__name__),
            _("Check that your system's keyring works, or go on without an API key."),
        ) from None


def _refuse_insecure(backend: "KeyringBackend") -> None:
    parts = _parts(backend)
    if not parts or type(backend).__module__ in _NONE:
        raise KeyringError(
            _("this system has no keyring, so there is no secure place for an API key"),
            _(
                "Install or start one (GNOME Keyring, KWallet or KeePassXC), or go on "
                "without a key."
            ),
        )
    unsafe = [type(part) for part in parts if type(part).__module__ not in _SECURE]
    if unsafe:
        raise KeyringError(
            _("the keyring in use ({module}.{name}) is not known to be secure").format(
                module=unsafe[0].__module__, name=unsafe[0].__name__
            ),
            _("Choose the system's own: see “keyring diagnose” for where that is set."),
        )


def _parts(backend: "KeyringBackend") -> list["KeyringBackend"]:
    """Return the backends a key could end up in."""
    from keyring.backends.chainer import ChainerBackend  # noqa: PLC0415

    return list(backend.backends) if isinstance(backend, ChainerBackend) else [backend]
