"""How someone would get in, in words: a picture as short trees, and one paragraph per account."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from secaudit.access.explaining import LEVELS
from secaudit.access.graph import Level
from secaudit.model import AccountSummary, Arrow, Picture, Spot
from secaudit.reports import words

TITLE = "How someone would get in"
NO_WAY = "no way in is known"
NOTHING = "No way in was worked out."

MEANINGS = "What the words mean:"

_ABOUT = "The easiest way into each account that matters most, weakest first."
_PROBABLY = "“Probably” means that nobody said so: it is only what is usual."
_OWN_ENTRY = "see its own entry"
_HARDEST = LEVELS[Level.RESISTANT][0]


@dataclass(frozen=True, slots=True)
class Branch:
    """An account, or one thing that it takes to get at what stands above."""

    does: str
    """What it does for that: `signs in`; "" for an account at the top."""
    name: str
    then: str
    """How hard an account is to get into, or where to read on; else ""."""
    below: tuple["Branch", ...] = ()

    @property
    def line(self) -> str:
        """All of it in one line, without what is below."""
        does = f"{self.does}: " if self.does else ""
        then = f" – {self.then}" if self.then else ""
        return f"{does}{self.name}{then}"


def about(picture: Picture) -> str:
    """Return what a picture shows, in a few sentences."""
    more = words.count(picture.more, "more account matters", "more accounts matter")
    sentences = (
        _ABOUT,
        f"{more} as much and {'is' if picture.more == 1 else 'are'} not shown here."
        if picture.more
        else "",
        _PROBABLY if any(arrow.assumed for arrow in picture.arrows) else "",
    )
    return " ".join(filter(None, sentences))


def levels(picture: Picture) -> list[tuple[str, str]]:
    """Return the levels that the accounts of a picture stand at, each with what it means."""
    used = {spot.level for spot in picture.spots if spot.kind == "account"}
    return [(word, meaning) for word, meaning in LEVELS.values() if word in used]


def step(arrow: Arrow) -> str:
    """Return what the source of an arrow does for its target: `probably signs in`."""
    if not arrow.assumed:
        return arrow.label
    also, label = ("and ", arrow.label[4:]) if arrow.label.startswith("and ") else ("", arrow.label)
    return f"{also}probably {label}"


def way_in(account: AccountSummary) -> str:
    """Return the easiest way into an account in one paragraph; empty where it needs none."""
    found = account.way_in
    if found is None or found.level == _HARDEST or not found.steps:
        return ""
    return f"Easiest way in{', probably' if found.assumed else ''}: {' '.join(found.steps)}"


def trees(picture: Picture) -> tuple[Branch, ...]:
    """Return a tree for each account of a picture, in its order.

    An account in the tree of another points to its own, so that nothing is told twice and no
    circle is followed.
    """
    arrows: dict[str, list[Arrow]] = defaultdict(list)
    for arrow in picture.arrows:
        arrows[arrow.target].append(arrow)
    spots = {spot.id: spot for spot in picture.spots}
    return tuple(
        Branch("", spot.label, spot.level or NO_WAY, _below(spots, arrows, (spot.id,)))
        for spot in picture.spots
        if spot.kind == "account"
    )


def _below(
    spots: Mapping[str, Spot], arrows: Mapping[str, list[Arrow]], path: tuple[str, ...]
) -> tuple[Branch, ...]:
    """Return what the last spot of a path takes."""
    found = []
    for arrow in arrows.get(path[-1], ()):
        need = spots[arrow.source]
        if need.kind == "account" or need.id in path:
            found.append(Branch(step(arrow), need.label, _OWN_ENTRY))
        else:
            further = _below(spots, arrows, (*path, need.id))
            found.append(Branch(step(arrow), need.label, "", further))
    return tuple(found)
