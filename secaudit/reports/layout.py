"""Boxes and arrows → columns and places: a layered drawing, in which nothing overlaps.

The method of Sugiyama, Tagawa and Toda (1981), made small: columns by the longest path, rows by
the mean of the neighbours, and a long arrow keeps a row of its own in each column it passes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

GAP = 16
"""Between two rows of one column."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a box, or an arrow on its way, stands in its column."""

    column: int
    """From 0, at the left."""
    top: int
    height: int

    @property
    def middle(self) -> int:
        """Where arrows leave."""
        return self.top + self.height // 2


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything stands."""

    boxes: tuple[Place, ...]
    """In the order of the boxes."""
    routes: tuple[tuple[Place, ...], ...]
    """For each arrow the places it joins and passes, from left to right; at least two."""


def columns(number: int, arrows: Sequence[tuple[int, int]]) -> list[int]:
    """Return the column of each box: left of all it leads to, but for what closes a circle."""
    after: dict[int, list[int]] = {box: [] for box in range(number)}
    for source, target in arrows:
        after[source].append(target)
    distance: dict[int, int] = {}  # to the end of the longest path
    entered = set()
    for root in reversed(after):  # where all is a circle, what comes first stays at the right
        path = [root]
        while path:
            box = path[-1]
            entered.add(box)
            fresh = next((each for each in after[box] if each not in entered), None)
            if fresh is not None:
                path.append(fresh)
                continue
            path.pop()  # what is entered but has no distance is on the path: it closes a circle
            distance.setdefault(box, 1 + max((distance.get(e, -1) for e in after[box]), default=-1))
    longest = max(distance.values(), default=0)
    return [longest - distance[box] for box in range(number)]


def layout(heights: Sequence[int], at: Sequence[int], arrows: Sequence[tuple[int, int]]) -> Layout:
    """Return where boxes stand, by height and column, and how the arrows between them go.

    Boxes of the last column stay in the order given. Arrows join two different boxes; those that
    close a circle go from right to left.
    """
    rows = _Rows(heights, at)
    chains = [rows.chain(*sorted(arrow, key=at.__getitem__)) for arrow in arrows]
    rows.order()
    places = rows.places()
    return Layout(
        tuple(places[: len(heights)]),
        tuple(tuple(places[item] for item in chain) for chain in chains),
    )


class _Rows:
    """Boxes, and stops of long arrows, in columns."""

    def __init__(self, heights: Sequence[int], at: Sequence[int]) -> None:
        self._heights = list(heights)
        self._at = list(at)
        self._left: list[list[int]] = [[] for _ in heights]
        self._right: list[list[int]] = [[] for _ in heights]
        self._columns: list[list[int]] = [[] for _ in range(max(at, default=0) + 1)]
        for box, column in enumerate(at):
            self._columns[column].append(box)

    def chain(self, left: int, right: int) -> list[int]:
        """Join two boxes by stops, one for each column passed, and return all of them."""
        stops: list[int] = []
        for column in range(self._at[left] + 1, self._at[right]):
            stops.append(len(self._heights))
            self._heights.append(0)
            self._at.append(column)
            self._columns[column].append(stops[-1])
            self._left.append([])
            self._right.append([])
        whole = [left, *stops, right]
        for before, after in pairwise(whole):
            self._right[before].append(after)
            self._left[after].append(before)
        return whole

    def order(self) -> None:
        """Sort each column, from the right, by where its arrows lead."""
        place = {item: number for number, item in enumerate(self._columns[-1])}
        for column in reversed(self._columns[:-1]):
            column.sort(key=lambda item: _mean([place[each] for each in self._right[item]]))
            place |= {item: number for number, item in enumerate(column)}

    def places(self) -> list[Place]:
        """Return the place of each item, as near to its neighbours as the others allow."""
        middles = [0.0] * len(self._heights)
        self._spread(self._columns[-1], middles, self._right)
        for neighbours, sweep in (
            (self._right, self._columns[-2::-1]),
            (self._left, self._columns[1:]),
            (self._right, self._columns[-2::-1]),
        ):
            for column in sweep:
                self._spread(column, middles, neighbours)
        tops = [middle - height / 2 for middle, height in zip(middles, self._heights, strict=True)]
        first = min(tops, default=0)
        return [
            Place(column, round(top - first), height)
            for column, top, height in zip(self._at, tops, self._heights, strict=True)
        ]

    def _spread(
        self, column: list[int], middles: list[float], neighbours: Sequence[Sequence[int]]
    ) -> None:
        """Move a column's items to the mean of their neighbours, none over another.

        The sum of the squares of what is missing to that mean is the least that the order
        allows: the pool-adjacent-violators algorithm for isotonic regression.
        """
        offset = 0.0
        offsets = []
        blocks: list[tuple[float, int]] = []
        for item in column:
            half = self._heights[item] / 2
            near = [middles[each] for each in neighbours[item]]
            wanted = _mean(near) if near else middles[item]
            offset += half
            offsets.append(offset)
            mean, size = wanted - offset, 1
            while blocks and blocks[-1][0] > mean:
                other, more = blocks.pop()
                mean = (mean * size + other * more) / (size + more)
                size += more
            blocks.append((mean, size))
            offset += half + GAP
        means = [mean for mean, size in blocks for _ in range(size)]
        for item, mean, offset in zip(column, means, offsets, strict=True):
            middles[item] = mean + offset


def _mean(numbers: Sequence[float]) -> float:
    return sum(numbers) / len(numbers)
