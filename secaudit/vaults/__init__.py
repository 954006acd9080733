"""Reading exports of password managers: told apart by their content, every row accounted for."""

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
    CHROME,
    FIREFOX,
    FF_PASSWORD_EXPORTER,
    APPLE,
    KDBX,
)
"""Every export that can be read. The first one that recognises a file reads it."""

_REFUSED: tuple[Format, ...] = (BITWARDEN_ENCRYPTED, BITWARDEN_AUTHENTICATOR)
"""Exports that are known and cannot be read: they say why, and what to export instead."""

_UNKNOWN = (
    ("PK", "is a zip archive without an export that secaudit knows, or a damaged one"),
    ("-----BEGIN PGP", "is encrypted with PGP, which secaudit does not open"),
    ("{", "looks like JSON, but is damaged or not complete"),
    ("[", "looks like JSON, but is damaged or not complete"),
    ("", "is not an export that secaudit knows"),
)
"""What a file begins with that no format recognises, and what can be said of it then."""


def read_vault(
    source: str | os.PathLike[str] | bytes, *, name: str | None = None, ask: Ask | None = None
) -> Vault:
    """Read one export: from a path, from standard input (`-`), or the bytes themselves.

    `name` is what to call it, by default the file's name. `ask` is called with a prompt when a
    passphrase is needed. The result has one row for each row of the export.

    Raises UsageError for a path that leads to no file, NothingToAuditError for an export without
    a single row, and VaultError for what cannot be read; among these PassphraseError and
    MissingExtraError.
    """
    document = _document(source, name)
    if not document.data.strip():
        raise _empty(document)
    for form in (*FORMATS, *_REFUSED):
        if form.recognises(document):
            rows = tuple(form.read(document, ask or _nobody_to_ask))
            if not rows:
                raise _empty(document)
            return Vault(document.name, form.label, rows, form.encrypted)
    start = "" if document.json is not None else document.start
    what = next(what for beginning, what in _UNKNOWN if start.startswith(beginning))
    raise VaultError(
        f"{document.name} {what}",
        f"Make the export again, as one of these: {'; '.join(form.label for form in FORMATS)}.",
    )


def _document(source: str | os.PathLike[str] | bytes, name: str | None) -> Document:
    if isinstance(source, bytes):
        return Document(source, clean(name or "the export"))
    if source == "-":
        called = clean(name or "-")
        return Document(_whole(sys.stdin.buffer, called), called)
    called = clean(name or Path(source).name) or "the export"
    try:
        with Path(source).open("rb") as file:
            if os.fstat(file.fileno()).st_size > MAX_BYTES:
                raise _too_large(called)
            return Document(_whole(file, called), called)
    except IsADirectoryError:
        raise UsageError(
            f"{called} is a folder, not an export", "Name the file inside it that was exported."
        ) from None
    except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: a NUL in the path
        raise UsageError(
            f"there is no file {called}", "Check the name, and the folder you are in."
        ) from None
    except OSError as error:
        raise VaultError(
            f"{called} could not be opened: {error.strerror or type(error).__name__}",
            "Check that you may read it, and that its disk is connected.",
        ) from None


def _whole(file: BinaryIO, called: str) -> bytes:
    data = file.read(MAX_BYTES + 1)  # a pipe does not say its size
    if len(data) > MAX_BYTES:
        raise _too_large(called)
    return data


def _too_large(called: str) -> VaultError:
    return VaultError(
        f"{called} is larger than 1 GiB, the most that secaudit reads",
        "Check that it is the right file, or make the export again without attachments.",
    )


def _empty(document: Document) -> NothingToAuditError:
    return NothingToAuditError(
        f"{document.name} has nothing in it",
        "Check that it is the right file, or make the export again.",
    )


def _nobody_to_ask(_prompt: str) -> Secret:
    raise PassphraseError(
        "this export is encrypted, and there is nobody to ask for its passphrase",
        "Run secaudit on a terminal, where it asks, or name a file with --passphrase-file.",
    )
