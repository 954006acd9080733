"""`secaudit corpus serve` as a person starts it, asked by secaudit itself."""

import concurrent.futures
import json
import shutil
import signal
import socket
import sys
from pathlib import Path

import httpx
import pytest

from secaudit.corpus.suffixes import beside

WIDER = "127.1:0"
"""This machine in an old spelling, which secaudit takes for another one."""

pytestmark = pytest.mark.usefixtures("no_waiting")


def audited(secaudit, export, *options):
    """Return the counts and the reasons why passwords were not checked, by the login's name."""
    ended = secaudit("audit", export, "--format", "json", *options)
    report = json.loads(ended.out)
    counts = {a["title"]: a["password"]["pwned_count"] for a in report["accounts"]}
    names = {a["id"]: a["title"] for a in report["accounts"]}
    why = {
        names[account]: entry["why"]
        for entry in report["not_checked"]
        if entry["check"] == "password-pwned"
        for account in entry["accounts"]
    }
    return counts, why, report


def asking(url, *more):
    """Ask one server about passwords and none about the rest."""
    nowhere = "http://127.0.0.1:9/"
    rest = [
        part for name in ("hibp", "directory", "passkeys") for part in (f"--{name}-url", nowhere)
    ]
    return ["--online", "--range-url", url, *rest, *more]


def test_an_audit_asks_it_and_says_what_it_says(start, known, export, secaudit):
    server = start(known.path)
    assert server.url.startswith("http://127.0.0.1:")
    counts, why, report = audited(secaudit, export, *asking(server.url))
    code, said = server.stop()
    assert list(why) == ["missing"], why
    assert counts == {"seen": 17_000, "unseen": 0, "missing": None}
    assert "answered with an error (503)" in why["missing"]
    assert code == 0
    assert "Ended. Ranges given out: 2; errors: 1." in said
    (sent,) = [s for s in report["network"] if "SHA-1" in s["sent"]]
    assert "not encrypted" not in sent["sent"]  # it did not leave this machine


def test_the_same_is_found_offline_in_the_corpus(start, known, export, secaudit):
    server = start(known.path)
    over_the_network = audited(secaudit, export, *asking(server.url))[0]
    here = audited(secaudit, export, "--offline", "--corpus", known.path)[0]
    assert over_the_network == {"seen": 17_000, "unseen": 0, "missing": None}
    assert here == {"seen": 17_408, "unseen": 0, "missing": None}  # off by up to 1/16


def test_what_the_most_common_lack_is_not_called_unseen(start, common, export, secaudit):
    server = start(common)
    counts, why, _ = audited(secaudit, export, *asking(server.url))
    assert counts == {"seen": 17_000, "unseen": None, "missing": None}
    assert set(why) == {"unseen", "missing"}
    assert "only knows passwords that were seen 17,000 times or more" in why["unseen"]


def test_nothing_is_written_down_of_who_asks_for_what(start, known, own_home, tmp_path):
    server = start(known.path)
    before = set(Path("/tmp").iterdir())  # noqa: S108
    asked = ["0000A", "0000b", "ABCDE", "kanarie77", "%00kanarie77"]
    with httpx.Client(trust_env=False) as client:
        for prefix in asked:
            client.get(server.url + prefix, headers={"User-Agent": "kanarie77"})
        raw = socket.create_connection(("127.0.0.1", httpx.URL(server.url).port))
        with raw:
            raw.sendall(b"GET kanarie77 kanarie77\r\n\r\n")
            raw.recv(1000)
    _, said = server.stop()
    files = [f for folder in (own_home, tmp_path) for f in folder.rglob("*") if f.is_file()]
    files += [f for f in set(Path("/tmp").iterdir()) - before if f.is_file()]  # noqa: S108
    everything = said + "".join(f.read_bytes().decode("utf-8", "replace") for f in files)
    assert "Ranges given out: 2; errors: 3." in said
    assert [text for text in (*asked, "kanarie77", "HTTP") if text in everything] == []


