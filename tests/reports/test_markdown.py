"""The Markdown report: read back by a CommonMark parser, it holds only what we wrote."""

import pytest
from markdown_it import MarkdownIt

from secaudit.reports import render
from secaudit.reports.cleaning import link
from secaudit.reports.markdown import escaped
from secaudit.text import clean

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
OURS = {"text", "softbreak", "strong_open", "strong_close", "link_open", "link_close"}


def inline(tokens):
    for token in tokens:
        yield token
        yield from inline(token.children or ())


def test_hostile_text_makes_no_html_image_code_or_foreign_link(hostile):
    tokens = list(inline(PARSER.parse(render(hostile, "markdown"))))
    blocks = {"heading", "paragraph", "list_item", "bullet_list", "ordered_list", "blockquote"}
    known = OURS | {f"{block}_{end}" for block in blocks for end in ("open", "close")} | {"inline"}
    assert {token.type for token in tokens} <= known
    links = [token.attrs["href"] for token in tokens if token.type == "link_open"]
    assert all(link(url) for url in links)


def test_hostile_text_changes_no_heading(hostile, hostile_text):
    title = clean(hostile_text, 2000)
    tokens = PARSER.parse(render(hostile, "markdown"))
    heads = [
        tokens[place + 1].content
        for place, token in enumerate(tokens)
        if token.type == "heading_open" and token.tag in {"h1", "h2"}
    ]
    assert heads == [
        "Invented person: Account security report, 4 August 2026",
        "What changed since last time",
        "The three things to do today",
        "After that, in this order",
        "How someone would get in",
        "What was found, account by account",
        "What you chose to ignore",
        "What you said you did, or leave",
        "What was not checked, and why",
        "What is already good",
        "What was sent over the network",
        "What was read",
        "Credits",
        "Before you go: remove these files",
    ]
    assert title == "" or escaped(title) in render(hostile, "markdown")


def test_escaped_text_is_shown_as_it_was(hostile_text):
    text = clean(hostile_text)
    tokens = list(inline(PARSER.parse(f"{escaped(text)}\n")))
    assert {token.type for token in tokens} <= {
        "inline",
        "text",
        "paragraph_open",
        "paragraph_close",
    }
    assert "".join(token.content for token in tokens if token.type == "text") == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12) twelve", "12\\) twelve"),
        ("- dash", "\\- dash"),
        ("a - b", "a - b"),
        ("at 10:30, https://x", "at 10\\:30, https\\://x"),
        ("www.x.example", "www\\.x.example"),
        ("mira_draws", "mira\\_draws"),
    ],
)
def test_only_what_is_active_is_escaped(text, expected):
    assert escaped(text) == expected
