"""Fill in a removal request with the person; nothing is sent, and no image is asked for."""

from datetime import date, datetime
from pathlib import Path

from secaudit.cli.keeping import ask_place, is_private
from secaudit.cli.options import Writing
from secaudit.cli.prompts import ask, choose, confirm, say
from secaudit.cli.showing import show
from secaudit.errors import OutputError
from secaudit.files import write_whole
from secaudit.languages import _, speaking
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
    say(_("Nothing is sent: you get a letter to send yourself. Never add the image to it."))
    if request.says:
        say()
        say(_("The letter is in English, for the platform and its law. This is what it says:"))
        for sentence in request.says:
            say(f"  {sentence}")
    answers: dict[str, tuple[str, ...]] = {}
    for number, blank in enumerate(request.blanks, 1):
        say()
        place = (
            _("{number} of {last}:")
            if blank.required
            else _("{number} of {last}, may be left out:")
        )
        say(place.format(number=number, last=len(request.blanks)))
        given = _ask_blank(blank)
        if given is None:
            say(_("So there is no letter, and that is all right. The other ways stay open to you."))
            return
        if given:
            answers[blank.id] = given
    letter = fill_in(request, answers, _ask_sent(request, view.today))
    show(letter_page(letter))
    say_when(request, letter, view)
    _save(request, letter, saved, writing)


def say_when(request: Request, letter: Letter, view: View) -> None:
    """Say what is left to do, by when the platform has to have acted, and what comes then."""
    if letter.to_sign:
        say(_("Sign it by hand before you send it: without a signature it may not count."))
    hours = request.law.deadline_hours
    if letter.deadline:
        say(
            _("The platform has {hours} hours. They are over on {deadline}.").format(
                hours=hours, deadline=letter.deadline
            )
        )
    else:
        say(
            _("{law}: no number of hours counts on the day you send it.").format(
                law=request.law.title
            )
        )
    command = f"{view.program} --log " + _("FILE")
    say(_("Note the day, the time and the case number: {command}").format(command=command))
    if request.law.complaint:
        say(
            _("If it is still there after that, complain at {address}").format(
                address=request.law.complaint
            )
        )


def _ask_blank(blank: Blank) -> tuple[str, ...] | None:
    """Return the lines of an answer, none where it was left out; None: it cannot be stated."""
    if blank.kind == "statement":
        if blank.text_means:
            say(blank.text_means)
            say(_("In the letter: {text}").format(text=blank.text))
        else:
            say(blank.text)
        if confirm(blank.question):
            return (blank.text,)
        say(blank.why)
        return None if blank.required else ()
    if blank.kind == "choice":
        options = [*(blank.choices_mean or blank.choices)]
        options += [] if blank.required else [_("Leave it out")]
        picked = choose(blank.question, options)
        return blank.choices[picked : picked + 1]
    say(blank.question)
    if blank.kind == "signature":
        say(
            _("Your typed name is your signature. To sign on paper, type: {answer}").format(
                answer=_(BY_HAND)
            )
        )
    while True:
        lines = _ask_lines(blank)
        if lines or not blank.required:
            return lines
        say(_("This cannot be left out. {why}").format(why=blank.why))


def _ask_lines(blank: Blank) -> tuple[str, ...]:
    if blank.kind != "lines":
        line = clean(ask(_("Your answer")), MAX_ANSWER)
        if blank.kind == "signature" and line.casefold() == _(BY_HAND):
            return (BY_HAND,)
        return (line,) if line else ()
    lines: list[str] = []
    while line := clean(ask(_("One (Enter when done)")), MAX_ANSWER):
        lines.append(line)
    return tuple(lines)


def _ask_sent(request: Request, today: date) -> date:
    """Ask for the day, and for the time too where the law counts less than a day."""
    say()
    if (request.law.deadline_hours or 24) < 24:  # noqa: PLR2004  # a day
        now = datetime.now().astimezone().replace(second=0, microsecond=0)  # where they are
        question = _("The day and time you will send it, such as {example} (Enter for now)")
        return _ask_moment(question, now, f"{now:%Y-%m-%d %H:%M}")
    question = _("The day you will send it, such as {example} (Enter for today)")
    return _ask_moment(question, today, str(today))


def _ask_moment(question: str, default: date, example: str) -> date:
    while text := ask(question.format(example=example)):
        try:
            moment = type(default).fromisoformat(text)
            if not isinstance(moment, datetime):
                return moment
            if ":" in text:  # without a time the hours would count from midnight, too early
                return moment.astimezone()
            say(_("Please write it as in the example: {example}").format(example=example))
        except ValueError:
            say(_("Please write it as in the example: {example}").format(example=example))
    return default


def _save(request: Request, letter: Letter, saved: list[Path], writing: Writing) -> None:
    path = writing.output
    if path is None or not is_private(path):
        path = ask_place(_("Save the letter?"))
        writing = writing._replace(force=False)
    if path is None:
        return
    with speaking(request.language):
        text = write(letter_page(letter), writing.format)
    try:
        write_whole(path, text.encode(), force=writing.force)
    except OutputError as error:  # the letter is on the screen: let it be tried again
        say(f"{error.message}. {error.hint}")
        _save(request, letter, saved, writing._replace(output=None))
    else:
        saved.append(path)
