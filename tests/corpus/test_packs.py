"""A pack says by itself what it holds, and a damaged one is never taken for whole."""

import gzip
import zlib

import pytest

from secaudit.corpus import packs
from secaudit.errors import CorpusError

BODY = b"0" * 35 + b":5\r\n" + b"F" * 35 + b":7"


def headed(flags, fields=b""):
    """Pack BODY with gzip, under a header with optional fields (RFC 1952)."""
    rest = gzip.compress(BODY, mtime=0)[10:]
    return b"\x1f\x8b\x08" + bytes([flags]) + b"\x01\x02\x03\x04\x00\x03" + fields + rest


PACKED = {
    "plain": headed(0),
    "with a name": headed(8, b"name\0"),
    "with a comment": headed(16, b"comment\0"),
    "with an extra field": headed(4, b"\x05\x00AB\x01\x00x"),
    "with a check of the header": headed(2, b"\0\0"),
    "with all": headed(2 | 4 | 8 | 16, b"\x05\x00AB\x01\x00xname\0comment\0\0\0"),
    "not packed": b"",
}


@pytest.mark.parametrize("way", PACKED)
def test_an_answer_is_kept_however_it_came(tmp_path, way):
    one = packs.member(0x0A1B2, 'W/"0x8D"', BODY, PACKED[way])
    path = tmp_path / "0A1.gz"
    path.write_bytes(one)
    assert packs.members(path) == [packs.Member(0x0A1B2, 'W/"0x8D"', 0, len(one))]
    assert list(packs.content(path, packs.members(path))) == [one]
    assert packs.rows(one) == BODY
    assert gzip.decompress(path.read_bytes()) == BODY


@pytest.mark.parametrize("etag", ["", "x" * 201, "two words", "é", "line\nbreak"])
def test_an_etag_that_cannot_be_sent_back_is_left_out(tmp_path, etag):
    path = tmp_path / "000.gz"
    path.write_bytes(packs.member(7, etag, BODY))
    assert [one.etag for one in packs.members(path)] == [""]


def test_a_member_cut_or_changed_anywhere_is_found_out(tmp_path):
    first, second = (packs.member(n, '"1"', BODY) for n in (3, 4))
    path = tmp_path / "000.gz"
    for at in range(len(first)):
        data = bytearray(first + second)
        data[at] ^= 0x10
        path.write_bytes(data)
        with pytest.raises((CorpusError, ValueError)):
            [packs.rows(one) for one in packs.content(path, packs.members(path))]
    for end in range(1, len(second)):
        path.write_bytes(first + second[:end])
        with pytest.raises(CorpusError, match="damaged"):
            packs.members(path)


@pytest.mark.parametrize("numbers", [(4, 3), (3, 3), (256,), (3, 512)])
def test_members_out_of_order_or_of_another_pack_are_refused(tmp_path, numbers):
    path = tmp_path / "000.gz"
    path.write_bytes(b"".join(packs.member(number, "", BODY) for number in numbers))
    with pytest.raises(CorpusError, match="damaged"):
        packs.members(path)


def test_what_is_no_pack_is_not_counted(tmp_path):
    for name in ("0A1.gz", "0a1.gz", "0A1B2.gz", "XYZ.gz", "download.log"):
        (tmp_path / name).write_bytes(b"12345")
    (tmp_path / "FFF.gz").mkdir()
    (tmp_path / "000.gz").symlink_to(tmp_path / "0A1.gz")
    assert packs.packs_in(tmp_path) == {0x0A1: 5}


def test_a_pack_that_cannot_be_read_is_said(tmp_path):
    with pytest.raises(CorpusError, match="No such file"):
        packs.members(tmp_path / "000.gz")
    one = packs.Member(1, "", 0, 5)
    with pytest.raises(CorpusError, match="No such file"):
        list(packs.content(tmp_path / "000.gz", [one]))


@pytest.mark.parametrize("nonsense", [b"", b"nonsense", zlib.compress(b"x")])
def test_rows_of_nonsense_are_refused(nonsense):
    with pytest.raises(ValueError):  # noqa: PT011  # it says nothing
        packs.rows(nonsense)
