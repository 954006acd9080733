"""2fa.directory and the passkeys directory, joined, kept on disk and never misread."""

import json
import os
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from secaudit.model import Offer, Sent, Unchecked
from secaudit.sources import Services, offline
from secaudit.sources.directories import NOT_LISTED, Directories
from secaudit.sources.http import Client
from tests.loopback import Answer, Loopback, as_json

MakeClient = Callable[..., Client]
TODAY = date(2026, 8, 4)
SHARED = Path(__file__).parents[2] / ".." / "shared" / "data"


def offers(
    make_client: MakeClient, server: Loopback, cache: Path, *sites: str, today: date = TODAY
) -> Mapping[str, Offer | Unchecked]:
    urls = (server.services["directory_url"], server.services["passkeys_url"])
    return Directories(make_client(server.url), urls, cache, today).offers(sites)


def without_network(server: Loopback, cache: Path, site: str) -> Offer | Unchecked:
    return offline(Services(**server.services), cache=cache, today=TODAY).directory.offers([site])[
        site
    ]


GITHUB = Offer(
    methods=frozenset({"sms", "totp", "u2f"}),
    passkey="allowed",
    passwordless=True,
    documentation="https://docs.github.com/2fa",
    source="2fa.directory, 4 August 2026; passkeys directory, 4 August 2026",
)


def test_what_a_site_offers_is_joined_from_both(
    server: Loopback, make_client: MakeClient, tmp_path: Path
):
    assert offers(make_client, server, tmp_path, "github.com") == {"github.com": GITHUB}


def test_hosts_under_a_site_and_domains_of_one_login_speak_for_it(
    server: Loopback, make_client: MakeClient, tmp_path: Path
):
    google = Offer(
        methods=frozenset({"sms", "totp", "u2f"}),
        passkey="allowed",
        passwordless=True,
        source="2fa.directory (for mail.google.com), 4 August 2026; "
        "passkeys directory (for mail.google.com), 4 August 2026",
    )
    sites = ("google.com", "youtube.com")
    assert offers(make_client, server, tmp_path, *sites) == dict.fromkeys(sites, google)


def test_listed_without_a_second_factor_is_an_answer(
    server: Loopback, make_client: MakeClient, tmp_path: Path
):
    assert offers(make_client, server, tmp_path, "nothing.example") == {
        "nothing.example": Offer(methods=frozenset(), source="2fa.directory, 4 August 2026")
    }


def test_not_listed_is_not_an_answer(server: Loopback, make_client: MakeClient, tmp_path: Path):
    assert offers(make_client, server, tmp_path, "unlisted.example", "127.0.0.1") == {
        site: Unchecked(NOT_LISTED, asked=False) for site in ("unlisted.example", "127.0.0.1")
    }


def only(two_factor: dict[str, Any], server: Loopback, passkeys: Any = None) -> None:
    server.on("/v4/all.json", as_json(two_factor))
    server.on("/v1/all.json", as_json(passkeys or {"other.example": {"mfa": "allowed"}}))


def methods(make_client: MakeClient, server: Loopback, cache: Path, site: str) -> set[str] | None:
    offer = offers(make_client, server, cache, site)[site]
    return set(offer.methods) if isinstance(offer, Offer) else None


def test_the_public_suffix_is_never_what_matches(
    server: Loopback, make_client: MakeClient, tmp_path: Path
):
    only({"bank.com.au": {"methods": ["totp"]}, "com.au": {"methods": ["sms"]}}, server)
    assert methods(make_client, server, tmp_path, "shop.com.au") is None
    assert methods(make_client, server, tmp_path, "bank.com.au") == {"totp"}


def test_the_site_itself_counts_before_hosts_under_it(
    server: Loopback, make_client: MakeClient, tmp_path: Path
):
    only(
        {"pay.shop.com": {"methods": ["u2f"]}, "shop.com": {"methods": ["sms"]}},
        server,
    )
    assert methods(make_client, server, tmp_path, "shop.com") == {"sms"}


def test_of_several_services_what_all_of_them_offer_counts(
    server: Loopback, make_client: MakeClient, tmp_path: Path
):
    only(
        {
            "a.shop.com": {"methods": ["u2f", "sms", "totp"]},
            "b.shop.com": {"methods": ["sms", "totp"]},
            "c.shop.com": {},
        },
        server,
    )
    offer = offers(make_client, server, tmp_path, "shop.com")["shop.com"]
    assert offer == Offer(
        methods=frozenset({"sms", "totp"}),
        source="2fa.directory (for a.shop.com and others), 4 August 2026",
    )


def test_services_of_a_site_that_differ_altogether_say_nothing_about_it(
    server: Loopback, make_client: MakeClient, tmp_path: Path
):
    only({"a.shop.com": {"methods": ["u2f"]}, "b.shop.com": {"methods": ["sms"]}}, server)
    assert methods(make_client, server, tmp_path, "shop.com") is None


