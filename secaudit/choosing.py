"""Which questions to ask a person: those that fit, the most important first, in little time."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from secaudit.model import Answers, Item, Platform
from secaudit.sites import IMPORTANCE, Importance

MOST = 10
"""Questions of one checklist."""

FIRST_ROUND = 28
"""Questions that a guided walk begins with, over all checklists."""

SECONDS = 15
"""For one question: about 40 words read at 200 to 240 a minute, and a number typed."""

FOR_EVERYONE = ("your-main-mailbox", "your-phone-number", "your-phone", "your-password-manager")
"""General checklists that a guided walk offers to all."""

SOONER = {"report": frozenset({"public", "known-risk", "teens"})}
"""Topic → to whom it matters more than to others, so that it is not the first to be left out."""

_RANK = tuple(Importance)


def fitting(platform: Platform, answers: Answers) -> Platform:
    """Return a checklist with at most MOST questions that are for this person.

    The worse a no would be, the earlier it comes; of equals, what is for few comes first, and
    what matters more to them. What was answered already stays in any case.
    """

    def for_them(item: Item) -> bool:
        whom = item.audiences | SOONER.get(item.topic, frozenset())
        return not whom.isdisjoint(answers.audiences)

    items = [
        item
        for item in platform.items
        if not item.audiences or for_them(item) or item.id in answers.items
    ]
    items.sort(key=lambda item: (-item.severity, not for_them(item)))
    late = (item for item in items[MOST:] if item.id in answers.items)
    return replace(platform, items=(*items[:MOST], *late))


def in_order(platforms: Iterable[Platform]) -> list[Platform]:
    """Return checklists as a walk goes through them: those for everyone, then by importance."""
    return sorted(platforms, key=_place)


def _place(platform: Platform) -> tuple[int, int]:
    if platform.id in FOR_EVERYONE:
        return 0, FOR_EVERYONE.index(platform.id)
    return 1, _RANK.index(IMPORTANCE[platform.kind])


def rounds(
    platforms: Sequence[Platform], most: int = FIRST_ROUND
) -> tuple[list[Platform], list[Platform]]:
    """Return the checklists with their most important questions, and again with the others.

    The first hold `most` questions together: the first of each checklist, then the second, …
    """
    turns = sorted(
        (place, number)
        for number, platform in enumerate(platforms)
        for place in range(len(platform.items))
    )
    count = Counter(number for _, number in turns[:most])
    numbered = list(enumerate(platforms))
    first = [replace(p, items=p.items[: count[number]]) for number, p in numbered if count[number]]
    rest = [
        replace(p, items=p.items[count[number] :])
        for number, p in numbered
        if count[number] < len(p.items)
    ]
    return first, rest


def questions(platforms: Iterable[Platform]) -> int:
    """Return how many questions some checklists hold."""
    return sum(len(platform.items) for platform in platforms)


def time_for(number: int) -> int:
    """Return how long it takes to answer some questions, in whole minutes."""
    return -(-number * SECONDS // 60)
