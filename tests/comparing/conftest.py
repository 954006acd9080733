"""Two audits of two versions of an export, made by the real readers, checks and plan."""

import hashlib
import json
from datetime import UTC, datetime

import pytest

from secaudit.auditing import audit
from secaudit.demo.telling import world
from secaudit.gathering import gather
from secaudit.model import Answers, SavedAudit
from secaudit.vaults import read_vault

NOW = datetime(2026, 12, 3, 9, 30, tzinfo=UTC)
STRONG = "vK7#tq-Pz2!mW9xLd4"


def login(title, site="", username="mira", password=STRONG, **more):
    """Return one entry of a Bitwarden export."""
    uris = [{"uri": site if "://" in site else f"https://{site}/"}] if site else []
    inner = {"username": username, "password": password, "uris": uris}
    return {"type": 1, "name": title, "login": inner | more}


def export(*entries):
    return json.dumps({"encrypted": False, "folders": [], "items": list(entries)}).encode()


def audited(*exports, answers=None, sources=None, now=NOW, marks=None):
    """Audit exports, each (name, entries), and return what would be saved."""
    vaults = [read_vault(export(*entries), name=name) for name, entries in exports]
    answers = answers or Answers()
    evidence = gather(
        vaults,
        answers=answers,
        sources=world() if sources is None else sources,
        today=now.date(),
    )
    prints = {
        account.id: hashlib.sha256(account.password.reveal().encode()).hexdigest()
        for account in evidence.accounts
        if account.password
    }
    report = audit(evidence, vaults, generated=now)
    return SavedAudit(report, answers, prints, marks or {}, told=len(answers.personal))


@pytest.fixture(scope="session")
def of():
    """Audit one export with these entries."""

    def build(*entries, name="export.json", **more):
        return audited((name, entries), **more)

    return build
