"""What falls, and what locks the owner out, when something is lost, stolen or breached."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from secaudit.access.building import (
    APP,
    KEY,
    PAPER,
    PHONE,
    Access,
    access_of,
    account,
    manager,
)
from secaudit.access.explaining import Explainer
from secaudit.access.graph import Level, Reached, Thing, Way, closure
from secaudit.access.scenarios import SCENARIOS
from secaudit.facts import METHODS, most_important_first
from secaudit.languages import _, either
from secaudit.model import Account, Evidence

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
class Locked:
    """One account that its owner can no longer open by any way known."""

    account: str
    """Its id."""
    why: str
    """What it needs, in a sentence."""
    unless_codes: bool
    """Whether backup codes would open it, and nobody said whether there are any."""


@dataclass(frozen=True, slots=True)
class Lost:
    """What its owner can still open without something."""

    locked_out: tuple[Locked, ...] = ()
    unknown: tuple[str, ...] = ()
    """Ids of accounts of which nobody can tell: nothing opens them that is known, or nobody
    knows whether they ask for a second step."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happens in one scenario. Accounts come with the most important first."""

    title: str
    falls: tuple[Fall, ...]
    """Without what is lost or taken itself."""
    lost: Lost
    first: tuple[str, ...]
    given: tuple[str, ...]


def outcome(evidence: Evidence, name: str, which: str = "") -> Outcome:
    """Return what happens in one of SCENARIOS, to the mailbox or site that is meant.

    Raises UsageError with the nearest name, or the list, where `which` is not known.
    """
    access, scenario = access_of(evidence), SCENARIOS[name]
    which = scenario.find(access, which)
    held, gone = scenario.held(access, which), scenario.gone(access, which)
    place = {one.id: at for at, one in enumerate(most_important_first(evidence.accounts))}
    shown = access.shown(which)
    without = lost(evidence, gone)
    return Outcome(
        _(scenario.title).format(which=shown),
        tuple(sorted(falls(evidence, held), key=lambda fall: place[fall.account])),
        replace(
            without,
            locked_out=tuple(sorted(without.locked_out, key=lambda one: place[one.account])),
            unknown=tuple(sorted(without.unknown, key=place.__getitem__)),
        ),
        tuple(_(step).format(which=shown) for step in scenario.first),
        tuple(map(_, scenario.given)),
    )


def falls(evidence: Evidence, held: Iterable[Thing]) -> tuple[Fall, ...]:
    """Return the accounts that fall once someone holds these things, nearest first."""
    access, held = access_of(evidence), frozenset(held)
    sure, fallen = (closure(access.graph, held, assumed=guessed) for guessed in (False, True))

    def explainer(ways: Mapping[Thing, Way | None]) -> Explainer:
        reached = {thing: Reached(Level.OPEN, way) for thing, way in ways.items()}
        return Explainer(access, reached, leaked=held)

    surely, usually = explainer(sure), explainer(fallen)
    return tuple(
        Fall(
            thing.key,
            (surely if thing in sure else usually).steps(thing.key),
            sure=thing in sure,
        )
        for thing in fallen
        if thing.kind == "account" and thing not in held
    )


def lost(evidence: Evidence, gone: Iterable[Thing]) -> Lost:
    """Return what its owner can no longer open without these things, and what nobody can tell."""
    access = access_of(evidence)
    spares = {SPARES[name] for name in evidence.answers.spare}
    having, gone = owned(access) | spares, frozenset(gone) - spares
    if not gone:
        return Lost()
    before = closure(access.graph, having)
    # What never was at hand opens nothing that is missed now.
    after = before if gone.isdisjoint(before) else closure(access.graph, having, without=gone)
    guessed = {way.to for way in access.graph.ways if way.kind == "none" and way.assumed}

    def is_open(one: Account) -> bool | None:
        """Tell whether the owner can still open an account; None where nobody can tell."""
        here, second = account(one.id), Thing("second", one.id)
        if here not in before:
            return False if here in gone else None
        if here not in after or second not in guessed:
            return here in after
        ways = access.graph.ways_to[here]
        return any(second not in way.needs and after.keys() >= {*way.needs} for way in ways) or None

    def locked(one: Account) -> Locked:
        second = Thing("second", one.id) in after
        password = not after.keys().isdisjoint({Thing("login", one.id), Thing("reset", one.id)})
        said = evidence.answers.recovery_of(one).backup_codes
        methods = [_(METHODS[method]) for method in evidence.second_factors(one) or ()]
        if account(one.id) in gone:
            why = _("Whoever has it may change its password.")
        elif password and not second:
            why = _("It asks for {methods}.").format(methods=either(methods))
        elif one.passwords:
            why = _("Its password is nowhere else.")
        else:
            why = _("Nothing else that is known opens it.")
        return Locked(one.id, why, unless_codes=password and not second and said is None)

    still = {one.id: is_open(one) for one in evidence.accounts}
    return Lost(
        tuple(locked(one) for one in evidence.accounts if still[one.id] is False),
        tuple(account_id for account_id, open_ in still.items() if open_ is None),
    )


def owned(access: Access) -> frozenset[Thing]:
    """Return what the owner has at hand on a good day: devices, paper and all that is stored."""
    sources = {source for one in access.accounts.values() for source in one.sources}
    devices = {thing for thing in access.graph.direct if thing.kind == "device"}
    return frozenset({PHONE, KEY, PAPER, *devices, *map(manager, sources)})
