"""`audit`, `password` and `demo` with a corpus: what is found, what is sent, what is said."""

import json

import pytest

from tests.loopback import Loopback
from tests.terminal import Terminal

pytestmark = pytest.mark.usefixtures("no_waiting")
SEEN = {"sunshine12": 17_000}


def audited(secaudit, export, *options):
    ended = secaudit("audit", export, "--format", "json", *options)
    return ended, json.loads(ended.out)


def counts(report):
    return {
        account["title"]: (
            account["password"]["pwned_count"],
            account["password"]["pwned_approximate"],
        )
        for account in report["accounts"]
    }


def test_a_corpus_tells_found_and_not_found_apart_without_the_network(secaudit, small_export, made):
    path = made(SEEN)
    ended, report = audited(secaudit, small_export, "--corpus", path)
    assert ended.code == 13
    assert "note:" not in ended.err
    assert counts(report) == {
        "Forum": (0, False),
        "Shop": (17_408, True),
        "Club": (17_408, True),
    }
    assert report["network"] == []
    (sentence,) = report["input"]["corpora"]
    assert sentence == (
        f"Passwords were looked up on this machine in {path}: 1 hash, list.txt of 22 November 2026."
    )
    assert "password-pwned" not in {gap["check"] for gap in report["not_checked"]}
    (why,) = {f["why"] for f in report["findings"] if f["check"] == "password-pwned"}
    assert why == (
        "It was seen more than 10,000 times in known breaches (list.txt of 22 November 2026). "
        "Such passwords are tried first, at every site."
    )


@pytest.mark.parametrize("format_", ["text", "markdown", "html"])
def test_every_report_for_people_names_the_corpus(secaudit, small_export, made, format_):
    path = made(SEEN, "--date", "2020-01-02")
    said = secaudit("audit", small_export, "--corpus", path, "--format", format_).out
    said = " ".join(said.replace("\\", "").split())
    assert "list.txt of 2 January 2020" in said
    assert "It is more than a year old, so newer leaks are not in it." in said


def test_a_table_does_not_pretend_to_know_the_count(secaudit, small_export, made):
    said = secaudit("audit", small_export, "--corpus", made(SEEN), "--format", "csv").out
    assert "about 17408" in said


def test_an_old_corpus_is_said_on_stderr_too(secaudit, clean_export, made):
    path = made(SEEN, "--date", "2020-01-02")
    ended = secaudit("audit", clean_export, "--corpus", path)
    assert ended.code == 0
    assert "more than a year ago: newer leaks are not in it." in " ".join(ended.err.split())


def test_the_most_common_ones_alone_leave_the_others_unchecked(secaudit, clean_export, made):
    path = made(SEEN | {"rare": 2}, "--top", 1)
    ended, report = audited(secaudit, clean_export, "--corpus", path)
    assert (ended.code, counts(report)) == (0, {"Forum": (None, None)})
    gaps = {gap["check"]: gap for gap in report["not_checked"]}
    assert gaps["password-pwned"]["why"] == "Only compared with the 1 most common passwords."


def test_a_filter_finds_probably(secaudit, small_export, made):
    path = made(SEEN, "--filter")
    _, report = audited(secaudit, small_export, "--corpus", path)
    found = [f for f in report["findings"] if f["check"] == "password-pwned"]
    assert {(f["title"], f["severity"], f["confidence"]) for f in found} == {
        ("This password is probably known to attackers", "critical", "likely")
    }
    assert counts(report)["Forum"] == (0, False)
    ways = {a["title"]: " ".join(a["way_in"]["steps"]) for a in report["accounts"]}
    assert "is probably known from breaches" in ways["Shop"]


def test_a_corpus_and_a_filter_go_together(secaudit, small_export, made):
    top = made(SEEN | {"rare": 2}, "--top", 1, name="top")
    rest = made(SEEN | {"rare": 2}, "--filter", name="rest")
    _, report = audited(secaudit, small_export, "--corpus", rest, "--corpus", top)
    assert counts(report) == {
        "Forum": (0, False),
        "Shop": (17_408, True),
        "Club": (17_408, True),
    }
    assert len(report["input"]["corpora"]) == 2


@pytest.mark.parametrize("options", [[], ["--top", 1]])
def test_online_nothing_about_passwords_is_sent_where_there_is_a_corpus(
    secaudit, small_export, made, options
):
    path = made(SEEN | {"rare": 2}, *options)
    with Loopback(pwned={"sunshine12": 5}) as server:
        urls = [
            part
            for name, url in server.services.items()
            for part in (f"--{name.replace('_', '-')}", url)
        ]
        _, report = audited(secaudit, small_export, "--online", "--corpus", path, *urls)
        assert server.paths("/range/") == []
        assert server.requests
    assert counts(report)["Shop"] == (17_408, True)


@pytest.mark.parametrize("command", ["audit", "password"])
def test_a_file_that_is_no_corpus_is_refused_before_anything_is_asked(
    secaudit, small_export, tmp_path, command
):
    (tmp_path / "c").write_text("hello")
    more = [small_export] if command == "audit" else []
    ended = secaudit(command, *more, "--corpus", tmp_path / "c", stdin="hunter2")
    assert (ended.code, ended.out) == (1, "")
    assert "is not a corpus made by secaudit" in ended.err


@pytest.mark.parametrize(
    "case",
    [
        ([], "sunshine12", 13, "It was seen more than 10,000 times in known breaches (list.txt"),
        ([], "vN4.tq-8Rw_2zKpL", 0, "Not found in list.txt of 22 November 2026.\n"),
        (["--filter"], "sunshine12", 13, "This password is probably known to attackers"),
        (["--top", 1], "vN4.tq-8Rw_2zKpL", 0, "could not be checked: only compared with the 1 "),
    ],
)
def test_one_password_is_looked_up_in_a_corpus(secaudit, made, case):
    options, typed, code, says = case
    path = made(SEEN | {"rare": 2}, *options)
    ended = secaudit("password", "--corpus", path, stdin=typed)
    assert ended.code == code
    assert says in ended.out


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ([], "in the corpus on this machine, so nothing about them is sent"),
        (["--filter"], "in the filter on this machine. What it takes for known is asked about"),
    ],
)
def test_who_is_asked_to_go_online_hears_what_a_corpus_changes(made, options, says):
    path = made(SEEN, *options)
    terminal = Terminal(["password", "--corpus", str(path)])
    terminal.answer("Password (it is not shown)", "sunshine12")
    terminal.expect("Go online for this?")
    assert says in " ".join(terminal.screen.split())
    terminal.type("n")
    assert terminal.end() == 13
    assert "known to attackers" in terminal.screen


def test_the_demo_asks_a_corpus_and_leaves_no_file(secaudit, own_home):
    report = json.loads(secaudit("demo", "--format", "json").out)
    (sentence,) = report["input"]["corpora"]
    assert sentence.startswith("Passwords were looked up on this machine in a small corpus: 30,0")
    assert list(own_home.rglob("*")) == []
