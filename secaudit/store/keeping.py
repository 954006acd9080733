"""Where the key of a store is kept: in the keyring, or in a file that a passphrase opens.

The file `key` says which. It is there from the first document on, so that a store never has two
keys without saying so:

    magic 8 · version 1 · kind 1 · source 1 · scrypt's log₂ N 1, r 1, p 1 · salt 16
    · id of the key 8 · nonce 12 · the key or nothing, sealed · SHA-256 of all of it, 8 bytes
"""

import base64
import binascii
import hashlib
import secrets
import unicodedata
from dataclasses import replace
from struct import Struct
from typing import Protocol

from secaudit.errors import StoreError, StorePassphraseError, reason
from secaudit.languages import N_, _
from secaudit.store import keychain
from secaudit.store.folder import Folder
from secaudit.store.key import ID_SIZE, SIZE, Key, Opened, Source
from secaudit.store.sealing import MAGIC, VERSION, must_be_readable
from secaudit.text import Secret

NAME = "store-key"
"""Under which the key is in the keyring."""


class Ask(Protocol):
    """Asks the person for the passphrase of a store."""

    def __call__(self, *, new: bool) -> Secret | None:
        """Return the passphrase, or a new one; None where the person wants none."""
        ...


_KIND = 1
_HEADER = Struct(f">8sBBBBBB16s{ID_SIZE}s12s")
_TAG = 16
_SUM = 8

_SCRYPT = (17, 8, 1)
"""log₂ N, r and p: 128 MB and about half a second, as OWASP's Password Storage Cheat Sheet says."""
_SCRYPT_MOST = (20, 16, 4)
"""A changed file shall not eat all memory."""

_START_ANEW = N_(
    "To start anew, remove what is saved here and nobody can open: secaudit history forget --all"
)


def open_key(folder: Folder, ask: Ask) -> Opened | None:
    """Return the key of a store; None where nothing was ever saved.

    Raises KeyringError where the keyring is needed and refuses, StorePassphraseError where the
    passphrase is another one or nobody is there to type it, StoreError where the key is gone or
    its file is damaged.
    """
    try:
        data = folder.key.read_bytes()
    except FileNotFoundError:
        if folder.documents():
            raise StoreError(
                _("the file with the key of the saved audits is gone"), _(_START_ANEW)
            ) from None
        return None
    except OSError as error:
        raise StoreError(
            _("{path} could not be read: {why}").format(path=folder.key, why=reason(error)),
            _("Check who may read it, and that the disk works."),
        ) from None
    return _open(data, ask)


def make_key(folder: Folder, ask: Ask) -> Opened | None:
    """Return the key of a store, a new one where nothing was ever saved.

    None where there is no keyring and the person wants no passphrase. Raises as `open_key` does,
    and KeyringError where there is no secure keyring and nobody to ask for a passphrase.
    """
    if opened := open_key(folder, ask):
        return opened
    passphrase = None
    if keychain.refusal():
        passphrase = ask(new=True)
        if passphrase is None:
            return None
    else:
        _from_keyring()  # where it is locked, not even a folder is made
    with folder.writing():
        if folder.key.exists():  # made by another just now
            return open_key(folder, lambda *, new: passphrase or ask(new=new))
        if passphrase is None:
            opened = Opened(_from_keyring() or _into_keyring(Key.new()), Source.KEYRING)
        else:
            opened = Opened(Key.new(), Source.PASSPHRASE)
        opened = replace(opened, file=_file(opened, passphrase))
        folder.write(folder.key, opened.file)
    return opened


def keep(folder: Folder, opened: Opened) -> None:
    """Put the key back where it was removed since it was opened: what follows needs it.

    Another program may have removed a store in which nothing was saved yet. To be called while
    no other writes. Raises StoreError where another key has taken its place.
    """
    try:
        there = folder.key.read_bytes()
    except FileNotFoundError:
        there = b""
    if there == opened.file:
        return
    if there:
        raise StoreError(
            _("all that was saved was removed meanwhile, and something else was saved since"),
            _("Start again: what is saved from now on goes there."),
        )
    if opened.source is Source.KEYRING and _from_keyring() != opened.key:
        _into_keyring(opened.key)
    folder.write(folder.key, opened.file)


