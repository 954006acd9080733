"""A filter holds every hash it was built from, and few others; damage is refused or found."""

import json
import random
import sys
from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyfusefilter._xorfilter import ffi, lib

from secaudit.corpus import filter as reading
from secaudit.corpus import origins, paging, shards
from secaudit.corpus.build import build, build_filter
from secaudit.corpus.filter import (
    ONE_IN,
    Filter,
    FilterHeader,
    Shard,
    filter_header_bytes,
    read_filter_header,
)
from secaudit.corpus.format import PAGE
from secaudit.corpus.lookup import Corpus
from secaudit.corpus.opening import open_any
from secaudit.corpus.verify import verify
from secaudit.errors import CorpusError, MissingExtraError

DAY = date(2026, 11, 22)
COUNTS = {bytes([n, 7 * n % 256] * 10): 3 * n + 1 for n in range(250)}
DIGESTS = st.one_of(
    st.binary(min_size=20, max_size=20),
    st.builds(lambda end: bytes(7) + end + bytes(12), st.binary(min_size=1, max_size=1)),
)


@pytest.fixture
def filtered(tmp_path, listed):
    """Build a filter of a dict of counts; return path and header."""

    def make(counts, **options):
        (tmp_path / "list.txt").write_bytes(listed(counts))
        path = tmp_path / "passwords.filter"
        options = {"processes": 1, "force": True} | options
        return path, build_filter(tmp_path / "list.txt", path, fetched=DAY, **options)

    return make


@pytest.mark.parametrize("keys", [1, 7, 1 << 19])
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(counts=st.dictionaries(DIGESTS, st.integers(1, 2**31), min_size=1, max_size=60))
def test_everything_it_was_built_from_is_in_it(filtered, monkeypatch, keys, counts):
    monkeypatch.setattr(shards, "_KEYS", keys)
    path, header = filtered(counts)
    assert header.hashes == len({digest[:8] for digest in counts})
    assert (header.lines, header.least, header.date) == (len(counts), 1, DAY)
    assert header.size == path.stat().st_size
    with Filter(path) as opened:
        assert opened.hold(list(counts)) == [True] * len(counts)
        assert [opened.holds(digest) for digest in counts] == [True] * len(counts)
    assert verify(path) == header


def test_one_in_256_of_the_others_is_taken_for_one_that_was_seen(filtered):
    draw = random.Random(6)  # noqa: S311
    path, header = filtered({draw.randbytes(20): 1 for _ in range(20_000)})
    others = [draw.randbytes(20) for _ in range(100_000)]
    with Filter(path) as opened:
        alarms = sum(opened.hold(others))
    assert 0.9 < alarms * ONE_IN / len(others) < 1.1
    assert header.fingerprints < 1.25 * 20_000


def test_the_places_of_a_key_are_those_of_the_library(filtered):
    draw = random.Random(7)  # noqa: S311
    path, _ = filtered({draw.randbytes(20): 1 for _ in range(3000)})
    with Filter(path) as opened:
        (shard,) = opened.shards
        marks = ffi.new("uint8_t[]", bytes(opened.block(0)))
        theirs = ffi.new(
            "binary_fuse8_t *",
            {
                "Seed": shard.seed,
                "SegmentLength": shard.length,
                "SegmentLengthMask": shard.length - 1,
                "SegmentCount": shard.segments,
                "SegmentCountLength": shard.segments * shard.length,
                "ArrayLength": shard.fingerprints,
                "Fingerprints": marks,
            },
        )
        asked = [draw.randbytes(20) for _ in range(20_000)]
        expected = [
            shard.first <= (key := int.from_bytes(digest[:8], "big"))
            and lib.binary_fuse8_contain(key, theirs)
            for digest in asked
        ]
        assert opened.hold(asked) == expected
    assert 40 < sum(expected) < 120


def test_looking_up_needs_neither_numpy_nor_the_library(filtered, monkeypatch):
    path, _ = filtered(COUNTS)
    monkeypatch.setattr(sys, "platform", "win32")  # and no advice to the system: threads read
    for name in ("numpy", "pyfusefilter"):
        monkeypatch.setitem(sys.modules, name, None)
    with open_any(path) as opened:
        assert isinstance(opened, Filter)
        assert all(opened.hold(list(COUNTS)))


