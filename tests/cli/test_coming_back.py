"""The second audit: what changed, steps marked as done or left, reminders, reports once more."""

import io
import json
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from secaudit.__main__ import run
from secaudit.saving import History
from tests.terminal import Terminal

STRONG = "vN4.tq-8Rw_2zKpL"
OTHER = "Zb7,wuo2-Vq_91Mh"
WEAK = "sunshine12"

pytestmark = pytest.mark.usefixtures("secure")


@pytest.fixture
def audited(secaudit, export, login):
    """Audit and save a version of an export, given the passwords of Shop and Forum."""

    def run(shop, forum=STRONG, *arguments, title="Shop"):
        path = export(
            login(title, "shop.example", "ana@mail.example", shop),
            login("Forum", "forum.example", "ana", forum),
        )
        return secaudit("audit", path, "--save", "--exit-zero", *arguments)

    return run


def plan(secaudit, *arguments):
    """Return the numbers and titles of the plan of the latest audit, as it is shown."""
    report = json.loads(secaudit("report", *arguments, "--format", "json").out)
    return [(action["rank"], action["title"]) for action in report["plan"]]


SHOP = "Change the password of Shop (ana@mail.example)"
FORUM = "Change the password of Forum (ana)"


def test_a_first_audit_says_nothing_of_progress(audited):
    assert "WHAT CHANGED SINCE LAST TIME" not in audited(WEAK).out


def test_a_second_audit_begins_with_what_is_solved(audited):
    audited(WEAK)
    out = audited(STRONG, OTHER, title="My shop").out
    since = out.index("WHAT CHANGED SINCE LAST TIME")
    assert since < out.index("TO DO TODAY")
    assert "is solved" in out
    assert "This password is easy to guess: My shop (ana@mail.example)" in out
    assert "Passwords that are new:" in out


def test_without_saving_there_is_no_comparison_and_nothing_is_changed(secaudit, audited):
    audited(WEAK)
    before = secaudit("history").out
    assert "WHAT CHANGED" not in secaudit("demo").out
    assert secaudit("history").out == before


def test_what_is_done_leaves_the_plan_and_the_numbers_stay(secaudit, audited):
    audited(WEAK, "monkey12")
    assert plan(secaudit) == [(1, FORUM), (2, SHOP)]
    ended = secaudit("done", 1)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.splitlines() == [
        "Marked as done:",
        f"1. {FORUM} – 5 minutes",
        "Next:",
        f"2. {SHOP} – 5 minutes",
    ]
    assert plan(secaudit) == [(2, SHOP)]
    assert secaudit("done", 2).out.splitlines()[-1] == (
        "Nothing is left of this plan. To see where you stand: secaudit audit"
    )
    assert plan(secaudit) == []
    out = secaudit("report").out
    assert "No problem was found but those that you marked." in out
    assert "Nothing: no other problem was found in what could be checked." in out
    assert secaudit("done", 1, "--undo").out.splitlines()[0] == "In the plan again:"
    assert plan(secaudit) == [(1, FORUM)]


def test_what_is_done_is_checked_again_in_the_next_export(secaudit, audited):
    audited(WEAK)
    secaudit("done", 1)
    out = " ".join(audited(WEAK).out.split())
    assert "but the export still holds the old password." in out
    assert "You said that you did it, but it is still found:" in " ".join(out.split())
    assert plan(secaudit) == [(1, SHOP)]


def test_what_is_skipped_is_listed_with_its_reason_and_does_not_help(secaudit, audited):
    worse = audited(WEAK)
    ended = secaudit("skip", 1, "--because", "I \x1b[31mclose it.")
    assert ended.out.startswith("Left out of the plan:\n")
    again = audited(WEAK)
    assert "Your reason: I close it." in again.out
    assert "You chose to leave it; the score counts it as before" in again.out
    assert plan(secaudit) == []
    score = [line for line in worse.out.splitlines() if line.startswith("Score ")]
    assert score[0] in again.out
    assert secaudit("skip", 1, "--undo").code == 0
    assert plan(secaudit) == [(1, SHOP)]


