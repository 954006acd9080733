"""Go through a guide with the person, in numbered lines; a phone number is always under 1."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from secaudit.cli.keeping import ask_place
from secaudit.cli.noting import keep_log
from secaudit.cli.options import Writing
from secaudit.cli.prompts import ask, choose, say
from secaudit.cli.removing import ask_letter
from secaudit.cli.showing import show
from secaudit.errors import OutputError, UsageError
from secaudit.languages import N_, _
from secaudit.respond import directory, pages
from secaudit.respond.document import Block, Kind
from secaudit.respond.model import ANYWHERE, Guide, Step
from secaudit.respond.pages import View

_NUMBERS = N_("Phone numbers of people who help")
_FEW = 3
"""How many of the people who help the first screen of a guide names."""

_END = -1
"""The page after the last."""

_OTHER_COUNTRY = N_("Or type another country, such as US.")

Option = tuple[str, Callable[[], None] | int]
"""A line to choose, with what it does, or the page it leads to."""


@dataclass(slots=True)
class Visit:
    """One person, on one day."""

    view: View
    saved: list[Path] = field(default_factory=list)
    """What was written, in order."""
    log: Path | None = None
    """The log written to before, so that it is not asked for again."""

    def begin(self, guide: Guide | None) -> None:
        """Show a guide, or the first screen and whatever is chosen there, until all is done."""
        if guide:
            self._guide(guide)
            return
        show(
            [
                Block(Kind.TEXT, f"{_(pages.NO_FAULT)} {_(pages.STAYS_HERE)}"),
                *pages.translation_note(self.view),
                *pages.safety(self.view),
            ]
        )
        options: list[Option] = [
            (_(_NUMBERS), self._numbers),
            *((guide.choose, partial(self._guide, guide)) for guide in self.view.handbook.guides),
            (_("Write a letter that asks a platform to take an image down"), self._letter),
            (_("Write down addresses and dates in a log"), self._log),
            (_("Stop here"), _END),
        ]
        while self._chosen(_("What do you need? Enter shows phone numbers."), options, 1) is None:
            pass

    def _guide(self, guide: Guide) -> None:
        """Show the first screen, each step and what does not help, one page at a time."""
        steps, page = guide.steps, 0
        end = len(steps) + 1
        while page != _END:
            if page == 0:
                show(pages.first_screen(guide, self.view, few=_FEW))
            elif page < end:
                place = pages.step_place(page, guide)
                show(pages.step_page(steps[page - 1], place, self.view))
            else:
                show(pages.avoid_page(guide, self.view))
            options = list(self._options(guide, page))
            while (then := self._chosen(_("What next?"), options, 2)) is None:
                pass
            page = then

    def _options(self, guide: Guide, page: int) -> Iterator[Option]:
        """Yield what may come after a page; the second is what most people want next."""
        steps = guide.steps
        yield _(_NUMBERS), partial(self._numbers, guide.topics)
        if page < len(steps):
            yield _("Next: {step}").format(step=steps[page].title), page + 1
        elif page == len(steps) and guide.avoid:
            yield _("Next: what does not help"), page + 1
        else:
            yield _("Done"), _END
        if page == 0 and guide.under_18:
            other = next(g for g in self.view.handbook.guides if g.id == guide.under_18)
            yield other.choose, partial(self._guide, other)
        if 0 < page <= len(steps):
            yield from self._of_step(guide, steps[page - 1])
        if page:
            yield _("One page back"), page - 1
        if page < len(steps) + bool(guide.avoid):
            yield _("Leave this guide"), _END

    def _of_step(self, guide: Guide, step: Step) -> Iterator[Option]:
        """Yield what belongs to one step."""
        if step.adds == "removal":
            yield _("Write the letter now"), self._letter
        elif step.adds == "platforms":
            yield (
                _("Show the form of each platform"),
                lambda: show(pages.forms_page(self.view)),
            )
        elif step.adds == "laws":
            yield _("Show what the law says"), self._laws
        if step.evidence:
            underage = None if guide.under_18 else guide.underage
            yield _("Write it down in a log"), partial(self._log, underage=underage)
        if step.see:
            other = next(g for g in self.view.handbook.guides if g.id == step.see)
            yield _("Go to: {guide}").format(guide=other.title), partial(self._guide, other)

    def _chosen(self, question: str, options: Sequence[Option], default: int) -> int | None:
        """Ask for an option and do it; return the page it leads to, None to ask again."""
        say()
        action = options[choose(question, [option[0] for option in options], default)][1]
        if isinstance(action, int):
            return action
        try:
            action()
        except (OutputError, UsageError) as error:  # one file that does not do ends no visit
            say(f"{error.message}. {error.hint}")
        return None

    def _numbers(self, topics: Sequence[str] = ()) -> None:
        """Show a number for each country, then all there is in the one that is chosen."""
        if not self.view.country and not self._ask_country(topics):
            return
        handbook = self.view.handbook
        while True:
            country = self.view.country
            found = (
                *directory.emergency(handbook, country),
                *directory.services(handbook, country, topics),
            )
            show([Block(Kind.TEXT, handbook.countries.get(country, country))])
            say()
            for number, service in enumerate(found, 1):
                say(f"  {number}. {pages.brief(service, self.view.today)}")
            say(_(_OTHER_COUNTRY))
            while (line := ask(_("Number, for all about one (Enter to go back)"))).isdecimal():
                if 1 <= int(line) <= len(found):
                    show(pages.service_page(found[int(line) - 1], self.view.today))
            if not line:
                return
            self._take_country(line)

    def _ask_country(self, topics: Sequence[str] = ()) -> bool:
        """Show one number for each country and ask for one; tell whether there is one now."""
        listed = tuple(directory.hurried(self.view.handbook, topics))
        countries = [each[0] for each in listed if each[0] != ANYWHERE]
        say()
        for code, name, service in listed:
            number = f"{countries.index(code) + 1}. " if code in countries else ""
            say(f"  {number}{name}: {pages.brief(service, self.view.today)}")
        say(_("For all the numbers of a country, choose it."))
        while line := ask(_("Its number or its name (Enter to go back)")):
            if line.isdecimal() and 1 <= int(line) <= len(countries):
                line = countries[int(line) - 1]
            if self._take_country(line):
                return True
        return False

    def _take_country(self, text: str) -> bool:
        country = directory.country_of(text, self.view.handbook)
        if country is None:
            say(_("That is not on the list. Two letters do too, such as US."))
            return False
        self.view = replace(self.view, country=country)
        return True

    def _laws(self) -> None:
        if not self.view.country:
            say(_("The law is shown for your country."))
            self._ask_country()
        show(pages.laws_page(self.view))

    def _letter(self) -> None:
        requests = directory.requests(self.view.handbook, self.view.country)
        options = [*(request.choose for request in requests), _("Go back")]
        say()
        picked = choose(_("Which letter?"), options, len(options))
        if picked < len(requests):
            writing = Writing("text", None, force=False, exit_zero=True)
            ask_letter(requests[picked], self.view, self.saved, writing)

    def _log(self, *, underage: bool | None = None) -> None:
        path = self.log or ask_place(_("Where should the log be?"))
        if path:
            keep_log(path, self.saved, underage=underage)
            self.log = path if path in self.saved else None