@pytest.mark.parametrize("size", [43, 100])
def test_it_does_not_matter_where_the_list_is_cut(filtered, monkeypatch, size):
    path, header = filtered(COUNTS)
    expected = path.read_bytes()
    monkeypatch.setattr(origins, "_PIECE", size)
    path, its_header = filtered(COUNTS, processes=2)
    assert (its_header, path.read_bytes()) == (header, expected)


def test_a_hash_on_both_sides_of_a_cut_is_there_once(tmp_path, monkeypatch):
    monkeypatch.setattr(origins, "_PIECE", 43)
    (tmp_path / "list.txt").write_bytes(b"1" * 40 + b":3\n" + b"1" * 40 + b":5\n")
    header = build_filter(tmp_path / "list.txt", tmp_path / "f", fetched=DAY, processes=1)
    assert (header.hashes, header.lines) == (1, 2)


def test_top_keeps_the_most_common(filtered):
    path, header = filtered(COUNTS, top=10, name="The top")
    assert (header.hashes, header.least, header.source) == (10, 721, "The top")
    with Filter(path) as opened:
        kept = [digest for digest, count in COUNTS.items() if count >= 721]
        assert opened.hold(kept) == [True] * 10


def test_ntlm_hashes_are_held(tmp_path):
    (tmp_path / "list.txt").write_bytes(b"0" * 31 + b"1:5\n" + b"F" * 32 + b":9\n")
    header = build_filter(tmp_path / "list.txt", tmp_path / "f", fetched=DAY, processes=1)
    assert header.kind == "ntlm"
    with Filter(tmp_path / "f") as opened:
        assert opened.hold([bytes(15) + b"\1", b"\xff" * 16]) == [True, True]
        with pytest.raises(ValueError, match="another kind"):
            opened.holds(bytes(20))


def test_a_source_that_lacks_ranges_gives_no_filter(tmp_path):
    folder = tmp_path / "ranges"
    folder.mkdir()
    (folder / "0A1B2.txt").write_bytes(b"0" * 35 + b":5")
    with pytest.raises(CorpusError, match="lacks 1,048,575 ranges, and a filter cannot say which"):
        build_filter(folder, tmp_path / "f", fetched=DAY, processes=1)
    assert [file.name for file in tmp_path.iterdir()] == ["ranges"]


def test_a_list_of_padding_alone_gives_nothing(tmp_path):
    (tmp_path / "list.txt").write_bytes(b"A" * 40 + b":0\n")
    with pytest.raises(CorpusError, match="gives no hashes"):
        build_filter(tmp_path / "list.txt", tmp_path / "f", fetched=DAY, processes=1)


@pytest.mark.parametrize("package", ["numpy", "pyfusefilter"])
def test_without_a_package_it_is_said_what_to_install(tmp_path, monkeypatch, package):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtraError) as refused:
        build_filter(tmp_path / "list.txt", tmp_path / "f", fetched=DAY)
    assert "secaudit[filter]" in refused.value.hint


def test_a_library_that_makes_filters_of_another_form_is_found_out(filtered, monkeypatch):
    monkeypatch.setattr(Shard, "places", lambda *_: (1, 0, 0, 0))
    with pytest.raises(CorpusError, match="does not hold its hashes"):
        filtered(COUNTS)


# ── Damage ───────────────────────────────────────────────────────────────────────────────────────


def test_every_flipped_bit_before_and_after_the_fingerprints_is_refused_at_opening(filtered):
    path, header = filtered(COUNTS)
    good = path.read_bytes()
    with path.open("r+b", buffering=0) as file:
        for place in [*range(header.fingerprints_at), *range(header.digests_at, len(good))]:
            for byte in (good[place] ^ 1 << place % 8, good[place]):
                file.seek(place)
                file.write(bytes([byte]))
                if byte != good[place]:
                    with pytest.raises(CorpusError):
                        open_any(path)
    Filter(path).close()


def test_every_flipped_bit_of_the_fingerprints_is_found_by_verify(filtered):
    path, header = filtered(COUNTS)
    good = path.read_bytes()
    for place in range(header.fingerprints_at, header.digests_at):
        bad = bytearray(good)
        bad[place] ^= 1 << place % 8
        path.write_bytes(bad)
        with pytest.raises(CorpusError, match="has changed"):
            verify(path)


