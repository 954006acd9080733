"""Test backups of other projects, which are beside the checkout or not at all."""

import re

import pytest

from secaudit.model import OneTimeCode
from secaudit.vaults import read_vault

MASON = ("Deno", "Mason", "4SJHB4GSD43FZBAI7C2HLRJGPQ")
JAMES = ("SPDX", "James", "5OM4WOOGPLQEF6UGN3CPEOOLWU")
ELIJAH = ("Airbnb", "Elijah", "7ELGJSGXNCCTV3O6LKJWYFV2RA")
ISSUU = ("Issuu", "James", "YOOMIXWS5GN6RTBPUFFWKTW5M4")
CANADA = ("Air Canada", "Benjamin", "KUVJJOM753IHTNDSZVCNKL7GII")
WWE = ("WWE", "Mason", "5VAML3X35THCEBVRLV24CGBKOY")
CODES = {
    "duo/Aegis__duo.json": [("", *MASON[1:]), ("", *ISSUU[1:])],
    "freeotp/Aegis__freeotp.xml": [WWE, ELIJAH, MASON, ISSUU],
    "freeotp/Aegis__freeotp_plus.json": [WWE, CANADA, ISSUU, ELIJAH, JAMES, MASON],
    "freeotp/pass-import__freeotp.json": [
        (f"{name}@google.com", label, "JBSWY3DPEHPK3PXP")
        for name, label in (("bob", "hack"), ("alice", "work"))
    ],
    "protonauthenticator/Aegis__proton_authenticator.json": [MASON, JAMES, ELIJAH],
}


@pytest.mark.parametrize("name", CODES)
def test_every_entry_is_a_code_as_it_was(samples, name):
    rows = read_vault(samples / name).rows
    codes = [row for row in rows if isinstance(row, OneTimeCode) and row.seed]
    assert len(codes) == len(rows)
    assert [(code.issuer, code.label, bare(code.seed)) for code in codes] == CODES[name]


def bare(seed):
    return re.sub(r".*[?&]secret=|&.*", "", seed.reveal())
