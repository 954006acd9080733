"""Codes of authenticator apps find the logins they belong to, and no others."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from secaudit.auditing import audit
from secaudit.gathering import accounts_of, gather
from secaudit.matching import match
from secaudit.model import Account, Offer, OneTimeCode, Unchecked, Vault
from secaudit.sites import site_of
from secaudit.sources import Sources
from secaudit.text import Secret

SEED = "JBSWY3DPEHPK3PXP"
TODAY = date(2026, 11, 22)
MAIL = "ana@mail.example"


def login(url: str = "https://github.com", username: str = MAIL, **more: Any) -> Account:
    fields: dict[str, Any] = {"title": url, "urls": (url,), "site": site_of(url)}
    return Account(**(fields | {"username": username, "password": Secret("p")} | more))


def code(issuer: str = "GitHub", label: str = MAIL, seed: str = "", **more: str) -> OneTimeCode:
    return OneTimeCode(issuer, label, Secret(seed) if seed else None, **more)


def owners(one: OneTimeCode, *accounts: Account) -> list[int]:
    """Return the places, from 0, of the accounts that a code was given to."""
    numbered = [replace(account, id=f"a{number}") for number, account in enumerate(accounts)]
    matched, unmatched = match(numbered, [one])
    found = [number for number, account in enumerate(matched) if account.codes]
    assert all(account.codes in {(), (one,)} for account in matched)
    assert unmatched == (() if found else (one,))
    return found


# ── By seed ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "held",
    [
        SEED,
        "jbsw y3dp ehpk 3pxp",
        "JBSW-Y3DP-EHPK-3PXP",
        f"{SEED}======",
        f"otpauth://totp/Shop:ana?secret={SEED}&issuer=Shop",
        f"otpauth://totp/Shop:ana?issuer=Shop&secret={SEED.lower()}%3D%3D#x",
        f"key={SEED}&step=30",
        f"steam://{SEED}",
    ],
)
@pytest.mark.parametrize("seed", [SEED, f"otpauth://totp/x?secret={SEED}"])
def test_the_same_seed_decides_however_it_is_written(held, seed):
    account = login("https://shop.example", totp=Secret(held))
    assert owners(code("Another name", "bob", seed), login(), account) == [1]


def test_the_same_seed_at_several_logins_is_the_second_step_of_each():
    accounts = login(totp=Secret(SEED)), login("https://a.example", totp=Secret(SEED))
    assert owners(code("", "", SEED), *accounts, login(totp=Secret("OTHER234"))) == [0, 1]


@pytest.mark.parametrize("note", ["-", " = ", "otpauth://totp/x?secret="])
def test_a_note_in_the_field_is_no_seed(note):
    assert owners(code("Elsewhere", "bob", "-"), login(totp=Secret(note))) == []


def test_another_seed_does_not_speak_against_site_and_user():
    assert owners(code(seed="OTHER234"), login(totp=Secret(SEED))) == [0]


# ── By the name of the site ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("issuer", "url"),
    [
        ("Google", "https://accounts.google.com/signin"),
        ("Google", "https://youtube.com"),
        ("YouTube", "https://accounts.google.com"),
        ("Google Account", "google.com"),
        ("GitHub", "https://github.com/login"),
        ("github.com", "https://github.com"),
        ("https://github.com/", "https://github.com"),
        ("Amazon", "https://www.amazon.de/ap/signin"),
        ("Amazon Web Services", "https://signin.aws.amazon.com/console"),
        ("AWS", "https://123456789012.signin.aws.amazon.com"),
        ("Microsoft", "https://login.live.com"),
        ("Microsoft account", "https://login.microsoftonline.com"),
        ("Discord", "https://discord.com/login"),
        ("Discord", "androidapp://com.discord"),
        ("PayPal", "https://www.paypal.com"),
        ("Twitter", "https://x.com"),
        ("X", "https://twitter.com"),
        ("Coinbase", "https://www.coinbase.com"),
        ("Kraken - Sign in", "https://www.kraken.com"),
        ("WordPress.com", "https://wordpress.com/log-in"),
        ("npmjs", "https://www.npmjs.com"),
        ("npm", "https://www.npmjs.com"),
        ("Firefox", "https://accounts.firefox.com"),
        ("Mozilla accounts", "https://accounts.firefox.com"),
        ("Nintendo Account", "https://accounts.nintendo.com"),
        ("accounts.nintendo.com", "https://www.nintendo.com"),
        ("Epic Games", "https://www.epicgames.com/id/login"),
        ("Proton", "https://account.proton.me"),
        ("ProtonMail", "https://account.proton.me"),
        ("Steam", "https://store.steampowered.com"),
        ("PlayStation Network", "https://my.account.sony.com"),
        ("Electronic Arts", "https://www.ea.com"),
        ("Adobe ID", "https://account.adobe.com"),
        ("ID.me", "https://api.id.me"),
        ("Posteo.de", "https://posteo.de"),
        ("Crédit Mutuel", "https://www.xn--crditmutuel-bbb.example"),
    ],
)
def test_issuers_of_real_life_find_their_site(issuer, url):
    title = issuer if "xn--" in url else "Something else"
    assert owners(code(issuer), login("https://other.example"), login(url, title=title)) == [1]


@pytest.mark.parametrize(
    ("issuer", "url"),
    [
        ("Kraken - Funding", "https://www.kraken.com"),
        ("Amazon Web Services", "https://www.amazon.com"),
        ("GitHub", "https://gitlab.com"),
        ("Hub", "https://github.com"),
        ("mail.example", "https://gmail.com"),
        ("", "https://github.com"),
        (MAIL, "https://mail.example"),
    ],
)
def test_other_issuers_do_not(issuer, url):
    assert owners(code(issuer), login(url)) == []


def test_a_title_finds_a_login_whose_site_has_another_name():
    bank = login("https://mybank-online.example", title="My Bank")
    assert owners(code("MyBank"), bank, login()) == [0]
    assert owners(code("My Bank"), login("", title="My Bank", urls=()), login()) == [0]


def test_a_title_does_not_count_where_a_site_goes_by_that_name():
    through_google = login("https://google.com", title="GitHub")
    assert owners(code(), login(username="bob@mail.example"), through_google) == []
    assert owners(code(), login(), through_google) == [0]


# ── By the name of the user ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("label", "usernames", "expected"),
    [
        (MAIL, [MAIL, "bob@mail.example"], [0]),
        ("ANA@Mail.Example", [MAIL, "bob@mail.example"], [0]),
        ("@Ana", ["bob", "ana"], [1]),
        ("ana", ["@ana", "bob"], [0]),
        # The local part, either way round.
        (MAIL, ["bob", "ana"], [1]),
        ("ana", ["bob@mail.example", MAIL], [1]),
        ("ana@123456789012", ["bob", "ana"], [1]),
        ("ana", [MAIL, "ana@work.example"], []),
        # A handle where people sign in with their address, or the other way round.
        ("kestrel", [MAIL], [0]),
        ("kestrel", [MAIL, "bob@mail.example"], []),
        ("kestrel", [MAIL, "bob"], [0]),
        (MAIL, ["kestrel"], [0]),
        (MAIL, ["kestrel", "bob"], []),
        # Two that differ are two.
        (MAIL, ["ana@work.example"], []),
        ("ana", ["kestrel"], []),
        # Nothing is said.
        ("", [MAIL], [0]),
        ("", [MAIL, "bob"], []),
        (MAIL, [""], [0]),
        ("kestrel", [""], [0]),
        (MAIL, ["", "kestrel"], []),
        ("", ["", ""], []),
    ],
)
def test_the_label_must_fit_one_login(label, usernames, expected):
    assert owners(code(label=label), *(login(username=name) for name in usernames)) == expected


def test_a_code_without_an_issuer_may_have_it_as_its_label():
    assert owners(code("", "GitHub"), login(), login("https://other.example")) == [0]
    assert owners(code("", "GitHub"), login(), login(username="bob")) == []
    assert owners(code("", ""), login()) == []


def test_sites_that_go_by_one_name_are_told_apart_by_the_user_or_not_at_all():
    com, ru = login("https://mail.com"), login("https://mail.ru")
    assert owners(code("Mail"), com, ru) == []
    assert owners(code("mail.ru"), com, ru) == [1]
    assert owners(code("Mail", "bob"), com, login("https://mail.ru", "bob")) == [1]


def test_entries_for_one_login_share_its_code():
    shops = login("https://amazon.com"), login("https://amazon.de", password=Secret("q"))
    assert owners(code("Amazon"), *shops) == [0, 1]
    assert owners(code("Amazon", ""), *shops) == [0, 1]


@pytest.mark.parametrize("url", ["http://192.168.1.1", "https://nas.local"])
def test_one_private_address_may_be_many_devices(url):
    assert owners(code("NAS"), login(url, title="NAS"), login(url, title="NAS")) == []
    assert owners(code("NAS"), login(url, title="NAS"), login(url, title="Router")) == [0]


# ── All of them ──────────────────────────────────────────────────────────────────────────────────


def test_nothing_gives_nothing():
    assert match([], []) == ((), ())
    assert match([], [code()]) == ((), (code(),))


def test_a_code_in_two_exports_is_shown_once_for_each():
    vaults = [
        Vault("vault.csv", "test", (login(),)),
        Vault("aegis.json", "test", (code(), code(), code("Bank"))),
        Vault("2fas.json", "test", (code(), code("Bank"))),
    ]
    [account], unmatched = accounts_of(vaults)
    assert [one.source for one in account.codes] == ["aegis.json", "2fas.json"]
    assert [(one.issuer, one.source) for one in unmatched] == [
        ("Bank", "aegis.json"),
        ("Bank", "2fas.json"),
    ]


def test_thousands_of_codes_at_one_site_find_their_logins():
    accounts = [
        login("https://google.com", f"user{n}@mail.example", id=f"a{n}") for n in range(5_000)
    ]
    codes = [code("Google", f"user{n}@mail.example") for n in range(5_000)]
    strangers = [code("Google", f"handle{n}") for n in range(5_000)]
    matched, unmatched = match(accounts, codes + strangers)
    assert [account.codes for account in matched] == [(one,) for one in codes]
    assert list(unmatched) == strangers


class Offering:
    """Knows that every site offers codes of an app, and nothing else."""

    def counts(self, digests, _progress):
        return dict.fromkeys(digests, Unchecked("not asked", asked=False))

    def breaches(self):
        return Unchecked("not asked", asked=False)

    def breached(self, addresses, _progress):
        return dict.fromkeys(addresses, Unchecked("not asked", asked=False))

    def offers(self, sites):
        return dict.fromkeys(sites, Offer(frozenset({"totp"}), source="the tests"))


def report_on(*vaults: Vault):
    known = Offering()
    sources = Sources(known, known, known, known)
    evidence = gather(vaults, sources=sources, today=TODAY, platforms=[])
    return audit(evidence, vaults, generated=datetime(2026, 11, 22, tzinfo=UTC))


def flagged(report) -> list[str]:
    return [
        account
        for finding in report.findings
        if finding.check == "second-factor-missing"
        for account in finding.accounts
    ]


def test_a_login_whose_code_is_in_an_app_is_not_flagged():
    logins = Vault("vault.csv", "test", (login(), login("https://shop.example")))
    app = Vault("app.json", "test", (code(label="kestrel", seed=SEED), code("Bank", "ana")))
    assert flagged(report_on(logins)) == ["a1", "a2"]
    report = report_on(logins, app)
    assert flagged(report) == ["a2"]
    assert [account.methods for account in report.accounts] == [("totp",), None]
    assert report.unmatched == ("Bank (ana), in app.json",)


def test_what_fits_two_logins_leaves_both_flagged():
    logins = Vault("vault.csv", "test", (login(), login(username="bob@mail.example")))
    report = report_on(logins, Vault("app.json", "test", (code(label="kestrel"),)))
    assert flagged(report) == ["a1", "a2"]
    assert report.unmatched == ("GitHub (kestrel), in app.json",)


def test_a_code_of_the_sites_own_app_is_known_as_that():
    steam = login("https://store.steampowered.com", "ana")
    app = Vault("app.json", "test", (code("Steam", "ana", method="custom-software"),))
    report = report_on(Vault("vault.csv", "test", (steam,)), app)
    assert report.accounts[0].methods == ("custom-software",)
    assert flagged(report) == []
