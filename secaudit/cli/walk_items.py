"""The part of the walk about checklists: who is asking, then questions that can stop anywhere."""

from collections.abc import Iterable, Mapping, Sequence

from secaudit.choosing import in_order, questions, rounds, time_for
from secaudit.cli.prompts import choose, choose_many, confirm, heading, minutes, say
from secaudit.languages import N_, _, current, ngettext
from secaudit.model import AUDIENCES, Answer, Item, Platform

_ANSWERS = (
    (N_("Yes"), Answer.YES),
    (N_("No"), Answer.NO),
    (N_("Does not apply to me"), Answer.NOT_APPLICABLE),
    (N_("I could not check now"), Answer.UNKNOWN),
)
_SKIP = len(_ANSWERS)
_STOP = _SKIP + 1


def ask_audiences() -> frozenset[str]:
    """Ask what makes this person's questions different from everyone's."""
    heading(_("About you"))
    say(_("Some questions of the checklists matter more to some people."))
    say(_("What you choose here only picks the questions. It is in no report."))
    picked = choose_many(
        _("What is true of you?"),
        [_(words) for words in AUDIENCES.values()],
        enter=N_("Enter for none of these"),
    )
    chosen = frozenset(list(AUDIENCES)[index] for index in picked)
    if "known-risk" in chosen:
        say(_("If that person may see what you do on this device, use another one for this."))
    return chosen


def choose_platforms(platforms: Iterable[Platform]) -> list[Platform]:
    """Ask which platforms the person uses."""
    platforms = list(platforms)
    picked = choose_many(_("Which of these do you use?"), [platform.name for platform in platforms])
    return [platforms[index] for index in picked]


def walk_checklists(platforms: Sequence[Platform]) -> Mapping[str, Answer]:
    """Ask the most important questions of all checklists, then offer the others."""
    first, rest = rounds(in_order(platforms))
    number = questions(first)
    heading(_("Checklists (about {minutes})").format(minutes=minutes(time_for(number))))
    say(
        ngettext(
            "{number} question about: {names}.", "{number} questions about: {names}.", number
        ).format(number=number, names=", ".join(platform.name for platform in first))
    )
    say_what_is_english(platforms)
    say(_("You can skip a checklist or stop at any question: what you answered so far counts."))
    if not confirm(_("Go through the checklists now?"), default=True):
        return {}
    answers: dict[str, Answer] = {}
    if walk_items(first, answers) and rest:
        number = questions(rest)
        say()
        say(_("Those were the most important ones."))
        if confirm(
            ngettext(
                "Answer {number} question more, in about {minutes}?",
                "Answer {number} questions more, in about {minutes}?",
                number,
            ).format(number=number, minutes=minutes(time_for(number)))
        ):
            walk_items(rest, answers)
    return answers


def say_what_is_english(platforms: Iterable[Platform]) -> None:
    """Say once where questions are not in the language that is spoken: nobody translated them."""
    if any(platform.language != current() for platform in platforms):
        say(_("Some of the questions are still in English: nobody has translated them yet."))


def walk_items(platforms: Sequence[Platform], answers: dict[str, Answer]) -> bool:
    """Ask the questions of some checklists into `answers`; False where the person stopped."""
    for number, platform in enumerate(platforms, 1):
        heading(
            _("Checklist {number} of {last}: {name}").format(
                number=number, last=len(platforms), name=platform.name
            )
        )
        if platform.warning:
            say(_("Read this first: {warning}").format(warning=platform.warning))
            if not confirm(_("Go on with this one?"), default=True):
                continue
        if platform.about:
            say(platform.about)
        for place, item in enumerate(platform.items, 1):
            picked = _ask(item, place, len(platform.items))
            if picked == _STOP:
                return False
            if picked == _SKIP:
                break
            answers[item.id] = _ANSWERS[picked][1]
    return True


def _ask(item: Item, number: int, last: int) -> int:
    say()
    say(
        _("Question {number} of {last}: {question}").format(
            number=number, last=last, question=item.question
        )
    )
    say(_("Why: {why}").format(why=item.why))
    say(_("Where: {where}").format(where=item.where))
    if item.url:
        say(_("Link: {url}").format(url=item.url))
    if item.see:
        say(_("More: secaudit checklist {names}").format(names=" ".join(item.see)))
    options = [
        *(_(text) for text, _answer in _ANSWERS),
        _("Skip the rest of this checklist"),
        _("Stop here, and go on to the report"),
    ]
    return choose(_("Your answer:"), options, default=len(_ANSWERS))
