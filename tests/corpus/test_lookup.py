"""A corpus answers as the list it was built from would, and refuses when it is damaged."""

import mmap
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secaudit.corpus import lookup
from secaudit.corpus.build import build
from secaudit.corpus.format import PAGE, SHOWN, code_of
from secaudit.corpus.lookup import Corpus
from secaudit.errors import CorpusError

FIRST, LAST = bytes(20), b"\xff" * 20
COUNTS = {FIRST: 7, bytes([0, 0, 9] * 6 + [1, 1]): 64, b"\x80" * 20: 4096, LAST: 2_000_000_000}

# Near each other and near the borders of ranges, so that keys collide and ranges stay empty.
DIGESTS = st.one_of(
    st.binary(min_size=20, max_size=20),
    st.builds(
        lambda start, middle, end: start + bytes(3) + middle + bytes(13) + end,
        st.sampled_from([b"\0", b"\1", b"\x7f", b"\xff"]),
        st.binary(min_size=2, max_size=2),
        st.binary(min_size=1, max_size=1),
    ),
)


@pytest.fixture(params=["few", "threads", "many"])
def way(request, monkeypatch):
    """Look up in each of the ways there are."""
    monkeypatch.setattr(lookup, "_MANY", 1 if request.param == "many" else 10**9)
    monkeypatch.setattr(lookup, "_FEW", 1)
    if request.param == "threads":  # as on macOS and Windows
        monkeypatch.setattr(sys, "platform", "win32")
        monkeypatch.delattr(mmap, "MADV_RANDOM")


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    counts=st.dictionaries(DIGESTS, st.integers(1, 2**31), min_size=1, max_size=60),
    others=st.lists(DIGESTS, max_size=20),
    bits=st.sampled_from([8, 9, 13]),
)
def test_it_answers_as_a_dict_would(compiled, way, counts, others, bits):  # noqa: ARG001
    path, header = compiled(counts, range_bits=bits)

    def key(digest):
        return int.from_bytes(digest[:8], "big") >> (64 - 32 - bits)

    expected: dict[int, int] = {}
    for digest, count in counts.items():
        expected[key(digest)] = max(count, expected.get(key(digest), 0))
    asked = [*counts, *others]
    with Corpus(path) as corpus:
        answers = corpus.counts(asked)
        assert [corpus.count(digest) for digest in asked] == answers
    assert answers == [SHOWN[code_of(expected.get(key(digest), 0))] for digest in asked]
    assert (header.hashes, header.lines, header.missing) == (len(expected), len(counts), 0)


def test_the_first_and_the_last_hash_there_can_be_are_found(compiled, way):  # noqa: ARG001
    path, _ = compiled(COUNTS)
    with Corpus(path) as corpus:
        assert corpus.counts([*COUNTS, b"\x40" * 20]) == [7, 68, 4352, 1_040_187_392, 0]
        assert corpus.counts([]) == []


def test_a_range_that_the_source_lacked_is_not_known(tmp_path, compiled, way):  # noqa: ARG001
    folder = tmp_path / "ranges"
    folder.mkdir()
    (folder / "0A1B2.txt").write_bytes(b"0" * 35 + b":5\r\n" + b"F" * 35 + b":3")
    header = build(folder, tmp_path / "c", fetched=date(2026, 11, 22), processes=1)
    assert header.missing == 2**20 - 1
    asked = [bytes.fromhex(f"{text:0<40}") for text in ("0A1B2", "0A1B21", "0A1B3", "FFFFF")]
    with Corpus(tmp_path / "c") as corpus:
        assert corpus.counts(asked) == [5, 0, None, None]


@pytest.mark.parametrize("digest", [b"", bytes(16), bytes(21)])
def test_a_digest_of_another_kind_is_refused(compiled, way, digest):  # noqa: ARG001
    path, _ = compiled(COUNTS)
    with Corpus(path) as corpus:
        with pytest.raises(ValueError, match="another kind"):
            corpus.counts([FIRST, digest])
        with pytest.raises(ValueError, match="another kind"):
            corpus.count(digest)


def test_a_hash_that_is_there_without_a_count_is_never_called_unseen(compiled, way):  # noqa: ARG001
    path, header = compiled(COUNTS)
    data = bytearray(path.read_bytes())
    data[header.counts_at] = 0
    path.write_bytes(data)
    with Corpus(path) as corpus:
        assert corpus.count(LAST) == 1_040_187_392
        with pytest.raises(CorpusError, match="a hash that was never seen"):
            corpus.count(FIRST)
        with pytest.raises(CorpusError, match="a hash that was never seen"):
            corpus.counts([LAST, FIRST])


def test_every_flipped_bit_before_and_after_the_body_is_refused_at_opening(compiled):
    path, header = compiled(COUNTS)
    good = path.read_bytes()
    with path.open("r+b", buffering=0) as file:
        for place in [*range(header.remainders_at), *range(header.digests_at, len(good))]:
            for byte in (good[place] ^ 1 << place % 8, good[place]):
                file.seek(place)
                file.write(bytes([byte]))
                if byte != good[place]:
                    with pytest.raises(CorpusError):
                        Corpus(path)
    assert path.read_bytes() == good
    Corpus(path).close()


@pytest.mark.parametrize("size", [0, 1, PAGE - 1, PAGE, PAGE + 100, -33, -32, -1])
def test_a_file_cut_short_is_refused(tmp_path, compiled, size):
    path, _ = compiled(COUNTS)
    (tmp_path / "cut").write_bytes(path.read_bytes()[:size])
    with pytest.raises(CorpusError, match=r"bytes instead of|not a whole one"):
        Corpus(tmp_path / "cut")


def test_a_file_with_something_after_it_is_refused(tmp_path, compiled):
    path, _ = compiled(COUNTS)
    (tmp_path / "long").write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(CorpusError, match="bytes instead of"):
        Corpus(tmp_path / "long")


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CorpusError, match="No such file"):
        Corpus(tmp_path / "none")


def test_a_machine_with_numbers_the_other_way_round_is_told(compiled, monkeypatch):
    path, _ = compiled(COUNTS)
    monkeypatch.setattr(sys, "byteorder", "big")
    with pytest.raises(CorpusError, match="another order"):
        Corpus(path)


def test_without_numpy_even_very_many_are_answered(compiled, monkeypatch):
    path, _ = compiled(COUNTS)
    monkeypatch.setattr(lookup, "_MANY", 1)
    monkeypatch.setitem(sys.modules, "numpy", None)
    monkeypatch.delitem(sys.modules, "secaudit.corpus.many", raising=False)
    monkeypatch.delattr("secaudit.corpus.many", raising=False)
    with Corpus(path) as corpus:
        assert corpus.counts([FIRST, b"\x40" * 20]) == [7, 0]


def test_a_vault_needs_no_numpy(compiled):
    path, _ = compiled(COUNTS)
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from secaudit.corpus.lookup import Corpus\n"
        "with Corpus(Path(sys.argv[1])) as corpus:\n"
        "    print(sum(corpus.counts([bytes(20)] * 1000)), 'numpy' in sys.modules)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program, path],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert ended.stdout == "7000 False\n"
