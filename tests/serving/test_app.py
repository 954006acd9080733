"""What the range API answers, asked without a network: exact, or an error that nobody misreads."""

import asyncio
import gzip
import shutil

import httpx
import pytest

from secaudit.corpus import ranges as answering
from secaudit.corpus.lookup import Corpus
from secaudit.corpus.ranges import Ranges
from secaudit.corpus.suffixes import beside
from secaudit.serving.app import ASKED, REFUSED, application


@pytest.fixture(scope="module")
def counts():
    return [0, 0]


@pytest.fixture(scope="module")
def ask(known, ntlm, counts):
    """Return a function that asks a server of both kinds."""
    with Ranges(known.path) as one, Ranges(ntlm) as other:
        app = application({"sha1": one, "ntlm": other}, counts)
        yield asking(app)


def asking(app):
    def ask(path, method="GET", **headers):
        async def send():
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
                headers.setdefault("accept_encoding", "identity")
                named = {name.replace("_", "-"): value for name, value in headers.items()}
                return await client.request(method, path, headers=named)

        return asyncio.run(send())

    return ask


def test_every_range_of_the_source_is_given_out_to_the_byte(ask, known):
    wrong = [
        prefix for prefix, body in known.bodies.items() if ask(f"/range/{prefix}").content != body
    ]
    assert wrong == []


def test_an_answer_has_the_headers_of_the_api(ask):
    answer = ask("/range/0000A")
    assert answer.status_code == 200
    headers = dict(answer.headers)
    assert headers.pop("etag").startswith('W/"')
    assert headers == {
        "cache-control": "public, max-age=86400",
        "last-modified": "Sun, 22 Nov 2026 00:00:00 GMT",
        "vary": "Accept-Encoding, Add-Padding",
        "content-length": str(len(answer.content)),
        "content-type": "text/plain; charset=utf-8",
    }


def test_a_prefix_may_have_small_letters(ask, known):
    assert ask("/range/0000a").content == known.bodies["0000A"]


def test_head_says_the_same_without_the_rows(ask):
    head, get = ask("/range/0000A", "HEAD"), ask("/range/0000A")
    assert (head.status_code, head.headers) == (200, get.headers)


@pytest.mark.parametrize("isal", [True, False])
def test_it_is_packed_for_who_takes_that(ask, known, monkeypatch, isal):
    if not isal:
        monkeypatch.setattr(answering, "_isal", lambda: None)
    answer = ask("/range/0000A", accept_encoding="br, gzip;q=0.5")
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.content == known.bodies["0000A"]  # httpx unpacks
    packed = answering.packed(known.bodies["0000A"])
    assert gzip.decompress(packed) == known.bodies["0000A"]
    assert len(packed) < 0.6 * len(known.bodies["0000A"])


@pytest.mark.parametrize("accepted", ["identity", "br", "gzip;q=0", "gzip; q=0.0", ""])
def test_it_is_not_packed_for_who_does_not(ask, accepted):
    assert "content-encoding" not in ask("/range/0000A", accept_encoding=accepted).headers


def test_padding_is_added_where_it_is_asked_for(ask, known):
    real = known.bodies["0000A"].split(b"\r\n")
    padded = ask("/range/0000A", add_padding="true").content.split(b"\r\n")
    assert padded[: len(real)] == real
    assert 800 <= len(padded) <= 1000
    assert {row[-2:] for row in padded[len(real) :]} == {b":0"}
    assert ask("/range/0000A", add_padding="no").content == known.bodies["0000A"]


def test_who_has_it_already_is_told_so(ask):
    tag = ask("/range/0000A").headers["etag"]
    for said in (tag, f'"other", {tag}', "*", tag.removeprefix("W/")):
        answer = ask("/range/0000A", if_none_match=said)
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == tag
    assert ask("/range/0000A", if_none_match='"other"').status_code == 200


def test_ntlm_hashes_are_asked_for_by_mode(ask):
    assert ask("/range/00001?mode=ntlm").content == b"A" * 27 + b":70"
    assert ask("/range/00002?mode=ntlm").content == b""


@pytest.mark.parametrize(
    "path",
    [
        "0000",
        "000000",
        "0000G",
        "",
        "0000A/",
        "%2e%2e",
        "0x00A",
        "+000A",
        "０００００",
        "0000A?mode=md5",
    ],
)
def test_what_is_no_prefix_is_refused(ask, path):
    answer = ask(f"/range/{path}")
    assert (answer.status_code, answer.headers["cache-control"]) == (400, "no-store")


def test_where_nothing_is_known_it_is_an_error_that_says_so(ask):
    answer = ask("/range/ABCDE")
    assert (answer.status_code, answer.headers["cache-control"]) == (503, "no-store")
    assert answer.text == "Nothing is known of this range: the source did not have it.\n"


@pytest.mark.parametrize("code", [0, 200])
@pytest.mark.parametrize("padding", ["true", "false"])
def test_a_range_with_a_damaged_count_is_an_error_and_no_padding(known, tmp_path, code, padding):
    for file in (known.path, beside(known.path)):
        shutil.copy(file, tmp_path)
    path = tmp_path / known.path.name
    with Corpus(path) as corpus:
        small = bytes(corpus.codes).index(1)
        at = corpus.header.counts_at + small
    with path.open("r+b") as file:
        file.seek(at)
        file.write(bytes([code]))
    counts = [0, 0]
    with Ranges(path) as one:
        ask = asking(application({"sha1": one}, counts))
        answer = ask("/range/00000", add_padding=padding)
        assert ask("/range/00001", add_padding="false").content == known.bodies["00001"]
    assert (answer.status_code, answer.headers["cache-control"]) == (503, "no-store")
    assert answer.text == "This range is damaged: check it with secaudit corpus verify.\n"
    assert (counts[ASKED], counts[REFUSED]) == (1, 1)


def test_a_kind_that_is_not_served_is_an_error_that_says_so(known):
    with Ranges(known.path) as one:
        answer = asking(application({"sha1": one}, [0, 0]))("/range/0000A?mode=ntlm")
    assert answer.status_code == 501
    assert answer.text == "There are no NTLM hashes on this server.\n"


def test_a_server_of_the_most_common_says_what_it_leaves_out(common):
    with Ranges(common) as one:
        ask = asking(application({"sha1": one}, [0, 0]))
        assert ask("/range/0000A").headers["secaudit-least"] == "17000"
        assert "Only passwords seen 17,000 times or more are among them." in ask("/").text


def test_the_first_page_says_what_this_is(ask):
    page = ask("/")
    assert page.status_code == 200
    assert "This is the range API of Have I Been Pwned, served by secaudit" in page.text
    assert "1 NTLM hashes" in page.text
    assert "It is not written down who asks for what." in page.text


def test_other_pages_and_methods_are_refused(ask):
    assert ask("/favicon.ico").status_code == 404
    assert ask("/range/0000A", "POST").status_code == 405


def test_it_is_only_counted_how_much_was_asked(ask, counts):
    counts[:] = [0, 0]
    for path in ("/range/0000A", "/range/0000B", "/range/xyz", "/", "/range/ABCDE"):
        ask(path)
    assert (counts[ASKED], counts[REFUSED]) == (2, 2)
