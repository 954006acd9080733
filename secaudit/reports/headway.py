"""What changed since the audit before, and what the person said: in words, the same everywhere."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from secaudit.languages import N_, _, day, ngettext
from secaudit.languages import number as digits
from secaudit.model import Difference, Headway, Marked, Point, Report, Severity, Standing, Turn
from secaudit.reports import outline, words

TITLE = N_("What changed since last time")
MARKED = N_("What you said you did, or leave")

MOST_POINTS = 24
"""Audits that a line is drawn through: two years of one a month."""

_BLOCKS = "▁▂▃▄▅▆▇█"
_NO_SCORE = "·"

_COUNTED: Mapping[Turn, Callable[[int], str]] = {
    Turn.FIXED: lambda n: ngettext("{number} problem is solved", "{number} problems are solved", n),
    Turn.BETTER: lambda n: ngettext("{number} is less bad", "{number} are less bad", n),
    Turn.WORSE: lambda n: ngettext("{number} is worse", "{number} are worse", n),
    Turn.NEW: lambda n: ngettext("{number} is new", "{number} are new", n),
    Turn.OPEN: lambda n: ngettext("{number} is still open", "{number} are still open", n),
    Turn.NOT_CHECKED: lambda n: ngettext(
        "{number} was not checked this time", "{number} were not checked this time", n
    ),
    Turn.GONE: lambda n: ngettext(
        "{number} does not apply any more", "{number} do not apply any more", n
    ),
}

_TURNS = {
    Turn.FIXED: N_("Solved"),
    Turn.BETTER: N_("Less bad than before"),
    Turn.WORSE: N_("Worse than before"),
    Turn.NEW: N_("New"),
    Turn.OPEN: N_("Still open"),
    Turn.NOT_CHECKED: N_("Not checked this time, so it may still be there"),
    Turn.GONE: N_("Does not apply any more, so it does not count as solved"),
}
"""The lists; in a report, what is still open is in the plan."""

_STANDINGS = {
    Standing.BELIEVED: N_("You said that you did it, and nothing here tells otherwise"),
    Standing.REFUTED: N_("You said that you did it, but it is still found"),
    Standing.SKIPPED: N_("You chose to leave it; the score counts it as before"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing in a list."""

    severity: Severity | None
    what: str
    names: tuple[str, ...] = ()
    """Of the accounts it is about."""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Things of one kind."""

    title: str
    lines: tuple[Line, ...]


def about(progress: Headway) -> str:
    """Return what became of all, in a sentence or two: what is done comes first."""
    counts = {turn: sum(_weight(d) for d in progress.of(turn)) for turn in _COUNTED}
    parts = [
        said(counts[turn]).format(number=digits(counts[turn]))
        for turn, said in _COUNTED.items()
        if counts[turn] or turn is Turn.FIXED
    ]
    text = _("Since {day}: {changes}.")
    if not any(counts.values()):
        return _("Since {day} nothing changed.").format(day=day(progress.since))
    return text.format(day=day(progress.since), changes=", ".join(parts))


def _weight(difference: Difference) -> int:
    """Return how many problems it is: one for each account."""
    return max(len(difference.accounts), 1)


def score(progress: Headway) -> str:
    """Return how the score went since last time; "" where one of the two is not known."""
    if len(progress.points) < len(("before", "now")):
        return ""
    before, now = progress.points[-2:]
    old, new = before.score, now.score
    if old is None or new is None:
        return ""
    if old == new:
        return _("The score is {score}, as it was.").format(score=new)
    said = [_("The score went from {before} to {score}.").format(before=old, score=new)]
    if new < old and now.coverage > before.coverage:
        said.append(_("It covers more than before, so it is not easy to compare."))
    if new > old and now.coverage < before.coverage:
        said.append(_("It covers less than before, so it is not easy to compare."))
    return " ".join(said)


def spark(points: Sequence[Point]) -> str:
    """Return the scores as a line of blocks, one for each audit; a dot where there was none."""
    return "".join(
        _NO_SCORE if p.score is None else _BLOCKS[min(p.score * len(_BLOCKS) // 100, 7)]
        for p in points[-MOST_POINTS:]
    )


def scores(points: Sequence[Point]) -> str:
    """Return the scores in words: what a drawn line shows."""
    said = [
        _("none on {day}").format(day=day(point.day))
        if point.score is None
        else _("{score} on {day}").format(score=point.score, day=day(point.day))
        for point in points[-MOST_POINTS:]
    ]
    return _("Score: {scores}.").format(scores=", ".join(said))


def groups(progress: Headway, *, still_open: bool = False) -> list[Group]:
    """Return what changed, in the order of the sections; what is still open only if asked for."""
    found = [
        Group(_(title), tuple(map(_line, progress.of(turn))))
        for turn, title in _TURNS.items()
        if progress.of(turn) and (still_open or turn is not Turn.OPEN)
    ]
    beside = (
        (N_("Passwords that are new"), progress.renewed),
        (N_("Accounts that are new in the exports"), progress.added),
        (N_("Accounts that are no longer in the exports"), progress.removed),
    )
    return found + [Group(_(title), (Line(None, "", names),)) for title, names in beside if names]


def _line(difference: Difference) -> Line:
    return Line(difference.severity, difference.title, difference.accounts, difference.why)


def tally(report: Report) -> str:
    """Return how many problems are out of the plan because they are marked; "" where none is."""
    number = sum(each.standing is not Standing.REFUTED for each in report.marked)
    said = ngettext(
        "{number} more you marked as done, or leave.",
        "{number} more you marked as done, or leave.",
        number,
    )
    return said.format(number=digits(number)) if number else ""


def marked(report: Report) -> list[Group]:
    """Return what the person marked, by what it is worth."""
    accounts = outline.index(report)
    by_standing: dict[Standing, list[Line]] = {}
    for each in report.marked:
        names = outline.names(each.finding.accounts, accounts)
        line = Line(each.finding.severity, each.finding.title, names, _said(each))
        by_standing.setdefault(each.standing, []).append(line)
    return [
        Group(_(title), tuple(by_standing[standing]))
        for standing, title in _STANDINGS.items()
        if standing in by_standing
    ]


def _said(marked: Marked) -> str:
    """Return when the person said so, and what else there is to it."""
    if marked.standing is Standing.REFUTED:
        return marked.why
    mark = marked.mark
    said = _("You said so on {day}.").format(day=day(mark.day))
    if marked.standing is Standing.BELIEVED:
        method = words.METHODS.get(mark.because, "")
        return f"{said} {_('Second step: {method}.').format(method=_(method))}" if method else said
    reason = (
        _("Your reason: {reason}.").format(reason=mark.because.rstrip("."))
        if mark.because
        else _("You gave no reason.")
    )
    return f"{said} {reason}"


# ── The line of the score, for drawing ───────────────────────────────────────────────────────────

WIDTH, HEIGHT = 640, 120
_LEFT, _RIGHT, _TOP, _BOTTOM = 16, 16, 26, 26


@dataclass(frozen=True, slots=True)
class Dot:
    """One audit in the drawing."""

    x: float
    y: float
    score: int


@dataclass(frozen=True, slots=True)
class Plot:
    """The scores of audits as lines; a line is broken where there was no score."""

    lines: tuple[str, ...]
    """Each as the corners of a path."""
    dots: tuple[Dot, ...]
    first: str
    """The day of the first audit."""
    last: str


def plot(points: Sequence[Point]) -> Plot | None:
    """Return the drawing of the scores; None where fewer than two are known."""
    shown = points[-MOST_POINTS:]
    if sum(point.score is not None for point in shown) < len(("before", "now")):
        return None
    step = (WIDTH - _LEFT - _RIGHT) / (len(shown) - 1)
    spots = [
        None
        if point.score is None
        else Dot(_LEFT + number * step, _height(point.score), point.score)
        for number, point in enumerate(shown)
    ]
    lines: list[list[str]] = [[]]
    for spot in spots:
        if spot is None:
            lines.append([])
        else:
            lines[-1].append(f"{spot.x:.1f},{spot.y:.1f}")
    return Plot(
        tuple(" ".join(line) for line in lines if len(line) > 1),
        tuple(spot for spot in spots if spot),
        day(shown[0].day),
        day(shown[-1].day),
    )


def _height(score: int) -> float:
    return _TOP + (HEIGHT - _TOP - _BOTTOM) * (100 - score) / 100
