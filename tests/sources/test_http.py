"""The one client, against a real server that behaves and misbehaves."""

import asyncio
import gzip
import ssl
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
import trustme
from stamina.instrumentation import get_on_retry_hooks

from secaudit import __version__
from secaudit.errors import NetworkRefusedError
from secaudit.languages import speaking
from secaudit.model import Sent, Unchecked
from secaudit.sources.exchange import Reply, _retry_after
from secaudit.sources.http import Client, Patience, _mozilla
from tests.loopback import Answer, Loopback, Request
from tests.sources.conftest import LARGE

MakeClient = Callable[..., Client]
HASTY = Patience(answer=0.2, whole=0.4, attempts=3, wait=0.01)


def body(_: Any, reply: Reply) -> bytes:
    return reply.body


def things(number: int) -> str:
    return f"{number} things"


def get(client: Client, *urls: str, **how: Any) -> list[Any]:
    return list(client.fetch({url: url for url in urls}, body, sent=things, **how).values())


def fetch_one(make_client: MakeClient, server: Loopback, *answers: Answer, **how: Any) -> Any:
    server.on("/x", *answers)
    return get(make_client(server.url), server.url + "/x", **how)[0]


def reason(server: Loopback, why: str) -> Unchecked:
    return Unchecked(f"127.0.0.1:{server.port} {why}")


def reason_not_asked(server: Loopback) -> Unchecked:
    return Unchecked(f"not asked, because 127.0.0.1:{server.port} was too slow before")


def test_a_request_says_who_asks_and_nothing_more(server: Loopback, make_client: MakeClient):
    fetch_one(make_client, server, Answer(body=b"yes"), headers={"Add-Padding": "true"})
    assert [request.headers for request in server.requests] == [
        {
            "host": f"127.0.0.1:{server.port}",
            "user-agent": f"secaudit/{__version__}",
            "accept-encoding": "gzip",
            "add-padding": "true",
        }
    ]


INTERIM = b"HTTP/1.1 103 Early\r\n\r\n"


