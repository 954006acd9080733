"""The picture of the ways in as a graph for Graphviz, to be drawn and changed elsewhere."""

from collections.abc import Iterator

from secaudit.languages import _
from secaudit.model import Report, Spot
from secaudit.reports import ways, words
from secaudit.reports.reader import left_out


def render(report: Report) -> str:
    """Return the picture as one directed graph in the DOT language."""
    return "\n".join(_lines(report)) + "\n"


def quoted(text: str) -> str:
    r"""Return text as a string in double quotes that Graphviz shows as it is.

    In one, only \" is the lexer's; in labels a backslash begins an escape such as \N (the name of
    the node), and &name; an HTML entity (graphviz.org: "The DOT Language", "escString").
    """
    shown = text.replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')
    return f'"{shown}"'


def _lines(report: Report) -> Iterator[str]:
    picture = report.picture
    about = ways.about(picture) if picture.spots else _(ways.NOTHING)
    first = [_(words.INVENTED)] if report.invented else []
    first += [left_out(report)] if left_out(report) else []
    yield "digraph ways {"
    yield '  graph [rankdir=LR, labelloc="t", label=' + quoted(" ".join([*first, about])) + "];"
    yield '  node [shape=box, style="rounded"];'
    names = {spot.id: f"n{number}" for number, spot in enumerate(picture.spots, 1)}
    for spot in picture.spots:
        yield f"  {names[spot.id]} [{_look(spot)}];"
    for arrow in picture.arrows:
        style = ", style=dashed" if arrow.assumed else ""
        label = f"[label={quoted(ways.step(arrow))}{style}]"
        yield f"  {names[arrow.source]} -> {names[arrow.target]} {label};"
    yield "}"


def _look(spot: Spot) -> str:
    if spot.kind != "account":
        return f"label={quoted(spot.label)}"
    label = quoted(f"{spot.label}: {ways.level(spot)}")
    return f'label={label}, style="bold"'
