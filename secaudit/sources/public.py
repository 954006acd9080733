"""Public files kept on disk: asked for again only when they changed, not believed when damaged."""

import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from secaudit.errors import OutputError
from secaudit.files import write_whole
from secaudit.languages import _
from secaudit.model import Unchecked

if TYPE_CHECKING:
    from secaudit.sources.exchange import Reply
    from secaudit.sources.http import Client, Phrase

T = TypeVar("T")

_LIMIT = 32 << 20
_NOT_MODIFIED = 304


@dataclass(frozen=True, slots=True)
class Copy(Generic[T]):
    """What a public file says, and the day it was last known to be current."""

    value: T
    on: date


def current(  # noqa: PLR0913  # one thing to fetch, described
    client: "Client | None",
    file: Path,
    url: str,
    parse: Callable[[bytes], T | Unchecked],
    *,
    today: date,
    sent: "Phrase",
    or_old: bool,
    keep: bool = True,
) -> Copy[T] | Unchecked:
    """Return what `url` holds; `file` keeps a copy, used again while the server says it holds.

    Without a client the copy is all there is. With `or_old` it also stands in where the server
    gives no answer. Without `keep` an earlier copy is used, but none is written.
    """
    kept = _load(file, url)
    old = None
    if kept and not isinstance(value := parse(kept.body), Unchecked):
        old = Copy(value, kept.on)
    if client is None:
        return old or Unchecked(_("offline, and not fetched before"), asked=False)
    etag = kept.etag if kept and old else ""

    def read(_url: str, reply: "Reply") -> Copy[T] | Unchecked:
        fresh = _Kept(url, today, reply.headers.get("etag", ""), reply.body)
        if kept and reply.status == _NOT_MODIFIED:
            fresh = _Kept(url, today, kept.etag, kept.body)
        value = parse(fresh.body)
        if isinstance(value, Unchecked):
            return value
        if keep:
            _save(file, fresh)
        return Copy(value, today)

    answer = client.fetch(
        {url: url},
        read,
        sent=sent,
        headers={"If-None-Match": etag} if etag else {},
        accept={200, _NOT_MODIFIED} if etag else {200},
        limit=_LIMIT,
    )[url]
    return old if or_old and old and isinstance(answer, Unchecked) else answer


def parsed(body: bytes) -> Any:
    """Return parsed JSON, None where it is none: the error's text would hold the document."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


@dataclass(frozen=True, slots=True)
class _Kept:
    """A copy as it lies on disk: a SHA-256 of all that follows, then these, a line each."""

    url: str
    on: date
    etag: str
    body: bytes


def _load(file: Path, url: str) -> _Kept | None:
    """Return the copy, None where there is none, it is of another address, or one bit is wrong."""
    try:
        digest, rest = file.read_bytes().split(b"\n", 1)
        if digest != _digest(rest):
            return None
        lines = rest.split(b"\n", 3)
        kept = _Kept(
            lines[0].decode(), date.fromisoformat(lines[1].decode()), lines[2].decode(), lines[3]
        )
    except (OSError, ValueError, IndexError):
        return None
    return kept if kept.url == url else None


def _save(file: Path, kept: _Kept) -> None:
    etag = kept.etag if kept.etag.isascii() and kept.etag.isprintable() else ""
    lines = [kept.url.encode(), kept.on.isoformat().encode(), etag.encode(), kept.body]
    rest = b"\n".join(lines)
    with suppress(OSError, OutputError):  # no copy: the next audit fetches it again
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(file, _digest(rest) + b"\n" + rest, force=True)


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).hexdigest().encode()
