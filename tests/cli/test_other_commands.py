"""`demo`, `password`, `checklist` and `key` without a terminal."""

import json
import time

import pytest

from secaudit.checks import CHECKS


@pytest.mark.parametrize("format_", ["text", "markdown", "html", "json", "csv", "dot"])
def test_the_demo_is_marked_as_invented_in_every_format(secaudit, format_):
    ended = secaudit("demo", "--format", format_)
    assert (ended.code, ended.err) == (0, "")
    assert "invented" in ended.out.lower()


def test_the_demo_shows_every_kind_of_finding_and_sends_nothing(secaudit):
    start = time.monotonic()
    report = json.loads(secaudit("demo", "--format", "json").out)
    assert time.monotonic() - start < 10
    found = {finding["check"] for finding in report["findings"]}
    assert {check.id for check in CHECKS} - found == {"checklist-items"}
    assert "google-devices-recognised" in found
    assert {f["severity"] for f in report["findings"]} == {"critical", "high", "medium", "low"}
    assert report["network"] == []
    assert 35 <= report["summary"]["accounts"] <= 45
    assert report["invented"] is True
    reasons = {reason for source in report["input"]["sources"] for reason in source["skipped"]}
    assert reasons >= {"note", "card", "identity", "trash", "archived"}
    assert [len(source["unreadable"]) for source in report["input"]["sources"]] == [1, 0]


@pytest.mark.parametrize(
    ("typed", "code", "says"),
    [
        ("hunter2\n", 13, "Guessed quickly"),
        ("vN4.tq-8Rw_2zKpL\n", 0, "Very hard to guess."),
        ("vN4.tq-8Rw_2zKpL" * 10, 0, "Judged by its first 72 characters: Very hard to guess."),
    ],
)
def test_a_password_is_read_from_stdin(secaudit, typed, code, says):
    ended = secaudit("password", "--offline", stdin=typed)
    assert (ended.code, ended.err) == (code, "")
    assert says in ended.out
    assert typed.strip() not in ended.out


def test_offline_a_password_is_never_called_unknown_to_attackers(secaudit):
    ended = secaudit("password", "--offline", stdin="vN4.tq-8Rw_2zKpL")
    assert "Known breaches could not be checked" in ended.out


def test_version_and_help(secaudit):
    assert secaudit("--version").out.startswith("secaudit 0.")
    assert "audit" in secaudit("-h").out
    nothing = secaudit()
    assert (nothing.code, nothing.out) == (2, "")
    assert nothing.err.startswith("Usage: secaudit")
