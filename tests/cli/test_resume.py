"""Stopping in the middle of a walk and going on, in a real terminal."""

import signal

import pytest

from tests.terminal import Terminal

STRONG = "vN4.tq-8Rw_2zKpL"
NOBODY = "Enter for none of these"
LAST = "see what you could still open without it?"

pytestmark = pytest.mark.usefixtures("desktop")


@pytest.fixture
def bank(export, login):
    """Two logins, one of them important."""
    return export(
        login("PayPal", "paypal.com", "ana@mail.example", STRONG),
        login("Forum", "forum.example", "ana", "Whiskers-forum-77"),
    )


def begin(*arguments: str) -> Terminal:
    """Answer the first three questions of a walk."""
    walk = Terminal(["audit", *arguments])
    walk.answer(NOBODY, "")
    walk.answer("Go through them now?", "y")
    walk.answer("PayPal (ana@mail.example):", "4")  # a code by text message
    walk.expect("Answer a few questions about that?")
    return walk


def finish(walk: Terminal) -> int:
    """Answer the rest, from the words about you on."""
    walk.answer("A word or date", "Whiskers")
    walk.answer("A word or date", "")
    walk.answer("Go through the checklists now?", "n")
    walk.answer(LAST, "n")
    walk.answer("Go online for this?", "n")
    return walk.end()


def saved(home):
    folder = home / "secaudit" / "store"
    return {path for path in folder.iterdir() if path.name not in {"key", "lock"}}


def test_ctrl_c_loses_the_current_question_only(bank, own_home):
    walk = begin(str(bank))
    assert "your answers are saved as you go, encrypted" in " ".join(walk.screen.split())
    walk.interrupt()
    assert walk.end() == 130
    told = " ".join(walk.screen.split())
    assert "error: stopped; your 3 answers are saved, encrypted, and no report was written" in told
    assert "hint: To go on, run the same command again." in told

    walk = Terminal(["audit", str(bank)])
    walk.expect("you stopped after 3 answers.")
    walk.answer("What shall be done?", "")
    walk.expect("Getting back in")
    assert NOBODY not in walk.screen
    assert "Second step at login" not in walk.screen
    walk.answer("Answer a few questions about that?", "n")
    assert finish(walk) == 12
    assert "Use a stronger second step for PayPal" in walk.screen
    assert "This audit is saved." in walk.screen
    assert len(saved(own_home)) == 1  # the audit: its walk is over


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGKILL, signal.SIGTERM])
def test_a_lost_terminal_and_a_killed_program_lose_no_answer(bank, number):
    walk = begin(str(bank))
    walk.kill(number)
    walk = Terminal(["audit", str(bank)])
    walk.expect("you stopped after 3 answers.")
    walk.interrupt()
    walk.end()


def test_another_export_is_never_gone_on_with_unasked(bank, export, login):
    begin(str(bank)).kill()
    other = export(
        login("PayPal", "paypal.com", "ana@mail.example", "Another-9-word"),
        login("Forum", "forum.example", "ana", "Whiskers-forum-77"),
        login("Club", "club.example", "ana", "Whiskers-club-77"),
        name="other.json",
    )
    walk = Terminal(["audit", str(other)])
    walk.expect("That was about export.json, which is not the same as now")
    walk.answer("What shall be done?", "")  # start again, and keep those answers
    walk.expect(NOBODY)
    walk.kill()
    walk = Terminal(["audit", str(other)])
    walk.answer("What shall be done?", "1")  # use what fits
    walk.expect("other.json: 3 logins")
    walk.answer(NOBODY, "")  # said together with the logins, which are others
    walk.answer("Answer a few questions about that?", "n")
    walk.expect("A word or date")
    assert "Second step at login" not in walk.screen
    walk.kill()


def test_starting_again_can_forget_what_was_answered(bank, own_home):
    begin(str(bank)).kill()
    assert len(saved(own_home)) == 1
    walk = Terminal(["audit", str(bank)])
    walk.answer("What shall be done?", "2")
    walk.expect(NOBODY)
    walk.kill()
    assert saved(own_home) == set()


