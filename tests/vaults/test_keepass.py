"""KeePass databases, made around hand-written XML."""

import base64
import hashlib
import logging
import struct
import sys
from datetime import UTC, datetime

import pytest
from pykeepass import PyKeePass
from pykeepass.kdbx_parsing.common import aes_kdf

from secaudit.errors import MissingExtraError, PassphraseError, VaultError
from secaudit.model import Account, PastPassword, Skipped, Unreadable
from secaudit.text import Secret
from secaudit.vaults import kdbx, read_vault

BIN = base64.b64encode(b"the-recycle-bin!").decode()
MONDAY, TUESDAY, FRIDAY = "2024-01-01T09:00:00Z", "2024-01-02T09:00:00Z", "2024-01-05T09:00:00Z"
SHOP = "00000000000000000000000000000001"
CHECKS = frozenset(
    f"password-{name}" for name in ("weak", "pwned", "reused", "similar", "recycled", "personal")
)


def tree(*content: str) -> str:
    return (
        f"<KeePassFile><Meta><HeaderHash>{{hash}}</HeaderHash><RecycleBinUUID>{BIN}"
        f"</RecycleBinUUID></Meta><Root><Group><Name>Root</Name>{''.join(content)}</Group></Root>"
        "</KeePassFile>"
    )


def entry(*extra: str, uuid: str = "ff" * 16, modified: str = FRIDAY, **strings: str) -> str:
    values = "".join(string(key, value) for key, value in strings.items())
    identity = base64.b64encode(bytes.fromhex(uuid)).decode()
    times = (
        f"<Times><CreationTime>{MONDAY}</CreationTime>"
        f"<LastModificationTime>{modified}</LastModificationTime></Times>"
    )
    return f"<Entry><UUID>{identity}</UUID>{times}{values}{''.join(extra)}</Entry>"


def string(key: str, value: str) -> str:
    protected = ' Protected="True"' if key == "Password" else ""
    return f"<String><Key>{key}</Key><Value{protected}>{value}</Value></String>"


def history(*states: str) -> str:
    return f"<History>{''.join(states)}</History>"


def day(number: int) -> datetime:
    return datetime(2024, 1, number, 9, tzinfo=UTC)


def in_kdbx_4_time(moment: datetime) -> str:
    seconds = int((moment - datetime(1, 1, 1, tzinfo=UTC)).total_seconds())
    return base64.b64encode(struct.pack("<q", seconds)).decode()


@pytest.fixture
def rows(kdbx3, passphrase):
    def read(*content):
        return read_vault(kdbx3(tree(*content)), ask=lambda _: Secret(passphrase)).rows

    return read


@pytest.fixture
def only(rows):
    def read(*content):
        (row,) = rows(*content)
        return row

    return read


FULL = entry(
    history(
        entry(modified=MONDAY, Title="Shop", Password="first"),
        entry(modified=TUESDAY, Title="Shop", Password="second"),
    ),
    uuid=SHOP,
    Title="Shop",
    UserName="ann",
    Password="third &lt;ß&gt;",
    URL="https://shop.example",
)
FULL_ACCOUNT = Account(
    title="Shop",
    username="ann",
    password=Secret("third <ß>"),
    urls=("https://shop.example",),
    site="shop.example",
    history=(
        PastPassword(Secret("first"), day(2)),
        PastPassword(Secret("second"), day(5)),
    ),
    created=day(1),
    changed=day(5),
    group="Home/Web",
)


def test_a_kdbx_3_database_is_read(kdbx3, passphrase):
    inner = f"<Group><Name>Home</Name><Group><Name>Web</Name>{FULL}</Group></Group>"
    vault = read_vault(kdbx3(tree(inner)), name="mine.kdbx", ask=lambda _: Secret(passphrase))
    assert (vault.name, vault.format) == ("mine.kdbx", "KeePass database (KDBX)")
    assert vault.rows == (FULL_ACCOUNT,)


def test_a_kdbx_4_database_is_read_with_its_other_form_of_dates(kdbx4, passphrase):
    xml = tree(f"<Group><Name>Home</Name><Group><Name>Web</Name>{FULL}</Group></Group>")
    for text, number in ((MONDAY, 1), (TUESDAY, 2), (FRIDAY, 5)):
        xml = xml.replace(text, in_kdbx_4_time(day(number)))
    vault = read_vault(
        kdbx4(xml.replace("<HeaderHash>{hash}</HeaderHash>", "")), ask=lambda _: Secret(passphrase)
    )
    assert vault.rows == (FULL_ACCOUNT,)


def test_a_kdbx_4_database_with_the_older_key_derivation_is_read(kdbx4, passphrase):
    file = kdbx4(tree(FULL), rounds=1000)
    assert len(read_vault(file, ask=lambda _: Secret(passphrase)).accounts) == 1


