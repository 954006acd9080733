"""Test backups of other projects, which are beside the checkout or not at all."""

import csv

import pytest

from secaudit.errors import PassphraseError
from secaudit.text import Secret
from secaudit.vaults import read_vault

# Codes in each; None where the manifest says how many. Where it does not, the password stands here.
SAMPLES = {
    "2fas/Aegis__2fas_authenticator.json": None,
    "2fas/Aegis__2fas_authenticator_encrypted.2fas": None,
    "2fas/Aegis__2fas_authenticator_encrypted_v3.2fas": None,
    "2fas/Aegis__2fas_authenticator_encrypted_v4.2fas": None,
    "2fas/Aegis__2fas_authenticator_plain.2fas": None,
    "2fas/Aegis__2fas_authenticator_plain_v3.2fas": None,
    "2fas/Aegis__2fas_authenticator_plain_v4.2fas": None,
    "aegis/Aegis__aegis_encrypted.json": None,
    "aegis/Aegis__aegis_plain.json": None,
    "aegis/Aegis__aegis_plain_grouped_v2.json": None,
    "aegis/pass-import__aegis.json": None,
    "aegis/pass-import__aegiscipher.json": None,
    "andotp/Aegis__andotp_encrypted.bin": 7,
    "andotp/Aegis__andotp_encrypted_old.bin": 6,
    "andotp/Aegis__andotp_plain.json": None,
    "andotp/pass-import__andotp.json": None,
    "andotp/pass-import__andotp.json.aes": 2,
    "authy/Aegis__authy_encrypted.xml": 3,
    "authy/Aegis__authy_plain.xml": 3,
    "gnomeauthenticator/pass-import__gnomeauthenticator.json": None,
    "stratum/Aegis__stratum_encrypted.bin": 7,
    "stratum/Aegis__stratum_plain.json": None,
}
PASSWORDS = {
    "andotp/pass-import__andotp.json.aes": "correct horse battery staple",
    "authy/Aegis__authy_encrypted.xml": "testtest",
}
ENCRYPTED = [name for name in SAMPLES if "crypted" in name or "cipher" in name or ".aes" in name]
# The same seven entries are in every file of Aegis's, where the app could hold them.
ALL = {
    "Deno": ("Mason", "4SJHB4GSD43FZBAI7C2HLRJGPQ", "totp"),
    "SPDX": ("James", "5OM4WOOGPLQEF6UGN3CPEOOLWU", "totp"),
    "Airbnb": ("Elijah", "7ELGJSGXNCCTV3O6LKJWYFV2RA", "totp"),
    "Issuu": ("James", "YOOMIXWS5GN6RTBPUFFWKTW5M4", "totp"),
    "Air Canada": ("Benjamin", "KUVJJOM753IHTNDSZVCNKL7GII", "totp"),
    "WWE": ("Mason", "5VAML3X35THCEBVRLV24CGBKOY", "totp"),
    "Boeing": ("Sophia", "JRZCL47CMXVOQMNPZR2F7J4RGI", "custom-software"),
}


@pytest.fixture(scope="module")
def manifest(samples):
    with (samples / "MANIFEST.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["file"]: row for row in rows}


@pytest.fixture(scope="module")
def opened(samples, manifest):
    def read(name):
        password = PASSWORDS.get(name) or manifest[name]["password"]
        return read_vault(samples / name, ask=lambda _: Secret(password))

    return read


@pytest.mark.parametrize("name", SAMPLES)
def test_every_entry_is_a_code(opened, manifest, name):
    vault = opened(name)
    count = SAMPLES[name] or int(manifest[name]["with_totp"])
    assert len(vault.rows) == len(vault.codes) == count
    assert vault.encrypted is (name in ENCRYPTED)


@pytest.mark.parametrize("name", [name for name in SAMPLES if "Aegis__" in name])
def test_every_field_is_as_it_was(opened, name):
    found = {
        code.issuer: (code.label, code.seed.reveal().rstrip("="), code.method)
        for code in opened(name).codes
    }
    assert found == {issuer: ALL[issuer] for issuer in found}


@pytest.mark.parametrize("name", ENCRYPTED)
def test_a_wrong_passphrase_says_so(samples, name):
    with pytest.raises(PassphraseError, match="did not open with this passphrase"):
        read_vault(samples / name, ask=lambda _: Secret("not it"))