def test_a_required_passkey_is_told_from_an_allowed_one(
    server: Loopback, make_client: MakeClient, tmp_path: Path
):
    only(
        {"x.com": {}},
        server,
        {
            "x.com": {"mfa": "allowed"},
            "must.com": {"mfa": "required", "passwordless": "allowed"},
            "maybe.com": {"mfa": "perhaps"},
        },
    )
    answers = offers(make_client, server, tmp_path, "x.com", "must.com", "maybe.com")
    seen = {
        site: (offer.passkey, offer.passwordless)
        for site, offer in answers.items()
        if isinstance(offer, Offer)
    }
    assert seen == {"x.com": ("allowed", False), "must.com": ("required", True)}


def test_entries_of_another_form_are_not_listed(
    server: Loopback, make_client: MakeClient, tmp_path: Path
):
    only(
        {
            "good.com": {"methods": ["totp", "telepathy", 7]},
            "future.com": {"methods": ["telepathy"]},
            "text.com": {"methods": "sms"},
            "none.com": None,
            "not a host": {"methods": ["sms"]},
            "odd.com": {"methods": ["sms"], "mfa": ["x"], "passwordless": {}},
        },
        server,
    )
    sites = ("good.com", "future.com", "text.com", "none.com", "odd.com")
    answers = [methods(make_client, server, tmp_path, site) for site in sites]
    assert answers == [{"totp"}, None, None, None, {"sms"}]


@pytest.mark.parametrize(
    "link", ["http://x.com/", "javascript:alert(1)", "https://x.com/\x1b[1m", "https://", 7, None]
)
def test_only_safe_links_are_kept(
    server: Loopback, make_client: MakeClient, tmp_path: Path, link: Any
):
    only({"x.com": {"methods": ["totp"], "documentation": link}}, server)
    offer = offers(make_client, server, tmp_path, "x.com")["x.com"]
    assert isinstance(offer, Offer)
    assert offer.documentation is None


# ── Reached or not ───────────────────────────────────────────────────────────────────────────────

FAULTS = [
    Answer(500),
    Answer(502),
    Answer(304),
    Answer(delay=0.5),
    Answer(body=b""),
    Answer(body=b"<html>Sign in</html>"),
    as_json([]),
    as_json({}),
    as_json({"error": "no"}),
    as_json([["Site", {"domain": "github.com", "tfa": ["sms"]}]]),
    Answer(body=json.dumps({"github.com": {}}).encode()[:-2]),
    Answer(302, headers={"Location": "https://elsewhere.example/"}),
]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_directory_that_cannot_be_read_is_not_checked(
    server: Loopback, make_client: MakeClient, tmp_path: Path, fault: Answer
):
    server.on("/v4/all.json", fault)
    answer = offers(make_client, server, tmp_path, "github.com")["github.com"]
    assert isinstance(answer, Unchecked)
    assert answer.asked
    assert answer.why.startswith("2fa.directory: ")


@pytest.mark.parametrize("fault", FAULTS)
def test_a_copy_from_before_stands_in_with_its_date(
    server: Loopback, make_client: MakeClient, tmp_path: Path, fault: Answer
):
    offers(make_client, server, tmp_path, "github.com")
    if fault.status == 304:
        return  # then the copy is current: see below
    for path in ("/v4/all.json", "/v1/all.json"):
        server.on(path, fault)
    later = date(2026, 9, 1)
    assert offers(make_client, server, tmp_path, "github.com", today=later) == {
        "github.com": GITHUB
    }


def test_passkeys_that_could_not_be_asked_for_are_named(
    server: Loopback, make_client: MakeClient, tmp_path: Path
):
    server.on("/v1/all.json", Answer(500))
    broken = Unchecked(f"127.0.0.1:{server.port} answered with an error (500)")
    assert offers(make_client, server, tmp_path, "github.com", "elsewhere.example") == {
        "github.com": Offer(
            methods=GITHUB.methods,
            passkey=broken,
            documentation=GITHUB.documentation,
            source="2fa.directory, 4 August 2026",
        ),
        "elsewhere.example": Unchecked(f"{NOT_LISTED}; passkeys: {broken.why}"),
    }


def test_an_unchanged_directory_is_not_sent_again_and_gets_the_new_date(
    server: Loopback, make_client: MakeClient, tmp_path: Path
):
    offers(make_client, server, tmp_path, "github.com")
    for path in ("/v4/all.json", "/v1/all.json"):
        server.on(path, Answer(304))
    for _ in range(2):
        answer = offers(make_client, server, tmp_path, "github.com", today=date(2026, 9, 1))
    tags = [request.headers.get("if-none-match") for request in server.requests]
    assert tags == [None, None, '"t1"', '"p1"', '"t1"', '"p1"']
    offer = answer["github.com"]
    assert isinstance(offer, Offer)
    assert offer.source == "2fa.directory, 1 September 2026; passkeys directory, 1 September 2026"


