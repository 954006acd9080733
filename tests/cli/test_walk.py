"""The guided walk, in a real terminal."""

import pytest

from secaudit.checklists import load
from tests.terminal import Terminal

STRONG = "vN4.tq-8Rw_2zKpL"
NOBODY = "Enter for none of these"
"""The person is in none of the audiences."""


def test_the_walk_asks_what_no_export_can_tell(export, login):
    path = export(
        login("Google", "accounts.google.com", "ana@mail.example", STRONG),
        login("Forum", "forum.example", "ana", "Whiskers-forum-77"),
    )
    walk = Terminal(["audit", "--no-save", str(path)])
    walk.expect("2 logins (Bitwarden JSON)")
    walk.answer(NOBODY, "")
    walk.expect("The first part takes about")
    walk.expect("Second step at login (about 1 minute)")
    walk.answer("Go through them now?", "")
    walk.answer("Number [7]", "4")  # a code by text message
    walk.answer("Answer a few questions about that?", "n")
    walk.expect("Words about you")
    walk.answer("A word or date", "Whiskers")
    walk.answer("A word or date", "")
    walk.answer("Go through the checklists now?", "y")
    walk.expect("Question 1 of")
    while ": Google\n" not in walk.screen:
        walk.answer("Number [4]", "5")  # skip the rest of this checklist
        walk.expect("Question 1 of")
    walk.answer("Number [4]", "1")
    walk.expect("Question 2 of")
    walk.answer("Number [4]", "2")  # no
    walk.expect("Question 3 of")
    walk.answer("Number [4]", "6")  # stop here
    walk.answer("see what you could still open without it?", "")
    walk.expect("Known breaches")
    walk.answer("Go online for this?", "n")
    assert walk.end() == 12
    assert "THE THREE THINGS TO DO TODAY" in walk.screen
    assert "Bring your recovery phone number up to date" in walk.screen
    assert "Use a stronger second step for Google" in walk.screen
    assert "Nothing was sent" in walk.screen
    assert "Whiskers" not in walk.screen
    questions = walk.screen[: walk.screen.index("secaudit ·")]
    words = [line for line in questions.splitlines() if "https://" not in line]
    assert max(len(line) for line in words) <= 80


def test_the_walk_asks_how_to_get_back_in_and_shows_a_lost_phone(export, login):
    seed = {"totp": "JBSWY3DPEHPK3PXP"}
    path = export(
        login("Google", "accounts.google.com", "ana@gmail.com", STRONG, **seed),
        login("PayPal", "paypal.com", "ana@gmail.com", "Kestrel-Vow-81", **seed),
        login("Posteo", "posteo.de", "ana@posteo.de", "Heron-Oath-92"),
    )
    walk = Terminal(["audit", "--no-save", str(path)])
    walk.answer(NOBODY, "")
    walk.answer("Go through them now?", "")
    walk.answer("Number [7]", "4")  # Posteo: a code by text message
    walk.expect("Getting back in (about 1 minute)")
    walk.answer("Answer a few questions about that?", "")
    walk.answer("Google (ana@gmail.com): where do you keep its backup codes?", "1")
    walk.expect("where would a new password be sent?")
    walk.expect("  1. ana@posteo.de\n  2. Another mail address\n  3. My phone number")
    walk.answer("(Enter if you don't know)", "2")
    walk.answer("Mail address (Enter to skip)", "ana at work")
    walk.answer("does not look like a mail address", "Ana@Work.example")
    walk.answer("PayPal (ana@gmail.com): where do you keep its backup codes?", "")
    walk.expect("  1. ana@gmail.com\n")
    walk.answer("(Enter if you don't know)", "")
    walk.answer("Posteo (ana@posteo.de): where do you keep its backup codes?", "3")
    walk.answer("(Enter if you don't know)", "1 3")
    walk.expect("If you lost your phone today, what would you still have?")
    walk.answer("Numbers, with spaces between them (Enter for none)", "")
    walk.answer("A word or date", "")
    walk.answer("Go through the checklists now?", "n")
    walk.expect("If you lost your phone\n")
    walk.answer("see what you could still open without it?", "y")
    walk.answer("Go online for this?", "n")
    walk.end()
    report, told = walk.screen.split("What if: You lose your phone")
    assert "Losing your phone would lock you out" in report
    assert "For sure:\n  - Posteo (ana@posteo.de)\n    It asks for text messages.\n" in told
    assert "WHAT TO DO FIRST" in told
    questions = walk.screen[: walk.screen.index("secaudit ·")]
    assert max(len(line) for line in questions.splitlines()) <= 80


def test_the_questions_about_getting_back_in_can_be_left(export, login):
    totp = {"totp": "JBSWY3DPEHPK3PXP"}
    sites = ["paypal.com", "chase.com", "n26.com", "wise.com", "revolut.com", "ing.de", "dkb.de"]
    path = export(*(login(site.title(), site, "ana", STRONG, **totp) for site in sites))
    walk = Terminal(["audit", "--no-save", str(path)])
    walk.answer(NOBODY, "")
    walk.expect("1 of your important accounts is not asked about.")
    walk.answer("Answer a few questions about that?", "")
    walk.answer("where do you keep its backup codes?", "2")
    walk.expect("  1. Another mail address\n")
    walk.answer("(Enter if you don't know)", "1")
    walk.answer("Mail address (Enter to skip)", "")
    walk.answer("where do you keep its backup codes?", "5")  # skip the rest
    walk.answer("what would you still have?", "1")
    walk.answer("A word or date", "")
    walk.answer("Go through the checklists now?", "n")
    walk.answer("see what you could still open without it?", "n")
    walk.answer("Go online for this?", "n")
    walk.end()
    assert "What if" not in walk.screen


