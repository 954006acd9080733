"""Running the server: one socket, a process a core, no log, and a clean end."""

import multiprocessing
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator, MutableSequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from secaudit.corpus.ranges import Ranges
from secaudit.errors import UsageError
from secaudit.languages import N_, _
from secaudit.serving.app import ASKED, REFUSED, application

_MOST_PROCESSES = 4
_WAITING = 2048
"""Connections that may wait to be accepted."""

_AT_ONCE = 1000
"""Requests in hand in one process; more are told to come again (503)."""

_IDLE = 30
"""Seconds that a connection may stay open with nothing asked."""

_GOODBYE = 3
"""Seconds that requests in hand have to finish in, once the server is stopped."""


@dataclass(frozen=True, slots=True)
class Service:
    """What is served: one corpus of each kind, and the certificate, where there is one."""

    corpora: tuple[Path, ...]
    certificate: Path | None = None
    key: Path | None = None


@dataclass(frozen=True, slots=True)
class Served:
    """How much was asked; nothing of who or what."""

    ranges: int
    refused: int
    lost: int
    """Processes that ended before they should."""


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens. Raises UsageError where that address cannot be had."""
    try:
        # Not left open to more than one program: a second server would get half of the requests.
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=_WAITING)
    except (OSError, OverflowError) as error:
        # Not its own words, which Python adds the address to.
        errno = getattr(error, "errno", None)
        why = os.strerror(errno) if errno and errno > 0 else N_("there is no such address")
        raise UsageError(
            _("nothing can listen at {host}, port {port}: {why}").format(
                host=host, port=port, why=_(why)
            ),
            _("Choose another port with --listen, such as --listen 127.0.0.1:8090."),
        ) from None


def serve(
    service: Service,
    listener: socket.socket,
    *,
    begun: Callable[[], None],
    processes: int | None = None,
) -> Served:
    """Answer requests until Ctrl-C or SIGTERM; return how many there were.

    `begun` is called once everything is open. Raises CorpusError where a corpus cannot be served,
    UsageError where the certificate cannot be used.
    """
    processes = processes or min(os.cpu_count() or 1, _MOST_PROCESSES)
    context = multiprocessing.get_context("spawn")
    counts = [context.RawArray("Q", 2) for _ in range(processes)]
    with _opened(service, counts[0]) as server:
        others = [
            context.Process(target=_beside, args=(service, listener, these), daemon=True)
            for these in counts[1:]
        ]
        with _ignoring_interrupts():  # as they do then: Ctrl-C is for this process
            for other in others:
                other.start()
        server.begun = begun
        server.run(sockets=[listener])
    lost = sum(other.exitcode not in {None, 0} for other in others)
    for other in others:
        other.terminate()
        other.join(_GOODBYE + 2)
    return Served(
        ranges=sum(these[ASKED] for these in counts),
        refused=sum(these[REFUSED] for these in counts),
        lost=lost,
    )


def _beside(service: Service, listener: socket.socket, counts: MutableSequence[int]) -> None:
    """Answer requests in another process, until it is stopped or left alone."""
    with _opened(service, counts) as server:

        def follow() -> None:
            parent = multiprocessing.parent_process()
            if parent:
                parent.join()
            server.should_exit = True

        threading.Thread(target=follow, daemon=True).start()
        server.run(sockets=[listener])


@contextmanager
def _opened(service: Service, counts: MutableSequence[int]) -> Iterator["_Server"]:
    """Open the corpora and the certificate."""
    with ExitStack() as stack:
        opened = [stack.enter_context(Ranges(path)) for path in service.corpora]
        corpora = {ranges.header.kind: ranges for ranges in opened}
        if len(corpora) < len(opened):
            raise UsageError(
                _("these corpora hold hashes of the same kind"),
                _("Name one corpus of SHA-1 and one of NTLM hashes, or only one."),
            )
        config = uvicorn.Config(
            application(corpora, counts),
            log_config=None,
            log_level="error",
            access_log=False,
            lifespan="off",
            ws="none",
            proxy_headers=False,
            server_header=False,
            limit_concurrency=_AT_ONCE,
            timeout_keep_alive=_IDLE,
            timeout_graceful_shutdown=_GOODBYE,
            ssl_certfile=service.certificate,
            ssl_keyfile=service.key,
        )
        try:
            config.load()
        except OSError:  # of reading them, and of TLS
            raise UsageError(
                _("the certificate and its key cannot be used"),
                _(
                    "Give --tls-cert a file with the certificate and what signed it, and "
                    "--tls-key one with its key, both PEM."
                ),
            ) from None
        yield _Server(config)


class _Server(uvicorn.Server):
    """Ends without an error where it is told to end."""

    begun: Callable[[], None] = staticmethod(lambda: None)
    """Called once requests are answered, and a signal ends it."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer."""
        await super().startup(sockets)
        self.begun()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take Ctrl-C and SIGTERM for an end, and do not raise them again afterwards."""
        signals = (signal.SIGINT, signal.SIGTERM)
        before = {number: signal.signal(number, self.handle_exit) for number in signals}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


@contextmanager
def _ignoring_interrupts() -> Iterator[None]:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
