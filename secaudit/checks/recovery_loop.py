"""Mailboxes that only reset each other."""

from collections.abc import Iterator, Mapping

from secaudit.access.building import Access, access_of
from secaudit.access.graph import Thing
from secaudit.checks.base import Result, check, gap
from secaudit.languages import N_, _, listed, ngettext
from secaudit.model import Account, Confidence, Evidence, Finding, Severity, Unchecked

_ID = "recovery-loop"


def _is_reset_by_mail(evidence: Evidence, one: Account) -> bool:
    """Tell whether an account opens a mailbox, and is itself had back through another one."""
    access = access_of(evidence)
    return one.id in access.mailbox_owners and bool(_boxes(access, one.id))


@check(_ID, concerns=_is_reset_by_mail, good=N_("a way back that does not go round in a circle"))
def judge(evidence: Evidence) -> Iterator[Result]:
    """Mailboxes that can only be had back through each other.

    If you lose your way into all of them at once, with the device that knew their passwords for
    example, no new password reaches you any more. And whoever opens one has the others.

    **Low**; certain where you said it of each of them, likely where one has another login of which
    you said nothing. Nothing is found where you told of a recovery phone or of backup codes.

    **Not checked:** where the way back leads to a mailbox that is in none of your exports.
    """
    access = access_of(evidence)
    sends = {box: _sends_to(evidence, box) for box in access.mailboxes}
    reach = {box: _reach(box, sends) for box in sends}
    told: set[str] = set()
    for box, boxes in reach.items():
        if unseen := [access.shown(one) for one in sorted(boxes) if not access.mailboxes[one]]:
            why = ngettext(
                "{mailboxes} is in none of your exports",
                "{mailboxes} are in none of your exports",
                len(unseen),
            ).format(mailboxes=listed(unseen))
            owners = (access.accounts[i] for i in access.mailboxes[box])
            yield gap(_ID, Unchecked(why, asked=False), *owners)
        # A ring: from each of them all of them are reached, and nothing else.
        if box in told or not boxes or any(reach[one] != boxes for one in boxes):
            continue
        told |= boxes
        ring = [one for one in sends if one in boxes]
        ids = dict.fromkeys(i for one in ring for i in access.mailboxes[one])
        said = all(evidence.answers.recovery_of(access.accounts[i]).mail is not None for i in ids)
        yield Finding(
            check=_ID,
            title=_("These mailboxes only reset each other"),
            severity=Severity.LOW,
            confidence=Confidence.CERTAIN if said else Confidence.LIKELY,
            accounts=tuple(ids),
            why=_(
                "New passwords for {mailboxes} go round in a circle. If you lose your way into "
                "all of them at once, nothing leads back."
            ).format(mailboxes=listed([access.shown(one) for one in ring])),
            advice=_(
                "Give one of them another way back: backup codes on paper, or a recovery "
                "phone number."
            ),
        )


def _boxes(access: Access, account_id: str) -> tuple[str, ...]:
    """Return the mailboxes that get a new password for an account."""
    ways = access.graph.ways_to.get(Thing("reset", account_id), ())
    return tuple(need.key for way in ways for need in way.needs if need.kind == "mailbox")


def _sends_to(evidence: Evidence, box: str) -> frozenset[str]:
    """Return the other mailboxes one is had back through; none where there is another way."""
    access = access_of(evidence)
    found: set[str] = set()
    for owner in access.mailboxes[box]:
        said = evidence.answers.recovery_of(access.accounts[owner])
        if said.phone or said.backup_codes in {"paper", "manager"}:
            return frozenset()
        found.update(_boxes(access, owner))
    return frozenset(found)


def _reach(start: str, sends: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Return all mailboxes that the way back from one leads to; itself too, where in a circle."""
    seen: set[str] = set()
    queue = [start]
    while queue:
        fresh = sends[queue.pop()] - seen
        seen |= fresh
        queue += fresh
    return frozenset(seen)
