"""A corpus and its suffixes give back every range of the source, or refuse."""

import json
import random
from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secaudit.corpus import origins, suffixes
from secaudit.corpus.build import build
from secaudit.corpus.format import PAGE
from secaudit.corpus.lookup import Corpus
from secaudit.corpus.ranges import Ranges
from secaudit.corpus.suffixes import Suffixes, beside, places_bytes, read_places
from secaudit.corpus.verify import verify
from secaudit.errors import CorpusError, OutputError
from tests.corpus.conftest import DAY

WHOLE = {"range_bits": 20, "suffixes": True}
DICE = random.Random(6)  # noqa: S311
COUNTS = {
    DICE.randbytes(20): DICE.choice([1, 2, 9, 10, 63, 64, 65, 999, 12_345, 209_972_844])
    for _ in range(300)
} | {bytes(20): 9_999_999_999, b"\xff" * 20: 63}
CROWD = {bytes([0x21, 0xBD, 0x10 + n % 16, *DICE.randbytes(17)]): 1 + n for n in range(3000)}


def rows(counts, prefix):
    """Return the answer that the API gives for a prefix."""
    texts = {digest.hex().upper(): count for digest, count in counts.items()}
    found = sorted((text, count) for text, count in texts.items() if text.startswith(prefix))
    return "\r\n".join(f"{text[5:]}:{count}" for text, count in found).encode()


def served(path, counts):
    """Return the ranges that a corpus gives out for all prefixes of these hashes."""
    prefixes = {digest.hex().upper()[:5] for digest in counts}
    with Ranges(path) as ranges:
        return {prefix: ranges.body(int(prefix, 16)) for prefix in prefixes}


def expected(counts, prefixes=None):
    prefixes = {digest.hex().upper()[:5] for digest in prefixes or counts}
    return {prefix: rows(counts, prefix) for prefix in prefixes}


@pytest.mark.parametrize("counts", [COUNTS, CROWD, COUNTS | CROWD], ids=["few", "crowd", "both"])
def test_every_range_comes_back_to_the_byte(compiled, counts):
    path, header = compiled(counts, **WHOLE)
    assert served(path, counts) == expected(counts)
    assert verify(path) == header


@pytest.mark.parametrize("size", [1, 43, 100, 4 << 20])
def test_it_does_not_matter_where_the_source_is_cut(compiled, monkeypatch, size):
    path, _ = compiled(COUNTS, **WHOLE)
    whole = path.read_bytes(), beside(path).read_bytes()
    monkeypatch.setattr(origins, "_PIECE", size)
    path, _ = compiled(COUNTS, **WHOLE)
    assert (path.read_bytes(), beside(path).read_bytes()) == whole


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 3), st.integers(0, 3)).map(
            lambda pair: bytes([7] * 6 + [8 * pair[0]]) + bytes(12) + bytes([pair[1]])
        ),
        st.integers(1, 200),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from([1, 43, 90, 4 << 20]),
)
@settings(max_examples=25, deadline=None)
def test_hashes_that_share_a_key_are_all_given_back(compiled, counts, size):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(origins, "_PIECE", size)
        path, header = compiled(counts, **WHOLE)
    assert header.lines == len(counts)
    assert served(path, counts) == expected(counts)


@pytest.mark.parametrize("size", [1, 43, 90, 4 << 20])
def test_a_hash_that_is_there_twice_is_given_once_with_its_highest_count(
    compiled, monkeypatch, size
):
    monkeypatch.setattr(origins, "_PIECE", size)
    a, b = "21BD1" + "0" * 35, "21BD1" + "0" * 34 + "1"
    lines = f"{a}:5\n{b}:3\n{a}:90\n{b}:100\n{a}:4\n".encode()
    path, header = compiled(lines, **WHOLE)
    assert (header.hashes, header.lines) == (1, 5)
    assert served(path, [bytes.fromhex(a)]) == {"21BD1": f"{a[5:]}:90\r\n{b[5:]}:100".encode()}
    verify(path)


def test_only_what_is_kept_is_served(compiled):
    path, header = compiled(COUNTS, top=100, **WHOLE)
    kept = {digest: count for digest, count in COUNTS.items() if count >= header.least}
    assert 0 < len(kept) <= 100
    assert served(path, COUNTS) == expected(kept, COUNTS)


def test_a_twin_below_the_least_count_is_left_out(compiled):
    a, b, c = (f"21BD1{'0' * 34}{n}" for n in range(3))
    lines = f"{a}:9\n{b}:2\n{c}:8\n{'F' * 40}:8\n".encode()
    path, header = compiled(lines, top=2, **WHOLE)
    assert header.least == 8
    assert served(path, [bytes.fromhex(a)]) == {"21BD1": f"{a[5:]}:9\r\n{c[5:]}:8".encode()}


