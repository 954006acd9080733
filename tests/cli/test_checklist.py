"""`secaudit checklist`: what there is, what is old, worksheets, and the walk in a terminal."""

import json
import re
import stat
from dataclasses import replace

import pytest

from secaudit import checklists
from secaudit.choosing import FOR_EVERYONE, questions, rounds, time_for
from secaudit.cli.listing import listed
from secaudit.cli.options import AUDIENCES
from secaudit.cli.walk import how_long, stated_minutes
from secaudit.gathering import accounts_of, walked
from secaudit.model import AUDIENCES as OF_THE_MODEL
from secaudit.model import Account, Answers, Vault
from tests.terminal import Terminal

PLATFORMS = checklists.load()


def test_the_list_names_every_checklist_platforms_first(secaudit):
    ended = secaudit("checklist", "--list")
    lines = ended.out.splitlines()
    platforms = [platform.id for platform in PLATFORMS if not platform.is_general]
    general = [platform.id for platform in PLATFORMS if platform.is_general]
    expected = ["Platforms:", *platforms, *(["General", *general] if general else [])]
    assert ended.code == 0
    assert [line.split()[0] for line in lines if not line.startswith(" " * 3)] == expected


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("columns", [80, 60])
def test_the_list_fits_the_terminal(secaudit, monkeypatch, language, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = secaudit("checklist", "--list", "--language", language).out.splitlines()
    assert [line for line in lines if len(line) > columns] == []


def test_the_list_says_how_long_and_how_old(secaudit):
    google = next(platform for platform in PLATFORMS if platform.id == "google")
    (line,) = [n for n in secaudit("checklist", "--list").out.splitlines() if " google " in n]
    to_do = sum(item.minutes for item in google.items)
    oldest = min(item.checked for item in google.items)
    said = f"{len(google.items)} questions, 3 min; to do: {to_do} min; verified {oldest}"
    assert line.split(maxsplit=1) == ["google", f"Google: {said}"]


def test_stale_shows_what_was_verified_before_a_day(secaudit):
    google = next(platform for platform in PLATFORMS if platform.id == "google")
    ended = secaudit("checklist", "google", "--stale", "2100-01-01")
    lines = [line.split(maxsplit=2) for line in ended.out.splitlines()]
    items = {(str(item.checked), "google.toml", item.id) for item in google.items}
    links = {(str(day), "google.toml", f"link {name}") for name, day in google.checked.items()}
    assert {tuple(line) for line in lines} == items | links
    assert lines == sorted(lines)
    assert ended.code == 0


def test_stale_says_so_where_nothing_is(secaudit):
    ended = secaudit("checklist", "--stale", "2020-01-01")
    assert ended.out == "Everything was verified on 2020-01-01 or later.\n"
    assert secaudit("checklist", "--stale", "last year").code == 2


@pytest.mark.parametrize(("form", "start"), [("markdown", "# Instagram\n"), ("html", "<!doctype")])
def test_a_worksheet_is_printed_without_asking(secaudit, form, start):
    ended = secaudit("checklist", "instagram", "--format", form)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith(start)
    instagram = next(platform for platform in PLATFORMS if platform.id == "instagram")
    everyones = [item for item in instagram.items if not item.audiences]
    assert ended.out.count("☐ Yes") == min(len(everyones), 10)


def test_a_worksheet_is_for_whom_it_is_asked_for(secaudit, monkeypatch):
    checklist = next(platform for platform in PLATFORMS if platform.id == "discord")
    only = replace(checklist.items[3], question="Is it for you?", audiences=frozenset({"teens"}))
    changed = (replace(checklist, items=(checklist.items[0], only)),)
    monkeypatch.setattr(checklists, "load", lambda **_language: changed)
    plain = secaudit("checklist", "discord", "--format", "markdown").out
    teens = secaudit("checklist", "discord", "--format", "markdown", "--audience", "teens").out
    assert ("Is it for you?" in plain, "Is it for you?" in teens) == (False, True)


def test_a_worksheet_is_written_whole_and_never_over_another_file(secaudit, tmp_path):
    path = tmp_path / "sheet.html"
    arguments = ("checklist", "google", "discord", "--format", "html", "--large-print", "-o", path)
    ended = secaudit(*arguments)
    assert (ended.code, ended.out) == (0, "")
    assert f"The worksheet is in {path}." in ended.err
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    written = path.read_text("utf-8")
    assert '<body class="large">' in written
    assert written.index("<h1>Google</h1>") < written.index("<h1>Discord</h1>")
    assert secaudit(*arguments).code == 1
    assert secaudit(*arguments, "--force").code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--format", "html"], "a worksheet needs to know which checklist"),
        (["google", "--large-print"], "large print is for a worksheet in HTML"),
        (["google", "--large-print", "--format", "markdown"], "large print is for a worksheet"),
        (["google", "nowhere"], "there is no checklist called nowhere"),
        (["google"], "a checklist needs a terminal to ask on"),
        (["google", "--format", "json"], "'json' is not one of 'markdown', 'html'"),
        (["google", "--audience", "friends"], "'friends' is not one of"),
    ],
)
def test_what_is_not_possible_is_said(secaudit, arguments, message):
    ended = secaudit("checklist", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.err


def test_the_options_know_every_audience():
    assert tuple(OF_THE_MODEL) == AUDIENCES


# ── The walk ─────────────────────────────────────────────────────────────────────────────────────


def test_a_no_becomes_something_to_do(tmp_path):
    report = tmp_path / "report.json"
    walk = Terminal(["checklist", "discord", "-o", str(report)])
    walk.answer("Enter for none of these", "")
    walk.expect("10 questions, about 3 minutes. Stop at any of them you like.")
    walk.expect("Question 1 of 10")
    walk.answer("Number [4]", "2")
    walk.expect("Question 2 of 10")
    walk.answer("Number [4]", "1")
    walk.answer("Number [4]", "6")  # stop here
    assert walk.end() == 12
    found = json.loads(report.read_text("utf-8"))
    assert [finding["check"] for finding in found["findings"]] == ["discord-second-factor-on"]
    assert found["findings"][0]["url"].startswith("https://")
    assert found["plan"][0]["title"] == "Discord: Switch on a second step at sign-in"
    assert "8 of its 10 questions were not answered" in json.dumps(found["not_checked"])


def test_a_checklist_can_be_skipped_for_the_next_one():
    walk = Terminal(["checklist", "discord", "google", "--audience", "teens"])
    walk.expect("Checklist 1 of 2: Discord")
    walk.answer("Number [4]", "5")
    walk.expect("Checklist 2 of 2: Google")
    walk.answer("Number [4]", "6")
    assert walk.end() == 0
    assert "What is true of you?" not in walk.screen


def test_a_warning_comes_first_and_the_checklist_can_be_left():
    (warned,) = [platform for platform in PLATFORMS if platform.id == "leaving-a-shared-life"]
    names = [warned.id, "discord"]
    walk = Terminal(["checklist", *names, "--audience", "known-risk"])
    walk.expect(f"Read this first: {warned.warning.split()[0]}")
    walk.answer("Go on with this one?", "n")
    walk.expect("Checklist 2 of 2: Discord")
    walk.answer("Number [4]", "5")
    assert walk.end() == 0
    walk = Terminal(["checklist", *names, "--audience", "known-risk"])
    walk.answer("Go on with this one?", "")
    walk.expect(warned.about.split()[0])
    walk.answer("Number [4]", "6")
    assert walk.end() == 0


def test_a_question_names_what_goes_further():
    walk = Terminal(["checklist", "signal", "--audience", "teens"])
    walk.expect("Checklist 1 of 1: Signal")
    while "More: secaudit checklist your-phone" not in walk.screen:
        walk.answer("Number [4]", "3")
        walk.expect("Question ")
        walk.expect("Where: ")
        walk.expect("Your answer:")
    walk.answer("Number [4]", "6")
    assert walk.end() == 0


def test_a_group_without_a_checklist_has_no_title():
    general = [platform for platform in PLATFORMS if platform.is_general]
    assert next(iter(listed(general))) == "General lists:"


def test_a_question_is_named_for_its_checklist():
    walk = Terminal(["checklist", "discord-backup-codes-kept", "--audience", "public"])
    walk.expect("Checklist 1 of 1: Discord")
    walk.answer("Number [4]", "6")
    assert walk.end() == 0


def test_without_a_name_the_checklist_is_chosen():
    walk = Terminal(["checklist"])
    walk.answer("Enter for none of these", "2")
    walk.expect("use another one for this")
    walk.answer("(Enter for none)", "1")
    walk.expect(f"Checklist 1 of 1: {PLATFORMS[0].name}")
    walk.answer("Number [4]", "yes")
    walk.answer("Please type a number from 1 to 6", "6")
    assert walk.end() == 0


# ── Within the guided audit ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("audiences", [(), AUDIENCES])
def test_a_walk_with_eight_platforms_asks_about_those_in_under_fifteen_minutes(audiences):
    logins = {p.id: p for p in checklists.by_login(PLATFORMS).values()}
    eight = list(logins.values())[:8]
    sites = {login: p for login, p in checklists.by_login(PLATFORMS).items() if p in eight}
    rows = tuple(Account(title=p.name, site=site, username="ana") for site, p in sites.items())
    accounts, _ = accounts_of([Vault("v", "test", rows)])
    said = Answers(platforms=FOR_EVERYONE, audiences=frozenset(audiences))
    found = walked(PLATFORMS, {account.site or "" for account in accounts}, said)
    about = {p.id for p in found if not p.is_general}
    assert about == {p.id for p in eight}
    assert {p.id for p in found if p.is_general} <= set(FOR_EVERYONE)
    assert all(len(p.items) <= 10 for p in found)
    assert stated_minutes(accounts, found) < 15
    first, rest = rounds(found)
    assert questions(first) + questions(rest) == questions(found)
    assert time_for(questions(first)) <= 7


def test_the_walk_says_all_of_it_only_where_no_more_questions_are_offered():
    discord = next(platform for platform in PLATFORMS if platform.id == "discord")
    few = [replace(discord, items=discord.items[:4])]
    assert how_long([], few) == "All of it takes about 4 minutes. Skip what you like."
    assert how_long([], PLATFORMS) == (
        "The first part takes about 10 minutes; after it, more questions are offered. "
        "Skip what you like."
    )


def test_the_guided_audit_walks_the_most_important_questions_and_offers_the_rest(export, login):
    sites = ["google.com", "discord.com", "instagram.com", "facebook.com"]
    path = export(*(login(site.title(), site, "ana", "vN4.tq-8Rw_2zKpL") for site in sites))
    walk = Terminal(["audit", "--no-save", str(path)])
    walk.answer("Enter for none of these", "")
    walk.expect("The first part takes about")
    walk.answer("Go through them now?", "n")
    walk.answer("A word or date", "")
    walk.expect("Checklists (about 7 minutes)")
    walk.expect("28 questions about: ")
    walk.answer("Go through the checklists now?", "")
    walk.answer("Number [4]", "5")  # skip the rest of the first checklist
    (lists,) = re.findall(r"Checklist 1 of (\d+)", walk.screen)
    for number in range(2, int(lists) + 1):
        walk.expect(f"Checklist {number} of {lists}")
        walk.answer("Number [4]", "5")
    walk.expect("Those were the most important ones.")
    walk.answer("more, in about", "y")
    walk.expect("Checklist 1 of")
    walk.answer("Number [4]", "2")
    walk.answer("Number [4]", "6")
    walk.answer("Go online for this?", "n")
    assert walk.end() >= 11
    assert "you said no to" in walk.screen
