"""Blank worksheets: all that a person needs to read, and boxes to tick."""

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from secaudit.model import Confidence, Item, Platform, Severity
from secaudit.worksheets import FORMATS, PROMISE, render

TODAY = date(2026, 11, 22)
TAGS = Item(
    id="example-tags-approved",
    question="Do <tags> wait for *you*?",
    action="Approve tags",
    why="They tie your name to a picture.",
    where="Settings > Tags",
    steps=("Open [the list].", "Choose & save."),
    url="https://example.com/tags?a=1&b=2",
    severity=Severity.HIGH,
    minutes=3,
    sources=("a page",),
    checked=date(2026, 8, 4),
    confidence=Confidence.CERTAIN,
)
OLD = replace(TAGS, id="example-old", question="Is it old?", checked=date(2025, 1, 2), url=None)
VAGUE = replace(TAGS, id="example-vague", question="Is it vague?", confidence=Confidence.UNSURE)
EXAMPLE = Platform("example", "Example_1", frozenset({"example.com"}), (TAGS, OLD, VAGUE))
SHARED = Platform(
    "leaving",
    "Leaving",
    frozenset(),
    (replace(TAGS, id="leaving-x"),),
    about="For a shared life.",
    warning="Someone may be told.",
)


class Page(HTMLParser):
    """The text of a page, and what it would load."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[str] = []
        self.links: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]

    def handle_data(self, data):
        self.text += data


def read(form: str, **how: bool) -> Page:
    text = render([EXAMPLE, SHARED], form, today=TODAY, **how)
    return Page(text if form == "html" else MarkdownIt().render(text))


@pytest.mark.parametrize("form", FORMATS)
def test_a_worksheet_holds_every_word_of_the_checklists(form):
    page = read(form)
    for platform in (EXAMPLE, SHARED):
        for text in (platform.name, platform.about, platform.warning, PROMISE):
            assert text in page.text
        for number, item in enumerate(platform.items, 1):
            assert f"{number}. {item.question}" in page.text
            for text in (item.why, item.where, *item.steps, item.url or ""):
                assert text in page.text
    boxes = re.findall(r"☐ (Yes|No|Does not apply|Could not check)", page.text)
    assert boxes == ["Yes", "No", "Does not apply", "Could not check"] * 4
    assert page.text.index("Someone may be told.") < page.text.index("For a shared life.")


@pytest.mark.parametrize("form", FORMATS)
def test_it_says_how_old_and_how_sure_each_question_is(form):
    text = read(form).text
    assert text.count("About 3 min to change. Last verified 4 August 2026.") == 3
    assert "Last verified 2 January 2025. That is more than a year ago, so it may look" in text
    assert text.count("The way there is not certain") == 1


def test_the_page_is_complete_in_itself():
    page = read("html")
    assert not {"script", "img", "link", "iframe", "object", "form"}.intersection(page.tags)
    assert page.links == ["https://example.com/tags?a=1&b=2"] * 3
    html = render([EXAMPLE], "html", today=TODAY)
    assert "url(" not in html
    assert "@import" not in html
    assert "default-src 'none'" in html


def test_it_is_made_for_paper():
    html = render([EXAMPLE, SHARED], "html", today=TODAY)
    assert re.search(r"section \{[^}]*break-inside: avoid", html)
    assert re.search(r"main \+ main \{[^}]*break-before: page", html)
    assert "@page { margin: 18mm 16mm; }" in html
    assert html.count("<section>") == 4


def test_large_print_is_18_point():
    html = render([EXAMPLE], "html", today=TODAY, large_print=True)
    assert '<body class="large">' in html
    assert re.search(r"\.large \{ font-size: 18pt", html)
    assert 'class="large"' not in render([EXAMPLE], "html", today=TODAY)
