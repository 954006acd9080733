"""`secaudit whatif`, as scripts and as people run it."""

import json

import pytest

from secaudit.access.scenarios import ITEMS, SCENARIOS
from secaudit.cli.whatif import ITEMS as CHOICES
from secaudit.cli.whatif import whatif
from tests.terminal import Terminal

STRONG = "vN4.tq-8Rw_2zKpL"
OTHER = "Heron-Oath-92-lake"


@pytest.fixture
def family(export, login):
    """Write a mailbox, a bank that it resets, and a shop with the mailbox's password."""
    return export(
        login("Google", "accounts.google.com", "ana@gmail.com", STRONG),
        login("Bank", "fernbank.example", "ana@gmail.com", OTHER, totp="JBSWY3DPEHPK3PXP"),
        login("Shop", "shop.example", "ana", STRONG),
    )


@pytest.fixture
def answers(tmp_path):
    path = tmp_path / "answers.toml"
    path.write_text(
        '[[accounts]]\nsite = "google.com"\nsecond-factor = "none"\n'
        '[[accounts]]\nsite = "shop.example"\nsecond-factor = "none"\n'
        '[[accounts]]\nsite = "fernbank.example"\nbackup-codes = "none"\n'
        'recovery-email = "ana@gmail.com"\n',
        "utf-8",
    )
    return path


def test_the_choices_are_those_that_are_known():
    assert set(CHOICES) == set(ITEMS)
    scenarios = {*whatif.commands, *(f"lost-{item}" for item in CHOICES)} - {"lost"}
    assert scenarios == set(SCENARIOS)


def test_a_breached_site_is_followed_to_what_shares_its_password(secaudit, family, answers):
    ended = secaudit("whatif", "breached", "shop.example", family, "--answers", answers)
    assert (ended.code, ended.out) == (
        0,
        """\
What if: The passwords of shop.example are stolen, and yours is read.

WHAT FALLS
----------
For sure:
  - The password of Google (ana@gmail.com) is one that leaked. Nothing else is
    asked for.
  - The password of Shop (ana) is one that leaked. Nothing else is asked for.

WHAT YOU COULD NO LONGER OPEN YOURSELF
--------------------------------------
Nothing that secaudit knows of.

WHAT TO DO FIRST
----------------
1. Change it at shop.example, to one that your password manager makes up.
2. Then change the passwords of the accounts listed above, from the top.
3. Switch on a second step wherever one is offered.
4. Be wary of messages about it: go to the site yourself, not over a link.

WHAT THIS RESTS ON
------------------
- This was worked out on this computer. Nothing was sent.
""",
    )
    assert "Still on your disk" in ended.err


def test_what_falls_only_usually_is_told_apart(secaudit, export, login, answers):
    path = export(
        login("Google", "google.com", "ana@gmail.com", STRONG),
        login("Forum", "forum.example", "ana@gmail.com", OTHER),
        login("Bank", "fernbank.example", "ana", OTHER),
        login("Shop", "shop.example", "ben", OTHER),
    )
    ended = secaudit("whatif", "mailbox", "Ana@Gmail.com", path, "--answers", answers)
    text = ended.out[: ended.out.index("WHAT TO DO")]
    assert (
        text
        == """\
What if: Someone gets into the mailbox ana@gmail.com.

WHAT FALLS
----------
Probably, if these accounts work as most do:
  - Bank (ana) sends a new password to ana@gmail.com.
  - Forum (ana@gmail.com) probably sends a new password to ana@gmail.com.

WHAT YOU COULD NO LONGER OPEN YOURSELF
--------------------------------------
For sure:
  - Google (ana@gmail.com)
    Whoever has it may change its password.

Nobody can tell, because it is not known what they ask for:
  Bank (ana), Forum (ana@gmail.com)

"""
    )


def test_a_lost_phone_as_json(secaudit, family, answers):
    ended = secaudit("whatif", "lost-phone", family, "--answers", answers, "--format", "json")
    told = json.loads(ended.out)
    assert ended.code == 0
    assert told["falls"] == told["locked_out"] == told["unknown"] == []  # the seed is in the vault
    assert (told["schema_version"], told["invented"]) == (1, False)
    assert told["title"] == "You lose your phone, and nobody else can unlock it."
    assert len(told["first"]) == 5
    assert told["not_checked"] == []


