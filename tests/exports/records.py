"""What a writer is given: records as any program could keep them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

PASSPHRASE = "Pässword of the export"
PASSKEY_SITE = "passkey.example"


@dataclass(frozen=True)
class Record:
    """One record of an export: a login, or whatever `kind` says."""

    kind: str = "login"
    title: str = ""
    username: str = ""
    password: str = ""
    urls: tuple[str, ...] = ()
    totp: str = ""
    group: str = ""
    """"" or HOME, which a record of the kind `folder` may bring along."""
    created: int = 0
    """Seconds since 1970; 0 = the program does not know."""
    changed: int = 0
    past: tuple[str, ...] = ()
    """Passwords that were replaced, oldest first, the last of them at `changed`."""
    passkey: bool = False
    excluded: bool = False

    @property
    def url(self) -> str:
        return "".join(self.urls[:1])

    @property
    def is_login(self) -> bool:
        return self.kind in {"login", "broken", "trash", "archived"}


HOME = "Home"


def iso(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if seconds else ""


def whole(record: Record) -> Record:
    return record


def unsealed(data: bytes) -> bytes:
    return data


@dataclass(frozen=True)
class Writer:
    """How one program writes its export."""

    plain: Callable[[Sequence[Record]], bytes]
    """Makes the export, or what is inside an encrypted or packed one."""
    kinds: frozenset[str] = frozenset()
    """What it writes beside logins; `junk` is a row that the program could not have written."""
    urls: int = 1
    """How many addresses a login may have."""
    fit: Callable[[Record], Record] = whole
    """What of a record the program can keep or write."""
    seal: Callable[[bytes], bytes] = unsealed
    """Encrypts it with PASSPHRASE, or packs it."""
    guessed: bool = False
    """Whether it is told by what most of its rows look like."""
    slow: bool = False
    """Whether one export costs much: a key is derived."""

    def export(self, records: Sequence[Record]) -> bytes:
        return self.seal(self.plain(records))

    def kept(self, record: Record) -> Record:
        """Return what this program keeps of a record."""
        return self.fit(replace(record, urls=record.urls[: self.urls]))
