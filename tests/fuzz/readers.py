"""Feed damaged exports to every reader, and keep those inputs on which one does what none may.

    python tests/fuzz/readers.py [--runs 100000] [--format NAME]

libFuzzer, through `atheris`, looks for inputs that reach new lines; `mutations` keep their form.
Each finding is written to `corpus/` beside this file, where the ordinary tests read it again.
"""

import argparse
import hashlib
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path
from random import Random

import atheris

ROOT = Path(__file__).parents[2]
CORPUS = Path(__file__).parent / "corpus"
_LONGEST = 2**12
"""Bytes of an input, and at least those of what a target begins from: many rows fit in."""
_OWN = 0.6
"""Share of the mutations that are ours, the others being libFuzzer's."""

sys.path.insert(0, str(ROOT))
with atheris.instrument_imports(include=["secaudit.vaults", "secaudit.sites", "secaudit.text"]):
    from tests.fuzz.mutations import mutated
    from tests.fuzz.targets import cheap_keys, targets


def _mutator(data: bytes, longest: int, seed: int) -> bytes:
    rng = Random(seed)  # noqa: S311  # no secret hangs on it
    if rng.random() < _OWN:
        return mutated(data, rng)[:longest]
    return bytes(atheris.Mutate(data, longest))


def fuzz(name: str, runs: int) -> None:
    """Fuzz one target; ends the process."""
    with cheap_keys(), tempfile.TemporaryDirectory() as folder:
        target, seeds = targets()[name]
        (CORPUS / name).mkdir(parents=True, exist_ok=True)
        known: set[str] = set()

        def one(data: bytes) -> None:
            try:
                target(data)
            except Exception as error:  # noqa: BLE001  # whatever it is, it is a finding
                _keep(name, data, error, known)

        for number, seed in enumerate(seeds):
            Path(folder, str(number)).write_bytes(seed)
        longest = max(_LONGEST, *map(len, seeds))
        flags = (f"-runs={runs}", f"-max_len={longest}", "-timeout=60", "-rss_limit_mb=2048")
        kept = f"-artifact_prefix={CORPUS / name}/"
        quiet = ("-verbosity=0", "-print_final_stats=0")
        atheris.Setup(
            [sys.argv[0], *flags, "-len_control=0", kept, *quiet, folder],
            one,
            custom_mutator=_mutator,
            internal_libfuzzer=True,
        )
        atheris.Fuzz()


def _keep(name: str, data: bytes, error: Exception, known: set[str]) -> None:
    """Write an input down, once for each place where something went wrong."""
    frames = traceback.extract_tb(error.__traceback__)
    place = next((f for f in reversed(frames) if "secaudit" in f.filename), frames[-1])
    what = f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}"
    if what not in known:
        known.add(what)
        at = CORPUS / name / hashlib.sha256(data).hexdigest()[:12]
        at.write_bytes(data)
        sys.stdout.write(f"{name}: {what}: {at.relative_to(ROOT)}\n")
        sys.stdout.flush()


def main() -> None:
    """Fuzz one target here, or each in a process of its own."""
    names = list(targets())
    parser = argparse.ArgumentParser(description="Fuzz the readers.")
    parser.add_argument("--runs", type=int, default=100_000, help="inputs for each")
    parser.add_argument("--format", choices=names, metavar="NAME", help=", ".join(names))
    chosen = parser.parse_args()
    if chosen.format:
        fuzz(chosen.format, chosen.runs)
    for name in names:
        command = [sys.executable, __file__, "--format", name, "--runs", str(chosen.runs)]
        ended = subprocess.run(command, check=False, stderr=subprocess.PIPE)
        sys.stdout.write(f"{name}: {chosen.runs} inputs, exit code {ended.returncode}\n")
        if ended.returncode:
            sys.stdout.write(ended.stderr.decode(errors="replace")[-2000:])
        sys.stdout.flush()


if __name__ == "__main__":
    main()
