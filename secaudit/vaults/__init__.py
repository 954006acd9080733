"""Reading exports of password managers: told apart by their content, every row accounted for."""

import io
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from secaudit.errors import NothingToAuditError, PassphraseError, UsageError, VaultError
from secaudit.model import Row, Skipped, Unreadable, Vault
from secaudit.text import Secret, clean
from secaudit.vaults import archive
from secaudit.vaults.apple import APPLE
from secaudit.vaults.authenticators import AUTHENTICATORS
from secaudit.vaults.base import MAX_BYTES, Ask, Document, Format
from secaudit.vaults.bitwarden import (
    BITWARDEN,
    BITWARDEN_ACCOUNT_RESTRICTED,
    BITWARDEN_AUTHENTICATOR,
    BITWARDEN_ENCRYPTED,
)
from secaudit.vaults.bitwarden_csv import BITWARDEN_CSV
from secaudit.vaults.buttercup import BUTTERCUP
from secaudit.vaults.chrome import CHROME
from secaudit.vaults.cxf import CXF
from secaudit.vaults.dashlane import DASHLANE, DASHLANE_HEADLESS, DASHLANE_JSON
from secaudit.vaults.enpass import ENPASS_CSV, ENPASS_JSON
from secaudit.vaults.firefox import FF_PASSWORD_EXPORTER, FIREFOX
from secaudit.vaults.kdbx import KDBX
from secaudit.vaults.keepass_csv import KEEPASS_CSV
from secaudit.vaults.keepass_xml import KEEPASS_1_XML, KEEPASS_XML
from secaudit.vaults.keepassxc import KEEPASSXC
from secaudit.vaults.keeper import KEEPER_CSV, KEEPER_JSON
from secaudit.vaults.lastpass import LASTPASS
from secaudit.vaults.myki import MYKI
from secaudit.vaults.nordpass import NORDPASS
from secaudit.vaults.onepassword_csv import ONEPASSWORD_4, ONEPASSWORD_7, ONEPASSWORD_8
from secaudit.vaults.onepux import ONEPASSWORD_1PIF, ONEPASSWORD_1PUX
from secaudit.vaults.passman import PASSMAN_CSV, PASSMAN_JSON
from secaudit.vaults.passpack import PASSPACK
from secaudit.vaults.proton_csv import PROTON_CSV
from secaudit.vaults.protonpass import PGP, PROTON_PASS
from secaudit.vaults.pwsafe import PWSAFE
from secaudit.vaults.roboform import ROBOFORM
from secaudit.vaults.safeincloud import SAFEINCLOUD
from secaudit.vaults.samsung import SAMSUNG_PASS
from secaudit.vaults.synology import SYNOLOGY
from secaudit.vaults.zoho import ZOHO, ZOHO_PLAIN, ZOHO_SECRETS

FORMATS: tuple[Format, ...] = (
    BITWARDEN,
    BITWARDEN_ENCRYPTED,
    BITWARDEN_CSV,
    ONEPASSWORD_1PUX,
    ONEPASSWORD_1PIF,
    ONEPASSWORD_8,
    ONEPASSWORD_7,
    ONEPASSWORD_4,
    LASTPASS,
    KDBX,
    KEEPASS_XML,
    KEEPASS_1_XML,
    KEEPASS_CSV,
    KEEPASSXC,
    CHROME,
    FIREFOX,
    FF_PASSWORD_EXPORTER,
    APPLE,
    DASHLANE,
    DASHLANE_JSON,
    PROTON_PASS,
    PROTON_CSV,
    NORDPASS,
    ENPASS_JSON,
    KEEPER_JSON,
    ROBOFORM,
    ZOHO,
    ZOHO_SECRETS,
    ZOHO_PLAIN,
    BUTTERCUP,
    MYKI,
    PASSMAN_CSV,
    PASSMAN_JSON,
    PASSPACK,
    PWSAFE,
    SAFEINCLOUD,
    SYNOLOGY,
    CXF,
    SAMSUNG_PASS,
    *AUTHENTICATORS,
    # Without a header, and so told by what the cells look like:
    ENPASS_CSV,
    KEEPER_CSV,
    DASHLANE_HEADLESS,
)
"""Every export that can be read. The first one that recognises a file reads it."""

_REFUSED: tuple[Format, ...] = (
    BITWARDEN_ACCOUNT_RESTRICTED,
    BITWARDEN_AUTHENTICATOR,
    PGP,
)
"""Exports that are known and cannot be read: they say why, and what to export instead."""

_UNKNOWN = (
    ("PK", "is a zip archive without an export that secaudit knows, or a damaged one"),
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
    with _opened(source, name) as document:
        if not document.head.strip() and not document.data.strip():
            raise _empty(document)
        inside = archive.exports(document) if archive.is_zip(document) else [document]
        read = [
            (one, form, tuple(form.read(one, ask or _nobody_to_ask)))
            for one in inside
            if (form := _format_of(one))
        ]
        if not read:
            raise _unknown(document)
        rows = tuple(row for one, _, found in read for row in _placed(found, one, len(read)))
        if not rows:
            raise _empty(document)
        label = " and ".join(dict.fromkeys(form.label for _, form, _ in read))
        rows += (Skipped("other file"),) * (len(inside) - len(read))
        return Vault(document.name, label, rows, all(form.encrypted for _, form, _ in read))


def _format_of(document: Document) -> Format | None:
    return next((form for form in (*FORMATS, *_REFUSED) if form.recognises(document)), None)


def _placed(rows: Iterable[Row], document: Document, files: int) -> Iterable[Row]:
    """Say of unreadable rows in which file of an archive they are, where there are several."""
    return (
        replace(row, where=f"{document.name}, {row.where}")
        if files > 1 and isinstance(row, Unreadable)
        else row
        for row in rows
    )


def _unknown(document: Document) -> VaultError:
    start = "" if document.json is not None else document.start
    what = next(what for beginning, what in _UNKNOWN if start.startswith(beginning))
    return VaultError(
        f"{document.name} {what}",
        "Export it again from your password manager or browser, as JSON or CSV where you can "
        "choose; docs/formats.md lists what secaudit reads.",
    )


@contextmanager
def _opened(source: str | os.PathLike[str] | bytes, name: str | None) -> Iterator[Document]:
    """Give what is at `source`, a file as it lies there: an archive may be large."""
    if isinstance(source, bytes):
        yield Document(io.BytesIO(source), clean(name or "the export"))
        return
    if source == "-":
        called = clean(name or "-")
        yield Document(_whole(sys.stdin.buffer, called), called)
        return
    called = clean(name or Path(source).name) or "the export"
    try:
        file = Path(source).open("rb")  # noqa: SIM115  # closed below; its errors are told apart here
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
    with file:
        status = os.fstat(file.fileno())
        if status.st_size > MAX_BYTES:
            raise _too_large(called)
        lies_there = stat.S_ISREG(status.st_mode)
        yield Document(file if lies_there else _whole(file, called), called)


def _whole(file: BinaryIO, called: str) -> BinaryIO:
    data = file.read(MAX_BYTES + 1)  # a pipe does not say its size, and cannot be read twice
    if len(data) > MAX_BYTES:
        raise _too_large(called)
    return io.BytesIO(data)


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
