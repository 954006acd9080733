"""What became of every finding between two audits, account by account.

Nothing counts as fixed that was not looked at again.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from secaudit.comparing.accounts import Roll, same_accounts
from secaudit.comparing.looking import Vanished, exports_not_read, unsolved
from secaudit.comparing.sides import Side, of_passwords
from secaudit.languages import _, day
from secaudit.model import (
    AccountSummary,
    Difference,
    Finding,
    Headway,
    Point,
    Report,
    SavedAudit,
    Severity,
    Standing,
    Turn,
)
from secaudit.reports import words

ORDER = (
    Turn.FIXED,
    Turn.BETTER,
    Turn.WORSE,
    Turn.NEW,
    Turn.OPEN,
    Turn.NOT_CHECKED,
    Turn.GONE,
)
"""In which differences are listed."""


@dataclass(frozen=True, slots=True)
class Became:
    """What became of a finding at one account."""

    turn: Turn
    finding: Finding
    """As it is now; as it was, where it is no longer found."""
    before: AccountSummary | None
    """The account in the earlier audit; None where it was not there, or it is about none."""
    after: AccountSummary | None
    """The account in the later audit."""
    why: str = ""


def headway(before: SavedAudit, after: SavedAudit, earlier: Sequence[Point] = ()) -> Headway:
    """Return what changed between two audits; `earlier` are the scores of those before both."""
    pair = _Pair(before, after)
    old, new = before.report, after.report
    return Headway(
        since=old.generated.date(),
        points=(*earlier, point(old), point(new)),
        differences=_differences(pair.turns()),
        added=_names(a for a in new.accounts if a.id not in pair.was),
        removed=_names(a for a in old.accounts if a.id not in pair.now),
        renewed=_names(a for a in new.accounts if pair.is_renewed(a.id)),
    )


def became(before: SavedAudit, after: SavedAudit) -> tuple[Became, ...]:
    """Return what became of every finding, once for each account that it is about."""
    return tuple(_Pair(before, after).turns())


def point(report: Report) -> Point:
    """Return the score of an audit."""
    return Point(report.generated.date(), report.score, report.coverage)


def _names(accounts: Iterable[AccountSummary]) -> tuple[str, ...]:
    return tuple(words.name(account) for account in accounts)


def _differences(turns: Iterable[Became]) -> tuple[Difference, ...]:
    """Return what took one turn for one reason together, the worst first."""
    groups: dict[tuple[Turn, str, str, Severity, str], list[AccountSummary]] = {}
    for each in turns:
        finding = each.finding
        key = (each.turn, finding.check, finding.title, finding.severity, each.why)
        group = groups.setdefault(key, [])
        account = each.after or each.before
        group += [account] if account else []
    order = sorted(groups, key=lambda key: (ORDER.index(key[0]), -key[3], key[1], key[2], key[4]))
    return tuple(
        Difference(turn, check, title, severity, _names(groups[key]), why)
        for key in order
        for turn, check, title, severity, why in (key,)
    )


def _roll(saved: SavedAudit) -> Roll:
    return Roll(saved.report.accounts, saved.fingerprints)


class _Pair:
    """Two audits, with the findings of each by check and account."""

    def __init__(self, before: SavedAudit, after: SavedAudit) -> None:
        self.now = same_accounts(_roll(before), _roll(after))
        """Ids of accounts that are in both audits, before → after."""
        self.was = {new: old for old, new in self.now.items()}
        whole = Side.whole_checks(before.report) | Side.whole_checks(after.report)
        self._before = Side(before, whole)
        self._after = Side(after, whole)
        self._not_read = exports_not_read(before.report.sources, after.report.sources)

    def is_renewed(self, account_id: str) -> bool:
        """Tell whether the password of an account of the later audit is another one now."""
        old = self._before.saved.fingerprints.get(self.was.get(account_id, ""))
        new = self._after.saved.fingerprints.get(account_id)
        return old is not None and new is not None and old != new

    def turns(self) -> Iterator[Became]:
        """Yield what became of every finding of either audit."""
        seen: set[tuple[str, str]] = set()
        for (check, old_id), finding in self._before.known.items():
            new_id = self.now.get(old_id, "") if old_id else ""
            there = not old_id or old_id in self.now
            seen |= {(check, new_id)} if there else set()
            if not there or not self._is_set_aside_twice((check, old_id), (check, new_id)):
                yield self._of_old(finding, old_id, new_id)
        for (check, new_id), finding in self._after.known.items():
            if (check, new_id) not in seen:
                yield from self._of_new(finding, new_id)

    def _is_set_aside_twice(self, old: tuple[str, str], new: tuple[str, str]) -> bool:
        """Tell whether a finding was out of the plan by the person's word, and is still."""
        return old in self._before.aside and new in self._after.aside

    def _of_old(self, old: Finding, old_id: str, new_id: str) -> Became:
        before, after = self._before.account(old_id), self._after.account(new_id)
        new = self._after.known.get((old.check, new_id)) if after or not before else None
        if new is None:
            turn, why = self._vanished(old, before, after)
            return Became(turn, old, before, after, why)
        turn, why = self._still(old, new, new_id)
        return Became(turn, old if turn is Turn.FIXED else new, before, after, why)

    def _still(self, old: Finding, new: Finding, new_id: str) -> tuple[Turn, str]:
        """Tell what became of a finding that both audits speak of."""
        if mark := self._after.marks.get((new.check, new_id)):
            if mark.standing is Standing.BELIEVED:
                return Turn.FIXED, _("You said so on {day}.").format(day=day(mark.mark.day))
            if mark.standing is Standing.SKIPPED:
                return Turn.OPEN, _("You chose to leave it.")
        if new.severity > old.severity:
            return Turn.WORSE, _("It was {severity} before.").format(
                severity=words.severity(old.severity)
            )
        if of_passwords(new.check) and self.is_renewed(new_id):
            return Turn.WORSE, _("The password is a new one, and it has the same problem.")
        if new.severity < old.severity:
            return Turn.BETTER, _("It was {severity} before.").format(
                severity=words.severity(old.severity)
            )
        return Turn.OPEN, mark.why if mark else ""

    def _vanished(
        self, old: Finding, before: AccountSummary | None, after: AccountSummary | None
    ) -> tuple[Turn, str]:
        """Tell what became of a finding that only the earlier audit speaks of."""
        renewed = after is not None and self.is_renewed(after.id)
        gone = Vanished(
            *(old, before, after, self._before, self._after, renewed),
            now=self.now,
            not_read=self._not_read,
        )
        return unsolved(gone) or (Turn.FIXED, "")

    def _of_new(self, new: Finding, new_id: str) -> Iterator[Became]:
        """Tell how a finding came that only the later audit speaks of."""
        after = self._after.account(new_id)
        before = self._before.account(self.was.get(new_id, ""))
        mark = self._after.marks.get((new.check, new_id))
        if mark and mark.standing is not Standing.REFUTED:
            return  # set aside long ago
        why = ""
        place = (new.check, before.id if before else "")
        if after and not before:
            why = _("The account is new here.")
        elif place in self._before.ignored:
            why = _("You ignored it before.")
        elif place in self._before.gaps:
            why = _("It could not be checked before.")
        yield Became(Turn.NEW, new, before, after, why)