def kept_in(folder: Folder) -> Source | None:
    """Return where the key is kept, without opening anything; None where there is none."""
    try:
        data = folder.key.read_bytes()
        return Source(_HEADER.unpack_from(data)[3])
    except Exception:  # noqa: BLE001  # not there, not readable or damaged: `open_key` says which
        return None


def has_store_key() -> bool:
    """Tell whether the keyring holds the key of a store. Raises KeyringError."""
    return keychain.get(NAME) is not None


def forget_key() -> bool:
    """Remove the key from the keyring; return whether it was there. Raises KeyringError."""
    return keychain.remove(NAME)


def _open(data: bytes, ask: Ask) -> Opened:
    must_be_readable(data, _damaged())
    checked = data[:-_SUM]
    if hashlib.sha256(checked).digest()[:_SUM] != data[-_SUM:]:
        raise _damaged()
    try:
        kind, source, *scrypt, salt, key_id, nonce = _HEADER.unpack_from(checked)[2:]
        source = Source(source)
    except Exception:  # noqa: BLE001  # too short, or a number that means nothing
        raise _damaged() from None
    if kind != _KIND or any(n > most for n, most in zip(scrypt, _SCRYPT_MOST, strict=True)):
        raise _damaged()
    header, sealed = checked[: _HEADER.size], checked[_HEADER.size :]
    if source is Source.PASSPHRASE:
        passphrase = ask(new=False)
        if passphrase is None:
            raise StorePassphraseError(
                _("the saved audits need a passphrase, and nobody is here to type it"),
                _("Run this in a terminal."),
            )
        text = _unsealed(_stretched(passphrase, salt, scrypt), nonce, sealed, header)
        if text is None:
            raise StorePassphraseError(
                _("that is not the passphrase of the saved audits"),
                _("Try again. Nobody can open them without it. Nothing was changed."),
            )
        return Opened(Key(text), source, data)
    key = _from_keyring()
    if key is None or key.id != key_id:
        raise StoreError(
            _("the keyring does not hold the key of the saved audits")
            if key is None
            else _("the keyring holds another key than that of the saved audits"),
            _(
                "They come from another machine or user, or the keyring was emptied: open them "
                "where they were saved."
            )
            + f" {_(_START_ANEW)}",
        )
    if _unsealed(key.for_sealing, nonce, sealed, header) is None:
        raise _damaged()
    return Opened(key, source, data)


def _file(opened: Opened, passphrase: Secret | None) -> bytes:
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    scrypt = _SCRYPT if passphrase else (0, 0, 0)
    header = _HEADER.pack(MAGIC, VERSION, _KIND, opened.source, *scrypt, salt, opened.key.id, nonce)
    if passphrase:
        sealing, content = _stretched(passphrase, salt, scrypt), opened.key.reveal()
    else:
        sealing, content = opened.key.for_sealing, b""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    data = header + AESGCM(sealing).encrypt(nonce, content, header)
    return data + hashlib.sha256(data).digest()[:_SUM]


def _unsealed(key: bytes, nonce: bytes, sealed: bytes, header: bytes) -> bytes | None:
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    try:
        return AESGCM(key).decrypt(nonce, sealed, header)
    except InvalidTag:
        return None


def _stretched(passphrase: Secret, salt: bytes, scrypt: "tuple[int, ...] | list[int]") -> bytes:
    """RFC 7914. The same word typed on another keyboard is the same passphrase: NFC."""
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt  # noqa: PLC0415

    log_n, r, p = scrypt
    text = unicodedata.normalize("NFC", passphrase.reveal())
    return Scrypt(salt, SIZE, 2**log_n, r, p).derive(text.encode("utf-8", "surrogatepass"))


def _from_keyring() -> Key | None:
    kept = keychain.get(NAME)
    if kept is None:
        return None
    try:
        data = base64.b64decode(kept.reveal(), validate=True)
    except (binascii.Error, ValueError):
        data = b""
    if len(data) != SIZE:
        raise StoreError(_("what the keyring holds is no key of saved audits"), _(_START_ANEW))
    return Key(data)


def _into_keyring(key: Key) -> Key:
    keychain.put(NAME, Secret(base64.b64encode(key.reveal()).decode("ascii")))
    return key


def _damaged() -> StoreError:
    return StoreError(
        _("the file with the key of the saved audits is damaged"),
        _("Put the file `key` back from a backup.") + f" {_(_START_ANEW)}",
    )
