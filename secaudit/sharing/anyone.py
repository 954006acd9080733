"""For anyone: kinds of accounts and of problems. What is kept is chosen, not what is left out."""

import re
from collections.abc import Iterable
from dataclasses import replace

from secaudit.languages import _
from secaudit.model import (
    AccountSummary,
    Action,
    Difference,
    Finding,
    Headway,
    Ignored,
    Marked,
    NotChecked,
    Picture,
    Platform,
    Reader,
    Report,
    SourceSummary,
    Spot,
    Unreadable,
    WayIn,
)
from secaudit.plan import way_of
from secaudit.reports import words
from secaudit.sharing.former import former_names, title_and_user
from secaudit.sharing.helper import LEFT_OUT
from secaudit.sharing.labels import A_QUESTION, AN_ACCOUNT, ANOTHER, SPOTS, TITLES, of_accounts

_OWN_CHECKS = frozenset({*TITLES, *words.CHECKS, *words.SAID})
_TELLING = re.compile(r"[“«@/]|\w\.\w\w")
"""Quotes, mail addresses, paths and hosts: texts with one of these are not kept."""
_SHORTEST = 3
"""A shorter name is in texts by chance; one that stands alone is found all the same."""


def for_anyone(report: Report, platforms: Iterable[Platform] = ()) -> Report:
    """Return a report that names no account, site, file or person.

    Titles, reasons, advice and steps are written anew for the kind of problem; of other sentences
    those are kept that hold nothing telling, and no name of an account or of `platforms`.
    """
    return _Bare(report, platforms).report()


