"""`corpus build`, `info` and `verify`: what is said of a file, and what is refused."""

import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pytest

from secaudit.corpus.build import build
from secaudit.corpus.journal import Journal
from secaudit.corpus.lookup import Corpus
from secaudit.corpus.packs import member, pack_name
from tests.terminal import Terminal


@pytest.fixture(autouse=True)
def on_eighty_columns(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")


def test_what_was_made_is_said_with_what_to_do_next(secaudit, listed, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    listed({"sunshine12": 41, "qwerty12": 9})
    ended = secaudit("corpus", "build", "list.txt", "-o", "my corpus", "--date", "2026-11-22")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == (
        "my corpus is ready: 2 hashes in 4.2 MB, 2,099,223 bytes each. It holds what\n"
        "list.txt held on 22 November 2026.\n"
        "\n"
        "Ask it:\n"
        "  secaudit audit EXPORT --corpus 'my corpus'\n"
        "\n"
        "After copying it:\n"
        "  secaudit corpus verify 'my corpus'\n"
    )
    with Corpus(tmp_path / "my corpus") as corpus:
        assert (corpus.header.source, corpus.header.date) == ("list.txt", date(2026, 11, 22))


def test_without_a_date_it_is_the_day_the_list_changed_and_that_is_said(secaudit, listed, tmp_path):
    path = listed({"sunshine12": 41})
    then = datetime(2025, 3, 4, 12, tzinfo=UTC).timestamp()
    os.utime(path, (then, then))
    ended = secaudit("corpus", "build", path, "-o", tmp_path / "c", "--name", "Pwned Passwords")
    said = " ".join(ended.out.split())
    assert "what Pwned Passwords held on 4 March 2025, when that last changed; give --date" in said


def test_a_download_of_ours_tells_its_day_and_where_it_is_from(secaudit, tmp_path):
    folder = tmp_path / "download"
    folder.mkdir()
    answer = member(5, "", b"0" * 35 + b":5")
    (folder / pack_name(0)).write_bytes(answer)
    url = "https://api.pwnedpasswords.com/range/"
    journal = Journal(folder, "sha1", url, 1 << 20, date(2026, 11, 20))
    journal.start()
    journal.add(0, len(answer), set(range(256)) - {5})
    ended = secaudit("corpus", "build", folder, "-o", tmp_path / "c")
    said = " ".join(ended.out.split())
    assert ended.code == 4
    assert "It holds what Pwned Passwords held on 20 November 2026. " in said
    assert "Pwned Passwords lacked 1,048,575 of 1,048,576 ranges." in said


def test_ctrl_c_says_that_nothing_was_written(secaudit, listed, tmp_path, monkeypatch):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("secaudit.corpus.build.build", interrupt)
    ended = secaudit("corpus", "build", listed({"sunshine12": 41}), "-o", tmp_path / "c")
    assert (ended.code, ended.out) == (130, "")
    assert ended.err.startswith(f"error: stopped; {tmp_path / 'c'} was not written\nhint: ")


def test_what_top_leaves_out_is_said(secaudit, listed, tmp_path):
    path = listed({"sunshine12": 41, "qwerty12": 9, "rare": 2})
    ended = secaudit("corpus", "build", path, "-o", tmp_path / "c", "--top", 2)
    assert "It keeps the passwords that were seen 9 times or more." in " ".join(ended.out.split())


def test_a_filter_says_how_often_it_is_wrong(secaudit, listed, tmp_path):
    path = listed({"sunshine12": 41})
    ended = secaudit("corpus", "build", path, "-o", tmp_path / "f", "--filter")
    assert ended.code == 0
    assert "It takes one in 256 passwords that never leaked for one" in " ".join(ended.out.split())


def test_a_source_that_lacks_ranges_ends_with_4_and_the_file_is_there(secaudit, tmp_path):
    folder = tmp_path / "ranges"
    folder.mkdir()
    (folder / "0A1B2.txt").write_text("0" * 35 + ":5")
    ended = secaudit("corpus", "build", folder, "-o", tmp_path / "c")
    said = " ".join(ended.out.split())
    assert ended.code == 4
    assert "ranges lacked 1,048,575 of 1,048,576 ranges." in said
    assert (tmp_path / "c").is_file()
    info = secaudit("corpus", "info", tmp_path / "c").out
    assert "Missing   1,048,575 of 1,048,576 ranges, of which nothing is known" in info


@pytest.mark.parametrize(
    "case",
    [
        (["--date", "yesterday"], 2, "'yesterday' is no date"),
        (["--date", "2999-01-01"], 2, "1 January 2999 has not come yet"),
        (["--top", "0"], 2, "0 is not in the range"),
        (["--top", "1"], 1, "gives 0 hashes"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(secaudit, listed, tmp_path, case):
    options, code, says = case
    path = listed({"sunshine12": 41, "qwerty12": 41})
    ended = secaudit("corpus", "build", path, "-o", tmp_path / "c", *options)
    assert (ended.code, ended.out) == (code, "")
    assert says in ended.err
    assert "\nhint: " in ended.err
    assert not (tmp_path / "c").exists()


def test_a_file_that_is_there_is_kept_unless_forced(secaudit, listed, tmp_path):
    path = listed({"sunshine12": 41})
    (tmp_path / "c").write_text("precious")
    ended = secaudit("corpus", "build", path, "-o", tmp_path / "c")
    assert (ended.code, (tmp_path / "c").read_text()) == (1, "precious")
    assert secaudit("corpus", "build", path, "-o", tmp_path / "c", "--force").code == 0


def test_on_a_terminal_it_shows_how_fast_it_goes(listed, tmp_path):
    path = listed({f"password {n}": n + 1 for n in range(2000)})
    terminal = Terminal(["corpus", "build", str(path), "-o", str(tmp_path / "c")])
    terminal.expect("Building")
    terminal.expect("100%")
    assert terminal.end() == 0
    assert "ready: 2,000 hashes" in terminal.screen


def test_everything_the_header_holds_is_said_in_words(secaudit, made, monkeypatch, tmp_path):
    made({"sunshine12": 41, "qwerty12": 9}, "--name", "Pwned Passwords", "--date", "2020-01-02")
    monkeypatch.chdir(tmp_path)
    days = f"{(datetime.now(UTC).date() - date(2020, 1, 2)).days:,}"
    assert secaudit("corpus", "info", "seen.corpus").out == (
        "File      seen.corpus\n"
        "Form      a corpus of SHA-1 hashes, version 1 of the format\n"
        "Source    Pwned Passwords\n"
        f"Fetched   2 January 2020, {days} days ago; newer leaks are not in it\n"
        "Hashes    2, from 2 lines\n"
        "Kept      all that the source had\n"
        "Missing   nothing\n"
        "Counts    exact below 64, then to within one sixteenth (6 %)\n"
        "Compared  the first 52 bits of a hash\n"
        "Wrong     once in 2,251,799,813,685,248 passwords that were never seen\n"
        "Size      4.2 MB, 2,099,223 bytes a hash\n"
        "Whole     header and index are; “secaudit corpus verify” checks the rest\n"
    )


@pytest.mark.parametrize(
    ("days", "said"), [(0, ", today\n"), (1, ", 1 day ago\n"), (365, ", 365 days ago\n")]
)
def test_the_age_is_said_and_only_after_a_year_what_it_means(secaudit, made, days, said):
    fetched = datetime.now(UTC).date() - timedelta(days)
    path = made({"sunshine12": 41}, "--date", fetched)
    assert said in secaudit("corpus", "info", path).out


def test_a_filter_tells_that_it_has_no_counts(secaudit, made):
    path = made({"sunshine12": 41, "rare": 2}, "--filter", "--top", 1)
    said = secaudit("corpus", "info", path).out
    assert "Form      a filter of SHA-1 hashes, version 1 of the format\n" in said
    assert "Counts    none\n" in said
    assert "Wrong     once in 256 passwords that were never seen\n" in said
    assert "Kept      those seen 41 times or more; whether others leaked is not known\n" in said


@pytest.mark.parametrize(
    ("options", "fields"),
    [
        ([], {"form": "corpus", "key_bits": 52, "ranges": 1 << 20, "false_match": 2.0**-51}),
        (["--filter"], {"form": "filter", "key_bits": 64, "ranges": None, "false_match": 1 / 256}),
    ],
)
def test_a_program_gets_the_same_as_json(secaudit, made, options, fields):
    path = made({"sunshine12": 41, "qwerty12": 9}, *options)
    size = path.stat().st_size
    assert json.loads(secaudit("corpus", "info", path, "--format", "json").out) == {
        "file": str(path),
        "format_version": 1,
        "kind": "sha1",
        "source": "list.txt",
        "date": "2026-11-22",
        "age_days": (datetime.now(UTC).date() - date(2026, 11, 22)).days,
        "hashes": 2,
        "lines": 2,
        "least": 1,
        "missing_ranges": 0,
        "bytes": size,
        "bytes_per_hash": round(size / 2, 3),
        **fields,
    }


@pytest.mark.parametrize("options", [[], ["--filter"]])
def test_verify_tells_a_whole_file_from_a_damaged_one(secaudit, made, options):
    path = made({"sunshine12": 41}, *options)
    ended = secaudit("corpus", "verify", path)
    assert ended.code == 0
    assert "is whole: all " in " ".join(ended.out.split())
    data = bytearray(path.read_bytes())
    data[-33] ^= 1  # the last byte before the digest of the only block
    path.write_bytes(data)
    ended = secaudit("corpus", "verify", path)
    assert (ended.code, ended.out) == (1, "")
    assert "is damaged: the block at byte" in ended.err


def test_a_corpus_of_ntlm_hashes_names_the_command_that_can_ask_it(secaudit, tmp_path):
    (tmp_path / "list.txt").write_text("0" * 31 + "1:5\n")
    ended = secaudit("corpus", "build", tmp_path / "list.txt", "-o", tmp_path / "c")
    assert f"Ask it:\n  secaudit corpus lookup {tmp_path / 'c'} --hashes LIST\n" in ended.out
    assert "a corpus of NTLM hashes" in secaudit("corpus", "info", tmp_path / "c").out


def test_help_for_these_commands_loads_no_numpy(tmp_path):
    program = (
        "import sys\n"
        "from secaudit.__main__ import run\n"
        "for name in ('build', 'info', 'verify', 'lookup'):\n"
        "    run(['corpus', name, '--help'])\n"
        "print('numpy' in sys.modules, 'secaudit.corpus' in sys.modules)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert ended.stdout.endswith("\nFalse False\n")


def test_the_builder_takes_the_day_from_the_files_of_a_folder(tmp_path):
    folder = tmp_path / "ranges"
    folder.mkdir()
    for number, day in enumerate((3, 9)):
        path = folder / f"0000{number}.txt"
        path.write_text("0" * 35 + ":5")
        then = datetime(2025, 3, day, 12, tzinfo=UTC).timestamp()
        os.utime(path, (then, then))
    header = build(folder, tmp_path / "c", processes=1)
    assert header.date in {date(2025, 3, 3), date(2025, 3, 9)}
