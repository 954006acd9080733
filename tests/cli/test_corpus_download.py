"""`corpus download` as a person meets it: what it says, asks, keeps, and how it ends."""

import json
import re
import shutil
import sys
from dataclasses import replace
from types import SimpleNamespace

import pytest

from secaudit.sources import mirror
from tests.loopback import Loopback
from tests.standin import FAULTS, StandIn
from tests.terminal import Terminal

RANGES = 300


@pytest.fixture
def server():
    with Loopback() as running:
        yield running


@pytest.fixture
def stand_in(server):
    return StandIn(server)


@pytest.fixture(autouse=True)
def few_ranges(monkeypatch):
    """Let the API have few ranges, and let nobody wait long."""
    monkeypatch.setattr(mirror, "PREFIXES", RANGES)
    monkeypatch.setattr(
        mirror, "PATIENCE", replace(mirror.PATIENCE, wait=0.01, attempts=2, failures=30)
    )


@pytest.fixture
def fetch(secaudit, server, stand_in, tmp_path):  # noqa: ARG001  # the stand-in answers
    def run(*more, folder="d"):
        where = ("--range-url", f"{server.url}/range", "--rate", 5000)
        return secaudit("corpus", "download", tmp_path / folder, *where, *more)

    return run


def unfolded(text):
    """Return text as one line."""
    return " ".join(text.split())


def test_it_says_what_it_fetches_from_where_and_that_nothing_about_you_is_sent(
    fetch, server, tmp_path
):
    ended = fetch("--yes")
    host = f"127.0.0.1:{server.port}"
    folder = tmp_path / "d"
    assert ended.code == 0
    said = re.sub(r"the disk has [0-9,]+ (GB|MB) free", "the disk has room", unfolded(ended.err))
    assert said == (
        "This fetches all breached passwords that Have I Been Pwned knows, as hashes: 300 requests "
        f"to {host}, kept in {folder}. About 13 MB to download and to keep; the disk has room. "
        "At 5,000 requests a second it takes at least 1 minute. Nothing about you is sent: "
        f"everyone who does this asks for the same. Next: secaudit corpus build {folder} -o FILE"
    )
    assert unfolded(ended.out) == (
        f"Complete: all 300 ranges are in {folder}. 300 requests: 300 ranges fetched, 0 unchanged."
    )


def test_a_second_run_is_an_update(fetch, server, stand_in):
    fetch("--yes")
    stand_in.changed = {3, 4}
    ended = fetch("--yes")
    assert ended.code == 0
    assert "300 requests: 2 ranges fetched, 298 unchanged." in ended.out
    assert re.search(
        r"All 300 ranges are in \S+, as of \d+ \w+ 20\d\d\. They are asked for again at "
        rf"127\.0\.0\.1:{server.port}; only what has changed since is fetched\. At",
        unfolded(ended.err),
    )


def test_what_gave_no_answer_is_counted_with_an_example_and_ends_with_4(
    fetch, server, stand_in, tmp_path
):
    stand_in.faults = {17: FAULTS["503"], 5: FAULTS["503"], 100: FAULTS["HTML"]}
    ended = fetch("--yes")
    host = f"127.0.0.1:{server.port}"
    assert ended.code == 4
    assert re.sub(r"\d+ requests", "N requests", unfolded(ended.out)) == (
        f"Not complete: 297 of 300 ranges are in {tmp_path / 'd'} and up to date. "
        "N requests: 297 ranges fetched, 0 unchanged. "
        f"2 ranges gave no answer, such as 00005: {host} answered with an error (503) "
        "1 range gave no answer, 00064: the answer was not a list of hashes"
    )
    assert "Run the same command again: it asks only for what is missing." in unfolded(ended.err)
    stand_in.faults.clear()
    again = fetch("--yes")
    assert (again.code, "3 requests: 3 ranges fetched" in again.out) == (0, True)
    assert "297 of 300 ranges are in" in unfolded(again.err)


def test_an_older_answer_that_was_kept_is_said(fetch, stand_in):
    fetch("--yes")
    stand_in.faults = {17: FAULTS["HTML"]}
    ended = fetch("--yes")
    assert ended.code == 4
    assert ended.out.splitlines()[-1] == "For 1 of these the older answer was kept."


