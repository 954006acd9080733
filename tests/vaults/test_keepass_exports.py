"""What the KeePass family exports in plain text: CSV and XML."""

import base64
from datetime import UTC, datetime

import pytest

from secaudit.errors import NothingToAuditError, VaultError
from secaudit.model import Account, PastPassword, Skipped
from secaudit.text import Secret
from secaudit.vaults import read_vault

SHOP = Account(
    title="Shop",
    username="ann",
    password=Secret("p"),
    urls=("https://shop.example",),
    site="shop.example",
)
XXC = '"Group","Title","Username","Password","URL","Notes"'
BIN = base64.b64encode(b"the-recycle-bin!").decode()


def day(number):
    return datetime(2024, 1, number, tzinfo=UTC)


# ── CSV ──────────────────────────────────────────────────────────────────────────────────────────


def keepass(*rows):
    header = '"Account","Login Name","Password","Web Site","Comments"'
    return read_vault("\n".join((header, *rows)).encode())


def test_keepass_csv():
    vault = keepass('"Shop","ann","p","https://shop.example","n"')
    assert (vault.format, vault.rows) == ("KeePass CSV", (SHOP,))


@pytest.mark.parametrize(
    ("written", "password"),
    [
        (r"a\"b", 'a"b'),
        (r"a\\b", r"a\b"),
        (r"a\\\"b", r"a\"b"),
        (r"end\\", "end\\"),
        (r"a\b", r"a\b"),
        (r"\\server\share", r"\\server\share"),
    ],
)
def test_the_backslashes_of_keepass_are_taken_out_and_those_of_others_stay(written, password):
    vault = keepass(f'"Shop","ann","{written}","https://shop.example","n"', '"S","","ü","",""')
    assert [account.password for account in vault.accounts] == [Secret(password), Secret("ü")]


def test_damage_beside_a_backslash_is_still_said():
    header = b"Account,Login Name,Password,Web Site,Comments\n"
    rows = read_vault(header + b'a,b,"\\\\",,\xc3\xbc\nc,d,\xff,,\n').rows
    assert [type(row).__name__ for row in rows] == ["Account", "Unreadable"]


def test_keepassxc_csv_older():
    vault = read_vault(f'{XXC}\n"Root","Shop","ann","p","https://shop.example","n"\n'.encode())
    assert (vault.format, vault.rows) == ("KeePassXC CSV", (SHOP,))


def test_keepassxc_csv_newer():
    row = (
        '"Passwords/Home/Web","Shop","ann","p","","","otpauth://x","0","2024-01-05T00:00:00Z",'
        '"2024-01-01T00:00:00Z"'
    )
    data = f'{XXC},"TOTP","Icon","Last Modified","Created"\n{row}\n'
    assert read_vault(data.encode()).rows == (
        Account(
            title="Shop",
            username="ann",
            password=Secret("p"),
            totp=Secret("otpauth://x"),
            created=day(1),
            group="Home/Web",
        ),
    )


@pytest.mark.parametrize(
    "group", ["Root/Recycle Bin", "Passwörter/Papierkorb/alt", "Root/Prullenbak"]
)
def test_what_keepassxc_had_in_its_bin_is_skipped(group):
    assert read_vault(f'{XXC}\n"{group}","a","b","c","",""\n'.encode()).rows == (Skipped("trash"),)


# ── XML ──────────────────────────────────────────────────────────────────────────────────────────


def entry(password, when, more=""):
    return (
        f"<Entry><UUID>{base64.b64encode(bytes(16)).decode()}</UUID><Times>"
        "<CreationTime>2024-01-01T00:00:00Z</CreationTime>"
        f"<LastModificationTime>{when}</LastModificationTime></Times>"
        "<String><Key>Title</Key><Value>Shop</Value></String><String><Key>Password</Key>"
        f'<Value ProtectInMemory="True">{password}</Value></String>{more}</Entry>'
    )


def xml(content):
    return (
        '\n<?xml version="1.0" encoding="utf-8"?>\n<!-- by hand -->\n<KeePassFile><Meta>'
        f"<RecycleBinUUID>{BIN}</RecycleBinUUID></Meta><Root><Group><Name>Root</Name>{content}"
        "</Group></Root></KeePassFile>"
    ).encode()


def test_keepass_xml_with_its_history_which_holds_no_entries():
    past = f"<History>{entry('a &lt; b', '2024-01-01T00:00:00Z')}</History>"
    inner = f"<Group><Name>Home</Name>{entry('new', '2024-01-05T00:00:00Z', past)}</Group>"
    binned = f"<Group><UUID>{BIN}</UUID><Name>Bin</Name>{entry('x', '')}</Group>"
    vault = read_vault(xml(inner + binned))
    assert vault.format == "KeePass XML"
    assert vault.rows == (
        Account(
            title="Shop",
            password=Secret("new"),
            history=(PastPassword(Secret("a < b"), day(5)),),
            created=day(1),
            changed=day(5),
            group="Home",
        ),
        Skipped("trash"),
    )


def test_keepass_1_xml():
    data = (
        '<?xml version="1.0" encoding="UTF-8"?><pwlist>'
        '<pwentry><group tree="Home\\Web">Shops</group><title>Shop</title><username>ann</username>'
        "<url>https://shop.example</url><password>p</password><notes>n</notes>"
        "<creationtime>2024-01-01T00:00:00</creationtime></pwentry>"
        "<pwentry><group>Backup</group><title>old</title><password>p</password></pwentry>"
        "<pwentry></pwentry></pwlist>"
    )
    vault = read_vault(data.encode())
    assert vault.format == "KeePass 1 XML"
    assert vault.rows == (
        Account(
            title="Shop",
            username="ann",
            password=Secret("p"),
            urls=("https://shop.example",),
            site="shop.example",
            created=day(1),
            group="Home/Web/Shops",
        ),
        Skipped("trash"),
        Skipped("empty"),
    )


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x SYSTEM "https://evil.example/x.dtd">',
    ],
)
def test_entities_and_document_types_are_refused(doctype):
    data = f"<?xml version='1.0'?>{doctype}<KeePassFile><Root>&a;</Root></KeePassFile>"
    with pytest.raises(VaultError, match="document type or entities"):
        read_vault(data.encode())


@pytest.mark.parametrize(
    "data",
    [
        xml(entry("p", ""))[:-20],
        b"<KeePassFile><a></b></KeePassFile>",
        b"<?xml version='1.0' encoding='no-such-thing'?><KeePassFile/>",
        b"<KeePassFile>\xff</KeePassFile>",
    ],
)
def test_damaged_xml_is_refused(data):
    with pytest.raises(VaultError, match="looks like XML, but is damaged"):
        read_vault(data)


def test_a_database_without_entries_is_nothing_to_audit():
    with pytest.raises(NothingToAuditError):
        read_vault(b"<KeePassFile/>")


@pytest.mark.parametrize("data", [b"<html></html>", b"<", b"<!-- " * 20_000, b"<?" * 30_000])
def test_other_markup_is_not_taken_for_an_export(data):
    with pytest.raises(VaultError, match="not an export that secaudit knows"):
        read_vault(data)
