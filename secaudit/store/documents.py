"""The documents of one kind in a store: save, replace, list, load, remove."""

import secrets
from dataclasses import dataclass
from typing import Any, NamedTuple

from secaudit.errors import StoreError, reason
from secaudit.languages import _
from secaudit.store.folder import Folder
from secaudit.store.keeping import keep
from secaudit.store.key import Opened
from secaudit.store.sealing import (
    GLANCE,
    ID,
    Header,
    Kind,
    open_body,
    open_summary,
    read_header,
    seal,
)


class Listed(NamedTuple):
    """A document, without its body."""

    id: str
    """32 hexadecimal digits."""
    summary: Any


class Unopened(NamedTuple):
    """A document that could not be opened."""

    id: str
    why: StoreError


@dataclass(frozen=True, slots=True)
class Documents:
    """Documents of one kind, all under the key of the store."""

    folder: Folder
    opened: Opened
    kind: Kind

    def save(self, *, summary: Any, body: Any, document_id: str = "") -> str:
        """Save a document, as a new one or in the place of another; return its id.

        Raises StoreError, OutputError or KeyringError where it does not go: what was there stays.
        """
        own = bytes.fromhex(document_id) if document_id else secrets.token_bytes(ID)
        data = seal(self.opened, self.kind, own, summary=summary, body=body)
        with self.folder.writing():
            keep(self.folder, self.opened)
            self.folder.write(self.folder.file(own), data)
        return own.hex()

    def listed(self) -> tuple[list[Listed], list[Unopened]]:
        """Return all that open, and all that do not, in no order. Reads no body."""
        listed: list[Listed] = []
        unopened: list[Unopened] = []
        for document_id in self.folder.documents():
            try:
                header, data = self._read(document_id, GLANCE)
                if header is None or header.kind is not self.kind:
                    continue
                listed.append(
                    Listed(document_id.hex(), open_summary(self.opened.key, header, data))
                )
            except StoreError as error:
                unopened.append(Unopened(document_id.hex(), error))
        return listed, unopened

    def load(self, document_id: str) -> Any:
        """Return the body of a document. Raises StoreError where there is none or it won't open."""
        header, data = self._read(bytes.fromhex(document_id), -1)
        if header is None or header.kind is not self.kind:
            raise StoreError(
                _("nothing is saved as {name}").format(name=document_id[:8]),
                _("See what there is: secaudit history"),
            )
        return open_body(self.opened.key, header, data)

    def _read(self, document_id: bytes, limit: int) -> tuple[Header | None, bytes]:
        path = self.folder.file(document_id)
        try:
            with path.open("rb") as file:
                data = file.read(limit)
                size = file.seek(0, 2)
        except FileNotFoundError:  # removed by another just now
            return None, b""
        except OSError as error:
            raise StoreError(
                _("{path} could not be read: {why}").format(path=path, why=reason(error)),
                _("Check who may read it, and that the disk works."),
            ) from None
        return read_header(data, document_id, size), data
