"""The two ways to fill the sources, the common passwords, and the addresses of services."""

import hashlib
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from secaudit.errors import UsageError
from secaudit.model import Offer, Pwned, Unchecked, silent
from secaudit.sources import Services, Sources, offline, online
from secaudit.sources.common import CommonPasswords
from secaudit.sources.hibp import NO_KEY
from secaudit.text import Secret
from tests.loopback import Answer, Loopback

COMMON = "the list that comes with secaudit"
ANN = "ann@example.org"


def sha1(password: str) -> bytes:
    return hashlib.sha1(password.encode()).digest()  # noqa: S324


HUNTER, PASSWORD, SAFE = sha1("hunter2"), sha1("password"), sha1("nobody has this one")


def everything(sources: Sources) -> tuple[object, ...]:
    return (
        sources.passwords.counts([HUNTER, SAFE], silent),
        sources.catalogue.breaches(),
        sources.addresses.breached([ANN], silent),
        sources.directory.offers(["github.com"]),
    )


def test_a_common_password_has_a_rank_and_no_other_is_cleared():
    assert CommonPasswords().counts([PASSWORD, SAFE]) == {
        PASSWORD: Pwned(count=None, rank=2, source=COMMON),
        SAFE: Unchecked(
            "offline: only compared with the 30,000 most common passwords", asked=False
        ),
    }


def test_the_name_of_the_list_fits_a_sentence_that_says_how_common_the_password_is():
    answer = CommonPasswords().counts([PASSWORD])[PASSWORD]
    assert isinstance(answer, Pwned)
    assert not re.search("[0-9]|most common", answer.source)


def test_offline_says_for_every_part_that_it_was_not_asked(tmp_path: Path):
    sources = offline(cache=tmp_path)
    nothing = Unchecked("offline: this needs the network", asked=False)
    _, breaches, addresses, offers = everything(sources)
    assert (breaches, addresses) == (nothing, {ANN: nothing})
    assert offers == {
        "github.com": Unchecked("2fa.directory: offline, and not fetched before", asked=False)
    }
    assert sources.sent() == ()
    assert len(sources.credits) == 2


def test_offline_imports_no_network_library():
    program = (
        "import sys; from secaudit.sources import *; offline().directory.offers(['a.com']);"
        "assert not {'httpx', 'ssl', 'asyncio', 'stamina'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_online_asks_every_service(server: Loopback, tmp_path: Path):
    sources = online(Services(**server.services), cache=tmp_path, today=date(2026, 8, 4))
    passwords, breaches, addresses, offers = everything(sources)
    assert passwords == {HUNTER: Pwned(17_000), SAFE: Pwned(0)}
    assert [breach.name for breach in breaches] == ["Adobe"]  # type: ignore[attr-defined]
    assert addresses == {ANN: Unchecked(NO_KEY, asked=False)}
    assert isinstance(offers["github.com"], Offer)  # type: ignore[index]
    assert [sent.requests for sent in sources.sent()] == [2, 1, 2]
    assert len(sources.credits) == 3


def test_online_with_a_key_also_asks_about_addresses(server: Loopback, tmp_path: Path):
    server.on("/api/v3/breachedaccount/", Answer(404))
    sources = online(Services(**server.services), key=Secret("0" * 32), cache=tmp_path)
    assert sources.addresses.breached([ANN], silent) == {ANN: ()}


def test_nothing_is_sent_before_a_source_is_used(server: Loopback):
    online(Services(**server.services), key=Secret("0" * 32))
    assert server.connections == 0


def test_where_the_range_fails_a_common_password_is_still_found(server: Loopback):
    server.on("/range/", Answer(400))
    answers = online(Services(**server.services)).passwords.counts([PASSWORD, SAFE], silent)
    assert answers == {
        PASSWORD: Pwned(count=None, rank=2, source=COMMON),
        SAFE: Unchecked(f"127.0.0.1:{server.port} answered with an error (400)"),
    }


@pytest.mark.parametrize("base", ["/range", "/range/"])
def test_a_base_address_works_with_and_without_a_slash(server: Loopback, base: str):
    sources = online(Services(**{**server.services, "range_url": server.url + base}))
    assert sources.passwords.counts([HUNTER], silent) == {HUNTER: Pwned(17_000)}


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://example.org/range/", "is not encrypted"),
        ("http://127.0.0.1.example.org/", "is not encrypted"),
        ("ftp://127.0.0.1/", "is not encrypted"),
        ("https://", "is not an address"),
        ("example.org/range", "is not an address"),
        ("https://exa mple.org/", "is not an address"),
        ("https://example.org:port/", "is not an address"),
        ("https://example..org/", "is not an address"),
        ("https://[::1/", "is not an address"),
        ("https://exämple.org/", "is not an address"),
        ("https://user:secret@example.org/", "holds more than a host and a path"),
        ("https://example.org/?a=b", "holds more than a host and a path"),
    ],
)
def test_an_address_that_may_not_be_asked_is_refused(url: str, why: str):
    with pytest.raises(UsageError) as caught:
        Services(range_url=url)
    assert caught.value.message.startswith(f"--range-url {why}")
    assert "secret" not in caught.value.message


@pytest.mark.parametrize(
    "url", ["https://example.org", "http://127.0.0.1:8080/x", "http://[::1]/", "http://localhost"]
)
def test_other_addresses_are_taken(url: str):
    assert Services(hibp_url=url).hibp_url == url


def test_a_proxy_is_taken_with_its_port():
    assert online(proxy="http://proxy.example.org:3128").sent() == ()


@pytest.mark.parametrize(
    "proxy", ["proxy.example.org:3128", "http://proxy", "socks5://p:1", "http://p:x", ""]
)
def test_a_proxy_that_cannot_be_used_is_refused(proxy: str):
    with pytest.raises(UsageError):
        online(proxy=proxy)
