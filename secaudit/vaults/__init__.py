"""Reading exports: any of the known formats, told apart by their content, into rows."""

import os
import sys
from pathlib import Path
from typing import BinaryIO

from secaudit.errors import NothingToAuditError, PassphraseError, UsageError, VaultError
from secaudit.model import Vault
from secaudit.text import Secret, clean
from secaudit.vaults.apple import APPLE
from secaudit.vaults.base import MAX_BYTES, Ask, Document, Format
from secaudit.vaults.bitwarden import BITWARDEN, BITWARDEN_AUTHENTICATOR, BITWARDEN_ENCRYPTED
from secaudit.vaults.chrome import CHROME
from secaudit.vaults.firefox import FF_PASSWORD_EXPORTER, FIREFOX
from secaudit.vaults.kdbx import KDBX

FORMATS: tuple[Format, ...] = (
    BITWARDEN,
    BITWARDEN_ENCRYPTED,
    BITWARDEN_AUTHENTICATOR,
    CHROME,
    FIREFOX,
    FF_PASSWORD_EXPORTER,
    APPLE,
    KDBX,
)
"""Every kind of export there is. The first that recognises a file reads it."""

# What a file that no format recognises begins with, and what can be said of it.
_UNKNOWN = (
    (b"PK", "is a zip archive without an export that secaudit knows, or not complete"),
    (b"-----BEGIN PGP", "is encrypted with PGP: decrypt it first"),
    (b"{", "looks like JSON, but is damaged, not complete, or no export that secaudit knows"),
    (b"[", "looks like JSON, but is damaged, not complete, or no export that secaudit knows"),
    (b"", "is not an export that secaudit knows"),
)


def read_vault(
    source: str | os.PathLike[str] | bytes, *, name: str | None = None, ask: Ask | None = None
) -> Vault:
    """Read one export: a path, `-` for standard input, or the bytes themselves.

    `name` is what to call it, by default the file's name. `ask` is called with a prompt when a
    passphrase is needed. Every row of the export is a row of the result.

    Raises UsageError for a path that leads to no file, NothingToAuditError for an export without
    a single row, VaultError for what cannot be read, and among these PassphraseError and
    MissingExtraError.
    """
    document = _document(source, name)
    if not document.data.strip():
        raise _nothing_in(document)
    for form in FORMATS:
        if form.recognises(document):
            rows = tuple(form.read(document, ask or _nobody_to_ask))
            if not rows:
                raise _nothing_in(document)
            return Vault(name=document.name, format=form.label, rows=rows)
    ...
