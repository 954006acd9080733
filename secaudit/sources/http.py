"""The one client: every request goes through here, is bounded, and is written down."""

import asyncio
import ssl
import sys
import time
from collections.abc import Callable, Collection, Coroutine, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar
from urllib.parse import urlsplit

import certifi
import httpx
import stamina
from stamina.instrumentation import get_on_retry_hooks, set_on_retry_hooks

from secaudit.errors import NetworkRefusedError, UsageError, reason
from secaudit.languages import _
from secaudit.model import Progress, Sent, Unchecked, silent
from secaudit.sources.exchange import FailedAttemptError, Reply, exchange, host_of_url
from secaudit.sources.services import is_loopback
from secaudit.sources.wire import Wire

K = TypeVar("K")
T = TypeVar("T")

Phrase = Callable[[int], str]
"""Says in plain words what was sent, given of how many things."""

MAX_BODY = 1 << 20
"""Bytes read of an answer, packed and unpacked, unless the caller knows better."""

_OK = frozenset({200})


class Ask(NamedTuple, Generic[K]):
    """One thing to ask for."""

    key: K
    url: str
    headers: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for what, in seconds."""

    answer: float = 10.0
    """For a connection, and for each next piece of an answer."""
    whole: float = 30.0
    """For one whole answer; what takes longer is not tried again."""
    overall: float = 60.0
    """For one request with its repetitions: after that no new attempt begins."""
    attempts: int = 4
    wait: float = 0.5
    """Before the second attempt; doubles each time, with up to the same again at random."""
    longest_wait: float = 90.0
    """What a server may ask for with Retry-After; beyond that the rest is not asked."""
    failures: int = 10
    """Requests in a row that may fail before the rest is not asked."""
    reconnect: float = 0.0
    """How long all wait where no connection was made, before the next attempt; 0: such a failure,
    once its attempts are used up, ends it all."""
    lost: float = 90.0
    """What all attempts of one fetch may lose on failures and on answers that take longer than
    `answer`, before the rest is not asked."""


class Client:
    """Asks the given base addresses, and no other host.

    Certificates are checked against Mozilla's list (certifi). Nothing is taken from the
    environment: no proxy, no extra authorities, no SSLKEYLOGFILE. Redirects are not followed.
    """

    def __init__(
        self,
        bases: Collection[str],
        *,
        proxy: str | None = None,
        lanes: int = 50,
        patience: Patience | None = None,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._origins = frozenset(urlsplit(base)[:2] for base in bases)
        self._lanes = lanes
        self._patience = patience or Patience()
        self._trust = trust or _mozilla()
        self._proxy = None
        if proxy is not None:
            encrypted = proxy.lower().startswith("https:")
            self._proxy = httpx.Proxy(proxy, ssl_context=self._trust if encrypted else None)
        self._ledger: dict[tuple[str, Phrase], _Entry] = {}

    def fetch(  # noqa: PLR0913  # all but two by keyword
        self,
        urls: Mapping[K, str],
        read: Callable[[K, Reply], T | Unchecked],
        *,
        sent: Phrase,
        headers: Mapping[str, str] | None = None,
        accept: Collection[int] = _OK,
        limit: int = MAX_BODY,
        lanes: int | None = None,
        stage: str = "",
        progress: Progress = silent,
    ) -> dict[K, T | Unchecked]:
        """GET every URL and return what `read` makes of each answer, or why there is none.

        Only answers with a status in `accept` reach `read`. Never raises for the network; raises
        NetworkRefusedError for a host that is not on the list.
        """
        for url in urls.values():
            self._check(url)
        results: dict[K, T | Unchecked] = {}

        def take(key: K, answer: T | Unchecked) -> None:
            results[key] = answer
            progress(stage, len(results), len(urls))

        run = self._run(read, take, sent=sent, headers=headers, accept=accept, limit=limit)
        lanes = max(1, min(lanes or self._lanes, len(urls) - 1))
        _finish(run.all((Ask(key, url) for key, url in urls.items()), lanes))
        return {key: results[key] for key in urls}

    def stream(  # noqa: PLR0913  # all but three by keyword
        self,
        asks: Iterable[Ask[K]],
        read: Callable[[K, Reply], T | Unchecked],
        take: Callable[[K, T | Unchecked], None],
        *,
        sent: Phrase,
        headers: Mapping[str, str] | None = None,
        accept: Collection[int] = _OK,
        limit: int = MAX_BODY,
        lanes: int | None = None,
        rate: float = 0.0,
        ahead: int = 1 << 10,
        waiting: Callable[[], None] = lambda: None,
    ) -> str:
        """GET more than fits into memory: `take` gets what `read` makes of each answer.

        The asks are taken one by one, at most `rate` requests go out in a second (0: as many as
        can), and none goes out more than `ahead` asks before the oldest that has no answer yet.
        `waiting` is called where all have to wait for the service. Returns why the rest was not
        asked for, "" where all was. Raises as `fetch` does.
        """
        run = self._run(read, take, sent=sent, headers=headers, accept=accept, limit=limit)
        run.pace = Pace(rate)
        run.ahead = ahead
        run.one_thing = True
        run.waiting = waiting

        def checked() -> Iterator[Ask[K]]:
            for ask in asks:
                if run.why_not:
                    return
                self._check(ask.url)
                yield ask

        _finish(run.all(checked(), lanes or self._lanes))
        return run.why_not

    def _run(  # noqa: PLR0913  # as the two above
        self,
        read: Callable[[K, Reply], T | Unchecked],
        take: Callable[[K, T | Unchecked], None],
        *,
        sent: Phrase,
        headers: Mapping[str, str] | None,
        accept: Collection[int],
        limit: int,
    ) -> "_Run[K, T]":
        return _Run(
            client=self,
            wire=lambda: Wire(self._trust, self._proxy),
            read=read,
            take=take,
            sent=sent,
            headers={
                "User-Agent": f"secaudit/{version('secaudit')}",  # HIBP answers 403 without one
                "Accept-Encoding": "gzip",
                **(headers or {}),
            },
            accept=accept,
            limit=limit,
            patience=self._patience,
        )

    def _check(self, url: str) -> None:
        if urlsplit(url)[:2] not in self._origins:
            refused = _("{host} is not one of the services this audit may ask")
            raise NetworkRefusedError(
                refused.format(host=host_of_url(url)),
                _("Please report this: it is a mistake in secaudit."),
            )

    def sent(self) -> tuple[Sent, ...]:
        """Return what has left this machine so far, one entry a host and kind of request."""
        return tuple(
            Sent(host, entry.requests, phrase(len(entry.urls)) + _readable(entry.urls))
            for (host, phrase), entry in self._ledger.items()
        )

    def write_down(self, url: str, phrase: Phrase, *, one_thing: bool) -> None:
        """Note in the ledger that a request left; `one_thing`: all of them were for the same."""
        entry = self._ledger.setdefault((host_of_url(url), phrase), _Entry())
        entry.requests += 1
        entry.urls.add("" if one_thing else url)


@dataclass(slots=True)
class _Entry:
    requests: int = 0
    urls: set[str] = field(default_factory=set)


class Pace:
    """Lets at most so many through in a second, evenly; 0: everyone."""

    def __init__(self, rate: float) -> None:
        self._gap = 1 / rate if rate else 0.0
        self._next = 0.0

    async def turn(self) -> None:
        """Wait for one's turn."""
        now = time.monotonic()
        # Who comes late has up to a tenth of a second made up for: timers are coarse.
        turn = max(self._next, now - 0.1)
        self._next = turn + self._gap
        if turn > now:
            await asyncio.sleep(turn - now)


