"""Listing 100 saved audits of 1,000 accounts each, and opening two of them to compare.

Prints ratios to the limit of 300 ms, and how much memory the list takes beside one of a single
audit. The key comes from a keyring in memory: what a real one takes is not ours. Everything is
made here from a fixed seed.
"""

import random
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from secaudit import Evidence, Report

ACCOUNTS, AUDITS = 1_000, 100
LIMIT = 0.3
"""Seconds."""

LIST = """
import re, sys, time
from pathlib import Path
from typing import TYPE_CHECKING
from secaudit.saving.history import History
from secaudit.store.folder import Folder
from secaudit.store.key import Key, Opened, Source
start = time.perf_counter()
history = History(Folder(Path(sys.argv[1])), Opened(Key(bytes(32)), Source.KEYRING))
entries = history.entries()[: int(sys.argv[2])]
seconds = time.perf_counter() - start
# Not getrusage: its peak is also that of the program that started this one.
print(seconds, re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""


def report(moment: datetime) -> "tuple[Report, Evidence]":
    """Return the report on so many logins, a third of them weak or reused, and the evidence."""
    from secaudit import audit, gather, offline
    from secaudit.model import Account, Vault
    from secaudit.text import Secret

    rng = random.Random(7)
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!?.-_"
    weak = ["sunshine12", "letmein1", "Summer2019", "qwertz123"]
    rows = tuple(
        Account(
            f"Site {number}",
            f"robin{number % 7}@example.org",
            Secret(rng.choice(weak) if number % 3 == 0 else "".join(rng.choices(letters, k=16))),
            urls=(f"https://www.site{number}.example/login",),
            site=f"site{number}.example",
        )
        for number in range(ACCOUNTS)
    )
    vault = Vault("export.json", "Bitwarden JSON", rows)
    evidence = gather([vault], sources=offline(), today=moment.date())
    return audit(evidence, [vault], generated=moment), evidence


def listed(folder: Path, most: int) -> tuple[float, int]:
    """Return seconds and kilobytes of a process that lists what is in a folder."""
    command = [sys.executable, "-c", LIST, str(folder), str(most)]
    ended = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, kilobytes = ended.stdout.split()
    return float(seconds), int(kilobytes)


def main() -> None:
    """Measure in fresh processes, the best of five, and print."""
    from secaudit.model import SavedAudit
    from secaudit.saving.history import History
    from secaudit.store.folder import Folder
    from secaudit.store.key import Key, Opened, Source

    first = datetime(2026, 8, 4, 9, 30, tzinfo=UTC)
    made, evidence = report(first)
    opened = Opened(Key(bytes(32)), Source.KEYRING)
    with tempfile.TemporaryDirectory() as parent:
        many, single = Path(parent) / "many", Path(parent) / "single"
        for folder, number in ((many, AUDITS), (single, 1)):
            history = History(Folder(folder), opened)
            fingerprints = history.fingerprints(evidence.accounts)
            start = time.perf_counter()
            for day in range(number):
                dated = replace(made, generated=first + timedelta(days=day))
                history.save(SavedAudit(dated, evidence.answers, fingerprints))
            saving = (time.perf_counter() - start) / number
        size = sum(path.stat().st_size for path in many.iterdir()) / AUDITS
        print(f"an audit of {ACCOUNTS:,} accounts: {size / 1000:.0f} kB, saved in {saving:.3f} s")
        seconds, memory = min(listed(many, AUDITS) for _ in range(5))
        alone, base = min(listed(single, 1) for _ in range(5))
        print(f"list of {AUDITS} audits   {seconds * 1000:6.1f} ms = {seconds / LIMIT:.2f} x limit")
        print(f"list of one audit    {alone * 1000:6.1f} ms")
        print(f"memory               {memory / 1000:6.1f} MB, {(memory - base) / 1000:+.1f} MB")
        history = History(Folder(many), opened)
        names = [entry.id for entry in history.entries()[:2]]
        times = []
        for _ in range(5):
            start = time.perf_counter()
            history.entries()
            for name in names:
                history.load(name)
            times.append(time.perf_counter() - start)
        print(
            f"list, and load two   {min(times) * 1000:6.1f} ms = {min(times) / LIMIT:.2f} x limit"
        )


if __name__ == "__main__":
    main()
