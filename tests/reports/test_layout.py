"""Columns and places: nothing overlaps, arrows go to the right, circles end."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from secaudit.reports.layout import GAP, Place, columns, layout


@st.composite
def graphs(draw):
    """Return heights of boxes and arrows between two different ones, circles and all."""
    heights = draw(st.lists(st.integers(0, 200), min_size=1, max_size=12))
    boxes = st.integers(0, len(heights) - 1)
    pairs = st.tuples(boxes, boxes).filter(lambda pair: pair[0] != pair[1])
    return heights, draw(st.lists(pairs, max_size=24)) if len(heights) > 1 else []


@settings(max_examples=400, deadline=None)
@given(graphs())
def test_nothing_overlaps_and_every_arrow_passes_each_column_between_its_ends(graph):
    heights, arrows = graph
    at = columns(len(heights), arrows)
    laid = layout(heights, at, arrows)
    assert [place.height for place in laid.boxes] == heights
    assert [place.column for place in laid.boxes] == at
    assert min(place.top for place in laid.boxes) >= 0
    stops = [stop for route in laid.routes for stop in route[1:-1]]
    rows = sorted([*laid.boxes, *stops], key=lambda place: (place.column, place.top))
    for above, below in pairwise(rows):
        if above.column == below.column:
            assert above.top + above.height + GAP - 1 <= below.top
    for (source, target), route in zip(arrows, laid.routes, strict=True):
        assert {route[0], route[-1]} == {laid.boxes[source], laid.boxes[target]}
        assert all(after.column - before.column == 1 for before, after in pairwise(route))


@settings(max_examples=400, deadline=None)
@given(graphs())
def test_an_arrow_goes_left_only_where_it_closes_a_circle(graph):
    heights, arrows = graph
    at = columns(len(heights), arrows)

    def reaches(start, end):
        found: set[int] = set()
        waiting = [start]
        while waiting:
            here = waiting.pop()
            fresh = {target for source, target in arrows if source == here} - found
            found |= fresh
            waiting.extend(fresh)
        return end in found

    for source, target in arrows:
        assert at[source] < at[target] or reaches(target, source)


def test_a_chain_takes_one_column_a_step_and_a_short_cut_keeps_a_row_of_its_own():
    arrows = [(0, 1), (1, 2), (0, 2)]
    at = columns(3, arrows)
    assert at == [0, 1, 2]
    laid = layout([40, 40, 40], at, arrows)
    first, middle, last = laid.boxes
    assert laid.routes[0] == (first, middle)
    (stop,) = laid.routes[2][1:-1]
    assert stop == Place(1, middle.top + middle.height + GAP, 0)
    assert laid.routes[2] == (first, stop, last)


def test_a_box_stands_beside_what_it_leads_to():
    arrows = [(2, 0), (3, 1)]
    laid = layout([60, 60, 30, 30], columns(4, arrows), arrows)
    assert [place.middle for place in laid.boxes] == [30, 106, 30, 106]


def test_five_thousand_boxes_in_one_chain_are_no_trouble():
    arrows = list(pairwise(range(5000)))
    assert columns(5000, arrows) == list(range(5000))
