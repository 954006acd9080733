"""What you answered to the checklists."""

from collections.abc import Iterator

from secaudit.checks.base import Result, check, gap
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

_OLD = " Someone last verified this more than a year ago, so it may look different now."


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
                yield gap(item.id, Unchecked(f"you could not check “{item.question}”"), *accounts)
        if open_items:
            yield _unanswered(platform, open_items, accounts)


def _finding(
    evidence: Evidence, platform: Platform, item: Item, accounts: list[Account]
) -> Finding:
    more = [f"More: secaudit checklist {' '.join(item.see)}."] if item.see else []
    steps = " ".join((f"{item.where.rstrip('.')}.", *item.steps, *more))
    return Finding(
        check=item.id,
        title=f"{platform.name}: you said no to “{item.question}”",
        severity=item.severity,
        confidence=Confidence.CERTAIN,
        accounts=tuple(account.id for account in accounts),
        why=item.why,
        advice=steps + _OLD * item.is_stale(evidence.today),
        url=platform.link_for(item),
        references=item.sources,
        minutes=item.minutes,
    )


def _unanswered(platform: Platform, number: int, accounts: list[Account]) -> NotChecked:
    questions = f"{number} of its {len(platform.items)} questions"
    why = Unchecked(f"{platform.name}: {questions} were not answered", asked=False)
    return gap("checklist-items", why, *accounts)
