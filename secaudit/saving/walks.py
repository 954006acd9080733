"""The walks in progress: answers to questions, saved one by one, and never a secret."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from secaudit.errors import StoreError
from secaudit.model import Account, OneTimeCode, Vault, utc
from secaudit.reports.fields import Fields
from secaudit.saving.history import History
from secaudit.store import fingerprints
from secaudit.store.documents import Documents
from secaudit.store.sealing import Kind
from secaudit.text import Secret

Given = tuple[str, Any]
"""A digest of a question, and the answer: a text, a number, yes or no, or a list of numbers."""


@dataclass(frozen=True, slots=True)
class Walk:
    """A walk that was begun."""

    begun: datetime
    about: str
    """Keyed fingerprint of what it is about: the same exports have the same."""
    names: tuple[str, ...]
    """Of the exports, for people."""
    command: str = "audit"
    """Which command goes on with it."""
    given: tuple[Given, ...] = ()
    id: str = ""
    """"" until it is saved."""


class Walks:
    """The walks in progress on this device."""

    def __init__(self, history: History) -> None:
        self._key = history.opened.key
        self._folder = history.folder
        self._documents = Documents(history.folder, history.opened, Kind.WALK)

    def about(self, vaults: Iterable[Vault], *beside: str) -> str:
        """Return the fingerprint of some exports, and of what else a walk depends on.

        It changes with anything in them, a password too, and neither with a file's name nor with
        which of them comes first.
        """
        exports = sorted(
            fingerprints.of_parts(self._key, (part for row in vault.rows for part in _parts(row)))
            for vault in vaults
        )
        parts = (text.encode() for text in (*beside, *exports))
        return fingerprints.of_parts(self._key, (b"walk", *parts))

    def unfinished(self, command: str | None = None) -> list[Walk]:
        """Return the walks there are, or those of one command, the newest first.

        One that does not open is left out: `secaudit history` says so.
        """
        walks = []
        for listed in self._documents.listed()[0]:
            try:
                walks.append(_walk(listed.id, self._documents.load(listed.id)))
            except StoreError:  # removed by another just now, or damaged
                continue
        walks = [walk for walk in walks if command in {None, walk.command}]
        return sorted(walks, key=lambda walk: (walk.begun, walk.id), reverse=True)

    def save(self, walk: Walk, given: Sequence[Given]) -> Walk:
        """Save a walk with these answers, in its own place if it has one, and return it.

        Raises StoreError or OutputError where it does not go: what was there stays.
        """
        body = {
            "begun": utc(walk.begun).isoformat(),
            "about": walk.about,
            "names": list(walk.names),
            "command": walk.command,
            "given": [[question, answer] for question, answer in given],
        }
        document_id = self._documents.save(
            summary={"answers": len(given)}, body=body, document_id=walk.id
        )
        return replace(walk, id=document_id, given=tuple(given))

    def forget(self, walk: Walk) -> None:
        """Remove a walk."""
        if walk.id:
            with self._folder.writing():
                self._folder.remove(bytes.fromhex(walk.id))


def _parts(row: object) -> Iterable[bytes]:
    """Return all that a row holds; `repr` leaves out secrets."""
    yield repr(row).encode("utf-8", "surrogatepass")
    secrets: tuple[Secret | None, ...] = ()
    if isinstance(row, Account):
        secrets = (*row.passwords, row.totp, *(past.password for past in row.history))
    elif isinstance(row, OneTimeCode):
        secrets = (row.seed,)
    for secret in secrets:
        yield secret.reveal().encode("utf-8", "surrogatepass") if secret else b""


def _walk(document_id: str, body: Any) -> Walk:
    fields = Fields(body)
    return Walk(
        begun=fields.moment("begun"),
        about=fields.text("about"),
        names=fields.texts("names"),
        command=fields.text("command"),
        given=tuple((str(question), answer) for question, answer in body["given"]),
        id=document_id,
    )
