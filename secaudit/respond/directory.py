"""Who helps, and what the law says, in a country that the person has named."""

from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from unicodedata import combining, normalize

from secaudit.languages import _
from secaudit.respond.model import ANYWHERE, Handbook, Law, Request, Service

_ALSO = {"UK": "GB", "EL": "GR"}
"""Codes that people and the European Union write in place of ISO's."""


HURRY = ("image", "threat", "abuse")
"""What a first number is for where no guide was chosen: not money, and not only the young."""


def country_of(text: str, handbook: Handbook) -> str | None:
    """Return the code that a code or a name of a country stands for, None where it is neither.

    A code that has no entry is a code all the same: what answers from anywhere is for it too.
    """
    code = text.strip().upper()
    code = _ALSO.get(code, code)
    if len(code) == 2 and code.isascii() and code.isalpha():  # noqa: PLR2004  # ISO 3166-1 alpha-2
        return code
    names = {_letters(name): code for code, name in handbook.countries.items()}
    return names.get(_letters(text.strip()))


def _letters(text: str) -> str:
    """Return a name without case and accents: `mexico` is typed where there is no é."""
    return "".join(c for c in normalize("NFKD", text.casefold()) if not combining(c))


def places(country: str, handbook: Handbook) -> tuple[str, ...]:
    """Return a country and the regions it is in."""
    within = (region for region, members in handbook.regions.items() if country in members)
    return (country, *within)


def services(
    handbook: Handbook, country: str = "", topics: Sequence[str] = ()
) -> tuple[Service, ...]:
    """Return who helps: those of the country first, then of its regions, then from anywhere.

    Without a country all of them. With topics only those for any of them or for a crisis, what
    fits the first of the topics first; without, in the order of the file.
    """
    wanted = (*topics, "crisis") if topics else ()
    where = (*places(country, handbook), ANYWHERE)
    found = [
        service
        for service in handbook.services
        if (not country or service.country in where)
        and "emergency" not in service.topics
        and (not topics or not service.topics.isdisjoint(wanted))
    ]

    def rank(service: Service) -> tuple[int, int]:
        place = where.index(service.country) if country else 0
        fit = next((n for n, topic in enumerate(wanted) if topic in service.topics), len(wanted))
        return place, fit

    return tuple(sorted(found, key=rank))


def emergency(handbook: Handbook, country: str) -> tuple[Service, ...]:
    """Return whom to call in danger; without a country only what answers from anywhere."""
    where = (*places(country, handbook), ANYWHERE)
    found = [s for s in handbook.services if "emergency" in s.topics and s.country in where]
    return tuple(sorted(found, key=lambda service: where.index(service.country)))


def hurried(handbook: Handbook, topics: Sequence[str] = ()) -> Iterator[tuple[str, str, Service]]:
    """Yield each country, its code and name, with the one service there to turn to first.

    That is the first who fits and has a phone number, else the first who fits; "anywhere" comes
    before the countries.
    """
    everywhere = [(ANYWHERE, _("Anywhere")), *sorted(handbook.countries.items(), key=itemgetter(1))]
    for code, name in everywhere:
        fitting = _own(code, services(handbook, code, topics or HURRY))
        # A country may have nobody for this, and some have nothing but an emergency number.
        if own := fitting or _own(code, services(handbook, code)):
            yield code, name, next((service for service in own if service.phone), own[0])


def _own(code: str, found: Iterable[Service]) -> list[Service]:
    return [s for s in found if code == ANYWHERE or s.country != ANYWHERE]


def laws(handbook: Handbook, country: str = "") -> tuple[Law, ...]:
    """Return the laws of a country and its regions; without a country all of them."""
    where = places(country, handbook)
    return tuple(law for law in handbook.laws if not country or law.country in where)


def requests(handbook: Handbook, country: str = "") -> tuple[Request, ...]:
    """Return the letters, those of the country and its regions first, then the others."""
    where = (*places(country, handbook), ANYWHERE)
    return tuple(sorted(handbook.requests, key=lambda request: request.country not in where))
