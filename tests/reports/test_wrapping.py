"""Labels in lines: broken where a reader would, and never wider than their box."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secaudit.reports.wrapping import _ems, wrapped


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("GitHub", ("GitHub",)),
        ("Google (robin@example.org)", ("Google", "(robin@example.org)")),
        ("anna.maria.beispiel@provider.example", ("anna.maria.", "beispiel@provider.", "example")),
        ("A" * 100, ("A" * 13, "A" * 13, "A" * 11 + "…")),
        ("a password that has words", ("a password that has", "words")),
        ("日本の写真アルバムと思い出", ("日本の写真アルバムと思", "い出")),
    ],
)
def test_a_label_is_broken_at_spaces_else_after_signs_else_anywhere(text, expected):
    assert wrapped(text, 154, 13, 3) == expected


@given(st.text(), st.integers(20, 300), st.integers(1, 4))
def test_no_line_is_wider_than_its_width(text, width, most):
    lines = wrapped(text, width, 11, most)
    assert len(lines) <= most
    for line in lines:
        assert sum(map(_ems, line)) * 11 <= width or len(line) <= 2


@given(st.text(st.characters(categories=["L", "N", "P"])))
def test_nothing_is_lost_where_there_is_room(text):
    assert "".join(wrapped(text, 60, 11, 10_000)) == text


def test_marks_and_joiners_take_no_room_and_emoji_much():
    assert [_ems(char) for char in "\u0301\u200d👩a"] == [0, 0, 1.4, 0.64]
