"""Backups of Ente Auth: a plain list of addresses, or one that is encrypted.

https://help.ente.io/auth/migration-guides/export
"""

import base64
import io
from collections.abc import Iterator

from secaudit.errors import MissingExtraError, VaultError
from secaudit.languages import N_, _
from secaudit.model import Row
from secaudit.vaults.authenticators import uris
from secaudit.vaults.authenticators.entries import GIVES
from secaudit.vaults.base import Ask, Document, Format, RowError, object_in
from secaudit.vaults.ciphers import affordable, argon2id, damaged, wrong_passphrase

_KEYS = frozenset({"kdfParams", "encryptedData", "encryptionNonce"})
_VERSION = 1
_MOST_MEMORY = 2**30  # bytes, what the app itself begins with
_MOST_PASSED = 2**36  # bytes, memory times passes: about a minute of work
_KIB = 1024
_GIVES = GIVES | {"trash"}


def _is_encrypted(document: Document) -> bool:
    return isinstance(document.json, dict) and document.json.keys() >= _KEYS


def _read_encrypted(document: Document, ask: Ask) -> Iterator[Row]:
    return uris.read(_decrypt(document, ask), ask)


def _decrypt(document: Document, ask: Ask) -> Document:
    """Return the list inside."""
    try:
        from nacl import bindings  # noqa: PLC0415  # optional
        from nacl.exceptions import CryptoError  # noqa: PLC0415
    except ImportError:
        raise MissingExtraError(
            _(
                "{name} is an encrypted export of Ente Auth, and reading one needs another package"
            ).format(name=document.name),
            _("Install it with: pip install 'secaudit[ente]'"),
        ) from None
    export = document.json
    if export.get("version") != _VERSION:
        raise VaultError(
            _("{name} is an encrypted export of Ente Auth, but not of version {version}").format(
                name=document.name, version=_VERSION
            ),
            _("In Ente Auth, export as plain text instead, audit that, then delete it."),
        )
    try:
        settings = object_in(export, "kdfParams")
        salt, data, header = (
            base64.b64decode(text, validate=True)
            for text in (settings["salt"], export["encryptedData"], export["encryptionNonce"])
        )
    except (RowError, KeyError, TypeError, ValueError):
        raise damaged(document) from None
    memory = affordable(document, settings, {"memLimit": _MOST_MEMORY})["memLimit"]
    passes = affordable(document, settings, {"opsLimit": _MOST_PASSED // memory})["opsLimit"]
    key = argon2id(
        document,
        ask(_("Passphrase of {name}").format(name=document.name)),
        salt,
        iterations=passes,
        memory=memory // _KIB,
        lanes=1,
    )
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    try:
        bindings.crypto_secretstream_xchacha20poly1305_init_pull(state, header, key)
        content, _tag = bindings.crypto_secretstream_xchacha20poly1305_pull(state, data)
    except CryptoError:
        raise wrong_passphrase(document) from None
    return Document(io.BytesIO(content), document.name)


ENTE = Format(
    "ente",
    "Ente Auth",
    recognises=lambda document: uris.is_list(document) and "codeDisplay=" in document.start,
    read=uris.read,
    gives=_GIVES,
)
ENTE_ENCRYPTED = Format(
    "ente-encrypted",
    N_("Ente Auth, encrypted"),
    recognises=_is_encrypted,
    read=_read_encrypted,
    encrypted=True,
    gives=_GIVES,
)
