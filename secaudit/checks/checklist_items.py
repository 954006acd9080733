"""What you answered to the checklists."""

from collections.abc import Iterator

from secaudit.checks.base import Result, check, gap
from secaudit.languages import N_, _, ngettext
from secaudit.model import (
    Account,
    Answer,
    Confidence,
    Evidence,
    Finding,
    Item,
    NotChecked,
    Platform,
    Unchecked,
)
from secaudit.sites import canonical

_OLD = N_("Someone last verified this more than a year ago, so it may look different now.")


@check("checklist-items", concerns=lambda _evidence, _account: False, good="")
def judge(evidence: Evidence) -> Iterator[Result]:
    """Answers to the questions of the checklists.

    Each question is worded so that yes means safe, and a no is a finding under the question's
    own id, with the severity, the reason and the way to change it that its checklist gives.
    "Does not apply" says nothing.

    A question that nobody verified for a year says so: settings move.

    **Not checked:** questions answered with "could not check now", each by itself; those not
    answered at all, counted for each checklist.
    """
    sites: dict[str, list[Account]] = {}
    for account in evidence.accounts:
        if account.site:
            sites.setdefault(canonical(account.site), []).append(account)
    for platform in evidence.walked:
        domains = sorted({canonical(domain) for domain in platform.domains})
        accounts = [account for domain in domains for account in sites.get(domain, ())]
        open_items = 0
        for item in platform.items:
            answer = evidence.answers.items.get(item.id)
            if answer is None:
                open_items += 1
            elif answer is Answer.NO:
                yield _finding(evidence, platform, item, accounts)
            elif answer is Answer.UNKNOWN:
                why = _("you could not check “{question}”").format(question=item.question)
                yield gap(item.id, Unchecked(why), *accounts)
        if open_items:
            yield _unanswered(platform, open_items, accounts)


def _finding(
    evidence: Evidence, platform: Platform, item: Item, accounts: list[Account]
) -> Finding:
    steps = [f"{item.where.rstrip('.')}.", *item.steps]
    if item.see:
        command = f"secaudit checklist {' '.join(item.see)}"
        steps.append(_("More: {command}.").format(command=command))
    if item.is_stale(evidence.today):
        steps.append(_(_OLD))
    return Finding(
        check=item.id,
        title=_("{checklist}: you said no to “{question}”").format(
            checklist=platform.name, question=item.question
        ),
        severity=item.severity,
        confidence=Confidence.CERTAIN,
        accounts=tuple(account.id for account in accounts),
        why=item.why,
        advice=" ".join(steps),
        url=platform.link_for(item),
        references=item.sources,
        minutes=item.minutes,
    )


def _unanswered(platform: Platform, number: int, accounts: list[Account]) -> NotChecked:
    why = ngettext(
        "{checklist}: {number} of its {total} questions were not answered",
        "{checklist}: {number} of its {total} questions were not answered",
        number,
    ).format(checklist=platform.name, number=number, total=len(platform.items))
    return gap("checklist-items", Unchecked(why, asked=False), *accounts)
