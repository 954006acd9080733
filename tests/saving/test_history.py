"""Saving audits, listing them, and forgetting them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from secaudit.errors import OutputError, StoreError, UsageError
from secaudit.model import Account, Mark
from secaudit.saving import Entry, History, forget_everything, kept_in
from secaudit.saving.history import place
from secaudit.store.key import Source
from secaudit.text import Secret
from tests.saving.conftest import ANSWERS, DONE, nobody, opened

pytestmark = pytest.mark.usefixtures("secure")


@pytest.fixture
def history():
    return opened(create=True)


def on(saved, day, score=None):
    """Return an audit made on this day of November."""
    moment = datetime(2026, 11, day, 12, tzinfo=UTC)
    return replace(saved, report=replace(saved.report, generated=moment, score=score))


def test_nothing_is_there_before_something_is_saved():
    assert (History.open(nobody), kept_in(), place().exists()) == (None, None, False)


def test_an_audit_comes_back_as_it_was(history, saved):
    name = history.save(saved)
    again = opened()
    assert again.load(name) == replace(saved, answers=replace(ANSWERS, personal=()))
    assert again.load() == again.load(name)
    assert kept_in() is Source.KEYRING


def test_the_list_has_the_newest_first(history, saved):
    names = {day: history.save(on(saved, day, score=day)) for day in (3, 9, 6)}
    assert [entry.id for entry in history.entries()] == [names[9], names[6], names[3]]
    assert history.entries()[0] == Entry(
        names[9], datetime(2026, 11, 9, 12, tzinfo=UTC), 2, 9, saved.report.coverage, {"high": 1}
    )


def test_an_audit_is_replaced_in_its_place(history, saved):
    name = history.save(saved)
    history.replace(name, replace(saved, marks={"k": DONE}))
    assert history.load(name).marks == {"k": Mark("done", DONE.day)}
    assert len(history.entries()) == 1


def test_an_audit_is_found_by_place_and_by_name(history, saved):
    old, new = (history.save(on(saved, day)) for day in (3, 9))
    found = [history.find(name).id for name in (None, "1", "2", old, old[:6], old[:8].upper())]
    assert found == [new, new, old, old, old, old]


@pytest.mark.parametrize("name", ["0", "3", "999", "", "zzzz", "../../etc/passwd", "\x1b[31mred"])
def test_a_name_that_fits_nothing_is_said(history, saved, name):
    history.save(on(saved, 3))
    history.save(on(saved, 9))
    with pytest.raises(UsageError) as caught:
        history.find(name)
    assert caught.value.hint == "See what there is: secaudit history"
    assert "\x1b" not in caught.value.message
    with pytest.raises(UsageError):
        History.remove([name], lambda: history)
    assert len(history.entries()) == 2


def test_a_name_that_fits_two_is_not_guessed(history, saved):
    for last in "01":
        history.replace("abcd" + last * 28, saved)
    for use in (history.find, lambda name: History.remove([name], lambda: history)):
        with pytest.raises(UsageError, match="more than one saved audit has a name"):
            use("abcd")


def test_where_nothing_is_saved_there_is_no_latest(history):
    with pytest.raises(UsageError, match="no audit is saved on this device"):
        history.load()


def test_an_audit_that_is_gone_is_said(history, saved):
    name = history.save(saved)
    assert (history.forget([name]), history.forget([name])) == (1, 0)
    with pytest.raises(StoreError, match=f"nothing is saved as {name[:8]}"):
        history.load(name)


def test_one_damaged_audit_hides_no_other(history, saved):
    good, bad = history.save(saved), history.save(saved)
    file = place() / bad
    file.write_bytes(file.read_bytes()[:-1])
    entries, unopened = history.listing()
    assert [entry.id for entry in entries] == [good]
    assert [(one.id, one.why.message) for one in unopened] == [
        (bad, f"{bad[:8]} is damaged or was changed, so nothing of it can be trusted")
    ]
    assert History.remove([bad[:8]], opened) == 1
    assert history.listing().unopened == ()


def test_two_audits_exchanged_are_noticed(history, saved):
    one, two = (place() / history.save(saved) for _ in range(2))
    first, second = one.read_bytes(), two.read_bytes()
    one.write_bytes(second)
    two.write_bytes(first)
    assert len(history.listing().unopened) == 2


def test_forgetting_everything_removes_files_key_and_folder(history, saved, secure):
    for day in (3, 6, 9):
        history.save(on(saved, day))
    (place() / ".secaudit-left").write_bytes(b"")
    forgotten = forget_everything()
    assert forgotten == (3, True, None)
    assert (secure.held, place().exists(), place().parent.exists()) == ({}, False, False)
    assert forget_everything() == (0, False, None)


def test_forgetting_everything_works_where_the_keyring_refuses(history, saved, secure):
    history.save(saved)
    secure.failure = OSError("D-Bus")
    forgotten = forget_everything()
    assert (forgotten.documents, forgotten.key) == (1, False)
    assert str(forgotten.trouble) == "the keyring refused (OSError)"
    assert not place().exists()


def test_what_belongs_to_somebody_else_stays(history, saved):
    history.save(saved)
    (place() / "notes.txt").write_text("mine")
    forget_everything()
    assert [path.name for path in place().iterdir()] == ["notes.txt"]


def test_a_new_key_opens_nothing_of_before(history, saved):
    name = history.save(saved)
    data = (place() / name).read_bytes()
    forget_everything()
    again = opened(create=True)
    again.save(saved)
    (place() / name).write_bytes(data)
    (document,) = again.listing().unopened
    assert document.why.message == (
        "this was saved under another key, on another machine or before all was forgotten"
    )


def test_fingerprints_tell_a_changed_password_and_two_installs_apart(history):
    def account(number, *passwords):
        first, *rivals = map(Secret, passwords)
        return Account("Shop", password=first, rivals=tuple(rivals), id=number)

    accounts = [account("a1", "Tulip-1"), account("a2", "Tulip-1"), account("a3", "Tulip-2")]
    found = history.fingerprints([*accounts, Account("Note", id="a4")])
    assert list(found) == ["a1", "a2", "a3"]
    assert (found["a1"] == found["a2"], found["a1"] == found["a3"]) == (True, False)
    forget_everything()
    other = opened(create=True).fingerprints(accounts)
    assert set(found.values()).isdisjoint(other.values())


def test_a_symbolic_link_in_its_place_is_not_written_through(history, saved, tmp_path):
    name = history.save(saved)
    target = tmp_path / "target"
    target.write_text("mine")
    (place() / name).unlink()
    (place() / name).symlink_to(target)
    with pytest.raises(OutputError, match="is a link to another file"):
        history.replace(name, saved)
    assert target.read_text() == "mine"


def test_days_are_told_apart_in_any_zone(history, saved):
    later = replace(saved.report, generated=saved.report.generated + timedelta(microseconds=1))
    first = history.save(saved)
    second = history.save(replace(saved, report=later))
    assert [entry.id for entry in history.entries()] == [second, first]


def test_a_store_removed_while_an_audit_goes_on_loses_nothing_of_it(history, saved, secure):
    held = dict(secure.held)
    other = opened()
    other.leave_nothing()
    assert (secure.held, place().exists()) == ({}, False)
    name = history.save(saved)
    assert secure.held == held
    assert opened().load(name) == history.load(name)


def test_a_store_begun_anew_meanwhile_gets_no_document_under_the_old_key(history, saved):
    forget_everything()
    other = opened(create=True)
    other.save(saved)
    with pytest.raises(StoreError, match="removed meanwhile, and something else was saved since"):
        history.save(saved)
    assert len(other.listing().entries) == 1
    assert other.listing().unopened == ()


def test_a_store_with_something_in_it_is_never_left_empty(history, saved):
    history.save(saved)
    history.leave_nothing()
    assert len(history.entries()) == 1
