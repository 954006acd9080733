"""`corpus lookup`: counts for passwords and hashes, and no password in any answer."""

import json
from importlib import import_module

import pytest

from tests.cli.corpus.conftest import sha1
from tests.terminal import Terminal

lookup = import_module("secaudit.cli.corpus.lookup")  # the package has the command by this name
COUNTS = {"sunshine12": 41, "qwerty12": 17_000, "once": 1}


def lines(*answers):
    return "".join(f"line {answer}\n" for answer in answers)


@pytest.fixture
def corpus(made):
    return made(COUNTS)


def test_passwords_from_stdin_are_answered_in_their_order(secaudit, corpus):
    typed = "qwerty12\nnobody has this\n\nsunshine12\r\nonce"
    ended = secaudit("corpus", "lookup", corpus, stdin=typed)
    assert ended == (
        13,
        lines("1: seen about 17,400 times", "2: not found", "4: seen 41 times", "5: seen once"),
        "",
    )


def test_passwords_come_from_a_file_too(secaudit, corpus, tmp_path):
    (tmp_path / "typed").write_bytes("\ufeffsunshine12\nnobody\n".encode())
    ended = secaudit("corpus", "lookup", corpus, "--passwords", tmp_path / "typed")
    assert ended.out == "line 1: seen 41 times\nline 2: not found\n"
    same = secaudit("corpus", "lookup", corpus, "--passwords", "-", stdin="sunshine12\nnobody\n")
    assert same == ended


def test_hashes_are_named_by_themselves_in_either_case_with_or_without_a_count(secaudit, corpus):
    unseen, seen = sha1("nobody has this"), sha1("sunshine12")
    typed = f"{unseen}\n{seen.lower()}\n{seen}:9\nsunshine12\n{seen[:-1]}\n{'G' * 40}\n"
    ended = secaudit("corpus", "lookup", corpus, "--hashes", "-", stdin=typed)
    why = "not checked: it is no SHA-1 hash of 40 hexadecimal digits"
    assert ended.out == (
        f"{unseen}: not found\n"
        f"{seen.lower()}: seen 41 times\n"
        f"{seen}: seen 41 times\n"
        f"line 4: {why}\nline 5: {why}\nline 6: {why}\n"
    )


def test_a_program_gets_the_same_as_json(secaudit, corpus):
    typed = b"qwerty12\nnobody\npass\xe9\n"
    ended = secaudit("corpus", "lookup", corpus, "--format", "json", stdin=typed)
    assert json.loads(ended.out) == {
        "file": str(corpus),
        "source": "list.txt",
        "date": "2026-11-22",
        "answers": [
            {
                "line": 1,
                "found": True,
                "count": 17_408,
                "approximate": True,
                "wrong_one_in": None,
            },
            {"line": 2, "found": False, "count": 0, "approximate": False, "wrong_one_in": None},
            {"line": 3, "found": None, "count": None, "why": "it is not written in UTF-8"},
        ],
    }
    ended = secaudit(
        "corpus", "lookup", corpus, "--hashes", "-", "--format", "json", stdin=sha1("once")
    )
    assert json.loads(ended.out)["answers"] == [
        {
            "line": 1,
            "hash": sha1("once"),
            "found": True,
            "count": 1,
            "approximate": False,
            "wrong_one_in": None,
        }
    ]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (b"nobody\n", 0),
        (b"once\nnobody\n", 13),
        (b"once\npass\xe9\n", 13),
        (b"nobody\npass\xe9\n", 4),
        (b"", 3),
        (b"\n\n", 3),
    ],
)
def test_the_code_is_that_of_an_audit(secaudit, corpus, typed, code):
    assert secaudit("corpus", "lookup", corpus, stdin=typed).code == code
    if code != 3:
        assert secaudit("corpus", "lookup", corpus, "--exit-zero", stdin=typed).code == 0


def test_what_is_not_among_the_most_common_is_not_called_not_found(secaudit, made):
    path = made(COUNTS, "--top", 1)
    ended = secaudit("corpus", "lookup", path, stdin="once\n")
    assert ended == (
        0,
        "line 1: not checked: only compared with the 1 most common passwords\n",
        "",
    )


def test_a_filter_says_probably(secaudit, made):
    path = made(COUNTS, "--filter")
    ended = secaudit("corpus", "lookup", path, stdin="once\nnobody has this\n")
    assert ended == (
        13,
        "line 1: probably seen; wrong for one in 256 that never were\nline 2: not found\n",
        "",
    )


