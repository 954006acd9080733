"""The nouns of help: a guide and its steps, people who help, laws, letters; all frozen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from secaudit.model import Confidence

TOPICS = (
    "emergency",
    "image",
    "threat",
    "fake",
    "under-18",
    "abuse",
    "crisis",
    "account",
    "number",
    "fraud",
    "crime",
)
"""What people may help with, and what a guide is about."""

ADDS = ("help", "platforms", "removal", "laws")
"""What the program may put under a step."""

KINDS = ("line", "lines", "statement", "choice", "signature")
"""What a field of a letter takes. There is none for a file or an image."""

ANYWHERE = "any"
"""The country of a service that answers from everywhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourced:
    """Something that was read somewhere, on some day."""

    sources: tuple[str, ...]
    checked: date
    confidence: Confidence

    def is_stale(self, today: date) -> bool:
        """Whether nobody has looked at it for a year."""
        return (today - self.checked).days > 365  # noqa: PLR2004


@dataclass(frozen=True, slots=True)
class Link:
    """An address, and what to call it."""

    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Sourced):
    """One thing to do."""

    id: str
    title: str
    text: tuple[str, ...]
    minutes: int | None = None
    evidence: bool = False
    """Whether addresses and dates are written down here."""
    adds: str = ""
    """One of ADDS, or nothing."""
    see: str = ""
    """Id of the guide that goes on from here."""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Avoid(Sourced):
    """One thing not to do."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """What to do when one kind of thing happened."""

    id: str
    order: int
    choose: str
    """The line in the menu."""
    title: str
    first: tuple[str, ...]
    """The guide's own part of the first screen."""
    underage: bool
    """Whether someone in the image is or may be under 18: nothing is to be saved or uploaded."""
    under_18: str
    """Id of the guide to take instead where someone may be under 18; "" where there is none."""
    topics: tuple[str, ...]
    steps: tuple[Step, ...]
    avoid: tuple[Avoid, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Service(Sourced):
    """People who help."""

    id: str
    country: str
    """ISO 3166-1 alpha-2, a region, or ANYWHERE."""
    name: str
    what_for: str
    who_for: str
    topics: frozenset[str]
    phone: str
    text: str
    """How to write instead of calling."""
    hours: str
    languages: tuple[str, ...]
    web: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Law(Sourced):
    """What the law of a country or region says; a starting point, no advice."""

    id: str
    country: str
    title: str
    text: tuple[str, ...]
    deadline_hours: int | None
    """Hours that a platform has to act on a valid request, since `in_force`."""
    in_force: date | None
    complaint: str
    """Where to complain, an address; or ""."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """A blank of a letter, to be filled in."""

    id: str
    kind: str
    """One of KINDS."""
    question: str
    why: str
    """What a person reads who would leave it out."""
    required: bool
    text: str
    """What is stated; for a statement only."""
    choices: tuple[str, ...]
    text_means: str = ""
    """What is stated, in the reader's language where the letter is in another."""
    choices_mean: tuple[str, ...] = ()
    """The same for each choice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(Sourced):
    """A letter that asks a platform to take an image down."""

    id: str
    country: str
    choose: str
    law: Law
    before: tuple[str, ...]
    blanks: tuple[Blank, ...]
    letter: tuple[str, ...]
    """Paragraphs; `{id}` is the answer to that blank, `{sent}` and `{deadline}` are dates."""
    language: str = "en"
    """That the letter is in."""
    says: tuple[str, ...] = ()
    """What the letter says, in the reader's language where the letter is in another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handbook:
    """All there is."""

    guides: tuple[Guide, ...]
    """In the order of the menu."""
    services: tuple[Service, ...]
    laws: tuple[Law, ...]
    requests: tuple[Request, ...]
    countries: Mapping[str, str]
    """ISO 3166-1 alpha-2 → name."""
    regions: Mapping[str, frozenset[str]]
    """Such as EU → its countries."""
    machine_assisted: bool = False
    """Whether it is a translation that no native reader has checked yet."""
