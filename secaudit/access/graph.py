"""Things, and the ways from some to others: what can be reached, and how hard that is.

The model of Hammann, Radomirović, Sasse and Basin, User Account Access Graphs (CCS 2019): all
things a way needs are needed together (AND); several ways to one thing are alternatives (OR).
"""

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from itertools import product
from typing import NamedTuple


class Level(IntEnum):
    """How hard it is to get at something from afar; higher is harder."""

    OPEN = 0
    GUESSABLE = 1
    PASSWORD = 2
    INTERCEPTABLE = 3
    PHISHABLE = 4
    RESISTANT = 5


class Thing(NamedTuple):
    """Whatever a person relies on to get in: a vertex of the graph."""

    kind: str
    """`account`, `password`, `mailbox`, `phone` …"""
    key: str = ""
    """Tells it from others of its kind: an account id, a number, an address. Never a secret."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to get at a thing: all that it needs, together."""

    to: Thing
    needs: tuple[Thing, ...]
    kind: str = ""
    """`password`, `reset`, `sign in with` …: picks the words it is explained with."""
    assumed: bool = False
    """Whether nobody said so: it is only what is usual."""


class Reached(NamedTuple):
    """The easiest way to get at a thing."""

    level: Level
    way: Way | None
    """None where it is got at directly."""


@dataclass(frozen=True)
class Graph:
    """Things, how hard each is to get at directly, and the ways between them."""

    direct: Mapping[Thing, Level]
    ways: tuple[Way, ...]

    @cached_property
    def ways_to(self) -> Mapping[Thing, tuple[Way, ...]]:
        """The ways that lead to each thing."""
        found: dict[Thing, list[Way]] = {}
        for way in self.ways:
            found.setdefault(way.to, []).append(way)
        return {thing: tuple(ways) for thing, ways in found.items()}

    @cached_property
    def ways_from(self) -> Mapping[Thing, tuple[Way, ...]]:
        """The ways that need each thing."""
        found: dict[Thing, list[Way]] = {}
        for way in self.ways:
            for need in set(way.needs):
                found.setdefault(need, []).append(way)
        return {thing: tuple(ways) for thing, ways in found.items()}


def weakest(graph: Graph, *, assumed: bool = True) -> dict[Thing, Reached]:
    """Return the easiest way to everything that can be got at from afar; the rest is absent.

    What a way needs counts as its hardest part, and of several ways the easiest one counts.
    Things are settled from the easiest up, which is Knuth's generalisation of Dijkstra's
    algorithm (1977): near-linear, and cycles cannot loop. `assumed=False` leaves out ways that
    nobody said there are.
    """
    reached: dict[Thing, Reached] = {}
    waiting = _Waiting(graph, assumed=assumed)
    queues: list[deque[tuple[Thing, Way | None]]] = [deque() for _ in Level]
    for thing, level in graph.direct.items():
        queues[level].append((thing, None))
    queues[Level.OPEN].extend((way.to, way) for way in waiting.free)
    for level, queue in zip(Level, queues, strict=True):
        while queue:
            thing, way = queue.popleft()
            if thing not in reached:
                reached[thing] = Reached(level, way)
                queue.extend((ready.to, ready) for ready in waiting.after(thing))
    return reached


def closure(
    graph: Graph,
    held: Collection[Thing],
    *,
    without: Collection[Thing] = (),
    assumed: bool = True,
) -> dict[Thing, Way | None]:
    """Return all that falls once `held` has, each with the way it falls by; None for `held`.

    Nothing is got at directly here: it is the `accessFrom` of the paper, linear in the ways.
    What is `without` is never got at.
    """
    waiting = _Waiting(graph, assumed=assumed)
    fallen: dict[Thing, Way | None] = {}
    queue: deque[tuple[Thing, Way | None]] = deque((thing, None) for thing in held)
    queue.extend((way.to, way) for way in waiting.free)
    while queue:
        thing, way = queue.popleft()
        if thing not in fallen and thing not in without:
            fallen[thing] = way
            queue.extend((ready.to, ready) for ready in waiting.after(thing))
    return fallen


class _Waiting:
    """Ways that still need something."""

    def __init__(self, graph: Graph, *, assumed: bool = True) -> None:
        self._ways_from = graph.ways_from
        self._left = {
            id(way): len(set(way.needs)) for way in graph.ways if assumed or not way.assumed
        }
        self.free = [way for way in graph.ways if self._left.get(id(way)) == 0]
        """Ways that need nothing at all."""

    def after(self, thing: Thing) -> Iterator[Way]:
        """Yield the ways that are complete once this thing is there, each once."""
        for way in self._ways_from.get(thing, ()):
            left = self._left.get(id(way), 0) - 1
            self._left[id(way)] = left
            if left == 0:
                yield way


def access_sets(graph: Graph, target: Thing, limit: int = 8) -> tuple[frozenset[Thing], ...]:
    """Return minimal sets of things got at directly that together reach `target`, easiest first.

    There may be exponentially many: of more than `limit` for any one thing only the easiest are
    followed.
    """
    above = _ancestors(graph, target)
    direct = graph.direct
    sets: dict[Thing, list[frozenset[Thing]]] = {
        thing: [frozenset([thing])] if thing in direct else [] for thing in above
    }

    def rank(found: frozenset[Thing]) -> tuple[Level, int, list[Thing]]:
        hardest = max((direct[thing] for thing in found), default=Level.OPEN)
        return hardest, len(found), sorted(found)

    grown = True
    while grown:
        grown = False
        for thing in above:
            joined = (
                frozenset().union(*parts)
                for way in graph.ways_to.get(thing, ())
                for parts in product(*(sets[need] for need in way.needs))
            )
            fewest = _minimal([*sets[thing], *joined])
            best = sorted(fewest, key=rank)[:limit]
            grown = grown or best != sets[thing]
            sets[thing] = best
    return tuple(sets.get(target, ()))


def _ancestors(graph: Graph, target: Thing) -> list[Thing]:
    """Return all that any way to `target` may need, and itself."""
    above = {target: None}
    queue = deque(above)
    while queue:
        for way in graph.ways_to.get(queue.popleft(), ()):
            fresh = [need for need in way.needs if need not in above]
            above.update(dict.fromkeys(fresh))
            queue.extend(fresh)
    return list(above)


def _minimal(sets: Iterable[frozenset[Thing]]) -> list[frozenset[Thing]]:
    kept: list[frozenset[Thing]] = []
    for one in sorted(set(sets), key=len):
        if not any(smaller <= one for smaller in kept):
            kept.append(one)
    return kept
