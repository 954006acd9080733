"""Saving an audit while it is made: what is said when it is stopped, and when saving fails."""

from datetime import UTC, datetime

import click
import pytest

from secaudit.auditing import audit
from secaudit.cli.saving import Saving
from secaudit.errors import StoppedError, StoreError
from secaudit.model import Account
from secaudit.saving.history import place
from secaudit.text import Secret
from tests.saving.conftest import opened

pytestmark = pytest.mark.usefixtures("secure")


@pytest.fixture
def made(evidence):
    """Return evidence on one login, and the report on it."""
    known = evidence(Account("Shop", password=Secret("Tulip-4411"), site="shop.example", id="a1"))
    return audit(known, generated=datetime(2026, 11, 27, tzinfo=UTC)), known


@pytest.mark.parametrize("stop", [KeyboardInterrupt, click.Abort])
def test_an_audit_that_is_stopped_after_its_report_is_saved_and_that_is_said(made, stop):
    saving = Saving(save=True, interactive=False)
    saving.keep(*made)
    with pytest.raises(StoppedError, match="stopped; this audit is saved, encrypted"), saving:
        raise stop
    (entry,) = opened().entries()
    assert entry.accounts == 1


def test_an_audit_that_is_stopped_before_is_said_to_be_lost():
    with pytest.raises(KeyboardInterrupt), Saving(save=True, interactive=False):
        raise KeyboardInterrupt


def test_the_passwords_of_an_audit_leave_fingerprints_only(made):
    with Saving(save=True, interactive=False) as saving:
        saving.keep(*made)
    history = opened()
    assert history.load().fingerprints == history.fingerprints(made[1].accounts)
    assert list(history.load().fingerprints) == ["a1"]


def test_what_goes_wrong_is_raised_at_the_end_where_saving_was_asked_for(made):
    with Saving(save=True, interactive=False) as saving:
        (place() / "key").unlink()
        (place() / "key").mkdir()
        saving.keep(*made)
        with pytest.raises(StoreError, match=r"nothing could be saved in .*: Is a directory"):
            saving.end()


def test_what_goes_wrong_is_a_note_where_it_was_not(made, capsys):
    with Saving(save=None, interactive=True) as saving:
        place().joinpath("lock").unlink()
        place().joinpath("lock").symlink_to("/nowhere")
        saving.keep(*made)
        capsys.readouterr()
        saving.end()
    said = " ".join(capsys.readouterr().err.split())
    assert said.startswith("note: this audit is not saved: nothing could be saved in")
