"""A corpus made in memory, without numpy, is the one that the builder writes."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secaudit.corpus import small
from secaudit.corpus.format import SHOWN, code_of
from secaudit.corpus.lookup import Corpus
from secaudit.corpus.small import compact

DAY = date(2026, 11, 22)
DIGESTS = st.one_of(
    st.binary(min_size=20, max_size=20),
    st.builds(lambda end: bytes(5) + end + bytes(14), st.binary(min_size=1, max_size=1)),
)


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    counts=st.dictionaries(DIGESTS, st.integers(1, 2**31), min_size=1, max_size=60),
    bits=st.sampled_from([8, 9, 13]),
)
def test_it_is_the_file_that_the_builder_writes(compiled, counts, bits):
    path, _ = compiled(counts, range_bits=bits)
    made = compact(counts, source="list.txt", fetched=DAY, range_bits=bits)
    assert made == path.read_bytes()


def test_it_is_asked_without_a_file_however_much_is_asked(monkeypatch):
    counts = {bytes([n]) * 20: 1000 * n + 1 for n in range(200)}
    monkeypatch.setattr(sys, "platform", "win32")  # where files are read by threads
    with Corpus(compact(counts, source="x", fetched=DAY)) as corpus:
        expected = [SHOWN[code_of(count)] for count in counts.values()]
        assert corpus.counts([*counts, b"\xff" * 20]) == [*expected, 0]
        assert corpus.path is None


def test_a_machine_with_numbers_the_other_way_round_writes_the_same(monkeypatch):
    here = compact({bytes(20): 1}, source="x", fetched=DAY)
    monkeypatch.setattr(small, "sys", type("Big", (), {"byteorder": "big"}))
    there = compact({bytes(20): 1}, source="x", fetched=DAY)
    assert len(here) == len(there)
    assert here != there  # swapped once, which on such a machine is little-endian


@pytest.mark.parametrize("counts", [{}, {bytes(16): 1}, {bytes(20): 1, bytes(16): 1}])
def test_what_is_no_digest_of_the_kind_is_refused(counts):
    with pytest.raises(ValueError, match="one kind"):
        compact(counts, source="x", fetched=DAY)


def test_it_needs_no_numpy():
    program = "import sys, secaudit.corpus.small; print('numpy' in sys.modules)"
    ended = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert ended.stdout == "False\n"
