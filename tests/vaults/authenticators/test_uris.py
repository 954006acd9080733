"""Lists of addresses, one a line."""

import pytest

from secaudit.errors import VaultError
from secaudit.model import OneTimeCode, Unreadable
from secaudit.text import Secret
from secaudit.vaults import read_vault

A = "otpauth://totp/A:robin?secret=AAAA&issuer=A"
B = "otpauth://hotp/B:robin?secret=BBBB&issuer=B&counter=2"
STEAM = "steam://CCCC"
CODES = (
    OneTimeCode("A", "robin", Secret(A)),
    OneTimeCode("B", "robin", Secret(B)),
    OneTimeCode("Steam", "", Secret(STEAM), "custom-software"),
)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r", ","])
def test_a_list_is_read_whatever_stands_between_the_addresses(ending):
    vault = read_vault(ending.join((A, B, STEAM)).encode())
    assert (vault.format, vault.rows) == ("List of otpauth addresses", CODES)


def test_blank_lines_and_comments_are_no_rows():
    text = f"\ufeff# my codes\n\n  // more\n; and more\n{A}\n\n   {B}\t\n{STEAM}\n"
    assert read_vault(text.encode()).rows == CODES


def test_a_line_that_is_no_address_is_a_row_that_cannot_be_read():
    text = f"My codes\n{A}\n{B}\n{STEAM}\notpauth://totp/KANARIE".encode() + b"\n\xff\xfe KANARIE"
    why = "it is not a one-time code address"
    assert read_vault(text).rows == (
        Unreadable("line 1", why),
        *CODES,
        Unreadable("line 5", why),
        Unreadable("line 6", why),
    )


def test_a_text_that_mentions_an_address_is_no_list():
    with pytest.raises(VaultError):
        read_vault(f"Dear Robin,\nhere it is:\n{A}\nYours, Kim".encode())


def test_the_sample_list_is_read_whole(samples):
    vault = read_vault(samples / "urilist" / "Aegis__plain.txt")
    assert vault.format == "List of otpauth addresses"
    assert [(code.issuer, code.label, code.method) for code in vault.codes] == [
        ("Deno", "Mason", "totp"),
        ("SPDX", "James", "totp"),
        ("Airbnb", "Elijah", "totp"),
        ("Issuu", "James", "totp"),
        ("Air Canada", "Benjamin", "totp"),
        ("WWE", "Mason", "totp"),
        ("Boeing", "Sophia", "custom-software"),
    ]
    assert len(vault.rows) == 7
