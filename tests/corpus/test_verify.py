"""Verifying finds what opening cannot see: any change to the body, and what no builder writes."""

from datetime import date
from hashlib import sha256

import pytest

from secaudit.corpus.format import BLOCK, Header, header_bytes
from secaudit.corpus.lookup import Corpus
from secaudit.corpus.verify import verify
from secaudit.errors import CorpusError

COUNTS = {bytes([n, 5 * n % 256] * 10): n + 1 for n in range(200)}


def test_a_whole_corpus_is_found_to_be_whole(compiled):
    path, header = compiled(COUNTS)
    steps = []
    assert verify(path, lambda *step: steps.append(step)) == header
    assert steps == [("Checking blocks", 1, 1), ("Checking order", 1, 1)]


def test_every_flipped_bit_of_the_body_is_found(tmp_path, compiled):
    path, header = compiled(COUNTS)
    good = path.read_bytes()
    other = tmp_path / "flipped"
    for place in range(header.remainders_at, header.digests_at):
        bad = bytearray(good)
        bad[place] ^= 1 << place % 8
        other.write_bytes(bad)
        Corpus(other).close()
        with pytest.raises(CorpusError, match=f"the block at byte {header.remainders_at:,} has"):
            verify(other)


def test_every_block_is_looked_at(tmp_path, compiled):
    size = BLOCK // 4
    path, header = compiled(
        b"".join(b"%013X%027X:%d\n" % (n << 20, 0, 1 + n % 70) for n in range(size)), range_bits=20
    )
    good = path.read_bytes()
    assert verify(path) == header
    assert len(good) - header.digests_at == 64
    for place in (header.counts_at - 1, header.counts_at):
        bad = bytearray(good)
        bad[place] ^= 1
        (tmp_path / "bad").write_bytes(bad)
        number = (place - header.remainders_at) // BLOCK
        begin = header.remainders_at + number * BLOCK
        with pytest.raises(CorpusError, match=f"byte {begin:,} has changed"):
            verify(tmp_path / "bad")


def written(path, starts, remainders, codes):
    """Write a file whose digests are all right, with any content."""
    index = b"".join(number.to_bytes(4, "little") for number in starts)
    body = b"".join(number.to_bytes(4, "little") for number in remainders) + bytes(codes)
    digests = sha256(body).digest()
    header = Header(
        kind="sha1",
        source="another program",
        date=date(2026, 11, 22),
        hashes=len(codes),
        lines=len(codes),
        least=1,
        missing=0,
        range_bits=8,
        index_sha256=sha256(index).hexdigest(),
        digests_sha256=sha256(digests).hexdigest(),
    )
    path.write_bytes(header_bytes(header) + index + body + digests)
    return header


STARTS = [0] * 10 + [2] * 90 + [5] * 157


def test_a_file_of_another_program_that_follows_the_format_is_whole(tmp_path):
    header = written(tmp_path / "c", STARTS, [5, 9, 1, 2, 3], [1, 2, 3, 4, 255])
    assert verify(tmp_path / "c") == header


@pytest.mark.parametrize(
    ("starts", "remainders", "codes", "what"),
    [
        (STARTS, [9, 5, 1, 2, 3], [1] * 5, "hashes are not in order"),
        (STARTS, [5, 9, 1, 2, 2], [1] * 5, "hashes are not in order"),
        (STARTS, [5, 9, 1, 2, 3], [1, 1, 0, 1, 1], "never seen"),
        ([0] * 10 + [3] * 90 + [2] * 100 + [5] * 57, [1, 2, 3, 4, 5], [1] * 5, "index"),
        ([1] * 100 + [5] * 157, [1, 2, 3, 4, 5], [1] * 5, "index"),
        ([0] * 100 + [4] * 157, [1, 2, 3, 4, 5], [1] * 5, "index"),
    ],
)
def test_a_file_that_does_not_follow_the_format_is_found(tmp_path, starts, remainders, codes, what):
    written(tmp_path / "c", starts, remainders, codes)
    with pytest.raises(CorpusError, match=what):
        verify(tmp_path / "c")
