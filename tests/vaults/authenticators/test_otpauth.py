"""Addresses of one-time codes."""

import pytest

from secaudit.model import OneTimeCode, Skipped
from secaudit.text import Secret
from secaudit.vaults.authenticators.otpauth import code_of
from secaudit.vaults.base import RowError


def _code(address, issuer, label, method="totp"):
    assert code_of(address) == OneTimeCode(issuer, label, Secret(address), method)


def test_an_address_gives_issuer_label_and_seed():
    _code(
        "otpauth://totp/GitHub:robin%40a.example?secret=AA&issuer=GitHub",
        "GitHub",
        "robin@a.example",
    )


def test_an_issuer_may_be_written_with_plus_or_only_in_the_label():
    _code("otpauth://hotp/Air%20X:robin?secret=AA&issuer=Air+X", "Air X", "robin")
    _code("otpauth://totp/Air%20X%3A%20robin?secret=AA", "Air X", "robin")


def test_a_hash_sign_left_as_it_is_in_a_name_does_not_hide_the_seed():
    _code("otpauth://totp/Shop:robin#2?secret=AA&issuer=Shop", "Shop", "robin#2")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("steam://AAAA", OneTimeCode("Steam", "", Secret("steam://AAAA"), "custom-software")),
        (
            "otpauth://steam/Steam:robin?secret=AA",
            OneTimeCode(
                "Steam", "robin", Secret("otpauth://steam/Steam:robin?secret=AA"), "custom-software"
            ),
        ),
        (
            "otpauth://yaotp/robin?secret=AA&issuer=Yandex",
            OneTimeCode(
                "Yandex",
                "robin",
                Secret("otpauth://yaotp/robin?secret=AA&issuer=Yandex"),
                "custom-software",
            ),
        ),
    ],
)
def test_codes_that_only_the_sites_own_app_makes_say_so(address, expected):
    assert code_of(address) == expected


def test_an_entry_in_the_trash_of_ente_is_skipped():
    shown = "otpauth://totp/a:b?secret=AA&codeDisplay=%7B%22trashed%22%3A{}%7D"
    assert code_of(shown.format("true")) == Skipped("trash")
    _code(shown.format("false"), "a", "b")
    _code("otpauth://totp/a:b?secret=AA&codeDisplay=%5B", "a", "b")


@pytest.mark.parametrize(
    "address",
    [
        "https://a.example/?secret=KANARIE",
        "otpauth://totp/KANARIE",
        "otpauth://totp/KANARIE?secret=",
        "otpauth://[KANARIE?secret=AA",
        "otpauth://totp/KANARIE\udc80?secret=AA",
        "steam://",
        "",
    ],
)
def test_what_is_no_such_address_is_refused_without_its_content(address):
    with pytest.raises(RowError) as caught:
        code_of(address)
    assert caught.value.why == "it is not a one-time code address"
    assert caught.value.__cause__ is None
