"""Every form in which the hashes come gives the same corpus, and what is damaged gives none."""

import gzip
import os
import random
import signal
import subprocess
import sys
import threading
import time
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from secaudit.corpus import origins
from secaudit.corpus import text as parsing
from secaudit.corpus.build import build, build_filter
from secaudit.corpus.lookup import Corpus
from secaudit.corpus.packs import member
from secaudit.errors import CorpusError, MissingExtraError, OutputError

DAY = date(2026, 11, 22)
COUNTS = {bytes([n, 7 * n % 256] * 10): 3 * n + 1 for n in range(250)}
MARK = b"\xef\xbb\xbf"


def answers(path, digests):
    with Corpus(path) as corpus:
        return corpus.counts(list(digests))


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: lines.replace(b"\n", b"\r\n"),
        lambda lines: lines.lower(),
        lambda lines: lines.removesuffix(b"\n"),
        lambda lines: lines.replace(b"\n", b"\r\n").removesuffix(b"\r\n"),
        lambda lines: MARK + lines,
        lambda lines: b"".join(MARK + line for line in lines.splitlines(keepends=True)),
        lambda lines: b"\n" + lines.replace(b"\n", b"\n\n") + b"\r\n\n",
        lambda lines: lines + b"F" * 40 + b":0\r\n" + b"0" * 40 + b":0\r\n",
    ],
    ids=["CRLF", "lower", "no end", "CRLF no end", "BOM", "BOMs", "empty lines", "padding"],
)
@pytest.mark.parametrize("size", [4 << 20, 97])
def test_every_spelling_gives_the_same_file(compiled, listed, monkeypatch, change, size):
    path, header = compiled(COUNTS)
    expected = path.read_bytes()
    monkeypatch.setattr(origins, "_PIECE", size)
    other, its_header = compiled(change(listed(COUNTS)))
    assert (its_header, other.read_bytes()) == (header, expected)


@pytest.mark.parametrize("size", [1, 40, 41, 42, 43, 44, 45, 100, 2049])
def test_it_does_not_matter_where_the_file_is_cut(compiled, listed, monkeypatch, size):
    twice = b"".join(
        line * (1 + (number % 3 == 0))
        for number, line in enumerate(listed(COUNTS).splitlines(keepends=True))
    )
    path, header = compiled(twice)
    expected = path.read_bytes()
    assert (header.hashes, header.lines) == (250, 334)
    monkeypatch.setattr(origins, "_PIECE", size)
    other, its_header = compiled(twice)
    assert (its_header, other.read_bytes()) == (header, expected)


@pytest.mark.parametrize("size", [4 << 20, 43])
def test_of_a_hash_that_is_there_twice_the_highest_count_holds(compiled, monkeypatch, size):
    monkeypatch.setattr(origins, "_PIECE", size)
    lines = b"".join(b"%s:%d\n" % (b"1" * 40, count) for count in (3, 50, 7))
    path, header = compiled(lines + b"2" * 40 + b":9\n")
    assert (header.hashes, header.lines) == (2, 4)
    assert answers(path, [b"\x11" * 20, b"\x22" * 20]) == [50, 9]


@pytest.mark.parametrize("threads", [False, True])
def test_several_processes_write_the_same_file(compiled, listed, monkeypatch, threads):
    monkeypatch.setattr(origins, "_PIECE", 500)
    path, header = compiled(COUNTS)
    expected = path.read_bytes()
    steps = []
    gate = threading.Event()
    other = threading.Thread(target=gate.wait)
    if threads:  # then processes start afresh, as they always do on macOS and Windows
        other.start()
    try:
        path, its_header = compiled(COUNTS, processes=2, progress=lambda *step: steps.append(step))
    finally:
        gate.set()
    assert (its_header, path.read_bytes()) == (header, expected)
    size = len(listed(COUNTS))
    ends = [*range(500, size, 500), size]
    assert steps == [("Building", end, size) for end in ends]