@pytest.mark.parametrize(
    "answer",
    [
        Answer(body=b"yes"),
        Answer(body=b"yes", packed=False),
        Answer(body=b"yes", chunked=True),
        Answer(body=b"yes", headers={"Connection": "close"}, close=True),
        Answer(raw=b"HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nyes"),
        Answer(raw=INTERIM * 10 + b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nyes"),
    ],
)
def test_every_way_to_send_a_body_is_read(
    server: Loopback, make_client: MakeClient, answer: Answer
):
    assert fetch_one(make_client, server, answer) == b"yes"


MAYBE_A_PART = "did not say how long its answer is, so it may be only a part"
FAULTS = {
    "400": (Answer(400), "answered with an error (400)"),
    "401": (Answer(401), "did not accept the key (401)"),
    "403": (Answer(403), "refused the request (403)"),
    "404": (Answer(404), "answered with an error (404)"),
    "429": (Answer(429), "asked to slow down (429)"),
    "500": (Answer(500), "answered with an error (500)"),
    "502 with an empty body": (Answer(502), "answered with an error (502)"),
    "503": (Answer(503), "answered with an error (503)"),
    "204": (Answer(204), "answered with an error (204)"),
    "a redirect": (
        Answer(302, headers={"Location": "https://elsewhere.example/"}),
        "pointed to another address, which is not followed",
    ),
    "slowness": (Answer(delay=0.6), "did not answer in time"),
    "a body that drips": (
        Answer(body=b"x" * 100, packed=False, drip=0.05),
        "did not answer in time",
    ),
    "a reset before the answer": (Answer(raw=b""), "broke off"),
    "a reset in the body": (
        Answer(body=b"x" * 9999, packed=False, cut=500, reset=True),
        "broke off",
    ),
    "a truncated body": (Answer(body=b"x" * 999, packed=False, cut=500), "broke off"),
    "a truncated chunked body": (
        Answer(body=b"x" * 9999, packed=False, chunked=True, cut=5000),
        "broke off",
    ),
    "a body that ends where the connection does": (
        Answer(raw=b"HTTP/1.1 200 OK\r\n\r\nyes"),
        MAYBE_A_PART,
    ),
    "the same, empty": (Answer(raw=b"HTTP/1.1 200 OK\r\n\r\n"), MAYBE_A_PART),
    "the same in HTTP/1.0": (Answer(raw=b"HTTP/1.0 200 OK\r\n\r\nyes"), MAYBE_A_PART),
    "too many interim answers": (
        Answer(raw=INTERIM * 11 + b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nyes"),
        "broke off",
    ),
    "a change to no HTTP": (Answer(raw=b"HTTP/1.1 101 Switching\r\n\r\nyes"), "broke off"),
    "no HTTP": (Answer(raw=b"SSH-2.0-OpenSSH\r\n\r\n"), "broke off"),
    "endless headers": (Answer(raw=b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 99_999), "broke off"),
    "a body too long": (
        Answer(body=b"x" * 2_000_000, packed=False),
        "sent more than an answer can be",
    ),
    "a gzip bomb": (Answer(body=b"\0" * 50_000_000), "sent more than an answer can be"),
    "truncated gzip": (
        Answer(body=gzip.compress(b"x" * 9, mtime=0)[:-4], headers={"Content-Encoding": "gzip"}),
        "sent a damaged answer",
    ),
    "damaged gzip": (
        Answer(body=b"no gzip", headers={"Content-Encoding": "gzip"}),
        "sent a damaged answer",
    ),
    "brotli": (
        Answer(body=b"x", headers={"Content-Encoding": "br"}),
        "packed its answer in a way that was not asked for",
    ),
}
BROKE_OFF = "broke off the connection or sent a damaged answer"


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_gives_a_reason_and_no_body(server: Loopback, make_client: MakeClient, fault: str):
    answer, why = FAULTS[fault]
    why = BROKE_OFF if why == "broke off" else why
    assert fetch_one(make_client, server, answer) == reason(server, why)


@pytest.mark.parametrize("fault", ["429", "502 with an empty body", "503", "a truncated body"])
def test_what_may_pass_is_tried_again(server: Loopback, make_client: MakeClient, fault: str):
    assert fetch_one(make_client, server, FAULTS[fault][0], Answer(body=b"yes")) == b"yes"
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    "fault", ["400", "500", "a redirect", "a body too long", "a body that drips", "brotli"]
)
def test_what_will_not_pass_is_not_tried_again(
    server: Loopback, make_client: MakeClient, fault: str
):
    fetch_one(make_client, server, FAULTS[fault][0])
    assert len(server.requests) == 1


def test_attempts_are_bounded(server: Loopback, make_client: MakeClient):
    fetch_one(make_client, server, Answer(503))
    assert len(server.requests) == 3


def test_retry_after_holds_every_lane_back(server: Loopback, make_client: MakeClient):
    arrivals: list[float] = []

    def note(_: Request) -> Answer:
        arrivals.append(time.monotonic())
        return Answer(body=b"yes")

    server.on("/x", Answer(429, headers={"Retry-After": "1"}), note)
    began = time.monotonic()
    urls = [f"{server.url}/x{i}" for i in range(20)]
    assert get(make_client(server.url), *urls) == [b"yes"] * 20
    assert min(arrivals) - began >= 1


def test_a_wait_that_is_too_long_stops_the_run(server: Loopback, make_client: MakeClient):
    server.on("/x", Answer(429, headers={"Retry-After": "120"}))
    answers = get(make_client(server.url), *(f"{server.url}/x{i}" for i in range(20)))
    assert answers[0] == reason(server, "asked to wait for 2 minutes")
    assert set(answers[1:]) == {
        Unchecked(f"not asked, because 127.0.0.1:{server.port} failed before")
    }
    assert len(server.requests) == 1


def test_retry_after_is_read_as_seconds_or_as_a_date():
    soon = datetime.now(UTC) + timedelta(seconds=30)
    assert _retry_after("7") == 7
    assert 28 <= _retry_after(format_datetime(soon, usegmt=True)) <= 30
    assert 28 <= _retry_after(format_datetime(soon).replace("+0000", "-0000")) <= 30
    assert _retry_after("Wed, 21 Oct 2015 07:28:00 GMT") == 0
    assert [_retry_after(nonsense) for nonsense in ("", "soon", "-5", "٣")] == [0, 0, 0, 0]


def test_a_service_that_keeps_failing_is_left_alone(server: Loopback, make_client: MakeClient):
    server.on("/x", Answer(500))
    client = make_client(server.url, lanes=1)
    answers = get(client, *(f"{server.url}/x{i}" for i in range(30)))
    assert len(server.requests) == 8
    assert answers[7:9] == [
        reason(server, "answered with an error (500)"),
        Unchecked(f"not asked, because 127.0.0.1:{server.port} failed before"),
    ]


SLOW = {
    "slow": Answer(delay=0.6),
    "dripping": Answer(body=b"x" * 100, packed=False, drip=0.05),
    "slow, but whole": Answer(body=b"x" * 6, packed=False, drip=0.05),
    "asking to wait": Answer(429, headers={"Retry-After": "1"}),
}


@pytest.mark.parametrize("lanes", [1, 4])
@pytest.mark.parametrize("fault", SLOW)
def test_a_slow_server_is_left_alone(
    server: Loopback, make_client: MakeClient, fault: str, lanes: int
):
    server.on("/x", SLOW[fault])
    patience = replace(HASTY, failures=1000, lost=1.0)
    client = make_client(server.url, lanes=lanes, patience=patience)
    began = time.monotonic()
    answers = get(client, *(f"{server.url}/x{i}" for i in range(100)))
    assert answers[-1] == reason_not_asked(server)
    assert answers.count(reason_not_asked(server)) > 80
    assert time.monotonic() - began < 8


def test_no_attempt_follows_once_too_much_time_is_lost(server: Loopback, make_client: MakeClient):
    server.on("/x", SLOW["slow"])
    client = make_client(server.url, patience=replace(HASTY, lost=0.1))
    assert get(client, f"{server.url}/x1", f"{server.url}/x2") == [
        reason(server, "did not answer in time"),
        reason_not_asked(server),
    ]
    assert len(server.requests) == 1


def test_waiting_as_asked_is_no_loss_where_it_helps(server: Loopback, make_client: MakeClient):
    server.on("/x", Answer(429, headers={"Retry-After": "1"}), Answer(body=b"yes"))
    client = make_client(server.url, patience=replace(HASTY, lost=0.5))
    assert get(client, f"{server.url}/x1", f"{server.url}/x2") == [b"yes", b"yes"]


def test_single_failures_do_not_stop_the_rest(server: Loopback, make_client: MakeClient):
    server.on("/x", Answer(body=b"yes"))
    server.on("/x5", Answer(502))
    answers = get(make_client(server.url), *(f"{server.url}/x{i}" for i in range(40)))
    assert answers.count(b"yes") == 39


def test_no_more_is_in_flight_than_lanes_and_connections_are_kept(
    server: Loopback, make_client: MakeClient
):
    server.on("/x", Answer(body=b"yes", delay=0.01))
    client = make_client(server.url, lanes=5)
    assert get(client, *(f"{server.url}/x{i}" for i in range(60))) == [b"yes"] * 60
    assert (server.busiest, server.connections) == (5, 5)


def test_a_connection_that_the_server_closed_is_not_used_again(
    server: Loopback, make_client: MakeClient
):
    server.on("/x", Answer(body=b"yes", close=True))

    def slow(_: Any, reply: Reply) -> bytes:
        time.sleep(0.05)  # the server's FIN arrives
        return reply.body

    urls = {i: f"{server.url}/x{i}" for i in range(5)}
    answers = make_client(server.url, lanes=1).fetch(urls, slow, sent=things)
    assert list(answers.values()) == [b"yes"] * 5


def test_only_the_hosts_on_the_list_are_asked(server: Loopback, make_client: MakeClient):
    client = make_client(server.url)
    for url in ("https://elsewhere.example/", f"https://127.0.0.1:{server.port}/"):
        with pytest.raises(NetworkRefusedError):
            get(client, url)
    assert (server.requests, client.sent()) == ([], ())


def test_nothing_to_ask_asks_nothing(server: Loopback, make_client: MakeClient):
    assert (get(make_client(server.url)), server.connections) == ([], 0)


def test_the_ledger_counts_requests_and_things(server: Loopback, make_client: MakeClient):
    server.on("/x", Answer(body=b"yes"))
    server.on("/xbad", Answer(503), Answer(body=b"yes"))
    client = make_client(server.url)
    get(client, f"{server.url}/xa", f"{server.url}/xbad")
    get(client, f"{server.url}/xa")
    assert client.sent() == (Sent(f"127.0.0.1:{server.port}", 4, "2 things"),)


def test_what_never_left_is_not_in_the_ledger(make_client: MakeClient):
    with Loopback() as gone:
        url = gone.url
    client = make_client(url)
    assert get(client, url + "/1", url + "/2") == [
        Unchecked(f"{url[7:]} could not be reached"),
        Unchecked(f"not asked, because {url[7:]} failed before"),
    ]
    assert client.sent() == ()


def test_an_interruption_passes_through_and_the_ledger_is_kept(
    server: Loopback, make_client: MakeClient
):
    server.on("/x", Answer(body=b"yes"))
    client = make_client(server.url)

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        get(client, f"{server.url}/x1", f"{server.url}/x2", progress=interrupt)
    assert client.sent() == (Sent(f"127.0.0.1:{server.port}", 1, "1 things"),)


def test_progress_is_reported(server: Loopback, make_client: MakeClient):
    server.on("/x", Answer(body=b"yes"))
    seen: list[tuple[str, int, int]] = []
    get(
        make_client(server.url, lanes=1),
        f"{server.url}/x1",
        f"{server.url}/x2",
        stage="Asking",
        progress=lambda *step: seen.append(step),
    )
    assert seen == [("Asking", 1, 2), ("Asking", 2, 2)]


def test_it_also_works_where_an_event_loop_is_running(server: Loopback, make_client: MakeClient):
    server.on("/x", Answer(body=b"yes"))

    async def notebook() -> list[Any]:
        return get(make_client(server.url), server.url + "/x")

    assert asyncio.run(notebook()) == [b"yes"]


def test_there_too_it_speaks_the_language_of_the_audit(server: Loopback, make_client: MakeClient):
    server.on("/x", Answer(403))

    async def notebook() -> list[Any]:
        with speaking("es"):
            return get(make_client(server.url), server.url + "/x")

    refused = f"127.0.0.1:{server.port} rechazó la petición (403)"
    assert asyncio.run(notebook()) == [Unchecked(refused)]


def test_retries_are_not_logged_and_the_hooks_come_back(
    server: Loopback, make_client: MakeClient, caplog: pytest.LogCaptureFixture
):
    before = get_on_retry_hooks()
    fetch_one(make_client, server, Answer(503), Answer(body=b"yes"))
    assert (caplog.records, get_on_retry_hooks()) == ([], before)


def test_the_environment_chooses_no_proxy(
    server: Loopback, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert fetch_one(make_client, server, Answer(body=b"yes")) == b"yes"


# ── TLS ──────────────────────────────────────────────────────────────────────────────────────────

NOT_PROVEN = "could not prove who it is, or TLS failed"


def test_a_trusted_certificate_is_accepted(
    tls_server: Loopback, make_client: MakeClient, trust: ssl.SSLContext
):
    tls_server.on("/x", Answer(body=b"yes"))
    client = make_client(tls_server.url, trust=trust)
    urls = [f"{tls_server.url}/x{i}" for i in range(20)]
    assert get(client, *urls) == [b"yes"] * 20


TORN = {
    "without a length": (Answer(raw=b"HTTP/1.1 200 OK\r\n\r\nye", torn=True), MAYBE_A_PART),
    "with a length": (Answer(body=b"yes", packed=False, cut=2, torn=True), BROKE_OFF),
    "in chunks": (Answer(body=b"yes", packed=False, chunked=True, cut=5, torn=True), BROKE_OFF),
}


@pytest.mark.parametrize("fault", TORN)
@pytest.mark.parametrize("through_proxy", [False, True])
def test_a_body_cut_without_the_goodbye_of_tls_is_no_body(  # noqa: PLR0913  # four are fixtures
    tls_server: Loopback,
    make_client: MakeClient,
    trust: ssl.SSLContext,
    proxy_port: int,
    fault: str,
    *,
    through_proxy: bool,
):
    answer, why = TORN[fault]
    tls_server.on("/x", answer)
    proxy = f"http://127.0.0.1:{proxy_port}" if through_proxy else None
    client = make_client(tls_server.url, trust=trust, proxy=proxy)
    assert get(client, tls_server.url + "/x") == [reason(tls_server, why)]


def test_an_unknown_authority_is_not(tls_server: Loopback, make_client: MakeClient):
    client = make_client(tls_server.url)
    assert get(client, tls_server.url + "/x") == [reason(tls_server, NOT_PROVEN)]
    assert (tls_server.requests, client.sent()) == ([], ())


def test_a_certificate_for_another_name_is_not(
    misnamed_server: Loopback, make_client: MakeClient, trust: ssl.SSLContext
):
    client = make_client(misnamed_server.url, trust=trust)
    assert get(client, misnamed_server.url + "/x") == [reason(misnamed_server, NOT_PROVEN)]


def test_a_server_without_tls_is_not(
    server: Loopback, make_client: MakeClient, trust: ssl.SSLContext
):
    url = server.url.replace("http:", "https:")
    assert get(make_client(url, trust=trust), url + "/x") == [
        reason(server, "could not be reached")
    ]


def test_session_keys_are_not_written_to_sslkeylogfile(
    tls_server: Loopback,
    make_client: MakeClient,
    authority: trustme.CA,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    log = tmp_path / "keys"
    monkeypatch.setenv("SSLKEYLOGFILE", str(log))
    tls_server.on("/x", Answer(body=b"yes"))
    context = _mozilla.__wrapped__()
    authority.configure_trust(context)
    client = make_client(tls_server.url, trust=context)
    assert get(client, tls_server.url + "/x") == [b"yes"]
    assert not log.exists()


def test_http_2_is_spoken_where_it_is_offered(
    h2_port: int, make_client: MakeClient, trust: ssl.SSLContext
):
    url = f"https://127.0.0.1:{h2_port}"
    urls = [f"{url}/{i}" for i in range(30)]
    assert get(make_client(url, trust=trust), *urls) == [f"/{i}".encode() for i in range(30)]


@pytest.mark.parametrize("fault", ["reset", "goaway", "close", "garbage"])
def test_a_fault_in_http_2_gives_a_reason_too(
    h2_port: int, make_client: MakeClient, trust: ssl.SSLContext, fault: str
):
    url = f"https://127.0.0.1:{h2_port}"
    answers = get(make_client(url, trust=trust), f"{url}/1", f"{url}/{fault}")
    assert answers == [b"/1", Unchecked(f"127.0.0.1:{h2_port} {BROKE_OFF}")]


def test_large_answers_in_http_2_go_on_after_the_first_window(
    h2_port: int, make_client: MakeClient, trust: ssl.SSLContext
):
    url = f"https://127.0.0.1:{h2_port}"
    client = make_client(url, trust=trust, patience=Patience())
    urls = [f"{url}/large{i}" for i in range(25)]  # 25 MB, and the window has 16
    assert {len(body) for body in get(client, *urls)} == {LARGE}


def test_an_answer_in_http_2_that_is_too_long_is_broken_off_and_the_rest_goes_on(
    h2_port: int, make_client: MakeClient, trust: ssl.SSLContext
):
    url = f"https://127.0.0.1:{h2_port}"
    client = make_client(url, trust=trust, patience=Patience())
    urls = [f"{url}/{i}" if i % 2 else f"{url}/large{i}" for i in range(20)]
    why = Unchecked(f"127.0.0.1:{h2_port} sent more than an answer can be")
    assert get(client, *urls, limit=1000) == [f"/{i}".encode() if i % 2 else why for i in range(20)]


def test_after_a_lost_connection_in_http_2_the_rest_goes_on_over_another(
    h2_port: int, make_client: MakeClient, trust: ssl.SSLContext
):
    url = f"https://127.0.0.1:{h2_port}"
    client = make_client(url, trust=trust, lanes=2, patience=Patience(attempts=3, wait=0.01))
    urls = [
        *(f"{url}/{i}" for i in range(6)),
        f"{url}/goaway",
        *(f"{url}/{i}" for i in range(6, 20)),
    ]
    answers = get(client, *urls)
    assert answers.pop(6) == Unchecked(f"127.0.0.1:{h2_port} {BROKE_OFF}")
    assert answers == [f"/{i}".encode() for i in range(20)]


# ── Proxy ────────────────────────────────────────────────────────────────────────────────────────


def test_an_explicit_proxy_is_used(
    tls_server: Loopback, make_client: MakeClient, trust: ssl.SSLContext, proxy_port: int
):
    tls_server.on("/x", Answer(body=b"yes"))
    client = make_client(tls_server.url, trust=trust, proxy=f"http://127.0.0.1:{proxy_port}")
    assert get(client, tls_server.url + "/x") == [b"yes"]


def test_a_proxy_that_refuses_is_a_reason(
    server: Loopback, tls_server: Loopback, make_client: MakeClient, trust: ssl.SSLContext
):
    client = make_client(tls_server.url, trust=trust, proxy=server.url)
    assert get(client, tls_server.url + "/x") == [
        reason(tls_server, "could not be reached, because the proxy refused")
    ]
    assert client.sent() == ()


def test_an_encrypted_proxy_must_prove_who_it_is(tls_server: Loopback, make_client: MakeClient):
    client = make_client("https://example.invalid", proxy=tls_server.url)
    assert get(client, "https://example.invalid/x") == [Unchecked(f"example.invalid {NOT_PROVEN}")]


def test_this_machine_is_asked_without_the_proxy(server: Loopback, make_client: MakeClient):
    server.on("/x", Answer(body=b"yes"))
    client = make_client(server.url, proxy="http://127.0.0.1:9")
    assert get(client, server.url + "/x") == [b"yes"]


def test_patience_has_sensible_limits():
    patience = Patience()
    assert (patience.whole, patience.overall, patience.lost) == (30, 60, 90)
    assert Client(["https://example.org"])._patience == Patience()