def test_a_captive_portal_stops_it_soon(fetch, server, stand_in):
    stand_in.faults = dict.fromkeys(range(RANGES), FAULTS["HTML"])
    ended = fetch("--yes")
    assert ended.code == 4
    assert "Not complete: 0 of 300" in ended.out
    rest = f"The rest: not asked, because 127.0.0.1:{server.port} failed before."
    assert rest in unfolded(ended.out)
    assert len(server.requests) < 100


def test_without_a_terminal_and_without_yes_nothing_is_fetched(fetch, server, tmp_path):
    ended = fetch()
    assert ended.code == 2
    assert ended.err.endswith(
        "error: a download has to be agreed to, and there is no terminal to ask on\n"
        "hint: Add --yes if you agree.\n"
    )
    assert (server.requests, (tmp_path / "d").exists()) == ([], False)


def test_a_disk_without_room_is_refused_before_anything_is_sent(fetch, server, monkeypatch):
    usage = SimpleNamespace(free=5_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    ended = fetch("--yes")
    assert ended.code == 1
    assert "error: the disk has 5 MB free, and about 13 MB are needed" in ended.err
    assert server.requests == []


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--range-url", "http://example.org/"], 2, "is not encrypted"),
        (["--proxy", "nonsense"], 2, "--proxy is not an address"),
        (["--rate", "0"], 2, "'--rate'"),
        (["--connections", "0"], 2, "'--connections'"),
    ],
)
def test_a_wrong_option_is_refused(secaudit, tmp_path, arguments, code, words):
    ended = secaudit("corpus", "download", tmp_path / "d", "--yes", *arguments)
    assert (ended.code, words in unfolded(ended.err)) == (code, True)


def test_a_folder_of_another_downloader_is_left_alone(fetch, tmp_path):
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "00000.txt").write_text("x")
    ended = fetch("--yes")
    assert ended.code == 2
    assert "“secaudit corpus build” reads it as it is" in unfolded(ended.err)


def test_ntlm_is_asked_for_by_its_mode(fetch, server):
    assert fetch("--ntlm", "--yes").code == 0
    assert {path.partition("?")[2] for path in server.paths()} == {"mode=ntlm"}


# ── On a terminal ────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def on_terminal(server, stand_in, tmp_path, monkeypatch):  # noqa: ARG001  # the stand-in answers
    """Start the real program with few ranges."""
    (tmp_path / "sitecustomize.py").write_text(
        f"from secaudit.sources import mirror\nmirror.PREFIXES = {RANGES}\n"
    )
    paths = [str(tmp_path), *sys.path]
    monkeypatch.setenv("PYTHONPATH", ":".join(path for path in paths if path))

    def start(*more):
        where = ("--range-url", f"{server.url}/range/")
        arguments = ("corpus", "download", tmp_path / "d", *where, *more)
        return Terminal([str(one) for one in arguments])

    return start


def test_ctrl_c_says_what_is_kept_and_the_same_command_goes_on(on_terminal, server, tmp_path):
    terminal = on_terminal("--rate", "60")
    terminal.answer("Begin? [y/N]", "y")
    terminal.expect("/s")  # the rate
    terminal.interrupt()
    assert terminal.end() == 130
    kept = re.search(r"stopped; (\d+) of 300 ranges are in", unfolded(terminal.screen))
    assert kept
    assert "hint: Run the same command again to go on." in terminal.screen
    head, *lines = (tmp_path / "d" / "download.log").read_text().splitlines()
    assert json.loads(head)["ranges"] == RANGES
    assert lines

    server.requests.clear()
    terminal = on_terminal("--yes")
    assert terminal.end() == 0
    assert "Complete: all 300 ranges" in terminal.screen
    assert len(server.requests) == RANGES - int(kept[1])


@pytest.mark.parametrize("answer", ["n", ""])
def test_whoever_does_not_agree_fetches_nothing(on_terminal, server, answer):
    terminal = on_terminal()
    terminal.answer("Begin? [y/N]", answer)
    assert terminal.end() == 130
    assert "stopped before anything was fetched" in terminal.screen
    assert server.requests == []
