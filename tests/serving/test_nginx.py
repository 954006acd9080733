"""The files of `export --ranges` behind nginx, as docs/deploy.md has it, give the same audit."""

import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from pathlib import Path

import httpx
import pytest

from secaudit.corpus import exporting
from secaudit.corpus.ranges import Ranges
from secaudit.errors import OutputError
from tests.serving.conftest import RANGES
from tests.serving.test_serve import asking, audited

CONFIGURATION = Path(__file__).parents[2] / "docs" / "nginx.conf"
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH')}:/usr/sbin")
pytestmark = pytest.mark.usefixtures("no_waiting")


@pytest.fixture(autouse=True)
def few(monkeypatch):
    """Write the first ranges alone: a million files take minutes."""
    monkeypatch.setattr(exporting, "NUMBER", RANGES + 8)


@pytest.fixture
def folder(known, secaudit, tmp_path):
    (tmp_path / "pwned").mkdir()
    path = tmp_path / "pwned" / "sha1"
    ended = secaudit("corpus", "export", known.path, "--ranges", path, "--gzip")
    assert ended.code == 0
    said = f"All ranges of {known.path} are in {path}. Written: 64; the others were right."
    assert " ".join(ended.out.split()) == said
    assert "knows nothing of 1,048,512 ranges" in ended.err
    return path


def test_each_range_has_its_file_and_what_is_not_known_has_none(folder, known):
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert {n: data for n, data in files.items() if "." not in n} == known.bodies
    assert sorted(files) == sorted([*known.bodies, *(f"{prefix}.gz" for prefix in known.bodies)])


def test_a_second_run_changes_only_what_is_not_right(folder, known, secaudit):
    (folder / "00001").write_bytes(b"half")
    (folder / "00002.gz").unlink()
    (folder / "00045").write_bytes(b"of an older corpus")
    (folder / "INCOMPLETE").write_text("stopped")
    before = {path.name: path.stat().st_ino for path in folder.iterdir()}
    ended = secaudit("corpus", "export", known.path, "--ranges", folder, "--gzip")
    assert "Written: 3;" in ended.out
    after = {path.name: path.stat().st_ino for path in folder.iterdir()}
    assert {name for name in before if after.get(name) != before[name]} == {
        *("00001", "00045", "INCOMPLETE"),
    }
    assert (folder / "00001").read_bytes() == known.bodies["00001"]
    # Without --gzip the packed ones would grow old beside the others, so they go.
    secaudit("corpus", "export", known.path, "--ranges", folder)
    assert sorted(path.name for path in folder.iterdir()) == sorted(known.bodies)