@dataclass(slots=True, kw_only=True)
class _Run(Generic[K, T]):
    """One call of `fetch` or `stream`: what its lanes share."""

    client: Client
    wire: Callable[[], Wire]
    read: Callable[[K, Reply], T | Unchecked]
    take: Callable[[K, T | Unchecked], None]
    sent: Phrase
    headers: Mapping[str, str]
    accept: Collection[int]
    limit: int
    patience: Patience
    pace: Pace = field(default_factory=lambda: Pace(0))
    ahead: int = 0
    """How far an ask may be before the oldest without an answer; 0: as far as it likes."""
    one_thing: bool = False
    failures: int = 0
    """How many of the last requests failed in a row."""
    resume: float = 0.0
    """When the server wants to be asked again; all lanes wait for it."""
    lanes: int = 1
    """How many ask at the same time."""
    lost: float = 0.0
    """Seconds lost so far; what one lane loses counts by its share of the lanes."""
    waiting: Callable[[], None] = lambda: None
    why_not: str = ""
    """Why the rest is not asked."""

    async def all(self, asks: Iterator[Ask[K]], lanes: int) -> None:
        """Ask for everything."""
        numbered = enumerate(asks)
        waiting: dict[int, None] = {}  # numbers of those without an answer, in order
        newest = 0
        answered = asyncio.Event()

        async def lane(wire: Wire, most: int = sys.maxsize) -> None:
            nonlocal newest
            for _turn in range(most):
                while self.ahead and waiting and newest - next(iter(waiting)) >= self.ahead:
                    answered.clear()
                    await answered.wait()
                try:
                    newest, ask = next(numbered)
                except StopIteration:
                    return
                number = newest
                waiting[number] = None
                self.take(ask.key, await self.ask(wire, ask))
                del waiting[number]
                answered.set()

        with _no_retry_log():
            async with self.wire() as wire:
                # The first goes alone: it shows whether the service is there and speaks HTTP/2.
                await lane(wire, 1)
                self.lanes = lanes
                await asyncio.gather(*(lane(wire) for _lane in range(lanes)))

    async def ask(self, wire: Wire, ask: Ask[K]) -> T | Unchecked:
        """Ask until there is an answer or no patience left."""
        why = ""
        if self.failures >= self.patience.failures:
            why = _("not asked, because {host} failed before")
        elif self._too_slow:
            why = _("not asked, because {host} was too slow before")
        if why:
            self.why_not = why.format(host=host_of_url(ask.url))
            return Unchecked(self.why_not)
        try:
            reply = await self._persist(wire, ask)
        except FailedAttemptError as failed:
            # Where nothing could even be sent there is no use in asking the rest, unless the
            # network may be back by then.
            passing = failed.left or (failed.again and self.patience.reconnect)
            self.failures += 1 if passing else self.patience.failures
            return Unchecked(failed.why)
        answer = self.read(ask.key, reply)
        self.failures = self.failures + 1 if isinstance(answer, Unchecked) else 0
        return answer

    async def _persist(self, wire: Wire, ask: Ask[K]) -> Reply:
        """Make attempts as long as they may help."""
        first: FailedAttemptError | None = None
        try:
            return await self._once(wire, ask)
        except FailedAttemptError as failed:
            if not self._may_pass(failed):
                raise
            first = failed

        async def once() -> Reply:
            nonlocal first
            if first:  # made already: most get through, and need none of this
                failed, first = first, None
                raise failed
            return await self._once(wire, ask)

        return await self._attempts(self._may_pass, once)

    @property
    def _too_slow(self) -> bool:
        return self.lost >= self.patience.lost

    def _may_pass(self, error: Exception) -> bool:
        return isinstance(error, FailedAttemptError) and error.again and not self._too_slow

    @property
    def _attempts(self) -> stamina.AsyncRetryingCaller:
        return stamina.AsyncRetryingCaller(
            attempts=self.patience.attempts,
            timeout=self.patience.overall,
            wait_initial=self.patience.wait,
            wait_jitter=self.patience.wait,
        )

    async def _pause(self, url: str) -> None:
        pause = self.resume - time.monotonic()
        if pause > self.patience.longest_wait:
            why = _("{host} asked to wait for {number} minutes")
            said = why.format(host=host_of_url(url), number=f"{pause / 60:.0f}")
            raise FailedAttemptError(said, left=False)
        if pause > 0:
            self.waiting()
            await asyncio.sleep(pause)

    async def _once(self, wire: Wire, ask: Ask[K]) -> Reply:
        """Make one attempt, and write it down unless nothing left this machine."""
        url = ask.url
        waits = dict.fromkeys(("connect", "read", "write", "pool"), self.patience.answer)
        await self.pace.turn()
        began = time.monotonic()
        await self._pause(url)
        asked = time.monotonic()
        left = True
        try:
            headers = {**self.headers, **ask.headers}
            reply = await exchange(
                wire,
                httpx.Request("GET", url, headers=headers, extensions={"timeout": waits}),
                accept=self.accept,
                limit=self.limit,
                seconds=self.patience.whole,
            )
        except FailedAttemptError as failed:
            left = failed.left
            now = time.monotonic()
            self.resume = max(self.resume, now + (failed.wait if left else self.patience.reconnect))
            self.lost += (now - began) / self.lanes  # with the pause, which did not help
            raise
        else:
            took = time.monotonic() - asked
            if took > self.patience.answer:
                self.lost += took / self.lanes
            return reply
        finally:
            if left:
                self.client.write_down(url, self.sent, one_thing=self.one_thing)


