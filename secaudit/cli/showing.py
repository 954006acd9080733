"""Show a page of help on the terminal, where the questions are."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from secaudit.respond.document import Block


def show(blocks: "Iterable[Block]") -> None:
    """Write a page to stderr, folded to the terminal, an empty line before it."""
    from shutil import get_terminal_size  # noqa: PLC0415

    from secaudit.respond.document import WIDTH, plain  # noqa: PLC0415

    width = min(get_terminal_size((80, 24)).columns - 1, WIDTH)
    click.echo(f"\n{plain(blocks, width)}", nl=False, err=True)
