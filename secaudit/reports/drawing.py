"""Picture → what the template draws: boxes with wrapped labels, and the lines between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from secaudit.access.explaining import LEVELS
from secaudit.model import Arrow, Picture, Spot
from secaudit.reports import ways
from secaudit.reports.layout import Place, columns, layout
from secaudit.reports.wrapping import wrapped

BOX, STEP, TURN = 174, 80, 24
"""Widths in pixels of a box, of the labels before it and of the turn before those.

Three columns are as wide as the page.
"""
INSET = 10
LETTERS, SMALL = 13, 11
"""Sizes of letters, as in report.css: in boxes, and of levels and of the labels of arrows."""
LINE, SMALL_LINE = 17, 14
MOST_LINES = 3
COLUMN = BOX + STEP + TURN
BELOW, HEAD = 5, 7
"""Space between an arrow and its label, and the length of its head."""
METER = 40
"""Width of the meter before a level."""

_BARS = {word: int(level) for level, (word, _meaning) in LEVELS.items()}


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text and where it stands."""

    x: int
    y: int
    text: str


@dataclass(frozen=True, slots=True)
class Box:
    """One spot; its words are placed from its own corner."""

    x: int
    y: int
    width: int
    height: int
    name: str
    """The whole label, however long."""
    label: tuple[Words, ...]
    level: Words | None
    """For accounts: how hard they are to get into."""
    bars: int | None
    """The same as a number from 0 to 5; None where nobody knows."""


@dataclass(frozen=True, slots=True)
class Line:
    """One arrow."""

    path: str
    head: str
    label: tuple[Words, ...]
    assumed: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole picture, in pixels."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def drawing(picture: Picture) -> Drawing:
    """Return a picture as boxes and lines, none over another.

    An arrow from a spot to itself is left out: it tells nothing.
    """
    number = {spot.id: place for place, spot in enumerate(picture.spots)}
    arrows = [arrow for arrow in picture.arrows if arrow.source != arrow.target]
    ends = [(number[arrow.source], number[arrow.target]) for arrow in arrows]
    labels = [wrapped(ways.step(arrow), STEP - INSET, SMALL, MOST_LINES) for arrow in arrows]
    names = [wrapped(spot.label, BOX - 2 * INSET, LETTERS, MOST_LINES) for spot in picture.spots]

    at = columns(len(names), ends)
    entering: list[list[int]] = [[] for _ in names]  # arrows at the left side of each box
    for arrow, pair in enumerate(ends):
        entering[max(pair, key=at.__getitem__)].append(arrow)
    heights = [
        max(_height(spot, name), sum(_row(labels[arrow]) for arrow in those))
        for spot, name, those in zip(picture.spots, names, entering, strict=True)
    ]
    laid = layout(heights, at, ends)
    ports: dict[int, int] = {}
    for place, those in zip(laid.boxes, entering, strict=True):
        those.sort(key=lambda arrow: laid.routes[arrow][-2].middle)
        ports |= _ports(place, {arrow: _row(labels[arrow]) for arrow in those})
    return Drawing(
        width=(max(at, default=0) + 1) * COLUMN - STEP - TURN,
        height=max((place.top + place.height for place in laid.boxes), default=0),
        boxes=tuple(map(_box, picture.spots, names, laid.boxes)),
        lines=tuple(
            _line(arrow, labels[n], laid.routes[n], ports[n], backward=at[source] > at[target])
            for n, (arrow, (source, target)) in enumerate(zip(arrows, ends, strict=True))
        ),
    )


def _height(spot: Spot, name: Sequence[str]) -> int:
    lines = len(name) + (spot.kind == "account")
    return LINE * lines + 2 * INSET


def _row(label: Sequence[str]) -> int:
    """Return the height that an arrow with this label takes up at its box."""
    return SMALL_LINE * len(label) + BELOW + HEAD


def _ports(place: Place, rows: Mapping[int, int]) -> dict[int, int]:
    """Return how high each arrow meets a box: around its middle, as far as the labels allow."""
    spare = place.height - sum(rows.values()) - next(iter(rows.values()), 0)
    y = place.top + max(spare // 2 + BELOW, 0)
    return dict(zip(rows, (y + end - BELOW for end in accumulate(rows.values())), strict=True))


def _box(spot: Spot, name: Sequence[str], place: Place) -> Box:
    bars = _BARS.get(spot.level)
    first = (place.height - _height(spot, name)) // 2 + INSET + LETTERS
    lines = [Words(INSET, first + LINE * n, text) for n, text in enumerate(name)]
    left = INSET if bars is None else INSET + METER
    under = Words(left, first + LINE * len(name), ways.level(spot))
    return Box(
        x=place.column * COLUMN,
        y=place.top,
        width=BOX,
        height=place.height,
        name=spot.label,
        label=tuple(lines),
        level=under if spot.kind == "account" else None,
        bars=bars,
    )


def _line(
    arrow: Arrow, label: Sequence[str], route: Sequence[Place], port: int, *, backward: bool
) -> Line:
    """Return an arrow along its route from left to right; its label stands above its last part."""
    first, last = route[0], route[-1]
    x, y = first.column * COLUMN + BOX, first.middle
    head = f"M{x} {y}l{HEAD} -4v8z" if backward else f"M{last.column * COLUMN} {port}l-{HEAD} -4v8z"
    path = f"M{x} {y}"
    for stop in route[1:]:
        bend = stop.column * COLUMN - STEP - TURN // 2
        y, before = port if stop is last else stop.middle, y
        path += f"C{bend} {before} {bend} {y} {stop.column * COLUMN - STEP} {y}"
        path += f"H{stop.column * COLUMN + (0 if stop is last else BOX)}"
    top = port - SMALL_LINE * (len(label) - 1) - BELOW
    lines = [
        Words(last.column * COLUMN - INSET // 2, top + SMALL_LINE * n, text)
        for n, text in enumerate(label)
    ]
    return Line(path, head, tuple(lines), arrow.assumed)
