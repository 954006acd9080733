"""What Steam's app keeps of Steam Guard."""

import json

import pytest

from secaudit.errors import VaultError
from secaudit.model import OneTimeCode, Unreadable
from secaudit.text import Secret
from secaudit.vaults import read_vault

URI = "otpauth://totp/Steam:robin?secret=AAAAAAAA&issuer=Steam"
ACCOUNT = {"shared_secret": "SGVsbG8=", "uri": URI, "account_name": "robin", "steamid": "1"}
CODE = OneTimeCode("Steam", "robin", Secret(URI), "custom-software")


def _read(export):
    return read_vault(json.dumps(export).encode())


def test_the_older_form_is_one_account():
    vault = _read(ACCOUNT)
    assert (vault.format, vault.rows) == ("Steam Guard", (CODE,))


def test_the_newer_form_is_several_accounts_by_number():
    without_uri = {"shared_secret": "SGVsbG8=", "account_name": "kim"}
    vault = _read({"accounts": {"1": ACCOUNT, "2": without_uri}})
    assert vault.rows == (
        CODE,
        OneTimeCode("Steam", "kim", Secret("JBSWY3DP"), "custom-software"),
    )


def test_accounts_that_cannot_be_read_are_counted():
    broken = [
        "KANARIE",
        ACCOUNT | {"account_name": 7},
        {"shared_secret": "KANARIE!"},
        {"shared_secret": None, "uri": []},
    ]
    vault = _read({"accounts": dict(enumerate([ACCOUNT, *broken]))})
    assert vault.rows == (
        CODE,
        Unreadable("entry 2", "it is not made of fields"),
        Unreadable("entry 3", "its account_name is not text"),
        Unreadable("entry 4", "its shared_secret is damaged"),
        Unreadable("entry 5", "its uri is not text"),
    )


@pytest.mark.parametrize("export", [{"accounts": {"1": {}}}, {"accounts": []}, {}, [ACCOUNT]])
def test_other_files_are_not_taken_for_it(export):
    with pytest.raises(VaultError):
        _read(export)


@pytest.mark.parametrize("name", ["Aegis__steam.json", "Aegis__steam_old.json"])
def test_the_samples_are_read_whole(samples, name):
    vault = read_vault(samples / "steam" / name)
    assert vault.format == "Steam Guard"
    assert [(code.issuer, code.label, code.method) for code in vault.codes] == [
        ("Steam", "Sophia", "custom-software")
    ]
    assert len(vault.rows) == 1
    assert all(code.seed for code in vault.codes)