def _die(_part, **_options):
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_process_that_is_killed_is_said_and_nothing_is_written(tmp_path, listed, monkeypatch):
    monkeypatch.setattr(origins, "_PIECE", 500)
    monkeypatch.setattr(parsing, "piece", _die)
    (tmp_path / "list.txt").write_bytes(listed(COUNTS))
    with pytest.raises(CorpusError, match="ended from outside"):
        build(tmp_path / "list.txt", tmp_path / "c", fetched=DAY, processes=2)
    assert [file.name for file in tmp_path.iterdir()] == ["list.txt"]


KILLED = """
import os, sys, time
from pathlib import Path
from secaudit.corpus import origins, text
from secaudit.corpus.build import build

folder = Path(sys.argv[1])

def wait(part, **_options):
    (folder / f"{os.getpid()}.pid").touch()
    time.sleep(60)

origins._PIECE, text.piece = 500, wait
build(folder / "list.txt", folder / "c", processes=2)
"""


def test_no_process_outlives_one_that_is_killed(tmp_path, listed):
    (tmp_path / "list.txt").write_bytes(listed(COUNTS))
    with subprocess.Popen([sys.executable, "-c", KILLED, tmp_path]) as program:
        while len(pids := list(tmp_path.glob("*.pid"))) < 2:
            assert program.poll() is None
            time.sleep(0.02)
        program.kill()
    end = time.monotonic() + 20
    while any(Path("/proc", pid.stem).exists() for pid in pids):
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.parametrize(
    ("top", "kept", "least"), [(1000, 250, 1), (250, 250, 1), (249, 249, 4), (10, 10, 721)]
)
def test_top_keeps_the_most_common(compiled, top, kept, least):
    path, header = compiled(COUNTS, top=top)
    assert (header.hashes, header.least, header.lines) == (kept, least, 250)
    found = answers(path, COUNTS)
    assert [bool(count) for count in found] == [count >= least for count in COUNTS.values()]


def test_top_never_parts_hashes_that_are_equally_common(compiled):
    counts = {bytes([n]) * 20: 5 if n < 10 else 2 for n in range(30)}
    _, header = compiled(counts, top=20)
    assert (header.hashes, header.least) == (10, 5)
    with pytest.raises(CorpusError, match="gives 0 hashes"):
        compiled(counts, top=9)


def test_the_header_tells_the_source_and_its_day(compiled):
    _, header = compiled(COUNTS, name="Pwned Passwords")
    assert (header.source, header.date, header.kind) == ("Pwned Passwords", DAY, "sha1")
    _, header = compiled(COUNTS)
    assert header.source == "list.txt"


def test_ntlm_hashes_are_built_and_found(compiled):
    path, header = compiled(b"0" * 31 + b"1:5\n" + b"F" * 32 + b":9\n")
    assert header.kind == "ntlm"
    assert answers(path, [bytes(15) + b"\1", b"\xff" * 16, b"\x80" * 16]) == [5, 9, 0]


GOOD = b"A" * 40 + b":5\n"


@pytest.mark.parametrize(
    "line",
    [
        b"B" * 39 + b":5",
        b"B" * 41 + b":5",
        b"B" * 40,
        b"B" * 40 + b":",
        b"B" * 40 + b":5 ",
        b"B" * 40 + b":-5",
        b"B" * 40 + b":12345678901",
        b"B" * 40 + b";5",
        b"B" * 20 + b"G" + b"B" * 19 + b":5",
        b"B" * 39 + b"\xff:5",
        b"B" * 32 + b":5",
        b"B" * 20 + MARK + b"B" * 17 + b":5",
        b"<html>",
        b"B" * 100_000,
    ],
)
def test_a_line_of_another_form_is_refused_and_not_repeated(compiled, line):
    with pytest.raises(CorpusError) as refused:
        compiled(GOOD + line + b"\n" + b"C" * 40 + b":5\n")
    assert "at byte 43 is no line HASH:COUNT" in str(refused.value)
    assert "BBB" not in str(refused.value)