def test_many_ask_at_once_and_all_get_the_right_answer(start, known):
    server = start(known.path)
    with (
        httpx.Client(trust_env=False, limits=httpx.Limits(max_connections=50)) as client,
        concurrent.futures.ThreadPoolExecutor(20) as pool,
    ):
        prefixes = list(known.bodies) * 5
        bodies = pool.map(lambda prefix: client.get(server.url + prefix).content, prefixes)
        assert [
            p for p, body in zip(prefixes, bodies, strict=True) if body != known.bodies[p]
        ] == []
    assert "Ranges given out: 320; errors: 0." in server.stop()[1]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_cleanly(start, known, how):
    server = start(known.path)
    code, said = server.stop(how)
    assert code == 0
    assert "Traceback" not in said
    assert said.splitlines()[-1] == "Ended. Ranges given out: 0; errors: 0."


# ── Others in the network ────────────────────────────────────────────────────────────────────────


def test_a_wider_address_needs_the_flag(secaudit, known):
    for address in ("0.0.0.0:0", "[::]:0", "192.0.2.7:80", "workshop.example:80"):
        ended = secaudit("corpus", "serve", known.path, "--listen", address)
        assert ended.code == 2
        assert "can be reached from other computers" in ended.err
        assert "--anyone-in-the-network" in ended.err


def test_with_the_flag_it_warns_of_everyone_and_of_reading_along(start, known):
    said = " ".join(start(known.path, "--anyone-in-the-network", listen=WIDER).stop()[1].split())
    assert "warning: everyone who reaches this computer in the network can ask it." in said
    assert "warning: nothing is encrypted." in said
    assert "--allow-http" in said


def test_with_a_certificate_of_its_own_it_is_asked_encrypted(
    start, known, certificate, export, secaudit
):
    cert, key, ca = certificate
    server = start(
        known.path,
        "--tls-cert",
        cert,
        "--tls-key",
        key,
        "--anyone-in-the-network",
        listen=WIDER,
    )
    url = server.url.replace("127.1", "127.0.0.1")
    assert url.startswith("https://")
    counts, _, report = audited(secaudit, export, *asking(url, "--range-ca", ca))
    assert counts == {"seen": 17_000, "unseen": 0, "missing": None}
    assert any("SHA-1" in sent["sent"] for sent in report["network"])
    counts, why, _ = audited(secaudit, export, *asking(url))
    assert counts == dict.fromkeys(counts)
    assert any("could not prove who it is" in reason for reason in why.values())
    assert "nothing is encrypted" not in server.stop()[1]


def test_a_certificate_that_cannot_be_used_is_said(secaudit, known, certificate, tmp_path):
    cert, key, ca = certificate
    (tmp_path / "other.pem").write_text("nothing")
    for files in ((tmp_path / "none", key), (cert, tmp_path / "other.pem"), (ca, key)):
        ended = secaudit(
            "corpus",
            "serve",
            known.path,
            "--listen",
            "127.0.0.1:0",
            "--tls-cert",
            files[0],
            "--tls-key",
            files[1],
        )
        assert ended.code == 2
        assert "the certificate and its key cannot be used" in ended.err
    ended = secaudit("corpus", "serve", known.path, "--tls-cert", cert)
    assert "a certificate works only with its key" in ended.err


def test_an_authority_that_cannot_be_used_is_said(secaudit, export, tmp_path):
    (tmp_path / "none.pem").write_text("nothing")
    for file, why in (("none.pem", "holds no certificate"), ("gone.pem", "No such file")):
        ended = secaudit(
            "audit", export, *asking("https://127.0.0.1:9/", "--range-ca", tmp_path / file)
        )
        assert ended.code == 2
        assert why in ended.err


def test_plain_http_to_another_machine_is_asked_only_where_that_is_wanted(secaudit, export):
    # An address that is kept for documentation: nobody answers there (RFC 5737).
    url = "http://192.0.2.7/range/"
    refused = secaudit("audit", export, *asking(url))
    assert refused.code == 2
    assert "--range-url is not encrypted" in refused.err
    assert "--allow-http" in refused.err
    for option in ("--hibp-url", "--directory-url", "--passkeys-url"):
        refused = secaudit("audit", export, "--online", option, url, "--allow-http")
        assert refused.code == 2
        assert f"{option} is not encrypted" in refused.err


