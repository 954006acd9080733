"""The CSV files of browsers, and what every CSV reader owes to its rows."""

import csv
from datetime import UTC, datetime

import pytest

from secaudit.errors import NothingToAuditError, VaultError
from secaudit.model import Account, Skipped, Unreadable
from secaudit.text import Secret
from secaudit.vaults import read_vault

CHROME = "name,url,username,password,note\n"
FIREFOX = (
    "url,username,password,httpRealm,formActionOrigin,guid,timeCreated,timeLastUsed,"
    "timePasswordChanged\n"
)


def rows(text: str, encoding: str = "utf-8"):
    return read_vault(text.encode(encoding)).rows


def passwords(text: str, encoding: str = "utf-8") -> list[str | None]:
    found = [row.password if isinstance(row, Account) else None for row in rows(text, encoding)]
    return [password.reveal() if password else None for password in found]


# ── The formats ──────────────────────────────────────────────────────────────────────────────────


def test_chrome():
    vault = read_vault(
        f"{CHROME}Example,https://www.example.com/login,ann,s3cret,a note\n".encode(), name="c.csv"
    )
    assert (vault.name, vault.format) == ("c.csv", "Chrome-family CSV")
    assert vault.rows == (
        Account(
            title="Example",
            username="ann",
            password=Secret("s3cret"),
            urls=("https://www.example.com/login",),
            site="example.com",
        ),
    )


def test_an_app_saved_by_chrome_gets_the_site_of_its_maker():
    (row,) = rows(f"{CHROME}App,android://aGFzaA==@com.instagram.android/,ann,p,\n")
    assert row.site == "instagram.com"


def test_firefox_tells_when_the_password_changed():
    vault = read_vault(
        f"{FIREFOX}https://example.com,ann,p,,,{{x}},1500000000000,1,1600000000000\n".encode()
    )
    assert vault.format == "Firefox CSV"
    assert vault.rows == (
        Account(
            title="example.com",
            username="ann",
            password=Secret("p"),
            urls=("https://example.com",),
            site="example.com",
            created=datetime(2017, 7, 14, 2, 40, tzinfo=UTC),
            changed=datetime(2020, 9, 13, 12, 26, 40, tzinfo=UTC),
        ),
    )


@pytest.mark.parametrize("date", ["", "0", "-5", "soon", "nan", "inf", "9" * 400])
def test_a_date_that_cannot_be_true_is_unknown(date):
    (row,) = rows(f"{FIREFOX}https://example.com,ann,p,,,g,{date},1,{date}\n")
    assert (row.created, row.changed) == (None, None)


def test_the_sync_key_of_firefox_is_not_a_login():
    assert rows(f"{FIREFOX}chrome://FirefoxAccounts,id,{{key}},,,g,1,1,1\n") == (
        Skipped("browser sync key"),
    )


@pytest.mark.parametrize("more", ["", ",timeCreated,timeLastUsed,timePasswordChanged,timesUsed"])
def test_ff_password_exporter(more):
    vault = read_vault(f"hostname,username,password{more}\nhttps://a.example,ann,p\n".encode())
    assert vault.format == "FF Password Exporter CSV"
    assert vault.accounts[0].site == "a.example"


@pytest.mark.parametrize(
    "header", ["Title,URL,Username,Password,Notes,OTPAuth", "Title,Url,Username,Password"]
)
def test_apple_older_and_newer(header):
    text = f"{header}\nShop,https://shop.example/,ann,p" + ",n,otpauth://x" * header.count("OTP")
    vault = read_vault(text.encode())
    assert vault.format == "Apple Passwords CSV"
    (account,) = vault.accounts
    assert (account.title, account.username, account.site) == ("Shop", "ann", "shop.example")
    assert account.totp == (Secret("otpauth://x") if "OTP" in header else None)


@pytest.mark.parametrize(
    "header", ["name,url,username,password,note,cardholdername", "url,username,password"]
)
def test_a_header_with_other_columns_is_another_format(header):
    cells = ",".join("x" * len(header.split(",")))
    assert read_vault(f"{header}\n{cells}\n".encode()).format == "CSV with guessed columns"


def test_a_header_without_passwords_is_no_export():
    with pytest.raises(VaultError):
        read_vault(b"name,url,username\na,b,c\n")


# ── CSV as it comes ──────────────────────────────────────────────────────────────────────────────


