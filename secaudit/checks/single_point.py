"""One thing that opens many accounts."""

from collections.abc import Iterator

from secaudit.access.building import access_of, account
from secaudit.access.explaining import Explainer
from secaudit.access.graph import Level, closure
from secaudit.checks.base import Result, check, gap
from secaudit.facts import most_important_first, names
from secaudit.languages import N_, _
from secaudit.languages import number as digits
from secaudit.model import Account, Confidence, Evidence, Finding, Severity, Unchecked

_ID = "single-point"

_CANNOT_TELL = Unchecked(N_("nothing tells how hard it is to sign in"), asked=False)

MANY = 10
"""More accounts than this behind one thing make it a single point."""


def _opens_others(evidence: Evidence, one: Account) -> bool:
    access = access_of(evidence)
    ways = access.graph.ways_from.get(account(one.id), ())
    return one.id in access.mailbox_owners or any(way.kind == "sign in with" for way in ways)


@check(
    _ID,
    concerns=_opens_others,
    good=N_("no more hanging on them than they are guarded for"),
)
def judge(evidence: Evidence) -> Iterator[Result]:
    """Many accounts fall with one that is not guarded well enough for that.

    A mailbox that resets the rest, or an account that others are signed in with, opens more than
    10 accounts. That is normal, and no harm where it is guarded by a second step that nobody can
    redirect or guess. This finding says that it is not.

    **High** where it is open or can be guessed, else **medium**. Likely, because resets by mail
    are usual, but not everywhere the same.

    **Not checked:** mailboxes that are in none of your exports, and accounts of which nobody knows
    how hard they are to sign in to.
    """
    access = access_of(evidence)
    explainer = Explainer(access)
    for one in evidence.accounts:
        if not _opens_others(evidence, one):
            continue
        found = access.reached.get(account(one.id))
        if found is None:
            yield gap(_ID, _CANNOT_TELL, one)
            continue
        if found.level >= Level.PHISHABLE:
            continue
        fallen = closure(access.graph, [account(one.id)])
        others = [access.accounts[t.key] for t in fallen if t.kind == "account" and t.key != one.id]
        if len(others) <= MANY:
            continue
        hanging = names(most_important_first(others))
        yield Finding(
            check=_ID,
            title=_("{number} other accounts fall with this one").format(
                number=digits(len(others))
            ),
            severity=Severity.HIGH if found.level <= Level.GUESSABLE else Severity.MEDIUM,
            confidence=Confidence.LIKELY,
            accounts=(one.id,),
            why=_(
                "Whoever gets into it can probably get into {accounts} as well. "
                "The easiest way in: {steps}"
            ).format(accounts=hanging, steps=" ".join(explainer.steps(one.id))),
            advice=_("Give it a password of its own and a second step from an app, or a passkey."),
            references=("https://doi.org/10.1145/3319535.3354193",),
        )
