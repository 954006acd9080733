"""The words and the order that formats share."""

from dataclasses import replace

import pytest

from secaudit.model import (
    Confidence,
    Finding,
    NotChecked,
    Severity,
    SourceSummary,
    Unreadable,
)
from secaudit.reports import outline, render, words
from secaudit.reports.cleaning import link


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "0 minutes"),
        (1, "1 minute"),
        (59, "59 minutes"),
        (60, "1 hour"),
        (135, "2 hours 15 minutes"),
    ],
)
def test_minutes_are_said_as_people_say_them(number, said):
    assert words.minutes(number) == said


@pytest.mark.parametrize(
    ("parts", "most", "said"),
    [
        ([], None, ""),
        (["a"], None, "a"),
        (["a", "b"], 1, "a and b"),
        (["a", "b", "c"], 1, "a and 2 more"),
        (["a", "b", "c"], None, "a, b and c"),
    ],
)
def test_lists_are_shortened_only_where_that_saves_something(parts, most, said):
    assert words.shortened(parts, most) == said


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (1.0, "The score covers everything that could be checked."),
        (0.999, "The score covers 99 % of what could be checked;"),
        (0.57, "The score covers 57 % of what could be checked;"),
        (0.001, "The score covers less than 1 % of what could be checked;"),
    ],
)
def test_coverage_is_never_rounded_to_all_or_nothing(full, share, said):
    assert words.coverage(replace(full, coverage=share)).startswith(said)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "To do today"),
        (1, "The one thing to do today"),
        (2, "The two things to do today"),
        (6, "The three things to do today"),
    ],
)
def test_the_first_heading_counts(full, number, said):
    assert words.today(replace(full, plan=full.plan[:number])) == said


def test_an_empty_plan_says_why_it_is_empty(full, small, empty):
    assert words.nothing_to_do(replace(small, plan=())).startswith("There is no plan for this")
    assert words.nothing_to_do(replace(full, plan=(), findings=())) == (
        "Nothing: no problem was found in what could be checked."
    )
    assert words.nothing_to_do(empty).startswith("Nothing could be checked")


def test_nothing_found_is_said_only_as_far_as_it_was_checked(full, small, empty):
    assert words.nothing_found(small, 1) == (
        "On 1 other account nothing else was found, as far as it could be checked."
    )
    assert words.nothing_found(replace(full, findings=()), 0) == (
        "On 7 accounts nothing was found, as far as it could be checked."
    )
    assert words.nothing_found(small, 2) == ""
    assert words.nothing_found(empty, 0) == "There was no account to look at."
    assert words.tally(empty) == ""
    assert words.tally(replace(full, findings=())) == (
        "No problem was found in what could be checked."
    )


def test_no_known_gap_is_not_the_same_as_all_checked(full, empty):
    assert words.no_gap(replace(full, coverage=1.0)).startswith("Nothing is left out")
    assert words.no_gap(full) == "Something was not checked, and no reason was recorded."
    assert words.no_gap(empty) == "There was no account to check."


def test_every_row_is_accounted_for_and_a_lost_one_is_said():
    lost = (Unreadable("line 14", "no site"), Unreadable("line 80", "no site"))
    source = SourceSummary("x.csv", "CSV", 312, 290, {"note": 9, "trash": 8, "tape": 2}, lost)
    assert words.accounting(source) == (
        "312 rows: 290 logins, 9 notes, 8 in the trash, 2 tapes, 2 that could not be read "
        "and 1 not accounted for."
    )
    assert words.unreadable(source) == [("no site", ["line 14", "line 80"])]


def test_one_time_codes_are_a_part_of_the_accounting(chosen):
    assert [words.accounting(source) for source in chosen.sources[1:3]] == [
        "2 rows: 1 login and 1 one-time code.",
        "3 rows: 3 one-time codes.",
    ]
    nothing = SourceSummary("x", "CSV", 1, 0, {"note": 1}, ())
    assert words.accounting(nothing) == "1 row: 0 logins and 1 note."


def test_guessed_columns_are_shown(chosen):
    assert words.columns(chosen.sources[0]) == ""
    assert words.columns(chosen.sources[1]) == (
        "Columns read: title = “Seite”, username = “Nutzer” and password = “Kennwort”. "
        "If that is wrong, say it with --columns."
    )


def test_codes_that_fit_no_login_are_counted_and_explained(chosen):
    assert words.unmatched(chosen) == f"2 one-time codes fit no login. {words.UNMATCHED}"
    one = replace(chosen, unmatched=chosen.unmatched[:1])
    assert words.unmatched(one).startswith("1 one-time code fits no login. ")
    assert words.unmatched(replace(chosen, unmatched=())) == ""


def test_a_decision_is_said_with_its_reason_and_its_end(chosen):
    assert [words.decision(each.rule) for each in chosen.ignored] == [
        "Your reason: The club chose it. It counts again after 31 March 2027.",
        "You gave no reason. It has no end date.",
    ]


