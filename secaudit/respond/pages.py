"""What is shown, in order: the first screen, steps, people who help, laws, forms and the log."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from secaudit.languages import N_, _, day
from secaudit.model import Confidence
from secaudit.reports import words
from secaudit.respond import directory
from secaudit.respond.document import Block, Kind
from secaudit.respond.log import FIELDS, Entry
from secaudit.respond.model import ANYWHERE, Guide, Handbook, Service, Sourced, Step
from secaudit.respond.removal import Letter

NO_FAULT = N_("This is not your fault. You are not alone in this, and help exists.")
STAYS_HERE = N_("Nothing you read or type here leaves this device. No account is needed.")
SAFE = N_("Are you safe now?")
SAFETY = N_(
    "If you are in danger, or think of harming yourself, call for help first. The rest can wait."
)
NUMBERS = N_(
    "The emergency number where you are: 112 in many countries, 911, 999 or 000 in others."
)
WATCHED = N_("If someone may be watching this device, use another one, such as a friend's.")
PEOPLE = N_("People who help")
MINORS = N_(
    "Someone in the image is or may be under 18: do not save it, do not take a screenshot, do not "
    "upload it or send it on, not even as proof. Leave it where it is. Its address is enough."
)
MAYBE_MINORS = N_(
    "Is anyone in the image under 18, or might be? Then save nothing and upload nothing, not even "
    "as proof, and take the other guide."
)
ONE_EACH = N_("This is one for each country.")
NO_SERVICE = N_("We know of nobody in this country. These answer from anywhere:")
LOG_HERE = N_("To write down addresses and dates, never images")
ABOVE = N_("The numbers are at the top of this page.")
NO_LAW = N_("We know of no law about this there. A lawyer or the police can say what applies.")
NO_ADVICE = N_("A starting point, not legal advice.")
STALE = N_("That is over a year ago, so it may have changed.")

UNCHECKED = N_("A machine helped to translate this, and no native reader has checked it yet.")
"""Never shown in English."""

_PLACES = {"EU": N_("EU")}
"""Regions that are no country, as a person reads them."""

_SURE = {
    Confidence.CERTAIN: "",
    Confidence.LIKELY: N_("Read in an older copy or elsewhere."),
    Confidence.UNSURE: N_("Not confirmed: look at its own page first."),
}


@dataclass(frozen=True, slots=True)
class View:
    """What is shown, for where and for when."""

    handbook: Handbook
    country: str
    """A code, or "" where the person named none: it is never guessed."""
    forms: Mapping[str, str]
    """Platform → its form to report an intimate image."""
    today: date
    program: str = "secaudit respond"
    """The command that goes on in the same language."""


def first_screen(guide: Guide, view: View, *, few: int | None = None) -> Iterator[Block]:
    """Yield what comes before the steps of a guide.

    Where someone may be under 18, that nothing is to be saved comes before all else. `few` is how
    many of the people who help are named, briefly; None names all of them, in full.
    """
    yield Block(Kind.TITLE, guide.title)
    yield from translation_note(view)
    if guide.underage:
        yield Block(Kind.LOUD, _(MINORS))
    yield Block(Kind.TEXT, _(NO_FAULT))
    if guide.under_18:
        yield Block(Kind.LOUD, _(MAYBE_MINORS))
        yield Block(Kind.ADDRESS, _("The other guide"), f"{view.program} {guide.under_18}")
    yield Block(Kind.TEXT, " ".join(guide.first))
    yield from safety(view)
    yield Block(Kind.PART, _(PEOPLE))
    yield from people(view, guide.topics, few=few)


def translation_note(view: View) -> Iterator[Block]:
    """Yield that a machine helped to translate, as long as no native reader has checked it."""
    if view.handbook.machine_assisted:
        yield Block(Kind.SMALL, _(UNCHECKED))


def safety(view: View) -> Iterator[Block]:
    """Yield whether the person is safe, and whom to call if not."""
    yield Block(Kind.PART, _(SAFE))
    yield Block(Kind.TEXT, _(SAFETY))
    found = directory.emergency(view.handbook, view.country)
    for service in found:
        yield Block(Kind.ITEM, f"{service.name}: {_contact(service)}")
    if not found:
        yield Block(Kind.ITEM, _(NUMBERS))
    yield Block(Kind.ITEM, _(WATCHED))


def people(view: View, topics: Sequence[str] = (), *, few: int | None = None) -> Iterator[Block]:
    """Yield who helps: in full, or where `few` is given at most so many, in brief.

    Without a country: one number for each; in brief only who answers from anywhere.
    """
    if few is None and not view.country:
        for _code, name, service in directory.hurried(view.handbook, topics):
            yield Block(Kind.ITEM, f"{name}: {brief(service, view.today)}")
        yield Block(Kind.TEXT, _(ONE_EACH))
        yield Block(Kind.ADDRESS, _("All of one country"), f"{view.program} --country US")
        return
    found = directory.services(view.handbook, view.country or ANYWHERE, topics)
    if view.country and all(service.country == ANYWHERE for service in found):
        yield Block(Kind.TEXT, _(NO_SERVICE))
    for service in found[:few]:
        if few is None:
            yield from service_page(service, view.today)
        else:
            yield Block(Kind.ITEM, brief(service, view.today))


def whole(guide: Guide, view: View) -> Iterator[Block]:
    """Yield a guide from start to end, as it is printed."""
    yield from first_screen(guide, view)
    yield Block(Kind.PART, _("What to do, in this order"))
    for number, step in enumerate(guide.steps, 1):
        yield from step_page(step, step_place(number, guide), view)
        if step.adds:
            yield from added(step, view)
        yield from commands(step, view)
    yield from avoid_page(guide, view)


def step_place(number: int, guide: Guide) -> str:
    """Return `Step 1 of 5`."""
    return _("Step {number} of {last}").format(number=number, last=len(guide.steps))


def step_page(step: Step, place: str, view: View) -> Iterator[Block]:
    """Yield one step; `place` is such as `Step 1 of 5`."""
    title = f"{place}: {step.title}"
    if step.minutes:
        title += _(" (about {minutes})").format(minutes=words.minutes(step.minutes))
    yield Block(Kind.STEP, title)
    for sentence in step.text:
        yield Block(Kind.ITEM, sentence)
    for link in step.links:
        yield Block(Kind.ADDRESS, link.name, link.url)
    yield from _doubt(step, view.today)


def added(step: Step, view: View) -> Iterator[Block]:
    """Yield what the program puts under a step."""
    if step.adds == "help":
        yield Block(Kind.ITEM, _(ABOVE))
    elif step.adds == "platforms":
        yield from forms_page(view)
    elif step.adds == "laws":
        yield from laws_page(view)
    else:
        for request in directory.requests(view.handbook, view.country):
            yield Block(Kind.ADDRESS, request.choose, f"{view.program} --removal {request.id}")


def commands(step: Step, view: View) -> Iterator[Block]:
    """Yield the commands that go on from a step."""
    if step.evidence:
        yield Block(Kind.ADDRESS, _(LOG_HERE), f"{view.program} --log " + _("FILE"))
    if step.see:
        yield Block(Kind.ADDRESS, _("This goes on in"), f"{view.program} {step.see}")


def forms_page(view: View) -> Iterator[Block]:
    """Yield the form of each platform that has one."""
    for name, url in sorted(view.forms.items(), key=lambda form: form[0].casefold()):
        yield Block(Kind.ADDRESS, name, url)


def avoid_page(guide: Guide, view: View) -> Iterator[Block]:
    """Yield what not to do; nothing where the guide has no such part."""
    if guide.avoid:
        yield Block(Kind.PART, _("What does not help"))
    for avoid in guide.avoid:
        yield Block(Kind.ITEM, avoid.text)
        yield from _doubt(avoid, view.today)


def laws_page(view: View) -> Iterator[Block]:
    """Yield the laws of a country, or all where none was named."""
    found = directory.laws(view.handbook, view.country)
    if not found:
        yield Block(Kind.TEXT, _(NO_LAW))
    for law in found:
        where = view.handbook.countries.get(law.country) or _(_PLACES.get(law.country, law.country))
        yield Block(Kind.NAME, f"{where}: {law.title}")
        for sentence in law.text:
            yield Block(Kind.DETAIL, sentence)
        if law.in_force:
            yield Block(Kind.DETAIL, _("In force from {day}.").format(day=day(law.in_force)))
        if law.complaint:
            yield Block(Kind.ADDRESS, _("To complain"), law.complaint)
        yield from _age(law, view.today)
    yield Block(Kind.TEXT, _(NO_ADVICE))


def log_page(entries: Sequence[Entry]) -> Iterator[Block]:
    """Yield a log, the oldest entry first."""
    yield Block(Kind.TITLE, _("Log of what happened"))
    if not entries:
        yield Block(Kind.TEXT, _("There is nothing in it yet."))
    for number, entry in enumerate(entries, 1):
        noted = f"{day(entry.noted)}, {entry.noted:%H:%M %Z}".strip()
        title = _("Entry {number}, written down on {noted}").format(number=number, noted=noted)
        yield Block(Kind.NAME, title)
        for key, text in entry.values.items():
            yield Block(Kind.DETAIL, f"{_(FIELDS[key])}: {text}")


def letter_page(letter: Letter) -> Iterator[Block]:
    """Yield a removal request, and nothing that is not part of it."""
    for paragraph in letter.paragraphs:
        for number, line in enumerate(paragraph):
            yield Block(Kind.DETAIL if number or len(paragraph) > 1 else Kind.TEXT, line)


def front_page(view: View) -> Iterator[Block]:
    """Yield what comes before everything, and all that there is, for a printed page."""
    yield Block(Kind.TITLE, _("When something happened"))
    yield from translation_note(view)
    yield Block(Kind.TEXT, f"{_(NO_FAULT)} {_(STAYS_HERE)}")
    yield from safety(view)
    yield Block(Kind.PART, _(PEOPLE))
    yield from people(view)
    yield from list_page(view.handbook)


def list_page(handbook: Handbook) -> Iterator[Block]:
    """Yield the guides and letters by name."""
    yield Block(Kind.PART, _("Guides"))
    for guide in handbook.guides:
        yield Block(Kind.DETAIL, f"{guide.id}: {guide.choose}")
    yield Block(Kind.PART, _("Removal requests"))
    for request in handbook.requests:
        yield Block(Kind.DETAIL, f"{request.id}: {request.choose}")


def service_page(service: Service, today: date) -> Iterator[Block]:
    """Yield all about one service, its number first."""
    yield Block(Kind.NAME, service.name)
    if service.phone:
        yield Block(Kind.DETAIL, _("Phone: {number}").format(number=service.phone))
    if service.text:
        yield Block(Kind.DETAIL, service.text)
    if service.hours:
        yield Block(Kind.DETAIL, _("Hours: {hours}").format(hours=service.hours))
    if service.languages:
        spoken = ", ".join(service.languages)
        yield Block(Kind.DETAIL, _("Languages: {languages}").format(languages=spoken))
    yield Block(Kind.DETAIL, _("For: {what}").format(what=service.what_for))
    if service.who_for:
        yield Block(Kind.DETAIL, _("For whom: {who}").format(who=service.who_for))
    if service.web:
        yield Block(Kind.ADDRESS, _("Web"), service.web)
    yield from _age(service, today)


def brief(service: Service, today: date) -> str:
    """Return `844-878-2274, CCRI Image Abuse Helpline (Day and night).` or the like."""
    contact = _contact(service)
    # Some are called what they are dialled: "3018".
    who = service.name if service.name.startswith(contact) else f"{contact}, {service.name}"
    hours = f" ({service.hours})" if service.hours and service.phone else ""
    if not service.is_stale(today):
        return f"{who}{hours}."
    year = _("Checked {day}, over a year ago.").format(day=day(service.checked))
    return f"{who}{hours}. {year}"


def _contact(service: Service) -> str:
    return service.phone or service.text or service.web


def _age(entry: Sourced, today: date) -> Iterator[Block]:
    """Yield how old and how sure an entry is."""
    parts = [_("Last checked {day}.").format(day=day(entry.checked))]
    if entry.is_stale(today):
        parts.append(_(STALE))
    if sure := _SURE[entry.confidence]:
        parts.append(_(sure))
    yield Block(Kind.SMALL, " ".join(parts))


def _doubt(entry: Sourced, today: date) -> Iterator[Block]:
    """Yield the same, but only where it should make the reader careful."""
    if entry.is_stale(today) or entry.confidence is Confidence.UNSURE:
        yield from _age(entry, today)
