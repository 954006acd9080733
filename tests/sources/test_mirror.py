"""Downloading all ranges: whole or said to be incomplete, whatever the server or a kill does."""

import gzip
import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from secaudit.corpus import packs
from secaudit.corpus.build import build
from secaudit.corpus.journal import NAME, load
from secaudit.errors import CorpusError, OutputError, UsageError
from secaudit.sources import mirror
from secaudit.sources.http import Client, Patience
from tests.loopback import Loopback
from tests.standin import BODIES, FAULTS, StandIn

DAY = date(2026, 11, 27)
LATER = date(2026, 12, 24)
ALL = 4096
FEW = 512
PATIENCE = Patience(
    answer=0.6, whole=3.0, attempts=3, wait=0.01, failures=400, reconnect=0.05, lost=60.0
)


@pytest.fixture
def served():
    with Loopback() as server:
        yield server, StandIn(server)


def fetch(server, folder, *, path="/range/", patience=PATIENCE, **changed):
    how: dict[str, Any] = {"prefixes": FEW, "today": DAY, "rate": 0} | changed
    base = server.url + path
    client = Client([base], patience=patience)
    return mirror.download(client, base, folder, **how)


def journal_of(folder):
    journal = load(folder)
    assert journal is not None
    return journal


def kept(folder):
    """Return every body in the packs of a folder, by prefix, after looking at its rows."""
    found = {}
    for pack in packs.packs_in(folder):
        path = folder / packs.pack_name(pack)
        members = packs.members(path)
        for one, packed in zip(members, packs.content(path, members), strict=True):
            found[one.prefix] = packs.rows(packed)
    return found


def expected(stand_in, prefixes=FEW, digits=35):
    return {prefix: BODIES[digits][stand_in.variant(prefix)] for prefix in range(prefixes)}


