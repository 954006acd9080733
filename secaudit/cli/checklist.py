"""`secaudit checklist`: walk some checklists without a vault, or print them for paper."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import click

from secaudit.cli.commands import Command
from secaudit.cli.options import Writing, audience_option, ending_options
from secaudit.cli.prompts import is_interactive
from secaudit.cli.saved import save_walk_option
from secaudit.errors import UsageError
from secaudit.languages import _, caution, current, ngettext

if TYPE_CHECKING:
    from secaudit.model import Platform


@click.command(cls=Command)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--list", "list_", is_flag=True, help="Show which checklists there are.")
@click.option(
    "--stale",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Show what in them was last verified before DATE, such as 2026-08-04.",
)
@click.option(
    "--format",
    "sheet",
    type=click.Choice(["markdown", "html"]),
    help="Print a blank worksheet to fill in by hand, instead of asking.",
)
@click.option("--large-print", is_flag=True, help="Print the HTML worksheet in 18 point.")
@audience_option
@save_walk_option
@ending_options
def checklist(  # noqa: PLR0913  # a command's options
    names: tuple[str, ...],
    *,
    list_: bool,
    stale: datetime | None,
    sheet: str | None,
    large_print: bool,
    audience: tuple[str, ...],
    save: bool | None,
    writing: Writing,
) -> int:
    """Walk privacy checklists, and get a plan.

    A question you answer with no becomes a thing to do. NAME is one of --list, such as
    `google`, or a question's id, for the checklist that holds it. The report is text, or what
    the ending of FILE says. You can stop and go on later, where this system has a keyring.
    """
    from secaudit import checklists  # noqa: PLC0415
    from secaudit.cli import listing  # noqa: PLC0415

    if large_print and sheet != "html":
        raise UsageError(_("large print is for a worksheet in HTML"), _("Add --format html."))
    writing.check()
    platforms = checklists.load(language=current())
    chosen = _named(names, platforms)
    if list_ or stale:
        lines = (
            listing.stale(chosen or platforms, stale.date()) if stale else listing.listed(platforms)
        )
        click.echo("\n".join(lines))
        return 0
    if sheet:
        return _print(chosen, sheet, audience, writing, large_print=large_print)
    return _walk(chosen, platforms, audience, writing, save=save)


def _named(names: Sequence[str], platforms: Sequence["Platform"]) -> list["Platform"]:
    by_id = {platform.id: platform for platform in platforms}
    holder = {item.id: platform for platform in platforms for item in platform.items} | by_id
    if unknown := [name for name in names if name not in holder]:
        raise UsageError(
            _("there is no checklist called {name}").format(name=unknown[0]),
            _("There are: {names}.").format(names=", ".join(by_id)),
        )
    return list({holder[name].id: holder[name] for name in names}.values())


def _print(
    chosen: Sequence["Platform"],
    sheet: str,
    audience: Sequence[str],
    writing: Writing,
    *,
    large_print: bool,
) -> int:
    from datetime import date  # noqa: PLC0415

    from secaudit.choosing import fitting  # noqa: PLC0415
    from secaudit.files import write_whole  # noqa: PLC0415
    from secaudit.model import Answers  # noqa: PLC0415
    from secaudit.worksheets import render  # noqa: PLC0415

    if not chosen:
        raise UsageError(
            _("a worksheet needs to know which checklist"), _("Name one or more: see --list.")
        )
    answers = Answers(audiences=frozenset(audience))
    text = render(
        [fitting(platform, answers) for platform in chosen],
        sheet,
        today=date.today(),  # noqa: DTZ011  # the day where the person is
        large_print=large_print,
    )
    if writing.output:
        write_whole(writing.output, text.encode(), force=writing.force)
        click.echo(_("The worksheet is in {file}.").format(file=writing.output), err=True)
    else:
        click.echo(text, nl=False)
    return 0


def _walk(
    chosen: Sequence["Platform"],
    platforms: Sequence["Platform"],
    audience: Sequence[str],
    writing: Writing,
    *,
    save: bool | None,
) -> int:
    if not is_interactive():
        raise UsageError(
            _("a checklist needs a terminal to ask on"),
            _(
                "Print it with --format markdown, or answer in a file: secaudit audit "
                "--answers FILE. See docs/answers.md."
            ),
        )
    from dataclasses import replace  # noqa: PLC0415

    from secaudit.choosing import fitting, questions, time_for  # noqa: PLC0415
    from secaudit.cli.finish import finish  # noqa: PLC0415
    from secaudit.cli.prompts import minutes, say  # noqa: PLC0415
    from secaudit.cli.saving import Saving  # noqa: PLC0415
    from secaudit.cli.walk_items import (  # noqa: PLC0415
        ask_audiences,
        choose_platforms,
        say_what_is_english,
        walk_items,
    )
    from secaudit.model import Answer, Answers  # noqa: PLC0415
    from secaudit.sources import offline  # noqa: PLC0415

    if notice := caution():
        say(notice)
    saving = Saving(save=save, interactive=True, briefly=True)
    names = [platform.id for platform in chosen]
    with saving, saving.walking("checklist", names):
        said = Answers(audiences=frozenset(audience) or ask_audiences())
        saving.consider(said.audiences)
        fit = [fitting(platform, said) for platform in chosen or choose_platforms(platforms)]
        number = questions(fit)
        say()
        say(
            ngettext(
                "{number} question, about {minutes}. Stop at any of them you like.",
                "{number} questions, about {minutes}. Stop at any of them you like.",
                number,
            ).format(number=number, minutes=minutes(time_for(number)))
        )
        say_what_is_english(fit)
        items: dict[str, Answer] = {}
        walk_items(fit, items)
        answers = replace(said, items=items, platforms=tuple(platform.id for platform in fit))
        code = finish([], answers=answers, sources=offline(), platforms=platforms, writing=writing)
        saving.over()
    return code
