"""Downloading all ranges of Pwned Passwords, so that they can be asked without the network."""

import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from secaudit.corpus import packs
from secaudit.corpus.journal import NAME, Journal, load
from secaudit.errors import CorpusError, OutputError, UsageError
from secaudit.files import write_whole
from secaudit.languages import N_, _
from secaudit.model import Progress, Unchecked, silent
from secaudit.sources import ranges
from secaudit.sources.http import Ask, Client, Patience
from secaudit.text import clean

if TYPE_CHECKING:
    from secaudit.sources.exchange import Reply

PREFIXES = 1 << 20
"""As many ranges as the API has."""

RATE = 250
"""Requests a second unless told otherwise: all in 70 minutes, at some 90 Mbit/s."""

CONNECTIONS = 32

PACKED = 42_000
"""Bytes of a range, as the service packs it; 76,000 unpacked."""

PATIENCE = Patience(failures=160, lost=300.0, longest_wait=300.0, reconnect=20.0)
"""More than for an audit: a run takes an hour or hours, and sits out five minutes without a
network. A range that fails for days (they exist: 502, cached) is soon left for the end."""

_NOT_MODIFIED = 304
_AHEAD = 8 * packs.RANGES
"""Answers that may be waiting in memory for one that is late: 90 MB."""

_STAGE = N_("Downloading")
_LOCK = "lock"
_TEMPORARY = ".secaudit-"  # what secaudit.files leaves where the process is killed