def test_the_json_names_accounts_and_how_they_fall(secaudit, family, answers):
    arguments = ("whatif", "password-manager", family, "--answers", answers, "--format", "json")
    told = json.loads(secaudit(*arguments).out)
    assert [fall["title"] for fall in told["falls"]] == ["Google", "Bank", "Shop"]
    assert told["falls"][1] == {
        "account": "a2",
        "title": "Bank",
        "site": "fernbank.example",
        "username": "ana@gmail.com",
        "importance": "critical",
        "steps": [
            "The password of Bank (ana@gmail.com) lies in your password manager (export.json).",
            (
                "The code for Bank (ana@gmail.com) lies in your password manager (export.json) "
                "as well."
            ),
        ],
        "sure": True,
    }
    assert [(one["title"], one["why"]) for one in told["locked_out"]] == [
        ("Google", "Its password is nowhere else."),
        ("Bank", "It asks for codes from an app."),
        ("Shop", "Its password is nowhere else."),
    ]
    assert {one["unless_backup_codes"] for one in told["locked_out"]} == {False}


def test_an_answer_can_be_written_to_a_file(secaudit, family, tmp_path):
    path = tmp_path / "what.json"
    ended = secaudit("whatif", "stolen-phone", family, "-o", path)
    assert (ended.code, ended.out) == (0, "")
    assert json.loads(path.read_text("utf-8"))["title"].startswith("Someone has your phone")
    text = tmp_path / "what.txt"
    assert secaudit("whatif", "stolen-phone", family, "-o", text).code == 0
    assert max(map(len, text.read_text("utf-8").splitlines())) <= 80


def test_rows_and_answers_that_could_not_be_used_are_said(secaudit, export, login, answers):
    path = export(login("Google", "google.com", "ana@gmail.com", STRONG), {"type": 1, "login": 3})
    ended = secaudit("whatif", "lost-phone", path, "--answers", answers)
    assert ended.code == 4
    for sentence in (
        "- 1 row of export.json could not be read.",
        "- Your answer for shop.example fits no login.",
        "- Your answer for fernbank.example fits no login.",
    ):
        assert sentence in ended.out


@pytest.mark.parametrize(
    ("arguments", "code", "message", "hint"),
    [
        (["mailbox", "ana@gmial.com"], 2, "no account uses the mail", "Did you mean ana@gmail.com"),
        (["mailbox", "zzz"], 2, "no account uses the mail address zzz", "There are: ana@gmail.com"),
        (["breached", "shop.exmaple"], 2, "no account at shop.exmaple", "Did you mean shop.exampl"),
        (["breached", "zzz"], 2, "no account at zzz", "There are: fernbank.example, google.com, s"),
        (["lost", "laptop"], 2, "'laptop' is not one of 'phone'", "secaudit whatif lost --help"),
        (["lost-phone", "-o", "x.html"], 2, "x.html would be html", "It writes text or json."),
        (["lost-phone", "--demo", "kofi"], 2, "--demo brings its own", "Leave out one or the othe"),
    ],
)
def test_what_is_not_understood_is_said_with_what_is_known(  # noqa: PLR0913, PLR0917  # fixtures
    secaudit, family, arguments, code, message, hint
):
    ended = secaudit("whatif", *arguments, family)
    first, second = ended.err.splitlines()
    assert (ended.code, ended.out) == (code, "")
    assert message in first
    assert hint in second


@pytest.mark.parametrize("arguments", ["mailbox ana@gmail.com", "lost phone", "stolen-phone"])
def test_without_an_export_it_says_how_to_name_one(secaudit, arguments):
    ended = secaudit("whatif", *arguments.split())
    assert ended.code == 3
    assert ended.err.splitlines()[1] == (
        f"hint: Name an export, such as: secaudit whatif {arguments} export.json"
    )


def test_an_invented_person_is_marked_as_one(secaudit):
    ended = secaudit("whatif", "lost-phone", "--demo", "kofi")
    assert ended.code == 0
    assert ended.out.splitlines()[2] == (
        "*** Invented person: an example, and nothing in it is about a real account."
    )
    assert "It asks for codes from an app." in ended.out
    told = json.loads(secaudit("whatif", "lost-phone", "--demo", "kofi", "--format", "json").out)
    assert told["invented"] is True


@pytest.mark.parametrize("item", CHOICES)
def test_each_thing_can_be_lost(secaudit, family, item):
    assert secaudit("whatif", "lost", item, family).code == 0


def test_on_a_terminal_without_an_export_the_invented_person_is_offered():
    walk = Terminal(["whatif", "stolen-phone"])
    walk.expect("No export was named. Robin is an invented person:")
    walk.answer("See it for Robin?", "")
    assert walk.end() in {0, 4}
    assert "What if: Someone has your phone and can unlock it." in walk.screen
    assert max(len(line) for line in walk.screen.splitlines()) <= 80


def test_who_does_not_want_that_is_told_how_to_go_on():
    walk = Terminal(["whatif", "lost-phone"])
    walk.answer("See it for Robin?", "n")
    assert walk.end() == 3
    assert "secaudit whatif lost-phone export.json" in walk.screen