@pytest.mark.parametrize("size", [4 << 20, 43])
def test_a_list_in_another_order_is_refused(compiled, monkeypatch, size):
    monkeypatch.setattr(origins, "_PIECE", size)
    with pytest.raises(CorpusError, match="order"):
        compiled(b"B" * 40 + b":5\n" + b"A" * 40 + b":5\n")


@pytest.mark.parametrize("size", [4 << 20, 50])
def test_an_endless_line_is_refused(compiled, monkeypatch, size):
    monkeypatch.setattr(origins, "_PIECE", size)
    with pytest.raises(CorpusError, match="no line"):
        compiled(GOOD + b"B" * 5000)


@pytest.mark.parametrize("text", [b"", b"\n", b"hello\n", b"password:5\n", MARK])
def test_what_is_no_list_is_refused(compiled, text):
    with pytest.raises(CorpusError, match="is not a list of lines HASH:COUNT"):
        compiled(text)


def test_a_list_of_padding_alone_gives_nothing(compiled):
    with pytest.raises(CorpusError, match="gives 0 hashes"):
        compiled(b"A" * 40 + b":0\n")


def test_an_existing_file_is_kept_unless_forced(tmp_path, listed):
    (tmp_path / "list.txt").write_bytes(listed(COUNTS))
    (tmp_path / "c").write_bytes(b"precious")
    make = partial(build, tmp_path / "list.txt", tmp_path / "c", fetched=DAY, range_bits=8)
    with pytest.raises(OutputError, match="already exists"):
        make()
    assert (tmp_path / "c").read_bytes() == b"precious"
    make(force=True)
    assert answers(tmp_path / "c", COUNTS)[:2] == [1, 4]


@pytest.mark.parametrize("make", [build, build_filter])
def test_a_list_is_never_replaced_by_what_is_made_of_it(tmp_path, listed, make):
    path = tmp_path / "list.txt"
    path.write_bytes(listed(COUNTS))
    (tmp_path / "same").hardlink_to(path)
    for target in (path, tmp_path / "same", tmp_path / ".." / tmp_path.name / "list.txt"):
        with pytest.raises(OutputError, match="would be replaced by what is made of it"):
            make(path, target, force=True)
    assert path.read_bytes() == listed(COUNTS)


def test_a_failed_build_leaves_nothing(tmp_path):
    (tmp_path / "list.txt").write_bytes(GOOD + b"nonsense\n")
    with pytest.raises(CorpusError):
        build(tmp_path / "list.txt", tmp_path / "c", fetched=DAY)
    assert [file.name for file in tmp_path.iterdir()] == ["list.txt"]


def test_a_source_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CorpusError, match="No such file"):
        build(tmp_path / "none", tmp_path / "c", fetched=DAY)


def test_without_numpy_it_is_said_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "numpy", None)
    with pytest.raises(MissingExtraError) as refused:
        build(tmp_path / "list.txt", tmp_path / "c", fetched=DAY)
    assert "secaudit[corpus]" in refused.value.hint


def test_importing_the_builder_is_cheap():
    program = "import sys, secaudit.corpus.build; print('numpy' in sys.modules)"
    ended = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert ended.stdout == "False\n"