def test_everything_is_fetched_once_and_a_fault_that_passes_does_no_harm(served, tmp_path):
    server, stand_in = served
    stand_in.once = True
    for place, fault in enumerate([*FAULTS.values()] * 2):
        stand_in.faults[100 * place + 7] = fault
    steps = []
    outcome = fetch(server, tmp_path / "d", prefixes=ALL, progress=lambda *step: steps.append(step))
    assert replace(outcome, requests=0) == mirror.Outcome(ALL, there=ALL, fetched=ALL)
    assert outcome.requests >= ALL + len(FAULTS) * 2
    assert kept(tmp_path / "d") == expected(stand_in, ALL)
    journal = journal_of(tmp_path / "d")
    assert (journal.complete, journal.kind, len(journal.checked)) == (DAY, "sha1", ALL // 256)
    assert steps[0] == ("Downloading", 0, ALL)
    assert steps[-1] == ("Downloading", ALL, ALL)
    assert {request.headers["accept-encoding"] for request in server.requests} == {"gzip"}
    assert not any("add-padding" in request.headers for request in server.requests)


def test_what_never_answers_is_missing_and_only_that_is_asked_for_again(served, tmp_path):
    server, stand_in = served
    stand_in.faults = {20 * place + 3: fault for place, fault in enumerate(FAULTS.values())}
    bad = set(stand_in.faults)
    outcome = fetch(server, tmp_path)
    assert outcome.there == FEW - len(bad)
    assert (outcome.complete, outcome.lacking) == (False, len(bad))
    assert set(outcome.unanswered) == bad
    whys = {
        name: outcome.unanswered[prefix] for name, prefix in zip(FAULTS, sorted(bad), strict=True)
    }
    assert whys["HTML"] == "the answer was not a list of hashes"
    assert whys["too few rows"] == "the answer looked cut short: 375 hashes, too few for a range"
    assert whys["502 with an empty body"].endswith("answered with an error (502)")
    assert kept(tmp_path) == {n: b for n, b in expected(stand_in).items() if n not in bad}
    assert journal_of(tmp_path).complete is None

    stand_in.faults.clear()
    server.requests.clear()
    outcome = fetch(server, tmp_path, today=LATER)
    assert sorted(server.paths()) == [f"/range/{prefix:05X}" for prefix in sorted(bad)]
    assert (outcome.complete, outcome.fetched) == (True, len(bad))
    assert kept(tmp_path) == expected(stand_in)
    assert journal_of(tmp_path).complete == DAY  # the oldest answer is of that day


def test_an_update_fetches_only_what_changed(served, tmp_path):
    server, stand_in = served
    fetch(server, tmp_path, prefixes=1024)
    times = {n: (tmp_path / packs.pack_name(n)).stat().st_mtime_ns for n in range(4)}
    stand_in.changed = {5, 6, 700, 1023}
    server.requests.clear()
    outcome = fetch(server, tmp_path, prefixes=1024, today=LATER)
    assert outcome == mirror.Outcome(1024, there=1024, fetched=4, unchanged=1024 - 4, requests=1024)
    assert stand_in.not_modified == 1024 - 4
    assert kept(tmp_path) == expected(stand_in, 1024)
    journal = journal_of(tmp_path)
    assert (journal.before, journal.complete) == (DAY, LATER)
    rewritten = {
        n for n, then in times.items() if (tmp_path / packs.pack_name(n)).stat().st_mtime_ns != then
    }
    assert rewritten == {0, 2, 3}


def test_an_update_that_fails_keeps_the_older_answer_and_says_so(served, tmp_path):
    server, stand_in = served
    fetch(server, tmp_path)
    stand_in.faults = {9: FAULTS["HTML"]}
    outcome = fetch(server, tmp_path, today=LATER)
    assert (outcome.complete, outcome.lacking, set(outcome.unanswered)) == (False, 0, {9})
    assert kept(tmp_path) == expected(stand_in)
    assert journal_of(tmp_path).complete is None
    stand_in.faults.clear()
    server.requests.clear()
    assert fetch(server, tmp_path, today=LATER).complete
    assert server.paths() == ["/range/00009"]


def test_a_service_that_keeps_failing_is_left_alone_and_the_run_goes_on_later(served, tmp_path):
    server, stand_in = served
    stand_in.faults = dict.fromkeys(range(300, FEW), FAULTS["503"])
    hasty = replace(PATIENCE, failures=5, attempts=1)
    outcome = fetch(server, tmp_path, patience=hasty, connections=4)
    assert outcome.stopped == f"not asked, because 127.0.0.1:{server.port} failed before"
    assert (outcome.complete, outcome.there) == (False, 300)
    stand_in.faults.clear()
    server.requests.clear()
    assert fetch(server, tmp_path).complete
    assert set(server.paths()) == {f"/range/{prefix:05X}" for prefix in range(300, FEW)}
    assert kept(tmp_path) == expected(stand_in)


def test_a_network_that_comes_back_is_waited_for(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    base = f"http://127.0.0.1:{port}/range/"
    patience = replace(PATIENCE, reconnect=0.3, attempts=9)
    client = Client([base], patience=patience)
    with ThreadPoolExecutor(1) as pool:
        run = pool.submit(mirror.download, client, base, tmp_path, today=DAY, prefixes=40)
        time.sleep(0.5)
        with Loopback(port=port) as server:
            StandIn(server)
            assert run.result().complete
    assert client.sent()[0].requests == 40  # what never left is not counted


def test_a_network_that_does_not_come_back_is_given_up(tmp_path):
    with Loopback() as gone:
        pass
    outcome = fetch(gone, tmp_path, patience=replace(PATIENCE, failures=8, reconnect=0.01))
    assert (outcome.there, outcome.stopped) == (
        0,
        f"not asked, because 127.0.0.1:{gone.port} failed before",
    )


def test_ntlm_ranges_are_asked_for_by_their_mode(served, tmp_path):
    server, stand_in = served
    assert fetch(server, tmp_path, prefixes=4, kind="ntlm").complete
    assert sorted(server.paths()) == [f"/range/0000{n}?mode=ntlm" for n in range(4)]
    assert kept(tmp_path) == expected(stand_in, 4, digits=27)


def test_the_rate_is_bounded(served, tmp_path):
    server, _ = served
    base = f"{server.url}/range/"
    client = Client([base], patience=PATIENCE)
    began = time.monotonic()
    mirror.download(client, base, tmp_path, today=DAY, prefixes=60, rate=50)
    assert time.monotonic() - began > 1


def test_an_interruption_keeps_what_was_fetched(served, tmp_path):
    server, stand_in = served

    def interrupt(_stage, done, _total):
        if done == 100:
            signal.raise_signal(signal.SIGINT)  # Ctrl-C

    with pytest.raises(KeyboardInterrupt):
        fetch(server, tmp_path, progress=interrupt)
    there = kept(tmp_path)
    assert len(there) >= 100
    assert there.items() <= expected(stand_in).items()
    server.requests.clear()
    assert fetch(server, tmp_path).complete
    assert len(server.requests) == FEW - len(there)
    assert kept(tmp_path) == expected(stand_in)


def test_killed_at_fifty_points_it_resumes_to_the_same_bytes(served, tmp_path):
    server, _ = served
    for folder in ("whole", "killed"):
        (tmp_path / folder).mkdir()
    assert fetch(server, tmp_path / "whole", prefixes=1024).complete
    script = Path(__file__).with_name("killing.py")
    arguments = [script, f"{server.url}/range/", tmp_path / "killed", tmp_path / "whole"]
    ended = subprocess.run(
        [sys.executable, *map(str, arguments)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        timeout=120,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    killed, survived = map(int, ended.stdout.split())
    assert killed + survived == 50
    assert killed > 25


# ── What lies on the disk ────────────────────────────────────────────────────────────────────────


def damage(path, at):
    data = bytearray(path.read_bytes())
    data[at] ^= 0xFF
    path.write_bytes(data)


@pytest.mark.parametrize("at", [0, 3, 15, 20, 500, -5])
def test_a_damaged_pack_is_mended_by_the_next_update(served, tmp_path, at):
    server, stand_in = served
    fetch(server, tmp_path)
    damage(tmp_path / "001.gz", at)
    server.requests.clear()
    outcome = fetch(server, tmp_path, today=LATER)
    assert outcome.complete
    assert 1 <= outcome.fetched <= 256
    assert len(server.requests) == FEW
    assert kept(tmp_path) == expected(stand_in)


@pytest.mark.parametrize("how", ["deleted", "shorter", "empty"])
def test_a_pack_that_is_not_as_it_was_written_is_no_longer_complete(served, tmp_path, how):
    server, stand_in = served
    fetch(server, tmp_path)
    path = tmp_path / "000.gz"
    if how == "deleted":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-1] if how == "shorter" else b"")
    assert journal_of(tmp_path).complete is None
    server.requests.clear()
    assert fetch(server, tmp_path).complete
    assert len(server.requests) == 256
    assert kept(tmp_path) == expected(stand_in)


def test_a_damaged_pack_with_a_missing_range_is_fetched_whole(served, tmp_path):
    server, stand_in = served
    stand_in.faults = {7: FAULTS["503"]}
    fetch(server, tmp_path)
    damage(tmp_path / "000.gz", 0)
    stand_in.faults.clear()
    outcome = fetch(server, tmp_path)
    assert (outcome.there, outcome.complete, outcome.fetched) == (FEW, True, 256)
    assert kept(tmp_path) == expected(stand_in)


def test_packs_without_a_journal_are_asked_for_by_their_etags(served, tmp_path):
    server, _ = served
    fetch(server, tmp_path)
    (tmp_path / NAME).unlink()
    assert fetch(server, tmp_path).unchanged == FEW


@pytest.mark.parametrize("text", ["", "{}\n", "\xff\n", "[]\n", '{"secaudit download": 1}\n'])
def test_a_damaged_journal_is_refused_with_a_way_out(served, tmp_path, text):
    server, _ = served
    fetch(server, tmp_path, prefixes=4)
    (tmp_path / NAME).write_text(text, encoding="latin-1")
    with pytest.raises(CorpusError) as failed:
        fetch(server, tmp_path, prefixes=4)
    assert "Delete that file" in failed.value.hint


def test_a_journal_of_another_version_is_refused(served, tmp_path):
    server, _ = served
    (tmp_path / NAME).write_text('{"secaudit download": 2}\n')
    with pytest.raises(CorpusError, match="another version"):
        fetch(server, tmp_path)


def test_a_line_that_was_cut_off_counts_for_nothing(served, tmp_path):
    server, _ = served
    fetch(server, tmp_path)
    path = tmp_path / NAME
    path.write_text(path.read_text().rpartition("001 ")[0] + "001 12")
    server.requests.clear()
    outcome = fetch(server, tmp_path)
    assert (outcome.complete, outcome.unchanged, len(server.requests)) == (True, 256, 256)
    journal = journal_of(tmp_path)
    assert (journal.complete, sorted(journal.checked)) == (DAY, [0, 1])


def test_packs_are_plain_gzip(served, tmp_path):
    server, stand_in = served
    fetch(server, tmp_path, prefixes=3)
    assert gzip.decompress((tmp_path / "000.gz").read_bytes()) == b"".join(
        expected(stand_in, 3).values()
    )


def test_a_corpus_is_built_of_packs_as_of_single_files(served, tmp_path):
    server, stand_in = served
    fetch(server, tmp_path / "packs")
    (tmp_path / "files").mkdir()
    for prefix, text in expected(stand_in).items():
        (tmp_path / "files" / f"{prefix:05X}.txt").write_bytes(text)
    built = [
        build(tmp_path / source, tmp_path / f"{source}.corpus", fetched=DAY, name="x", processes=1)
        for source in ("packs", "files")
    ]
    assert built[0] == built[1]
    assert (built[0].hashes, built[0].missing) == (FEW * 400, (1 << 20) - FEW)
    assert (tmp_path / "packs.corpus").read_bytes() == (tmp_path / "files.corpus").read_bytes()


def test_a_damaged_pack_builds_no_corpus(served, tmp_path):
    server, _ = served
    fetch(server, tmp_path / "packs", prefixes=8)
    damage(tmp_path / "packs" / "000.gz", -3)
    with pytest.raises(CorpusError, match="damaged"):
        build(tmp_path / "packs", tmp_path / "x", fetched=DAY, processes=1)


# ── Where it goes ────────────────────────────────────────────────────────────────────────────────


def test_two_at_once_are_refused(served, tmp_path):
    server, _ = served
    second = []

    def try_again(_stage, done, _total):
        if done == 5:
            with pytest.raises(OutputError) as failed:
                fetch(server, tmp_path, prefixes=8)
            second.append(failed.value.message)

    # An event loop runs already in the first, so the second takes a thread: the lock still holds.
    assert fetch(server, tmp_path, prefixes=8, progress=try_again).complete
    assert second == [f"another process is downloading into {tmp_path}"]


def test_a_link_is_refused(served, tmp_path):
    server, _ = served
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with pytest.raises(OutputError, match="link"):
        fetch(server, tmp_path / "link")
    assert server.requests == []


def test_a_file_is_refused(served, tmp_path):
    server, _ = served
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="is a file"):
        fetch(server, tmp_path / "file")


def test_a_folder_in_no_folder_is_refused(served, tmp_path):
    server, _ = served
    with pytest.raises(OutputError, match="there is no folder"):
        fetch(server, tmp_path / "no" / "where")


def test_a_folder_that_cannot_be_written_to_is_refused(served, tmp_path, monkeypatch):
    server, _ = served
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write anywhere
    with pytest.raises(OutputError, match="cannot be written to"):
        fetch(server, tmp_path)


@pytest.mark.parametrize("name", ["0A1B2.txt", "sha1", "notes.txt"])
def test_a_folder_with_other_files_is_refused(served, tmp_path, name):
    server, _ = served
    (tmp_path / name).mkdir()
    with pytest.raises(UsageError) as failed:
        fetch(server, tmp_path)
    assert name in failed.value.message
    assert "corpus build" in failed.value.hint


def test_a_folder_of_another_kind_or_server_is_refused(served, tmp_path):
    server, _ = served
    fetch(server, tmp_path, prefixes=4)
    with pytest.raises(UsageError, match="holds sha1 hashes"):
        fetch(server, tmp_path, prefixes=4, kind="ntlm")
    with pytest.raises(UsageError, match="holds sha1 hashes"):
        fetch(server, tmp_path, prefixes=4, path="/other/range/")


def test_a_full_disk_is_said_and_what_is_there_stays(served, tmp_path):
    server, stand_in = served
    code = (
        "import resource, sys; from datetime import date; from pathlib import Path\n"
        "from secaudit.errors import OutputError; from secaudit.sources import mirror\n"
        "from secaudit.sources.http import Client\n"
        "base, folder = sys.argv[1], Path(sys.argv[2])\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, -1))\n"
        "try: mirror.download(Client([base]), base, folder, today=date.today(), prefixes=512)\n"
        "except OutputError as error: print(error.message)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, f"{server.url}/range/", str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert ended.stdout == f"{tmp_path / '000.gz'} could not be written: File too large\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == [NAME, "lock"]
    assert fetch(server, tmp_path).complete
    assert kept(tmp_path) == expected(stand_in)
