"""A real server on 127.0.0.1 that plays all four services, well or with any fault."""

import asyncio
import contextlib
import gzip
import hashlib
import json
import random
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

BREACHES = [
    {
        "Name": "Adobe",
        "Title": "Adobe",
        "Domain": "adobe.com",
        "BreachDate": "2013-10-04",
        "DataClasses": ["Email addresses", "Passwords"],
        "IsVerified": True,
        "IsSensitive": False,
    },
    {
        "Name": "Invented",
        "Title": "Invented",
        "Domain": "invented.example",
        "BreachDate": "2020-01-01",
        "DataClasses": ["Passwords"],
        "IsFabricated": True,
    },
]
TWO_FACTOR = {
    "github.com": {
        "methods": ["sms", "totp", "u2f"],
        "documentation": "https://docs.github.com/2fa",
    },
    "mail.google.com": {"methods": ["sms", "totp", "u2f"]},
    "smsonly.example": {"methods": ["sms"]},
    "nothing.example": {},
}
PASSKEYS = {
    "github.com": {"mfa": "allowed", "passwordless": "allowed"},
    "mail.google.com": {"passwordless": "allowed"},
}


@dataclass(frozen=True, slots=True)
class Request:
    """What arrived."""

    path: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What to send back, and how to spoil it."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    raw: bytes | None = None
    """Sent instead of all of the above, then the connection is closed."""
    chunked: bool = False
    close: bool = False
    """Close the connection afterwards."""
    torn: bool = False
    """Close without TLS's goodbye (close_notify), wherever it closes."""
    cut: int | None = None
    """Send only so many bytes of the body, then close."""
    reset: bool = False
    """After `cut` bytes (or none) reset the connection."""
    drip: float = 0.0
    """Seconds between single bytes of the body."""
    packed: bool | None = None
    """Whether to gzip; None = where the client accepts it."""


Handler = Callable[[Request], Answer]


def as_json(data: Any, **how: Any) -> Answer:
    """Answer with JSON."""
    return Answer(body=json.dumps(data).encode(), **how)


def range_body(prefix: str, pwned: Mapping[bytes, int], *, rows: int = 2000) -> bytes:
    """Return a body as the range API sends it: sorted rows, then unsorted padding of count 0."""
    dice = random.Random(prefix)  # noqa: S311  # the same every time
    counts = {f"{dice.getrandbits(140):035X}": dice.randint(1, 99) for _ in range(rows)}
    for digest, count in pwned.items():
        if digest.hex()[:5].upper() == prefix:
            counts[digest.hex()[5:].upper()] = count
    lines = [f"{suffix}:{count}" for suffix, count in sorted(counts.items())]
    lines += [f"{dice.getrandbits(140):035X}:0" for _ in range(dice.randint(10, 209))]
    return "\r\n".join(lines).encode()