def _readable(urls: Collection[str]) -> str:
    """Say of requests that went unencrypted to another machine that they could be read."""
    parts = map(urlsplit, urls)
    if any(part.scheme == "http" and not is_loopback(part.hostname or "") for part in parts):
        return _("; not encrypted, so others in the network could read it, and change the answers")
    return ""


def trusting(authority: Path) -> ssl.SSLContext:
    """Return what trusts the certificates in a file, and no others.

    Raises UsageError where there are none.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_verify_locations(authority)
    except OSError as error:
        no_certificate = isinstance(error, ssl.SSLError)
        why = _("it holds no certificate") if no_certificate else reason(error)
        raise UsageError(
            _("{file} cannot be used: {why}").format(file=authority, why=why),
            _("Give --range-ca the file with the certificate of the server, or of who signed it."),
        ) from None
    return context


@cache
def _mozilla() -> ssl.SSLContext:
    # Not ssl.create_default_context, which writes every session key to $SSLKEYLOGFILE.
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_verify_locations(certifi.where())
    return context


@contextmanager
def _no_retry_log() -> Iterator[None]:
    """Keep stamina from logging: with structlog that is stdout, where the results go."""
    hooks = get_on_retry_hooks()
    set_on_retry_hooks(())
    try:
        yield
    finally:
        set_on_retry_hooks(hooks)


def _finish(work: Coroutine[Any, Any, None]) -> None:
    """Run to the end, also where an event loop is running already (a notebook)."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        asyncio.run(work)
    else:
        with ThreadPoolExecutor(1) as thread:
            thread.submit(copy_context().run, asyncio.run, work).result()  # in the same language
