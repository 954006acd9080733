"""Transfers from Google Authenticator, and what becomes of pages that are missing."""

import base64
import tracemalloc

import pytest

from secaudit.model import OneTimeCode, Unreadable
from secaudit.text import Secret
from secaudit.vaults import read_vault, read_vaults
from secaudit.vaults.authenticators.migration import missing, page_of
from secaudit.vaults.base import RowError

GITHUB = ("GitHub", "GitHub:robin", b"\xfb\xef\xbe\xff seed one")
SHOP = ("", "Shop:robin@a.example", b"seed two")
MANGLED = ("", "robin", b"\xfb\xef\xbe\xef\xbe\xfb\xbe\xfb\xef\xff\xff\xff")
DAMAGED = "it is a page of a transfer from Google Authenticator, but not complete"


def _seed(secret):
    return Secret(base64.b32encode(secret).decode().rstrip("="))


GITHUB_CODE = OneTimeCode("GitHub", "robin", _seed(GITHUB[2]))
SHOP_CODE = OneTimeCode("Shop", "robin@a.example", _seed(SHOP[2]))


def _gone(number, of=2, batch="7"):
    why = "this page of the transfer from Google Authenticator is in none of the exports"
    return Unreadable(f"page {number} of {of}", why, batch)


def _rows(text):
    return read_vault(text.encode()).rows


def test_a_transfer_gives_its_codes(migration):
    vault = read_vault(migration(GITHUB, SHOP).encode())
    assert vault.format == "Google Authenticator"
    assert vault.rows == (GITHUB_CODE, SHOP_CODE)


def test_a_known_transfer_reads_as_other_apps_read_it():
    # The encoding, written down byte by byte: https://protobuf.dev/programming-guides/encoding/
    octets = bytes.fromhex(
        "0a 18"  # one code, 24 bytes
        "0a 05 48656c6c6f"  # its secret, “Hello”
        "12 05 726f62696e"  # its name, “robin”
        "1a 04 53686f70"  # its issuer, “Shop”
        "20 01"  # SHA-1
        "10 01 18 01 20 00 28 d2 85 d8 cc 04"  # version 1, one page, the first, of 1234567890
    )
    text = "otpauth-migration://offline?data=" + base64.b64encode(octets).decode()
    page = page_of("line 1", text)
    assert page.rows == (OneTimeCode("Shop", "robin", Secret("JBSWY3DP")),)
    assert (page.batch, page.number, page.of) == ("1234567890", 1, 1)
    assert page.rows[0].batch == "1234567890"


@pytest.mark.parametrize(
    "mangle",
    [
        lambda data: data,
        lambda data: data.replace("+", " "),
        lambda data: data.replace("+", "%20"),
        lambda data: data.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D"),
        lambda data: data.replace("+", "-").replace("/", "_").rstrip("="),
        lambda data: f"{data}&utm=x",
    ],
)
def test_data_that_links_and_apps_mangled_is_read(payload, mangle):
    data = base64.b64encode(payload(MANGLED)).decode()
    assert "+" in data
    assert "/" in data
    assert data.endswith("=")
    address = f"OTPAUTH-MIGRATION://offline?data={mangle(data)}"
    assert _rows(address) == (OneTimeCode("", "robin", _seed(MANGLED[2])),)


def test_a_counter_and_fields_that_nobody_knows_yet_do_not_disturb(payload):
    more = b"\x38\x05" + b"\x41" + bytes(8) + b"\x4d" + bytes(4)  # 7: a number; 8 and 9: fixed
    whole = payload() + more
    page = page_of("line 1", "x://?data=" + base64.b64encode(whole).decode())
    assert (page.rows, page.of) == ((), 1)


@pytest.mark.parametrize(
    "octets",
    [
        b"\x0a\x7fKANARIE",  # longer than there is
        b"\x0a\x05\x0a\x7fKAN\x18\x01",
        b"\x80" * 11,  # a number without an end
        b"\x18",
        b"\x0b\x0c",  # groups, which nobody uses
        b"",
    ],
)
def test_a_damaged_page_is_a_row_that_cannot_be_read(octets):
    address = "otpauth-migration://offline?data=" + base64.b64encode(octets).decode()
    rows = _rows(address)
    assert rows
    assert all(isinstance(row, Unreadable) and "KAN" not in row.why for row in rows)


