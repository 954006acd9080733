"""How near the online client comes to the bound, beside plain httpx and raw asyncio streams.

1,000 distinct prefixes, 50 at a time. The server runs in a process of its own on this machine and
takes 30 ms for each answer, with bodies like the real ones: 1,500 to 2,500 rows and padding, packed
with gzip. It only counts frames and looks for the end of a head, so it is never the bottleneck.
"""

import asyncio
import gzip
import json
import os
import random
import ssl
import statistics
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

REQUESTS = 1000
AT_ONCE = 50
ONE_BY_ONE = 100
LATENCY = 0.03
BOUND = REQUESTS / AT_ONCE * LATENCY
LIMIT = 2 * BOUND
RUNS = 3


def body(seed: int) -> bytes:
    dice = random.Random(seed)
    rows = sorted(
        f"{dice.getrandbits(140):035X}:{dice.randint(1, 99)}"
        for _ in range(dice.randint(1500, 2500))
    )
    rows += [f"{dice.getrandbits(140):035X}:0" for _ in range(100)]
    return gzip.compress("\r\n".join(rows).encode(), 6)


# ── Server ───────────────────────────────────────────────────────────────────────────────────────


class Server(asyncio.Protocol):
    """Answers every request with a whole range, LATENCY seconds later, in either version."""

    bodies: tuple[bytes, ...] = ()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin a connection."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101
        self._transport = transport
        self._received = b""
        self._answered = 0
        tls = transport.get_extra_info("ssl_object")
        self._frames = bool(tls and tls.selected_alpn_protocol() == "h2")
        if self._frames:
            transport.write(frame(4, 0, 0, struct.pack(">HL", 3, 100)))  # as many streams as usual

    def data_received(self, data: bytes) -> None:
        """Answer every request that is there."""
        self._received += data
        if self._frames:
            self._received = self._received.removeprefix(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
            self._take_frames()
            return
        while b"\r\n\r\n" in self._received:
            head, _, self._received = self._received.partition(b"\r\n\r\n")
            if b"\r\nif-none-match: " in head.lower():
                self._later(b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n')
                continue
            packed = self._next()
            self._later(
                b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Encoding: gzip\r\n"
                b'ETag: "1"\r\nContent-Length: %d\r\n\r\n%b' % (len(packed), packed)
            )

    def _take_frames(self) -> None:
        while len(self._received) >= 9:
            length = int.from_bytes(self._received[:3])
            kind, flags, stream = struct.unpack(">BBL", self._received[3:9])
            if len(self._received) < 9 + length:
                return
            payload, self._received = self._received[9 : 9 + length], self._received[9 + length :]
            if kind == 1:
                packed = self._next()
                size = b"%d" % len(packed)
                head = b"\x88" + b"\x0f\x0b\x04gzip" + b"\x0f\x0d" + bytes([len(size)]) + size
                pieces = [packed[at : at + 16384] for at in range(0, len(packed), 16384)]
                frames = [frame(1, 4, stream, head)]
                frames += [frame(0, 0, stream, piece) for piece in pieces[:-1]]
                self._later(b"".join([*frames, frame(0, 1, stream, pieces[-1])]))
            elif kind in {4, 6} and not flags & 1:  # settings and pings want to be acknowledged
                self._transport.write(frame(kind, 1, 0, payload if kind == 6 else b""))

    def _next(self) -> bytes:
        self._answered += 1
        return self.bodies[self._answered % len(self.bodies)]

    def _later(self, answer: bytes) -> None:
        asyncio.get_running_loop().call_later(LATENCY, self._transport.write, answer)


def frame(kind: int, flags: int, stream: int, payload: bytes) -> bytes:
    return len(payload).to_bytes(3) + struct.pack(">BBL", kind, flags, stream) + payload


async def serve(certificate: str) -> None:
    """Print the ports of: HTTP/1.1, HTTP/1.1 over TLS, HTTP/2."""
    Server.bodies = tuple(body(seed) for seed in range(16))
    contexts = [None, context(certificate, "http/1.1"), context(certificate, "h2")]
    loop = asyncio.get_running_loop()
    servers = [
        await loop.create_server(Server, "127.0.0.1", 0, backlog=500, ssl=tls) for tls in contexts
    ]
    print(json.dumps([server.sockets[0].getsockname()[1] for server in servers]), flush=True)
    await asyncio.gather(*(server.serve_forever() for server in servers))


def context(certificate: str, protocol: str) -> ssl.SSLContext:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    tls.set_alpn_protocols([protocol])
    return tls


# ── Clients: each returns the seconds for all requests, connections included ─────────────────────

Fetch = Callable[[int], Awaitable[object]]


async def all_of_them(fetch: Fetch) -> None:
    """Keep AT_ONCE requests in flight, after a first one that goes alone."""
    numbers = iter(range(REQUESTS))

    async def lane() -> None:
        for number in numbers:
            await fetch(number)

    await fetch(next(numbers))
    await asyncio.gather(*(lane() for _ in range(AT_ONCE)))


def plain_httpx(url: str, trust: ssl.SSLContext) -> float:
    import httpx

    async def run() -> None:
        limits = httpx.Limits(max_connections=AT_ONCE, max_keepalive_connections=AT_ONCE)
        tls = trust_for(url, trust)
        async with httpx.AsyncClient(
            trust_env=False, http2=True, limits=limits, verify=tls
        ) as client:

            async def fetch(number: int) -> None:
                answer = await client.get(f"{url}/range/{number:05X}")
                assert len(answer.content) > 50_000  # noqa: S101

            await all_of_them(fetch)

    return seconds(run)


def transport(url: str, trust: ssl.SSLContext) -> float:
    """Time what secaudit puts under httpx, without unpacking and looking at the answers."""
    import httpx

    from secaudit.sources.wire import Wire

    async def run() -> None:
        waits = dict.fromkeys(("connect", "read", "write", "pool"), 10.0)
        async with Wire(trust) as wire:

            async def fetch(number: int) -> None:
                extensions = {"timeout": waits}
                request = httpx.Request("GET", f"{url}/range/{number:05X}", extensions=extensions)
                answer = await wire.handle_async_request(request)
                packed = b"".join([piece async for piece in answer.aiter_raw()])
                await answer.aclose()
                assert len(packed) > 25_000  # noqa: S101

            await all_of_them(fetch)

    return seconds(run)


def secaudit(url: str, trust: ssl.SSLContext) -> float:
    """Time a whole look-up, with all checks of the answers."""
    from secaudit.model import Pwned, silent
    from secaudit.sources.hibp import PwnedPasswords
    from secaudit.sources.http import Client

    # Distinct prefixes, so that each password is a request.
    digests = [(number << 12).to_bytes(4) + os.urandom(16) for number in range(REQUESTS)]
    passwords = PwnedPasswords(Client([url], trust=trust), f"{url}/range/")
    began = time.perf_counter()
    answers = passwords.counts(digests, silent)
    took = time.perf_counter() - began
    assert all(answers[digest] == Pwned(0) for digest in digests)  # noqa: S101
    return took


def raw(url: str, trust: ssl.SSLContext) -> float:
    """Time bare asyncio streams that look for the end of an answer and nothing else."""

    async def run() -> None:
        await (raw_frames if url.endswith("#h2") else raw_lines)(url.partition("#")[0], trust)

    return seconds(run)


async def raw_lines(url: str, trust: ssl.SSLContext) -> None:
    idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
    port = int(url.rpartition(":")[2])

    async def fetch(number: int) -> None:
        pair = (
            idle.pop()
            if idle
            else await asyncio.open_connection("127.0.0.1", port, ssl=trust_for(url, trust) or None)
        )
        pair[1].write(b"GET /range/%05X HTTP/1.1\r\nHost: x\r\n\r\n" % number)
        head = await pair[0].readuntil(b"\r\n\r\n")
        await pair[0].readexactly(int(head.rpartition(b": ")[2]))
        idle.append(pair)

    await all_of_them(fetch)
    for _, writer in idle:
        writer.transport.abort()


async def raw_frames(url: str, trust: ssl.SSLContext) -> None:
    port = int(url.rpartition(":")[2])
    trust.set_alpn_protocols(["h2"])
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=trust, limit=1 << 20)
    much = (1 << 30).to_bytes(4)
    writer.write(
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(4, 0, 0, b"\0\4" + much) + frame(8, 0, 0, much)
    )
    waiting: dict[int, asyncio.Future[None]] = {}

    async def read() -> None:
        while True:
            head = await reader.readexactly(9)
            _, flags, stream = struct.unpack(">BBL", head[3:])
            await reader.readexactly(int.from_bytes(head[:3]))
            if stream and flags & 1:
                waiting.pop(stream).set_result(None)

    task = asyncio.create_task(read())
    numbers = iter(range(1, 10**9, 2))

    async def fetch(number: int) -> None:
        stream = next(numbers)
        waiting[stream] = asyncio.get_running_loop().create_future()
        path = b"/range/%05X" % number
        head = b"\x82\x87\x01\x01x\x04" + bytes([len(path)]) + path
        writer.write(frame(1, 5, stream, head))
        await waiting[stream]

    await all_of_them(fetch)
    task.cancel()
    writer.transport.abort()


def one_by_one(url: str, _: ssl.SSLContext) -> float:
    """Return the seconds that all would take a plain httpx client, one after another."""
    import httpx

    with httpx.Client(trust_env=False, headers={"Add-Padding": "true"}) as client:
        client.get(f"{url}/range/00000").raise_for_status()
        began = time.perf_counter()
        for number in range(ONE_BY_ONE):
            client.get(f"{url}/range/{number:05X}").raise_for_status()
        return (time.perf_counter() - began) / ONE_BY_ONE * REQUESTS


def seconds(run: Callable[[], Awaitable[None]]) -> float:
    async def main() -> None:
        await run()

    began = time.perf_counter()
    asyncio.run(main())
    return time.perf_counter() - began


def trust_for(url: str, trust: ssl.SSLContext) -> ssl.SSLContext | bool:
    return trust if url.startswith("https:") else False


# ── In one run ───────────────────────────────────────────────────────────────────────────────────

CLIENTS = {
    "plain httpx": plain_httpx,
    "httpx over our transport": transport,
    "secaudit, with all checks": secaudit,
    "raw asyncio streams": raw,
}


@contextmanager
def served() -> Iterator[tuple[list[str], ssl.SSLContext]]:
    """Run the server; give the three addresses and how to trust them."""
    import trustme

    authority = trustme.CA()
    trust = ssl.create_default_context()
    authority.configure_trust(trust)
    with tempfile.TemporaryDirectory() as folder:
        pem = Path(folder) / "pem"
        authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(str(pem))
        with subprocess.Popen(
            [sys.executable, __file__, "serve", str(pem)], stdout=subprocess.PIPE, text=True
        ) as server:
            assert server.stdout  # noqa: S101
            try:
                ports = json.loads(server.stdout.readline())
                schemes = ("http", "https", "https")
                hosts = zip(schemes, ports, strict=True)
                yield [f"{scheme}://127.0.0.1:{port}" for scheme, port in hosts], trust
            finally:
                server.terminate()


def main() -> None:
    with served() as (urls, trust):
        slow = one_by_one(urls[0], trust)
        print(f"bound: {REQUESTS:,} × {LATENCY * 1000:.0f} ms ÷ {AT_ONCE} = {BOUND:.2f} s\n")
        for version, url in zip(("HTTP/1.1", "HTTP/1.1, TLS", "HTTP/2, TLS"), urls, strict=True):
            for name, client in CLIENTS.items():
                address = f"{url}#h2" if client is raw and "2" in version else url
                busy = time.process_time()
                runs = [client(address, trust) for _ in range(1 if client is plain_httpx else RUNS)]
                busy = (time.process_time() - busy) / len(runs)
                middle = statistics.median(runs)
                print(
                    f"{version:14}{name:27}{middle:6.2f} s {REQUESTS / middle:6.0f}/s"
                    f" {middle / BOUND:5.2f} × bound (best {min(runs) / BOUND:.2f} ×),"
                    f" processor {busy:.2f} s"
                    + (f", {slow / middle:.0f} × one by one" if client is secaudit else ""),
                    flush=True,
                )
    print(f"\nwanted: secaudit within {LIMIT / BOUND:.0f} × the bound, and 20 × one by one")


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        asyncio.run(serve(sys.argv[2]))
    else:
        main()
