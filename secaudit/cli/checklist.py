"""`secaudit checklist`: walk the checklists of some platforms, without a vault."""

import click

from secaudit.cli.options import Writing, writing_options
from secaudit.cli.prompts import is_interactive
from secaudit.errors import UsageError


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--list", "list_", is_flag=True, help="Show which checklists there are.")
@writing_options
def checklist(names: tuple[str, ...], *, list_: bool, writing: Writing) -> int:
    """Walk privacy checklists, and get a plan.

    A question you answer with no becomes a thing to do. NAME is one of --list, such as
    `google`.
    """
    from secaudit import checklists  # noqa: PLC0415

    writing.check()
    platforms = {platform.id: platform for platform in checklists.load()}
    if list_:
        for platform in platforms.values():
            minutes = sum(item.minutes for item in platform.items)
            click.echo(
                f"{platform.id:<12}{platform.name}: {len(platform.items)} questions,"
                f" about {minutes} minutes if all is to do"
            )
        return 0
    if unknown := [name for name in names if name not in platforms]:
        raise UsageError(
            f"there is no checklist called {unknown[0]}",
            f"There are: {', '.join(platforms)}.",
        )
    if not is_interactive():
        raise UsageError(
            "a checklist needs a terminal to ask on",
            "Answer in a file instead: secaudit audit --answers FILE. See docs/answers.md.",
        )
    from secaudit.cli.finish import finish  # noqa: PLC0415
    from secaudit.cli.walk import choose_platforms, walk_items  # noqa: PLC0415
    from secaudit.model import Answers  # noqa: PLC0415
    from secaudit.sources import offline  # noqa: PLC0415

    chosen = [platforms[name] for name in names] or choose_platforms(platforms.values())
    answers = Answers(items=walk_items(chosen), platforms=tuple(platform.id for platform in chosen))
    return finish([], answers=answers, sources=offline(), writing=writing)
