"""The XML export of Password Safe."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from secaudit.languages import _
from secaudit.model import PastPassword, Row
from secaudit.text import Secret
from secaudit.vaults.base import BASICS, Ask, Document, Format, each, login, moment
from secaudit.vaults.markup import root_of, tree_of


def _read(document: Document, _ask: Ask) -> Iterable[Row]:
    entries = enumerate(tree_of(document).iterfind("entry"), start=1)
    return each(
        ((_("entry {number}").format(number=number), entry) for number, entry in entries), _row
    )


def _row(entry: Any) -> Row:
    return login(
        title=entry.findtext("title") or "",
        username=entry.findtext("username") or "",
        password=entry.findtext("password") or "",
        urls=(entry.findtext("url") or "",),
        totp=entry.findtext("twofactorkey") or "",
        history=_history(entry),
        created=moment(entry.findtext("ctimex")),
        changed=moment(entry.findtext("pmtimex")),
        group=(entry.findtext("group") or "").replace(".", "/"),
    )


def _history(entry: Any) -> list[PastPassword]:
    """Return the replaced passwords, oldest first. Each is noted with the time it was set."""
    past = [
        (moment(state.findtext("changedx")), state.findtext("oldpassword") or "")
        for state in entry.iterfind("pwhistory/history_entries/history_entry")
    ]
    states = [*past, (moment(entry.findtext("pmtimex")), "")]
    return [PastPassword(Secret(password), until) for (_, password), (until, _) in pairwise(states)]


PWSAFE = Format(
    "pwsafe-xml",
    "Password Safe XML",
    lambda document: root_of(document) == "passwordsafe",
    _read,
    gives=BASICS
    | {"one-time code", "past passwords", "date of change", "date of creation", "folder"},
)
