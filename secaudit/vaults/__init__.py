"""Reading exports of password managers: told apart by their content, every row accounted for."""

import gc
import io
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, NamedTuple

from secaudit.errors import NothingToAuditError, PassphraseError, UsageError, VaultError, reason
from secaudit.languages import N_, _
from secaudit.lying import where_it_lies
from secaudit.model import Lying, Row, Skipped, Unreadable, Vault
from secaudit.text import Secret, clean
from secaudit.vaults import archive, passstore, pgp
from secaudit.vaults.apple import APPLE
from secaudit.vaults.authenticators import AUTHENTICATORS
from secaudit.vaults.base import MAX_BYTES, Ask, Document, Format, within
from secaudit.vaults.bitwarden import (
    BITWARDEN,
    BITWARDEN_ACCOUNT_RESTRICTED,
    BITWARDEN_ENCRYPTED,
)
from secaudit.vaults.bitwarden_csv import BITWARDEN_CSV
from secaudit.vaults.buttercup import BUTTERCUP
from secaudit.vaults.chrome import CHROME
from secaudit.vaults.cxf import CXF
from secaudit.vaults.dashlane import DASHLANE, DASHLANE_HEADLESS, DASHLANE_JSON
from secaudit.vaults.enpass import ENPASS_CSV, ENPASS_JSON
from secaudit.vaults.firefox import FF_PASSWORD_EXPORTER, FIREFOX
from secaudit.vaults.folder import Folder, open_folder
from secaudit.vaults.guess import GUESSED, Guess, guess
from secaudit.vaults.kdbx import KDBX
from secaudit.vaults.keepass_csv import KEEPASS_CSV
from secaudit.vaults.keepass_xml import KEEPASS_1_XML, KEEPASS_XML
from secaudit.vaults.keepassxc import KEEPASSXC
from secaudit.vaults.keeper import KEEPER_CSV, KEEPER_JSON
from secaudit.vaults.lastpass import LASTPASS
from secaudit.vaults.myki import MYKI
from secaudit.vaults.nordpass import NORDPASS
from secaudit.vaults.onepassword_cli import ONEPASSWORD_CLI
from secaudit.vaults.onepassword_csv import ONEPASSWORD_4, ONEPASSWORD_7, ONEPASSWORD_8
from secaudit.vaults.onepux import ONEPASSWORD_1PIF, ONEPASSWORD_1PUX
from secaudit.vaults.pages import joined
from secaudit.vaults.passman import PASSMAN_CSV, PASSMAN_JSON
from secaudit.vaults.passpack import PASSPACK
from secaudit.vaults.passpie import PASSPIE
from secaudit.vaults.passstore import PASS_STORE
from secaudit.vaults.proton_csv import PROTON_CSV
from secaudit.vaults.protonpass import PROTON_PASS
from secaudit.vaults.pwsafe import PWSAFE
from secaudit.vaults.roboform import ROBOFORM
from secaudit.vaults.safeincloud import SAFEINCLOUD
from secaudit.vaults.samsung import SAMSUNG_PASS
from secaudit.vaults.synology import SYNOLOGY
from secaudit.vaults.zoho import ZOHO, ZOHO_PLAIN, ZOHO_SECRETS

FORMATS: tuple[Format, ...] = (
    BITWARDEN,
    BITWARDEN_ENCRYPTED,
    ONEPASSWORD_1PUX,
    ONEPASSWORD_1PIF,
    ONEPASSWORD_CLI,
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
    PASSPIE,
    PWSAFE,
    SAFEINCLOUD,
    SYNOLOGY,
    CXF,
    SAMSUNG_PASS,
    PASS_STORE,
    *AUTHENTICATORS,
    # Bitwarden's authenticator has a CSV with the same header:
    BITWARDEN_CSV,
    # Without a header, and so told by what the cells look like:
    ENPASS_CSV,
    KEEPER_CSV,
    DASHLANE_HEADLESS,
    # What nothing above knows:
    GUESSED,
)
"""Every export that can be read. The first one that recognises a file reads it."""

_REFUSED: tuple[Format, ...] = (BITWARDEN_ACCOUNT_RESTRICTED,)
"""Exports that are known and cannot be read: they say why, and what to export instead."""

_UNKNOWN = (
    ("PK", N_("{name} is a zip archive without an export that secaudit knows, or a damaged one")),
    ("{", N_("{name} looks like JSON, but is damaged or not complete")),
    ("[", N_("{name} looks like JSON, but is damaged or not complete")),
    ("", N_("{name} is not an export that secaudit knows")),
)
"""What a file begins with that no format recognises, and what can be said of it then."""


Confirm = Callable[[Guess], Guess | None]
"""Given the columns of a CSV file that nobody knows, returns what they are, None for no logins."""