@pytest.mark.parametrize("size", [0, 7, 8, PAGE, PAGE + 10, -1])
def test_a_filter_cut_short_is_refused(tmp_path, filtered, size):
    path, _ = filtered(COUNTS)
    (tmp_path / "cut").write_bytes(path.read_bytes()[:size])
    with pytest.raises(CorpusError, match=r"bytes instead of|not a whole one"):
        open_any(tmp_path / "cut")


def test_a_file_that_is_not_there_is_said(tmp_path):
    for opening in (Filter, open_any):
        with pytest.raises(CorpusError, match="No such file"):
            opening(tmp_path / "none")


HEADER = FilterHeader("sha1", "list.txt", DAY, 250, 250, 1, 1, 480, "0" * 64, "1" * 64)


def sealed(page):
    return page[: PAGE - 32] + sha256(page[: PAGE - 32]).digest()


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "md5"},
        {"hashes": 0},
        {"shards": 0},
        {"fingerprints": -1},
        {"least": 0},
        {"date": "yesterday"},
        {"table_sha256": None},
    ],
)
def test_a_header_with_the_right_digest_and_wrong_fields_is_refused(fields):
    said = json.loads(filter_header_bytes(HEADER)[16 : PAGE - 32].rstrip(b"\0")) | fields
    text = json.dumps(said).encode()
    page = filter_header_bytes(HEADER)[:12] + len(text).to_bytes(4, "little") + text
    with pytest.raises(CorpusError, match="does not follow the format"):
        read_filter_header(sealed(page.ljust(PAGE, b"\0")), "a.filter")


def test_a_header_is_read_as_it_was_written():
    assert read_filter_header(filter_header_bytes(HEADER), "a.filter") == HEADER


@pytest.mark.parametrize(
    "change",
    [
        {"at": 1},
        {"length": 3},
        {"length": 0},
        {"segments": 0},
        {"segments": 9},
    ],
)
def test_a_table_that_does_not_fit_is_refused(filtered, change):
    path, header = filtered(COUNTS)
    with Filter(path) as opened:
        shard = opened.shards[0]._replace(**change)
    table = reading.SHARD.pack(*shard)
    other = replace(header, table_sha256=sha256(table).hexdigest())
    rest = path.read_bytes()[header.fingerprints_at :]
    path.write_bytes(filter_header_bytes(other) + table + rest)
    with pytest.raises(CorpusError, match="table is not in order"):
        Filter(path)


def test_another_major_version_is_said(filtered):
    path, _ = filtered(COUNTS)
    data = path.read_bytes()
    path.write_bytes(data[:8] + b"\x02" + data[9:])
    with pytest.raises(CorpusError, match="version 2 of the format; this secaudit reads 1"):
        open_any(path)


@pytest.mark.parametrize("text", [b"", b"{", b"[]"])
def test_a_header_with_the_right_digest_and_no_fields_is_refused(text):
    page = filter_header_bytes(HEADER)[:12] + len(text).to_bytes(4, "little") + text
    with pytest.raises(CorpusError, match="does not follow the format"):
        read_filter_header(sealed(page.ljust(PAGE, b"\0")), "a.filter")


def test_what_is_asked_for_counts_refuses_a_filter_by_name(filtered):
    path, _ = filtered(COUNTS)
    with pytest.raises(CorpusError, match="is a filter, which holds no hashes"):
        Corpus(path)


def test_what_is_a_corpus_is_opened_as_one(tmp_path, listed):
    (tmp_path / "list.txt").write_bytes(listed(COUNTS))
    build(tmp_path / "list.txt", tmp_path / "c", fetched=DAY, range_bits=8, processes=1)
    with open_any(tmp_path / "c") as opened:
        assert isinstance(opened, Corpus)


def test_without_advice_to_the_system_threads_read_ahead(filtered, monkeypatch):
    read = []
    path, header = filtered(COUNTS)
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(paging, "_read", lambda _path, spans: read.extend(spans))
    with Filter(path) as opened:
        opened.hold(list(COUNTS))
    assert len(read) == len(COUNTS)
    assert all(
        header.fingerprints_at <= at and at + length <= header.digests_at for at, length in read
    )
