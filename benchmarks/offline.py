"""The whole offline audit against zxcvbn alone, its memory, and how it grows with the vault.

Prints ratios from one run; see docs/performance.md. Every input is made here from a fixed seed.
"""

import json
import os
import random
import resource
import string
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_WORDS = "river copper lantern maple orbit kettle walnut ribbon saddle pepper tunnel velvet"
WORDS = _WORDS.split()
SYMBOLS = string.ascii_letters + string.digits + "!#$%&*+-.=?@_"


def password(rng: random.Random) -> str:
    """Make a password as people have them: half generated, the others human."""
    kind = rng.random()
    if kind < 0.5:
        return "".join(rng.choices(SYMBOLS, k=rng.randint(12, 24)))
    if kind < 0.7:
        return "-".join(rng.sample(WORDS, 3)) + str(rng.randint(0, 999))
    name = rng.choice(WORDS).title().replace("e", "3").replace("a", "@")
    return f"{name}{rng.choice(WORDS)}{rng.randint(1950, 2025)}{rng.choice('!?.')}"


def make_vault(path: Path, logins: int) -> list[str]:
    """Write a Bitwarden export with so many logins; return the distinct passwords."""
    rng = random.Random(logins)
    passwords = [password(rng) for _ in range(logins)]
    items = [
        {
            "type": 1,
            "name": f"Site {number}",
            "login": {
                "username": f"robin{number % 7}@example.org",
                "password": text,
                "uris": [{"uri": f"https://www.site{number}.example/login"}],
            },
        }
        for number, text in enumerate(passwords)
    ]
    path.write_text(json.dumps({"encrypted": False, "folders": [], "items": items}))
    return sorted(set(passwords))


def audit(path: Path) -> float:
    """Run the program on a vault and return the seconds it took."""
    command = [sys.executable, "-m", "secaudit", "audit", str(path), "--offline", "--no-input"]
    start = time.perf_counter()
    subprocess.run(
        [*command, "--format", "json", "--exit-zero"],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return time.perf_counter() - start


def zxcvbn_alone(passwords: list[str]) -> float:
    """Return the seconds zxcvbn needs for some passwords in one process, import not counted."""
    from zxcvbn import zxcvbn

    start = time.perf_counter()
    for text in passwords:
        zxcvbn(text[:72])
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    cores = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder, "small.json"), Path(folder, "large.json")
        distinct = make_vault(small, 1_000)
        make_vault(large, 10_000)
        audit(small)
        alone = min(zxcvbn_alone(distinct) for _ in range(3))
        one = min(audit(small) for _ in range(3))
        print(f"zxcvbn alone, {len(distinct)} passwords  {alone:6.2f} s, / {cores} cores", end=" ")
        print(f"= {alone / cores:.2f} s")
        print(
            f"whole audit, 1,000 logins    {one:6.2f} s = {one * cores / alone:.2f} x (limit 1.30)"
        )
        ten = audit(large)
        print(f"whole audit, 10,000 logins   {ten:6.2f} s = {ten / one:.1f} x for 10 x the logins")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    scale = 1 if sys.platform == "darwin" else 1024
    print(f"memory, 10,000 logins        {peak * scale / 1e6:6.0f} MB (limit 250)")


if __name__ == "__main__":
    main()
