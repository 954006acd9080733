"""The report for a terminal: folded to what one sitting can take, any width, any alphabet."""

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING

from secaudit.languages import _, caution, day, ngettext
from secaudit.languages import number as digits
from secaudit.model import Action, Headway, Report, Severity
from secaudit.reports import headway, outline, ways, words
from secaudit.reports.leftovers import leftovers
from secaudit.reports.reader import left_out

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
    | {"▁": "_", "▂": ".", "▃": ":", "▄": "=", "▅": "+", "▆": "*", "▇": "%"}
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

    def text(self) -> str:
        """Return all that was printed, without blanks at its ends."""
        file = self.console.file
        assert isinstance(file, StringIO)  # noqa: S101  # made by `_page`
        lines = (line.rstrip() for line in file.getvalue().splitlines())
        return "\n".join(lines).strip("\n") + "\n"

    def _plain(self, text: str) -> str:
        if self.unicode:
            return text
        parts = unicodedata.normalize("NFKD", text.translate(_ASCII))
        kept = "".join(c for c in parts if not unicodedata.combining(c))
        return kept.encode("ascii", "replace").decode()


def render(report: Report, width: int = 80, *, colour: bool = False, unicode: bool = True) -> str:
    """Return the report in lines of at most `width` columns, but for addresses."""
    page = _page(width, colour=colour, unicode=unicode)
    _header(page, report)
    _since(page, report)
    _today(page, report)
    _later(page, report)
    _ways(page, report)
    _found(page, report)
    _ignored(page, report)
    _groups(page, headway.MARKED, headway.marked(report))
    _left(page, report)
    _sentences(page, _(words.GOOD), report.good, "✓")
    _sent(page, report)
    _read(page, report)
    _sentences(page, _(words.CREDITS), report.credits, "•")
    _leftovers(page, report)
    if report.invented:
        _invented(page)
    _caution(page)
    return page.text()


def changes(
    progress: Headway, width: int = 80, *, colour: bool = False, unicode: bool = True
) -> str:
    """Return what changed between two audits, also what is still open, in such lines."""
    page = _page(width, colour=colour, unicode=unicode)
    _changes(page, progress)
    _lists(page, headway.groups(progress, still_open=True))
    _caution(page)
    return page.text()


def _page(width: int, *, colour: bool, unicode: bool) -> _Page:
    from rich.console import Console  # noqa: PLC0415

    console = Console(
        file=StringIO(),
        width=max(width, 20),
        color_system="standard" if colour else None,
        force_terminal=colour,
        markup=False,
        highlight=False,
        emoji=False,
        legacy_windows=False,
        _environ={},
    )
    return _Page(console, unicode)


def _caution(page: _Page) -> None:
    if said := caution():
        page.blank()
        page.line(said)


def _header(page: _Page, report: Report) -> None:
    page.line(("secaudit", "bold"), f" · {day(report.generated)}")
    page.line(words.subject(report))
    if report.invented:
        _invented(page)
    if notice := left_out(report):
        page.line(notice)
    page.blank()
    if report.score is not None:
        cells = min(30, page.console.width - 6)
        full = round(report.score / 100 * cells)
        page.line((_("Score {score} of 100").format(score=report.score), "bold"))
        page.line("█" * full + "░" * (cells - full))
    page.line(words.coverage(report))
    for tally in filter(None, (words.tally(report), headway.tally(report))):
        page.line(tally)


def _invented(page: _Page) -> None:
    page.blank()
    page.line((_(words.INVENTED), "bold magenta"), first="***")


def _since(page: _Page, report: Report) -> None:
    progress = report.progress
    if progress is None:
        return
    page.heading(_(headway.TITLE))
    _changes(page, progress)
    _lists(page, headway.groups(progress))


def _changes(page: _Page, progress: Headway) -> None:
    page.line(headway.about(progress))
    if said := headway.score(progress):
        page.line(said)
    if len(progress.points) > 1:
        line = headway.spark(progress.points)
        page.line(_("Score, from the oldest to the newest: {line}").format(line=line))


def _groups(page: _Page, title: str, groups: Sequence[headway.Group]) -> None:
    if groups:
        page.heading(_(title))
        _lists(page, groups)


def _lists(page: _Page, groups: Sequence[headway.Group]) -> None:
    for group in groups:
        page.blank()
        page.line((f"{group.title}:", "bold"))
        for each in group.lines[:MOST_LINES]:
            mark = _MARKS[each.severity] if each.severity else "•"
            names = words.shortened(each.names, MOST_NAMES)
            page.line(words.reach(each.what, names) if each.what else names, first=mark, indent=2)
            if each.why:
                page.line(each.why, indent=4)
        _more(page, len(group.lines) - MOST_LINES, "problem")


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
            shown = words.shortened(names, MOST_NAMES)
            page.line(_("Accounts: {accounts}").format(accounts=shown), indent=indent)
        for number, step in enumerate(action.steps, 1):
            page.line(step, first=f"{number}.", indent=indent + 2)
        page.address(action.url, indent)


def _later(page: _Page, report: Report) -> None:
    later = report.plan[3:]
    if not later:
        return
    page.heading(_(words.LATER))
    for action in later[:MOST_ACTIONS]:
        indent = _action(page, action)
        page.line(action.effect, indent=indent)
        page.address(action.url, indent)
    _more(page, len(later) - MOST_ACTIONS, "thing")