def test_as_long_as_ranges_are_missing_the_folder_says_so(known, secaudit, tmp_path, monkeypatch):
    def stop(*_args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(exporting, "packed", stop)
        ended = secaudit("corpus", "export", known.path, "--ranges", tmp_path / "r", "--gzip")
    assert ended.code == 130
    assert "not all ranges are in" in ended.err
    assert (tmp_path / "r" / "INCOMPLETE").exists()
    secaudit("corpus", "export", known.path, "--ranges", tmp_path / "r")
    assert sorted(path.name for path in (tmp_path / "r").iterdir()) == sorted(known.bodies)


def test_a_folder_of_other_things_or_without_room_is_refused(
    known, secaudit, tmp_path, monkeypatch
):
    (tmp_path / "notes.txt").write_text("mine")
    ended = secaudit("corpus", "export", known.path, "--ranges", tmp_path)
    assert (ended.code, "holds other things than ranges" in ended.err) == (1, True)
    ended = secaudit("corpus", "export", known.path, "--ranges", tmp_path / "no" / "such")
    assert (ended.code, "No such file" in ended.err) == (1, True)
    full = shutil.disk_usage(tmp_path)._replace(free=1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: full)
    ended = secaudit("corpus", "export", known.path, "--ranges", tmp_path / "new")
    assert (ended.code, "has not enough room" in ended.err) == (1, True)


def test_a_corpus_of_the_most_common_says_which_header_to_send(common, secaudit, tmp_path):
    ended = secaudit("corpus", "export", common, "--ranges", tmp_path / "r")
    assert "with the header Secaudit-Least: 17000" in " ".join(ended.err.split())
    assert len(list((tmp_path / "r").iterdir())) == RANGES + 8  # an empty one is known to be empty


def test_a_disk_that_fails_is_said(known, tmp_path, monkeypatch):
    def fail(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(exporting, "_put", fail)
    with Ranges(known.path) as ranges, pytest.raises(OutputError, match="No space left"):
        exporting.export(ranges, tmp_path / "r")


@pytest.fixture
def nginx(folder, certificate, tmp_path):
    """Start nginx with the configuration of the docs, its certificate and folder replaced."""
    if NGINX is None:
        pytest.skip("nginx is not installed")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    cert, key, _ = certificate
    site = CONFIGURATION.read_text("utf-8")
    for old, new in (
        ("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
        ("/etc/ssl/ranges.pem", str(cert)),
        ("/etc/ssl/ranges.key", str(key)),
        ("/srv/pwned", str(folder.parent)),
    ):
        assert site.count(old) == 1
        site = site.replace(old, new)
    kept = "".join(
        f"{what}_temp_path {tmp_path}/{what};\n"
        for what in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = (
        f"daemon off; pid {tmp_path}/pid; error_log {tmp_path}/error.log error;\n"
        + ("user root;\n" if hasattr(os, "geteuid") and os.geteuid() == 0 else "")
        + f"events {{}}\nhttp {{\n{kept}{site}\n}}\n"
    )
    (tmp_path / "nginx.conf").write_text(whole)
    process = subprocess.Popen(
        [NGINX, "-c", str(tmp_path / "nginx.conf"), "-p", str(tmp_path)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    end = time.monotonic() + 20
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            break
        except OSError:
            time.sleep(0.05)
    yield f"https://127.0.0.1:{port}/range/"
    process.terminate()
    process.communicate(timeout=20)


@pytest.fixture
def client(certificate):
    trust = ssl.create_default_context(cafile=certificate[2])
    with httpx.Client(trust_env=False, verify=trust) as asked:
        yield asked


def test_nginx_answers_as_the_api_does(nginx, client, known, tmp_path):
    answers = {prefix: client.get(nginx + prefix.lower()) for prefix in known.bodies}
    assert {prefix: answer.content for prefix, answer in answers.items()} == known.bodies
    answer = answers["0000A"]
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-type"] == "text/plain"
    assert answer.headers["cache-control"] == "public, max-age=86400"
    plain = client.get(nginx + "0000A", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == known.bodies["0000A"]
    again = client.get(nginx + "0000A", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    assert client.get(nginx + "0000A?mode=sha1").content == known.bodies["0000A"]
    for path, status in (
        ("ABCDE", 503),
        ("0000A?mode=ntlm", 503),
        ("0000A?mode=other", 503),
        ("0000G", 400),
        ("0000A.gz", 400),
        ("", 400),
        ("../pwned", 404),
    ):
        assert (path, client.get(nginx + path).status_code) == (path, status)
    logs = [f.read_text() for f in tmp_path.rglob("*.log")]
    assert not re.search("0000|ABCDE", "".join(logs))


def test_an_audit_over_nginx_says_the_same_as_offline_with_the_corpus(
    nginx, certificate, known, export, secaudit
):
    options = asking(nginx, "--range-ca", certificate[2])
    counts, why, _ = audited(secaudit, export, *options)
    assert counts == {"seen": 17_000, "unseen": 0, "missing": None}
    assert list(why) == ["missing"]
    offline, why, _ = audited(secaudit, export, "--offline", "--corpus", known.path)
    assert offline == {"seen": 17_408, "unseen": 0, "missing": None}  # off by up to 1/16
    assert list(why) == ["missing"]
