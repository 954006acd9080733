"""Important accounts that are easier to reset than to open."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from secaudit.access.building import Access, access_of, account
from secaudit.access.explaining import Explainer
from secaudit.access.graph import Level, Reached, Thing, Way
from secaudit.checks.base import Result, check, gap
from secaudit.facts import names
from secaudit.model import Account, Confidence, Evidence, Finding, Severity, Unchecked
from secaudit.sites import Importance

_ID = "recovery-weak"


def _can_be_reset(evidence: Evidence, one: Account) -> bool:
    return one.importance is Importance.CRITICAL and any(
        way.kind == "reset" for way in access_of(evidence).graph.ways_to.get(account(one.id), ())
    )


@check(_ID, concerns=_can_be_reset, good="a reset that is no easier than signing in")
def judge(evidence: Evidence) -> Iterator[Result]:
    """A new password for an important account goes to somewhere easier to get into.

    A strong password protects nothing where anyone who can read a mailbox can ask for a new one.
    So the easiest way through the front door is compared with the easiest way through the reset,
    on the scale of docs/scoring.md. (Hammann and others, User Account Access Graphs, CCS 2019.)

    **High** where whatever receives the new password is open or can be guessed, else **medium**.
    Likely, where it is only usual that the address you sign in with receives it; certain where
    you said so.

    **Not checked:** mailboxes that are in none of your exports: nobody knows how well they are
    guarded.
    """
    access = access_of(evidence)
    reached, explainer = access.reached, Explainer(access)
    weak: dict[Way, list[Account]] = defaultdict(list)
    for one in evidence.accounts:
        if not _can_be_reset(evidence, one):
            continue
        if boxes := _out_of_sight(access, one):
            yield gap(_ID, Unchecked(f"{boxes[0]} is in none of your exports", asked=False), one)
        back = reached.get(Thing("reset", one.id))
        if back and back.way and back.level < _front(access, one, reached):
            weak[Way(back.way.needs[0], (), assumed=back.way.assumed)].append(one)
    for way, accounts in weak.items():
        level = reached[way.to].level
        steps = " ".join(explainer.steps_to(way.to))
        yield Finding(
            check=_ID,
            title="It is easier to reset than to open",
            severity=Severity.HIGH if level <= Level.GUESSABLE else Severity.MEDIUM,
            confidence=Confidence.LIKELY if way.assumed else Confidence.CERTAIN,
            accounts=tuple(one.id for one in accounts),
            why=f"A new password for {names(accounts)} "
            + ("probably goes" if way.assumed else "goes")
            + f" to {_called(way.to)}. {steps}".rstrip(),
            advice=f"Make {_called(way.to)} harder to get into first, or have resets sent "
            "somewhere better.",
            references=("https://doi.org/10.1145/3319535.3354193",),
        )


def _front(access: Access, one: Account, reached: Mapping[Thing, Reached]) -> Level:
    """Return how hard the easiest way in is that is no reset; without any, nothing is easier."""
    levels = [
        max((reached[need].level for need in way.needs), default=Level.OPEN)
        for way in access.graph.ways_to.get(account(one.id), ())
        if way.kind != "reset" and all(need in reached for need in way.needs)
    ]
    return min(levels, default=Level.OPEN)


def _out_of_sight(access: Access, one: Account) -> list[str]:
    ways = access.graph.ways_to.get(Thing("reset", one.id), ())
    boxes = [need.key for way in ways for need in way.needs if need.kind == "mailbox"]
    return [box for box in boxes if not access.mailboxes.get(box)]


def _called(thing: Thing) -> str:
    return "your phone number" if thing.kind == "number" else thing.key
