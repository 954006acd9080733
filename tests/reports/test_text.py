"""The report for a terminal: any width, any colour, any alphabet."""

import re
from dataclasses import replace

import pytest
from rich.cells import cell_len

from secaudit.model import Confidence, Finding, NotChecked, Severity
from secaudit.reports import render

SGR = re.compile(r"\x1b\[[0-9;]*m")


def too_wide(rendered, width):
    """Return the lines that are too wide, but for addresses, which are never broken."""
    wide = [line for line in rendered.splitlines() if cell_len(line) > width]
    return [line for line in wide if " " in line.strip()]


@pytest.mark.parametrize("width", [40, 57, 80, 200])
@pytest.mark.parametrize("unicode", [True, False])
def test_no_line_is_wider_than_the_terminal(full, chosen, width, unicode):
    for report in (full, chosen):
        assert too_wide(render(report, width=width, unicode=unicode), width) == []


def test_hostile_titles_break_no_line(hostile):
    assert too_wide(render(hostile, width=60), 60) == []


def test_without_colour_there_is_not_one_escape_character(hostile):
    assert "\x1b" not in render(hostile)


def test_colour_adds_nothing_but_colour(hostile):
    coloured = render(hostile, colour=True)
    assert SGR.search(coloured)
    plain = [line.rstrip() for line in SGR.sub("", coloured).splitlines()]
    assert plain == render(hostile).splitlines()


def test_an_old_terminal_gets_ascii_and_the_words_stay_readable(full):
    named = replace(full, good=("“Straße” in Kraków – 4 × ✓ …", "日本 👩‍🌾"))
    rendered = render(named, unicode=False)
    assert rendered.isascii()
    assert '+ "Strasse" in Krakow - 4 x + ...\n+ ?? ??\n' in rendered


@pytest.mark.parametrize("unicode", [True, False])
def test_every_severity_has_a_word_and_a_shape_of_its_own(full, unicode):
    lines = render(full, unicode=unicode).splitlines()
    words = ("CRITICAL", "HIGH", "MEDIUM", "LOW")
    marks = [next(line.split()[0] for line in lines if f" {word} " in line) for word in words]
    assert marks == (list("◆▲●○") if unicode else list("!^*o"))


def test_markup_is_shown_and_not_obeyed(full):
    titled = replace(
        full, good=("[bold]b[/bold] [/foo] [link=https://evil.example]x[/link] :bomb:",)
    )
    assert "✓ [bold]b[/bold] [/foo] [link=https://evil.example]x[/link] :bomb:" in render(
        titled, colour=True
    )


def test_ten_thousand_accounts_fold_to_a_few_screens_that_say_how_much_more_there_is(build_many):
    rendered = render(build_many(10_000))
    assert len(rendered.splitlines()) < 150
    assert "… and 9,985 more things to do; --format html shows the whole list." in rendered
    assert "… and 9,990 more accounts; --format html shows the whole list." in rendered
    assert "and 9,995 more" in rendered


def test_one_account_with_many_problems_and_one_reason_with_many_checks_fold(full):
    findings = tuple(
        Finding(f"check-{n}", "T", Severity.LOW, Confidence.CERTAIN, ("a3",), "W", "A")
        for n in range(10)
    )
    gaps = tuple(NotChecked(f"check-{n}", "No time.", (f"a{n}",)) for n in range(9))
    rendered = render(replace(full, findings=findings, not_checked=gaps))
    assert "… and 2 more problems; --format html shows the whole list." in rendered
    assert "… and 1 more check; --format html shows the whole list." in rendered


def test_the_environment_does_not_change_the_report(full, monkeypatch):
    expected = render(full, colour=True)
    for name, value in {"NO_COLOR": "1", "COLUMNS": "33", "TERM": "dumb"}.items():
        monkeypatch.setenv(name, value)
    assert render(full, colour=True) == expected
