"""The catalogue of breaches, and mail addresses looked up with a key."""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from secaudit.errors import UsageError
from secaudit.model import Breach, Unchecked, silent
from secaudit.sources.hibp import Addresses, Catalogue
from secaudit.sources.http import Client
from secaudit.text import Secret
from tests.loopback import BREACHES, Answer, Loopback, Request, as_json

MakeClient = Callable[..., Client]
TODAY = date(2026, 8, 4)
ADOBE = Breach(
    name="Adobe",
    title="Adobe",
    domain="adobe.com",
    date=date(2013, 10, 4),
    data=frozenset({"Email addresses", "Passwords"}),
)


def catalogue(
    make_client: MakeClient, server: Loopback, cache: Path
) -> tuple[Breach, ...] | Unchecked:
    return Catalogue(make_client(server.url), server.url + "/api/v3", cache, TODAY).breaches()


def test_the_catalogue_is_read_without_invented_ones(
    server: Loopback, make_client: MakeClient, tmp_path: Path
):
    assert catalogue(make_client, server, tmp_path) == (ADOBE,)


def test_flags_and_text_of_others_are_read_with_care(
    server: Loopback, make_client: MakeClient, tmp_path: Path
):
    row = {
        "Name": "Bad\x1b[31m",
        "Domain": "Bad.Example",
        "BreachDate": "2020-02-29",
        "DataClasses": [],
        "IsVerified": False,
        "IsSensitive": True,
        "FieldOfTheFuture": {},
    }
    server.on("/api/v3/breaches", as_json([row]))
    assert catalogue(make_client, server, tmp_path) == (
        Breach(
            "Bad",
            "Bad",
            "bad.example",
            date(2020, 2, 29),
            frozenset(),
            verified=False,
            sensitive=True,
        ),
    )


def test_it_is_fetched_again_only_when_it_changed(
    server: Loopback, make_client: MakeClient, tmp_path: Path
):
    catalogue(make_client, server, tmp_path)
    server.on("/api/v3/breaches", Answer(304))
    assert catalogue(make_client, server, tmp_path) == (ADOBE,)
    assert [request.headers.get("if-none-match") for request in server.requests] == [None, '"b1"']


@pytest.mark.parametrize(
    "answer",
    [
        Answer(500),
        Answer(304),
        Answer(delay=0.5),
        as_json([]),
        as_json({}),
        as_json([1]),
        as_json([{**BREACHES[0], "BreachDate": "yesterday"}]),
        as_json([{**BREACHES[0], "Domain": None}]),
        as_json([{**BREACHES[0], "DataClasses": "Passwords"}]),
        as_json([{key: BREACHES[0][key] for key in ("Name", "Domain")}]),
        Answer(body=json.dumps(BREACHES).encode()[:-9]),
        Answer(body=b"[" * 100_000),
        Answer(body=b"<html>Sign in</html>"),
        Answer(body=b"\xff\xfe"),
    ],
)
def test_what_is_no_catalogue_is_not_checked(
    server: Loopback, make_client: MakeClient, tmp_path: Path, answer: Answer
):
    server.on("/api/v3/breaches", answer)
    assert isinstance(catalogue(make_client, server, tmp_path), Unchecked)


def test_an_old_copy_does_not_stand_in_for_a_server_that_fails(
    server: Loopback, make_client: MakeClient, tmp_path: Path
):
    catalogue(make_client, server, tmp_path)
    server.on("/api/v3/breaches", Answer(503))
    assert catalogue(make_client, server, tmp_path) == Unchecked(
        f"127.0.0.1:{server.port} answered with an error (503)"
    )


# ── Mail addresses ───────────────────────────────────────────────────────────────────────────────

KEY = Secret("0123456789abcdef" * 2)
ANN, BOB = "ann@example.org", "Bob+x@example.org"


def breached(
    make_client: MakeClient, server: Loopback, *addresses: str
) -> Mapping[str, tuple[str, ...] | Unchecked]:
    client = make_client(server.url)
    return Addresses(client, server.url + "/api/v3/", KEY).breached(addresses, silent)


def plan(server: Loopback, **status: Any) -> None:
    server.on("/api/v3/subscription/status", as_json(status))


def test_without_the_search_by_hash_addresses_are_sent(server: Loopback, make_client: MakeClient):
    plan(server, SubscriptionName="Pwned 1", IncludesKAnon=False)
    server.on("/api/v3/breachedaccount/", Answer(404))
    server.on("/api/v3/breachedaccount/ann", as_json([{"Name": "Adobe"}, {"Name": "Canva"}]))
    assert breached(make_client, server, ANN, BOB) == {ANN: ("Adobe", "Canva"), BOB: ()}
    assert server.paths("/api/v3/breachedaccount") == [
        "/api/v3/breachedaccount/ann%40example.org",
        "/api/v3/breachedaccount/Bob%2Bx%40example.org",
    ]
    assert {request.headers["hibp-api-key"] for request in server.requests} == {KEY.reveal()}


def test_with_it_only_a_part_of_a_hash_is_sent(server: Loopback, make_client: MakeClient):
    plan(server, includesKAnon=True)
    digest = hashlib.sha1(BOB.lower().encode()).hexdigest().upper()  # noqa: S324
    server.on("/api/v3/breachedaccount/range/", Answer(404))
    server.on(
        f"/api/v3/breachedaccount/range/{digest[:6]}",
        as_json(
            [
                {"hashSuffix": "0" * 34, "websites": ["Other"]},
                {"hashSuffix": digest[6:], "websites": ["Adobe"]},
            ]
        ),
    )
    assert breached(make_client, server, ANN, BOB) == {ANN: (), BOB: ("Adobe",)}
    assert all(len(path.rpartition("/")[2]) == 6 for path in server.paths("/api/v3/breached"))