def test_the_person_is_asked_with_the_name_of_the_file(kdbx3, passphrase):
    asked = []

    def ask(prompt):
        asked.append(prompt)
        return Secret(passphrase)

    read_vault(kdbx3(tree(FULL)), name="mine.kdbx", ask=ask)
    assert asked == ["Passphrase of mine.kdbx"]


def test_what_lies_in_the_bin_is_skipped_however_deep(rows):
    binned = (
        f"<Group><UUID>{BIN}</UUID><Name>Bin</Name>{entry(Title='a')}"
        f"<Group><Name>old</Name>{entry(Title='b')}</Group></Group>"
    )
    assert rows(entry(Title="c"), binned)[1:] == (Skipped("trash"), Skipped("trash"))


def test_an_entry_that_is_blank_throughout_is_skipped(only):
    assert only(entry(Title="", UserName="", Password="", Notes="only a note")) == Skipped("empty")


def test_an_expired_entry_is_still_a_login(only):
    expired = entry("<Times><Expires>True</Expires></Times>", Title="Old", Password="p")
    assert isinstance(only(expired), Account)


def test_a_change_of_anything_but_the_password_does_not_make_it_younger(only):
    row = only(
        entry(
            history(
                entry(modified=MONDAY, Password="one"),
                entry(modified=TUESDAY, Password="two", Title="before"),
            ),
            modified=FRIDAY,
            Password="two",
            Title="after",
        )
    )
    assert (row.changed, row.history) == (day(2), (PastPassword(Secret("one"), day(2)),))


def test_a_password_that_never_changed_has_no_date_of_change(only):
    row = only(entry(history(entry(modified=MONDAY, Password="p")), Title="t", Password="p"))
    assert (row.changed, row.history) == (None, ())


def test_states_out_of_order_are_put_in_order(only):
    row = only(
        entry(
            history(
                entry(modified=TUESDAY, Password="two"),
                entry(modified=MONDAY, Password="one"),
                entry(modified="", Password="zero"),
            ),
            Title="t",
            Password="three",
        )
    )
    assert [past.password.reveal() for past in row.history] == ["zero", "one", "two"]


def test_states_without_a_password_are_not_past_passwords(only):
    row = only(entry(history(entry(modified=MONDAY)), Title="t", Password="p"))
    assert (row.changed, row.history) == (None, ())


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        (f"{{REF:P@I:{SHOP.upper()}}}", "the target"),
        (f"{{ref:p@i:{SHOP}}}", "the target"),
        ("{REF:P@T:shop}", "the target"),
        (f"a{{REF:U@I:{SHOP}}}b{{REF:T@U:bob}}", "abobbThe Shop"),
        (f"{{REF:A@I:{SHOP}}}", "https://shop.example"),
        (f"{{REF:N@I:{SHOP}}}", ""),
    ],
)
def test_references_to_other_entries_are_followed(rows, reference, expected):
    target = entry(
        uuid=SHOP,
        Title="The Shop",
        UserName="bob",
        Password="the target",
        URL="https://shop.example",
    )
    row = rows(entry(Title="x", Password=reference), target)[0]
    assert row.password == (Secret(expected) if expected else None)


def test_references_work_in_titles_usernames_and_addresses_too(rows):
    target = entry(uuid=SHOP, Title="T", UserName="u", Password="p", URL="https://a.example")
    reference = entry(
        **{
            key: f"{{REF:{letter}@I:{SHOP}}}"
            for key, letter in (("Title", "T"), ("UserName", "U"), ("URL", "A"))
        }
    )
    row = rows(target, reference)[1]
    assert (row.title, row.username, row.urls) == ("T", "u", ("https://a.example",))


@pytest.mark.parametrize(
    "reference",
    [
        "{REF:P@I:00000000000000000000000000000009}",
        "{REF:P@T:no such title}",
        "{REF:P@I:ffffffffffffffffffffffffffffffff}",
    ],
    ids=["unknown id", "unknown title", "itself"],
)
def test_a_password_reference_that_leads_nowhere_is_unreadable_not_strong(only, reference):
    assert only(entry(Title="x", Password=reference)) == Unreadable(
        "entry 1", "its password stands in another entry, which was not found"
    )


def test_a_title_reference_that_leads_nowhere_is_shown_as_it_is(only):
    assert only(entry(Title="{REF:T@T:nothing}")).title == "{REF:T@T:nothing}"


def test_a_reference_says_nothing_about_when_the_password_changed(rows):
    target = entry(uuid=SHOP, Title="T", Password="p")
    earlier = history(
        entry(modified=MONDAY, Password="own"),
        entry(modified=TUESDAY, Password="{REF:P@T:x}"),
    )
    row = rows(target, entry(earlier, Title="r", Password=f"{{REF:P@I:{SHOP}}}"))[1]
    assert (row.changed, row.history) == (None, (PastPassword(Secret("own"), day(2)),))


