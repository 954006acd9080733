"""`secaudit audit`: the guided audit on a terminal, or a batch one."""

import click

from secaudit.cli.commands import Command
from secaudit.cli.network import choose_sources
from secaudit.cli.options import (
    Network,
    Writing,
    audience_option,
    network_options,
    sharing_options,
    writing_options,
)
from secaudit.cli.reading import Reading, nothing, reading_options
from secaudit.cli.saved import save_option

_FOR_PEOPLE = ("text", "markdown", "html")


@click.command(cls=Command)
@network_options
@reading_options
@click.option(
    "--ignore",
    "ignored",
    multiple=True,
    metavar="CHECK:ACCOUNT",
    help="Leave out of the plan what this check finds on these accounts; may be repeated. "
    "docs/answers.md says more.",
)
@audience_option
@save_option
@writing_options
@sharing_options
def audit(  # noqa: PLR0913  # a command's options
    *,
    network: Network,
    reading: Reading,
    ignored: tuple[str, ...],
    audience: tuple[str, ...],
    save: bool | None,
    writing: Writing,
) -> int:
    """Audit your accounts, and get a plan for today.

    EXPORT is a file exported from a password manager or a browser, a folder of such files, or the
    folder of a `pass` store; several are merged, and `-` reads stdin. On a terminal you are asked
    what no export can tell, and every question can be skipped. Without an EXPORT you choose the
    accounts that matter. Your answers are saved as you go, so you can stop and come back.
    """
    from dataclasses import replace  # noqa: PLC0415
    from functools import partial  # noqa: PLC0415

    from secaudit import checklists  # noqa: PLC0415
    from secaudit.answers import ignore_rule  # noqa: PLC0415
    from secaudit.cli.finish import finish  # noqa: PLC0415
    from secaudit.cli.saving import Saving  # noqa: PLC0415
    from secaudit.languages import current  # noqa: PLC0415
    from secaudit.model import Answers  # noqa: PLC0415

    writing.check(*reading.files)
    network.check()
    interactive = reading.is_interactive()
    platforms = checklists.load(language=current())
    rules = tuple(ignore_rule(text, platforms) for text in ignored)
    said = reading.answers(platforms)
    answers = said or Answers()
    vaults = reading.vaults(interactive=interactive)
    with Saving(save=save, interactive=interactive) as saving:
        saving.consider(answers.audiences | frozenset(audience))
        afterwards = None
        if interactive and said is None:
            from secaudit.cli.walk import walk  # noqa: PLC0415
            from secaudit.cli.whatif import say_lost_phone  # noqa: PLC0415

            consider = None if audience else saving.consider  # else it was asked above
            saving.since.ask()
            names = [vault.name for vault in vaults]
            with saving.walking("audit", names, vaults) as kept:
                vaults, answers, lost_phone = walk(
                    vaults, platforms, frozenset(audience), kept=kept, consider=consider
                )
            afterwards = partial(say_lost_phone, vaults) if lost_phone else None
        if not any(vault.accounts for vault in vaults) and not (answers.items or answers.platforms):
            raise nothing(vaults, "secaudit audit")
        answers = replace(
            answers,
            ignored=answers.ignored + rules,
            audiences=answers.audiences | frozenset(audience),
        )
        code = finish(
            vaults,
            answers=saving.believing(answers),
            sources=choose_sources(
                network, interactive=interactive, keep=not saving.leaves_nothing
            ),
            platforms=platforms,
            writing=writing,
            afterwards=afterwards,
            keep=saving.keep,
        )
        saving.end()
    if writing.format not in _FOR_PEOPLE:
        reading.remind(vaults)
    return code
