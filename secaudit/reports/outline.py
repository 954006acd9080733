"""What belongs together in a report, and what comes first: the same in every format for people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from secaudit.languages import _, listed
from secaudit.languages import number as digits
from secaudit.model import AccountSummary, Finding, Ignore, Report, Severity
from secaudit.reports import words
from secaudit.sites import Importance

_WEIGHT = {Importance.CRITICAL: 2, Importance.HIGH: 1, Importance.NORMAL: 0}


@dataclass(frozen=True, slots=True)
class Mention:
    """A finding under one of its accounts."""

    finding: Finding
    number: int
    """Its place in `Report.findings`: a name for it that holds nothing from outside."""
    explained: AccountSummary | None
    """The account under which it is written out; None where that is here."""
    others: tuple[str, ...]
    """Names of the other accounts it concerns, where it is written out and does not name them."""


@dataclass(frozen=True, slots=True)
class Affected:
    """One account and what was found about it, worst first."""

    account: AccountSummary | None
    """None for findings about no account of the vault."""
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """Things that could not be checked for the same accounts."""

    what: str
    """In words: `whether addresses are encrypted and where passkeys are offered`."""
    everyone: str
    """`all 38 accounts`, where it is about all of them."""
    names: tuple[str, ...]
    """Names of the accounts it is about; none where it is about all, or about something else."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Things that could not be checked for one reason."""

    why: str
    missing: tuple[Missing, ...]
    """Empty where the reason says it all."""


@dataclass(frozen=True, slots=True)
class Spared:
    """What one decision of the person leaves out of the plan."""

    rule: Ignore
    findings: tuple[tuple[Finding, tuple[str, ...]], ...]
    """Each with the names of its accounts."""


def index(report: Report) -> Mapping[str, AccountSummary]:
    """Return the accounts by id."""
    return {account.id: account for account in report.accounts}


def names(ids: Iterable[str], accounts: Mapping[str, AccountSummary]) -> tuple[str, ...]:
    """Return how to call the accounts with these ids; an id that is not known stays itself."""
    return tuple(words.name(accounts[i]) if i in accounts else i for i in ids)


def affected(report: Report) -> list[Affected]:
    """Return the accounts with findings, worst first, then what is about no account.

    A finding about several accounts is written out under the first; the others point there, but
    not for a low one: a mail address is the username of dozens.
    """
    accounts = index(report)
    numbered = sorted(enumerate(report.findings), key=lambda pair: -pair[1].severity)
    found: dict[str, list[tuple[int, Finding]]] = {}
    for number, finding in numbered:
        for account_id in [i for i in dict.fromkeys(finding.accounts) if i in accounts] or [""]:
            found.setdefault(account_id, []).append((number, finding))
    elsewhere = found.pop("", [])
    order = sorted(
        found,
        key=lambda i: (
            -found[i][0][1].severity,
            -_WEIGHT[accounts[i].importance],
            -len(found[i]),
            accounts[i].title.casefold(),
        ),
    )
    homes: dict[int, AccountSummary] = {}
    result = []
    for account_id in order:
        account = accounts[account_id]
        mentions = []
        for number, finding in found[account_id]:
            home = homes.get(number)
            if home and finding.severity is Severity.LOW:
                continue
            rest = () if home else (i for i in finding.accounts if i != account_id)
            others = tuple(name for name in names(rest, accounts) if name not in finding.why)
            mentions.append(Mention(finding, number, home, others))
            homes.setdefault(number, account)
        if mentions:
            result.append(Affected(account, tuple(mentions)))
    if elsewhere:
        result.append(Affected(None, tuple(Mention(f, n, None, ()) for n, f in elsewhere)))
    return result


def ignored(report: Report) -> list[Spared]:
    """Return what is ignored, by the rule that says so."""
    accounts = index(report)
    by_rule: dict[Ignore, list[tuple[Finding, tuple[str, ...]]]] = {}
    for each in report.ignored:
        found = each.finding, names(each.finding.accounts, accounts)
        by_rule.setdefault(each.rule, []).append(found)
    return [Spared(rule, tuple(found)) for rule, found in by_rule.items()]


def gaps(report: Report) -> list[Gap]:
    """Return what was not checked, by reason: what was asked for first."""
    accounts = index(report)
    by_why: dict[str, dict[str, tuple[str, ...]]] = {}
    for gap in sorted(report.not_checked, key=lambda gap: not gap.asked):
        checks = by_why.setdefault(gap.why, {})
        # `()` means all accounts, and all is not made less by naming some as well.
        known = checks.get(gap.check)
        whole = not gap.accounts or known == ()
        checks[gap.check] = () if whole else (known or ()) + gap.accounts
    return [Gap(why, _missing(checks, report, accounts)) for why, checks in by_why.items()]


def _missing(
    checks: Mapping[str, tuple[str, ...]],
    report: Report,
    accounts: Mapping[str, AccountSummary],
) -> tuple[Missing, ...]:
    """Return what is missing for one reason; what is missing for the same accounts as one."""
    by_reach: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for check, ids in checks.items():
        if check not in words.SAID:
            everyone = words.everyone(check, len(ids), report)
            by_reach.setdefault((everyone, () if everyone else ids), []).append(words.check(check))
    return tuple(
        Missing(_counted(listed(whats), len(ids)), everyone, names(ids, accounts))
        for (everyone, ids), whats in by_reach.items()
    )


def _counted(what: str, number: int) -> str:
    if number < 2:  # noqa: PLR2004
        return what
    return _("{what} ({number} accounts)").format(what=what, number=digits(number))
