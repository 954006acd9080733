"""What would change if some things were made anew: tried on the graph as it stands."""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

from secaudit.access.graph import Graph, Level, Reached, Thing, Way, weakest

Change = Mapping[Thing, Level]
"""Things made anew, with how hard each is to get at then; their old ways lead nowhere.

Only changes that make things harder may be tried.
"""


class Trial:
    """The easiest ways of a graph, and what changes do to them."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self.reached = weakest(graph)
        """The easiest ways now, after all changes made so far."""
        self._made: dict[Thing, Level] = {}
        self._resting: dict[Thing, set[Thing]] = defaultdict(set)  # by what their way needs
        for thing, (_, way) in self.reached.items():
            self._rest(thing, way, set.add)

    def tried(self, change: Change) -> dict[Thing, Reached | None]:
        """Return what a change would do to all that rests on it; None = not reached any more."""
        fresh = self._raising(change)
        after: dict[Thing, Reached | None] = dict.fromkeys(self._resting_on(fresh))
        queues: list[deque[tuple[Thing, Way | None]]] = [deque() for _ in Level]
        for thing in after:
            for level, way in self._from_outside(thing, fresh, after.keys()):
                queues[level].append((thing, way))
        for level, queue in zip(Level, queues, strict=True):
            while queue:
                thing, way = queue.popleft()
                if after[thing]:
                    continue
                after[thing] = Reached(level, way)
                for ready in self._graph.ways_from.get(thing, ()):
                    if ready.to in after and ready.to not in fresh and ready.to not in self._made:
                        hardest = self._hardest(ready, after)
                        if hardest is not None:
                            queues[hardest].append((ready.to, ready))
        return after

    def make(self, change: Change) -> list[Thing]:
        """Carry out a change, so that the next is tried on top of it; return what got harder."""
        after = self.tried(change)
        self._made.update(self._raising(change))
        harder = []
        for thing, found in after.items():
            before = self.reached.pop(thing)
            self._rest(thing, before.way, set.discard)
            if found:
                self.reached[thing] = found
                self._rest(thing, found.way, set.add)
            if found is None or found.level > before.level:
                harder.append(thing)
        return harder

    def _raising(self, change: Change) -> Change:
        """Return the part of a change that makes something harder."""
        return {
            thing: level
            for thing, level in change.items()
            if thing in self.reached and self.reached[thing].level < level
        }

    def _rest(
        self, thing: Thing, way: Way | None, note: Callable[[set[Thing], Thing], None]
    ) -> None:
        for need in way.needs if way else ():
            note(self._resting[need], thing)

    def _resting_on(self, things: Iterable[Thing]) -> list[Thing]:
        """Return the things and all whose easiest way needs one of them."""
        found = dict.fromkeys(things)
        queue = deque(found)
        while queue:
            more = [thing for thing in self._resting[queue.popleft()] if thing not in found]
            found.update(dict.fromkeys(more))
            queue.extend(more)
        return list(found)

    def _from_outside(
        self, thing: Thing, fresh: Change, touched: AbstractSet[Thing]
    ) -> Iterator[tuple[Level, Way | None]]:
        """Yield how a thing is got at without any thing that is touched."""
        made = fresh.get(thing, self._made.get(thing))
        if made is not None:
            yield made, None
            return
        if thing in self._graph.direct:
            yield self._graph.direct[thing], None
        for way in self._graph.ways_to.get(thing, ()):
            if touched.isdisjoint(way.needs):
                hardest = self._hardest(way, {})
                if hardest is not None:
                    yield hardest, way

    def _hardest(self, way: Way, after: Mapping[Thing, Reached | None]) -> Level | None:
        """Return the level of a way; None while something it needs is not reached."""
        levels = [Level.OPEN]
        for need in way.needs:
            found = after[need] if need in after else self.reached.get(need)
            if found is None:
                return None
            levels.append(found.level)
        return max(levels)
