"""A page of help as a row of blocks, and the three ways to write it: text, Markdown and HTML."""

from collections.abc import Callable, Iterable, Mapping
from enum import Enum, auto
from html import escape
from textwrap import fill
from typing import NamedTuple

from secaudit.languages import _, current
from secaudit.reports.cleaning import link
from secaudit.reports.markdown import escaped


class Kind(Enum):
    """What a block is."""

    TITLE = auto()
    PART = auto()
    STEP = auto()
    LOUD = auto()
    """What must not be overlooked."""
    TEXT = auto()
    ITEM = auto()
    NAME = auto()
    """Of people, a law or a platform; what is said of it follows as DETAIL and ADDRESS."""
    DETAIL = auto()
    ADDRESS = auto()
    """Or a command: what is never broken into lines."""
    SMALL = auto()
    """How old and how sure something is."""


class Block(NamedTuple):
    """One line or paragraph of a page."""

    kind: Kind
    text: str
    url: str = ""


WIDTH = 79
"""Columns of a page of text, as a terminal of 80 shows them whole."""

_STYLE = """\
body{font:1.1rem/1.5 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem}
.loud{border:.2rem solid;padding:.6rem;font-weight:bold}.name{font-weight:bold;margin:1rem 0 0}
.detail{margin:0 0 0 1rem}.small{font-size:.9rem}h2,h3,.name{break-after:avoid}
"""


def write(blocks: Iterable[Block], form: str) -> str:
    """Return a page as `text`, `markdown` or `html`, ending in a newline."""
    return WRITERS[form](tuple(blocks))


def plain(blocks: Iterable[Block], width: int = WIDTH) -> str:
    """Return a page for a terminal; addresses and commands are never broken."""
    lines: list[str] = []
    for block in blocks:
        if lines and block.kind in _APART:
            lines.append("")
        lines.extend(_PLAIN[block.kind](block, width))
    return "\n".join(lines) + "\n"


def _folded(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    return [
        fill(
            text,
            width,
            initial_indent=first,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        )
    ]


def _underlined(mark: str) -> Callable[[Block, int], list[str]]:
    return lambda block, width: [
        *_folded(block.text, width),
        mark * min(len(block.text), width),
    ]


def _important(text: str) -> str:
    return _("IMPORTANT: {text}").format(text=text)


def _address(block: Block, width: int) -> list[str]:
    line = f"  {block.text}: {block.url}"
    return [line] if len(line) <= width else [f"  {block.text}:", f"  {block.url}"]


_APART = {Kind.PART, Kind.STEP, Kind.LOUD, Kind.TEXT, Kind.NAME}
"""What an empty line stands before."""

_PLAIN: Mapping[Kind, Callable[[Block, int], list[str]]] = {
    Kind.TITLE: _underlined("="),
    Kind.PART: _underlined("-"),
    Kind.STEP: lambda block, width: _folded(block.text, width),
    Kind.LOUD: lambda block, width: _folded(_important(block.text), width),
    Kind.TEXT: lambda block, width: _folded(block.text, width),
    Kind.ITEM: lambda block, width: _folded(block.text, width, "- ", "  "),
    Kind.NAME: lambda block, width: _folded(block.text, width),
    Kind.DETAIL: lambda block, width: _folded(block.text, width, "  ", "    "),
    Kind.ADDRESS: _address,
    Kind.SMALL: lambda block, width: _folded(block.text, width, "  ", "  "),
}


def _markdown(blocks: Iterable[Block]) -> str:
    """Every block is a paragraph of its own, so that no list is needed to keep them apart."""
    lines = (_MARKDOWN[block.kind].format(_marked(_said(block))) for block in blocks)
    return "\n\n".join(lines) + "\n"


def _said(block: Block) -> Block:
    """Return a block that says that it is important, where it is."""
    return block._replace(text=_important(block.text)) if block.kind is Kind.LOUD else block


def _marked(block: Block) -> str:
    if not block.url:
        return escaped(block.text)
    return f"{escaped(block.text)}: " + (
        f"<{block.url}>" if link(block.url) else escaped(block.url)
    )


_MARKDOWN = {
    Kind.TITLE: "# {}",
    Kind.PART: "## {}",
    Kind.STEP: "### {}",
    Kind.LOUD: "> **{}**",
    Kind.TEXT: "{}",
    Kind.ITEM: "- {}",
    Kind.NAME: "**{}**",
    Kind.DETAIL: "{}",
    Kind.ADDRESS: "{}",
    Kind.SMALL: "_{}_",
}


def _html(blocks: Iterable[Block]) -> str:
    blocks = tuple(blocks)
    title = next((block.text for block in blocks if block.kind is Kind.TITLE), "secaudit")
    body = "\n".join(_HTML[block.kind].format(_linked(_said(block))) for block in blocks)
    return (
        '<!doctype html>\n<html lang="'
        f'{current()}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(title)}</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n"
        f"{body}\n</body>\n</html>\n"
    )


def _linked(block: Block) -> str:
    if not block.url:
        return escape(block.text)
    url = escape(block.url)
    shown = f'<a href="{url}" rel="noreferrer">{url}</a>' if link(block.url) else url
    return f"{escape(block.text)}: {shown}"


_HTML = {
    Kind.TITLE: "<h1>{}</h1>",
    Kind.PART: "<h2>{}</h2>",
    Kind.STEP: "<h3>{}</h3>",
    Kind.LOUD: '<p class="loud" role="note">{}</p>',
    Kind.TEXT: "<p>{}</p>",
    Kind.ITEM: "<p>• {}</p>",
    Kind.NAME: '<p class="name">{}</p>',
    Kind.DETAIL: '<p class="detail">{}</p>',
    Kind.ADDRESS: '<p class="detail">{}</p>',
    Kind.SMALL: '<p class="detail small">{}</p>',
}

WRITERS: Mapping[str, Callable[[tuple[Block, ...]], str]] = {
    "text": plain,
    "markdown": _markdown,
    "html": _html,
}
