"""`secaudit respond`: calm help when something happened, without a network or an account."""

import sys
from typing import TYPE_CHECKING

import click

from secaudit.cli.commands import Command, named_language
from secaudit.cli.options import Writing
from secaudit.cli.prompts import is_interactive, say
from secaudit.errors import ExitCode, UsageError
from secaudit.languages import _, current, speaking

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from secaudit.respond.document import Block
    from secaudit.respond.model import Guide, Handbook, Request
    from secaudit.respond.pages import View

FORMATS = ("text", "markdown", "html")
_ENDINGS = {".md": "markdown", ".html": "html", ".htm": "html"}


@click.command(cls=Command)
@click.argument("name", required=False, metavar="[GUIDE]")
@click.option("--list", "list_", is_flag=True, help="Show which guides and letters there are.")
@click.option(
    "--country",
    metavar="XX",
    help="Show numbers, laws and letters of this country, such as US. It is never guessed.",
)
@click.option(
    "--removal",
    metavar="LETTER",
    help="Fill in a letter that asks a platform to take an image down. Nothing is sent.",
)
@click.option(
    "--from", "filled", metavar="FILE", help="Take the answers for the letter from this TOML file."
)
@click.option(
    "--log",
    metavar="FILE",
    help="Keep a log of addresses, names and dates in FILE, readable by you only. No images.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    help="Print instead of asking; by default text, or what the ending of the -o FILE says.",
)
@click.option("-o", "--output", metavar="FILE", help="Write to FILE, readable by you only.")
@click.option("--force", is_flag=True, help="Replace FILE where it exists.")
def respond(  # noqa: PLR0913  # a command line has many switches
    name: str | None,
    *,
    list_: bool,
    country: str | None,
    removal: str | None,
    filled: str | None,
    log: str | None,
    format_: str | None,
    output: str | None,
    force: bool,
) -> int:
    """Get help when an image was shared or an account was taken over.

    It is not your fault. Run it without anything and press Enter: phone numbers of people who
    help come first. GUIDE is one of --list. Nothing is sent, and no network is used.

    On a terminal the steps come one by one; elsewhere, or with --format or -o, the whole guide
    is printed.
    """
    from datetime import date  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    from secaudit import checklists  # noqa: PLC0415
    from secaudit.respond import load, pages  # noqa: PLC0415

    if sum(map(bool, (name, list_, removal or filled, log))) > 1:
        raise UsageError(
            _("a guide, --list, a letter and --log do not go together"), _("Take one at a time.")
        )
    path = Path(output) if output else None
    ending = _ENDINGS.get(path.suffix.lower(), "text") if path else "text"
    writing = Writing(format_ or ending, path, force, exit_zero=True)
    writing.check(filled, log)
    handbook = load(language=current())
    guide = _guide(name, handbook) if name else None
    request = _letter(removal, handbook) if removal else None
    language = named_language()
    view = pages.View(
        handbook,
        _country(country, handbook) if country else "",
        {p.name: p.links["report-image"] for p in checklists.load() if "report-image" in p.links},
        date.today(),  # noqa: DTZ011  # the day where the person is
        f"secaudit respond --language {language}" if language else "secaudit respond",
    )
    asking = is_interactive() and sys.stdout.isatty() and not (list_ or filled or format_)
    if filled:
        return _write_letter(Path(filled), request, view, writing)
    if asking and (request or not output):
        return _ask(view, guide, request, Path(log) if log else None, writing)
    if request:
        raise UsageError(
            _("a letter needs a terminal to ask on"),
            _("Or give the answers in a file: --from FILE."),
        )
    _print(_pages(view, guide, Path(log) if log else None, list_=list_), writing)
    return ExitCode.OK


def _pages(
    view: "View", guide: "Guide | None", log: "Path | None", *, list_: bool
) -> "Iterable[Block]":
    """Return what is printed where nobody is asked."""
    from secaudit.respond import pages  # noqa: PLC0415
    from secaudit.respond.log import read_log  # noqa: PLC0415

    if log:
        if not log.exists():
            raise UsageError(
                _("there is no file {file}").format(file=log),
                _("On a terminal a new log is begun there."),
            )
        return pages.log_page(read_log(log))
    if list_:
        return pages.list_page(view.handbook)
    return pages.whole(guide, view) if guide else pages.front_page(view)


def _ask(
    view: "View",
    guide: "Guide | None",
    request: "Request | None",
    log: "Path | None",
    writing: Writing,
) -> int:
    """Go through it with the person, and say at the end what was saved, however it ends."""
    from secaudit.cli.guiding import Visit  # noqa: PLC0415
    from secaudit.cli.noting import keep_log  # noqa: PLC0415
    from secaudit.cli.removing import ask_letter  # noqa: PLC0415

    visit = Visit(view)
    code = ExitCode.OK
    try:
        if log:
            keep_log(log, visit.saved)
        elif request:
            ask_letter(request, view, visit.saved, writing)
        else:
            visit.begin(guide)
    except (KeyboardInterrupt, click.Abort):
        say()
        code = ExitCode.INTERRUPTED
    kept = ", ".join(dict.fromkeys(map(str, visit.saved)))
    if kept:
        say(_("Saved: {files}. Only you can read it.").format(files=kept))
    else:
        say(_("Nothing was saved."))
    again = _("Nothing was sent. Come back whenever you like: {command}")
    say(again.format(command=view.program))
    return code


def _write_letter(path: "Path", request: "Request | None", view: "View", writing: Writing) -> int:
    from secaudit.cli.removing import say_when  # noqa: PLC0415
    from secaudit.respond.pages import letter_page  # noqa: PLC0415
    from secaudit.respond.removal import fill_in, read_answers  # noqa: PLC0415

    answered, answers, sent = read_answers(path, view.handbook)
    if request and request != answered:
        raise UsageError(
            _("{path} fills in {one}, not {other}").format(
                path=path, one=answered.id, other=request.id
            ),
            _("Leave --removal out, or change it."),
        )
    letter = fill_in(answered, answers, sent)
    with speaking(answered.language):
        _print(letter_page(letter), writing)
    say_when(answered, letter, view)
    return ExitCode.OK


def _print(blocks: "Iterable[Block]", writing: Writing) -> None:
    from secaudit.files import write_whole  # noqa: PLC0415
    from secaudit.respond.document import write  # noqa: PLC0415

    text = write(blocks, writing.format)
    if writing.output:
        write_whole(writing.output, text.encode(), force=writing.force)
        said = _("It is in {file}. Only you can read it.").format(file=writing.output)
        click.echo(said, err=True)
    else:
        click.echo(text, nl=False)


def _guide(name: str, handbook: "Handbook") -> "Guide":
    guides = {guide.id: guide for guide in handbook.guides}
    if name not in guides:
        raise _not_one(_("there is no guide called {name}"), name, guides)
    return guides[name]


def _letter(name: str, handbook: "Handbook") -> "Request":
    requests = {request.id: request for request in handbook.requests}
    if name not in requests:
        raise _not_one(_("there is no letter called {name}"), name, requests)
    return requests[name]


def _not_one(problem: str, name: str, known_names: "Iterable[str]") -> UsageError:
    there_are = _("There are: {names}.").format(names=", ".join(known_names))
    return UsageError(problem.format(name=name), there_are)


def _country(text: str, handbook: "Handbook") -> str:
    from secaudit.respond.directory import country_of  # noqa: PLC0415

    code = country_of(text, handbook)
    if code is None:
        raise UsageError(
            _("the country is not known"),
            _("Give two letters, such as: --country US, or leave it out."),
        )
    return code