def test_a_password_that_replaced_a_reference_has_a_date(only):
    earlier = history(entry(modified=MONDAY, Password="{REF:P@T:x}"))
    row = only(entry(earlier, modified=FRIDAY, Title="r", Password="own"))
    assert (row.changed, row.history) == (day(5), ())


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("otp", "otpauth://totp/Shop:ann?secret=JBSWY3DPEHPK3PXP"),
        ("otp", "key=JBSWY3DPEHPK3PXP&amp;size=6"),
        ("TOTP Seed", "JBSW Y3DP EHPK 3PXP"),
        ("TimeOtp-Secret-Base32", "JBSWY3DPEHPK3PXP"),
        ("TimeOtp-Secret-Hex", "48656c6c6f21"),
        ("TimeOtp-Secret", "plain"),
        ("HmacOtp-Secret-Base64", "SGVsbG8h"),
    ],
)
def test_every_convention_for_one_time_passwords_is_known(only, key, value):
    row = only(entry(string(key, value), string("TOTP Settings", "30;S"), Title="x"))
    assert row.totp == Secret(value.replace("&amp;", "&"))


def test_a_passkey_counts_and_its_site_with_it(only):
    row = only(
        entry(
            string("KPEX_PASSKEY_CREDENTIAL_ID", "abc"),
            string("KPEX_PASSKEY_RELYING_PARTY", "login.example.org"),
            Title="x",
        )
    )
    assert (row.passkeys, row.site) == (1, "example.org")


def test_more_addresses_follow_the_first(only):
    row = only(
        entry(
            string("KP2A_URL_1", "https://c.example"),
            string("KP2A_URL", "https://b.example"),
            Title="x",
            URL="https://a.example",
        )
    )
    assert set(row.urls) == {"https://a.example", "https://b.example", "https://c.example"}
    assert row.urls[0] == "https://a.example"


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        ("<QualityCheck>False</QualityCheck>", CHECKS),
        ("<QualityCheck>True</QualityCheck>", frozenset()),
        (
            "<CustomData><Item><Key>KnownBad</Key><Value>true</Value></Item></CustomData>",
            CHECKS,
        ),
        (
            "<CustomData><Item><Key>Other</Key><Value>true</Value></Item></CustomData>",
            frozenset(),
        ),
        (
            "<CustomData><Item><Key>KnownBad</Key><Value>false</Value></Item></CustomData>",
            frozenset(),
        ),
    ],
)
def test_checks_switched_off_in_the_manager_are_switched_off_here(only, mark, expected):
    assert only(entry(mark, Title="x", Password="p")).excluded == expected


def test_damaged_fields_of_an_entry_are_tolerated_where_they_do_not_matter(only):
    row = only("<Entry><UUID>!</UUID><String><Key>Title</Key><Value>x</Value></String></Entry>")
    assert row == Account(title="x")


def test_a_value_that_does_not_decrypt_is_unreadable_and_nothing_is_logged(rows, caplog):
    broken = '<String><Key>Password</Key><Value Protected="True" Hex="ff"/></String>'
    with caplog.at_level(logging.DEBUG):
        found = rows(entry(Title="a", Password="1"), entry(broken, Title="b"), entry(Title="c"))
    assert found[1] == Unreadable("entry 2", "a field of it could not be decrypted")
    assert [type(row) for row in found] == [Account, Unreadable, Account]
    assert caplog.records == []


# ── Databases that do not open ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("make", ["kdbx3", "kdbx4"])
@pytest.mark.parametrize("wrong", ["", "wrong", "\udc80"], ids=["none", "wrong", "not text"])
def test_a_wrong_passphrase_says_so_and_names_key_files(request, make, wrong):
    file = request.getfixturevalue(make)(tree(FULL))
    with pytest.raises(PassphraseError) as caught:
        read_vault(file, name="mine.kdbx", ask=lambda _: Secret(wrong))
    assert caught.value.message == "mine.kdbx did not open with this passphrase"
    assert "key file" in caught.value.hint


def test_without_anybody_to_ask_it_says_so(kdbx3):
    with pytest.raises(PassphraseError) as caught:
        read_vault(kdbx3(tree(FULL)))
    assert "--passphrase-file" in caught.value.hint


def test_without_the_extra_the_command_that_installs_it_is_named(kdbx3, monkeypatch):
    monkeypatch.setitem(sys.modules, "pykeepass", None)
    with pytest.raises(MissingExtraError) as caught:
        read_vault(kdbx3(tree(FULL)), ask=lambda _: pytest.fail("asked"))
    assert caught.value.hint == "Install it with: pip install 'secaudit[keepass]'"


