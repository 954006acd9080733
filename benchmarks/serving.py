"""The server of ranges: how many it gives out in a second, how fast, and whether all are right.

Makes ranges of life's size, 1,900 hashes each, 10 million together (`--ranges` for more or fewer),
builds a corpus with suffixes, compares every one of the 1,048,576 ranges with the source, and has
`wrk` (a package of Debian) ask the server on this machine over 200 connections: as fast as it can,
and at a steady 2,000 requests a second. Needs the extra `serve`; writes to a temporary folder.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import numpy as np

from secaudit.corpus.build import build
from secaudit.corpus.ranges import NUMBER, Ranges

ROWS = 1_900
CONNECTIONS = 200
SECONDS = 8
SCRIPT = """
function init() math.randomseed(7) end
function request()
  return wrk.format("GET", string.format("/range/%05X", math.random(0, RANGES - 1)))
end
"""
STEADY = "function delay() return math.random(60, 120) end\n"
"""Milliseconds that each connection waits: together they ask some 2,100 times a second."""

AS_CLIENT = ["-H", "Accept-Encoding: gzip", "-H", "Add-Padding: true"]


def body_of(number: int) -> bytes:
    """Return a range as the API gives it, the same every time."""
    rng = np.random.default_rng(number)
    raw = rng.integers(0, 256, (int(rng.poisson(ROWS)), 18), np.uint8)
    suffixes = sorted({row.tobytes().hex().upper()[:35] for row in raw})
    counts = np.minimum(rng.zipf(1.9, len(suffixes)), 200_000_000).tolist()
    return "\r\n".join(map("{}:{}".format, suffixes, counts)).encode()


def write_list(path: Path, ranges: int) -> None:
    with path.open("wb") as file:
        for number in range(ranges):
            prefix = b"%05X" % number
            file.write(prefix + body_of(number).replace(b"\n", b"\n" + prefix) + b"\r\n")


def wrong(path: Path, ranges: int) -> int:
    """Return how many of all ranges are not as in the source."""
    with Ranges(path) as served:
        return sum(
            served.body(number) != (body_of(number) if number < ranges else b"")
            for number in range(NUMBER)
        )


def ask(url: str, script: Path, *more: str) -> str:
    """Return what wrk measured: requests a second, and the slowest of a hundred."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}", "--latency", "-s", str(script)]
    ended = subprocess.run([*command, *more, url], capture_output=True, text=True, check=True)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", ended.stdout)
    slowest = re.search(r"99%\s+(\S+)", ended.stdout)
    assert rate  # noqa: S101
    assert slowest  # noqa: S101
    assert "Non-2xx" not in ended.stdout, ended.stdout  # noqa: S101
    return f"{float(rate[1]):6,.0f} requests/s, 99 % of them within {slowest[1]}"


def measure(folder: Path, ranges: int) -> None:
    source, path, script = folder / "list.txt", folder / "c", folder / "ask.lua"
    write_list(source, ranges)
    began = time.perf_counter()
    header = build(source, path, fetched=date(2026, 11, 22), suffixes=True)
    took = time.perf_counter() - began
    size = (folder / "c.suffixes").stat().st_size / header.hashes
    print(
        f"{header.hashes:,} hashes built with suffixes: {header.hashes / took / 1e6:.1f} million/s"
    )
    print(f"suffixes: {size:.1f} bytes a hash")
    print(f"ranges that are wrong, of all {NUMBER:,}: {wrong(path, ranges)}")
    command = [sys.executable, "-u", "-m", "secaudit", "corpus", "serve", str(path)]
    with subprocess.Popen(
        [*command, "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stdout  # noqa: S101
            found = re.search(r"http://[^/]+", server.stdout.readline())
            assert found  # noqa: S101
            time.sleep(3)  # until all of its processes are there
            for name, words in (("as fast as it can", ""), ("steadily", STEADY)):
                script.write_text(SCRIPT.replace("RANGES", str(ranges)) + words)
                print(f"{name}, plain           {ask(found[0], script)}")
                print(f"{name}, packed, padded  {ask(found[0], script, *AS_CLIENT)}")
        finally:
            server.terminate()
    print("limits: 2,000 requests/s, and 99 % within 50 ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ranges", type=int, default=5_300)
    chosen = parser.parse_args()
    if shutil.which("wrk") is None:
        raise SystemExit("This needs wrk: apt-get install wrk")
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), chosen.ranges)


if __name__ == "__main__":
    main()