class _Bare:
    def __init__(self, report: Report, platforms: Iterable[Platform]) -> None:
        self._report = report
        self._labels = of_accounts(report.accounts)
        self._names = {words.name(a): self._labels[a.id] for a in report.accounts}
        self._items: dict[str, str] = {}
        self._telling = _patterns(report, platforms)

    def report(self) -> Report:
        report = self._report
        return replace(
            report,
            sources=tuple(map(self._source, report.sources, range(1, len(report.sources) + 1))),
            accounts=tuple(map(self._account, report.accounts)),
            findings=tuple(map(self._finding, report.findings)),
            not_checked=tuple(map(self._gap, report.not_checked)),
            plan=tuple(map(self._action, report.plan)),
            good=tuple(filter(self._is_bare, report.good)),
            network=tuple(
                replace(sent, host=_("a service"), sent=self._bare(sent.sent))
                for sent in report.network
            ),
            ignored=tuple(map(self._ignored, report.ignored)),
            unmatched=tuple(_(LEFT_OUT) for _entry in report.unmatched),
            picture=self._picture(report.picture),
            progress=self._progress(report.progress),
            marked=tuple(map(self._marked, report.marked)),
            reader=Reader.SHARE,
        )

    # ── Texts ────────────────────────────────────────────────────────────────────────────────────

    def _is_bare(self, text: str) -> bool:
        return not (_TELLING.search(text) or self._telling.search(text))

    def _bare(self, text: str, instead: str = "") -> str:
        return text if self._is_bare(text) else instead

    def _check(self, check: str) -> str:
        """Return the id of a check; that of a question names its platform."""
        if check in _OWN_CHECKS or check == "*":
            return check
        return self._items.setdefault(check, f"checklist-item-{len(self._items) + 1}")

    def _title(self, check: str) -> str:
        return _(TITLES.get(check, A_QUESTION))

    def _named(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return what to call accounts of which only the names are known."""
        return tuple(self._names.get(name, _(ANOTHER)) for name in names)

    # ── Parts ────────────────────────────────────────────────────────────────────────────────────

    def _source(self, source: SourceSummary, number: int) -> SourceSummary:
        hidden = _("It could not be read.")
        skipped: dict[str, int] = {}
        for reason, rows in source.skipped.items():
            known = reason if reason in words.SKIPPED else "other"
            skipped[known] = skipped.get(known, 0) + rows
        return SourceSummary(
            name=_("export {number}").format(number=number),
            format=_("an export"),
            rows=source.rows,
            logins=source.logins,
            skipped=skipped,
            unreadable=tuple(Unreadable(_("a row"), hidden) for _row in source.unreadable),
            codes=source.codes,
        )

    def _account(self, account: AccountSummary) -> AccountSummary:
        way = account.way_in
        return replace(
            account,
            title=self._labels[account.id],
            site=None,
            username="",
            offer_source=None,
            way_in=None if way is None else WayIn(way.level, (), way.assumed),
            sources=(),
        )

    def _finding(self, finding: Finding) -> Finding:
        way = way_of(finding.check)
        names = words.shortened([self._labels[i] for i in finding.accounts], 3)
        known = finding.check in TITLES
        return Finding(
            check=self._check(finding.check),
            title=self._title(finding.check),
            severity=finding.severity,
            confidence=finding.confidence,
            accounts=finding.accounts,
            why=_(way.effect) if known else _("The question is left out here."),
            advice=self._to_do(finding.check, names),
            minutes=finding.minutes,
        )

    def _to_do(self, check: str, names: str) -> str:
        if check not in TITLES:
            return _("Follow the full report: its steps are left out here.")
        template = way_of(check).title
        return _(template).format(names=names or _(AN_ACCOUNT), username=_("an address"))

    def _gap(self, gap: NotChecked) -> NotChecked:
        why = self._bare(gap.why, _("The reason is left out here."))
        return replace(gap, check=self._check(gap.check), why=why)

    def _action(self, action: Action) -> Action:
        checks = [finding_id.partition(":")[0] for finding_id in action.findings]
        lead = next(iter(checks), "")
        names = words.shortened([self._labels[i] for i in action.accounts], 3)
        known = lead in TITLES
        return Action(
            rank=action.rank,
            title=self._to_do(lead, names) if known else _("Do what a checklist asks for"),
            minutes=action.minutes,
            url=None,
            accounts=action.accounts,
            findings=tuple(
                ":".join((self._check(check), *rest))
                for check, *rest in (each.split(":", 1) for each in action.findings)
            ),
            effect=_(way_of(lead).effect) if known else _("What it changes is left out here."),
            severity=action.severity,
        )

    def _ignored(self, ignored: Ignored) -> Ignored:
        rule = replace(
            ignored.rule,
            check=self._check(ignored.rule.check),
            account=_(LEFT_OUT),
            reason=_(LEFT_OUT) if ignored.rule.reason else "",
        )
        return Ignored(self._finding(ignored.finding), rule)

    def _picture(self, picture: Picture) -> Picture:
        return replace(picture, spots=tuple(map(self._spot, picture.spots)))

    def _spot(self, spot: Spot) -> Spot:
        if spot.kind == "account":
            return replace(spot, label=self._names.get(spot.label, _(AN_ACCOUNT)))
        if spot.kind in SPOTS:
            return replace(spot, label=_(SPOTS[spot.kind]))
        return replace(spot, label=self._bare(spot.label, _(LEFT_OUT)))

    def _progress(self, progress: Headway | None) -> Headway | None:
        if progress is None:
            return None
        return replace(
            progress,
            differences=tuple(map(self._difference, progress.differences)),
            added=self._named(progress.added),
            removed=self._named(progress.removed),
            renewed=self._named(progress.renewed),
        )

    def _difference(self, difference: Difference) -> Difference:
        return replace(
            difference,
            check=self._check(difference.check),
            title=self._title(difference.check),
            accounts=self._named(difference.accounts),
            why=self._bare(difference.why),
        )

    def _marked(self, marked: Marked) -> Marked:
        known = marked.mark.because in words.METHODS
        because = marked.mark.because if known else _(LEFT_OUT)
        return Marked(
            self._finding(marked.finding),
            replace(marked.mark, because=because if marked.mark.because else ""),
            marked.standing,
            self._bare(marked.why),
        )


def _patterns(report: Report, platforms: Iterable[Platform]) -> re.Pattern[str]:
    """Return what finds any name of an account, an export or a platform in a text."""
    telling: set[str] = set()
    for account in report.accounts:
        site = account.site or ""
        telling |= {account.title, account.username, site, site.partition(".")[0]}
    for name in former_names(report):
        telling |= {name, *title_and_user(name)}
    for source in report.sources:
        telling |= {source.name, source.format}
    for platform in platforms:
        telling |= {platform.name, *platform.domains}
    long = sorted(filter(lambda word: len(word) >= _SHORTEST, telling), key=len, reverse=True)
    short = sorted(word for word in telling if 0 < len(word) < _SHORTEST)
    parts = [*map(re.escape, long), *(rf"(?<!\w){re.escape(word)}(?!\w)" for word in short)]
    return re.compile("|".join(parts) or r"(?!)", re.IGNORECASE)
