"""A sealed document: nothing of it can be read or changed without the key."""

import secrets

import pytest

from secaudit.errors import StoreError
from secaudit.store.key import Key, Opened, Source
from secaudit.store.sealing import (
    GLANCE,
    VERSION,
    Kind,
    open_body,
    open_summary,
    read_header,
    seal,
)

KEY = Key(bytes(range(32)))
ID = bytes(range(16))
SUMMARY = {"accounts": 3}
BODY = {"title": "Kanarienvogel", "usernames": ["ana@mail.example", "🦜", "\ud800"]}


def sealed(key=KEY, body=BODY, document_id=ID):
    opened = Opened(key, Source.KEYRING)
    return seal(opened, Kind.AUDIT, document_id, summary=SUMMARY, body=body)


def opened(data, key=KEY, document_id=ID):
    header = read_header(data, document_id, len(data))
    return open_summary(key, header, data), open_body(key, header, data)


def flipped(data, bit):
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def test_what_was_sealed_opens():
    assert opened(sealed()) == (SUMMARY, BODY)


def test_the_summary_opens_with_the_beginning_of_the_file():
    data = sealed()
    header = read_header(data[:GLANCE], ID, len(data))
    assert open_summary(KEY, header, data[:GLANCE]) == SUMMARY


def test_every_single_bit_that_flips_is_noticed():
    data = sealed()
    noticed = 0
    for bit in range(len(data) * 8):
        with pytest.raises(StoreError) as caught:
            opened(flipped(data, bit))
        said = caught.value.message + caught.value.hint
        assert "Kanarie" not in said
        assert "ana@" not in said
        noticed += 1
    assert noticed == len(data) * 8 > 30_000


def test_a_flipped_bit_of_the_header_is_noticed_in_the_list_already():
    data = sealed()
    for bit in range(GLANCE * 8):
        changed = flipped(data, bit)
        with pytest.raises(StoreError):
            open_summary(KEY, read_header(changed, ID, len(changed)), changed[:GLANCE])


def test_a_document_cut_short_anywhere_or_made_longer_is_noticed():
    data = sealed()
    for length in range(len(data)):
        with pytest.raises(StoreError, match="damaged"):
            opened(data[:length])
    with pytest.raises(StoreError, match="damaged"):
        opened(data + b"\0")


def test_a_document_under_the_name_of_another_is_noticed():
    other = bytes(16)
    with pytest.raises(StoreError, match="00000000 is damaged or was changed"):
        opened(sealed(), document_id=other)


def test_parts_of_two_documents_do_not_go_together():
    one, two = sealed(), sealed()
    with pytest.raises(StoreError, match="damaged"):
        opened(one[:GLANCE] + two[GLANCE:])


def test_another_key_opens_nothing_and_says_so():
    with pytest.raises(StoreError, match="saved under another key"):
        opened(sealed(), key=Key.new())


def test_a_document_of_the_future_says_so_by_number():
    data = bytearray(sealed())
    data[8] = VERSION + 4
    with pytest.raises(StoreError) as caught:
        opened(bytes(data))
    assert caught.value.message == (
        "this was saved by a later secaudit: it has form 5, and this one knows form 1"
    )
    assert caught.value.hint == "Update secaudit. Nothing was changed or lost."


def test_nothing_of_the_content_is_in_the_file():
    data = sealed()
    for text in ("Kanarie", "ana@mail", "accounts", "title"):
        assert text.encode() not in data


def test_the_same_content_never_looks_the_same():
    parts = [sealed()[72:] for _ in range(50)]
    assert len({part[:32] for part in parts}) == 50
    assert len({part[-32:] for part in parts}) == 50


def test_the_size_of_a_file_tells_little_of_its_content():
    sizes = {}
    for length in range(0, 60_000, 250):
        noise = secrets.token_hex(length)  # which zlib makes half as long again
        sizes[length] = len(sealed(body=noise)) - GLANCE
    assert {size for length, size in sizes.items() if length < 3500} == {4096 + 16}
    assert len(set(sizes.values())) < 80  # of 240 lengths
    assert all(size < length * 1.3 for length, size in sizes.items() if length > 8192)


def test_a_summary_that_has_no_room_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="too long"):
        seal(Opened(KEY, Source.KEYRING), Kind.AUDIT, ID, summary="x" * 600, body={})


def test_a_key_shows_itself_to_nobody():
    assert repr(KEY) == "Key()"
    assert len({KEY.id, KEY.for_sealing, KEY.for_fingerprints, KEY.reveal()}) == 4
