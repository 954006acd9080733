"""`secaudit respond` with a person, in a real terminal."""

import stat

import pytest

from secaudit.respond.log import read_log
from tests.terminal import Terminal

pytestmark = pytest.mark.usefixtures("on_terminal")


@pytest.mark.parametrize("keys", ["1", ""])
def test_a_person_in_a_hurry_reaches_a_phone_number_in_two_keys(keys):
    walk = Terminal(["respond"])
    walk.expect("This is not your fault")
    walk.expect("Are you safe now?")
    walk.answer("Number [1]:", keys)  # and Enter
    walk.expect("United States: 555-0100, Picture Line")
    walk.interrupt()
    assert walk.end() == 130


@pytest.mark.parametrize("guide", ["image-shared", "image-under-18"])
def test_from_within_a_guide_too(guide):
    walk = Terminal(["respond", guide])
    walk.answer("Number [2]:", "1")
    walk.expect("United States: 555-0")
    walk.interrupt()
    assert walk.end() == 130


def test_a_country_is_chosen_and_all_its_numbers_are_there():
    walk = Terminal(["respond"])
    walk.answer("Number [1]:", "")
    walk.answer("Its number or its name", "9")
    walk.expect("That is not on the list")
    walk.answer("Its number or its name", "3")  # United States
    walk.expect("1. 911, Emergency")
    walk.expect("3. 555-0100, Picture Line (Day and night).")
    walk.answer("Number, for all about one", "99")
    walk.answer("Number, for all about one", "3")
    walk.expect("Phone: 555-0100")
    walk.answer("Number, for all about one", "Germany")
    walk.expect("1. 116 006, Victims Line.")
    walk.answer("Number, for all about one", "Atlantis")
    walk.expect("That is not on the list")
    walk.answer("Number, for all about one", "")
    walk.answer("Number [1]:", "6")
    assert walk.end() == 0
    assert "Nothing was saved." in walk.screen
    assert "Nothing was sent." in walk.screen
    assert max(map(len, walk.screen.splitlines())) <= 80


def test_a_country_without_an_entry_still_gets_help():
    walk = Terminal(["respond", "--country", "JP"])
    walk.answer("Number [1]:", "1")
    walk.expect("1. https://listen.example/, Listeners.")
    walk.answer("Number, for all about one", "")
    walk.answer("Number [1]:", "6")
    assert walk.end() == 0


def test_leaving_the_countries_leads_back():
    walk = Terminal(["respond"])
    walk.answer("Number [1]:", "1")
    walk.answer("Its number or its name", "")
    walk.answer("Number [1]:", "6")
    assert walk.end() == 0


def test_a_guide_is_walked_page_by_page(tmp_path):
    log = tmp_path / "log.toml"
    walk = Terminal(["respond"])
    walk.answer("Number [1]:", "2")
    walk.expect("IMPORTANT: Is anyone in the image under 18")
    walk.answer("Number [2]:", "")
    walk.expect("Step 1 of 4: Write down where it is")
    walk.answer("Number [2]:", "3")
    walk.answer("Where should the log be?", str(log))
    walk.answer("be under 18, or are you not sure?", "n")
    walk.expect("keep them elsewhere")
    walk.answer("Number [1]:", "1")
    walk.answer("Address of the post", "https://forum.example/1")
    for _ in range(6):
        walk.answer(": ", "")
    walk.answer("Number [1]:", "3")
    walk.answer("Number [2]:", "3")  # again, and the file is not asked for again
    walk.answer("be under 18, or are you not sure?", "n")
    walk.answer("Number [1]:", "3")
    walk.answer("Number [2]:", "4")
    walk.expect("When an image of you was shared")
    walk.answer("Number [2]:", "")
    walk.answer("Number [2]:", "")
    walk.expect("Step 2 of 4")
    walk.answer("Number [2]:", "3")
    walk.expect("Forum: https://forum.example/report")
    walk.answer("Number [2]:", "")
    walk.answer("Number [2]:", "3")
    walk.answer("Number [3]:", "3")  # no letter
    walk.answer("Number [2]:", "")
    walk.expect("Step 4 of 4")
    walk.answer("Number [2]:", "3")
    walk.answer("Its number or its name", "de")
    walk.expect("EU: Notice Act")
    walk.answer("Number [2]:", "3")
    walk.expect("EU: Notice Act")  # the country is known by now
    walk.answer("Number [2]:", "")
    walk.expect("- Do not pay.")
    walk.answer("Number [2]:", "")  # done
    walk.answer("Number [1]:", "6")
    assert walk.end() == 0
    assert len(read_log(log)) == 1


