"""Samsung Pass, encrypted here as the telephone does it."""

import base64
import hashlib
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from secaudit import vaults
from secaudit.errors import NothingToAuditError, PassphraseError, VaultError
from secaudit.model import Account, Skipped, Unreadable
from secaudit.text import Secret
from secaudit.vaults import read_vault, samsung
from secaudit.vaults.samsung import SAMSUNG_PASS

PASSPHRASE = "Pässword of the export"
COLUMNS = (
    "_id;origin_url;username_value;password_value;created_time;modified_time;title;package_name;"
    "credential_memo;otp"
)
NULL = "&&&NULL&&&"


@pytest.fixture(autouse=True)
def known(monkeypatch):
    monkeypatch.setattr(vaults, "FORMATS", (SAMSUNG_PASS,))


def cells(*texts):
    return ";".join(base64.b64encode(text.encode()).decode() for text in texts)


def plain(*tables):
    return "\n".join(
        ("30", "true;true;true;true", *("\n".join(("next_table", *t)) for t in tables))
    )


def sealed(text, passphrase=PASSPHRASE, width=0) -> bytes:
    salt, iv = bytes(range(20)), bytes(range(16))
    key = hashlib.pbkdf2_hmac("sha256", passphrase.encode(), salt, 70_000)
    padder = PKCS7(128).padder()
    padded = padder.update(text.encode()) + padder.finalize()
    encryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor()
    whole = base64.b64encode(salt + iv + encryptor.update(padded) + encryptor.finalize())
    if width:
        return b"\r\n".join(whole[at : at + width] for at in range(0, len(whole), width))
    return whole


def read(data, passphrase=PASSPHRASE):
    return read_vault(data, name="x.spass", ask=lambda _: Secret(passphrase))


SHOP = ("1", "https://shop.example", "ann", " s3;cret ", "1704067200000", "1705000000000", "Shop")


@pytest.mark.parametrize("width", [0, 76])
def test_every_table(width):
    vault = read(
        sealed(
            plain(
                (
                    COLUMNS,
                    cells(*SHOP, "example.shop", "a note", "otpauth://totp/x?secret=JBSWY3DP"),
                    cells("2", NULL, "bob", "", "0", NULL, "Only an app", NULL, "", NULL),
                ),
                ("_id;card_number_encrypted;name_on_card", cells("1", "4111", "Ann")),
                ("_id;full_name;street_address", cells("1", "Ann", "Road 1")),
                ("_id;note_title;note_detail", cells("1", "A", "note"), cells("2", "B", "note")),
            ),
            width=width,
        )
    )
    assert vault.format == "Samsung Pass (.spass)"
    assert vault.encrypted
    assert vault.rows == (
        Account(
            title="Shop",
            username="ann",
            password=Secret(" s3;cret "),
            urls=("https://shop.example", "androidapp://example.shop"),
            site="shop.example",
            totp=Secret("otpauth://totp/x?secret=JBSWY3DP"),
            created=datetime(2024, 1, 1, tzinfo=UTC),
        ),
        Account(title="Only an app", username="bob"),
        Skipped("card"),
        Skipped("identity"),
        Skipped("note"),
        Skipped("note"),
    )


def test_rows_that_cannot_be_read_are_said():
    rows = read(
        sealed(
            plain(
                (
                    COLUMNS,
                    cells(*SHOP),
                    cells(*SHOP, NULL, NULL, NULL).replace(";", ";%", 1),
                    ";;;/w==;;;;;;",
                ),
                ("_id;ssid", cells("1", "Home")),
            )
        )
    ).rows
    assert rows == (
        Unreadable("row 1", "it does not have as many cells as there are columns"),
        Unreadable("row 2", "its origin_url is damaged"),
        Unreadable("row 3", "its password_value is damaged"),
        Unreadable("row 4", "it is of a kind that secaudit does not know"),
    )


def test_nothing_in_any_table():
    with pytest.raises(NothingToAuditError):
        read(sealed(plain((COLUMNS,), ("_id;note_title",))))


def test_a_wrong_passphrase_says_so_even_where_the_padding_looks_right(monkeypatch):
    data = sealed(plain((COLUMNS, cells(*SHOP, "", "", ""))))
    with pytest.raises(PassphraseError, match="did not open with this passphrase") as caught:
        read(data, "wrong")
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    monkeypatch.setattr(samsung, "aes_cbc", lambda *_: b"by chance")
    with pytest.raises(PassphraseError):
        read(data)


@pytest.mark.parametrize(
    "change", [lambda d: d[:-24], lambda d: d[:80], lambda d: b"%" + d, bytes.lower]
)
def test_a_damaged_file_is_refused(change):
    with pytest.raises(VaultError):
        read(change(sealed(plain((COLUMNS, cells(*SHOP, "", "", ""))))))


@pytest.mark.parametrize(
    "content",
    [base64.b64encode(bytes(101)), b"password\nhunter2\n" * 9, b"a" * 99, b"=" * 200],
    ids=["no blocks", "words", "odd", "signs"],
)
def test_other_text_is_not_taken_for_samsung_pass(content):
    with pytest.raises(VaultError, match="not an export that secaudit knows"):
        read(content)