def test_an_address_whose_hash_is_not_in_its_range_is_in_no_breach(
    server: Loopback, make_client: MakeClient
):
    plan(server, IncludesKAnon=True)
    server.on(
        "/api/v3/breachedaccount/range/", as_json([{"hashSuffix": "0" * 34, "websites": ["Other"]}])
    )
    assert breached(make_client, server, ANN) == {ANN: ()}


def test_the_ledger_says_which_of_the_two_was_sent(server: Loopback, make_client: MakeClient):
    server.on("/api/v3/breachedaccount/", Answer(404))
    client = make_client(server.url)
    addresses = Addresses(client, server.url + "/api/v3/", KEY)
    plan(server, IncludesKAnon=False)
    addresses.breached([ANN, BOB], silent)
    plan(server, IncludesKAnon=True)
    addresses.breached([ANN], silent)
    assert [(sent.requests, sent.sent) for sent in client.sent()] == [
        (2, "your API key, to ask what it allows"),
        (2, "2 mail addresses, with your API key"),
        (1, "the first 6 characters of the SHA-1 hash of 1 mail address, with your API key"),
    ]


def test_a_key_that_may_not_ask_for_its_plan_still_works(server: Loopback, make_client: MakeClient):
    server.on("/api/v3/subscription/status", Answer(403))
    server.on("/api/v3/breachedaccount/", as_json([{"Name": "Adobe"}]))
    assert breached(make_client, server, ANN) == {ANN: ("Adobe",)}


def test_a_bad_key_is_said_and_no_address_is_sent(server: Loopback, make_client: MakeClient):
    server.on("/api/v3/subscription/status", Answer(401))
    assert breached(make_client, server, ANN) == {
        ANN: Unchecked("the API key was not accepted; put in a valid one with “secaudit key set”")
    }
    assert server.paths("/api/v3/breachedaccount") == []


def test_a_key_can_also_be_refused_later(server: Loopback, make_client: MakeClient):
    server.on("/api/v3/breachedaccount/", Answer(401))
    assert isinstance(breached(make_client, server, ANN)[ANN], Unchecked)


def test_nothing_to_look_up_asks_nothing(server: Loopback, make_client: MakeClient):
    assert (breached(make_client, server), server.requests) == ({}, [])


def test_when_a_plan_cannot_be_asked_for_no_address_is_sent(
    server: Loopback, make_client: MakeClient
):
    for answer in (Answer(503), Answer(body=b"<html>")):
        server.on("/api/v3/subscription/status", answer)
        assert isinstance(breached(make_client, server, ANN)[ANN], Unchecked)
    assert server.paths("/api/v3/breachedaccount") == []


def test_a_server_that_answers_404_to_everything_gets_no_address_and_clears_none(
    server: Loopback, make_client: MakeClient
):
    server.on("/", Answer(404))
    server.on("/api/v3/subscription/status", Answer(404))
    assert breached(make_client, server, ANN, BOB) == dict.fromkeys(
        (ANN, BOB), Unchecked(f"127.0.0.1:{server.port} answered with an error (404)")
    )
    assert server.paths() == ["/api/v3/subscription/status"]


def test_an_empty_404_about_an_address_may_hold_white_space(
    server: Loopback, make_client: MakeClient
):
    server.on("/api/v3/breachedaccount/", Answer(404, body=b" \r\n"))
    assert breached(make_client, server, ANN) == {ANN: ()}


def test_a_rate_limit_is_waited_for(server: Loopback, make_client: MakeClient):
    server.on(
        "/api/v3/breachedaccount/",
        Answer(429, headers={"Retry-After": "1"}),
        as_json([{"Name": "Adobe"}]),
    )
    assert breached(make_client, server, ANN) == {ANN: ("Adobe",)}


@pytest.mark.parametrize("by_hash", [False, True])
@pytest.mark.parametrize(
    "answer",
    [
        Answer(400),
        Answer(403),
        Answer(500),
        Answer(502),
        Answer(404, body=b"<html>no such page</html>"),
        Answer(404, body=b"Not Found"),
        as_json({"message": "no such resource"}, status=404),
        Answer(raw=b"HTTP/1.1 404 Not Found\r\n\r\n"),
        Answer(body=b""),
        Answer(body=b"<html>Sign in</html>"),
        as_json({}),
        as_json([]),
        as_json(["Adobe"]),
        as_json([{"Title": "Adobe"}]),
        as_json([{"Name": 1}]),
        as_json([{"hashSuffix": 1, "websites": []}]),
        Answer(body=b'[{"Name": "Ado'),
        Answer(raw=b""),
    ],
)
def test_no_fault_ever_looks_like_in_no_breach(
    server: Loopback, make_client: MakeClient, answer: Answer, *, by_hash: bool
):
    plan(server, IncludesKAnon=by_hash)
    server.on("/api/v3/breachedaccount/", answer)
    assert isinstance(breached(make_client, server, ANN)[ANN], Unchecked)


def test_a_key_of_a_wrong_form_is_refused_without_being_shown(make_client: MakeClient):
    with pytest.raises(UsageError) as caught:
        Addresses(make_client("https://example.org"), "https://example.org", Secret("bad\r\nkey"))
    assert "bad" not in caught.value.message + caught.value.hint


def test_requests_for_addresses_go_one_at_a_time(server: Loopback, make_client: MakeClient):
    def note(_: Request) -> Answer:
        return Answer(404, delay=0.01)

    server.on("/api/v3/breachedaccount/", note)
    breached(make_client, server, *(f"{i}@example.org" for i in range(9)))
    assert server.busiest == 1
