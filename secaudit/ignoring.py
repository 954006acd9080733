"""What the person decided to live with: out of the plan, but never out of the report."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from functools import cache

from secaudit.languages import _, day
from secaudit.model import EVERY_CHECK, Account, Evidence, Finding, Ignore, Ignored, NotChecked
from secaudit.reports import words


def heed(
    findings: Sequence[Finding], evidence: Evidence
) -> tuple[list[Finding], list[Ignored], list[NotChecked]]:
    """Return the findings that count, those that are ignored, and the rules that did nothing.

    A finding of which some accounts are ignored is divided. Of several rules that fit, the first
    one holds. A finding about no account is told by its title. A rule holds until the end of its
    last day.
    """
    rules = evidence.answers.ignored
    live = [rule for rule in rules if rule.until is None or evidence.today <= rule.until]
    accounts = {account.id: account for account in evidence.accounts}
    used: set[Ignore] = set()
    kept: list[Finding] = []
    ignored: list[Ignored] = []

    @cache
    def names(account_id: str) -> set[str]:
        return _names(accounts[account_id])

    for finding in findings:
        meant = [rule for rule in live if rule.check in {EVERY_CHECK, finding.check}]
        if not meant:
            kept.append(finding)
            continue
        shares: dict[Ignore | None, list[str]] = {}
        for account_id in finding.accounts or [""]:
            called = names(account_id) if account_id else {finding.title.casefold()}
            fitting = [rule for rule in meant if _fits(rule, called)]
            used.update(fitting)
            shares.setdefault(next(iter(fitting), None), []).append(account_id)
        for rule, ids in shares.items():
            share = replace(finding, accounts=tuple(filter(None, ids)))
            if rule is None:
                kept.append(share)
            else:
                ignored.append(Ignored(share, rule))
    idle = [_idle(rule, ended=rule not in live) for rule in rules if rule not in used]
    return kept, ignored, idle


def _names(account: Account) -> set[str]:
    """Return all that a pattern may speak of an account by."""
    site, username = account.site or "", account.shown(account.username)
    words = {site, username, account.shown(account.title), account.name, f"{username}@{site}"}
    return {word.casefold() for word in words if word}


def _fits(rule: Ignore, names: Iterable[str]) -> bool:
    pattern = rule.account.casefold()
    # The first, because "[old]" in a title would be a pattern.
    return any(name == pattern or fnmatchcase(name, pattern) for name in names)


def _idle(rule: Ignore, *, ended: bool) -> NotChecked:
    if ended and rule.until:
        said = _("Your rule to ignore {rule} ended on {day}, so it counts again.").format(
            rule=words.rule(rule), day=day(rule.until)
        )
    else:
        said = _(
            "Your rule to ignore {rule} fits nothing that was found: it may hold a typo, or no "
            "longer be needed."
        ).format(rule=words.rule(rule))
    return NotChecked("ignore", said, asked=False)