def test_where_someone_is_under_18_it_says_so_before_all_else():
    walk = Terminal(["respond", "image-shared"])
    walk.answer("Number [2]:", "3")  # the other guide
    walk.expect("IMPORTANT: Someone in the image is or may be under 18: do not save it")
    walk.expect("This is not your fault")
    walk.answer("Number [2]:", "")
    walk.expect("Step 1 of 1: Call someone")
    walk.answer("Number [2]:", "4")  # it goes on in the first guide
    walk.expect("When an image of you was shared")
    walk.answer("Number [2]:", "4")  # leave
    walk.answer("Number [2]:", "2")  # done
    walk.answer("Number [2]:", "4")
    assert walk.end() == 0


def test_the_log_of_a_guide_about_someone_under_18_takes_addresses_only(tmp_path):
    walk = Terminal(["respond", "image-under-18"])
    walk.answer("Number [2]:", "")
    walk.answer("Number [2]:", "3")
    walk.answer("Where should the log be?", str(tmp_path / "log.toml"))
    walk.expect("take a screenshot")
    walk.answer("Number [1]:", "3")
    walk.interrupt()
    assert walk.end() == 130
    assert "may anyone in the image" not in walk.screen.lower()


def test_a_log_is_kept_and_shown(tmp_path):
    log = tmp_path / "log.toml"
    walk = Terminal(["respond", "--log", str(log)])
    walk.expect("It is new.")
    walk.answer("be under 18, or are you not sure?", "y")
    walk.expect("do not\ntake a screenshot")
    walk.answer("Number [1]:", "1")
    for _ in range(7):
        walk.answer(": ", "")
    walk.expect("Not written: the entry holds nothing.")
    walk.answer("Number [1]:", "1")
    walk.answer("Address of the post", "https://forum.example/1")
    walk.answer("Platform or site", "Forum")
    walk.answer("Name of the account", "someone")
    walk.answer("Day and time you saw it", "22 November, noon")
    walk.answer("Where and when you reported it", "")
    walk.answer("Case, ticket or report number", "77")
    walk.answer("do not describe the image", "")
    walk.expect("Written. It is on the disk now.")
    walk.answer("Number [1]:", "2")
    walk.expect("Name of the account that posted or wrote: someone")
    walk.answer("Number [1]:", "3")
    assert walk.end() == 0
    assert f"Saved: {log}. Only you can read it." in walk.screen.replace("\n", " ")
    (only,) = read_log(log)
    assert only.values == {
        "address": "https://forum.example/1",
        "platform": "Forum",
        "username": "someone",
        "seen": "22 November, noon",
        "case": "77",
    }
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    again = Terminal(["respond", "--log", str(log)])
    again.expect("It holds 1 entry.")
    again.interrupt()
    assert again.end() == 130


def test_what_was_saved_is_said_also_after_ctrl_c(tmp_path):
    log = tmp_path / "log.toml"
    walk = Terminal(["respond", "--log", str(log)])
    walk.answer("be under 18, or are you not sure?", "n")
    walk.answer("Number [1]:", "1")
    walk.answer("Address of the post", "https://forum.example/1")
    for _ in range(6):
        walk.answer(": ", "")
    walk.expect("Written.")
    walk.expect("Number [1]:")
    walk.interrupt()
    assert walk.end() == 130
    assert "Saved:" in walk.screen
    assert len(read_log(log)) == 1


def test_a_folder_that_is_copied_elsewhere_is_named_first(own_home):
    folder = own_home / "Dropbox"
    folder.mkdir()
    walk = Terminal(["respond", "--log", str(folder / "log.toml")])
    walk.expect("Dropbox copies to other")
    walk.answer("Keep it there all the same?", "")
    assert walk.end() == 0
    assert "Nothing was saved." in walk.screen


def test_a_file_that_is_no_log_ends_only_that(tmp_path):
    other = tmp_path / "other.toml"
    other.write_text("x = 1\n")
    walk = Terminal(["respond"])
    walk.answer("Number [1]:", "5")
    walk.answer("Where should the log be?", str(other))
    walk.expect("this is no log of secaudit's")
    walk.answer("Number [1]:", "5")
    walk.answer("Where should the log be?", "")
    walk.answer("Number [1]:", "6")
    assert walk.end() == 0
    assert other.read_text() == "x = 1\n"


def fill_in(walk):
    walk.expect("Use the platform's own form")
    walk.expect("Nothing is sent")
    walk.expect("1 of 7:")
    walk.answer("Your answer", "")
    walk.expect("This cannot be left out. So that it knows who is asked.")
    walk.answer("Your answer", "Forum")
    walk.answer("Number [1]:", "1")
    walk.answer("One (Enter when done)", "")
    walk.expect("This cannot be left out. Without it nobody can find the image.")
    walk.answer("One (Enter when done)", "https://forum.example/1")
    walk.answer("One (Enter when done)", "https://forum.example/2")
    walk.answer("One (Enter when done)", "")
    walk.expect("I believe in good faith")


