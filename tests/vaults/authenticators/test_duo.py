"""The account list of Duo Mobile."""

import json

import pytest

from secaudit.errors import VaultError
from secaudit.model import OneTimeCode, Skipped, Unreadable
from secaudit.text import Secret
from secaudit.vaults import read_vault

ACCOUNT = {"version": 1.0, "accountType": "OtpAccount", "pkey": "1", "name": "ana"}


def rows(*accounts):
    vault = read_vault(json.dumps(accounts).encode())
    assert vault.format == "Duo Mobile JSON"
    return vault.rows


def test_codes_for_other_sites_and_the_apps_own_confirmations_are_told_apart():
    otp = {"otpGenerator": {"otpSecret": "JBSWY3DPEHPK3PXP"}}
    assert rows(
        ACCOUNT | otp,
        ACCOUNT | {"otpGenerator": {"otpSecret": "AAAA", "counter": 3}, "name": "Shop:ana"},
        ACCOUNT | {"serviceTypeLabel": "GitHub"},
        {"accountType": "DuoAccount", "pkey": "2", "name": "Acme"},
        {"accountType": "OtpAccount", "pkey": "3"},
    ) == (
        OneTimeCode("", "ana", Secret("JBSWY3DPEHPK3PXP")),
        OneTimeCode("Shop", "ana", Secret("AAAA")),
        OneTimeCode("GitHub", "ana"),
        OneTimeCode("", "Acme", None, "custom-software"),
        Skipped("empty"),
    )


def test_a_broken_account_is_unreadable_with_its_place():
    assert rows(ACCOUNT, "x", ACCOUNT | {"name": 5}, ACCOUNT | {"otpGenerator": []})[1:] == (
        Unreadable("entry 2", "it is not made of fields"),
        Unreadable("entry 3", "its name is not text"),
        Unreadable("entry 4", "its otpGenerator is not made of fields"),
    )


@pytest.mark.parametrize("content", [[], [5], [{"name": "x", "pkey": "y"}]])
def test_another_list_is_not_taken_for_it(content):
    with pytest.raises(VaultError, match="not an export that secaudit knows"):
        read_vault(json.dumps(content).encode())
