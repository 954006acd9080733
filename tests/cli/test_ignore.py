"""Ignoring and leaving behind, as scripts do it: options, an answers file, and every format."""

import json

import pytest

FORMATS = ("text", "markdown", "html", "json", "csv")


def words(ended):
    return " ".join(ended.out.split())


def test_what_is_ignored_changes_the_exit_code_and_is_still_listed(secaudit, small_export):
    assert secaudit("audit", small_export).code == 12
    options = ("--ignore", "password-weak:*", "--ignore", "password-reused:*.example")
    ended = secaudit("audit", small_export, *options, "--format", "json")
    report = json.loads(ended.out)
    before = json.loads(secaudit("audit", small_export, "--format", "json").out)
    assert ended.code == 0
    assert (report["findings"], report["plan"]) == ([], [])
    assert report["summary"]["ignored"] == len(report["ignored"]) == len(before["findings"])
    assert report["summary"]["score"] == before["summary"]["score"]


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_lists_what_is_ignored_with_the_reason_and_the_end(
    secaudit, small_export, tmp_path, kind
):
    answers = tmp_path / "answers.toml"
    answers.write_text(
        '[[ignore]]\ncheck = "password-weak"\naccount = "sh?p"\nreason = "Everybody knows it"\n'
        "until = 2999-12-31\n"
    )
    ended = secaudit("audit", small_export, "--answers", answers, "--format", kind)
    assert "Everybody knows it" in ended.out
    assert ("2999-12-31" if kind == "json" else "31 December 2999") in ended.out


def test_a_rule_that_ended_or_fits_nothing_is_said(secaudit, small_export, tmp_path):
    answers = tmp_path / "answers.toml"
    answers.write_text(
        '[[ignore]]\ncheck = "password-weak"\naccount = "*"\nreason = "R"\nuntil = 2020-02-29\n'
    )
    ended = secaudit("audit", small_export, "--answers", answers, "--ignore", "*:nowhere")
    assert ended.code == 12
    assert "password-weak for “*” ended on 29 February 2020, so it counts again." in words(ended)
    assert "everything for “nowhere” fits nothing that was found" in words(ended)


@pytest.mark.parametrize(
    ("rule", "says", "hint"),
    [
        ("password-week:shop", "password-week", "Did you mean password-weak?"),
        (
            "google-devices-recognized:*",
            "google-devices",
            "Did you mean google-devices-recognised?",
        ),
        ("shop", "should be a check, a colon and an account", "For example: --ignore"),
    ],
)
def test_a_rule_that_is_not_understood_ends_before_anything_is_read(secaudit, rule, says, hint):
    ended = secaudit("audit", "missing.json", "--ignore", rule)
    first, second = ended.err.splitlines()
    assert (ended.code, ended.out) == (2, "")
    assert says in first
    assert hint in second


def test_a_dash_in_the_one_time_code_is_honoured_and_said(secaudit, export, login):
    path = export(login("GitHub", "github.com", "ana", "vN4.tq-8Rw_2zKpL", totp="-"))
    ended = secaudit("audit", path)
    assert "There may be no second step" not in ended.out
    assert "second step is elsewhere, or switched this off there." in words(ended)


def test_the_report_ends_with_the_files_left_behind_and_how_to_do_without(secaudit, clean_export):
    ended = secaudit("audit", clean_export)
    end = words(ended).partition("BEFORE YOU GO: REMOVE THESE FILES")[2]
    assert "export.json (Bitwarden JSON)" in end
    assert "Delete it, and empty the bin." in end
    assert end.endswith("bw export --format json --raw | secaudit audit -")
    assert ended.err == ""


@pytest.mark.parametrize("kind", ["json", "csv"])
def test_a_report_for_programs_leaves_the_reminder_to_the_error_stream(
    secaudit, clean_export, kind
):
    ended = secaudit("audit", clean_export, "--format", kind)
    assert str(clean_export) in ended.err
    assert "Delete it" in ended.err


def test_what_came_through_a_pipe_leaves_nothing_behind(secaudit, clean_export):
    for kind in ("text", "json"):
        ended = secaudit("audit", "-", "--format", kind, stdin=clean_export.read_bytes())
        assert ended.err == ""
        assert "BEFORE YOU GO" not in ended.out
