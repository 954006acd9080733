"""The part of the walk about checklists: who is asking, then questions that can stop anywhere."""

from collections.abc import Iterable, Mapping, Sequence

from secaudit.choosing import in_order, questions, rounds, time_for
from secaudit.cli.prompts import choose, choose_many, confirm, heading, minutes, say
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
    heading("About you")
    say("Some questions of the checklists matter more to some people.")
    say("What you choose here only picks the questions. It is in no report.")
    picked = choose_many(
        "What is true of you?", list(AUDIENCES.values()), enter="Enter for none of these"
    )
    chosen = frozenset(list(AUDIENCES)[index] for index in picked)
    if "known-risk" in chosen:
        say("If that person may see what you do on this device, use another one for this.")
    return chosen


def choose_platforms(platforms: Iterable[Platform]) -> list[Platform]:
    """Ask which platforms the person uses."""
    platforms = list(platforms)
    picked = choose_many("Which of these do you use?", [platform.name for platform in platforms])
    return [platforms[index] for index in picked]


def walk_checklists(platforms: Sequence[Platform]) -> Mapping[str, Answer]:
    """Ask the most important questions of all checklists, then offer the others."""
    first, rest = rounds(in_order(platforms))
    number = questions(first)
    heading(f"Checklists (about {minutes(time_for(number))})")
    say(f"{_number(number)} about: {', '.join(platform.name for platform in first)}.")
    say("You can skip a checklist or stop at any question: what you answered so far counts.")
    if not confirm("Go through the checklists now?", default=True):
        return {}
    answers: dict[str, Answer] = {}
    if walk_items(first, answers) and rest:
        number = questions(rest)
        say()
        say("Those were the most important ones.")
        if confirm(f"Answer {_number(number)} more, in about {minutes(time_for(number))}?"):
            walk_items(rest, answers)
    return answers


def walk_items(platforms: Sequence[Platform], answers: dict[str, Answer]) -> bool:
    """Ask the questions of some checklists into `answers`; False where the person stopped."""
    for number, platform in enumerate(platforms, 1):
        heading(f"Checklist {number} of {len(platforms)}: {platform.name}")
        if platform.warning:
            say(f"Read this first: {platform.warning}")
            if not confirm("Go on with this one?", default=True):
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
    say(f"Question {place}: {item.question}")
    say(f"Why: {item.why}")
    say(f"Where: {item.where}")
    if item.url:
        say(f"Link: {item.url}")
    if item.see:
        say(f"More: secaudit checklist {' '.join(item.see)}")
    options = [
        *(text for text, _ in _ANSWERS),
        "Skip the rest of this checklist",
        "Stop here, and go on to the report",
    ]
    return choose("Your answer:", options, default=len(_ANSWERS))


def _number(number: int) -> str:
    return f"{number} questions" if number > 1 else "1 question"
