"""How someone would get in, in words: a picture as short trees, and one paragraph per account."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from secaudit.access.explaining import LEVELS
from secaudit.access.graph import Level
from secaudit.languages import N_, _, ngettext
from secaudit.languages import number as digits
from secaudit.model import AccountSummary, Arrow, Picture, Spot

TITLE = N_("How someone would get in")
NOTHING = N_("No way in was worked out.")
MEANINGS = N_("What the words mean:")

_NO_WAY = N_("no way in is known")
_ABOUT = N_("The easiest way into each account that matters most, weakest first.")
_PROBABLY = N_("“Probably” means that nobody said so: it is only what is usual.")
_OWN_ENTRY = N_("see its own entry")
_STEPS = {
    # Whether it is needed beside another, and whether nobody said so → what it does.
    (False, False): "{step}",
    (False, True): N_("probably {step}"),
    (True, False): N_("and {step}"),
    (True, True): N_("and probably {step}"),
}
_BARE = {
    # The same where the thing itself says what it does.
    (False, False): "",
    (False, True): N_("probably"),
    (True, False): N_("and"),
    (True, True): N_("probably and"),
}
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
    sentences = [_(_ABOUT)]
    if picture.more:
        more = ngettext(
            "{number} more account matters as much and is not shown here.",
            "{number} more accounts matter as much and are not shown here.",
            picture.more,
        )
        sentences.append(more.format(number=digits(picture.more)))
    if any(arrow.assumed for arrow in picture.arrows):
        sentences.append(_(_PROBABLY))
    return " ".join(sentences)


def level(spot: Spot) -> str:
    """Return how hard a thing is to get at, for people."""
    return _(spot.level or _NO_WAY)


def levels(picture: Picture) -> list[tuple[str, str]]:
    """Return the levels that the accounts of a picture stand at, each with what it means."""
    used = {spot.level for spot in picture.spots if spot.kind == "account"}
    return [(_(word), _(meaning)) for word, meaning in LEVELS.values() if word in used]


def step(arrow: Arrow) -> str:
    """Return what the source of an arrow does for its target: `probably signs in`."""
    if not arrow.label:
        return _(_BARE[arrow.also, arrow.assumed])
    return _(_STEPS[arrow.also, arrow.assumed]).format(step=arrow.label)


def way_in(account: AccountSummary) -> str:
    """Return the easiest way into an account in one paragraph; empty where it needs none."""
    found = account.way_in
    if found is None or found.level == _HARDEST or not found.steps:
        return ""
    said = _("Easiest way in, probably: {steps}") if found.assumed else _("Easiest way in: {steps}")
    return said.format(steps=" ".join(found.steps))


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
        Branch("", spot.label, level(spot), _below(spots, arrows, (spot.id,)))
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
            found.append(Branch(step(arrow), need.label, _(_OWN_ENTRY)))
        else:
            further = _below(spots, arrows, (*path, need.id))
            found.append(Branch(step(arrow), need.label, "", further))
    return tuple(found)