@dataclass(slots=True)
class Outcome:
    """What one run of a download came to."""

    total: int
    there: int = 0
    """Ranges asked for in this round that gave an answer, in this run or one before."""
    fetched: int = 0
    unchanged: int = 0
    lacking: int = 0
    """Ranges of which there is nothing at all, not even an older answer."""
    unanswered: dict[int, str] = field(default_factory=dict)
    """Prefixes that were asked for in this run without an answer, and why."""
    stopped: str = ""
    """Why the rest was not asked for."""
    requests: int = 0

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return self.there == self.total

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Why ranges gave no answer and how many each, the commonest first."""
        return Counter(self.unanswered.values()).most_common()


def look(folder: Path, base: str, kind: str) -> Journal | None:
    """Return what was downloaded into `folder` before; None for a new or an empty one.

    Raises OutputError where it is no folder to write to, UsageError where it holds something else,
    CorpusError where its journal cannot be used.
    """
    if folder.is_symlink():
        raise OutputError(
            _("{folder} is a link to another place, so nothing was written").format(folder=folder),
            _("Name the real folder."),
        )
    if not folder.exists():
        if not folder.parent.is_dir():
            raise OutputError(
                _("there is no folder {path}").format(path=folder.parent),
                _("Create it, or name another."),
            )
        return None
    if not folder.is_dir():
        raise OutputError(
            _("{folder} is a file, not a folder").format(folder=folder),
            _("Name a folder for the ranges."),
        )
    try:
        names = set(os.listdir(folder))  # noqa: PTH208  # names are all that is wanted
    except OSError as error:
        raise _unwritable(folder, error) from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise OutputError(
            _("{folder} cannot be written to").format(folder=folder),
            _("Name a folder of your own."),
        )
    journal = load(folder)
    if journal is None:
        _refuse_others(folder, names)
    elif (journal.kind, journal.url) != (kind, base):
        raise UsageError(
            _("{folder} holds {kind} hashes from {url}, not {other} hashes from {base}").format(
                folder=folder, kind=journal.kind, url=journal.url, other=kind, base=base
            ),
            _("Name another folder, or ask for the same as before."),
        )
    return journal


def _refuse_others(folder: Path, names: set[str]) -> None:
    """Keep out of what others wrote; packs without their journal are ours."""
    packed = {packs.pack_name(number) for number in packs.packs_in(folder)}
    others = {name for name in names - packed - {_LOCK, NAME} if not name.startswith(_TEMPORARY)}
    if others:
        raise UsageError(
            _("{folder} holds other files, such as {name}").format(
                folder=folder, name=clean(min(others))
            ),
            _(
                "Name an empty folder. What another program downloaded is not continued here; "
                "“secaudit corpus build” reads it as it is."
            ),
        )


def download(  # noqa: PLR0913  # one download, described
    client: Client,
    base: str,
    folder: Path,
    *,
    today: date,
    kind: str = "sha1",
    rate: float = RATE,
    connections: int = CONNECTIONS,
    progress: Progress = silent,
    prefixes: int | None = None,
) -> Outcome:
    """Fetch what `folder` lacks; where it lacks nothing, ask for all again and fetch what changed.

    Ranges 0 to `prefixes` are asked for, all of the API's unless given. Whatever ends this, what
    is there stays and the next run goes on from it. Raises as `look` does, OutputError where the
    disk is full or another process downloads into `folder`.
    """
    base = base.rstrip("/") + "/"
    total = prefixes or PREFIXES
    journal = look(folder, base, kind)
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from None
    with _locked(folder):
        for name in folder.glob(_TEMPORARY + "*"):
            name.unlink()
        journal = load(folder)  # again, now that nobody else writes
        if journal is None or journal.complete or journal.ranges != total:
            before = (journal.complete or journal.before) if journal else None
            journal = Journal(folder, kind, base, total, today, before)
        journal.start()
        work = _Work(client, journal, progress, rate, connections)
        try:
            work.run()
        except OSError as error:
            raise _unwritable(folder, error) from None
        return work.outcome


@dataclass(slots=True)
class _Open:
    """A pack that is being put together."""

    number: int
    waiting: set[int]
    """Prefixes to ask for that have no answer yet."""
    kept: dict[int, bytes] = field(default_factory=dict)
    """Members by prefix."""
    etags: dict[int, str] = field(default_factory=dict)
    """Those of what was in its file."""
    changed: bool = False
    missing: set[int] = field(default_factory=set)
    """Prefixes that were asked for and gave no answer."""


class _Work:
    def __init__(
        self, client: Client, journal: Journal, progress: Progress, rate: float, connections: int
    ) -> None:
        self._client = client
        self._journal = journal
        self._progress = progress
        self._rate = rate
        self._connections = connections
        self._folder = journal.folder
        self._open: dict[int, _Open] = {}
        self._sizes = packs.packs_in(self._folder)
        self._lacking: dict[int, int] = {}
        self.outcome = Outcome(journal.ranges, there=journal.there)

    def run(self) -> None:
        """Ask for everything once, and once more for what gave no answer."""
        self._progress(_STAGE, self.outcome.there, self.outcome.total)
        try:
            for _turn in range(2):
                self.outcome.stopped = self._client.stream(
                    self._asks(),
                    self._read,
                    self._take,
                    sent=_sent,
                    accept={200, _NOT_MODIFIED},
                    lanes=self._connections,
                    rate=self._rate,
                    ahead=_AHEAD,
                )
                if self.outcome.stopped or self.outcome.complete:
                    break
        finally:  # also for Ctrl-C: what was fetched is kept
            if not isinstance(sys.exception(), OSError | OutputError):
                for pack in list(self._open.values()):
                    self._store(pack)
        self.outcome.requests = sum(sent.requests for sent in self._client.sent())
        self.outcome.lacking = sum(self._lacking.values())
        if self.outcome.complete:
            self._journal.finish()

    def _asks(self) -> Iterator[Ask[int]]:
        """Yield what is to be asked for, opening one pack after another."""
        for number in range(-(-self._journal.ranges // packs.RANGES)):
            checked = self._journal.checked.get(number)
            todo = set(checked.missing if checked else self._journal.ranges_of(number))
            if not todo:
                continue
            pack = self._open[number] = self._opened(number, todo)
            for prefix in sorted(pack.waiting):
                etag = self._etag(pack, prefix)
                mode = "?mode=ntlm" if self._journal.kind == "ntlm" else ""
                headers = {"If-None-Match": etag} if etag else {}
                yield Ask(prefix, f"{self._journal.url}{prefix:05X}{mode}", headers)

    def _opened(self, number: int, todo: set[int]) -> _Open:
        if number not in self._sizes:
            return _Open(number, todo)
        path = self._folder / packs.pack_name(number)
        try:
            members = packs.members(path)
            contents = packs.content(path, members)
            kept = {one.prefix: packed for one, packed in zip(members, contents, strict=True)}
        except CorpusError:  # damaged: all of it is fetched again
            everything = set(self._journal.ranges_of(number))
            if number in self._journal.checked:
                self.outcome.there -= len(everything) - len(todo)
            return _Open(number, everything, changed=True)
        return _Open(number, todo, kept, {one.prefix: one.etag for one in members})

    def _etag(self, pack: _Open, prefix: int) -> str:
        """Return the ETag of an answer that is there and whole; a damaged one is left out."""
        if prefix not in pack.kept:
            return ""
        try:
            packs.rows(pack.kept[prefix])  # its checksum tells; the rest was looked at back then
        except ValueError:
            del pack.kept[prefix]
            pack.changed = True
            return ""
        return pack.etags[prefix]

    def _read(self, prefix: int, reply: "Reply") -> bytes | Unchecked:
        """Return the answer as it is to be kept."""
        if reply.status == _NOT_MODIFIED:
            kept = self._open[prefix // packs.RANGES].kept.get(prefix)
            return kept or Unchecked(
                _("the server said that nothing changed, but it was not asked")
            )
        if why := _why_bad(reply.body, self._journal.kind):
            return Unchecked(why)
        return packs.member(prefix, reply.headers.get("etag", ""), reply.body, reply.packed)

    def _take(self, prefix: int, answer: bytes | Unchecked) -> None:
        pack = self._open[prefix // packs.RANGES]
        pack.waiting.discard(prefix)
        if isinstance(answer, Unchecked):
            pack.missing.add(prefix)
            self.outcome.unanswered[prefix] = answer.why
        else:
            self.outcome.unanswered.pop(prefix, None)
            self.outcome.there += 1
            if pack.kept.get(prefix) is answer:
                self.outcome.unchanged += 1
            else:
                self.outcome.fetched += 1
                pack.changed = True
            pack.kept[prefix] = answer
        if not pack.waiting:
            self._store(pack)
        self._progress(_STAGE, self.outcome.there, self.outcome.total)

    def _store(self, pack: _Open) -> None:
        """Write a pack where it changed, then its line in the journal."""
        missing = pack.missing | pack.waiting
        if pack.changed and pack.kept:
            data = b"".join(pack.kept[prefix] for prefix in sorted(pack.kept))
            write_whole(self._folder / packs.pack_name(pack.number), data, force=True)
            self._sizes[pack.number] = len(data)
        if pack.number in self._sizes:
            self._journal.add(pack.number, self._sizes[pack.number], missing)
        self._lacking[pack.number] = len(missing - pack.kept.keys())
        del self._open[pack.number]


def _why_bad(body: bytes, kind: str) -> str:
    """Say why a body is not believed to be a whole range; "" where it is."""
    rows = ranges.rows_of(body, ranges.DIGITS[kind])
    if rows is None:
        return _(ranges.NO_LIST)
    if short := ranges.cut_short(rows):
        return short
    lines = rows.splitlines()
    if lines != sorted(lines):  # padding, which nobody asked for, stands unsorted at the end
        lines = [line for line in lines if not line.endswith(b":0")]
    return "" if lines == sorted(lines) else _("the answer was not in order")


def _sent(_number: int) -> str:
    return _("nothing about you: all ranges of Pwned Passwords were asked for")


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Keep others out as long as this process lives; a lock left by a killed one is none."""
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    try:
        file = os.open(folder / _LOCK, flags, 0o600)
    except OSError as error:
        raise _unwritable(folder, error) from None
    try:
        try:
            _lock(file)
        except OSError:
            raise OutputError(
                _("another process is downloading into {folder}").format(folder=folder),
                _("Wait until it has ended."),
            ) from None
        yield
    finally:
        os.close(file)


def _lock(file: int) -> None:
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415

        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # noqa: PLC0415

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _unwritable(folder: Path, error: OSError) -> OutputError:
    return OutputError(
        _("{folder} could not be written to: {why}").format(
            folder=folder, why=_(error.strerror or type(error).__name__)
        ),
        _(
            "Check that you may write there and that the disk has room. What is there is kept: run "
            "the same command again to go on."
        ),
    )