@pytest.mark.parametrize(
    "start",
    ["03d9a29a65fb4bb5", "03d9a29a66fb4bb500000100", "03d9a29a67fb4bb500000200", "03d9a29a"],
    ids=["KeePass 1", "beta", "KDBX 2", "cut"],
)
def test_other_versions_are_named_as_such(start):
    with pytest.raises(VaultError) as caught:
        read_vault(bytes.fromhex(start) + bytes(200), ask=lambda _: pytest.fail("asked"))
    assert "version" in caught.value.message


def patched_header(file: bytes, old: bytes, new: bytes) -> bytes:
    """Change the header of a KDBX 4 file, and its checksum with it."""
    end = file.index(b"\x00\x04\x00\x00\x00\r\n\r\n") + 9
    assert file[end : end + 32] == hashlib.sha256(file[:end]).digest()
    assert file[:end].count(old) == 1
    header = file[:end].replace(old, new)
    return header + hashlib.sha256(header).digest() + file[end + 32 :]


@pytest.mark.parametrize(
    ("key", "form", "usual", "hostile", "said"),
    [
        ("M", "<Q", 2**16, 2**40, "its memory is above"),
        ("I", "<Q", 1, 2**40, "its iterations are above"),
        ("I", "<Q", 1, 0, "damaged"),
        ("P", "<I", 1, 2**20, "its parallelism is above"),
    ],
    ids=["memory", "passes", "no passes", "lanes"],
)
def test_a_hostile_kdbx_4_is_refused_by_name_before_any_work(  # noqa: PLR0913, PLR0917
    kdbx4, key, form, usual, hostile, said
):
    start = key.encode() + struct.pack("<I", struct.calcsize(form))
    old, new = (start + struct.pack(form, value) for value in (usual, hostile))
    file = patched_header(kdbx4(tree(FULL)), old, new)
    with pytest.raises(VaultError, match=said):
        read_vault(file, ask=lambda _: pytest.fail("asked"))


def test_memory_and_passes_are_limited_together(kdbx4):
    file = patched_header(
        kdbx4(tree(FULL)),
        b"M\x08\0\0\0" + struct.pack("<Q", 2**16),
        b"M\x08\0\0\0" + struct.pack("<Q", 2**30),
    )
    file = patched_header(
        file,
        b"I\x08\0\0\0" + struct.pack("<Q", 1),
        b"I\x08\0\0\0" + struct.pack("<Q", 1000),
    )
    with pytest.raises(VaultError, match="its memory times iterations is above"):
        read_vault(file, ask=lambda _: pytest.fail("asked"))


@pytest.mark.parametrize(("rounds", "said"), [(0, "damaged"), (10**12, "its rounds are above")])
def test_a_hostile_kdbx_3_is_refused_before_any_work(kdbx3, rounds, said):
    with pytest.raises(VaultError, match=said):
        read_vault(kdbx3(tree(FULL), rounds=rounds), ask=lambda _: pytest.fail("asked"))


def test_the_rounds_of_kdbx_3_give_the_key_that_pykeepass_gives(passphrase):
    once = hashlib.sha256(passphrase.encode()).digest()
    expected = aes_kdf(b"s" * 32, 70_001, hashlib.sha256(once).digest())
    assert kdbx._aes_key(Secret(passphrase), b"s" * 32, 70_001) == expected


def test_a_kdbx_3_whose_header_was_changed_is_damaged(kdbx3, passphrase):
    xml = tree(FULL).replace("{hash}", base64.b64encode(bytes(32)).decode())
    with pytest.raises(VaultError, match="damaged or not complete"):
        read_vault(kdbx3(xml), ask=lambda _: Secret(passphrase))


def test_a_kdbx_4_whose_header_was_changed_is_damaged_before_anybody_is_asked(kdbx4):
    file = bytearray(kdbx4(tree(FULL)))
    file[40] ^= 1
    with pytest.raises(VaultError, match="damaged or not complete"):
        read_vault(bytes(file), ask=lambda _: pytest.fail("asked"))


@pytest.mark.parametrize("make", ["kdbx3", "kdbx4"])
@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.9, 0.99])
def test_a_truncated_database_is_damaged(request, passphrase, make, share):
    file = request.getfixturevalue(make)(tree(*[FULL] * 30))
    with pytest.raises(VaultError, match="damaged or not complete"):
        read_vault(file[: int(len(file) * share)], ask=lambda _: Secret(passphrase))


def test_the_kdbx_files_of_these_tests_are_real_ones(kdbx3, passphrase, tmp_path):
    path = tmp_path / "mine.kdbx"
    path.write_bytes(kdbx3(tree(FULL)))
    assert PyKeePass(path, password=passphrase).entries[0].password == "third <ß>"