def test_a_long_list_that_lacks_a_range_says_so(compiled):
    full = {bytes([n % 256, n // 256] + [0] * 18): 1 for n in range(256 * 30)}
    assert compiled(full)[1].missing == 0
    path, header = compiled({digest: 1 for digest in full if digest[0] not in (5, 9)})
    assert header.missing == 2
    assert answers(path, [bytes([5] * 20), bytes([6] * 20)]) == [None, 0]


@pytest.mark.parametrize("kept", [300, 700, 950])
def test_a_list_that_was_cut_short_knows_nothing_of_what_would_follow(compiled, listed, kept):
    dice = random.Random(6)  # noqa: S311
    counts = {dice.randbytes(20): 1 for _ in range(1000)}
    path, header = compiled(counts)
    assert (header.missing, answers(path, [b"\xff" * 20])) == (0, [0])
    lines = listed(counts).splitlines(keepends=True)[:kept]
    last = bytes.fromhex(lines[-1][:40].decode())
    path, header = compiled(b"".join(lines))
    assert header.missing == 255 - last[0]
    assert answers(path, [last, b"\xff" * 20]) == [1, None]


# ── Folders ──────────────────────────────────────────────────────────────────────────────────────

RANGES = {
    "0A1B2": b"0" * 35 + b":5\r\n" + b"F" * 35 + b":3",
    "0A1B3": b"1" * 35 + b":70\r\n",
    "FFFFF": b"F" * 35 + b":9\r\n" + b"0" * 35 + b":0",
}
WANTED = [
    bytes.fromhex(text)
    for text in ("0A1B2" + "0" * 35, "0A1B2" + "F" * 35, "0A1B3" + "1" * 35, "F" * 40)
]


def in_upper_case(folder):
    folder.mkdir()
    for prefix, text in RANGES.items():
        (folder / f"{prefix}.txt").write_bytes(text)


def in_lower_case_without_ends(folder):
    folder.mkdir()
    for prefix, text in RANGES.items():
        (folder / prefix.lower()).write_bytes(MARK + text.lower())


def with_an_index(folder):
    """Write as PwnedPasswordsDownloader does since it keeps ETags."""
    in_upper_case(folder)
    (folder / "sha1.index").write_text('0A1B2 "0x8DE5"\n')


def as_curl_does(folder):
    folder.mkdir()
    for prefix, text in RANGES.items():
        (folder / prefix).write_bytes(text)


def in_a_data_store(folder):
    """Write as hibp-downloader does, whose metadata lies beside unless told otherwise."""
    for prefix, text in RANGES.items():
        low = prefix.lower()
        path = folder / "sha1" / low[:2] / low[2:4] / f"{low}.gz"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress(text, mtime=0))
        path.with_suffix(".meta").write_text('{"etag":"W/\\"0x8DE5\\""}')


def in_packs(folder):
    """Write as `secaudit corpus download` does."""
    folder.mkdir()
    (folder / "download.log").write_text("{}\n")
    for prefix, text in RANGES.items():
        with (folder / f"{prefix[:3]}.gz").open("ab") as file:
            file.write(member(int(prefix, 16), '"0x8DE5"', text))


LAYOUTS = [
    *(in_upper_case, in_lower_case_without_ends),
    *(with_an_index, as_curl_does, in_a_data_store, in_packs),
]


@pytest.mark.parametrize("way", LAYOUTS)
def test_a_folder_of_ranges_is_read_in_every_layout(tmp_path, way):
    way(tmp_path / "ranges")
    header = build(tmp_path / "ranges", tmp_path / "c", fetched=DAY, processes=1)
    assert answers(tmp_path / "c", WANTED) == [5, 3, 68, 9]
    assert (header.hashes, header.lines, header.missing) == (4, 4, 2**20 - 3)


def test_a_folder_of_ntlm_ranges_is_read(tmp_path):
    folder = tmp_path / "ntlm"
    folder.mkdir()
    (folder / "00000.txt").write_bytes(b"0" * 27 + b":5")
    header = build(folder, tmp_path / "c", fetched=DAY, processes=1)
    assert (header.kind, answers(tmp_path / "c", [bytes(16)])) == ("ntlm", [5])


def test_ranges_need_their_own_places_in_the_index(tmp_path):
    in_upper_case(tmp_path / "ranges")
    with pytest.raises(ValueError, match="file for each range"):
        build(tmp_path / "ranges", tmp_path / "c", fetched=DAY, range_bits=8)


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("0A1B2.txt", b"<html>", "HASH:COUNT"),
        ("0A1B2.gz", b"no gzip", "could not be read"),
        ("0A1B2.gz", gzip.compress(b"0" * 35 + b":5", mtime=0)[:-3], "could not be read"),
        ("0A1B2.txt", b"1" * 35 + b":5\r\n" + b"0" * 35 + b":5", "out of order"),
        ("0A1B2.txt", b"1" * 34 + b":5", "no line HASH:COUNT"),
    ],
)
def test_a_damaged_range_is_refused_by_name(tmp_path, name, content, what):
    folder = tmp_path / "ranges"
    folder.mkdir()
    good = b"0" * 35 + b":5"
    first = folder / f"00000{Path(name).suffix}"
    first.write_bytes(gzip.compress(good, mtime=0) if name.endswith(".gz") else good)
    (folder / name).write_bytes(content)
    with pytest.raises(CorpusError, match=what) as refused:
        build(folder, tmp_path / "c", fetched=DAY, processes=1)
    assert name in str(refused.value)


