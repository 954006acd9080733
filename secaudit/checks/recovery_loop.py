"""Mailboxes that only reset each other."""

from collections.abc import Iterator, Mapping

from secaudit.access.building import access_of
from secaudit.access.graph import Thing
from secaudit.checks.base import Result, check
from secaudit.facts import listed
from secaudit.model import Account, Confidence, Evidence, Finding, Severity

_ID = "recovery-loop"


def _opens_a_mailbox(evidence: Evidence, one: Account) -> bool:
    return one.id in access_of(evidence).mailbox_owners


@check(_ID, concerns=_opens_a_mailbox, good="a mailbox that can be had back without another one")
def judge(evidence: Evidence) -> Iterator[Result]:
    """Mailboxes that can only be had back through each other.

    If you lose your way into both at once, with the device that knew both passwords for example,
    no reset reaches you any more. And whoever opens one has the other.

    **Low**; likely, where it is only usual that the address you sign in with receives a new
    password, and certain where you said so. Nothing is said where you told of a recovery phone
    or of backup codes.
    """
    access = access_of(evidence)
    sends = {box: to for box in access.mailboxes if (to := _sends_to(evidence, box))}
    told: set[str] = set()
    for box in sends:
        ring = _ring(box, sends)
        if len(ring) < 2 or told.intersection(ring):  # noqa: PLR2004  # two make a ring
            continue
        told.update(ring)
        ids = dict.fromkeys(i for one in ring for i in access.mailboxes[one])
        said = all(evidence.answers.recovery_of(access.accounts[i]).mail is not None for i in ids)
        yield Finding(
            check=_ID,
            title="These mailboxes only reset each other",
            severity=Severity.LOW,
            confidence=Confidence.CERTAIN if said else Confidence.LIKELY,
            accounts=tuple(ids),
            why=f"New passwords for {listed(ring)} go round in a circle. If you lose your way "
            "into all of them at once, nothing leads back.",
            advice="Give one of them another way back: backup codes on paper, or a recovery "
            "phone number.",
        )


def _sends_to(evidence: Evidence, box: str) -> tuple[str, ...]:
    """Return the other mailboxes one can be had back through; none where there is another way."""
    access = access_of(evidence)
    found: dict[str, None] = {}
    for owner in access.mailboxes[box]:
        said = evidence.answers.recovery_of(access.accounts[owner])
        if said.phone or said.backup_codes in ("paper", "manager"):
            return ()
        for way in access.graph.ways_to.get(Thing("reset", owner), ()):
            found.update((need.key, None) for need in way.needs if need.kind == "mailbox")
    return tuple(found)


def _ring(start: str, sends: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return all mailboxes reached from one, if each of them leads back and none leads out."""
    seen = {start: None}
    queue = [start]
    while queue:
        for box in sends.get(queue.pop(), ()):
            if box not in seen:
                seen[box] = None
                queue.append(box)
    return list(seen) if all(box in sends for box in seen) else []
