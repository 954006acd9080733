"""The audits saved on this device."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from secaudit.errors import KeyringError, StoreError, UsageError
from secaudit.languages import _
from secaudit.model import Account, SavedAudit
from secaudit.reports.fields import Fields
from secaudit.saving import form
from secaudit.store import fingerprints, keeping
from secaudit.store.documents import Documents, Unopened
from secaudit.store.folder import Folder
from secaudit.store.keeping import Ask
from secaudit.store.key import Opened, Source
from secaudit.store.sealing import Kind
from secaudit.text import clean

_SHOWN = 60
"""Characters shown of a name that fits nothing."""

_FEWEST = 4
"""Characters of an id that name an audit; fewer digits are its place in the list."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A saved audit in a list."""

    id: str
    """32 hexadecimal digits."""
    generated: datetime
    accounts: int
    score: int | None
    coverage: float
    findings: Mapping[str, int]
    """Word of a severity → how many; none of those that were not found."""

    @property
    def short(self) -> str:
        """The beginning of the id, for people."""
        return self.id[:8]


class Listing(NamedTuple):
    """All audits saved here."""

    entries: tuple[Entry, ...]
    """The newest first."""
    unopened: tuple[Unopened, ...]
    """Documents that could not be opened, each with why: damaged, of a later version …"""


class Forgotten(NamedTuple):
    """What was removed."""

    documents: int
    key: bool
    """Whether the key was in the keyring, and is no more."""
    trouble: KeyringError | None
    """Why the keyring was not asked, or refused."""


def place() -> Path:
    """Return the folder of the store on this device, made or not."""
    from platformdirs import user_data_dir  # noqa: PLC0415

    return Path(user_data_dir("secaudit", appauthor=False)) / "store"


class History:
    """Saved audits, opened with their key."""

    def __init__(self, folder: Folder, opened: Opened) -> None:
        self.folder = folder
        self.opened = opened
        self._audits = Documents(folder, opened, Kind.AUDIT)

    @classmethod
    def open(cls, ask: Ask, *, create: bool = False, path: Path | None = None) -> "History | None":
        """Open what is saved on this device; None where nothing is.

        `ask` is called for a passphrase where the key is not in a keyring. With `create`, a
        key is made where there is none: in the keyring if it is a secure one, else under a new
        passphrase; None then means that the person wants none. Raises KeyringError,
        StorePassphraseError and StoreError, as `secaudit.store.keeping` says.
        """
        folder = Folder(path or place())
        opened = keeping.make_key(folder, ask) if create else keeping.open_key(folder, ask)
        return cls(folder, opened) if opened else None

    def save(self, saved: SavedAudit) -> str:
        """Save an audit and return its id. Raises StoreError or OutputError where it won't go."""
        return self._audits.save(summary=form.summary_of(saved), body=form.body_of(saved))

    def replace(self, audit_id: str, saved: SavedAudit) -> None:
        """Save an audit in the place of an earlier one, which stays whole until this one is."""
        self._audits.save(
            summary=form.summary_of(saved), body=form.body_of(saved), document_id=audit_id
        )

    def listing(self) -> Listing:
        """Return all saved audits, and what could not be opened. Reads no audit whole."""
        listed, unopened = self._audits.listed()
        entries = [_entry(document_id, summary) for document_id, summary in listed]
        entries.sort(key=lambda entry: (entry.generated, entry.id), reverse=True)
        return Listing(tuple(entries), tuple(sorted(unopened)))

    def entries(self) -> tuple[Entry, ...]:
        """Return the saved audits that open, the newest first."""
        return self.listing().entries

    def find(self, name: str | None = None) -> Entry:
        """Return the audit of a name: its place in the list from 1, or the beginning of its id.

        None is the latest. Raises UsageError where nothing, or more than one, has that name.
        """
        entries = self.entries()
        if name is None or _is_place(name):
            place_in_list = int(name or 1)
            found = entries[place_in_list - 1 : place_in_list] if place_in_list else ()
        else:
            found = tuple(entry for entry in entries if entry.id.startswith(name.lower()))
        if len(found) == 1 and name != "":
            return found[0]
        if not entries:
            raise UsageError(_("no audit is saved on this device"), _("Make one: secaudit audit"))
        raise _no_single(name or "", some=bool(found))

    def load(self, audit_id: str | None = None) -> SavedAudit:
        """Return a saved audit by its whole id, the latest where none is given.

        Raises StoreError where it is not there or does not open.
        """
        return form.saved_audit(self._audits.load(audit_id or self.find().id))

    def forget(self, audit_ids: Iterable[str]) -> int:
        """Remove some audits by their whole ids; return how many were there."""
        with self.folder.writing():
            return sum(self.folder.remove(bytes.fromhex(audit_id)) for audit_id in audit_ids)

    @staticmethod
    def remove(
        names: Iterable[str], opened: "Callable[[], History]", path: Path | None = None
    ) -> int:
        """Remove documents by name, also such as do not open; return how many there were.

        `opened` is called where a name is a place in the list. Raises UsageError, before anything
        is removed, where nothing, or more than one, has that name.
        """
        folder = Folder(path or place())
        there = [document_id.hex() for document_id in folder.documents()]
        found = []
        for name in names:
            if _is_place(name):
                found.append(opened().find(name).id)
                continue
            found += (named := [one for one in there if one.startswith(name.lower())])
            if len(named) != 1 or not name:
                raise _no_single(name, some=bool(named))
        with folder.writing():
            return sum(folder.remove(bytes.fromhex(one)) for one in dict.fromkeys(found))

    def leave_nothing(self) -> None:
        """Remove the key and the folder, if nothing is saved under it any more."""
        with self.folder.writing():
            if not self.folder.documents():
                _forget(self.folder)

    def fingerprints(self, accounts: Iterable[Account]) -> Mapping[str, str]:
        """Return account id → keyed fingerprint of its passwords; none where none is known."""
        return {
            account.id: fingerprints.of_passwords(self.opened.key, account.passwords)
            for account in accounts
            if account.passwords
        }


def forget_everything(path: Path | None = None) -> Forgotten:
    """Remove the key from the keyring and every document, whether they open or not.

    The key goes first: from then on nobody can open a copy, whatever happens next.
    """
    folder = Folder(path or place())
    if not folder.path.is_dir():
        return _forget(folder)
    try:
        with folder.writing():
            return _forget(folder)
    except StoreError:  # no lock can be had in a folder that is read-only
        return _forget(folder)


def _forget(folder: Folder) -> Forgotten:
    key, trouble = False, None
    try:
        key = keeping.forget_key()
    except KeyringError as error:
        trouble = error
    return Forgotten(folder.remove_all(), key, trouble)


def kept_in() -> Source | None:
    """Return where the key of this device's store is kept; None where nothing is saved."""
    return keeping.kept_in(Folder(place()))


def _is_place(name: str) -> bool:
    return name.isascii() and name.isdecimal() and len(name) < _FEWEST


def _no_single(name: str, *, some: bool) -> UsageError:
    return UsageError(
        (
            _("more than one saved audit has a name that begins with {name}")
            if some
            else _("no saved audit is called {name}")
        ).format(name=clean(name, _SHOWN)),
        _("See what there is: secaudit history"),
    )


def _entry(document_id: str, summary: Any) -> Entry:
    fields = Fields(summary)
    return Entry(
        document_id,
        fields.moment("generated"),
        fields.number("accounts"),
        fields.maybe("score", Fields.number),
        fields.real("coverage"),
        fields.table("findings", Fields.number),
    )
