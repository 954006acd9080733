"""What changed since the audit before stands first, in words, and as a line with its own words."""

import re
from dataclasses import replace
from datetime import date

import pytest

from secaudit.model import Difference, Headway, Point, Severity, Turn
from secaudit.reports import changes, headway, render

DAY = date(2026, 7, 2)


def points(*scores):
    return tuple(Point(date(2026, 1 + n, 1), score, 0.5) for n, score in enumerate(scores))


def with_differences(*turns):
    return Headway(
        DAY,
        points(1, 2),
        tuple(Difference(turn, "c", "T", Severity.LOW, names) for turn, names in turns),
    )


def test_what_is_solved_is_said_first_and_each_account_counts():
    progress = with_differences(
        (Turn.NEW, ()), (Turn.FIXED, ("A", "B")), (Turn.OPEN, ("C",)), (Turn.NOT_CHECKED, ("D",))
    )
    assert headway.about(progress) == (
        "Since 2 July 2026: 2 problems are solved, 1 is new, 1 is still open, 1 was not checked "
        "this time."
    )


def test_that_nothing_is_solved_is_said_too():
    assert headway.about(with_differences((Turn.NEW, ()))) == (
        "Since 2 July 2026: 0 problems are solved, 1 is new."
    )
    assert headway.about(with_differences()) == "Since 2 July 2026 nothing changed."


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (Point(DAY, 30, 0.5), Point(DAY, 41, 0.5), "The score went from 30 to 41."),
        (Point(DAY, 41, 0.5), Point(DAY, 41, 0.9), "The score is 41, as it was."),
        (Point(DAY, 41, 0.5), Point(DAY, 30, 0.5), "The score went from 41 to 30."),
        (
            Point(DAY, 41, 0.5),
            Point(DAY, 30, 0.9),
            (
                "The score went from 41 to 30. It covers more than before, so it is not easy to "
                "compare."
            ),
        ),
        (
            Point(DAY, 30, 0.9),
            Point(DAY, 41, 0.5),
            (
                "The score went from 30 to 41. It covers less than before, so it is not easy to "
                "compare."
            ),
        ),
        (Point(DAY, None, 0.0), Point(DAY, 30, 0.9), ""),
        (Point(DAY, 30, 0.9), Point(DAY, None, 0.0), ""),
    ],
)
def test_how_the_score_went(before, now, said):
    assert headway.score(Headway(DAY, (before, now))) == said


def test_of_one_audit_no_line_is_drawn():
    assert headway.score(Headway(DAY, points(5))) == ""
    assert headway.plot(points(5)) is None
    assert headway.plot(points(None, 5, None)) is None


def test_the_line_of_blocks_is_as_high_as_the_scores():
    assert headway.spark(points(0, 12, 13, None, 99, 100)) == "▁▁▂·██"


def test_the_drawing_is_broken_where_there_was_no_score():
    plot = headway.plot(points(0, 50, None, 100))
    assert plot is not None
    assert plot.lines == ("16.0,94.0 218.7,60.0",)
    assert [(dot.x, dot.y, dot.score) for dot in plot.dots] == [
        (16, 94, 0),
        (pytest.approx(218.67, abs=0.01), 60, 50),
        (624, 26, 100),
    ]
    assert (plot.first, plot.last) == ("1 January 2026", "1 April 2026")


def test_only_two_years_of_months_are_drawn():
    many = tuple(Point(date(2020 + n // 12, n % 12 + 1, 1), n, 1) for n in range(40))
    plot = headway.plot(many)
    assert plot is not None
    assert len(plot.dots) == len(headway.spark(many)) == headway.MOST_POINTS
    assert plot.dots[-1].score == 39


def test_html_says_in_words_what_the_line_shows(chosen):
    page = render(chosen, "html")
    label = "Score: none on 30 May 2026, 12 on 1 June 2026, 30 on 2 July 2026, 41 on 4 August 2026."
    assert re.search(rf'<svg class="plot"[^>]* role="img" aria-label="{label}">', page)
    assert page.index('id="since"') < page.index('id="today"') < page.index('id="marked"')


def test_every_format_for_people_lists_changes_before_today_and_marks_after(chosen):
    for kind in ("text", "markdown", "html"):
        text = " ".join(render(chosen, kind).replace("\\", "").split())
        since = text.lower().index("what changed since last time")
        assert since < text.lower().index("the three things to do today"), kind
        for said in (
            "You said so on 9 July 2026",
            "The password is a new one, and it has the same problem",
            "Does not apply any more, so it does not count as solved",
            "Your reason: It is only reachable at home",
            "Second step: codes from an app",
            "but the export still holds the old password",
            "3 more you marked as done, or leave.",
        ):
            assert said in text, (kind, said)


def test_a_first_audit_has_neither_section(full):
    for kind in ("text", "markdown", "html"):
        text = render(full, kind).lower()
        assert "since last time" not in text
        assert "what you said you did" not in text


def test_ascii_terminals_get_a_line_too(chosen):
    text = render(chosen, "text", unicode=False)
    assert "Score, from the oldest to the newest: -_:=" in text
    assert text.isascii()


def test_the_plan_keeps_its_numbers_where_steps_are_marked(full):
    left = replace(full, plan=(*full.plan[1:3], *full.plan[4:]))
    page = render(left, "html")
    assert re.findall(r'data-rank="(\d+)"', page) == ["2", "3", "5"]
    assert re.findall(r'<li value="(\d+)"', page) == ["6"]
    assert "2. Switch on a second step for Gmail" in render(left, "text")
    assert "### 2. Switch on a second step for Gmail" in render(left, "markdown")


def test_changes_alone_list_also_what_is_still_open(chosen):
    text = changes(chosen.progress)
    assert text.startswith("Since 2 July 2026: 2 problems are solved")
    assert "Still open:\n  ▲ The same password opens 3 accounts:" in text
    assert max(map(len, text.splitlines())) <= 80


def test_hostile_changes_stay_text(all_hostile):
    text = changes(all_hostile().progress, unicode=False)
    assert "\x1b" not in text
    assert "\u202e" not in text
