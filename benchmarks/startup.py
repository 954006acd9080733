"""`secaudit --help` against importing click alone. Prints a ratio; the limit is 1.5."""

import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 31


def seconds(command: list[str]) -> float:
    """Return how long a command takes."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Measure both in turns, so that a busy moment hits both alike, and print the medians."""
    program = shutil.which("secaudit", path=str(Path(sys.executable).parent))
    if program is None:
        sys.exit("secaudit is not installed in this environment")
    ours, click = [], []
    for _ in range(ROUNDS):
        click.append(seconds([sys.executable, "-c", "import click"]))
        ours.append(seconds([program, "--help"]))
    ratio = statistics.median(ours) / statistics.median(click)
    print(f"import click     {statistics.median(click) * 1000:6.0f} ms")
    print(f"secaudit --help  {statistics.median(ours) * 1000:6.0f} ms = {ratio:.2f} x (limit 1.50)")


if __name__ == "__main__":
    main()