def test_what_is_ignored_is_never_simply_gone(chosen):
    assert words.tally(chosen).endswith(" 2 more are ignored, as you chose.")
    alone = replace(chosen, findings=(), plan=(), ignored=chosen.ignored[:1], marked=())
    assert words.tally(alone) == (
        "1 problem is ignored, as you chose; no other was found in what could be checked."
    )
    assert words.tally(replace(alone, score=None)) == "1 problem is ignored, as you chose."
    assert words.nothing_to_do(alone) == (
        "Nothing: no other problem was found in what could be checked."
    )
    assert words.nothing_found(alone, 0).startswith("On 5 accounts nothing was found")
    two = replace(alone, accounts=chosen.accounts[2:4])
    assert words.nothing_found(two, 0) == "Nothing but what you chose to ignore."
    assert words.ignored(alone).startswith("1 problem is left out of the plan, as you chose.")


def test_what_is_marked_is_never_simply_gone_either(chosen):
    alone = replace(chosen, findings=(), plan=(), ignored=(), marked=chosen.marked[1:3])
    assert words.tally(alone) == "No problem was found but those that you marked."
    assert words.nothing_to_do(alone) == (
        "Nothing: no other problem was found in what could be checked."
    )
    assert words.nothing_found(alone, 0).startswith("On 5 accounts nothing was found")
    two = replace(alone, accounts=chosen.accounts[4:6])
    assert words.nothing_found(two, 0) == "Nothing but what you marked."


def test_an_account_is_named_by_what_is_known(full):
    nameless = replace(full.accounts[0], title="", site=None, username="")
    assert words.name(nameless) == "an entry without a title"
    assert words.name(replace(nameless, site="x.example", username="m")) == "x.example (m)"
    assert words.about(nameless) == "much depends on it"
    assert words.about(replace(full.accounts[2], title="biblioteka.krakow.pl")) == "mira"


def test_a_check_without_words_is_called_by_its_id():
    assert words.check("router-old") == "router old"


def test_methods_are_three_answers():
    assert [words.methods(m) for m in (None, (), ("totp", "fax"))] == [
        "not checked",
        "none",
        "codes from an app, fax",
    ]


def test_the_worst_account_comes_first_then_the_more_important_one(full):
    order = [entry.account and entry.account.id for entry in outline.affected(full)]
    assert order == ["a1", "a2", "a4", None]


def test_a_finding_of_several_accounts_points_to_where_it_is_written_out(full):
    first, second, *_ = outline.affected(full)
    whole = next(m for m in first.mentions if m.number == 1)
    again = next(m for m in second.mentions if m.number == 1)
    assert (whole.explained, whole.others) == (
        None,
        ("Instagram (mira.draws)", "Garden forum (mira)"),
    )
    assert (again.explained, again.others) == (full.accounts[0], ())


def test_accounts_that_the_finding_names_itself_are_not_named_again(full):
    reuse = replace(full.findings[1], why="Gmail and Instagram (mira.draws) share it.")
    first, *_ = outline.affected(replace(full, findings=(reuse,)))
    assert [mention.others for mention in first.mentions] == [("Garden forum (mira)",)]


def test_a_finding_of_an_unknown_account_is_not_lost(empty):
    stray = Finding("password-weak", "T", Severity.LOW, Confidence.CERTAIN, ("a9",), "W", "A")
    (entry,) = outline.affected(replace(empty, findings=(stray,)))
    assert (entry.account, [m.finding for m in entry.mentions]) == (None, [stray])


def test_gaps_are_grouped_by_reason_and_what_was_asked_for_comes_first(full):
    gaps = (
        NotChecked("way-in", "Later.", asked=False),
        NotChecked("password-pwned", "No answer.", ("a1",)),
        NotChecked("password-pwned", "No answer.", ("a4", "a9")),
        NotChecked("site-breached", "No answer.", ("a4",)),
        NotChecked("site-breached", "No answer."),
        NotChecked("site-breached", "No answer.", ("a1",)),
        NotChecked("url-insecure", "No answer."),
    )
    named = ("Gmail (mira.sample@gmail.com)", "Garden forum (mira)", "a9")
    everyone = "all 7 accounts"
    assert outline.gaps(replace(full, not_checked=gaps)) == [
        outline.Gap(
            "No answer.",
            (
                outline.Missing(
                    "whether passwords are known from breaches (3 accounts)", "", named
                ),
                outline.Missing(
                    "whether a site was breached since the password was changed "
                    "and whether addresses are encrypted",
                    everyone,
                    (),
                ),
            ),
        ),
        outline.Gap(
            "Later.",
            (outline.Missing("by which ways someone could get into an account", everyone, ()),),
        ),
    ]


def test_a_gap_that_is_not_about_accounts_is_not_said_to_be_about_all(full):
    gaps = (
        NotChecked("vault", "2 rows of mira.json could not be read."),
        NotChecked("discord-backup-codes", "You could not check: Have you saved the codes?"),
    )
    report = replace(full, not_checked=gaps)
    assert [gap.missing for gap in outline.gaps(report)] == [
        (),
        (outline.Missing("discord backup codes", "", ()),),
    ]
    assert "could not" not in render(report, "csv")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.com", True),
        ("https://example.com:8443/a/b?c=d&e=%20#f", True),
        ("http://example.com", False),
        ("javascript:alert(1)//https://x", False),
        ("https://bank.example@evil.example/", False),
        ('https://example.com/" onclick=', False),
        ("https://example.com/>", False),
        ("https://exämple.com/", False),
        ("https://example.com\\@evil.example", False),
        ("", False),
        (None, False),
    ],
)
def test_only_plain_https_addresses_become_links(url, expected):
    assert link(url) == (url if expected else None)