def test_typed_accounts_come_back_and_their_passwords_are_asked_for_again():
    walk = Terminal(["audit"])
    walk.answer("Numbers, with spaces", "")
    walk.answer("Another site", "mybank.example")
    walk.answer("Username", "ana")
    walk.answer("Password of mybank.example", "letmein1")
    walk.answer("Another site", "")
    walk.expect(NOBODY)
    walk.kill()
    walk = Terminal(["audit"])
    walk.answer("What shall be done?", "1")
    walk.answer("Password of mybank.example", "letmein1")
    walk.expect(NOBODY)
    assert "Another site" not in walk.screen
    walk.kill()


def watched(bank):
    """Say that somebody is a worry, and that nothing is to be saved."""
    walk = Terminal(["audit", str(bank)])
    walk.answer(NOBODY, "2")  # someone who knows me worries me
    walk.answer("Save this audit on this device all the same?", "")
    walk.expect("Nothing of it is saved.")
    return walk


def test_someone_who_is_watched_is_asked_at_once_and_nothing_stays(bank, own_home, desktop):
    walk = watched(bank)
    walk.answer("Go through them now?", "n")
    assert not (own_home / "secaudit").exists()
    assert desktop.read_text() == "{}"
    walk.answer("A word or date", "")
    walk.answer("Go through the checklists now?", "n")
    walk.answer("Go online for this?", "n")
    walk.end()
    assert not (own_home / "secaudit").exists()
    assert desktop.read_text() == "{}"


def test_someone_who_is_watched_can_stop_and_nothing_stays(bank, own_home, desktop):
    walk = watched(bank)
    walk.answer("Go through them now?", "y")
    walk.answer("PayPal (ana@mail.example):", "4")
    walk.interrupt()
    assert walk.end() == 130
    assert "the answers so far are lost" in walk.screen
    assert not (own_home / "secaudit").exists()
    assert desktop.read_text() == "{}"


def test_someone_who_is_watched_and_saves_is_not_asked_again(bank, own_home):
    walk = Terminal(["audit", str(bank)])
    walk.answer(NOBODY, "2")
    walk.answer("Save this audit on this device all the same?", "y")
    walk.expect("Go through them now?")
    walk.interrupt()
    assert walk.end() == 130
    walk = Terminal(["audit", str(bank)])
    walk.answer("What shall be done?", "1")
    walk.expect("Go through them now?")
    assert "all the same?" not in walk.screen
    walk.interrupt()
    assert walk.end() == 130
    assert len(saved(own_home)) == 1


def test_a_disk_that_fills_up_is_said_once_and_the_walk_goes_on(bank, own_home):
    walk = begin(str(bank))
    folder = own_home / "secaudit" / "store"
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    folder.write_text("in the way")
    walk.type("n")
    walk.expect("note: from here on your answers are not saved")
    walk.expect("A word or date")
    walk.interrupt()
    assert walk.end() == 130
    assert "the answers so far are lost" in walk.screen


def test_a_checklist_is_gone_on_with_and_leaves_nothing_at_its_end(own_home, desktop):
    walk = Terminal(["checklist", "signal"])
    walk.answer(NOBODY, "")
    walk.answer("Question 1 of", "1")
    walk.expect("Question 2 of")
    walk.interrupt()
    assert walk.end() == 130
    assert "your 2 answers are saved, encrypted" in " ".join(walk.screen.split())
    assert len(saved(own_home)) == 1

    walk = Terminal(["checklist", "signal"])
    walk.answer("What shall be done?", "1")
    walk.expect("Question 2 of")
    assert "Question 1 of" not in walk.screen
    walk.answer("Number [4]", "6")
    walk.end()
    assert "This audit is saved" not in walk.screen
    assert not (own_home / "secaudit").exists()
    assert desktop.read_text() == "{}"


@pytest.mark.parametrize("arguments", [["--no-save"], ["--audience", "known-risk"]])
def test_a_checklist_saves_nothing_where_that_is_not_wanted(own_home, arguments):
    walk = Terminal(["checklist", "signal", *arguments])
    walk.answer("all the same?" if "--audience" in arguments else NOBODY, "")
    walk.answer("Question 1 of", "1")
    walk.expect("Question 2 of")
    walk.interrupt()
    assert walk.end() == 130
    assert "the answers so far are lost" in walk.screen
    assert not (own_home / "secaudit").exists()