def test_order_and_case_of_the_columns_do_not_matter():
    (row,) = rows('PASSWORD, Name ,"url",UserName\np,n,https://u.example,ann\n')
    assert (row.title, row.username, row.password) == ("n", "ann", Secret("p"))


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_a_spreadsheet_may_have_saved_it_with_another_delimiter(delimiter):
    assert passwords(f"{CHROME}n,https://u.example,ann,p,x\n".replace(",", delimiter)) == ["p"]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"], ids=["utf-8", "bom", "utf-16", "1252"]
)
def test_the_encoding_is_found_out(encoding):
    assert passwords(f"{CHROME}Bücher,https://b.example,ann,pa€swörd,\n", encoding) == ["pa€swörd"]


def test_a_password_is_kept_to_the_last_space():
    assert passwords(f'{CHROME}n,u,a,"  p,""q\n ",\n') == ['  p,"q\n ']


def test_titles_are_cleaned():
    (row,) = rows(f'{CHROME}"a\x1b[31m\n\u202eb",https://u.example,a\u200b,p,\n')
    assert (row.title, row.username) == ("a b", "a")


def test_an_empty_password_is_none_and_blank_lines_are_no_rows():
    assert rows(f"\n\n{CHROME}\n\nn,,,,\n\n") == (Account(title="n"),)


def test_a_row_without_any_content_is_skipped_as_empty():
    assert rows(f"{CHROME},,,,\n ,,,,just a note\n") == (Skipped("empty"), Skipped("empty"))


def test_trailing_optional_cells_may_be_missing():
    assert passwords(f"{CHROME}n,u,a,p\n") == ["p"]


@pytest.mark.parametrize("row", ["n,u,a", "n,u,a,p,x,y", "just text"])
def test_a_row_with_another_number_of_cells_is_unreadable_in_its_line(row):
    why = "it does not have as many cells as there are columns"
    assert rows(f"{CHROME}n,u,a,p,x\n{row}\n")[1] == Unreadable("line 3", why)


def test_surplus_cells_that_are_blank_do_no_harm():
    assert passwords(f"{CHROME}n,u,a,p,x,,\n") == ["p"]


def test_the_line_of_a_row_is_the_one_it_starts_on():
    text = f'{CHROME}n,u,a,p,"a\nnote\nin lines"\n\nbroken\nn,u,a,p,"x\ny"\nbroken again\n'
    assert [row.where for row in rows(text) if isinstance(row, Unreadable)] == ["line 6", "line 9"]


def test_a_row_with_wrong_quotation_marks_is_unreadable_and_the_next_one_is_read():
    assert rows(f'{CHROME}n,u,a,"p"q,\n')[0] == Unreadable(
        "line 2", "its quotation marks do not match"
    )
    assert passwords(f'{CHROME}n,u,a,"p"q,\nm,u,a,p,\n') == [None, "p"]


def test_a_quotation_mark_that_is_never_closed_does_not_swallow_the_rest_unsaid():
    found = rows(f'{CHROME}n,u,a,p,\nm,u,a,"p,\nl,u,a,p,\n')
    assert found[1:] == (
        Unreadable("line 3", "its quotation marks do not match, so nothing after it was read"),
    )


@pytest.mark.parametrize("cell", ["\0" * 500, "ab\0c"])
def test_zeros_from_a_damaged_disk_are_unreadable(cell):
    assert rows(f"{CHROME}n,u,a,p,\nn,u,a,{cell},\n")[1] == Unreadable(
        "line 3", "it holds bytes that are no text"
    )


def test_one_damaged_byte_does_not_turn_every_umlaut_into_nonsense():
    data = f"{CHROME}n,u,a,paß,\nn,u,b,paXß,\n".encode().replace(b"X", b"\xff")
    vault = read_vault(data)
    assert [account.password for account in vault.accounts] == [Secret("paß")]
    assert vault.rows[1] == Unreadable("line 3", "it holds bytes that are no text")


def test_a_password_with_a_lost_character_is_unreadable():
    assert rows(f"{CHROME}n,u,a,pa\ufffdwort,\n")[0] == Unreadable(
        "line 2", "its password lost a character before it was exported"
    )


def test_very_large_cells_are_read():
    before = csv.field_size_limit(131_072)
    try:
        assert passwords(f"{CHROME}n,u,a,p,{'x' * 2_000_000}\n") == ["p"]
    finally:
        csv.field_size_limit(before)


def test_a_header_alone_is_nothing_to_audit():
    with pytest.raises(NothingToAuditError):
        read_vault(CHROME.encode())
