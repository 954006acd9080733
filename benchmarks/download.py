"""How many ranges a second `corpus download` gets, whole, checked and on the disk.

The server of online.py answers after 30 ms with bodies like the real ones, over plain HTTP/1.1 and
over HTTP/2; no rate is kept to. The bound is that of the connections; beside it stands a client
that throws the answers away.
"""

import asyncio
import os
import ssl
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import online

RANGES = 4096
CONNECTIONS = 32


def fetched(url: str, trust: ssl.SSLContext, folder: Path) -> tuple[float, float]:
    """Return the seconds, and those of the processor, that a run takes."""
    from secaudit.sources import mirror
    from secaudit.sources.http import Client

    base = f"{url}/range/"
    client = Client([base], trust=trust)
    began, busy = time.perf_counter(), time.process_time()
    outcome = mirror.download(
        client,
        base,
        folder,
        today=datetime.now(UTC).date(),
        rate=0,
        connections=CONNECTIONS,
        prefixes=RANGES,
    )
    assert outcome.complete  # noqa: S101
    return time.perf_counter() - began, time.process_time() - busy


def thrown_away(url: str) -> float:
    """Return the seconds that bare asyncio streams take for as many answers."""
    port = int(url.rpartition(":")[2])

    async def lane(numbers: "asyncio.Queue[int]") -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while not numbers.empty():
            line = b"GET /range/%05X HTTP/1.1\r\nHost: x\r\n\r\n" % numbers.get_nowait()
            writer.write(line)
            head = await reader.readuntil(b"\r\n\r\n")
            await reader.readexactly(int(head.rpartition(b": ")[2]))
        writer.transport.abort()

    async def run() -> None:
        numbers: asyncio.Queue[int] = asyncio.Queue()
        for number in range(RANGES):
            numbers.put_nowait(number)
        await asyncio.gather(*(lane(numbers) for _ in range(CONNECTIONS)))

    return online.seconds(run)


def main() -> None:
    bound = CONNECTIONS / online.LATENCY
    print(f"bound: {CONNECTIONS} ÷ {online.LATENCY * 1000:.0f} ms = {bound:,.0f} ranges/s\n")

    def say(what: str, seconds: float, busy: float = 0.0) -> None:
        rate = RANGES / seconds
        processor = f", {busy / RANGES * 1000:.2f} ms of the processor each" if busy else ""
        print(f"{what:35}{rate:6,.0f} ranges/s, {rate / bound:.2f} of the bound{processor}")

    with online.served() as (urls, trust), tempfile.TemporaryDirectory() as temporary:
        say("HTTP/1.1, thrown away", thrown_away(urls[0]))
        folder = Path(temporary) / "1"
        say("HTTP/1.1, downloaded", *fetched(urls[0], trust, folder))
        size = sum(path.stat().st_size for path in folder.glob("*.gz"))
        say("the same again, nothing changed", *fetched(urls[0], trust, folder))
        say("HTTP/2, downloaded", *fetched(urls[2], trust, Path(temporary) / "2"))
    print(f"\n{size / RANGES:,.0f} bytes a range, {os.cpu_count()} processor cores")


if __name__ == "__main__":
    main()