def _action(page: _Page, action: Action) -> int:
    """Print the first line of an action and return how far what belongs to it is indented."""
    first = f"{action.rank}."
    page.line((action.title, "bold"), f" – {words.minutes(action.minutes)}", first=first)
    return len(first) + 1


def _ways(page: _Page, report: Report) -> None:
    if not report.picture.spots:
        return
    page.heading(_(ways.TITLE))
    page.line(ways.about(report.picture))
    for tree in ways.trees(report.picture):
        page.blank()
        _branch(page, tree, 0)
    page.blank()
    page.line(_(ways.MEANINGS))
    for word, meaning in ways.levels(report.picture):
        page.line(f"{word}: {meaning}", first="–")


def _branch(page: _Page, branch: ways.Branch, indent: int) -> None:
    style = "" if branch.does else "bold"
    page.line((branch.line, style), first="–" if branch.does else "", indent=indent)
    for below in branch.below:
        _branch(page, below, indent + 2)


def _found(page: _Page, report: Report) -> None:
    affected = outline.affected(report)
    page.heading(_(words.FOUND))
    for entry in affected[:MOST_ACCOUNTS]:
        page.blank()
        if entry.account is None:
            page.line((_(words.ELSEWHERE), "bold"))
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
    word = (f"{words.severity(finding.severity).upper()} ", style)
    page.line(word, finding.title, first=mark, indent=2)
    if mention.explained:
        home = words.name(mention.explained)
        page.line(_("See “{account}” above.").format(account=home), indent=4)
        return
    page.line(finding.why, indent=4)
    page.line(words.advice(finding), first="→", indent=4)
    if mention.others:
        others = words.shortened(mention.others, MOST_NAMES)
        page.line(_("Also: {accounts}").format(accounts=others), indent=4)
    page.address(finding.url, 4)


def _ignored(page: _Page, report: Report) -> None:
    if not report.ignored:
        return
    page.heading(_(words.IGNORED))
    page.line(words.ignored(report))
    spared = outline.ignored(report)
    for each in spared[:MOST_ACTIONS]:
        page.line(words.rule(each.rule), first="•")
        page.line(words.decision(each.rule), indent=2)
        for finding, names in each.findings[:MOST_LINES]:
            who = words.shortened(names, MOST_NAMES)
            word = f"{words.severity(finding.severity).upper()} "
            page.line(word, words.reach(finding.title, who), first="–", indent=2)
        _more(page, len(each.findings) - MOST_LINES, "problem")
    _more(page, len(spared) - MOST_ACTIONS, "rule")


def _leftovers(page: _Page, report: Report) -> None:
    found = leftovers(report)
    if not found:
        return
    page.heading(_(words.LEFTOVERS))
    for name, place in found.files:
        page.line((name, "bold"), first="•")
        page.line(place, indent=2)
    page.blank()
    for number, step in enumerate(found.removal, 1):
        page.line(step, first=f"{number}.")
    page.blank()
    page.line(_(words.NEXT_TIME))
    for advice in found.next_time:
        page.line(advice.sentence, first="•")
        if advice.command:
            page.line(advice.command, indent=2)


def _left(page: _Page, report: Report) -> None:
    gaps = outline.gaps(report)
    page.heading(_(words.LEFT))
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
    page.heading(_(words.SENT))
    if not report.network:
        page.line(_(words.NOTHING_SENT))
    for sent in report.network:
        page.line(f"{sent.host}, {words.requests(sent.requests)}: {sent.sent}", first="•")


def _read(page: _Page, report: Report) -> None:
    page.heading(_(words.READ))
    for line in (*_reading(report), *report.corpora):
        page.line(line)
    for name in report.unmatched[:MOST_LINES]:
        page.line(name, first="–")
    _more(page, len(report.unmatched) - MOST_LINES, "one-time code")


def _reading(report: Report) -> Iterator[str]:
    if not report.sources:
        yield _(words.NOTHING_READ)
    for source in report.sources:
        yield f"{source.name} ({words.kind(source.format)})"
        yield words.accounting(source)
        yield from filter(None, [words.columns(source)])
        for why, places in words.unreadable(source):
            yield words.not_read(places, why, MOST_NAMES)
    yield from filter(None, [words.merged(report), words.unmatched(report)])


_MORE: Mapping[str, Callable[[int], str]] = {
    # What a list is cut short of → how to say so.
    "thing": lambda n: ngettext(
        "… and {number} more thing to do; --format html shows the whole list.",
        "… and {number} more things to do; --format html shows the whole list.",
        n,
    ),
    "problem": lambda n: ngettext(
        "… and {number} more problem; --format html shows the whole list.",
        "… and {number} more problems; --format html shows the whole list.",
        n,
    ),
    "account": lambda n: ngettext(
        "… and {number} more account; --format html shows the whole list.",
        "… and {number} more accounts; --format html shows the whole list.",
        n,
    ),
    "rule": lambda n: ngettext(
        "… and {number} more rule; --format html shows the whole list.",
        "… and {number} more rules; --format html shows the whole list.",
        n,
    ),
    "check": lambda n: ngettext(
        "… and {number} more check; --format html shows the whole list.",
        "… and {number} more checks; --format html shows the whole list.",
        n,
    ),
    "one-time code": lambda n: ngettext(
        "… and {number} more one-time code; --format html shows the whole list.",
        "… and {number} more one-time codes; --format html shows the whole list.",
        n,
    ),
}


def _more(page: _Page, number: int, what: str) -> None:
    if number > 0:
        page.line(_MORE[what](number).format(number=digits(number)), indent=2)
