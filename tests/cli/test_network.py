"""The network through the command line: asked for, said, and never clean where it failed."""

import json

import pytest

from tests.loopback import Answer, Loopback

HTML = b"<html><body>Please log in to the hotel network</body></html>"
pytestmark = pytest.mark.usefixtures("no_waiting")

FAULTS = {
    "500": Answer(status=500),
    "502 with nothing": Answer(status=502),
    "404": Answer(status=404),
    "a login page": Answer(body=HTML),
    "nothing": Answer(body=b""),
    "nonsense": Answer(body=b"\x00\xff" * 5000),
    "cut off": Answer(body=b"0" * 35 + b":1\r\n" * 900, cut=200),
    "reset": Answer(reset=True),
    "elsewhere": Answer(status=302, headers={"Location": "https://elsewhere.example/"}),
}


def options(server):
    return [
        part
        for name, url in server.services.items()
        for part in (f"--{name.replace('_', '-')}", url)
    ]


def audit(secaudit, export, server, *more):
    ended = secaudit("audit", export, "--online", *options(server), "--format", "json", *more)
    return ended.code, json.loads(ended.out)


def test_found_and_not_found_are_told_apart_and_what_was_sent_is_said(secaudit, small_export):
    with Loopback(pwned={"sunshine12": 41}) as server:
        code, report = audit(secaudit, small_export, server)
        prefixes = server.paths("/range/")
    counts = {a["title"]: a["password"]["pwned_count"] for a in report["accounts"]}
    assert counts == {"Forum": 0, "Shop": 41, "Club": 41}
    assert code == 13
    assert len(prefixes) == len(set(prefixes)) == 2
    assert sum(entry["requests"] for entry in report["network"]) == len(server.requests) == 5
    assert {entry["host"] for entry in report["network"]} == {f"127.0.0.1:{server.port}"}


@pytest.mark.parametrize("fault", FAULTS)
def test_no_fault_is_ever_clean(secaudit, clean_export, fault):
    with Loopback() as server:
        for path in ("/range/", "/api/v3/breaches", "/v4/all.json", "/v1/all.json"):
            server.on(path, FAULTS[fault])
        code, report = audit(secaudit, clean_export, server)
    (account,) = report["accounts"]
    missing = {entry["check"] for entry in report["not_checked"] if entry["asked"]}
    assert code == 4
    assert account["password"]["pwned_count"] is None
    assert missing >= {"password-pwned", "site-breached", "second-factor-missing"}
    assert not [line for line in report["good"] if "known breaches" in line or "breach" in line]


def test_a_fault_in_one_range_leaves_only_its_passwords_unchecked(secaudit, export, login):
    passwords = {f"site{n}": f"vN4.tq-8Rw_2z{n}pL" for n in range(6)}
    path = export(*(login(n, f"{n}.example", "ana", p) for n, p in passwords.items()))
    with Loopback() as server:
        server.on("/range/", server.good_range, Answer(status=500), server.good_range)
        code, report = audit(secaudit, path, server)
    counts = [account["password"]["pwned_count"] for account in report["accounts"]]
    assert code != 0
    assert sorted(counts, key=str) == [0, 0, 0, 0, 0, None]


def test_offline_nothing_is_asked(secaudit, clean_export):
    with Loopback() as server:
        ended = secaudit("audit", clean_export, "--offline", *options(server))
        assert server.requests == []
    assert "Nothing was sent" in ended.out


def test_without_a_terminal_it_is_offline_unless_asked_otherwise(secaudit, clean_export):
    with Loopback() as server:
        secaudit("audit", clean_export, *options(server))
        assert server.requests == []


def test_a_password_is_looked_up_online(secaudit):
    with Loopback(pwned={"vN4.tq-8Rw_2zKpL": 3}) as server:
        found = secaudit(
            "password", "--online", "--range-url", f"{server.url}/range", stdin="vN4.tq-8Rw_2zKpL"
        )
        clean = secaudit(
            "password",
            "--online",
            "--range-url",
            f"{server.url}/range",
            stdin="vN4.tq-8Rw_2zKpM",
        )
    assert "known to attackers" in found.out
    assert found.code == 13
    assert "Not found in Pwned Passwords." in clean.out