def test_ntlm_hashes_are_served_too(compiled):
    counts = {DICE.randbytes(16): n for n in (1, 64, 1000)}
    path, header = compiled(counts, **WHOLE)
    assert header.kind == "ntlm"
    assert served(path, counts) == expected(counts)
    verify(path)


def test_files_of_ranges_and_several_processes_give_the_same(compiled, tmp_path):
    path, _ = compiled(CROWD, **WHOLE)
    folder = tmp_path / "ranges"
    folder.mkdir()
    for prefix, text in expected(CROWD).items():
        (folder / f"{prefix}.txt").write_bytes(text)
    for number in range(70):  # more than one process works on at once
        (folder / f"{number:05X}.txt").write_bytes(b"")
    build(folder, tmp_path / "c", fetched=DAY, suffixes=True, processes=2)
    assert served(tmp_path / "c", CROWD) == expected(CROWD)
    with Ranges(tmp_path / "c") as ranges:
        assert [ranges.known(number) for number in (0, 0x21BD1)] == [False, True]
    with Ranges(path) as ranges:  # 3,000 lines in one range: then others are missing
        assert [ranges.known(number) for number in (0, 0x21BD1)] == [False, True]


# ── Padding, digests of ranges, packing ─────────────────────────────────────────────────────────


def test_padding_stands_at_the_end_unsorted_and_counts_nothing(compiled):
    counts = {b"\x21\xbd\x10" + DICE.randbytes(17): 5 for _ in range(900)}
    path, _ = compiled(counts | COUNTS, **WHOLE)
    sizes: dict[str, set[int]] = {"few": set(), "many": set()}
    with Ranges(path) as ranges:
        for name, number in (("few", 0), ("many", 0x21BD1)):
            real = ranges.body(number).split(b"\r\n")
            for _ in range(50):
                padded = ranges.padded(number).split(b"\r\n")
                added = padded[len(real) :]
                assert padded[: len(real)] == real
                assert {(len(row), row[-2:]) for row in added} == {(37, b":0")}
                assert added != sorted(added)
                sizes[name].add(len(padded) if name == "few" else len(added))
    assert min(sizes["few"]) >= 800
    assert max(sizes["few"]) <= 1000
    assert min(sizes["many"]) >= 10
    assert max(sizes["many"]) <= 209
    assert len(sizes["few"]) > 10
    assert len(sizes["many"]) > 10


def test_the_tag_of_a_range_changes_when_the_range_does_and_only_then(compiled):
    def tags(counts):
        path, _ = compiled(counts, **WHOLE)
        with Ranges(path) as ranges:
            return ranges.tag(0x21BD1), ranges.tag(0x21BD2)

    twins = {b"\x21\xbd\x10" + bytes(16) + bytes([n]): 5 for n in range(2)}
    base = CROWD | twins
    first, second = tags(base)
    for change in (
        {b"\x21\xbd\x10" + DICE.randbytes(17): 1},
        {next(iter(twins)): 6},
        {next(digest for digest, count in CROWD.items() if count == 2001): 2000},
    ):
        other, same = tags(base | change)
        assert (other != first, same) == (True, second)
    assert tags(base | {bytes(20): 1}) == (first, second)


# ── What is refused ──────────────────────────────────────────────────────────────────────────────


def test_without_its_suffixes_a_corpus_is_looked_up_and_not_served(compiled):
    path, header = compiled(COUNTS, **WHOLE)
    beside(path).unlink()
    with pytest.raises(CorpusError, match="holds only the beginning of each hash"):
        Ranges(path)
    assert verify(path) == header


def test_suffixes_are_not_taken_for_a_corpus(compiled):
    path, _ = compiled(COUNTS, **WHOLE)
    with pytest.raises(CorpusError, match="holds the rest of the hashes of a corpus") as refused:
        Corpus(beside(path))
    assert refused.value.hint == "Name the corpus itself, without .suffixes."


def test_the_suffixes_of_another_build_are_refused(compiled):
    path, _ = compiled(CROWD, **WHOLE)
    foreign = beside(path).read_bytes()
    path, _ = compiled(CROWD | COUNTS, **WHOLE)
    beside(path).write_bytes(foreign)
    for ask in (Ranges, verify):
        with pytest.raises(CorpusError, match="come from two builds"):
            ask(path)


def test_a_corpus_with_other_ranges_is_refused(compiled):
    path, _ = compiled(COUNTS)
    with pytest.raises(CorpusError, match="other ranges"):
        Ranges(path)
    with pytest.raises(ValueError, match="range API"):
        compiled(COUNTS, suffixes=True)


