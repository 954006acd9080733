"""The range API: what is found, what is not, and that no fault ever looks like "not found"."""

import hashlib
from collections.abc import Callable, Mapping

import pytest

from secaudit.model import Pwned, Unchecked, silent
from secaudit.sources.hibp import PwnedPasswords
from secaudit.sources.http import Client
from secaudit.sources.ranges import FEWEST_ROWS
from tests.loopback import Answer, Loopback, Request, range_body

MakeClient = Callable[..., Client]


def sha1(password: str) -> bytes:
    return hashlib.sha1(password.encode()).digest()  # noqa: S324


SAFE, HUNTER = sha1("nobody has this one"), sha1("hunter2")


def counts(
    make_client: MakeClient, server: Loopback, *digests: bytes
) -> Mapping[bytes, Pwned | Unchecked]:
    base = f"{server.url}/range"
    return PwnedPasswords(make_client(server.url), base).counts(digests, silent)


def test_a_pwned_password_is_found_and_another_is_not(server: Loopback, make_client: MakeClient):
    assert counts(make_client, server, SAFE, HUNTER) == {SAFE: Pwned(0), HUNTER: Pwned(17_000)}


def test_only_five_characters_of_each_hash_are_sent_once_and_padding_is_asked_for(
    server: Loopback, make_client: MakeClient
):
    twin = HUNTER[:3] + SAFE[3:]
    counts(make_client, server, SAFE, HUNTER, HUNTER, twin)
    assert sorted(server.paths()) == sorted(
        {f"/range/{digest.hex()[:5].upper()}" for digest in (SAFE, HUNTER)}
    )
    assert {request.headers["add-padding"] for request in server.requests} == {"true"}


def test_the_ledger_says_what_was_sent(server: Loopback, make_client: MakeClient):
    client = make_client(server.url)
    passwords = PwnedPasswords(client, server.url + "/range/")
    passwords.counts([HUNTER], silent)
    assert [sent.sent for sent in client.sent()] == [
        "the first 5 characters of the SHA-1 hash of 1 password"
    ]
    passwords.counts([SAFE], silent)
    assert [sent.sent for sent in client.sent()] == [
        "the first 5 characters of the SHA-1 hash of 2 passwords"
    ]


def test_prefixes_are_asked_for_in_an_order_of_their_own(server: Loopback, make_client: MakeClient):
    digests = [sha1(str(i)) for i in range(60)]
    PwnedPasswords(make_client(server.url, lanes=1), server.url + "/range").counts(digests, silent)
    asked = [path[-5:] for path in server.paths()]
    prefixes = [digest.hex()[:5].upper() for digest in digests]
    assert sorted(asked) == sorted(prefixes)
    assert asked not in (prefixes, sorted(prefixes))


def test_a_padding_row_with_count_0_is_no_breach(server: Loopback, make_client: MakeClient):
    server.pwned[HUNTER] = 0
    assert counts(make_client, server, HUNTER) == {HUNTER: Pwned(0)}


@pytest.mark.parametrize("shape", ["lf", "trailing newline", "bom", "lower case"])
def test_harmless_differences_of_form_are_read(
    server: Loopback, make_client: MakeClient, shape: str
):
    change: Callable[[bytes], bytes] = {
        "lf": lambda body: body.replace(b"\r\n", b"\n"),
        "trailing newline": lambda body: body + b"\r\n",
        "bom": lambda body: b"\xef\xbb\xbf" + body,
        "lower case": bytes.lower,
    }[shape]
    server.on("/range/", lambda request: Answer(body=change(server.good_range(request).body)))
    assert counts(make_client, server, SAFE, HUNTER) == {SAFE: Pwned(0), HUNTER: Pwned(17_000)}


def whole(request: Request) -> bytes:
    body: bytes = range_body(request.path[-5:], {})
    return body


