"""The report for a terminal: folded to what one sitting can take, any width, any alphabet."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING

from secaudit.model import Action, Report, Severity
from secaudit.reports import outline, ways, words
from secaudit.reports.leftovers import leftovers

if TYPE_CHECKING:
    from rich.console import Console

MOST_ACTIONS, MOST_ACCOUNTS, MOST_NAMES, MOST_LINES = 12, 10, 4, 8
"""How much of a list is shown; HTML, Markdown, JSON and CSV show all of it."""

_MARKS = {Severity.CRITICAL: "◆", Severity.HIGH: "▲", Severity.MEDIUM: "●", Severity.LOW: "○"}
_STYLES = {
    Severity.CRITICAL: "bold red",
    Severity.HIGH: "bold yellow",
    Severity.MEDIUM: "bold",
    Severity.LOW: "",
}
_ASCII = str.maketrans(
    {"◆": "!", "▲": "^", "●": "*", "○": "o", "✓": "+", "–": "-", "—": "-", "•": "*", "·": "-"}
    | {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "…": "...", "×": "x", "→": "->"}
    | {"━": "=", "─": "-", "█": "#", "░": ".", "\u200c": "", "\u200d": "", "ß": "ss"}
)


@dataclass(slots=True)
class _Page:
    """Lines of one width. Every text goes through `_plain`, and none is ever read as markup."""

    console: "Console"
    unicode: bool

    def line(self, *parts: str | tuple[str, str], first: str = "", indent: int = 0) -> None:
        """Print parts, each plain or (text, style), all lines aligned behind `first`."""
        from rich.padding import Padding  # noqa: PLC0415
        from rich.table import Table  # noqa: PLC0415
        from rich.text import Text  # noqa: PLC0415

        cells = [part if isinstance(part, tuple) else (part, "") for part in parts]
        text = Text.assemble(*((self._plain(text), style) for text, style in cells))
        if not first:
            self.console.print(Padding(text, (0, 0, 0, indent)))
            return
        lead = Text(self._plain(first))
        grid = Table.grid()
        grid.add_column(width=lead.cell_len + 1)
        grid.add_column(overflow="fold")
        grid.add_row(lead, text)
        self.console.print(Padding(grid, (0, 0, 0, indent)))

    def address(self, url: str | None, indent: int) -> None:
        """Print an address, never broken: the terminal wraps it, so that it can be clicked."""
        if url and " " not in url:
            from rich.text import Text  # noqa: PLC0415

            text = Text(" " * indent + self._plain(url), no_wrap=True, overflow="ignore")
            self.console.print(text, soft_wrap=True)
        elif url:
            self.line(url, indent=indent)

    def heading(self, title: str) -> None:
        """Print the title of a section, underlined."""
        self.blank()
        self.line((title.upper(), "bold"))
        self.line("─" * min(len(title), self.console.width))

    def blank(self) -> None:
        """Print an empty line."""
        self.console.print()

    def _plain(self, text: str) -> str:
        if self.unicode:
            return text
        parts = unicodedata.normalize("NFKD", text.translate(_ASCII))
        kept = "".join(c for c in parts if not unicodedata.combining(c))
        return kept.encode("ascii", "replace").decode()


def render(report: Report, width: int = 80, *, colour: bool = False, unicode: bool = True) -> str:
    """Return the report in lines of at most `width` columns, but for addresses."""
    from rich.console import Console  # noqa: PLC0415

    file = StringIO()
    console = Console(
        file=file,
        width=max(width, 20),
        color_system="standard" if colour else None,
        force_terminal=colour,
        markup=False,
        highlight=False,
        emoji=False,
        legacy_windows=False,
        _environ={},
    )
    page = _Page(console, unicode)
    _header(page, report)
    _today(page, report)
    _later(page, report)
    _ways(page, report)
    _found(page, report)
    _ignored(page, report)
    _left(page, report)
    _sentences(page, words.GOOD, report.good, "✓")
    _sent(page, report)
    _read(page, report)
    _sentences(page, words.CREDITS, report.credits, "•")
    _leftovers(page, report)
    if report.invented:
        _invented(page)
    lines = (line.rstrip() for line in file.getvalue().splitlines())
    return "\n".join(lines).strip("\n") + "\n"


def _header(page: _Page, report: Report) -> None:
    page.line(("secaudit", "bold"), f" · {words.day(report.generated)}")
    page.line(words.subject(report))
    if report.invented:
        _invented(page)
    page.blank()
    if report.score is not None:
        cells = min(30, page.console.width - 6)
        full = round(report.score / 100 * cells)
        page.line(("Score ", "bold"), (f"{report.score} of 100", "bold"))
        page.line("█" * full + "░" * (cells - full))
    page.line(words.coverage(report))
    if tally := words.tally(report):
        page.line(tally)


def _invented(page: _Page) -> None:
    page.blank()
    page.line((words.INVENTED, "bold magenta"), first="***")


def _today(page: _Page, report: Report) -> None:
    page.heading(words.today(report))
    if not report.plan:
        page.line(words.nothing_to_do(report))
    accounts = outline.index(report)
    for action in report.plan[:3]:
        page.blank()
        indent = _action(page, action)
        page.line(action.effect, indent=indent)
        if len(action.accounts) > 1:
            names = outline.names(action.accounts, accounts)
            page.line(f"Accounts: {words.shortened(names, MOST_NAMES)}", indent=indent)
        for number, step in enumerate(action.steps, 1):
            page.line(step, first=f"{number}.", indent=indent + 2)
        page.address(action.url, indent)


def _later(page: _Page, report: Report) -> None:
    later = report.plan[3:]
    if not later:
        return
    page.heading(words.LATER)
    for action in later[:MOST_ACTIONS]:
        indent = _action(page, action)
        page.line(action.effect, indent=indent)
        page.address(action.url, indent)
    _more(page, len(later) - MOST_ACTIONS, "thing to do", "things to do")


def _action(page: _Page, action: Action) -> int:
    """Print the first line of an action and return how far what belongs to it is indented."""
    first = f"{action.rank}."
    page.line((action.title, "bold"), f" – {words.minutes(action.minutes)}", first=first)
    return len(first) + 1


def _ways(page: _Page, report: Report) -> None:
    if not report.picture.spots:
        return
    page.heading(ways.TITLE)
    page.line(ways.about(report.picture))
    for tree in ways.trees(report.picture):
        page.blank()
        _branch(page, tree, 0)
    page.blank()
    page.line(ways.MEANINGS)
    for word, meaning in ways.levels(report.picture):
        page.line(f"{word}: {meaning}", first="–")


def _branch(page: _Page, branch: ways.Branch, indent: int) -> None:
    style = "" if branch.does else "bold"
    page.line((branch.line, style), first="–" if branch.does else "", indent=indent)
    for below in branch.below:
        _branch(page, below, indent + 2)


def _found(page: _Page, report: Report) -> None:
    affected = outline.affected(report)
    page.heading(words.FOUND)
    for entry in affected[:MOST_ACCOUNTS]:
        page.blank()
        if entry.account is None:
            page.line((words.ELSEWHERE, "bold"))
        else:
            page.line((entry.account.title or words.name(entry.account), "bold"))
            if beside := words.about(entry.account):
                page.line(beside)
            if way := ways.way_in(entry.account):
                page.line(way)
        for mention in entry.mentions[:MOST_LINES]:
            _mention(page, mention)
        _more(page, len(entry.mentions) - MOST_LINES, "problem")
    if affected:
        page.blank()
    _more(page, len(affected) - MOST_ACCOUNTS, "account")
    named = sum(entry.account is not None for entry in affected)
    if others := words.nothing_found(report, named):
        page.line(others)


def _mention(page: _Page, mention: outline.Mention) -> None:
    finding = mention.finding
    mark, style = _MARKS[finding.severity], _STYLES[finding.severity]
    word = (f"{finding.severity.word.upper()} ", style)
    page.line(word, finding.title, first=mark, indent=2)
    if mention.explained:
        page.line(f"See “{words.name(mention.explained)}” above.", indent=4)
        return
    page.line(finding.why, indent=4)
    page.line(words.advice(finding), first="→", indent=4)
    if mention.others:
        page.line(f"Also: {words.shortened(mention.others, MOST_NAMES)}", indent=4)
    page.address(finding.url, 4)


def _ignored(page: _Page, report: Report) -> None:
    if not report.ignored:
        return
    page.heading(words.IGNORED)
    page.line(words.ignored(report))
    spared = outline.ignored(report)
    for each in spared[:MOST_ACTIONS]:
        page.line(words.rule(each.rule), first="•")
        page.line(words.decision(each.rule), indent=2)
        for finding, names in each.findings[:MOST_LINES]:
            who = words.shortened(names, MOST_NAMES)
            word = f"{finding.severity.word.upper()} "
            page.line(word, words.reach(finding.title, who), first="–", indent=2)
        _more(page, len(each.findings) - MOST_LINES, "problem")
    _more(page, len(spared) - MOST_ACTIONS, "rule")


def _leftovers(page: _Page, report: Report) -> None:
    found = leftovers(report)
    if not found:
        return
    page.heading(words.LEFTOVERS)
    for name, place in found.files:
        page.line((name, "bold"), first="•")
        page.line(place, indent=2)
    page.blank()
    for number, step in enumerate(found.removal, 1):
        page.line(step, first=f"{number}.")
    page.blank()
    page.line(words.NEXT_TIME)
    for advice in found.next_time:
        page.line(advice.sentence, first="•")
        if advice.command:
            page.line(advice.command, indent=2)


def _left(page: _Page, report: Report) -> None:
    gaps = outline.gaps(report)
    page.heading(words.LEFT)
    if not gaps:
        page.line(words.no_gap(report))
    for gap in gaps:
        page.line(gap.why, first="•")
        for missing in gap.missing[:MOST_LINES]:
            scope = missing.everyone or words.shortened(missing.names, MOST_NAMES)
            page.line(words.reach(missing.what, scope), first="–", indent=2)
        _more(page, len(gap.missing) - MOST_LINES, "check")


def _sentences(page: _Page, title: str, sentences: Sequence[str], mark: str) -> None:
    if sentences:
        page.heading(title)
    for sentence in sentences:
        page.line(sentence, first=mark)


def _sent(page: _Page, report: Report) -> None:
    page.heading(words.SENT)
    if not report.network:
        page.line(words.NOTHING_SENT)
    for sent in report.network:
        page.line(f"{sent.host}, {words.count(sent.requests, 'request')}: {sent.sent}", first="•")


def _read(page: _Page, report: Report) -> None:
    page.heading(words.READ)
    for line in (*_reading(report), *report.corpora):
        page.line(line)
    for name in report.unmatched[:MOST_LINES]:
        page.line(name, first="–")
    _more(page, len(report.unmatched) - MOST_LINES, "one-time code")


def _reading(report: Report) -> Iterator[str]:
    if not report.sources:
        yield "No export was read."
    for source in report.sources:
        yield f"{source.name} ({source.format})"
        yield words.accounting(source)
        yield from filter(None, [words.columns(source)])
        for why, places in words.unreadable(source):
            yield f"Not read: {words.shortened(places, MOST_NAMES)}: {why}"
    yield from filter(None, [words.merged(report), words.unmatched(report)])


def _more(page: _Page, number: int, one: str, many: str | None = None) -> None:
    if number > 0:
        more = words.count(number, f"more {one}", f"more {many or one + 's'}")
        page.line(f"… and {more}; --format html shows the whole list.", indent=2)
