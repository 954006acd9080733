"""The graph for Graphviz: read back by the rules of its language, it holds what was meant."""

import html
import re
import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secaudit.reports import render
from secaudit.reports.dot import quoted
from secaudit.text import clean

# A quoted string goes on to the first quote that no backslash stands before; \\ is a pair.
_TOKEN = re.compile(
    r'"((?:[^"\\]|\\.)*)"|(->|[A-Za-z_][A-Za-z_0-9]*|[{}\[\];=,])|\s+|(.)', re.DOTALL
)


def tokens(source):
    """Return the tokens of a graph, strings as pairs ("text", what a label shows)."""
    found = []
    for match in _TOKEN.finditer(source):
        text, plain, stray = match.groups()
        assert stray is None
        if plain:
            found.append(plain)
        elif text is not None:
            assert set(re.findall(r"\\(.)", text)) <= {'"', "\\"}  # no \N, \G, \n …
            found.append(("text", html.unescape(re.sub(r"\\(.)", r"\1", text))))
    return found


def labels(source):
    read = tokens(source)
    return [read[place + 2][1] for place, token in enumerate(read) if token == "label"]


@given(st.text(min_size=1))
def test_every_text_is_read_back_as_it_was(text):
    assert tokens(quoted(text)) == [("text", text)]


def test_a_picture_becomes_a_graph(chosen):
    assert render(chosen, "dot").splitlines()[2:] == [
        '  node [shape=box, style="rounded"];',
        '  n1 [label="Gmail (mira.sample@gmail.com): open", style="bold"];',
        '  n2 [label="PayPal (mira.sample@gmail.com): interceptable", style="bold"];',
        '  n3 [label="Hospital: no way in is known", style="bold"];',
        '  n4 [label="password known from breaches, used for 3 accounts"];',
        '  n5 [label="mailbox mira.sample@gmail.com"];',
        '  n6 [label="your phone number"];',
        '  n4 -> n1 [label="signs in"];',
        '  n5 -> n2 [label="probably resets", style=dashed];',
        '  n6 -> n2 [label="and a text message"];',
        '  n1 -> n5 [label="opens"];',
        "}",
    ]


def test_hostile_text_adds_no_node_and_no_attribute(hostile, hostile_text, chosen):
    shown = clean(hostile_text, 2000)
    read, meant = tokens(render(hostile, "dot")), tokens(render(chosen, "dot"))
    names = [token for token in meant if isinstance(token, str)]
    assert [token for token in read if isinstance(token, str)] == names
    assert f"{shown}: open" in labels(render(hostile, "dot"))


def test_without_a_picture_the_graph_is_empty_and_says_so(full, empty):
    assert labels(render(empty, "dot")) == ["No way in was worked out."]
    (told,) = labels(render(full, "dot"))
    assert told.startswith("Invented person: ")
    assert told.endswith(" No way in was worked out.")


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
def test_graphviz_reads_it(all_hostile):
    graph = render(all_hostile(), "dot")
    done = subprocess.run(["dot", "-Tsvg"], input=graph, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert "<script" not in done.stdout
