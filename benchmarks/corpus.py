"""The offline corpus and the filter: how fast they are built and asked, and how small they are.

Makes 10 million random SHA-1 hashes with counts as in life (`--hashes 100000000` for more), and
prints, for a corpus and for a filter: the rate and memory of building, bytes a hash beside the
least possible, look-ups a second one by one and many at once, and the time of 1,000 look-ups with
opening the file, cold and warm. Beside them stand bisecting the ordered text file, `searchsorted`
of numpy over 64 bits of each hash, and `pwqfilter` of passwdqc where that is installed. Needs the
extra `filter`; writes about 60 bytes a hash to a temporary folder.
"""

import argparse
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from secaudit.corpus.filter import ONE_IN, Filter
from secaudit.corpus.format import DIGITS, SHOWN, Header, code_of
from secaudit.corpus.lookup import Corpus

SLICES = 256
"""The list is made in slices by the first byte, so that ordering it takes little memory."""

VAULT = 1_000
OPENED = """
import sys, time
begin = time.perf_counter()
from datetime import date
from pathlib import Path
from secaudit.model import silent
from secaudit.sources.common import CommonPasswords
from secaudit.sources.corpus import open_local
imported = time.perf_counter()
digests = [bytes.fromhex(line) for line in sys.stdin]
passwords = open_local([Path(sys.argv[1])], date.today(), CommonPasswords()).passwords
answers = passwords.counts(digests, silent)
ended = time.perf_counter()
print(ended - imported, ended - begin)
assert all(answer.found for answer in answers.values())
assert "numpy" not in sys.modules
"""
BUILT = """
import sys, time
from datetime import date
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from secaudit.corpus.build import MAKER as build
begin = time.perf_counter()
build(Path(sys.argv[1]), Path(sys.argv[2]), fetched=date(2026, 11, 22))
print(time.perf_counter() - begin)
# Not RUSAGE_SELF, which remembers the process that this one was started from.
print(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
print(getrusage(RUSAGE_CHILDREN).ru_maxrss)
"""


def skewed(rng: np.random.Generator, number: int) -> Any:
    """Return counts as in life: most are small, a few go into the millions."""
    return np.minimum(rng.zipf(1.9, number), 200_000_000)


