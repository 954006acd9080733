"""Nothing is lost on the way in: random records come back whole from the export of each format."""

import re
from dataclasses import replace
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from secaudit.model import Skipped, Unreadable
from secaudit.text import Secret, clean
from secaudit.vaults import FORMATS, read_vault
from secaudit.vaults.authenticators import AUTHENTICATORS
from tests.exports import WRITERS
from tests.exports.records import HOME, PASSKEY_SITE, PASSPHRASE, Record

FILES = [form for form in FORMATS if form.name in WRITERS]
each_format = pytest.mark.parametrize("form", FILES, ids=lambda form: form.name)
SEEN = {
    "username": lambda account: account.username,
    "password": lambda account: account.password,
    "address": lambda account: account.urls,
    "one-time code": lambda account: account.totp,
    "passkey": lambda account: account.passkeys,
    "past passwords": lambda account: account.history,
    "date of change": lambda account: account.changed,
    "date of creation": lambda account: account.created,
    "folder": lambda account: account.group,
    "exclusions": lambda account: account.excluded,
}
SEEN_OF_CODES = {"username": lambda code: code.label, "one-time code": lambda _code: True}
SET_APART = {"trash": "trash", "archived": "archive"}
FULL = Record(
    title="Shop",
    username="ann",
    password="s3cret",
    urls=("https://shop.com/",),
    totp="otpauth://totp/x?secret=JBSWY3DP",
    group=HOME,
    created=1_500_000_000,
    changed=1_600_000_000,
    past=("before",),
    passkey=True,
    excluded=True,
)
NASTY = ['"', "'", ",", ";", "\n", "\r\n", "\\", "&amp;", "@x", "=1+1", "\u2028", "\x1b[31m", "é"]

# NUL is how damage is told; half a pair and U+FFFD are no text that a program could have kept.
letters = st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufffd")
texts = st.one_of(
    st.just(""),
    st.text(letters, max_size=12),
    st.lists(st.sampled_from(NASTY) | letters, max_size=6).map("".join),
)
hosts = st.from_regex(r"[a-z][a-z0-9]{0,8}\.(example|co\.uk)", fullmatch=True)
addresses = st.builds(
    "{}{}{}".format,
    st.sampled_from(["https://", "http://", ""]),
    hosts,
    st.sampled_from(["", "/", "/a?b=c&d#e"]),
)
times = st.just(0) | st.integers(1_000_000_000, 1_700_000_000)
logins = st.builds(
    Record,
    title=texts.map("Shop {}".format),
    username=texts,
    password=texts,
    urls=st.lists(addresses, max_size=3, unique=True).map(tuple),
    totp=st.sampled_from(["", "JBSWY3DPEHPK3PXP"])
    | texts.map(lambda text: f"otpauth://totp/{quote(text)}?secret=JBSWY3DP"),
    group=st.sampled_from(["", HOME]),
    created=times,
    changed=times,
    past=st.lists(texts, max_size=2).map(tuple),
    passkey=st.booleans(),
    excluded=st.booleans(),
)


def records(form):
    """Draw records of every kind that a program writes, and some that got damaged."""
    kinds = sorted(WRITERS[form.name].kinds)
    others = st.builds(lambda kind, one: replace(one, kind=kind), st.sampled_from(kinds), logins)
    # A program still writes a password that lost a character before.
    broken = texts.map(lambda text: replace(FULL, kind="broken", password=f"{text}\ufffd"))
    damaged = st.nothing() if form in AUTHENTICATORS else broken
    return st.lists(logins | damaged | (others if kinds else st.nothing()), max_size=8)


def read(form, written):
    export = WRITERS[form.name].export(written)
    vault = read_vault(export, name="export", ask=lambda _prompt: Secret(PASSPHRASE))
    assert vault.format == form.label
    return vault


def told(form, record):
    """Return what the row of a login must hold, as far as the format says to give it."""
    if form in AUTHENTICATORS:
        return clean(record.title), clean(record.username), record.totp
    code = record.totp if "one-time code" in form.gives else ""
    return clean(record.username), record.password, record.urls, code


def of_account(account):
    secrets = (secret.reveal() if secret else "" for secret in (account.password, account.totp))
    password, code = secrets
    urls = tuple(url for url in account.urls if url != PASSKEY_SITE)
    return account.username, password, urls, code


def of_code(code):
    seed = code.seed.reveal() if code.seed else ""
    in_address = re.search("secret=([A-Z2-7]+)", seed)
    return code.issuer, code.label, in_address[1] if in_address else seed


def fields_seen(vault):
    reasons = {row.reason for row in vault.rows if isinstance(row, Skipped)}
    seen = {field for field, value in SEEN.items() if any(map(value, vault.accounts))}
    seen |= {field for field, value in SEEN_OF_CODES.items() if any(map(value, vault.codes))}
    return seen | {SET_APART[reason] for reason in reasons & SET_APART.keys()}


def test_every_format_has_a_writer():
    # A store of `pass` is a folder, and encrypted for somebody's key.
    assert {form.name for form in FORMATS} - {"pass-store"} == WRITERS.keys()


@each_format
def test_each_format_gives_what_it_says(form):
    writer = WRITERS[form.name]
    kinds = ("login", "login", "login", *sorted(writer.kinds))
    vault = read(form, [writer.kept(replace(FULL, kind=kind)) for kind in kinds])
    assert fields_seen(vault) == form.gives


@each_format
def test_every_record_is_accounted_for(form):
    writer = WRITERS[form.name]

    @settings(
        deadline=None,
        max_examples=6 if writer.slow else 40,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(records(form))
    def holds(drawn):
        # Where there is no header, most rows must look like logins.
        most = [FULL] * (len(drawn) + 1) * writer.guessed
        written = [writer.kept(record) for record in (*most, *drawn, FULL)]
        vault = read(form, written)
        kinds = [record.kind for record in written]
        found = [*map(of_account, vault.accounts), *map(of_code, vault.codes)]
        assert found == [told(form, record) for record in written if record.kind == "login"]
        assert len(vault.rows) == len(written)
        unreadable = [row for row in vault.rows if isinstance(row, Unreadable)]
        assert len(unreadable) >= kinds.count("broken") + kinds.count("junk")
        assert fields_seen(vault) <= form.gives

    holds()
