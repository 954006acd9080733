"""Write the parts of the docs that come out of the code: help, checks and exports.

Run `python docs/generate.py` after a change of one; a test fails when they differ.
"""

import inspect
from collections.abc import Iterable
from pathlib import Path

import click

from secaudit.checks import CHECKS
from secaudit.cli import cli
from secaudit.vaults import FORMATS
from secaudit.vaults.authenticators import AUTHENTICATORS
from secaudit.vaults.base import FIELDS, Format

HERE = Path(__file__).parent


def help_text() -> str:
    """Return the help of every command as Markdown."""
    parts = ["# Command line", "Generated from the program; see `docs/generate.py`."]

    def add(command: click.Command, name: str, parent: click.Context | None) -> None:
        context = command.make_context(
            name, [], parent, resilient_parsing=True, terminal_width=80, color=False
        )
        parts.extend([f"## {context.command_path}", f"```\n{command.get_help(context)}\n```"])
        if isinstance(command, click.Group):
            for child in command.commands.values():
                add(child, child.name or "", context)

    add(cli, "secaudit", None)
    return "\n\n".join(parts) + "\n"


def checks_text() -> str:
    """Return the docstring of every check as Markdown."""
    parts = ["# Checks", "Generated from the docstrings of `secaudit/checks/`."]
    for check in CHECKS:
        parts.extend([f"## {check.id}", inspect.cleandoc(check.doc)])
    return "\n\n".join(parts) + "\n"


def formats_text() -> str:
    """Return the exports that can be read, with what each holds and lacks, as Markdown."""
    return f"""# Exports that secaudit reads

Generated from `secaudit/vaults/`. Each is told by its content, never by its name, and may also lie
in a zip archive. Every row is accounted for: logins, one-time codes, notes, cards, the trash, and
what could not be read, with its place.

## Password managers and browsers

What an export lacks cannot be judged from it: without the date of change, for example, nobody can
say whether a password is older than a breach. Where you can choose, take an encrypted export, or
one that lacks little.

| export | on your disk | what is read | what it lacks |
| --- | --- | --- | --- |
{_table(form for form in FORMATS if form not in AUTHENTICATORS)}

Logins in the trash or the archive are counted and left out of the audit, where an export tells
them apart.

## Authenticator apps

Their entries show where a second step is on. Each is matched to a login by site and username, and
listed where it fits none.

| export | on your disk | what is read | what it lacks |
| --- | --- | --- | --- |
{_table(AUTHENTICATORS)}
"""


def _table(formats: Iterable[Format]) -> str:
    return "\n".join(
        f"| {form.label} | {'encrypted' if form.encrypted else 'plain text'} "
        f"| {_listed(form.gives)} | {_listed(frozenset(FIELDS) - form.gives)} |"
        for form in formats
    )


def _listed(fields: frozenset[str]) -> str:
    return ", ".join(field for field in FIELDS if field in fields) or "–"


PAGES = {"formats.md": formats_text, "cli.md": help_text, "checks.md": checks_text}

if __name__ == "__main__":
    for name, text in PAGES.items():
        (HERE / name).write_text(text(), encoding="utf-8")