def test_the_walk_works_without_any_export():
    walk = Terminal(["audit", "--no-save"])
    walk.expect("Which of these do you use?")
    walk.answer("Numbers, with spaces", "nonsense")
    platforms = [platform.id for platform in load() if not platform.is_general]
    instagram = platforms.index("instagram") + 1
    walk.answer("Please type numbers from 1 to", str(instagram))
    walk.expect("Instagram:")
    walk.answer("Username", "ana.makes")
    walk.answer("Password of Instagram (Enter to skip)", "letmein1")
    walk.answer("Another site", "not a site")
    walk.answer("does not look like", "mybank.example")
    walk.answer("Username", "")
    walk.answer("Password of mybank.example (Enter to skip)", "")
    walk.answer("Another site", "")
    walk.answer(NOBODY, "")
    walk.answer("Go through them now?", "y")
    walk.answer("Number [7]", "8")  # skip the rest
    walk.answer("A word or date", "")
    walk.answer("Go through the checklists now?", "n")
    walk.answer("Go online for this?", "")
    assert walk.end() == 13
    assert "Change the password of Instagram (ana.makes)" in walk.screen
    assert "letmein1" not in walk.screen


def test_ctrl_c_says_what_is_lost():
    walk = Terminal(["audit", "--no-save"])
    walk.expect("Numbers, with spaces")
    walk.interrupt()
    assert walk.end() == 130
    assert "\nerror: stopped; the answers so far are lost" in walk.screen
    assert "Traceback" not in walk.screen


@pytest.mark.parametrize("question", ["Password of Amazon (Enter to skip)", "Another site"])
def test_ctrl_d_is_like_ctrl_c(question):
    walk = Terminal(["audit", "--no-save"])
    walk.answer("Numbers, with spaces", "1" if question.startswith("Password") else "")
    if question.startswith("Password"):
        walk.answer("Username", "")
    walk.expect(question)
    walk.end_of_input()
    assert walk.end() == 130


def test_no_input_asks_nothing_on_a_terminal(clean_export):
    walk = Terminal(["audit", "--no-save", str(clean_export), "--no-input"])
    assert walk.end() == 0
    assert "?" not in walk.screen.split("secaudit ·")[0]


def test_a_password_is_typed_without_echo():
    walk = Terminal(["password"])
    walk.answer("Password (it is not shown)", "hunter2")
    walk.answer("Go online for this?", "n")
    assert walk.end() == 13
    assert "hunter2" not in walk.screen
    assert "Guessed quickly" in walk.screen


def test_a_passphrase_is_asked_for(tmp_path):
    pykeepass = pytest.importorskip("pykeepass")
    path = tmp_path / "vault.kdbx"
    vault = pykeepass.create_database(str(path), password="right horse")
    vault.add_entry(vault.root_group, "Forum", "ana", STRONG, url="https://forum.example/")
    vault.save()
    walk = Terminal(["audit", "--no-save", str(path)])
    walk.answer("Passphrase of vault.kdbx", "right horse")
    walk.expect("1 login (KeePass")
    walk.answer(NOBODY, "")
    walk.answer("A word or date", "")
    walk.answer("Go through the checklists now?", "n")
    walk.answer("Go online for this?", "n")
    assert walk.end() == 0
    assert "right horse" not in walk.screen


def test_narrow_terminals_and_no_colour_work(small_export, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    walk = Terminal(["audit", "--no-save", str(small_export), "--no-input"], columns=40)
    assert walk.end() == 12
    report = walk.screen[walk.screen.index("secaudit ·") :].split("Still on your disk")[0]
    report = "".join(line for line in report.splitlines(keepends=True) if "https://" not in line)
    assert max(len(line) for line in report.splitlines()) <= 40


def test_a_checklist_asks_nothing_where_the_report_could_not_be_written(tmp_path):
    report = tmp_path / "r.html"
    report.write_text("old")
    walk = Terminal(["checklist", "google", "-o", str(report)])
    assert walk.end() == 1
    assert "already exists" in walk.screen
    assert "Number [4]" not in walk.screen


def test_the_walk_hides_noted_passwords_and_its_answers_still_fit(export, login):
    path = export(
        login("PayPal", "paypal.com", "Kestrel-Vow-81", STRONG),
        login("Forum", "forum.example", "ana", "Kestrel-Vow-81"),
    )
    walk = Terminal(["audit", "--no-save", str(path)])
    walk.answer(NOBODY, "")
    walk.answer("Go through them now?", "")
    walk.expect("PayPal (•••)")
    walk.answer("Number [7]", "2")
    walk.answer("Answer a few questions about that?", "")
    walk.answer("PayPal (•••): where do you keep its backup codes?", "3")
    walk.answer("PayPal (•••): where would a new password be sent?", "3")  # nowhere
    walk.answer("what would you still have?", "")
    walk.answer("A word or date", "")
    walk.answer("Go through the checklists now?", "n")
    walk.answer("see what you could still open without it?", "y")
    walk.answer("Go online for this?", "n")
    walk.end()
    assert "Kestrel" not in walk.screen
    assert "fits no login" not in walk.screen
