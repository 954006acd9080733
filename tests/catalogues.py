"""Bring the catalogues of all languages up to date with the words of the program, and compile them.

Run `python tests/catalogues.py` after a change of words: it adds what is new to each `secaudit.po`,
takes out what is gone, and names what is left to translate.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from secaudit import __version__, languages
from secaudit.cli import cli
from secaudit.languages import ENGLISH, LANGUAGES

PACKAGE = Path(languages.__file__).parent
OTHERS = [language for language in LANGUAGES if language != ENGLISH]
METHODS = [("**.py", "python"), ("**.jinja", "jinja2")]
"""Files of the package, and the method of Babel that finds what is marked in them."""

Text = str | tuple[str, ...]
"""A text alone, or for one thing and for many."""


def commands(
    command: click.Command = cli, name: str = "secaudit"
) -> Iterator[tuple[str, click.Command]]:
    """Yield every command by its name, groups before what they hold."""
    yield name, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for inner in command.list_commands(context):
            if found := command.get_command(context, inner):
                yield from commands(found, f"{name} {inner}")


def helped() -> Iterator[str]:
    """Yield the words of the help: docstrings, and of options and arguments what is shown."""
    for _name, command in commands():
        yield from filter(None, (command.help, command.epilog, command.short_help))
        for parameter in command.params:
            shown = (getattr(parameter, "help", None), parameter.metavar)
            yield from (text for text in shown if text and any(map(str.isalpha, text)))


def marked() -> set[Text]:
    """Return every text of the program that is for people."""
    found = {
        tuple(text[:2]) if isinstance(text, tuple) else text
        for _file, _line, text, _comments, _context in extract_from_dir(PACKAGE, METHODS)
    }
    return found | set(helped())


def template() -> Catalog:
    """Return a catalogue of all that is to be translated, in the order of the alphabet."""
    catalog = Catalog()
    for text in sorted(marked(), key=forms):
        catalog.add(text)
    return catalog


def forms(text: Any) -> tuple[str, ...]:
    """Return a text alone, or for one thing and for many."""
    return tuple(text) if isinstance(text, tuple | list) else (text,)


def path(language: str) -> Path:
    """Return where the catalogue of a language is."""
    return PACKAGE / "locale" / language / "LC_MESSAGES" / "secaudit.po"


def catalogue(language: str) -> Catalog:
    """Return the catalogue of a language as it is."""
    with path(language).open("rb") as file:
        return read_po(file, locale=language)


def untranslated(catalog: Catalog) -> list[Message]:
    """Return what has no translation, or one that is not sure."""
    return [
        entry for entry in catalog if entry.id and (entry.fuzzy or not all(forms(entry.string)))
    ]


def main() -> None:
    """Update and compile every catalogue, and print what is left to translate."""
    for language in OTHERS:
        catalog = catalogue(language)
        catalog.update(template(), no_fuzzy_matching=True, update_creation_date=False)
        catalog.project, catalog.version = "secaudit", __version__
        with path(language).open("wb") as file:
            write_po(file, catalog, width=100, sort_output=True, ignore_obsolete=True)
        with path(language).with_suffix(".mo").open("wb") as file:
            write_mo(file, catalog)
        for entry in untranslated(catalog):
            print(f"{language}: {forms(entry.id)[0]!r} is not translated")  # noqa: T201


if __name__ == "__main__":
    main()
