"""The ways in, in words: short trees, what a picture shows, one paragraph per account."""

from dataclasses import replace

import pytest

from secaudit.model import Arrow, Picture, Spot, WayIn
from secaudit.reports import render, ways

MAIL = Spot("s1", "account", "Mail", "guessable")
BOX = Spot("s2", "mailbox", "mailbox ana@mail.example", "guessable")
SHOP = Spot("s3", "account", "Shop", "guessable")
KEY = Spot("s4", "key", "security key", "phishing-resistant")


def lines(branches, depth=0):
    return [
        line
        for branch in branches
        for line in (f"{'  ' * depth}{branch.line}", *lines(branch.below, depth + 1))
    ]


def test_each_account_has_a_tree_and_points_to_those_of_others():
    picture = Picture(
        (MAIL, BOX, SHOP, KEY),
        (
            Arrow("s2", "s3", "resets", assumed=True),
            Arrow("s4", "s3", "", also=True),
            Arrow("s1", "s2", "opens"),
        ),
    )
    assert lines(ways.trees(picture)) == [
        "Mail – guessable",
        "Shop – guessable",
        "  probably resets: mailbox ana@mail.example",
        "    opens: Mail – see its own entry",
        "  and: security key",
    ]


def test_two_mailboxes_that_reset_each_other_end():
    other = replace(BOX, id="s5", label="mailbox ben@mail.example")
    circle = (Arrow("s2", "s1", "resets"), Arrow("s5", "s2", "opens"), Arrow("s2", "s5", "opens"))
    assert lines(ways.trees(Picture((MAIL, BOX, other), circle))) == [
        "Mail – guessable",
        "  resets: mailbox ana@mail.example",
        "    opens: mailbox ben@mail.example",
        "      opens: mailbox ana@mail.example – see its own entry",
    ]


def test_where_nobody_knows_a_way_it_says_so():
    assert lines(ways.trees(Picture((replace(MAIL, level=""),)))) == ["Mail – no way in is known"]
    assert ways.levels(Picture((replace(MAIL, level=""), KEY))) == []


@pytest.mark.parametrize(
    ("label", "assumed", "also", "expected"),
    [
        ("signs in", False, False, "signs in"),
        ("signs in", True, False, "probably signs in"),
        ("a code", False, True, "and a code"),
        ("a code", True, True, "and probably a code"),
        ("", False, False, ""),
        ("", False, True, "and"),
        ("", True, True, "probably and"),
    ],
)
def test_what_nobody_said_is_only_probable(label, assumed, also, expected):
    assert ways.step(Arrow("s1", "s2", label, assumed, also)) == expected


def test_what_a_picture_leaves_out_is_counted():
    assert ways.about(Picture((MAIL,))) == (
        "The easiest way into each account that matters most, weakest first."
    )
    assert "1 more account matters as much and is not shown here." in ways.about(Picture(more=1))
    assert "2 more accounts matter as much and are not shown here." in ways.about(Picture(more=2))
    assert "“Probably” means that nobody said so" in ways.about(
        Picture((MAIL, SHOP), (Arrow("s1", "s3", "signs in", assumed=True),))
    )


@pytest.mark.parametrize(
    ("way", "expected"),
    [
        (None, ""),
        (WayIn("open", ("A.", "B."), assumed=False), "Easiest way in: A. B."),
        (WayIn("open", ("A.",), assumed=True), "Easiest way in, probably: A."),
        (WayIn("open", (), assumed=True), ""),
        (WayIn("phishing-resistant", ("A.",), assumed=False), ""),
    ],
)
def test_the_easiest_way_is_told_but_for_accounts_that_need_no_worry(full, way, expected):
    assert ways.way_in(replace(full.accounts[0], way_in=way)) == expected


@pytest.mark.parametrize("kind", ["text", "markdown", "html"])
def test_the_ways_in_stand_between_the_plan_and_what_was_found(chosen, kind):
    rendered = render(chosen, kind, width=200).casefold().replace("\\", "")
    rendered = rendered.replace("<bdi>", "").replace("</bdi>", "")
    parts = [
        "after that, in this order",
        "how someone would get in",
        "2 more accounts matter as much",
        "hospital – no way in is known",
        "what was found, account by account",
        "easiest way in: the password is known. nothing else is asked for.",
        "easiest way in, probably: gmail resets it.",
    ]
    places = [rendered.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)


def test_the_terminal_shows_a_tree_in_plain_letters_too(chosen):
    shown = render(chosen, "text", unicode=False)
    assert (
        """\
PayPal (mira.sample@gmail.com) - interceptable
  - probably resets: mailbox mira.sample@gmail.com
    - opens: Gmail (mira.sample@gmail.com) - see its own entry
  - and a text message: your phone number
"""
        in shown
    )
