"""The columns of a CSV file that nobody knows: named with --columns, or guessed and confirmed."""

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from secaudit.cli.prompts import choose, confirm, say
from secaudit.errors import UsageError
from secaudit.languages import N_, _

if TYPE_CHECKING:
    from secaudit.vaults.guess import Guess

_WORDS = {
    "title": N_("Title"),
    "username": N_("Username"),
    "email": N_("Mail address"),
    "password": N_("Password"),
    "url": N_("Web address"),
    "totp": N_("One-time code"),
    "note": N_("Note"),
    "folder": N_("Folder"),
    "created": N_("Created on"),
    "changed": N_("Password changed on"),
}
"""What each role of guess.ROLES is called at the prompts."""


def _parsed(
    _context: click.Context, _option: click.Parameter, text: str | None
) -> dict[str, str] | None:
    """Return role → column; raises UsageError for what is no list of such pairs."""
    if text is None:
        return None
    pairs = [part.partition("=") for part in text.split(",")]
    columns = {role.strip().lower(): column.strip() for role, _equals, column in pairs}
    if len(columns) < len(pairs) or not all(role and column for role, column in columns.items()):
        raise UsageError(
            _("--columns takes each role once, with the column it is in"),
            _("Such as: --columns title=Site,username=User,password=3"),
        )
    return columns


columns_option = click.option(
    "--columns",
    metavar="ROLE=COLUMN,...",
    callback=_parsed,
    help="Say which column of a CSV file is what, by name or number, such as "
    "title=Site,username=User,password=3.",
)


def state(guess: "Guess") -> "Guess":
    """Say how the columns of a table are read, where nobody can be asked."""
    if guess.enough:
        read = ", ".join(f"{role}={name}" for role, name in guess.columns.items())
        say(
            _("The columns of {file} were guessed: {columns}").format(file=guess.file, columns=read)
        )
        _say_unused(guess)
        say(_("If that is wrong, name them with --columns."))
    return guess


def ask_columns(guess: "Guess") -> "Guess | None":
    """Show how the columns of a table would be read, and let the person correct it, line by line.

    Returns None where it holds no logins.
    """
    say()
    say(_("{file} is a table of a kind that secaudit does not know.").format(file=guess.file))
    if not guess.headed and confirm(_("Does its first row hold the names of its columns?")):
        guess = replace(guess, headed=True)
    while True:
        _say_unused(guess)
        lines = [
            f"{_(word)}: {guess.columns.get(role, _('none'))}" for role, word in _WORDS.items()
        ]
        end = _("All of this is right") if guess.enough else _("It holds no logins")
        picked = choose(
            _("This is what its columns seem to be. To change one, type its number."),
            [*lines, end],
            default=len(lines) + 1,
        )
        if picked == len(lines):
            return guess if guess.enough else None
        guess = _corrected(guess, list(_WORDS)[picked])


def _corrected(guess: "Guess", role: str) -> "Guess":
    nowhere = len(guess.names)
    at = choose(
        _("{role}: which column is it?").format(role=_(_WORDS[role])),
        [*guess.names, _("None of them")],
        default=guess.roles.get(role, nowhere) + 1,
    )
    others = {other: place for other, place in guess.roles.items() if role != other and place != at}
    return replace(guess, roles=others if at == nowhere else others | {role: at}, named=True)


def _say_unused(guess: "Guess") -> None:
    if guess.unused:
        say(_("Not read: {columns}").format(columns=", ".join(guess.unused)))
