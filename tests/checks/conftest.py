"""Evidence built by hand, one small piece at a time."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from secaudit.model import Account, Evidence, Finding, PastPassword, Unchecked
from secaudit.sites import Importance
from secaudit.text import Secret

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
def verdicts():
    """Run a check; return findings as (accounts, severity, confidence), and gaps."""

    def run(check, evidence):
        findings, gaps = [], []
        for result in check.run(evidence):
            if isinstance(result, Finding):
                findings.append(
                    (" ".join(result.accounts), result.severity.word, str(result.confidence))
                )
            else:
                gaps.append((" ".join(result.accounts), result.why, result.asked))
        return findings, gaps

    return run


@pytest.fixture
def only():
    """Run a check and return the one thing it says."""

    def run(check, evidence):
        [result] = check.run(evidence)
        return result

    return run


@pytest.fixture
def down():
    """Stand for something that was asked for and failed."""
    return Unchecked("the service did not answer")


@pytest.fixture
def day():
    """Return a moment in UTC from `2024-01-31`."""
    return _utc


def _utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
