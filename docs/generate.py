"""Write the parts of the docs that come out of the code: the help text and the checks.

Run `python docs/generate.py` after a change of either; a test fails when they differ.
"""

import inspect
from pathlib import Path

import click

from secaudit.checks import CHECKS
from secaudit.cli import cli
from secaudit.vaults import FORMATS

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
    """Return the exports that can be read as Markdown."""
    rows = [f"| {f.label} | {'encrypted' if f.encrypted else 'plain text'} |" for f in FORMATS]
    return "\n".join(
        [
            "# Exports that secaudit reads",
            "",
            "Generated from `secaudit/vaults/`. Each is told by its content, never by its name,",
            "and may also lie in a zip archive. Every row is accounted for: logins, notes, cards,",
            "the trash, and what could not be read, with its place.",
            "",
            "| export | on your disk it is |",
            "| --- | --- |",
            *rows,
            "",
        ]
    )


PAGES = {"formats.md": formats_text, "cli.md": help_text, "checks.md": checks_text}

if __name__ == "__main__":
    for name, text in PAGES.items():
        (HERE / name).write_text(text(), encoding="utf-8")
