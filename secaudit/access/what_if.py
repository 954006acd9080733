"""What falls, and what locks the owner out, when something is lost, stolen or breached."""

from collections.abc import Iterable
from dataclasses import dataclass

from secaudit.access.building import (
    APP,
    KEY,
    NUMBER,
    PAPER,
    PHONE,
    Access,
    access_of,
    account,
    manager,
)
from secaudit.access.explaining import Explainer
from secaudit.access.graph import Level, Reached, Thing, closure
from secaudit.model import Evidence

ITEMS = {
    # What a person may lose → what it is in the graph.
    "phone": PHONE,
    "phone-number": NUMBER,
    "authenticator": APP,
    "security-key": KEY,
    "backup-codes": PAPER,
}

SPARES = {"phone": PHONE, "authenticator": APP, "security key": KEY}


@dataclass(frozen=True, slots=True)
class Fall:
    """One account that falls."""

    account: str
    """Its id."""
    steps: tuple[str, ...]
    """How, a sentence a step."""
    sure: bool
    """Whether that follows from what is known, and not only from what is usual."""


@dataclass(frozen=True, slots=True)
class Lost:
    """What its owner can still open without something, as ids of accounts."""

    locked_out: tuple[str, ...] = ()
    """What the owner can no longer open by any way known."""
    unknown: tuple[str, ...] = ()
    """Nobody can tell: their second step is not known."""


def falls(evidence: Evidence, held: Iterable[Thing]) -> tuple[Fall, ...]:
    """Return the accounts that fall once someone holds these things, nearest first."""
    access = access_of(evidence)
    held = tuple(held)
    fallen = closure(access.graph, held)
    sure = closure(access.graph, held, assumed=False)
    explainer = Explainer(
        access, {thing: Reached(Level.OPEN, way) for thing, way in fallen.items()}
    )
    return tuple(
        Fall(thing.key, explainer.steps(thing.key), sure=thing in sure)
        for thing in fallen
        if thing.kind == "account"
    )


def lost(evidence: Evidence, gone: Iterable[Thing]) -> Lost:
    """Return what its owner can no longer open without these things, and what nobody can tell."""
    access = access_of(evidence)
    spares = {SPARES[name] for name in evidence.answers.spare}
    having = owned(access) | spares
    before = closure(access.graph, having)
    after = closure(access.graph, having, without=frozenset(gone) - spares)
    guessed = {way.to.key for way in access.graph.ways if way.kind == "none" and way.assumed}
    ids = [one.id for one in evidence.accounts]
    return Lost(
        locked_out=tuple(i for i in ids if account(i) in before and account(i) not in after),
        unknown=tuple(i for i in ids if account(i) in after and i in guessed),
    )


def owned(access: Access) -> frozenset[Thing]:
    """Return what the owner has at hand on a good day: devices, paper and all that is stored."""
    sources = {source for one in access.accounts.values() for source in one.sources}
    return frozenset({PHONE, KEY, PAPER, *map(manager, sources)})
