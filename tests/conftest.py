"""What every test gets: a home of its own, and pieces of evidence built by hand."""

import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import keyring
import pytest

from secaudit.model import Account, Evidence, PastPassword
from secaudit.sites import Importance
from secaudit.text import Secret
from tests.keyrings import InMemory, made_in


def pytest_configure() -> None:
    """Let Ctrl-C reach what the tests start, also where it was ignored when they were started."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point every place where programs keep things to an empty folder."""
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(home))
    for name in [name for name in os.environ if name.upper().endswith("_PROXY")]:
        monkeypatch.delenv(name)
    for name in ("NO_COLOR", "COLUMNS", "LINES"):  # pytest-xdist sets the last two
        monkeypatch.delenv(name, raising=False)
    return home


@pytest.fixture
def secure() -> Iterator[InMemory]:
    """Put a keyring in use that the program takes for a secure one."""
    before = keyring.get_keyring()
    backend = made_in("keyring.backends.SecretService")()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(before)


NOTHING = Evidence(
    today=date(2026, 8, 4),
    accounts=(),
    strengths={},
    pwned={},
    breaches=(),
    addresses={},
    offers={},
)


@pytest.fixture
def login():
    """Make an account: `login("a1", "hunter2", site="github.com", critical=True)`."""

    def make(account_id, password=None, *rivals, critical=False, past=(), **fields):
        site = fields.get("site")
        title = fields.pop("title", (site or account_id).partition(".")[0].title())
        return Account(
            id=account_id,
            title=title,
            password=None if password is None else Secret(password),
            rivals=tuple(Secret(rival) for rival in rivals),
            urls=fields.pop("urls", (f"https://{site}/login",) if site else ()),
            importance=Importance.CRITICAL
            if critical
            else fields.pop("importance", Importance.NORMAL),
            history=tuple(
                PastPassword(Secret(text), until and _utc(until)) for text, until in past
            ),
            **fields,
        )

    return make


@pytest.fixture
def evidence():
    """Make Evidence of accounts; passwords are named by their text."""

    def make(*accounts, strengths=None, pwned=None, **fields):
        return replace(
            NOTHING,
            accounts=accounts,
            strengths={Secret(text): value for text, value in (strengths or {}).items()},
            pwned={Secret(text): value for text, value in (pwned or {}).items()},
            **fields,
        )

    return make


@pytest.fixture
def day():
    """Return a moment in UTC from `2024-01-31`."""
    return _utc


def _utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