@pytest.mark.parametrize(
    ("arguments", "error", "hint"),
    [
        (("done", 9), "the plan has no step 9", "Its steps are 1 to 1. To see them: "),
        (
            ("done", 1, "--with", "totp"),
            "step 1 is not about a second step",
            "Leave out --with for that step.",
        ),
        (("done", 1, "--undo"), "none of these steps is marked", "What is marked: secaudit report"),
        (("skip", 1), "a step is left for a reason, and none was given", "Say it: secaudit skip 1"),
        (("done", 1, "--audit", 7), "no saved audit is called 7", "See what there is: "),
        (("report", "7"), "no saved audit is called 7", "See what there is: "),
        (
            ("history", "diff"),
            "there is only one saved audit, so there is nothing to compare it with",
            "Make another one: ",
        ),
        (("history", "diff", 2), "no saved audit is called 2", "See what there is: "),
        (("history", "diff", 1), "an audit cannot be compared with itself", "Name two others. "),
    ],
)
def test_mistakes_get_one_error_and_a_hint(secaudit, audited, arguments, error, hint):
    audited(WEAK)
    ended = secaudit(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(f"error: {error}\nhint: {hint}")


@pytest.mark.parametrize(
    "arguments", [("done", 1), ("skip", 1, "--because", "x"), ("report",), ("history", "due")]
)
def test_where_nothing_is_saved_that_is_the_error(secaudit, arguments):
    ended = secaudit(*arguments)
    assert ended.code == 2
    assert ended.err == "error: no audit is saved on this device\nhint: Make one: secaudit audit\n"


def test_an_older_audit_can_be_marked_too(secaudit, audited):
    audited(WEAK)
    audited(WEAK, "monkey12")
    assert secaudit("done", 1, "--audit", 2).code == 0
    assert plan(secaudit) == [(1, FORUM), (2, SHOP)]
    assert plan(secaudit, "2") == []


def test_two_audits_are_compared_as_text_and_as_json(secaudit, audited, tmp_path):
    audited(WEAK)
    audited(STRONG, "monkey12")
    ended = secaudit("history", "diff")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("Since ")
    assert "Solved:\n" in ended.out
    assert "New:\n" in ended.out
    assert max(map(len, ended.out.splitlines())) <= 80
    assert secaudit("history", "diff", 1, 2).out == ended.out  # the older one comes first
    assert secaudit("history", "diff", 2).out == ended.out
    secaudit("history", "diff", "-o", tmp_path / "diff.json")
    document = json.loads((tmp_path / "diff.json").read_text())
    assert {(each["turn"], tuple(each["accounts"])) for each in document["differences"]} >= {
        ("fixed", ("Shop (ana@mail.example)",)),
        ("new", ("Forum (ana)",)),
    }


def nobody(*, new):
    """Type no passphrase."""
    assert not new


def moved(days):
    """Make the latest audit so many days older."""
    history = History.open(nobody)
    assert history is not None
    entry = history.find()
    saved = history.load(entry.id)
    generated = datetime.now(UTC) - timedelta(days=days)
    history.replace(entry.id, replace(saved, report=replace(saved.report, generated=generated)))


def test_what_is_due_follows_the_days_since_the_audit(secaudit, audited):
    audited(WEAK, "monkey12")
    ended = secaudit("history", "due")
    assert ended.code == 0
    assert ended.out.splitlines()[:2] == ["Due today:", f"1. {FORUM} – 5 minutes"]
    assert "Audit again by " in ended.out
    secaudit("done", 1, 2)
    assert secaudit("history", "due").out.startswith("Nothing of the plan is due today.\n")
    moved(366)
    assert "Your last audit is a year old." in secaudit("history", "due").out


def test_an_audit_of_a_clock_that_was_wrong_is_told(secaudit, audited):
    assert "note:" not in audited(WEAK).err
    moved(-3)
    told = " ".join(audited(WEAK).err.split())
    assert "which is still to come, and it stays the latest until then." in told
    assert secaudit("history", "forget", told.partition("history forget ")[2][:8]).code == 0
    assert "note:" not in audited(WEAK).err


def test_a_saved_audit_is_written_again_in_every_format(secaudit, audited, tmp_path):
    audited(WEAK)
    endings = {"txt": "secaudit ·", "md": "# Account", "html": "<!DOCTYPE html>", "json": "{"}
    endings |= {"csv": '"id"', "ics": "BEGIN:VCALENDAR", "dot": "digraph"}
    for ending, start in endings.items():
        file = tmp_path / f"report.{ending}"
        assert secaudit("report", "-o", file).code == 0
        assert file.read_text().lstrip().startswith(start), ending
    taken = secaudit("report", "-o", tmp_path / "report.txt")
    assert (taken.code, taken.out) == (1, "")
    assert "already exists" in taken.err


def test_a_report_for_others_leaves_out_what_it_says(secaudit, audited):
    audited(WEAK)
    helper = secaudit("report", "--for", "helper").out
    assert "For someone who helps" in helper
    assert "Shop (user 1)" in helper
    assert "ana" not in helper.lower().split()
    assert "mail.example" not in helper
    share = secaudit("report", "--for", "share").out
    assert "For sharing" in share
    assert not any(word in share for word in ("Shop", "shop.example", "Forum", "export.json"))


def test_an_audit_can_be_shared_without_saving_it(secaudit, small_export):
    ended = secaudit("audit", small_export, "--no-save", "--for", "share")
    assert ended.code == 12  # what is left out changes nothing of what was found
    assert "Shop" not in ended.out


# ── age ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def identity():
    return pytest.importorskip("pyrage").x25519.Identity.generate()


def test_an_encrypted_report_opens_for_each_recipient_alone(secaudit, audited, tmp_path, identity):
    import pyrage  # noqa: PLC0415

    audited(WEAK)
    other = pyrage.x25519.Identity.generate()
    file = tmp_path / "report.html.age"
    ended = secaudit(
        *("report", "-o", file, "--encrypt-to", identity.to_public()),
        *("--encrypt-to", other.to_public()),
    )
    assert ended.code == 0
    assert "Only its recipients can open it." in ended.err
    sealed = file.read_bytes()
    assert sealed.startswith(b"age-encryption.org/v1\n")
    assert b"shop" not in sealed.lower()
    for one in (identity, other):
        assert pyrage.decrypt(sealed, [one]).startswith(b"<!DOCTYPE html>")
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(sealed, [pyrage.x25519.Identity.generate()])
    assert file.stat().st_mode & 0o077 == 0


def test_an_encrypted_report_goes_to_a_pipe(audited, identity, monkeypatch):
    import pyrage  # noqa: PLC0415

    audited(WEAK)
    pipe = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(pipe, encoding="utf-8"))
    assert run(["report", "--encrypt-to", str(identity.to_public())]) == 0
    assert b"WHAT WAS FOUND" in pyrage.decrypt(pipe.getvalue(), [identity])