class _Read(NamedTuple):
    """One file of an export, read."""

    document: Document
    label: str
    rows: tuple[Row, ...]
    encrypted: bool
    columns: Mapping[str, str]


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Keep Python from looking for garbage in what is read, where there is none to be found.

    It would look through millions of objects again and again: a quarter of the time.
    """
    usual = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if usual:
            gc.enable()


@_undisturbed()
def read_vault(
    source: str | os.PathLike[str] | bytes,
    *,
    name: str | None = None,
    ask: Ask | None = None,
    columns: Mapping[str, str] | None = None,
    confirm: Confirm | None = None,
) -> Vault:
    """Read one export: from a path, from standard input (`-`), or the bytes themselves.

    `name` is what to call it, by default the file's name. `ask` is called with a prompt when a
    passphrase is needed. The result has one row for each row of the export.

    `columns` says which column of a CSV file is what, whatever the file looks like: role (one of
    guess.ROLES) → name of the column, case ignored, or its number from 1. Where they are guessed,
    `confirm` may correct them. Of several files in one source, both are for those nobody knows.

    Raises UsageError for a path that leads to no file and for columns that there are not,
    NothingToAuditError for an export without a single row, and VaultError for what cannot be read;
    among these PassphraseError and MissingExtraError.
    """
    with _opened(source, name) as given:
        document = pgp.opened(given, ask or _nobody_to_ask)
        inside = _inside(document, ask or _nobody_to_ask)
        alone = len(inside) == 1
        if columns is not None:
            confirm = _as_named(columns)
        # A file whose columns are named is read so, whatever it looks like.
        formats = (GUESSED,) if columns is not None and alone else (*FORMATS, *_REFUSED)
        read = [
            found
            for one in inside
            if (found := _read(one, formats, ask or _nobody_to_ask, confirm, alone=alone))
        ]
        if columns is not None and not any(one.columns for one in read):
            raise _no_columns(document)
        if not read:
            raise _unknown(document)
        parts = joined([one.rows for one in read])
        rows = tuple(
            row
            for one, part in zip(read, parts, strict=True)
            for row in _placed(part, one.document, len(read))
        )
        if not rows:
            raise _empty(document)
        label = " and ".join(dict.fromkeys(one.label for one in read))
        rows += (Skipped("other file"),) * (len(inside) - len(read))
        if isinstance(document, Folder):
            rows += (Skipped("link out of the folder"),) * document.links
        encrypted = all(one.encrypted for one in read)
        used = {role: name for one in reversed(read) for role, name in one.columns.items()}
        lying = None if encrypted else _lying(source, document, [one.document for one in read])
        return Vault(document.name, label, rows, encrypted, used, lying)


def read_vaults(
    sources: Iterable[str | os.PathLike[str] | bytes],
    *,
    ask: Ask | None = None,
    columns: Mapping[str, str] | None = None,
    confirm: Confirm | None = None,
) -> list[Vault]:
    """Read the exports of one audit, in their order, as `read_vault` reads each.

    Of several, `columns` are for those that nobody knows. A page of a transfer from Google
    Authenticator that is in any of them is missing in none.
    """
    sources = list(sources)
    if columns is None or len(sources) == 1:
        vaults = [read_vault(one, ask=ask, columns=columns, confirm=confirm) for one in sources]
    else:
        vaults = [read_vault(one, ask=ask, confirm=_as_named(columns)) for one in sources]
        if not any(vault.columns for vault in vaults):
            raise UsageError(
                _("the columns named are those of no export: what all of them are is known"),
                _("Leave --columns out, or name only the export that it is for."),
            )
    found = joined([vault.rows for vault in vaults])
    return [replace(vault, rows=rows) for vault, rows in zip(vaults, found, strict=True)]


def _lying(
    source: str | os.PathLike[str] | bytes, document: Document, read: Iterable[Document]
) -> Lying | None:
    """Return where a file in plain text lies, of a folder the worst; None where it was a pipe."""
    if isinstance(document, Folder):
        places = [where_it_lies(path) for path in document.paths]
        readable = {place.readable_by_others for place in places}
        worst = next(answer for answer in (True, None, False) if answer in readable)
        names = tuple(one.name.removesuffix(within("", document.name)) for one in read)
        return Lying(next((place.synced for place in places if place.synced), ""), worst, names)
    if isinstance(source, bytes) or source == "-" or not Path(source).is_file():
        return None
    return where_it_lies(Path(source))


def _inside(document: Document, ask: Ask) -> list[Document]:
    """Return the files of an export: of an archive or a folder those that may be exports."""
    if isinstance(document, Folder):
        return [member for one in document.inside for member in _unpacked(one, ask)]
    if not document.head.strip() and not document.data.strip():
        raise _empty(document)
    return _unpacked(document, ask)


def _unpacked(document: Document, ask: Ask) -> list[Document]:
    """Return what is in a PGP message or an archive; Proton Pass puts either in the other."""
    whole = pgp.opened(document, ask)
    packed = archive.exports(whole) if archive.is_zip(whole) else [whole]
    return [pgp.opened(one, ask) for one in packed]


def _as_named(columns: Mapping[str, str]) -> Confirm:
    return lambda table: table.naming(columns)


def _read(
    document: Document, formats: Iterable[Format], ask: Ask, confirm: Confirm | None, *, alone: bool
) -> _Read | None:
    """Read one file by the first format that recognises it; None where none does.

    The columns of a table that nobody knows may be named. Beside other files, one that could not
    even be guessed is no login to ask about: it is left alone.
    """
    form = next((form for form in formats if form.recognises(document)), None)
    if form and form is not GUESSED:
        rows = tuple(form.read(document, ask))
        return _Read(document, form.label, rows, form.encrypted or document.encrypted, {})
    table = guess(document) if form or alone else None
    if table and confirm:
        table = confirm(table)
    if not (table and table.enough):
        return None
    rows = tuple(table.rows(document))
    return _Read(document, table.label, rows, document.encrypted, table.columns)


def _placed(rows: Iterable[Row], document: Document, files: int) -> Iterable[Row]:
    """Say of unreadable rows in which file of an archive they are, where there are several."""
    return (
        replace(row, where=f"{document.name}, {row.where}")
        if files > 1 and isinstance(row, Unreadable) and not row.batch
        else row
        for row in rows
    )


def _no_columns(document: Document) -> UsageError:
    return UsageError(
        _("{name} holds no CSV file whose columns could be named").format(name=document.name),
        _("Leave --columns out: what an export is shows by its content."),
    )


def _unknown(document: Document) -> VaultError:
    if isinstance(document, Folder):
        return VaultError(
            _("{name} is a folder without an export that secaudit knows").format(
                name=document.name
            ),
            _("Name the file in it that was exported; docs/formats.md lists what secaudit reads."),
        )
    if guess(document):
        return VaultError(
            _("{name} is not an export that secaudit knows, but a table").format(
                name=document.name
            ),
            _(
                "If it holds logins, say which column is what, by name or number, "
                "such as: --columns title=1,username=2,password=3"
            ),
        )
    start = "" if document.json is not None else document.start
    what = next(what for beginning, what in _UNKNOWN if start.startswith(beginning))
    return VaultError(
        _(what).format(name=document.name),
        _(
            "Export it again from your password manager or browser, as JSON or CSV "
            "where you can choose; docs/formats.md lists what secaudit reads."
        ),
    )


@contextmanager
def _opened(source: str | os.PathLike[str] | bytes, name: str | None) -> Iterator[Document]:
    """Give what is at `source`, a file as it lies there: an archive may be large."""
    if isinstance(source, bytes):
        yield Document(io.BytesIO(source), clean(name or _("the export")))
        return
    if source == "-":
        called = clean(name or "-")
        document = Document(_whole(sys.stdin.buffer, called), called)
        if not document.head.strip():
            raise NothingToAuditError(
                _("nothing came through the pipe"),
                _("Run the command before the | by itself: it may be locked, or want a password."),
            )
        yield document
        return
    called = clean(name or Path(source).name) or _("the export")
    if passstore.is_store(source):
        yield passstore.Store(Path(source), called)
        return
    if os.path.isdir(source):  # noqa: PTH112  # that of pathlib raises for some names
        with open_folder(Path(source), called) as folder:
            yield folder
        return
    try:
        file = Path(source).open("rb")  # noqa: SIM115  # closed below; its errors are told apart here
    except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: a NUL in the path
        raise UsageError(
            _("there is no file {file}").format(file=called),
            _("Check the name, and the folder you are in."),
        ) from None
    except OSError as error:
        raise VaultError(
            _("{name} could not be opened: {why}").format(name=called, why=reason(error)),
            _("Check that you may read it, and that its disk is connected."),
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
        _("{name} is larger than 1 GiB, the most that secaudit reads").format(name=called),
        _("Check that it is the right file, or make the export again without attachments."),
    )


def _empty(document: Document) -> NothingToAuditError:
    return NothingToAuditError(
        _("{name} has nothing in it").format(name=document.name),
        _("Check that it is the right file, or make the export again."),
    )


def _nobody_to_ask(_prompt: str) -> Secret:
    raise PassphraseError(
        _("this export is encrypted, and there is nobody to ask for its passphrase"),
        _("Run secaudit on a terminal, where it asks, or name a file with --passphrase-file."),
    )
