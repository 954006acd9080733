"""How much faster 1,000 passwords are looked up than by the same requests one after another.

The server runs in a process of its own on this machine and takes 30 ms for each answer, with
bodies like the real ones: 2,000 rows and padding, packed with gzip.
"""

import asyncio
import gzip
import os
import random
import subprocess
import sys
import time

PASSWORDS = 1000
ONE_BY_ONE = 100
LATENCY = 0.03


def body(seed: int) -> bytes:
    dice = random.Random(seed)
    rows = sorted(f"{dice.getrandbits(140):035X}:{dice.randint(1, 99)}" for _ in range(2000))
    rows += [f"{dice.getrandbits(140):035X}:0" for _ in range(100)]
    return gzip.compress("\r\n".join(rows).encode(), 6)


class Server(asyncio.Protocol):
    """Answers every request with a whole range, LATENCY seconds later."""

    answers: tuple[bytes, ...] = ()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin a connection."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101
        self._transport = transport
        self._received = b""

    def data_received(self, data: bytes) -> None:
        """Answer every request that is there."""
        self._received += data
        while b"\r\n\r\n" in self._received:
            head, _, self._received = self._received.partition(b"\r\n\r\n")
            answer = self.answers[len(head) % len(self.answers)]
            asyncio.get_running_loop().call_later(LATENCY, self._transport.write, answer)


async def serve() -> None:
    bodies = [body(seed) for seed in range(16)]
    Server.answers = tuple(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Encoding: gzip\r\n"
        b"Content-Length: %d\r\n\r\n%b" % (len(packed), packed)
        for packed in bodies
    )
    server = await asyncio.get_running_loop().create_server(Server, "127.0.0.1", 0, backlog=500)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def one_by_one(url: str) -> float:
    """Return the seconds per request of a plain httpx client that keeps its connection."""
    import httpx

    with httpx.Client(trust_env=False, headers={"Add-Padding": "true"}) as client:
        client.get(f"{url}/range/00000").raise_for_status()
        began = time.perf_counter()
        for number in range(ONE_BY_ONE):
            client.get(f"{url}/range/{number:05X}").raise_for_status()
        return (time.perf_counter() - began) / ONE_BY_ONE


def ours(url: str) -> float:
    """Return the seconds per password of a whole look-up, with all checks of the answers."""
    from secaudit.model import Pwned, silent
    from secaudit.sources import Services, online

    # Distinct prefixes, so that each password is a request.
    digests = [(number << 12).to_bytes(4, "big") + os.urandom(16) for number in range(PASSWORDS)]
    sources = online(Services(range_url=f"{url}/range/"))
    began = time.perf_counter()
    answers = sources.passwords.counts(digests, silent)
    seconds = time.perf_counter() - began
    assert all(answers[digest] == Pwned(0) for digest in digests)  # noqa: S101
    return seconds / PASSWORDS


def main() -> None:
    with subprocess.Popen(
        [sys.executable, __file__, "serve"], stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout  # noqa: S101
        url = f"http://127.0.0.1:{int(server.stdout.readline())}"
        try:
            slow = one_by_one(url)
            runs = sorted(ours(url) for _ in range(5))
        finally:
            server.terminate()
    middle = runs[2]
    print(f"one after another   {1 / slow:7.0f} requests/s")
    print(f"secaudit            {1 / middle:7.0f} requests/s (best {1 / runs[0]:.0f})")
    print(f"ratio               {slow / middle:7.1f} ×  (wanted: at least 20 ×)")


if __name__ == "__main__":
    if sys.argv[1:] == ["serve"]:
        asyncio.run(serve())
    else:
        main()
