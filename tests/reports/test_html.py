"""The HTML report, read by a parser: no script, no foreign element, one strict policy."""

import base64
import hashlib
import re
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise

import pytest

from secaudit.reports import render
from secaudit.reports.cleaning import link
from secaudit.text import clean

ELEMENTS = {
    *("html", "head", "meta", "title", "link", "style", "body", "header", "main", "footer"),
    *("section", "article", "div", "h1", "h2", "h3", "h4", "p", "a", "ol", "ul", "li"),
    *("table", "thead", "tbody", "tr", "th", "td", "span", "bdi", "br", "wbr", "code"),
    *("svg", "symbol", "path", "circle", "use", "text", "desc", "rect"),
    *("details", "summary", "dl", "dt", "dd"),
}


class Page(HTMLParser):
    """Collects what a browser would see."""

    def __init__(self, source):
        super().__init__()
        self.elements, self.open, self.text = [], [], ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag):
        while self.open.pop() != tag:
            pass

    def handle_data(self, data):
        if "style" not in self.open:
            self.text += data

    def all(self, tag):
        return [attrs for name, attrs in self.elements if name == tag]


def test_hostile_text_adds_no_element_and_no_handler(hostile):
    page = Page(render(hostile, "html"))
    assert {tag for tag, _ in page.elements} <= ELEMENTS
    attributes = {name for _, attrs in page.elements for name in attrs}
    assert [name for name in attributes if name.startswith("on") or name in {"style", "src"}] == []


def test_hostile_text_is_shown_as_it_is(hostile, hostile_text):
    shown = " ".join(Page(render(hostile, "html")).text.split())
    assert " ".join(clean(hostile_text, 2000).split()) in shown


def test_links_go_to_https_or_inside_the_page_and_tell_nobody(hostile, full):
    for report in (hostile, full):
        page = Page(render(report, "html"))
        ids = {f"#{attrs['id']}" for _, attrs in page.elements if "id" in attrs}
        for attrs in page.all("a"):
            inside = attrs["href"] in ids
            assert inside or link(attrs["href"])
            assert inside or attrs["rel"] == "noreferrer noopener"
        assert {attrs["href"] for attrs in page.all("use")} <= ids


def test_an_address_that_is_not_encrypted_is_shown_and_not_linked(full):
    page = Page(render(full, "html"))
    assert "http://garden-forum.example/login" in page.text
    assert [a["href"] for a in page.all("a") if a["href"].startswith("http:")] == []


def test_the_policy_allows_this_one_style_and_nothing_else(full):
    source = render(full, "html")
    style = source.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    metas = {
        m.get("http-equiv") or m.get("name"): m.get("content") for m in Page(source).all("meta")
    }
    assert metas["Content-Security-Policy"] == (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    assert metas["referrer"] == "no-referrer"
    assert metas["color-scheme"] == "light dark"
    assert "url(" not in style
    assert "@import" not in style


def test_headings_form_an_outline_and_tables_name_their_headers(chosen):
    page = Page(render(chosen, "html"))
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert {th["scope"] for th in page.all("th")} == {"col", "row"}
    assert page.all("html") == [{"lang": "en"}]
    ring = next(svg for svg in page.all("svg") if svg.get("role") == "img")
    assert ring["aria-label"] == "Score: 41 of 100"
    titles = [attrs["aria-labelledby"] for attrs in page.all("section")]
    assert titles == [h2["id"] for h2 in page.all("h2")]


def test_a_report_without_a_score_draws_no_ring(empty):
    page = Page(render(empty, "html"))
    assert [svg for svg in page.all("svg") if svg.get("role") == "img"] == []


CSS = files("secaudit.reports").joinpath("report.css").read_text("utf-8")
PALETTES = {
    "light": CSS.split(":root {")[1],
    "dark": CSS.split(":root {")[2],
    "print": CSS.split(":root {")[3],
}


def luminance(colour):
    """Return the relative luminance of `#rrggbb` or `#rgb` (WCAG 2.2)."""
    digits = colour.lstrip("#")
    digits = digits if len(digits) == 6 else "".join(2 * d for d in digits)
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("palette", PALETTES)
def test_every_colour_of_text_has_a_contrast_of_four_and_a_half(palette):
    block = PALETTES[palette].partition("}")[0]
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6})", block))
    pairs = [
        (text, ground)
        for text in ("ink", "quiet", "accent", "critical", "high", "medium", "low")
        for ground in ("paper", "card")
    ]
    for text, ground in [*pairs, ("accent", "wash"), ("example", "example-wash")]:
        light, dark = sorted((luminance(colours[text]), luminance(colours[ground])), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (text, ground)