@pytest.mark.parametrize(
    "data", ["?data=%%%", "?data=A", "?nothing", "", "[?data=", "?data=KANARIEé"]
)
def test_data_that_is_none_is_refused_without_its_content(data):
    with pytest.raises(RowError) as caught:
        page_of("line 1", f"otpauth-migration://offline{data}")
    assert caught.value.why == DAMAGED


def test_one_damaged_code_does_not_take_the_others_with_it(payload):
    whole = payload(GITHUB, ("Shop", "kanarie", b"s"), SHOP)
    unreadable = whole.replace(b"kanarie", b"kanari\xff")
    cut = whole.replace(b"\x0a\x01s", b"\x0a\x7fs")
    for octets, why in ((unreadable, "its name is not text"), (cut, DAMAGED)):
        page = page_of("line 1", "x://?data=" + base64.b64encode(octets).decode())
        assert page.rows == (GITHUB_CODE, Unreadable("line 1, code 2", why), SHOP_CODE)


@pytest.mark.parametrize(("page", "pages"), [(0, 0), (2, 2), (0, 2**31), (2**64 - 1, 2)])
def test_a_page_that_does_not_say_which_it_is_is_not_taken_for_the_only_one(migration, page, pages):
    why = "it does not say which page of how many it is, so some may be missing"
    rows = _rows(migration(GITHUB, page=page, pages=pages))
    assert rows == (GITHUB_CODE, Unreadable("line 1", why))


def test_a_page_that_lost_its_end_is_not_taken_for_the_only_one(payload):
    codes_only = payload(GITHUB)[: -len(payload())]
    page = page_of("line 1", "x://?data=" + base64.b64encode(codes_only).decode())
    assert page.rows[0] == GITHUB_CODE
    assert isinstance(page.rows[1], Unreadable)


def test_every_missing_page_is_said(migration):
    text = migration(GITHUB, page=1, pages=4)
    assert _rows(text) == (GITHUB_CODE, _gone(1, 4), _gone(3, 4), _gone(4, 4))


def test_pages_in_one_file_complete_each_other_in_any_order(migration):
    second, first = migration(SHOP, page=1, pages=2), migration(GITHUB, pages=2)
    assert _rows(f"# moved in May\n\n{second}\n{first}\n{first}") == (
        SHOP_CODE,
        GITHUB_CODE,
        GITHUB_CODE,
    )


def test_pages_and_single_codes_may_stand_in_one_list(migration):
    address = "otpauth://totp/a:b?secret=AA"
    assert _rows(f"{address}\n{migration(GITHUB)}") == (
        OneTimeCode("a", "b", Secret(address)),
        GITHUB_CODE,
    )


def test_pages_of_two_transfers_do_not_complete_each_other(migration):
    text = migration(GITHUB, pages=2) + "\n" + migration(SHOP, page=1, pages=2, batch=8)
    assert _rows(text) == (GITHUB_CODE, SHOP_CODE, _gone(2), _gone(1, batch="8"))


def test_a_page_in_one_export_is_missing_in_no_other(migration):
    first, second = migration(GITHUB, pages=2), migration(SHOP, page=1, pages=2)
    whole = f"{first}\n{second}"
    assert [vault.rows for vault in read_vaults([first.encode(), second.encode()])] == [
        (GITHUB_CODE,),
        (SHOP_CODE,),
    ]
    assert [vault.rows for vault in read_vaults([first.encode(), whole.encode()])] == [
        (GITHUB_CODE,),
        (GITHUB_CODE, SHOP_CODE),
    ]


def test_a_page_that_no_export_has_is_said_once(migration):
    exports = [migration(GITHUB, page=n, pages=3).encode() for n in (0, 2)]
    assert [vault.rows for vault in read_vaults(exports)] == [
        (GITHUB_CODE, _gone(2, 3)),
        (GITHUB_CODE,),
    ]


def test_exports_without_pages_are_read_as_before(migration):
    login = b"name,url,username,password\na,https://a.example,ann,x\n"
    vaults = read_vaults([login, migration(GITHUB, pages=2).encode()])
    assert vaults[0] == read_vault(login)
    assert vaults[1].rows == (GITHUB_CODE, _gone(2))


def test_a_hostile_list_cannot_fill_the_memory_with_missing_pages(migration):
    pages = (page_of("line 1", migration(pages=100, batch=number)) for number in range(1, 2000))
    tracemalloc.start()
    try:
        assert len(list(missing(pages))) == 1000
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()
