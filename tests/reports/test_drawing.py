"""The picture of the ways in: well-formed, nothing over another, whatever the labels hold."""

import re
from dataclasses import replace
from itertools import combinations

from defusedxml import ElementTree
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secaudit.model import Arrow, Picture, Spot
from secaudit.reports import render
from secaudit.reports.drawing import BOX, COLUMN, STEP, drawing
from secaudit.text import clean

LEVELS = ("", "open", "guessable", "password only", "interceptable", "phishable")
SIGN_IN = Picture(
    (
        Spot("s1", "account", "Shop (ana)", "guessable"),
        Spot("s2", "password", "password that is easy to guess", "guessable"),
    ),
    (Arrow("s2", "s1", "signs in"),),
)

# What text.clean lets through, but for U+FFFE and U+FFFF, which XML 1.0 knows no way to write.
texts = st.text(st.characters(exclude_characters="\ufffe\uffff"), max_size=80).map(clean)


@st.composite
def pictures(draw):
    """Return pictures with circles, arrows to themselves and twice the same arrow."""
    ids = [f"s{number}" for number in range(draw(st.integers(1, 9)))]
    kinds, names = st.sampled_from(["account", "mailbox"]), st.sampled_from(ids)
    arrows = st.builds(Arrow, names, names, texts, st.booleans())
    return Picture(
        tuple(Spot(i, draw(kinds), draw(texts), draw(st.sampled_from(LEVELS))) for i in ids),
        tuple(draw(st.lists(arrows, max_size=16))),
    )


def svg(page):
    """Return the picture of a page, read as XML."""
    start = page.index('<svg class="ways"')
    return ElementTree.fromstring(page[start : page.index("</div>", start)].strip())


def texts_of(element):
    return ["".join(text.itertext()) for text in element.iter("text")]


@settings(max_examples=300, deadline=None)
@given(pictures())
def test_no_box_and_no_label_lies_over_another(picture):
    drawn = drawing(picture)
    areas = [(box.x, box.y, box.x + box.width, box.y + box.height) for box in drawn.boxes]
    areas += [
        (row.x - STEP + 10, row.y - 9, row.x, row.y + 2)
        for line in drawn.lines
        for row in line.label
    ]
    for one, other in combinations(areas, 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart, (one, other)
    for left, top, right, bottom in areas:
        assert 0 <= left < right <= drawn.width
        assert 0 <= top < bottom <= drawn.height


@settings(max_examples=300, deadline=None)
@given(pictures())
def test_the_words_of_a_box_stand_inside_it(picture):
    for box in drawing(picture).boxes:
        for row in filter(None, (*box.label, box.level)):
            assert 10 <= row.y - 10 < row.y + 4 <= box.height


@settings(max_examples=300, deadline=None)
@given(pictures())
def test_every_arrow_but_those_to_themselves_is_drawn_between_columns(picture):
    arrows = [arrow for arrow in picture.arrows if arrow.source != arrow.target]
    lines = drawing(picture).lines
    assert [line.assumed for line in lines] == [arrow.assumed for arrow in arrows]
    for line in lines:
        first, *_, last = re.findall(r"[MH](\d+)", line.path)
        assert int(first) % COLUMN == BOX
        assert int(last) % COLUMN == 0
        assert line.head.startswith(f"M{last} ") or line.head.startswith(f"M{first} ")


def test_an_arrow_ends_at_the_middle_of_its_box_with_its_label_above():
    drawn = drawing(SIGN_IN)
    password, account = drawn.boxes[1], drawn.boxes[0]
    (line,) = drawn.lines
    middle = account.y + account.height // 2
    assert (password.x, account.x) == (0, COLUMN)
    assert line.head == f"M{COLUMN} {middle}l-7 -4v8z"
    assert [(row.text, row.x, row.y) for row in line.label] == [
        ("signs in", COLUMN - 5, middle - 5)
    ]
    assert [row.text for row in account.label] == ["Shop (ana)"]
    assert account.level is not None
    assert (account.level.text, account.bars) == ("guessable", 1)
    assert (password.level, [row.text for row in password.label]) == (
        None,
        ["password that is", "easy to guess"],
    )


def test_what_closes_a_circle_points_to_the_left():
    circle = replace(SIGN_IN, arrows=(*SIGN_IN.arrows, Arrow("s1", "s2", "opens")))
    forward, back = drawing(circle).lines
    assert forward.head.startswith(f"M{COLUMN} ")
    assert back.head.startswith(f"M{BOX} ")
    assert back.head.endswith("l7 -4v8z")


def test_no_picture_is_drawn_where_there_is_none(full):
    assert '<svg class="ways"' not in render(full, "html")
    assert drawing(Picture()).boxes == ()


def test_the_picture_is_named_told_and_has_a_list_beside_it(chosen):
    page = render(chosen, "html")
    picture = svg(page)
    assert picture.attrib["role"] == "img"
    names = {e.attrib["id"]: "".join(e.itertext()) for e in picture.iter() if "id" in e.attrib}
    assert picture.attrib["aria-labelledby"].split() == list(names)
    assert next(iter(names.values())) == "How someone would get in"
    assert "<summary>The same as a list</summary>" in page
    assert "your phone number" in texts_of(picture)


def test_shapes_and_words_say_what_colours_might(chosen):
    picture = svg(render(chosen, "html"))
    boxes = picture.findall("svg")
    shown = [(len(box.findall("rect[@class='bar full']")), texts_of(box)[-1]) for box in boxes[:3]]
    assert shown == [(0, "open"), (3, "interceptable"), (0, "no way in is known")]
    assert len(boxes[2].findall("rect")) == 1  # no meter: nobody knows
    dashed = picture.findall("path[@class='arrow assumed']")
    assert len(dashed) == 1
    assert "probably" in texts_of(picture)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(picture=pictures())
def test_whatever_a_label_holds_the_picture_is_well_formed(empty, picture):
    read = svg(render(replace(empty, picture=picture), "html"))
    assert {element.tag for element in read.iter()} <= {
        *("svg", "title", "desc", "path", "rect", "text")
    }
    names = [" ".join("".join(svg.find("title").itertext()).split()) for svg in read.findall("svg")]
    assert names == [" ".join(spot.label.split()) for spot in picture.spots]


def test_hostile_labels_are_shown_as_text(hostile, hostile_text):
    titles = {
        "".join(box.find("title").itertext()) for box in svg(render(hostile, "html")).findall("svg")
    }
    assert titles == {clean(hostile_text, 2000)}
