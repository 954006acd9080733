"""What happens when something is lost or stolen, for people and for programs (docs/whatif.md)."""

import json
from collections.abc import Sequence
from textwrap import fill
from typing import Any

from secaudit.access.what_if import Fall, Locked, Outcome
from secaudit.languages import N_, _, caution, ngettext
from secaudit.languages import number as digits
from secaudit.model import Account, Evidence, NotChecked
from secaudit.reports import words

SCHEMA_VERSION = 1

MOST = 15
"""Accounts told in full; JSON has them all."""
MOST_NAMES = 30

NOTHING = N_("Nothing that secaudit knows of.")
OFFLINE = N_("This was worked out on this computer. Nothing was sent.")


def as_text(
    outcome: Outcome,
    evidence: Evidence,
    gaps: Sequence[NotChecked],
    *,
    width: int = 80,
    invented: bool = False,
) -> str:
    """Return what happens in lines of at most `width` columns, in the order one needs it.

    `gaps` say what of the input could not be used.
    """
    page = _Page({one.id: one for one in evidence.accounts}, width)
    page.line(_("What if: {scenario}").format(scenario=outcome.title))
    if invented:
        page.line(f"*** {_(words.INVENTED)}", before=True)
    page.heading(_("What falls"))
    page.falls(outcome.falls)
    page.heading(_("What you could no longer open yourself"))
    page.locked(outcome.lost.locked_out)
    if outcome.lost.unknown:
        page.line(_("Nobody can tell, because it is not known what they ask for:"), before=True)
        page.names(outcome.lost.unknown)
    page.heading(_("What to do first"))
    page.numbered(outcome.first)
    page.heading(_("What this rests on"))
    for sentence in (*outcome.given, *(gap.why for gap in gaps), _(OFFLINE)):
        page.line(f"- {sentence}", hang=2)
    if said := caution():
        page.line(said, before=True)
    return "\n".join(page.lines) + "\n"


class _Page:
    def __init__(self, accounts: dict[str, Account], width: int) -> None:
        self.lines: list[str] = []
        self._accounts = accounts
        self._width = width

    def line(self, text: str, *, indent: int = 0, hang: int = 0, before: bool = False) -> None:
        """Add a paragraph, its further lines `hang` deeper; `before`: after an empty line."""
        self.lines += [""] if before else []
        self.lines.append(
            fill(
                text,
                self._width,
                initial_indent=" " * indent,
                subsequent_indent=" " * (indent + hang),
                break_long_words=False,
                break_on_hyphens=False,
            )
        )

    def heading(self, text: str) -> None:
        self.lines += ["", text.upper(), "-" * len(text)]

    def numbered(self, texts: Sequence[str]) -> None:
        for number, text in enumerate(texts, 1):
            self.line(f"{number}. {text}", hang=len(f"{number}. "))

    def names(self, ids: Sequence[str]) -> None:
        """Add a list of accounts, in one paragraph."""
        shown = [self._accounts[account_id].name for account_id in ids[:MOST_NAMES]]
        names, more = ", ".join(shown), len(ids) - len(shown)
        if more:
            said = ngettext(
                "{names}, and {number} more, which --format json lists",
                "{names}, and {number} more, which --format json lists",
                more,
            )
            names = said.format(names=names, number=digits(more))
        self.line(names, indent=2)

    def falls(self, falls: Sequence[Fall]) -> None:
        """Add what falls: first what surely does."""
        if not falls:
            self.line(_(NOTHING))
        for sure, title in (
            (True, _("For sure:")),
            (False, _("Probably, if these accounts work as most do:")),
        ):
            some = [fall for fall in falls if fall.sure is sure]
            told = [(fall.account, (" ".join(fall.steps),)) for fall in some]
            self._told(title, told, before=not sure and len(some) < len(falls))

    def locked(self, locked: Sequence[Locked]) -> None:
        """Add what is locked: first where nothing is left."""
        if not locked:
            self.line(_(NOTHING))
        for unless, title in (
            (False, _("For sure:")),
            (True, _("Unless you kept backup codes for it:")),
        ):
            some = [one for one in locked if one.unless_codes is unless]
            told = [(one.account, (self._accounts[one.account].name, one.why)) for one in some]
            self._told(title, told, before=unless and len(some) < len(locked))

    def _told(self, title: str, told: Sequence[tuple[str, Sequence[str]]], *, before: bool) -> None:
        """Add what is told of some accounts, line by line; of the rest, the names."""
        if not told:
            return
        self.line(title, before=before)
        for _account, (first, *more) in told[:MOST]:
            self.line(f"- {first}", indent=2, hang=2)
            for line in more:
                self.line(line, indent=4)
        if rest := [account_id for account_id, _lines in told[MOST:]]:
            self.line(_("And also:"), indent=2)
            self.names(rest)


def as_json(
    outcome: Outcome, evidence: Evidence, gaps: Sequence[NotChecked], *, invented: bool = False
) -> str:
    """Return what happens as one JSON object; docs/whatif.md says what its fields mean."""
    accounts = {one.id: one for one in evidence.accounts}
    document = {
        "schema_version": SCHEMA_VERSION,
        "invented": invented,
        "title": outcome.title,
        "falls": [
            _account(accounts[fall.account]) | {"steps": fall.steps, "sure": fall.sure}
            for fall in outcome.falls
        ],
        "locked_out": [
            _account(accounts[one.account])
            | {"why": one.why, "unless_backup_codes": one.unless_codes}
            for one in outcome.lost.locked_out
        ],
        "unknown": [_account(accounts[account_id]) for account_id in outcome.lost.unknown],
        "first": outcome.first,
        "given": outcome.given,
        "not_checked": [{"why": gap.why, "accounts": gap.accounts} for gap in gaps],
    }
    return json.dumps(document, indent=2, allow_nan=False) + "\n"


def _account(one: Account) -> dict[str, Any]:
    return {
        "account": one.id,
        "title": one.shown(one.title),
        "site": one.site,
        "username": one.shown(one.username),
        "importance": one.importance,
    }
