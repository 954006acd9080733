"""Exports in a PGP message, opened by a real gpg."""

import io
import json
import zipfile

import pytest

from secaudit.errors import NothingToAuditError, PassphraseError, VaultError
from secaudit.text import Secret
from secaudit.vaults import gpg, read_vault

CHROME = b"name,url,username,password\nshop,https://shop.example/,ana,hunter2\n"
PROTON = json.dumps(
    {
        "version": "1.31.0",
        "vaults": {
            "v": {
                "name": "Personal",
                "items": [
                    {
                        "data": {
                            "metadata": {"name": "Shop"},
                            "type": "login",
                            "content": {"itemUsername": "ana", "password": "hunter2"},
                        },
                        "state": 1,
                    }
                ],
            }
        },
    }
).encode()
ARMOUR = ("--armor",)
FORMS = {
    "as bytes": (),
    "in letters": ARMOUR,
    "not compressed": ("--compress-algo", "none"),
    "old cipher": ("--cipher-algo", "AES128", "--s2k-mode", "1"),
}


def zipped(**files: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name, content in files.items():
            made.writestr(name.replace("__", "/").replace("_", "."), content)
    return file.getvalue()


@pytest.fixture
def ask(passphrase):
    return lambda _: Secret(passphrase)


@pytest.mark.parametrize("form", FORMS)
def test_any_export_may_be_inside(gnupg, ask, form):
    vault = read_vault(gnupg.lock(CHROME, *FORMS[form]), name="x.pgp", ask=ask)
    assert (vault.name, vault.format, vault.encrypted) == ("x.pgp", "Chrome-family CSV", True)
    assert [account.password for account in vault.accounts] == [Secret("hunter2")]


@pytest.mark.parametrize("options", [(), ARMOUR, ("--rfc4880",), ("--hidden-recipient", "open")])
def test_a_message_for_a_key_asks_nobody(gnupg, options):
    message = gnupg.encrypt(CHROME, "open", options=options)
    assert read_vault(message).format == "Chrome-family CSV"


@pytest.mark.parametrize("name", ["open", "rsa"])
def test_keys_of_any_kind(gnupg, name):
    if name == "rsa":
        gnupg._gpg("--quick-gen-key", "rsa@keys.example", "rsa2048", "encr", passphrase="")
    assert read_vault(gnupg.encrypt(CHROME, name)).accounts


def test_proton_pass_puts_the_message_into_the_zip(gnupg, ask):
    made = zipped(Proton_Pass__data_pgp=gnupg.lock(PROTON, *ARMOUR))
    vault = read_vault(made, name="export.zip", ask=ask)
    assert (vault.format, vault.encrypted) == ("Proton Pass JSON", True)
    assert [account.username for account in vault.accounts] == ["ana"]


def test_and_before_it_put_the_zip_into_the_message(gnupg, ask):
    made = gnupg.lock(zipped(Proton_Pass__data_json=PROTON), *ARMOUR)
    vault = read_vault(made, name="export.pgp", ask=ask)
    assert (vault.format, vault.encrypted) == ("Proton Pass JSON", True)


def test_a_zip_that_is_encrypted_in_part_lies_there_in_plain_text(gnupg, ask):
    vault = read_vault(zipped(a_pgp=gnupg.lock(PROTON), b_csv=CHROME), ask=ask)
    assert (len(vault.accounts), vault.encrypted) == (2, False)


def test_in_a_folder_too(gnupg, ask, tmp_path):
    (tmp_path / "a.pgp").write_bytes(gnupg.lock(zipped(data_json=PROTON)))
    vault = read_vault(tmp_path, ask=ask)
    assert (vault.format, vault.encrypted) == ("Proton Pass JSON", True)


def refused(data, ask=None, kind=VaultError):
    with pytest.raises(VaultError) as caught:
        read_vault(data, name="x.pgp", ask=ask)
    assert type(caught.value) is kind
    assert caught.value.__cause__ is None
    return f"{caught.value.message} / {caught.value.hint}"


def test_a_wrong_passphrase_says_so(gnupg):
    asked = []

    def ask(question):
        asked.append(question)
        return Secret("wrong kanarie")

    said = refused(gnupg.lock(CHROME), ask, PassphraseError)
    assert "x.pgp did not open: the passphrase given does not open it / Try again." in said
    assert "kanarie" not in said
    assert asked == ["Passphrase of x.pgp"]


def test_where_nobody_is_there_to_ask_it_says_so(gnupg):
    said = refused(gnupg.lock(CHROME), None, PassphraseError)
    assert "it needs a passphrase, and none was given / Run secaudit on a terminal" in said


def test_without_gpg_it_says_what_to_install(gnupg, ask, monkeypatch, tmp_path):
    message = gnupg.lock(CHROME)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "x.pgp did not open: it opens with gpg (GnuPG)" in refused(message, ask)
    assert "Install GnuPG" in refused(message, ask)


def test_a_key_that_is_elsewhere_and_damage_are_said(gnupg, ask):
    assert "no secret key" in refused(gnupg.encrypt(CHROME, "gone"), ask)
    assert "it is damaged" in refused(gnupg.encrypt(CHROME * 9, "open")[:-20], ask)
    assert "it is damaged" in refused(b"-----BEGIN PGP MESSAGE-----\n\nwy4E\n", ask)


def test_every_refusal_has_a_hint(gnupg, monkeypatch):
    for refusal in gpg.Refusal:
        monkeypatch.setattr(gpg, "opened", lambda *_, refusal=refusal, **__: [refusal])
        typed = refusal in {gpg.Refusal.LOCKED, gpg.Refusal.WRONG}
        kind = PassphraseError if typed else VaultError
        assert str(refusal) in refused(gnupg.lock(b"x"), None, kind)


def test_what_is_inside_must_be_an_export(gnupg, ask):
    assert "x.pgp is not an export that secaudit knows" in refused(gnupg.lock(b"words"), ask)
    assert "x.pgp looks like JSON, but is damaged" in refused(gnupg.lock(b'{"a": '), ask)
    with pytest.raises(NothingToAuditError):
        read_vault(gnupg.lock(b""), ask=ask)


@pytest.mark.parametrize(
    "data",
    [
        b"-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmDME\n",
        "Über,Ämter\nä,ö\n".encode(),
        "Ãœ,x\n".encode(),
        "…,x\n".encode("cp1252"),
        b"\x8c",
    ],
)
def test_what_is_no_message_is_never_given_to_gpg(data, monkeypatch):
    monkeypatch.setattr(gpg, "opened", None)
    assert "not an export that secaudit knows" in refused(data)
