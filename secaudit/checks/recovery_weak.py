"""Important accounts that are easier to reset than to open."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from secaudit.access.building import Access, access_of, account
from secaudit.access.explaining import Explainer
from secaudit.access.graph import Level, Thing, Way
from secaudit.checks.base import Result, check, gap
from secaudit.facts import names
from secaudit.languages import N_, _, listed, ngettext
from secaudit.model import Account, Confidence, Evidence, Finding, Severity, Unchecked
from secaudit.sites import Importance

_ID = "recovery-weak"

_CANNOT_TELL = Unchecked(
    N_("nothing tells how hard it is to sign in, or to get a new password"), asked=False
)

_MAKE_HARDER = (
    N_("Make {mailbox} harder to get into first, or have new passwords sent somewhere better."),
    N_(
        "Make your phone number harder to get into first, or have new passwords sent somewhere "
        "better."
    ),
)
_GOES = {
    # Whether a phone number gets the new password, and whether that is only usual → where it
    # goes, and what to do.
    (False, False): (N_("A new password for {accounts} goes to {mailbox}."), _MAKE_HARDER[0]),
    (False, True): (
        N_("A new password for {accounts} probably goes to {mailbox}."),
        _MAKE_HARDER[0],
    ),
    (True, False): (
        N_("A new password for {accounts} goes to your phone number."),
        _MAKE_HARDER[1],
    ),
    (True, True): (
        N_("A new password for {accounts} probably goes to your phone number."),
        _MAKE_HARDER[1],
    ),
}


class _Weak(NamedTuple):
    """What receives the new passwords of some accounts, too easily."""

    thing: Thing
    assumed: bool
    """Whether nobody said that it does."""
    guarded: bool
    """Whether a second step that is harder would have to follow."""


def _can_be_reset(evidence: Evidence, one: Account) -> bool:
    return one.importance is Importance.CRITICAL and any(
        way.kind == "reset" for way in access_of(evidence).graph.ways_to.get(account(one.id), ())
    )


@check(_ID, concerns=_can_be_reset, good=N_("a reset that is no easier than signing in"))
def judge(evidence: Evidence) -> Iterator[Result]:
    """A new password for an important account goes to somewhere easier to get into.

    A strong password protects little where anyone who can read a mailbox can ask for a new one.
    So the easiest way to sign in is compared with the easiest way into whatever receives the new
    password, on the scale of docs/scoring.md. (Hammann and others, User Account Access Graphs,
    CCS 2019.) A second step should be asked for after a reset too (OWASP ASVS 5.0 §6.4.3), but not
    every site does.

    **High** where whatever receives the new password is open or can be guessed, else **medium**.
    Certain where you said that it does and no second step follows; likely where that is only
    usual, or where a second step may keep others out; unsure where nobody knows whether the
    mailbox has a second step.

    **Not checked:** mailboxes that are in none of your exports, and accounts of which nobody knows
    how hard they are to sign in to.
    """
    access = access_of(evidence)
    explainer = Explainer(access)
    weak: dict[_Weak, list[Account]] = defaultdict(list)
    for one in evidence.accounts:
        if not _can_be_reset(evidence, one):
            continue
        boxes = _out_of_sight(access, one)
        if boxes:
            why = ngettext(
                "{mailboxes} is in none of your exports",
                "{mailboxes} are in none of your exports",
                len(boxes),
            ).format(mailboxes=listed(boxes))
            yield gap(_ID, Unchecked(why, asked=False), one)
        front, back = _front(access, one), access.reached.get(Thing("reset", one.id))
        if front is None or back is None or back.way is None:
            if not boxes:
                yield gap(_ID, _CANNOT_TELL, one)
        elif back.level < front:
            second = access.reached.get(Thing("second", one.id))
            guarded = second is None or second.level > back.level
            weak[_Weak(back.way.needs[0], back.way.assumed, guarded)].append(one)
    for way, accounts in weak.items():
        level = access.reached[way.thing].level
        goes, advice = (_(text) for text in _GOES[way.thing.kind == "number", way.assumed])
        box = access.shown(way.thing.key)
        said = [goes.format(accounts=names(accounts), mailbox=box), *explainer.steps_to(way.thing)]
        if way.guarded:
            said.append(_("Not every site asks for the second step after that."))
        yield Finding(
            check=_ID,
            title=_("What resets it is easier to get into"),
            severity=Severity.HIGH if level <= Level.GUESSABLE else Severity.MEDIUM,
            confidence=_confidence(access, way),
            accounts=tuple(one.id for one in accounts),
            why=" ".join(said),
            advice=advice.format(mailbox=box),
            references=("https://doi.org/10.1145/3319535.3354193",),
        )


def _confidence(access: Access, way: _Weak) -> Confidence:
    known = access.known.get(way.thing)
    if known is None or known.level > access.reached[way.thing].level:
        return Confidence.UNSURE
    return Confidence.LIKELY if way.assumed or way.guarded else Confidence.CERTAIN


def _front(access: Access, one: Account) -> Level | None:
    """Return how hard the easiest way in is that is no reset; None where nobody knows one."""
    reached = access.reached

    def is_known(way: Way) -> bool:
        return way.kind != "reset" and all(need in reached for need in way.needs)

    ways = filter(is_known, access.graph.ways_to[account(one.id)])
    return min((max(reached[need].level for need in way.needs) for way in ways), default=None)


def _out_of_sight(access: Access, one: Account) -> list[str]:
    ways = access.graph.ways_to.get(Thing("reset", one.id), ())
    boxes = [need.key for way in ways for need in way.needs if need.kind == "mailbox"]
    return [access.shown(box) for box in boxes if not access.mailboxes[box]]