def test_the_report_says_of_unencrypted_requests_that_others_could_read_them(
    start, known, export, secaudit
):
    server = start(known.path, "--anyone-in-the-network", listen=WIDER)
    counts, _, report = audited(secaudit, export, *asking(server.url, "--allow-http"))
    assert counts == {"seen": 17_000, "unseen": 0, "missing": None}
    (sent,) = [s for s in report["network"] if "SHA-1" in s["sent"]]
    assert sent["sent"].endswith(
        "; not encrypted, so others in the network could read it, and change the answers"
    )


# ── What cannot be served ────────────────────────────────────────────────────────────────────────


def test_a_port_that_is_taken_is_said(secaudit, known):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        ended = secaudit("corpus", "serve", known.path, "--listen", address)
    assert ended.code == 2
    assert "nothing can listen at 127.0.0.1" in ended.err
    assert ": Address already in use\n" in ended.err
    assert "hint: Choose another port" in ended.err


@pytest.mark.parametrize(
    "listen",
    [
        "8080",
        "127.0.0.1",
        "127.0.0.1:x",
        "127.0.0.1:99999",
        "a:b:c",
        ":80",
        "u@127.0.0.1:1",
        "127.0.0.1:1/x",
    ],
)
def test_what_is_no_address_is_said(secaudit, known, listen):
    ended = secaudit("corpus", "serve", known.path, "--listen", listen)
    assert ended.code == 2
    assert "--listen takes an address and a port" in ended.err


def test_a_file_that_cannot_be_served_is_said(secaudit, known, tmp_path):
    copy = tmp_path / "c"
    shutil.copy(known.path, copy)
    for file, why in (
        (tmp_path / "none", "could not be read"),
        (copy, "holds only the beginning of each hash"),
        (beside(known.path), "holds the rest of the hashes of a corpus"),
    ):
        ended = secaudit("corpus", "serve", file, "--listen", "127.0.0.1:0")
        assert ended.code == 1
        assert why in ended.err
    ended = secaudit("corpus", "serve", known.path, known.path, "--listen", "127.0.0.1:0")
    assert ended.code == 2
    assert "hashes of the same kind" in ended.err


def test_without_its_packages_it_is_said_what_to_install(secaudit, known, monkeypatch):
    monkeypatch.setitem(sys.modules, "secaudit.serving.running", None)
    monkeypatch.delattr("secaudit.serving.running", raising=False)
    ended = secaudit("corpus", "serve", known.path)
    assert ended.code == 1
    assert "secaudit[serve]" in ended.err


def test_build_writes_what_serving_needs_and_says_so(start, secaudit, tmp_path):
    (tmp_path / "list.txt").write_bytes(b"00001" + b"A" * 35 + b":70\n")
    file = tmp_path / "c"
    ended = secaudit("corpus", "build", tmp_path / "list.txt", "-o", file, "--with-suffixes")
    assert ended.code == 0
    assert f"Serve it to others:\n  secaudit corpus serve {file}" in ended.out
    assert f"{file}.suffixes has the rest of them, in 4.2 MB: keep both" in " ".join(
        ended.out.split()
    )
    verified = secaudit("corpus", "verify", file)
    assert verified.code == 0
    assert f"So is {file}.suffixes, which belongs to it." in " ".join(verified.out.split())
    server = start(file)
    with httpx.Client(trust_env=False) as client:
        assert client.get(f"{server.url}00001").content == b"A" * 35 + b":70"
    both = secaudit(
        "corpus",
        "build",
        tmp_path / "list.txt",
        "-o",
        tmp_path / "f",
        "--filter",
        "--with-suffixes",
    )
    assert (both.code, "a filter has no suffixes" in both.err) == (2, True)
