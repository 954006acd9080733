"""Things to do → their order: the most gained for each minute first, tried on the graph."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from secaudit.access.graph import Level, Reached, Thing
from secaudit.access.trying import Change, Trial


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing that could be done."""

    change: Change
    """What it makes anew; empty where the graph does not know of it."""
    minutes: int
    doubt: float = 1.0
    """What its gain is worth, from 0 to 1: less where the problem may not exist."""
    beside: float = 0.0
    """What it gains that the graph does not know of."""


@dataclass(frozen=True, slots=True)
class Done:
    """One thing to do, in its place."""

    place: int
    """Which candidate it is, from 0."""
    lifted: tuple[str, ...]
    """Ids of the accounts that are harder to get into after it, with all before it done."""


def order(
    candidates: Sequence[Candidate],
    trial: Trial,
    worth: Mapping[str, tuple[float, Level]],
) -> list[Done]:
    """Return the candidates with the most gained for each minute first; equals keep their order.

    `worth` is account id → (weight, level it should reach). What is gained is the levels that
    accounts rise, up to their targets, and that their passwords rise up to a good one, each by
    weight. Each candidate is tried on top of those chosen before it; `trial` is used up.
    """
    versions = [0] * len(candidates)
    touching = defaultdict(set)
    for place, candidate in enumerate(candidates):
        for thing in candidate.change:
            touching[thing.key].add(place)

    def entry(place: int) -> tuple[float, int, int]:
        one = candidates[place]
        gained = _gain(trial, trial.tried(one.change), worth) if one.change else 0
        return -(gained + one.beside) * one.doubt / one.minutes, place, versions[place]

    queue = [entry(place) for place in range(len(candidates))]
    heapify(queue)
    done: list[Done] = []
    open_places = set(range(len(candidates)))
    while queue:
        _, place, version = heappop(queue)
        if version != versions[place] or place not in open_places:
            continue
        open_places.discard(place)
        lifted = trial.make(candidates[place].change)
        done.append(Done(place, tuple(thing.key for thing in lifted if thing.kind == "account")))
        # What was lifted may now gain more, or less, from what else can be done about it.
        for again in _union(touching[thing.key] for thing in lifted) & open_places:
            versions[again] += 1
            heappush(queue, entry(again))
    return done


def _gain(
    trial: Trial,
    after: Mapping[Thing, Reached | None],
    worth: Mapping[str, tuple[float, Level]],
) -> float:
    gained = 0.0
    for thing, found in after.items():
        if thing.kind in ("account", "login"):
            weight, target = worth[thing.key]
            limit = target if thing.kind == "account" else Level.PASSWORD
            before = min(trial.reached[thing].level, limit)
            gained += weight * ((min(found.level, limit) if found else limit) - before)
    return gained


def _union(sets: Iterable[set[int]]) -> set[int]:
    return set().union(*sets)
