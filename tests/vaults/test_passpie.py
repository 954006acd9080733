"""Passpie's export is known, and not read."""

import pytest

from secaudit.errors import VaultError
from secaudit.vaults import read_vault


def refused(source):
    with pytest.raises(VaultError, match="is an export of Passpie") as caught:
        read_vault(source)
    return caught.value.hint


def test_it_says_how_to_go_on():
    export = b"credentials:\n- name: shop\n  password: kanarie-77\nhandler: passpie\nversion: 1.0\n"
    assert "KeePassXC or Bitwarden" in refused(export)


def test_the_sample(samples):
    assert refused(samples / "passpie" / "pass-import__audit.yml")
