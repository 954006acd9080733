"""The walks in progress: what they are about, and their answers."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from secaudit.model import Account, OneTimeCode, PastPassword, Skipped, Vault
from secaudit.saving.history import place
from secaudit.saving.walks import Walk, Walks
from secaudit.text import Secret
from tests.saving.conftest import opened

pytestmark = pytest.mark.usefixtures("secure")

GIVEN = (("ab12", 3), ("cd34", [0, 2]), ("ef56", True), ("ab12", "ana@mail.example"))
ACCOUNT = Account(
    "Shop",
    "ana",
    Secret("Tulip-1"),
    totp=Secret("JBSWY3DP"),
    history=(PastPassword(Secret("Tulip-0"), None),),
)
VAULT = Vault("export.json", "Bitwarden JSON", (ACCOUNT, OneTimeCode("Shop", seed=Secret("AB"))))


@pytest.fixture
def walks():
    return Walks(opened(create=True))


def walk(day, about="", command="audit"):
    return Walk(datetime(2026, 11, day, tzinfo=UTC), about, ("export.json",), command)


def test_a_walk_comes_back_with_its_answers_in_order(walks):
    saved = walks.save(walk(3), GIVEN)
    assert walks.unfinished() == [saved]
    assert saved == replace(walk(3), given=GIVEN, id=saved.id)


def test_a_walk_is_saved_in_its_own_place(walks):
    saved = walks.save(walks.save(walk(3), GIVEN[:1]), GIVEN)
    assert walks.unfinished() == [saved]
    walks.forget(saved)
    assert walks.unfinished() == []
    walks.forget(walk(3))  # which was never saved


def test_the_newest_comes_first_and_each_command_has_its_own(walks):
    for day, command in ((3, "audit"), (9, "checklist"), (6, "audit")):
        walks.save(walk(day, command=command), GIVEN)
    assert [one.begun.day for one in walks.unfinished()] == [9, 6, 3]
    assert [one.begun.day for one in walks.unfinished("audit")] == [6, 3]


def test_a_damaged_walk_is_left_out(walks):
    saved = walks.save(walk(3), GIVEN)
    file = place() / saved.id
    file.write_bytes(file.read_bytes()[:-1])
    assert walks.unfinished() == []


@pytest.mark.parametrize(
    "other",
    [
        replace(ACCOUNT, title="Club"),
        replace(ACCOUNT, password=Secret("Tulip-2")),
        replace(ACCOUNT, totp=None),
        replace(ACCOUNT, history=()),
        replace(ACCOUNT, rivals=(Secret("Tulip-9"),)),
        Skipped("note"),
    ],
)
def test_what_a_walk_is_about_changes_with_anything_in_the_export(walks, other):
    changed = replace(VAULT, rows=(other, *VAULT.rows[1:]))
    assert walks.about([VAULT]) != walks.about([changed])


def test_the_order_of_the_exports_changes_nothing(walks):
    other = replace(VAULT, rows=VAULT.rows[:1])
    assert walks.about([VAULT, other]) == walks.about([other, VAULT])
    assert walks.about([VAULT, other]) != walks.about([VAULT])
    assert walks.about([VAULT, VAULT]) != walks.about([VAULT])


def test_a_renamed_export_is_the_same_and_another_seed_is_not(walks):
    assert walks.about([VAULT]) == walks.about([replace(VAULT, name="new.json")])
    seed = replace(VAULT, rows=(ACCOUNT, OneTimeCode("Shop", seed=Secret("CD"))))
    assert walks.about([VAULT]) != walks.about([seed])
    assert walks.about([], "checklist", "google") != walks.about([], "checklist", "signal")
