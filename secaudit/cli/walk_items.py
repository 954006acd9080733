"""The part of the walk about checklists: who is asking, then questions that can stop anywhere."""

from collections.abc import Iterable, Mapping, Sequence

from secaudit.choosing import in_order, questions, rounds, time_for
from secaudit.cli.prompts import choose, choose_many, confirm, heading, minutes, say
from secaudit.languages import _
from secaudit.model import AUDIENCES, Answer, Item, Platform

_ANSWERS = (
    ("Yes", Answer.YES),
    ("No", Answer.NO),
    ("Does not apply to me", Answer.NOT_APPLICABLE),
    ("I could not check now", Answer.UNKNOWN),
)
_SKIP = len(_ANSWERS)
_STOP = _SKIP + 1


def ask_audiences() -> frozenset[str]:
    """Ask what makes this person's questions different from everyone's."""
    heading(_("About you"))
    say(_("Some questions of the checklists matter more to some people."))
    say(_("What you choose here only picks the questions. It is in no report."))
    picked = choose_many(
        _("What is true of you?"), list(AUDIENCES.values()), enter=_("Enter for none of these")
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
    heading(_("Checklists (about {what})").format(what=minutes(time_for(number))))
    say(
        _("{what} about: {what2}.").format(
            what=_number(number), what2=", ".join(platform.name for platform in first)
        )
    )
    say(_("You can skip a checklist or stop at any question: what you answered so far counts."))
    if not confirm(_("Go through the checklists now?"), default=True):
        return {}
    answers: dict[str, Answer] = {}
    if walk_items(first, answers) and rest:
        number = questions(rest)
        say()
        say(_("Those were the most important ones."))
        if confirm(
            _("Answer {what} more, in about {what2}?").format(
                what=_number(number), what2=minutes(time_for(number))
            )
        ):
            walk_items(rest, answers)
    return answers


def walk_items(platforms: Sequence[Platform], answers: dict[str, Answer]) -> bool:
    """Ask the questions of some checklists into `answers`; False where the person stopped."""
    for number, platform in enumerate(platforms, 1):
        heading(
            _("Checklist {number} of {number2}: {name}").format(
                number=number, number2=len(platforms), name=platform.name
            )
        )
        if platform.warning:
            say(_("Read this first: {warning}").format(warning=platform.warning))
            if not confirm(_("Go on with this one?"), default=True):
                continue
        if platform.about:
            say(platform.about)
        for place, item in enumerate(platform.items, 1):
            picked = _ask(item, f"{place} of {len(platform.items)}")
            if picked == _STOP:
                return False
            if picked == _SKIP:
                break
            answers[item.id] = _ANSWERS[picked][1]
    return True


def _ask(item: Item, place: str) -> int:
    say()
    say(_("Question {place}: {question}").format(place=place, question=item.question))
    say(_("Why: {why}").format(why=item.why))
    say(_("Where: {where}").format(where=item.where))
    if item.url:
        say(_("Link: {url}").format(url=item.url))
    if item.see:
        say(_("More: secaudit checklist {see}").format(see=" ".join(item.see)))
    options = [
        *(text for text, _ in _ANSWERS),
        "Skip the rest of this checklist",
        "Stop here, and go on to the report",
    ]
    return choose(_("Your answer:"), options, default=len(_ANSWERS))


def _number(number: int) -> str:
    return f"{number} questions" if number > 1 else "1 question"