class Loopback:
    """Use as a context manager. `on` decides what a path answers; the longest match wins.

    Unless told otherwise it serves good ranges (with `pwned` in them), a catalogue, a key without
    the search by hash, and both directories.
    """

    def __init__(
        self,
        tls: ssl.SSLContext | None = None,
        pwned: Mapping[str, int] | None = None,
        *,
        port: int = 0,
    ) -> None:
        self.pwned = {
            hashlib.sha1(password.encode()).digest(): count  # noqa: S324
            for password, count in (pwned or {}).items()
        }
        self.requests: list[Request] = []
        self.busy = 0
        self.busiest = 0
        self.connections = 0
        self._tls = tls
        self._routes: dict[str, Handler] = {}
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.port = port
        self.on("/range/", self.good_range)
        self.on("/api/v3/breaches", as_json(BREACHES, headers={"ETag": '"b1"'}))
        self.on("/api/v3/subscription/status", as_json({"IncludesKAnon": False}))
        self.on("/v4/all.json", as_json(TWO_FACTOR, headers={"ETag": '"t1"'}))
        self.on("/v1/all.json", as_json(PASSKEYS, headers={"ETag": '"p1"'}))

    @property
    def url(self) -> str:
        """The address without a slash at its end."""
        return f"http{'s' if self._tls else ''}://127.0.0.1:{self.port}"

    @property
    def services(self) -> dict[str, Any]:
        """The four addresses, named like the fields of secaudit.sources.Services."""
        return {
            "range_url": f"{self.url}/range/",
            "hibp_url": f"{self.url}/api/v3/",
            "directory_url": f"{self.url}/v4/all.json",
            "passkeys_url": f"{self.url}/v1/all.json",
        }

    def paths(self, start: str = "/") -> list[str]:
        """Return the paths asked for so far."""
        return [request.path for request in self.requests if request.path.startswith(start)]

    def good_range(self, request: Request) -> Answer:
        """Answer a range as the real service does."""
        return Answer(body=range_body(request.path.rpartition("/")[2], self.pwned))

    def on(self, start: str, *answers: Answer | Handler) -> None:
        """Answer paths that begin with `start`: one answer after another, the last for ever."""
        waiting = list(answers)

        def handler(request: Request) -> Answer:
            answer = waiting.pop(0) if len(waiting) > 1 else waiting[0]
            return answer if isinstance(answer, Answer) else answer(request)

        self._routes[start] = handler

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait(5)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(5)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        self._open: set[asyncio.Task[None]] = set()
        server = await asyncio.start_server(self._connected, "127.0.0.1", self.port, ssl=self._tls)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        self.connections += 1
        try:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
                while await self._exchange(reader, writer):
                    pass
        finally:
            self._open.discard(task)
            writer.transport.abort()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        fields = (line.partition(": ") for line in head[1:] if line)
        request = Request(head[0].split(" ")[1], {name.lower(): text for name, _, text in fields})
        self.requests.append(request)
        self.busy += 1
        self.busiest = max(self.busiest, self.busy)
        try:
            return await self._reply(request, self._answer(request), writer)
        finally:
            self.busy -= 1

    def _answer(self, request: Request) -> Answer:
        matching = [start for start in self._routes if request.path.startswith(start)]
        return self._routes[max(matching, key=len)](request) if matching else Answer(status=404)

    async def _reply(self, request: Request, answer: Answer, writer: asyncio.StreamWriter) -> bool:
        await asyncio.sleep(answer.delay)
        if answer.raw is not None:
            writer.write(answer.raw)
            await _closed(writer, torn=answer.torn)
            return False
        body, headers = answer.body, dict(answer.headers)
        accepts = "gzip" in request.headers.get("accept-encoding", "")
        if body and "Content-Encoding" not in headers and answer.packed is not False and accepts:
            body = gzip.compress(body, 1)
            headers["Content-Encoding"] = "gzip"
        if answer.chunked:
            headers["Transfer-Encoding"] = "chunked"
            pieces = [body[i : i + 1000] for i in range(0, len(body), 1000)]
            body = b"".join(b"%x\r\n%b\r\n" % (len(p), p) for p in pieces) + b"0\r\n\r\n"
        else:
            headers.setdefault("Content-Length", str(len(body)))
        lines = [f"HTTP/1.1 {answer.status} Status", *(f"{k}: {v}" for k, v in headers.items())]
        writer.write("\r\n".join([*lines, "", ""]).encode())
        body = body[: answer.cut]
        if answer.drip:
            for byte in body:
                writer.write(bytes([byte]))
                await writer.drain()
                await asyncio.sleep(answer.drip)
        elif not answer.reset or answer.cut:
            writer.write(body)
        await writer.drain()
        if answer.reset:
            # Linger 0: the connection ends with RST, not FIN.
            sock = writer.get_extra_info("socket")
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return False
        if answer.close or answer.cut is not None:
            await _closed(writer, torn=answer.torn)
            return False
        return True


async def _closed(writer: asyncio.StreamWriter, *, torn: bool) -> None:
    await writer.drain()
    if torn:
        writer.transport.abort()
        return
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