def test_nothing_about_the_person_is_sent(
    server: Loopback, make_client: MakeClient, tmp_path: Path
):
    client = make_client(server.url)
    urls = (server.services["directory_url"], server.services["passkeys_url"])
    Directories(client, urls, tmp_path, TODAY).offers(["github.com"])
    assert client.sent() == (
        Sent(
            f"127.0.0.1:{server.port}",
            2,
            "nothing about you: a whole public directory was fetched",
        ),
    )
    assert server.paths() == ["/v4/all.json", "/v1/all.json"]


def test_no_site_asks_nothing(server: Loopback, make_client: MakeClient, tmp_path: Path):
    assert (offers(make_client, server, tmp_path), server.requests) == ({}, [])


# ── The copy on disk ─────────────────────────────────────────────────────────────────────────────


def test_offline_the_copy_answers(server: Loopback, make_client: MakeClient, tmp_path: Path):
    offers(make_client, server, tmp_path / "cache", "github.com")
    server.requests.clear()
    assert without_network(server, tmp_path / "cache", "github.com") == GITHUB
    assert server.requests == []


def test_offline_without_a_copy_it_is_not_checked(server: Loopback, tmp_path: Path):
    assert without_network(server, tmp_path, "github.com") == Unchecked(
        "2fa.directory: offline, and not fetched before", asked=False
    )


def test_the_copy_is_readable_by_its_owner_only(
    server: Loopback, make_client: MakeClient, tmp_path: Path
):
    before = os.umask(0)
    try:
        offers(make_client, server, tmp_path / "cache", "github.com")
    finally:
        os.umask(before)
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.rglob("*")}
    assert modes == {"cache": 0o700, "2fa.directory": 0o600, "passkeys.directory": 0o600}


def test_whatever_byte_is_flipped_the_copy_gives_the_truth_or_nothing(
    server: Loopback, make_client: MakeClient, tmp_path: Path
):
    offers(make_client, server, tmp_path, "github.com")
    file = tmp_path / "2fa.directory"
    good = file.read_bytes()
    for position in range(len(good)):
        for bit in (0x01, 0x20):
            damaged = bytearray(good)
            damaged[position] ^= bit
            file.write_bytes(damaged)
            answer = without_network(server, tmp_path, "github.com")
            assert isinstance(answer, Unchecked), position
    for end in range(0, len(good), 7):
        file.write_bytes(good[:end])
        assert isinstance(without_network(server, tmp_path, "github.com"), Unchecked), end


def test_a_damaged_copy_is_fetched_again(server: Loopback, make_client: MakeClient, tmp_path: Path):
    offers(make_client, server, tmp_path, "github.com")
    (tmp_path / "2fa.directory").write_bytes(b"damaged")
    server.requests.clear()
    assert offers(make_client, server, tmp_path, "github.com") == {"github.com": GITHUB}
    assert "if-none-match" not in server.requests[0].headers


def test_a_copy_of_another_address_is_not_used(
    server: Loopback, make_client: MakeClient, tmp_path: Path
):
    offers(make_client, server, tmp_path, "github.com")
    elsewhere = offline(cache=tmp_path, today=TODAY).directory.offers(["github.com"])
    assert isinstance(elsewhere["github.com"], Unchecked)


def test_where_no_copy_can_be_kept_the_answer_is_the_same(
    server: Loopback, make_client: MakeClient, tmp_path: Path
):
    (tmp_path / "cache").write_text("a file where the folder should be")
    answers = offers(make_client, server, tmp_path / "cache", "github.com")
    assert answers == {"github.com": GITHUB}


# ── The real directories ─────────────────────────────────────────────────────────────────────────


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real directories are not at hand")
def test_the_real_directories_are_read(server: Loopback, make_client: MakeClient, tmp_path: Path):
    for path, name in (
        ("/v4/all.json", "2fa.directory/v4-all.json"),
        ("/v1/all.json", "passkeys.directory/v1-all.json"),
    ):
        server.on(path, Answer(body=(SHARED / name).read_bytes()))
    sites = ("google.com", "apple.com", "microsoft.com", "nintendo.com", "steampowered.com")
    answers = offers(make_client, server, tmp_path, *sites, "no-such-site.example")
    passkeys = {s: o.passkey for s, o in answers.items() if isinstance(o, Offer)}
    assert passkeys == {
        "google.com": "allowed",
        "apple.com": "allowed",
        "microsoft.com": "allowed",
        "nintendo.com": "allowed",
        "steampowered.com": None,
    }
    assert all(o.methods for s, o in answers.items() if isinstance(o, Offer))
