"""Every text that is said to people is marked for translation where it is written."""

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from secaudit import languages

PACKAGE = Path(languages.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))

SAID: dict[str, set[str | int]] = {
    # What is made → which of its fields are said to people, by name and by place.
    "Finding": {"title", "why", "advice", 1, 5, 6},
    "NotChecked": {"why", 1},
    "Action": {"title", "effect", "steps", 1, 6, 7},
    "Unchecked": {"why", 0},
    "Unreadable": {"why", 1},
    "WayIn": {"steps", 1},
    "Arrow": {"label", 2},
    "Spot": {"label", 2},
    "Sent": {"sent", 2},
    "Locked": {"why", 1},
    "Scenario": {"title", "first", "given", 0, 3, 4},
    "check": {"good"},
}
NAMES = {"why", "said", "advice", "message", "effect", "sentence"}
"""Variables that hold what is said."""


def bare(node: ast.AST) -> Iterator[str]:
    """Yield the words of an expression that are not marked."""
    match node:
        case ast.Constant(value=str(text)) if any(map(str.isalpha, text)):
            yield text
        case ast.Call(func=ast.Attribute(value=text, attr=method)):
            yield from every([text, *(node.args if method == "join" else ())])
        case ast.IfExp(body=one, orelse=other) | ast.BinOp(left=one, right=other):
            yield from every([one, other])
        case ast.BoolOp(values=parts) | ast.JoinedStr(values=parts):
            yield from every(parts)
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            yield from every(parts)


def every(nodes: Sequence[ast.AST]) -> Iterator[str]:
    """Yield the words of several expressions that are not marked."""
    return (text for node in nodes for text in bare(node))


def unmarked(source: str) -> list[str]:
    """Return the texts of a module that are said to people and not marked."""
    found: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            fields = SAID.get(node.func.id, set())
            given: list[tuple[str | int | None, ast.expr]] = [
                *enumerate(node.args),
                *((keyword.arg, keyword.value) for keyword in node.keywords),
            ]
            found += [text for name, value in given if name in fields for text in bare(value)]
        elif isinstance(node, ast.Assign):
            names = {target.id for target in node.targets if isinstance(target, ast.Name)}
            found += bare(node.value) if names & NAMES else ()
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_what_is_said_is_marked(path):
    assert unmarked(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('Finding(title="It is bad")', ["It is bad"]),
        ('Finding(title=_("It is bad"))', []),
        ('Finding(why=f"It is {x} bad")', ["It is ", " bad"]),
        ('Finding(why=_("It is {x}").format(x="y"))', []),
        ('Finding(why="It is {x}".format(x=1))', ["It is {x}"]),
        ('NotChecked("id", "It is not" if x else _("It is"))', ["It is not"]),
        ('Action(effect=" ".join((_("One."), "Two.")))', ["Two."]),
        ('Unchecked(N_("it"), asked=False)', []),
        ('@check("id", concerns=x, good="a thing")\ndef judge(): pass', ["a thing"]),
        ('why = "It is"', ["It is"]),
        ('why = ngettext("a {number}", "b {number}", n).format(number=n)', []),
    ],
)
def test_a_text_without_its_mark_is_noticed(source, found):
    assert unmarked(source) == found