def test_an_encrypted_report_is_refused_on_a_terminal(identity, export, login):
    path = export(login("Shop", "shop.example", "ana", WEAK))
    walk = Terminal(["audit", "--no-save", "--encrypt-to", str(identity.to_public()), str(path)])
    assert walk.end() == 2
    assert "error: an encrypted report is not for a terminal" in walk.screen
    assert "hint: Write it to a file: -o report.txt.age" in walk.screen


@pytest.mark.parametrize("recipient", ["age1nothing", "ssh-ed25519 AAAA", "ana@mail.example", ""])
def test_what_is_no_recipient_is_refused_and_not_repeated(secaudit, recipient):
    ended = secaudit("report", "--encrypt-to", recipient)
    assert ended.code == 2
    assert ended.err.startswith("error: recipient 1 is no age recipient\n")
    assert not recipient or recipient not in ended.err


def test_a_secret_key_is_refused_and_not_repeated(secaudit, identity):
    secret = str(identity)
    ended = secaudit("report", "--encrypt-to", secret)
    assert ended.code == 2
    assert ended.err.startswith("error: that is a secret key")
    assert secret not in ended.err


@pytest.mark.parametrize(
    ("module", "extra", "arguments"),
    [
        ("pyrage", "age", ("--encrypt-to", "age1x")),
        ("icalendar", "calendar", ("--format", "ics")),
    ],
)
def test_a_package_that_is_not_installed_is_named(secaudit, monkeypatch, module, extra, arguments):
    monkeypatch.setitem(sys.modules, module, None)
    ended = secaudit("demo" if extra == "calendar" else "report", *arguments)
    error, hint = ended.err.splitlines()
    assert (ended.code, ended.out) == (1, "")
    assert error.startswith("error: to ")
    assert error.endswith(", secaudit needs a package that is not installed")
    assert hint == f"hint: Install it: pip install 'secaudit[{extra}]'"


# ── In the walk ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("desktop")
def test_the_next_walk_asks_what_of_the_last_plan_is_done(export, login):
    path = export(login("PayPal", "paypal.com", "ana@mail.example", STRONG))
    first = Terminal(["audit", "--save", "--no-input", "--offline", str(path)])
    assert first.end() in {11, 12}
    walk = Terminal(["audit", "--save", "--audience", "public", "--offline", str(path)])
    walk.expect("Your last plan (about 1 minute)")
    walk.expect("1. Make sure that PayPal (ana@mail.example) has a second step")
    walk.answer("Numbers, with spaces between them", "1")
    walk.expect("8. e-mail")
    walk.answer("Number [9]", "4")  # codes from an app
    walk.answer("Go through them now?", "n")
    walk.answer("A word or date", "")
    walk.answer("Go through the checklists now?", "n")
    while "secaudit ·" not in walk.screen and "could still open" in walk.screen:
        walk.answer("see what you could still open without it?", "n")
    walk.end()
    assert "You said that you did it, and nothing here tells otherwise" in walk.screen
    assert "Second step: codes from an app." in walk.screen
