"""The one client: every request goes through here, is bounded, and is written down."""

import asyncio
import ssl
import time
from collections.abc import Callable, Collection, Coroutine, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from itertools import islice
from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit

import certifi
import httpx
import stamina
from stamina.instrumentation import get_on_retry_hooks, set_on_retry_hooks

from secaudit.errors import NetworkRefusedError
from secaudit.languages import _
from secaudit.model import Progress, Sent, Unchecked, silent
from secaudit.sources.exchange import FailedAttemptError, Reply, exchange, host_of_url
from secaudit.sources.wire import Wire

K = TypeVar("K")
T = TypeVar("T")

Phrase = Callable[[int], str]
"""Says in plain words what was sent, given of how many things."""

MAX_BODY = 1 << 20
"""Bytes read of an answer, packed and unpacked, unless the caller knows better."""

_OK = frozenset({200})


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
        lanes: int = 32,
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
            if urlsplit(url)[:2] not in self._origins:
                refused = _("{host} is not one of the services this audit may ask")
                raise NetworkRefusedError(
                    refused.format(host=host_of_url(url)),
                    _("Please report this: it is a mistake in secaudit."),
                )
        run = _Run(
            client=self,
            read=read,
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

        async def all_lanes() -> None:
            todo = iter(urls.items())

            async def lane(most: int) -> None:
                for key, url in islice(todo, most):
                    run.results[key] = await run.ask(wire, key, url)
                    progress(stage, len(run.results), len(urls))

            async with Wire(self._trust, self._proxy) as wire:
                # The first goes alone: it shows whether the service is there and speaks HTTP/2.
                await lane(1)
                run.lanes = max(1, min(lanes or self._lanes, len(urls) - 1))
                await asyncio.gather(*(lane(len(urls)) for _lane in range(run.lanes)))

        with _no_retry_log():
            _finish(all_lanes())
        return {key: run.results[key] for key in urls}

    def sent(self) -> tuple[Sent, ...]:
        """Return what has left this machine so far, one entry a host and kind of request."""
        return tuple(
            Sent(host, entry.requests, phrase(len(entry.urls)))
            for (host, phrase), entry in self._ledger.items()
        )

    def write_down(self, url: str, phrase: Phrase) -> None:
        """Note in the ledger that a request left."""
        entry = self._ledger.setdefault((host_of_url(url), phrase), _Entry())
        entry.requests += 1
        entry.urls.add(url)


@dataclass(slots=True)
class _Entry:
    requests: int = 0
    urls: set[str] = field(default_factory=set)


@dataclass(slots=True, kw_only=True)
class _Run(Generic[K, T]):
    """One call of `fetch`: what its lanes share."""

    client: Client
    read: Callable[[K, Reply], T | Unchecked]
    sent: Phrase
    headers: Mapping[str, str]
    accept: Collection[int]
    limit: int
    patience: Patience
    results: dict[K, T | Unchecked] = field(default_factory=dict)
    failures: int = 0
    """How many of the last requests failed in a row."""
    resume: float = 0.0
    """When the server wants to be asked again; all lanes wait for it."""
    lanes: int = 1
    """How many ask at the same time."""
    lost: float = 0.0
    """Seconds lost so far; what one lane loses counts by its share of the lanes."""

    async def ask(self, wire: Wire, key: K, url: str) -> T | Unchecked:
        """Ask until there is an answer or no patience left."""
        if self.failures >= self.patience.failures:
            why = _("not asked, because {host} failed before")
            return Unchecked(why.format(host=host_of_url(url)))
        if self._too_slow:
            why = _("not asked, because {host} was too slow before")
            return Unchecked(why.format(host=host_of_url(url)))
        try:
            reply = await self._attempts(self._may_pass, self._once, wire, url)
        except FailedAttemptError as failed:
            # Where nothing could even be sent there is no use in asking the rest.
            self.failures += 1 if failed.left else self.patience.failures
            return Unchecked(failed.why)
        answer = self.read(key, reply)
        self.failures = self.failures + 1 if isinstance(answer, Unchecked) else 0
        return answer

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
            await asyncio.sleep(pause)

    async def _once(self, wire: Wire, url: str) -> Reply:
        """Make one attempt, and write it down unless nothing left this machine."""
        waits = dict.fromkeys(("connect", "read", "write", "pool"), self.patience.answer)
        began = time.monotonic()
        await self._pause(url)
        asked = time.monotonic()
        left = True
        try:
            reply = await exchange(
                wire,
                httpx.Request("GET", url, headers=self.headers, extensions={"timeout": waits}),
                accept=self.accept,
                limit=self.limit,
                seconds=self.patience.whole,
            )
        except FailedAttemptError as failed:
            left = failed.left
            now = time.monotonic()
            self.resume = max(self.resume, now + failed.wait)
            self.lost += (now - began) / self.lanes  # with the pause, which did not help
            raise
        else:
            took = time.monotonic() - asked
            if took > self.patience.answer:
                self.lost += took / self.lanes
            return reply
        finally:
            if left:
                self.client.write_down(url, self.sent)


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
