"""Passpie's export."""

import builtins
from datetime import UTC, datetime

import pytest

from secaudit.errors import MissingExtraError, VaultError
from secaudit.model import Account, Skipped, Unreadable
from secaudit.text import Secret
from secaudit.vaults import read_vault

EXPORT = """credentials:
- comment: null
  fullname: ana@shop.com
  login: ana
  modified: 2020-05-06 07:08:09.123456
  name: shop.com
  password: 'kanarie: 77'
- login: null
  name: Door
  password: 0305
- login: ''
  name: ''
- a line
- name: [1]
handler: passpie
version: 1.0
"""


def test_entries_are_read_and_digits_stay_as_they_are():
    vault = read_vault(EXPORT.encode())
    assert vault.format == "Passpie"
    assert vault.rows == (
        Account(
            "shop.com",
            username="ana",
            password=Secret("kanarie: 77"),
            urls=("shop.com",),
            site="shop.com",
            changed=datetime(2020, 5, 6, 7, 8, 9, 123456, tzinfo=UTC),
        ),
        Account("Door", password=Secret("0305")),
        Skipped("empty"),
        Unreadable("entry 4", "it is not made of fields"),
        Unreadable("entry 5", "its name is not text"),
    )


@pytest.mark.parametrize(
    "damaged",
    [
        "handler: passpie\n- kanarie: [",
        "handler: passpie\ncredentials: kanarie\n",
        "handler: passpie\n- kanarie\n",
        "handler: passpie\ncredentials: " + "[" * 20_000,
    ],
)
def test_a_damaged_one_is_said_to_be_so_without_what_stands_in_it(damaged):
    with pytest.raises(VaultError, match="damaged or not complete") as caught:
        read_vault(damaged.encode())
    assert "kanarie" not in f"{caught.value} {caught.value.hint}"
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_without_the_package_for_it_the_reader_says_which(monkeypatch):
    real = builtins.__import__

    def without(name, *rest, **more):
        if name == "yaml":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtraError) as caught:
        read_vault(EXPORT.encode())
    assert "secaudit[passpie]" in caught.value.hint


def test_the_sample(samples):
    vault = read_vault(samples / "passpie" / "pass-import__audit.yml")
    assert len(vault.rows) == len(vault.accounts) > 0
    assert all(account.password for account in vault.accounts)
