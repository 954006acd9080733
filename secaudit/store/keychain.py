"""The one door to the operating system's keyring, and it opens for a secure one only."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from secaudit.errors import KeyringError
from secaudit.languages import N_, _
from secaudit.text import Secret

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_SERVICE = "secaudit"

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

_WHY_NOT = (
    # Beginning of the name of a backend's class → what is wrong with it.
    ("keyrings.alt.file.PlaintextKeyring", N_("it keeps keys in a file, in plain text")),
    ("keyrings.alt.", N_("it is one of those that keyring itself stopped shipping")),
    ("", N_("nothing here knows how it keeps keys")),
)


def get(name: str) -> Secret | None:
    """Return what is kept under a name, None where nothing is. Raises KeyringError."""
    with _keyring() as keyring:
        text = keyring.get_password(_SERVICE, name)
    return Secret(text) if text else None


def put(name: str, secret: Secret) -> None:
    """Keep a secret under a name. Raises KeyringError."""
    with _keyring() as keyring:
        keyring.set_password(_SERVICE, name, secret.reveal())


def remove(name: str) -> bool:
    """Remove what is kept under a name; return whether there was something.

    Raises KeyringError.
    """
    with _keyring() as keyring:
        if not keyring.get_password(_SERVICE, name):
            return False
        keyring.delete_password(_SERVICE, name)
        return True


def backend_name() -> str:
    """Return what keeps the keys, for people. Raises KeyringError where that is not secure."""
    with _keyring() as keyring:
        return _SECURE[type(keyring).__module__]


def refusal() -> KeyringError | None:
    """Return why no key may go into this system's keyring; None where one may, also if locked."""
    try:
        with _keyring():
            return None
    except KeyringError as error:
        return error


@contextmanager
def _keyring() -> Iterator["KeyringBackend"]:
    """Give the keyring if it is a secure one; turn its errors into KeyringError."""
    import keyring  # noqa: PLC0415
    from keyring.errors import InitError, KeyringLocked  # noqa: PLC0415

    try:
        yield _secure_one(keyring.get_keyring())
    except KeyringError:
        raise
    except (KeyringLocked, InitError):  # GNOME Keyring says the latter where it has none yet
        raise KeyringError(
            _("the keyring is locked"),
            _("Unlock it (sign in to your desktop session) and try again."),
        ) from None
    except Exception as error:  # noqa: BLE001  # D-Bus and Windows errors; their text may hold the key
        raise KeyringError(
            _("the keyring refused ({name})").format(name=type(error).__name__),
            _("Check that your system's keyring works, or go on without it."),
        ) from None


def _secure_one(backend: "KeyringBackend") -> "KeyringBackend":
    """Return the one that keys go into: of several in a chain, the first that is secure.

    It is then asked itself, past the chain, which would go on to a readable one where it fails.
    Raises KeyringError where there is none.
    """
    parts = _parts(backend)
    if not parts or type(backend).__module__ in _NONE:
        raise KeyringError(
            _("this system has no keyring, so there is no secure place for a key"),
            _(
                "Install or start one (GNOME Keyring, KWallet or KeePassXC), or go on "
                "without a key."
            ),
        )
    secure = [part for part in parts if type(part).__module__ in _SECURE]
    if secure:
        return secure[0]
    name = f"{type(parts[0]).__module__}.{type(parts[0]).__name__}"
    why = next(why for beginning, why in _WHY_NOT if name.startswith(beginning))
    raise KeyringError(
        _("the keyring in use ({name}) is not known to be secure: {why}").format(
            name=name, why=_(why)
        ),
        _(
            "Choose the system's own: “keyring diagnose” says where that is set. If you do not "
            "need the package keyrings.alt: pip uninstall keyrings.alt"
        ),
    )


def _parts(backend: "KeyringBackend") -> list["KeyringBackend"]:
    """Return the backends a key could end up in, the one that keyring prefers first."""
    from keyring.backends.chainer import ChainerBackend  # noqa: PLC0415

    return list(backend.backends) if isinstance(backend, ChainerBackend) else [backend]
