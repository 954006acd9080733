"""`secaudit respond` where nobody is asked: printed whole, or refused with the reason."""

import stat
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from secaudit.respond.log import append, entry

FILE = """request = "us-letter"
sent = 2026-11-22
platform = "Forum"
who = "the person shown"
locations = ["https://forum.example/1"]
good-faith = true
contact = "ana@mail.example"
signature = "by hand"
"""


@pytest.fixture
def filled(tmp_path):
    path = tmp_path / "answers.toml"
    path.write_text(FILE, encoding="utf-8")
    return path


def test_without_a_guide_it_says_who_helps_and_what_there_is(secaudit):
    ended = secaudit("respond")
    assert (ended.code, ended.err) == (0, "")
    assert "This is not your fault." in ended.out
    assert "United States: 555-0100, Picture Line" in ended.out
    assert "image-shared: An image of me was shared" in ended.out


def test_a_guide_is_printed_whole(secaudit):
    ended = secaudit("respond", "image-shared", "--country", "us")
    assert (ended.code, ended.err) == (0, "")
    assert "Step 1 of 4" in ended.out
    assert "- Do not pay." in ended.out
    assert "Phone: 555-0100" in ended.out
    assert "Forum: https://forum.example/report" in ended.out


def test_the_country_is_never_guessed(secaudit, monkeypatch):
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.setenv("TZ", "America/New_York")
    assert "Phone: 555-0100" not in secaudit("respond", "image-shared").out


def test_guides_and_letters_are_listed(secaudit):
    ended = secaudit("respond", "--list")
    assert ended.code == 0
    assert [line.split(":")[0].strip() for line in ended.out.splitlines() if ": " in line] == [
        "image-shared",
        "image-under-18",
        "us-letter",
        "eu-letter",
    ]


def test_a_law_without_a_place_to_complain_names_none(secaudit, folder, filled):
    folder(**{"laws.toml": ('complaint = "https://complain.example/"\n', "")})
    ended = secaudit("respond", "--from", filled)
    assert (ended.code, "complain" in ended.err) == (0, False)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nothing"], "there is no guide called nothing\nhint: There are: image-shared, image-u"),
        (["--removal", "x"], "there is no letter called x\nhint: There are: us-letter, eu-letter"),
        (["--country", "Atlantis"], "the country is not known"),
        (["image-shared", "--list"], "do not go together"),
        (["--removal", "us-letter", "--log", "x"], "do not go together"),
        (["--removal", "us-letter"], "a letter needs a terminal to ask on"),
        (["--log", "gone.toml"], "there is no file gone.toml"),
        (["--from", "gone.toml"], "gone.toml could not be read"),
        (["--format", "json"], "'json' is not one of"),
    ],
)
def test_what_cannot_be_done_says_why(secaudit, tmp_path, monkeypatch, arguments, says):
    monkeypatch.chdir(tmp_path)
    ended = secaudit("respond", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert says in ended.err


@pytest.mark.parametrize(
    ("name", "begins"),
    [("g.md", "# When an"), ("g.html", "<!doctype html>"), ("g.txt", "When an image of you")],
)
def test_a_guide_is_written_for_printing_readable_by_its_owner_only(
    secaudit, tmp_path, name, begins
):
    path = tmp_path / name
    ended = secaudit("respond", "image-shared", "-o", path)
    assert (ended.code, ended.out) == (0, "")
    assert path.read_text("utf-8").startswith(begins)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again = secaudit("respond", "image-shared", "-o", path)
    assert (again.code, "already exists" in again.err) == (1, True)
    assert secaudit("respond", "image-shared", "-o", path, "--force").code == 0


def test_a_letter_filled_in_by_a_file_is_the_letter_and_nothing_else(secaudit, filled, tmp_path):
    path = tmp_path / "letter.txt"
    ended = secaudit("respond", "--from", filled, "-o", path)
    assert (ended.code, ended.out) == (0, "")
    assert path.read_text("utf-8") == (
        "To: Forum\n\nDate: 22 November 2026\n\n"
        "I am the person shown. The images are here:\n\nhttps://forum.example/1\n\n"
        "I believe in good faith that it was published without consent.\n\n"
        "Please act by 24 November 2026.\n\nReach me at: ana@mail.example\n\n"
        f"Signature: {'_' * 40}\n"
    )
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    said = " ".join(ended.err.split())
    assert "Sign it by hand before you send it" in said
    assert "They are over on 24 November 2026." in said
    assert "complain at https://complain.example/" in said
    printed = secaudit("respond", "--removal", "us-letter", "--from", filled)
    assert printed.out == path.read_text("utf-8")


def test_a_letter_that_leaves_something_out_is_refused_and_nothing_is_written(
    secaudit, filled, tmp_path
):
    filled.write_text(FILE.replace("true", "false"), encoding="utf-8")
    ended = secaudit("respond", "--from", filled, "-o", tmp_path / "letter.txt")
    assert ended.code == 2
    assert "line 6: `good-faith` is missing. Without it the request does not count." in ended.err
    assert not (tmp_path / "letter.txt").exists()


def test_a_letter_is_not_the_one_that_was_asked_for(secaudit, filled):
    ended = secaudit("respond", "--removal", "eu-letter", "--from", filled)
    assert (ended.code, "fills in us-letter, not eu-letter" in ended.err) == (2, True)


def test_where_the_law_sets_no_hours_that_is_said(secaudit, filled):
    filled.write_text('request = "eu-letter"\nsent = 2026-11-22\nlocations = ["https://a.example"]')
    ended = secaudit("respond", "--from", filled)
    assert "Notice Act: no number of hours counts" in ended.err


def test_a_letter_never_replaces_its_answers(secaudit, filled):
    ended = secaudit("respond", "--from", filled, "-o", filled, "--force")
    assert (ended.code, "is one of the files to read" in ended.err) == (1, True)


def test_a_log_is_shown_again(secaudit, tmp_path):
    path = tmp_path / "log.toml"
    noted = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
    append(path, entry(noted, {"address": "https://forum.example/1", "case": "77"}))
    ended = secaudit("respond", "--log", path)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == (
        "Log of what happened\n====================\n\n"
        "Entry 1, written down on 22 November 2026, 10:30 UTC\n"
        "  Address of the post, page or profile: https://forum.example/1\n"
        "  Case, ticket or report number: 77\n"
    )
    assert "**Entry 1" in secaudit("respond", "--log", path, "--format", "markdown").out


NO_NETWORK = """
import sys
touched = []
sys.addaudithook(lambda event, _: touched.append(event) if event.startswith("socket") else None)
from secaudit.__main__ import run
codes = [run(["respond", *arguments.split()]) for arguments in sys.argv[1:]]
heavy = {"httpx", "keyring"} & set(sys.modules)
print("CANARY", codes, touched, sorted(heavy))
"""


def test_no_network_is_touched(on_terminal, filled):
    ended = subprocess.run(
        [
            *(sys.executable, "-c", NO_NETWORK, "", "--list", "image-shared --country US"),
            f"--from {filled}",
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=on_terminal,
    )
    assert "CANARY [0, 0, 0, 0] [] []" in ended.stdout


def test_the_canary_sees_a_socket(on_terminal):
    program = NO_NETWORK.replace("\ncodes", "\nimport socket\nsocket.socket()\ncodes")
    ended = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        cwd=on_terminal,
    )
    assert "CANARY [] ['socket.__new__'] []" in ended.stdout
