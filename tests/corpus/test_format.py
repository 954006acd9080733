"""The header of a corpus, and the code of a count."""

import json
from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secaudit.corpus.format import LEAST, PAGE, SHOWN, Header, code_of, header_bytes, read_header
from secaudit.errors import CorpusError

HEADER = Header(
    kind="sha1",
    source="pwnedpasswords.txt",
    date=date(2026, 11, 22),
    hashes=2_000_000_000,
    lines=2_000_000_450,
    least=1,
    missing=0,
    range_bits=20,
    index_sha256="0" * 64,
    digests_sha256="1" * 64,
)


def sealed(page: bytes) -> bytes:
    """Return a page with the right digest at its end."""
    return page[: PAGE - 32] + sha256(page[: PAGE - 32]).digest()


def saying(**fields) -> bytes:
    """Return a page whose digest is right and whose fields may be anything."""
    said = json.loads(header_bytes(HEADER)[16 : PAGE - 32].rstrip(b"\0")) | fields
    text = json.dumps(said).encode()
    start = header_bytes(HEADER)[:12] + len(text).to_bytes(4, "little")
    return sealed((start + text).ljust(PAGE, b"\0"))


def test_a_header_is_read_as_it_was_written():
    assert read_header(header_bytes(HEADER), "a.corpus") == HEADER


def test_sizes_and_chances_follow_from_the_header():
    assert HEADER.key_bits == 52
    assert HEADER.remainders_at == 4096 + 4 * (2**20 + 1)
    assert HEADER.counts_at - HEADER.remainders_at == 8_000_000_000
    assert HEADER.size == HEADER.digests_at + 32 * 9537
    assert round(1 / HEADER.false_match) == 2_251_800


def test_a_long_source_is_shortened_and_cleaned():
    page = header_bytes(replace(HEADER, source="\x1b[31m" + "😀" * 5000))
    assert len(page) == PAGE
    assert read_header(page, "a.corpus").source == "😀" * 299 + "…"


def test_every_byte_of_a_header_counts():
    page = header_bytes(HEADER)
    for place in range(PAGE):
        for bit in (1, 128):
            other = bytearray(page)
            other[place] ^= bit
            with pytest.raises(CorpusError):
                read_header(bytes(other), "a.corpus")


def test_another_major_version_is_said():
    page = header_bytes(HEADER)
    with pytest.raises(CorpusError, match="version 2 of the format; this secaudit reads 1"):
        read_header(page[:8] + b"\x02" + page[9:], "a.corpus")


def test_a_later_minor_version_may_say_more():
    page = saying(colour="blue")
    assert read_header(sealed(page[:10] + b"\x07" + page[11:]), "a.corpus") == HEADER


@pytest.mark.parametrize("page", [b"", b"MZ" + bytes(PAGE), header_bytes(HEADER)[:-1]])
def test_what_is_no_corpus_is_said(page):
    with pytest.raises(CorpusError, match="not a corpus"):
        read_header(page, "a.corpus")


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "md5"},
        {"kind": None},
        {"hashes": -1},
        {"hashes": 0},
        {"hashes": 2**32},
        {"hashes": True},
        {"hashes": "12"},
        {"range_bits": 7},
        {"range_bits": 25},
        {"date": "yesterday"},
        {"date": 5},
        {"source": ["a"]},
        {"index_sha256": None},
    ],
)
def test_a_header_with_the_right_digest_and_wrong_fields_is_refused(fields):
    with pytest.raises(CorpusError, match="does not follow the format"):
        read_header(saying(**fields), "a.corpus")


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"{}", b"\xff\xff"])
def test_a_header_with_the_right_digest_and_no_fields_is_refused(text):
    page = header_bytes(HEADER)[:12] + len(text).to_bytes(4, "little") + text
    with pytest.raises(CorpusError, match="does not follow the format"):
        read_header(sealed(page.ljust(PAGE, b"\0")), "a.corpus")


def test_the_codes_are_the_ones_of_the_specification():
    for code in range(64, 256):
        mantissa, power = 8 + code % 8, code // 8 - 5
        assert LEAST[code] == mantissa << power
        assert SHOWN[code] == (2 * mantissa + 1) << (power - 1)
    assert LEAST[:64] == SHOWN[:64] == tuple(range(64))
    assert len(LEAST) == len(SHOWN) == 256


@given(st.integers(0, 2**30 - 1))
def test_a_count_is_shown_exactly_below_64_and_within_a_sixteenth_above(count):
    shown = SHOWN[code_of(count)]
    assert shown == count if count < 64 else abs(shown - count) * 16 <= count


def test_the_last_code_stands_for_all_that_is_more():
    assert code_of(2**30 - 1) == code_of(2**30) == code_of(10**12) == 255