def write_list(path: Path, hashes: int, rng: np.random.Generator) -> tuple[list[bytes], float]:
    """Write the ordered list; return a sample of its hashes, and the entropy of codes in bits."""
    sample: list[bytes] = []
    codes = np.zeros(len(SHOWN))
    with path.open("wb") as file:
        for first in range(SLICES):
            number = hashes * (first + 1) // SLICES - hashes * first // SLICES
            raw = rng.integers(0, 256, (number, 20), np.uint8)
            raw[:, 0] = first
            digests = np.sort(raw.view("S20").ravel())
            raw = digests.view(np.uint8).reshape(-1, 20)
            text = raw.tobytes().hex().upper()
            counts = skewed(rng, number).tolist()
            file.write(
                "".join(
                    f"{text[40 * place : 40 * place + 40]}:{count}\r\n"
                    for place, count in enumerate(counts)
                ).encode()
            )
            chosen = rng.integers(0, number, 4 * VAULT // SLICES + 1)
            sample += [raw[place].tobytes() for place in chosen]
            for count in counts[:1000]:
                codes[code_of(count)] += 1
    share = codes[codes > 0] / codes.sum()
    return sample, float(-(share * np.log2(share)).sum())


def least_possible(header: Header, entropy: float) -> float:
    """Return the bytes a hash that a set of such keys needs, and their counts."""
    # log₂ of the number of sets of n keys out of 2ᵇ is about n · (b - log₂ n + log₂ e).
    key = header.key_bits - math.log2(header.hashes) + math.log2(math.e)
    return (key + entropy) / 8


def bisect_text(path: Path) -> Callable[[bytes], int]:
    """Return a look-up that bisects the lines of the ordered file."""
    file = path.open("rb")
    size = path.stat().st_size

    def count(digest: bytes) -> int:
        wanted = digest.hex().upper().encode()
        low, high = 0, size
        while low < high:
            middle = (low + high) // 2
            file.seek(middle)
            if middle:
                file.readline()
            line = file.readline()
            if line and line[:40] < wanted:
                low = middle + 1
            else:
                high = middle
        file.seek(low)
        if low:
            file.readline()
        line = file.readline()
        return int(line[41:]) if line[:40] == wanted else 0

    file.seek(0)
    return count


def rate(ask: Callable[[Any], Any], questions: Any) -> float:
    """Return how many questions are answered in a second, the best of three."""
    best = math.inf
    for _ in range(3):
        begin = time.perf_counter()
        ask(questions)
        best = min(best, time.perf_counter() - begin)
    return len(questions) / best


def run(program: str, *arguments: Path, given: str = "") -> str:
    """Return what a program prints, run in a process of its own."""
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.run(command, input=given, capture_output=True, text=True, check=True).stdout


def opened(path: Path, digests: list[bytes]) -> tuple[float, float]:
    """Return the seconds in which a new process opens the corpus and looks all up.

    The second figure is with the import of what that needs.
    """
    given = "\n".join(digest.hex() for digest in digests)
    asking, all_of_it = map(float, run(OPENED, path, given=given).split())
    return asking, all_of_it


def forget(path: Path) -> None:
    """Have the system drop what it keeps of a file in memory."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def built(maker: str, text: Path, path: Path, hashes: int) -> float:
    """Build a file and print rate and memory; return the bytes a hash."""
    took, own, worker = map(float, run(BUILT.replace("MAKER", maker), text, path).split())
    print(f"built in {took:.1f} s: {hashes / took / 1e6:.1f} million/s (limit 3)")
    print(f"memory at most {own / 1e3:.0f} MB, and {worker / 1e3:.0f} MB in each process beside it")
    return path.stat().st_size / hashes


def vault(path: Path, hits: list[bytes], limit: str = "") -> None:
    """Print the time in which a new process opens a file and looks a vault up."""
    forget(path)
    cold = opened(path, hits)
    warm = min(opened(path, hits) for _ in range(5))
    for name, (asking, all_of_it) in (("cold", cold), ("warm", warm)):
        print(
            f"opening it and {VAULT:,} look-ups in a new process, {name}: {1000 * asking:.0f} ms"
            f"{limit}, with imports {1000 * all_of_it:.0f} ms"
        )


def measure_corpus(path: Path, rng: np.random.Generator, hits: list[bytes]) -> tuple[float, float]:
    """Print how fast a corpus answers; return the rates of one by one and of many at once."""
    vault(path, hits, " (limit 50)")
    with Corpus(path) as corpus:
        assert 0 not in corpus.counts(hits)  # noqa: S101
        corpus.codes.tobytes()
        bytes(corpus.remainders)
        ones = [rng.bytes(20) for _ in range(100_000)]
        single = rate(lambda these: [corpus.count(one) for one in these], ones)
        many = [rng.bytes(20) for _ in range(1_000_000)]
        batch = rate(corpus.counts, many)
        from secaudit.corpus.many import look_up

        keys = rng.integers(0, 1 << 52, 2_000_000, np.uint64)
        only = rate(lambda these: look_up(corpus, these), keys)
    print(f"one by one, warm: {single:,.0f}/s (limit 500,000)")
    print(f"a million at once, from digests to counts: {batch:,.0f}/s")
    print(f"two millions at once, the looking up alone: {only:,.0f}/s (limit 4,000,000)")
    return single, only


def measure_filter(path: Path, rng: np.random.Generator, hits: list[bytes]) -> None:
    """Print how fast and how rightly a filter answers."""
    vault(path, hits)
    with Filter(path) as opened_filter:
        others = [rng.bytes(20) for _ in range(100_000)]
        wrong = sum(opened_filter.hold(others)) / len(others)
        single = rate(lambda these: [opened_filter.holds(one) for one in these], others)
    print(f"one by one, warm: {single:,.0f}/s")
    print(f"wrong for {wrong:.3%} of the others; said to be one in {ONE_IN}, {1 / ONE_IN:.3%}")


def search_sorted(hashes: int, rng: np.random.Generator) -> float:
    """Return how many look-ups a second numpy does over all hashes at 8 bytes each, in order."""
    keys = np.sort(rng.integers(0, 1 << 63, hashes, np.uint64))  # like them, and quicker to have
    wanted = np.sort(rng.integers(0, 1 << 63, 1_000_000, np.uint64))
    return rate(lambda these: np.searchsorted(keys, these), wanted)


def passwdqc(folder: Path, text: Path, hashes: int, rng: np.random.Generator) -> str:
    """Return what pwqfilter needs for the same, as far as it can: it keeps no counts."""
    program = shutil.which("pwqfilter")
    if program is None:
        return "pwqfilter of passwdqc is not installed, so there is no comparison with it"
    target = folder / "passwdqc.filter"
    prefixes = f"cut -c1-32 {text}"  # it takes hashes of 128 bits
    begin = time.perf_counter()
    make = f"{prefixes} | {program} --create={hashes * 103 // 100} --pre-hashed -o {target}"
    subprocess.run(make, shell=True, check=True, capture_output=True)  # noqa: S602  # own words
    took = time.perf_counter() - begin
    asked = "".join(f"{rng.bytes(16).hex()}\n" for _ in range(1_000_000))
    begin = time.perf_counter()
    ask = [program, "-f", str(target), "--pre-hashed", "-c"]
    subprocess.run(ask, input=asked, text=True, check=False, capture_output=True)
    looked = time.perf_counter() - begin
    size = target.stat().st_size / hashes
    return (
        f"pwqfilter: built in {took:.1f} s, {size:.2f} bytes a hash without counts, a million "
        f"look-ups as a process {looked:.2f} s"
    )


def measure(folder: Path, hashes: int) -> None:
    rng = np.random.default_rng(20261122)
    text, path, approximate = (folder / n for n in ("list.txt", "all.corpus", "all.filter"))
    sample, entropy = write_list(text, hashes, rng)
    hits = [sample[n] for n in rng.permutation(len(sample))[:VAULT]]
    misses = [rng.bytes(DIGITS["sha1"] // 2) for _ in range(VAULT)]
    print(f"{hashes:,} hashes, {text.stat().st_size / 1e6:,.0f} MB of text")

    print("\nA corpus")
    size = built("build", text, path, hashes)
    with Corpus(path) as corpus:
        least = least_possible(corpus.header, entropy)
    limit = " (limit 5.2)" if hashes >= 100_000_000 else ""
    print(f"{size:.2f} bytes a hash{limit} = {size / least:.2f} x the least possible, {least:.2f}")
    single, only = measure_corpus(path, rng, hits)

    print("\nA filter")
    size = built("build_filter", text, approximate, hashes)
    least = math.log2(ONE_IN) / 8
    print(f"{size:.2f} bytes a hash = {size / least:.2f} x the least possible, {least:.2f}")
    measure_filter(approximate, rng, hits)

    print("\nBeside them")
    plain = rate(lambda these: list(map(bisect_text(text), these)), (hits + misses)[:VAULT])
    print(f"bisecting the text file: {plain:,.0f}/s; one by one is {single / plain:.0f} x that")
    numpys = search_sorted(hashes, rng)
    print(
        f"searchsorted of numpy, 8 bytes a hash, no counts, questions in order: {numpys:,.0f}/s; "
        f"the looking up alone is {only / numpys:.1f} x that"
    )
    print(passwdqc(folder, text, hashes, rng))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hashes", type=int, default=10_000_000)
    parser.add_argument("--folder", type=Path, help="where to write, a temporary one unless given")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=chosen.folder) as folder:
        measure(Path(folder), chosen.hashes)


if __name__ == "__main__":
    main()
