"""A saved audit, and a keyring of the tests."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import keyring
import pytest

from secaudit.model import Answer, Answers, Ignore, Mark, Recovery, SavedAudit
from secaudit.reports import read
from secaudit.saving import History
from secaudit.sites import Importance
from secaudit.text import Secret

REPORT = read((Path(__file__).parents[1] / "reports/small/report.json").read_text(encoding="utf-8"))
ANSWERS = Answers(
    second_factors={("paypal.com", "ana"): ("totp", "sms"), ("forum.example", ""): ()},
    items={"google-recovery": Answer.NO, "google-sessions": Answer.UNKNOWN},
    personal=(Secret("Whiskers"), Secret("1987-03-14")),
    platforms=("google", "phone"),
    ignored=(
        Ignore("password-weak", "forum*", "nobody minds", date(2027, 3, 31)),
        Ignore("*", "shop.example"),
    ),
    recovery={
        ("paypal.com", "ana"): Recovery(("ana@mail.example",), phone=False, backup_codes="paper"),
        ("forum.example", ""): Recovery((), sign_in_with="google.com"),
    },
    importance={("forum.example", ""): Importance.CRITICAL},
    spare=frozenset({"phone", "security key"}),
    audiences=frozenset({"known-risk"}),
)
DONE = Mark("done", date(2026, 11, 27))
SKIPPED = Mark("skipped", date(2026, 11, 28), "I close that account in spring")


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    """Put the keyring back that was in use."""
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


def nobody(**_: object) -> None:
    """Ask for no passphrase: none should be needed."""
    raise AssertionError("nobody should be asked")


def opened(*, create: bool = False) -> History:
    """Open what is saved, which must be there or be made."""
    history = History.open(nobody, create=create)
    assert history is not None
    return history


@pytest.fixture
def saved() -> SavedAudit:
    """Return a small audit in which everything that can be said was said."""
    return SavedAudit(
        REPORT, ANSWERS, {"a1": "5f" * 32}, {"password-weak:x": DONE, "k": SKIPPED}, 2
    )