def test_a_file_that_is_in_the_way_is_kept(tmp_path, listed):
    (tmp_path / "list.txt").write_bytes(listed(COUNTS))
    beside(tmp_path / "c").write_bytes(b"precious")
    for wanted in (True, False):
        with pytest.raises(OutputError, match="already exists"):
            build(tmp_path / "list.txt", tmp_path / "c", fetched=DAY, suffixes=wanted)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["c.suffixes", "list.txt"]
    assert beside(tmp_path / "c").read_bytes() == b"precious"


def test_the_suffixes_of_a_corpus_that_is_replaced_go_with_it(compiled):
    path, _ = compiled(COUNTS, **WHOLE)
    build(path.with_name("list.txt"), path, fetched=DAY, force=True)
    assert not beside(path).exists()
    verify(path)


def test_every_damage_that_opening_can_see_is_refused(compiled):
    path, header = compiled(COUNTS, **WHOLE)
    good = beside(path).read_bytes()
    with Corpus(path) as corpus, Suffixes(corpus) as opened:
        ends, digests = opened.places.ends_at(), opened.places.digests_at(header)
    damages = {
        "not a whole one": good[: PAGE - 1],
        "is not a corpus": b"PK" + good[2:],
        "version 2 of the format": good[:8] + b"\2" + good[9:],
        "its header has changed": good[:20] + b"x" + good[21:],
        "index has changed": good[: ends - 1] + b"\1" + good[ends:],
        "list of digests has changed": good[:-1] + bytes([good[-1] ^ 1]),
        "bytes instead of": good[:-1],
    }
    for what, data in damages.items():
        beside(path).write_bytes(data)
        with pytest.raises(CorpusError, match=what):
            Ranges(path)
    assert digests < len(good)


def test_every_flipped_bit_of_the_body_is_found_by_verifying(compiled):
    path, header = compiled(dict(list(COUNTS.items())[:3]), **WHOLE)
    good = beside(path).read_bytes()
    places = read_places(good[:PAGE], "good")
    for place in range(places.ends_at(), places.digests_at(header)):
        bad = bytearray(good)
        bad[place] ^= 1 << place % 8
        beside(path).write_bytes(bad)
        with pytest.raises(CorpusError, match="the block at byte 4,198,404 has changed"):
            verify(path)


def rewritten(path, header, change):
    """Change the body and make all digests right, as a careless program would write it."""
    data = bytearray(beside(path).read_bytes())
    places = read_places(bytes(data[:PAGE]), "good")
    begin, end = places.ends_at(), places.digests_at(header)
    index = data[PAGE:begin]
    change(index, memoryview(data)[begin:end])
    digest = sha256(data[begin:end]).digest()
    places = replace(
        places,
        index_sha256=sha256(index).hexdigest(),
        digests_sha256=sha256(digest).hexdigest(),
    )
    beside(path).write_bytes(places_bytes(places) + index + data[begin:end] + digest)


def test_what_does_not_fit_to_the_corpus_is_found_though_all_digests_are_right(compiled):
    twins = {b"\x07" * 19 + bytes([n]): 500 for n in range(2)}

    def other_end(_index, body):
        body[0] ^= 0x10

    def other_count(_index, body):
        body[2 * 14] ^= 0x80  # of the first of two exact counts

    def other_index(index, _body):
        index[:4] = b"\1\0\0\0"

    def other_twin(_index, body):
        body[-28] ^= 0x01

    for change in (other_end, other_count, other_index, other_twin):
        path, header = compiled({bytes(20): 70} | twins, **WHOLE)
        rewritten(path, header, change)
        Ranges(path).close()
        with pytest.raises(CorpusError, match=r"not the one that the corpus holds|has nothing of"):
            verify(path)


@pytest.mark.parametrize(
    "fields", [{"large": -1}, {"twins": True}, {"corpus": None}, {"large": "1"}]
)
def test_a_header_with_the_right_digest_and_wrong_fields_is_refused(compiled, fields):
    path, _ = compiled(COUNTS, **WHOLE)
    page = beside(path).read_bytes()[:PAGE]
    said = json.loads(page[16 : PAGE - 32].rstrip(b"\0")) | fields
    text = json.dumps(said).encode()
    start = (page[:12] + len(text).to_bytes(4, "little") + text).ljust(PAGE - 32, b"\0")
    with pytest.raises(CorpusError, match="does not follow the format"):
        read_places(start + sha256(start).digest(), "a")


def test_suffixes_that_cannot_be_read_are_said(compiled, monkeypatch):
    path, _ = compiled(COUNTS, **WHOLE)

    def refuse(*_args, **_more):
        raise PermissionError(13, "Permission denied")

    with Corpus(path) as corpus:
        monkeypatch.setattr(suffixes, "mapped", refuse)
        with pytest.raises(CorpusError, match="Permission denied"):
            Suffixes(corpus)
