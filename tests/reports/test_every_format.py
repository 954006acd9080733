"""What holds for every format: nothing hostile comes out, nothing gets lost."""

import subprocess
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from secaudit.errors import UsageError
from secaudit.reports import FORMATS, render

PEOPLE = ("text", "markdown", "html")
JOINERS = {"\u200c", "\u200d"}


@pytest.mark.parametrize("kind", FORMATS)
def test_no_control_escape_or_bidi_character_and_no_half_character_comes_out(hostile, kind):
    rendered = render(hostile, kind)
    bad = {
        char
        for char in rendered
        if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co"} and char not in JOINERS
    }
    assert bad <= ({"\r", "\n"} if kind in {"csv", "ics"} else {"\n"})
    rendered.encode()


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("unicode", [True, False])
@pytest.mark.parametrize("width", [1, 40, 80])
def test_every_format_can_say_that_there_was_nothing(empty, kind, unicode, width):
    assert render(empty, kind, width=width, unicode=unicode).endswith("\n")


@pytest.mark.parametrize("kind", FORMATS)
def test_every_output_about_an_invented_person_says_so(full, kind):
    assert "nvented" in render(full, kind)


@pytest.mark.parametrize("kind", PEOPLE)
def test_formats_for_people_mark_an_invented_person_at_the_top_and_others_not(full, small, kind):
    body = render(full, kind).rpartition("</svg>\n<p")[2] if kind == "html" else render(full, kind)
    assert "Invented person" in body[:500]
    assert "Invented person:" not in render(small, kind)


@pytest.mark.parametrize("kind", PEOPLE)
def test_the_parts_of_a_report_stand_in_one_order(full, kind):
    parts = [
        "the three things to do today",
        "give gmail a new password",
        "after that, in this order",
        "take codes from an app for instagram",
        "what was found, account by account",
        "this password is known to attackers",
        "what was not checked, and why",
        "the service did not answer in time.",
        "what is already good",
        "what was sent over the network",
        "the first 5 characters",
        "what was read",
        "14 rows: 7 logins, 1 note, 2 in the trash, 1 passport and 3 that could not be read.",
        "second-factor data",
    ]
    rendered = render(full, kind, width=200).casefold()
    body = rendered[rendered.index(parts[0]) :]
    places = [body.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("kind", PEOPLE)
def test_what_was_chosen_and_what_is_left_behind_stand_in_one_order(chosen, kind):
    parts = [
        "what was found, account by account",
        "2 problems are left out of the plan, as you chose. the score counts them as before.",
        "your reason: the club chose it. it counts again after 31 march 2027.",
        "this password is easy to guess",
        "you gave no reason. it has no end date.",
        "discord: you said no to",
        "what was not checked, and why",
        "what was read",
        "columns read: title = “seite”",
        "3 rows: 3 one-time codes.",
        "2 one-time codes fit no login.",
        "nirgendwo, in aegis.json",
        "before you go: remove these files",
        "it lies in a folder that dropbox copies to other places.",
        "delete them, and empty the bin.",
        "bw export --format json --raw | secaudit audit -",
    ]
    rendered = render(chosen, kind, width=200).casefold()
    for markup in ("\\", "<bdi>", "</bdi>", "<wbr>"):
        rendered = rendered.replace(markup, "")
    body = rendered[rendered.index(parts[0]) :]
    places = [body.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)
    assert "vault.kdbx" not in body[body.index("before you go") :]


@pytest.mark.parametrize("kind", PEOPLE)
def test_a_report_without_files_in_plain_text_asks_nobody_to_delete_any(full, kind):
    assert "Before you go" not in render(full, kind)
    assert "chose to ignore" not in render(full, kind)


def test_the_terminal_folds_long_lists_of_what_is_ignored_and_of_codes(chosen):
    first = chosen.ignored[0]
    rules = [replace(first.rule, account=f"site{n}") for n in range(14)]
    ignored = (
        *(replace(first, rule=rule) for rule in rules),
        *(replace(first, rule=rules[0]) for _ in range(9)),
    )
    unmatched = tuple(f"Code {n}" for n in range(10))
    rendered = render(replace(chosen, ignored=ignored, unmatched=unmatched), "text")
    assert "… and 2 more rules; --format html shows the whole list." in rendered
    assert "… and 2 more problems; --format html shows the whole list." in rendered
    assert "… and 2 more one-time codes; --format html shows the whole list." in rendered


@pytest.mark.parametrize("kind", ["markdown", "html", "json", "csv"])
def test_only_the_terminal_shortens_long_lists(build_many, kind):
    rendered = render(build_many(60), kind)
    assert all(f"Site {n}" in rendered for n in range(1, 61))


@pytest.mark.parametrize("kind", FORMATS)
def test_a_thousand_accounts_with_one_password_are_no_trouble(build_many, kind):
    rendered = render(build_many(1_000), kind)
    assert len(rendered) < 1_500_000


@pytest.mark.parametrize("kind", PEOPLE)
def test_a_finding_of_several_accounts_is_explained_once(full, kind):
    assert render(full, kind).count("Who learns it from one site can sign in to the others") == 1


@pytest.mark.parametrize("kind", PEOPLE)
def test_a_failed_audit_never_reads_as_a_clean_one(small, kind):
    unchecked = replace(small, findings=(), plan=(), score=None, coverage=0.0)
    rendered = " ".join(render(unchecked, kind).split())
    assert "There is no score, because nothing could be checked." in rendered
    assert "Nothing could be checked, so there is no advice yet." in rendered
    assert "2 accounts: nothing could be checked." in rendered
    assert "No problem was found" not in rendered


def test_an_unknown_format_is_refused_with_the_known_ones(empty):
    with pytest.raises(UsageError) as caught:
        render(empty, "pdf")
    assert caught.value.hint == "Choose from: text, markdown, html, json, csv, ics, dot"


@pytest.mark.parametrize("kind", [name for name in FORMATS if name not in {"html", "ics"}])
def test_small_reports_come_out_as_written_down(small, kind):
    expected = Path(__file__).parent / "small" / f"report{FORMATS[kind].suffix}"
    with expected.open(encoding="utf-8", newline="") as file:
        assert file.read() == render(small, kind)


def test_importing_the_reports_loads_no_renderer():
    code = (
        "import sys, secaudit.reports; print([m for m in ('rich', 'jinja2') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
