"""`secaudit whatif`: what falls, and what locks you out, when something is lost or stolen."""

import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from secaudit.cli.clock import now
from secaudit.cli.commands import Group
from secaudit.cli.options import Command, Writing, plain_writing_options
from secaudit.cli.prompts import confirm, say
from secaudit.cli.reading import Reading, nothing, reading_options
from secaudit.demo import PEOPLE
from secaudit.errors import ExitCode, UsageError
from secaudit.languages import _

if TYPE_CHECKING:
    from secaudit.model import Evidence, NotChecked, Vault

ITEMS = ("phone", "authenticator", "security-key", "phone-number", "backup-codes")
"""Those of access.scenarios, which `--help` need not import."""

_DEMO = "robin"
_WIDEST = 80


class _World(NamedTuple):
    """Whose accounts they are."""

    evidence: "Evidence"
    vaults: "Sequence[Vault]"
    invented: bool


class Case(NamedTuple):
    """What to read, and where the answer goes."""

    reading: Reading
    demo: str | None
    """Name of an invented person, instead of exports."""
    writing: Writing

    def tell(self, name: str, which: str = "") -> int:
        """Write what happens in one of access.scenarios.SCENARIOS, and return the exit code."""
        from secaudit.access.what_if import outcome  # noqa: PLC0415
        from secaudit.cli.output import put, width  # noqa: PLC0415
        from secaudit.reports.what_if import as_json, as_text  # noqa: PLC0415

        self.writing.check(*self.reading.files)
        world = self._world()
        evidence, invented = world.evidence, world.invented
        found, gaps = outcome(evidence, name, which), _gaps(evidence, world.vaults)
        if self.writing.format == "json":
            text = as_json(found, evidence, gaps, invented=invented)
        else:
            columns = _WIDEST if self.writing.output else min(width(), _WIDEST)
            text = as_text(found, evidence, gaps, width=columns, invented=invented)
        put(text, self.writing)
        self.reading.remind(world.vaults)
        asked = any(gap.asked for gap in gaps) and not invented
        return ExitCode.NOT_CHECKED if asked else ExitCode.OK

    def _world(self) -> "_World":
        """Read and gather, without the network."""
        from secaudit import checklists  # noqa: PLC0415
        from secaudit.cli.finish import collect  # noqa: PLC0415
        from secaudit.model import Answers  # noqa: PLC0415
        from secaudit.sources import offline  # noqa: PLC0415

        person, sources = self.demo, offline()
        interactive = self.reading.is_interactive()
        if person and self.reading.files:
            raise UsageError(
                _("--demo brings its own exports and answers"), _("Leave out one or the other.")
            )
        if not person and not self.reading.exports and interactive and _wants_demo():
            person = _DEMO
        if person:
            from secaudit.demo import telling  # noqa: PLC0415

            (vaults, answers), sources = telling.person(person), telling.world()
        else:
            answers = self.reading.answers(checklists.load()) or Answers()
            vaults = self.reading.vaults(interactive=interactive)
        if not any(vault.accounts for vault in vaults):
            raise nothing(vaults, _command())
        evidence = collect(vaults, answers=answers, sources=sources, now=now())
        return _World(evidence, vaults, invented=person is not None)


def say_lost_phone(vaults: "Sequence[Vault]", evidence: "Evidence") -> None:
    """Say on stderr what would happen if the phone were lost: it belongs to no report."""
    from secaudit.access.what_if import outcome  # noqa: PLC0415
    from secaudit.cli.output import width  # noqa: PLC0415
    from secaudit.reports.what_if import as_text  # noqa: PLC0415

    found = outcome(evidence, "lost-phone")
    text = as_text(found, evidence, _gaps(evidence, vaults), width=min(width(), _WIDEST))
    click.echo(f"\n{text}", err=True, nl=False)


def _command() -> str:
    """Return the command as it was given, without the options."""
    from secaudit.text import clean  # noqa: PLC0415

    context = click.get_current_context()
    named = (context.params.get(name) for name in ("address", "site", "item"))
    return clean(" ".join([context.command_path, *filter(None, named)]))


def _wants_demo() -> bool:
    say(
        _("No export was named. {name} is an invented person: {story}.").format(
            name=_DEMO.title(), story=_(PEOPLE[_DEMO])
        )
    )
    return confirm(_("See it for {name}?").format(name=_DEMO.title()), default=True)


def _gaps(evidence: "Evidence", vaults: "Sequence[Vault]") -> "list[NotChecked]":
    """Return what of the input could not be used."""
    from secaudit.auditing import unread  # noqa: PLC0415

    return [gap for gap in unread(evidence, vaults) if gap.check in ("vault", "answers")]


def _case(command: Command) -> Command:
    """Add what to read and where the answer goes, as the argument `case`."""

    @functools.wraps(command)
    def gathered(
        *args: Any, reading: Reading, demo: str | None, writing: Writing, **rest: Any
    ) -> Any:
        return command(*args, case=Case(reading, demo, writing), **rest)

    demo = click.option(
        "--demo",
        type=click.Choice(tuple(PEOPLE)),
        help="Take this invented person of `secaudit demo`, and no export.",
    )
    return reading_options(demo(plain_writing_options(gathered)))


@click.group(cls=Group)
def whatif() -> None:
    """See what would follow if something were lost, stolen or breached.

    It says what falls and how, what you could no longer open yourself, and what to do first.
    Nothing is sent: it never uses the network. Try `secaudit whatif lost-phone --demo kofi`.
    """


@whatif.command()
@_case
def lost_phone(*, case: Case) -> int:
    """Lose your phone: what you could no longer open."""
    return case.tell("lost-phone")


@whatif.command()
@_case
def stolen_phone(*, case: Case) -> int:
    """Have your phone stolen by someone who can unlock it."""
    return case.tell("stolen-phone")


@whatif.command()
@click.argument("address", metavar="ADDRESS")
@_case
def mailbox(*, address: str, case: Case) -> int:
    """Have someone in your mailbox, such as ana@mail.example."""
    return case.tell("mailbox", address)


@whatif.command()
@click.argument("site", metavar="SITE")
@_case
def breached(*, site: str, case: Case) -> int:
    """Have a site, such as shop.example, lose your password."""
    return case.tell("breached", site)


@whatif.command()
@_case
def password_manager(*, case: Case) -> int:
    """Have someone in your password manager."""
    return case.tell("password-manager")


@whatif.command()
@click.argument("item", type=click.Choice(ITEMS))
@_case
def lost(*, item: str, case: Case) -> int:
    """Lose one thing."""
    return case.tell(f"lost-{item}")