def test_a_folder_of_other_things_is_refused(tmp_path):
    (tmp_path / "notes.txt").write_text("hello")
    with pytest.raises(CorpusError, match="no files of ranges"):
        build(tmp_path, tmp_path / "c", fetched=DAY)


def test_a_store_of_both_kinds_asks_which(tmp_path):
    for kind in ("sha1", "ntlm"):
        (tmp_path / kind).mkdir()
    with pytest.raises(CorpusError, match="two kinds"):
        build(tmp_path, tmp_path / "c", fetched=DAY)


@pytest.mark.parametrize(
    "names",
    [
        ["some/where/0A1B2.txt"],
        ["0A1B2.txt", "0A1B3.gz"],
        ["0A1B2.txt", "0a1b3.txt"],
        ["0A1B2.txt", "0A/1B/0A1B3.txt"],
    ],
)
def test_ranges_kept_in_unknown_or_several_ways_are_refused(tmp_path, names):
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(RANGES["0A1B2"])
    with pytest.raises(CorpusError, match="more than one way"):
        build(tmp_path, tmp_path / "c", fetched=DAY)


def test_a_folder_of_empty_files_is_refused_and_one_among_them_is_missing(tmp_path):
    folder = tmp_path / "ranges"
    folder.mkdir()
    (folder / "00000.txt").write_bytes(b"")
    with pytest.raises(CorpusError, match="are empty"):
        build(folder, tmp_path / "c", fetched=DAY)
    (folder / "00001.txt").write_bytes(b"0" * 35 + b":5")
    assert build(folder, tmp_path / "c", fetched=DAY).missing == 2**20 - 1


def test_a_folder_that_cannot_be_listed_is_said(tmp_path, monkeypatch):
    def refuse(_path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(CorpusError, match="Permission denied"):
        build(tmp_path, tmp_path / "c", fetched=DAY)


def test_a_list_that_vanishes_meanwhile_is_said(tmp_path):
    with pytest.raises(CorpusError, match="No such file"):
        next(origins.Stretch(tmp_path / "gone", 0, 5).texts())


def test_a_range_that_was_cut_short_is_refused_by_name(tmp_path):
    dice = random.Random(6)  # noqa: S311
    rows = [b"%035X:1" % number for number in sorted(dice.getrandbits(140) for _ in range(500))]
    (tmp_path / "ranges").mkdir()
    file = tmp_path / "ranges" / "0A1B2.txt"
    file.write_bytes(b"\r\n".join(rows))
    assert build(tmp_path / "ranges", tmp_path / "whole", processes=1).hashes == 500
    file.write_bytes(b"\r\n".join(rows[:450]))
    with pytest.raises(CorpusError) as refused:
        build(tmp_path / "ranges", tmp_path / "cut", processes=1)
    where = f"at byte {449 * 39} is the last line, too early for a whole range"
    assert refused.value.message == f"{file} could not be used: {where}"