def test_an_old_corpus_is_said_before_the_answers(secaudit, made):
    path = made(COUNTS, "--date", "2020-01-02")
    ended = secaudit("corpus", "lookup", path, stdin="nobody\n")
    said = " ".join(ended.err.split())
    assert said == (
        f"note: {path} is of 2 January 2020, more than a year ago: newer leaks are not in it."
    )


def test_ntlm_hashes_are_looked_up_and_passwords_are_refused_there(secaudit, tmp_path):
    (tmp_path / "list.txt").write_text("0" * 31 + "1:5\n")
    secaudit("corpus", "build", tmp_path / "list.txt", "-o", tmp_path / "c")
    ended = secaudit("corpus", "lookup", tmp_path / "c", "--hashes", "-", stdin="0" * 31 + "1")
    assert ended.out == f"{'0' * 31}1: seen 5 times\n"
    ended = secaudit("corpus", "lookup", tmp_path / "c", stdin="hunter2")
    assert (ended.code, ended.out) == (1, "")
    assert "holds NTLM hashes" in ended.err


@pytest.mark.parametrize(
    "case",
    [
        (["--passwords", "a", "--hashes", "b"], b"", 2, "do not go together"),
        (["--passwords", "nowhere"], b"", 1, "nowhere could not be read"),
        (["--hashes", "nowhere"], b"", 1, "nowhere could not be read"),
        ([], "hunter2".encode("utf-16"), 1, "written in UTF-16"),
    ],
)
def test_what_cannot_be_read_is_said(secaudit, corpus, case):
    options, stdin, code, says = case
    ended = secaudit("corpus", "lookup", corpus, *options, stdin=stdin)
    assert (ended.code, ended.out) == (code, "")
    assert says in ended.err
    assert "\nhint: " in ended.err


def test_a_folder_instead_of_a_list_is_said(secaudit, corpus, tmp_path):
    ended = secaudit("corpus", "lookup", corpus, "--passwords", tmp_path)
    assert (ended.code, ended.out) == (1, "")
    assert "could not be read: Is a directory" in ended.err


def test_however_many_there_are_they_stay_in_order(secaudit, corpus, monkeypatch):
    monkeypatch.setattr(lookup, "_BATCH", 7)
    typed = "".join("once\n" if n % 3 == 0 else f"unseen {n}\n" for n in range(50))
    lines = secaudit("corpus", "lookup", corpus, stdin=typed).out.splitlines()
    assert lines == [
        f"line {n + 1}: {'seen once' if n % 3 == 0 else 'not found'}" for n in range(50)
    ]


def test_on_a_terminal_passwords_are_typed_and_not_shown(corpus):
    terminal = Terminal(["corpus", "lookup", str(corpus)])
    terminal.answer("Password (it is not shown; Enter to end)", "sunshine12")
    terminal.expect("line 1: seen 41 times")
    terminal.answer("Password (it is not shown; Enter to end)", "nobody has this")
    terminal.expect("line 2: not found")
    terminal.answer("Password (it is not shown; Enter to end)", "")
    assert terminal.end() == 13
    assert "sunshine12" not in terminal.screen


@pytest.mark.parametrize(
    ("press", "code", "ends"),
    [
        (Terminal.end_of_input, 13, "to end): \n"),
        (Terminal.interrupt, 130, "error: stopped\nhint: Start again whenever you like.\n"),
    ],
    ids=["Ctrl-D", "Ctrl-C"],
)
def test_typing_ends_by_a_key_and_nothing_is_called_lost(corpus, press, code, ends):
    terminal = Terminal(["corpus", "lookup", str(corpus)])
    terminal.answer("Password (it is not shown; Enter to end)", "sunshine12")
    terminal.expect("line 1: seen 41 times")
    terminal.expect("Password (it is not shown; Enter to end)")
    press(terminal)
    assert terminal.end() == code
    assert terminal.screen.endswith(ends)


@pytest.mark.parametrize(
    ("count", "shown"),
    [(68, 68), (124, 124), (1088, 1090), (17_408, 17_400), (1_040_187_392, 1_040_000_000)],
)
def test_a_count_that_is_near_the_true_one_has_no_more_than_three_digits(count, shown):
    assert lookup.rounded(count) == shown
