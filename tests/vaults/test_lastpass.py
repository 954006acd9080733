"""LastPass's CSV, in both of the ways LastPass writes it."""

import pytest

from secaudit.model import Account, Skipped
from secaudit.text import Secret
from secaudit.vaults import read_vault

HEADER = "url,username,password,totp,extra,name,grouping,fav"


def rows(*lines):
    return read_vault("\n".join((HEADER, *lines)).encode()).rows


def test_a_full_row():
    data = f"{HEADER}\nhttps://shop.example,ann, p ,JBSWY3DP,note,Shop,Home\\Web,1\n"
    vault = read_vault(data.encode())
    assert vault.format == "LastPass CSV"
    assert vault.rows == (
        Account(
            title="Shop",
            username="ann",
            password=Secret(" p "),
            urls=("https://shop.example",),
            site="shop.example",
            totp=Secret("JBSWY3DP"),
            group="Home/Web",
        ),
    )


def test_the_older_header_has_no_one_time_passwords():
    vault = read_vault(b"url,username,password,extra,name,grouping,fav\nhttp://,,p,,Shop,,0\n")
    assert vault.rows == (Account(title="Shop", password=Secret("p")),)


@pytest.mark.parametrize(
    ("extra", "reason"),
    [
        ("just text", "note"),
        ("NoteType:Server\nHostname:h", "note"),
        ("NoteType:Credit Card\nNumber:1", "card"),
        ("NoteType: SSH Key \nBit Strength:1", "ssh key"),
        ("NoteType:Passport\nName:Ann", "identity"),
        ("text\nNoteType:Credit Card", "note"),
    ],
)
def test_notes_are_skipped_by_what_they_hold(extra, reason):
    assert rows(f'http://sn,,,,"{extra}",n,,0') == (Skipped(reason),)


def test_a_folder_with_nothing_in_it_is_no_login():
    assert rows("http://group,,,,,,Work,0") == (Skipped("folder"),)


def test_lines_may_end_in_two_carriage_returns():
    text = f"{HEADER}\r\r\nhttps://a.example,ann,p,,,A,,0\r\r\nhttps://b.example,ann,q,,,B,,0\r\r\n"
    assert [account.password for account in read_vault(text.encode()).accounts] == [
        Secret("p"),
        Secret("q"),
    ]


@pytest.mark.parametrize(
    ("written", "password", "rivals"),
    [
        ("a&amp;b", "a&b", ["a&amp;b"]),
        ("&lt;&gt;&quot;&#39;", "<>\"'", ["&lt;&gt;&quot;&#39;"]),
        ("&amp;lt;", "&lt;", ["&amp;lt;"]),
        ("a&b", "a&b", []),
        ("a&b&amp;c", "a&b&amp;c", []),
        ("a<b&amp;c", "a<b&amp;c", []),
        ("a&copy;b", "a&copy;b", []),
    ],
)
def test_a_password_with_an_entity_is_kept_in_both_readings(written, password, rivals):
    (row,) = rows(f"https://a.example,ann,{written},,,A,,0")
    assert row.password == Secret(password)
    assert row.rivals == tuple(map(Secret, rivals))


def test_entities_in_names_and_addresses_are_read():
    (row,) = rows("https://a.example/?x=1&amp;y=2,r&amp;d,p,,,R&amp;D,A &amp; B,0")
    assert (row.title, row.username, row.group) == ("R&D", "r&d", "A & B")
    assert row.urls == ("https://a.example/?x=1&y=2",)


def test_a_row_without_any_content_is_skipped_as_empty():
    assert rows(",,,,,,,") == (Skipped("empty"),)