NOT_AN_ANSWER: dict[str, Answer | Callable[[Request], Answer]] = {
    "400": Answer(400),
    "404": Answer(404),
    "429": Answer(429),
    "500": Answer(500),
    "502 with an empty body": Answer(502),
    "503": Answer(503),
    "an error with a good body": lambda request: Answer(500, whole(request)),
    "an empty 200": Answer(body=b""),
    "no content": Answer(204),
    "a captive portal": Answer(body=b"<!doctype html><title>Sign in</title>" + b"<p>x" * 999),
    "a redirect": Answer(302, headers={"Location": "http://127.0.0.1:9/"}),
    "JSON": Answer(body=b'{"error": "no"}'),
    "slowness": Answer(delay=0.5),
    "a reset in the body": lambda request: Answer(
        body=whole(request), packed=False, cut=50_000, reset=True
    ),
    "a truncated body": lambda request: Answer(body=whole(request), packed=False, cut=50_000),
    "truncated gzip": lambda request: Answer(body=whole(request), cut=20_000),
    "half a body that claims to be whole": lambda request: Answer(body=whole(request)[:40_000]),
    "half its lines": lambda request: Answer(
        body=b"\r\n".join(whole(request).split(b"\r\n")[:1000])
    ),
    "half its lines and no length": lambda request: Answer(
        raw=b"HTTP/1.1 200 OK\r\n\r\n" + b"\r\n".join(whole(request).split(b"\r\n")[:1000])
    ),
    "too few lines": lambda request: Answer(body=range_body(request.path[-5:], {}, rows=300)),
    "nothing but padding": lambda request: Answer(
        body=b"\r\n".join(row[:36] + b"0" for row in whole(request).split(b"\r\n"))
    ),
    "one bad line": lambda request: Answer(body=whole(request).replace(b"\r\n", b"\r\nx\r\n", 1)),
    "a line without a count": lambda request: Answer(body=whole(request) + b"\r\n" + b"0" * 35),
    "NTLM rows": lambda request: Answer(
        body=b"\r\n".join(row[8:] for row in whole(request).split(b"\r\n"))
    ),
    "counts beyond measure": lambda request: Answer(body=whole(request) + b"9" * 5000),
    "zero bytes": Answer(body=b"\0" * 80_000),
    "too much": Answer(body=b"0" * 2_000_000),
    "no HTTP": Answer(raw=b"hello\r\n\r\n"),
}


@pytest.mark.parametrize("fault", NOT_AN_ANSWER)
def test_no_fault_ever_looks_like_not_found(server: Loopback, make_client: MakeClient, fault: str):
    server.on("/range/", NOT_AN_ANSWER[fault])
    answers = counts(make_client, server, SAFE, HUNTER)
    assert {type(answer) for answer in answers.values()} == {Unchecked}
    assert all(answer.why and answer.asked for answer in answers.values())  # type: ignore[union-attr]


def test_nothing_listening_is_not_checked(make_client: MakeClient):
    with Loopback() as server:
        pass
    assert counts(make_client, server, HUNTER) == {
        HUNTER: Unchecked(f"127.0.0.1:{server.port} could not be reached")
    }


def test_a_hit_counts_even_in_a_range_that_is_too_short(server: Loopback, make_client: MakeClient):
    server.on(
        "/range/", lambda request: Answer(body=range_body(request.path[-5:], server.pwned, rows=2))
    )
    answers = counts(make_client, server, SAFE, HUNTER)
    assert answers[HUNTER] == Pwned(17_000)
    assert answers[SAFE] == Unchecked("the answer looked cut short: 2 hashes, too few for a range")


def test_the_smallest_range_there_ever_was_is_believed(server: Loopback, make_client: MakeClient):
    server.on(
        "/range/",
        lambda request: Answer(body=range_body(request.path[-5:], {}, rows=FEWEST_ROWS)),
    )
    assert counts(make_client, server, SAFE) == {SAFE: Pwned(0)}


def test_a_fault_for_one_range_leaves_the_others_checked(server: Loopback, make_client: MakeClient):
    digests = [sha1(str(i)) for i in range(8)]
    bad = digests[7].hex()[:5].upper()
    server.on(f"/range/{bad}", Answer(502))
    answers = counts(make_client, server, *digests)
    assert answers[digests[7]] == Unchecked(f"127.0.0.1:{server.port} answered with an error (502)")
    assert [answers[d] for d in digests if d != digests[7]] == [Pwned(0)] * 7
