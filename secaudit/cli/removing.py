"""Fill in a removal request with the person; nothing is sent, and no image is asked for."""

from datetime import date, datetime
from pathlib import Path

from secaudit.cli.keeping import ask_place, is_private
from secaudit.cli.options import Writing
from secaudit.cli.prompts import ask, choose, confirm, say
from secaudit.cli.showing import show
from secaudit.errors import OutputError
from secaudit.files import write_whole
from secaudit.respond.document import write
from secaudit.respond.model import Blank, Request
from secaudit.respond.pages import View, letter_page
from secaudit.respond.removal import BY_HAND, MAX_ANSWER, Letter, fill_in
from secaudit.text import clean


def ask_letter(request: Request, view: View, saved: list[Path], writing: Writing) -> None:
    """Ask for each blank, show the letter, and save it where the person likes.

    What the law needs cannot be left out: it is asked again, with the reason; who cannot state
    what has to be stated gets no letter. `saved` gets the path of what was written.
    """
    say()
    say(request.choose)
    for sentence in request.before:
        say(f"  {sentence}")
    say("Nothing is sent: you get a letter to send yourself. Never add the image to it.")
    answers: dict[str, tuple[str, ...]] = {}
    for number, blank in enumerate(request.blanks, 1):
        say()
        say(f"{number} of {len(request.blanks)}{'' if blank.required else ', may be left out'}:")
        given = _ask_blank(blank)
        if given is None:
            say("So there is no letter, and that is all right. The other ways stay open to you.")
            return
        if given:
            answers[blank.id] = given
    letter = fill_in(request, answers, _ask_sent(request, view.today))
    show(letter_page(letter))
    say_when(request, letter)
    _save(letter, saved, writing)


def say_when(request: Request, letter: Letter) -> None:
    """Say what is left to do, by when the platform has to have acted, and what comes then."""
    if letter.to_sign:
        say("Sign it by hand before you send it: without a signature it may not count.")
    hours = request.law.deadline_hours
    if letter.deadline:
        say(f"The platform has {hours} hours. They are over on {letter.deadline}.")
    else:
        say(f"{request.law.title}: no number of hours counts on the day you send it.")
    say("Note the day, the time and the case number: secaudit respond --log FILE")
    if request.law.complaint:
        say(f"If it is still there after that, complain at {request.law.complaint}")


def _ask_blank(blank: Blank) -> tuple[str, ...] | None:
    """Return the lines of an answer, none where it was left out; None: it cannot be stated."""
    if blank.kind == "statement":
        say(blank.text)
        if confirm(blank.question):
            return (blank.text,)
        say(blank.why)
        return None if blank.required else ()
    if blank.kind == "choice":
        options = [*blank.choices, *([] if blank.required else ["Leave it out"])]
        picked = choose(blank.question, options)
        return (options[picked],) if picked < len(blank.choices) else ()
    say(blank.question)
    if blank.kind == "signature":
        say(f"Your typed name is your signature. To sign on paper, type: {BY_HAND}")
    while True:
        lines = _ask_lines(blank)
        if lines or not blank.required:
            return lines
        say(f"This cannot be left out. {blank.why}")


def _ask_lines(blank: Blank) -> tuple[str, ...]:
    if blank.kind != "lines":
        line = clean(ask("Your answer"), MAX_ANSWER)
        return (line,) if line else ()
    lines: list[str] = []
    while line := clean(ask("One (Enter when done)"), MAX_ANSWER):
        lines.append(line)
    return tuple(lines)


def _ask_sent(request: Request, today: date) -> date:
    """Ask for the day, and for the time too where the law counts less than a day."""
    say()
    if (request.law.deadline_hours or 24) < 24:  # noqa: PLR2004  # a day
        now = datetime.now().replace(second=0, microsecond=0)  # noqa: DTZ005  # where they are
        return _ask_moment("day and time", now, f"{now:%Y-%m-%d %H:%M}", "now")
    return _ask_moment("day", today, str(today), "today")


def _ask_moment(what: str, default: date, example: str, enter: str) -> date:
    while text := ask(f"The {what} you will send it, such as {example} (Enter for {enter})"):
        try:
            return type(default).fromisoformat(text)
        except ValueError:
            say(f"Please write it as in the example: {example}")
    return default


def _save(letter: Letter, saved: list[Path], writing: Writing) -> None:
    path = writing.output
    if path is None or not is_private(path):
        path = ask_place("Save the letter?")
        writing = writing._replace(force=False)
    if path is None:
        return
    try:
        write_whole(path, write(letter_page(letter), writing.format).encode(), force=writing.force)
    except OutputError as error:  # the letter is on the screen: let it be tried again
        say(f"{error.message}. {error.hint}")
        _save(letter, saved, writing._replace(output=None))
    else:
        saved.append(path)
