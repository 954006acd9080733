"""The columns of a CSV file that nobody knows: named with --columns, or guessed and confirmed."""

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from secaudit.cli.prompts import choose, confirm, say
from secaudit.errors import UsageError
from secaudit.languages import _

if TYPE_CHECKING:
    from secaudit.vaults.guess import Guess

_WORDS = {
    "title": "Title",
    "username": "Username",
    "email": "Mail address",
    "password": "Password",
    "url": "Web address",
    "totp": "One-time code",
    "note": "Note",
    "folder": "Folder",
    "created": "Created on",
    "changed": "Password changed on",
}
"""What each role of guess.ROLES is called at the prompts."""


def _parsed(
    _context: click.Context, _option: click.Parameter, text: str | None
) -> dict[str, str] | None:
    """Return role → column; raises UsageError for what is no list of such pairs."""
    if text is None:
        return None
    pairs = [part.partition("=") for part in text.split(",")]
    columns = {role.strip().lower(): column.strip() for role, _, column in pairs}
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
        say(_("The columns of {file} were guessed: {read}").format(file=guess.file, read=read))
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
        lines = [f"{word}: {guess.columns.get(role, 'none')}" for role, word in _WORDS.items()]
        end = "All of this is right" if guess.enough else "It holds no logins"
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
        _("{words}: which column is it?").format(words=_WORDS[role]),
        [*guess.names, "None of them"],
        default=guess.roles.get(role, nowhere) + 1,
    )
    others = {other: place for other, place in guess.roles.items() if role != other and place != at}
    return replace(guess, roles=others if at == nowhere else others | {role: at}, named=True)


def _say_unused(guess: "Guess") -> None:
    if guess.unused:
        say(_("Not read: {unused}").format(unused=", ".join(guess.unused)))
