"""Commands whose help is said in the language that is spoken, with --language on each of them."""

import copy
import inspect
from collections.abc import Mapping
from importlib import import_module
from typing import Any, TypeVar

import click

from secaudit.languages import ENGLISH, LANGUAGES, N_, _, caution, known, speaking

P = TypeVar("P", bound=click.Parameter)

_NAMED = "secaudit.language"
"""Where click's contexts keep the language that was asked for by name."""

_HELP = N_("Show this message and exit.")


def _speak(context: click.Context, _option: click.Parameter, name: str | None) -> None:
    """Speak the language that was asked for by name, as long as the command runs."""
    if name is None or context.resilient_parsing:
        return
    language = known(name)
    if language is None:
        there_is = ", ".join(LANGUAGES)
        said = _("There is no {name} yet, only: {names}. So this is in English.")
        click.echo(said.format(name=name, names=there_is), err=True)
    else:
        context.meta[_NAMED] = language
    context.with_resource(speaking(language or ENGLISH))


def named_language() -> str | None:
    """Return the language that was asked for by name, None where the environment chose it."""
    name: str | None = click.get_current_context().meta.get(_NAMED)
    return name


_LANGUAGE = click.Option(
    ["--language"],
    metavar="XX",
    is_eager=True,  # what the other options complain of is said in it too
    expose_value=False,
    callback=_speak,
    help=f"Speak one of: {', '.join(LANGUAGES)}. By default the one of this system, or English.",
)


def said(parameter: P) -> P:
    """Return an option or an argument with its words in the language that is spoken."""
    other = copy.copy(parameter)
    if isinstance(other, click.Option | click.Argument) and other.metavar:
        other.metavar = _(other.metavar)
    if isinstance(other, click.Option) and other.help:
        other.help = _(other.help)
    return other


class Command(click.Command):
    """A command; its words stand in the code in English, and are translated when they are shown."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.params.append(_LANGUAGE)

    @property
    def help(self) -> str | None:
        """What it does, in the language that is spoken."""
        return self._english and _(self._english)

    @help.setter  # noqa: A003  # click's name for it
    def help(self, english: str | None) -> None:
        self._english = english and inspect.cleandoc(english)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return --help; click makes it once, in whatever language that is."""
        option = super().get_help_option(ctx)
        if option:
            option.help = _(_HELP)
        return option

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return what stands on the line of usage behind the name."""
        return [_(piece) for piece in super().collect_usage_pieces(ctx)]

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help, with the words of all parameters in the language that is spoken."""
        english, self.params = self.params, [said(parameter) for parameter in self.params]
        try:
            super().format_help(ctx, formatter)
        finally:
            self.params = english

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write at the end of the program's own help who translated it."""
        super().format_epilog(ctx, formatter)
        if ctx.parent is None and (said_once := caution()):
            formatter.write_paragraph()
            formatter.write_text(said_once)


class Group(Command, click.Group):
    """A command that holds others, which are of these kinds too."""

    command_class = Command
    group_class = type


class LateGroup(Group):
    """A group that imports a command when it is run; for its own help it needs none of them."""

    def __init__(
        self, *arguments: Any, late: Mapping[str, tuple[str, str]], **options: Any
    ) -> None:
        """Take for each command the module it is in, and what it does in a few words."""
        super().__init__(*arguments, **options)
        self._late = late
        # Only for its names: in them click looks for the one that was probably meant.
        self.commands = dict.fromkeys(late, click.Command(None))

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's interface
        """Return the names of all commands, in the order of the table."""
        return list(self._late)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return a command by its name, None where there is none."""
        if cmd_name not in self._late:
            return None
        command: click.Command = getattr(import_module(self._late[cmd_name][0]), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the table of commands."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, _(does)) for name, (_where, does) in self._late.items()])