def finish(walk):
    walk.answer("Can you state this?", "y")
    walk.expect("5 of 7, may be left out:")
    walk.answer("Your answer", "")
    walk.answer("Your answer", "ana@mail.example")
    walk.expect("To sign on paper, type: by hand")
    walk.answer("Your answer", "Ana Example")
    walk.answer("The day you will send it", "soon")
    walk.answer("The day you will send it", "2026-11-22")
    walk.expect("They are over on 24 November 2026.")


def test_a_letter_is_filled_in_and_saved(tmp_path):
    taken = tmp_path / "taken.txt"
    taken.write_text("mine")
    letter = tmp_path / "letter.txt"
    walk = Terminal(["respond"])
    walk.answer("Number [1]:", "4")
    walk.answer("Number [3]:", "1")
    fill_in(walk)
    finish(walk)
    walk.answer("Save the letter?", str(taken))
    walk.expect("already")  # what follows may stand on the next line: the path is long
    walk.answer("Save the letter?", str(letter))
    walk.answer("Number [1]:", "6")
    assert walk.end() == 0
    assert taken.read_text() == "mine"
    assert "https://forum.example/2" in letter.read_text()
    assert stat.S_IMODE(letter.stat().st_mode) == 0o600
    assert f"Saved: {letter}" in walk.screen.replace("\n", " ")


def test_a_letter_goes_where_it_was_asked_for(tmp_path):
    letter = tmp_path / "letter.md"
    walk = Terminal(["respond", "--removal", "us-letter", "-o", str(letter)])
    fill_in(walk)
    finish(walk)
    assert walk.end() == 0
    assert "forum.example" in letter.read_text()


def test_a_letter_stays_out_of_a_copied_folder_unless_the_person_wants_it(own_home):
    folder = own_home / "Dropbox"
    folder.mkdir()
    letter = folder / "letter.txt"
    walk = Terminal(["respond", "--removal", "us-letter", "-o", str(letter)])
    fill_in(walk)
    finish(walk)
    walk.answer("Keep it there all the same?", "n")
    walk.answer("Save the letter?", "")
    assert walk.end() == 0
    assert not letter.exists()


def test_who_cannot_state_it_gets_no_letter_and_no_blame():
    walk = Terminal(["respond", "--removal", "us-letter"])
    fill_in(walk)
    walk.answer("Can you state this?", "n")
    walk.expect("Without it the request does not count.")
    walk.expect("that is all right")
    assert walk.end() == 0
    assert "Nothing was saved." in walk.screen


def test_where_the_law_counts_hours_the_time_is_asked_for(folder, monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    folder(**{"laws.toml": ("deadline-hours = 48", "deadline-hours = 2")})
    walk = Terminal(["respond", "--removal", "us-letter"])
    fill_in(walk)
    walk.answer("Can you state this?", "y")
    walk.answer("Your answer", "")
    walk.answer("Your answer", "ana@mail.example")
    walk.answer("Your answer", "Ana Example")
    walk.answer("(Enter for now)", "2026-11-22")  # would count from midnight
    walk.expect("Please write it as in the example")
    walk.answer("(Enter for now)", "2026-11-22 23:30")
    walk.expect("Date: 22 November 2026, 23:30 IST")
    walk.expect("They are over on 23 November 2026, 01:30")
    walk.answer("Save the letter?", "")
    assert walk.end() == 0


@pytest.mark.parametrize(("stated", "who"), [("y", "1"), ("n", "2")])
def test_what_the_law_does_not_need_may_be_left_out(stated, who):
    walk = Terminal(["respond", "--removal", "eu-letter"])
    walk.answer("One (Enter when done)", "https://forum.example/1")
    walk.answer("One (Enter when done)", "")
    walk.answer("Is this true?", stated)
    walk.answer("Number [1]:", who)
    walk.answer("The day you will send it", "")
    walk.expect("Notice of")
    walk.answer("Save the letter?", "")
    assert walk.end() == 0
    assert ("I am the person shown." in walk.screen) is (who == "1")


@pytest.mark.parametrize(
    "arguments",
    [["image-shared", "--format", "markdown"], ["--list"], ["image-shared", "-o", "guide.txt"]],
)
def test_what_is_to_be_printed_asks_nothing(arguments):
    walk = Terminal(["respond", *arguments])
    assert walk.end() == 0
    assert "Number [" not in walk.screen


def test_narrow_terminals_work():
    walk = Terminal(["respond"], columns=40)
    walk.answer("Number [1]:", "2")
    walk.expect("Number [2]:")
    walk.interrupt()
    assert walk.end() == 130
    lines = [line for line in walk.screen.splitlines() if "secaudit respond" not in line]
    assert max(map(len, lines)) <= 40 + len("https://")
