"""`secaudit corpus verify`: read all of a corpus, and say whether it is as it was written."""

import click

from secaudit.cli.commands import Command
from secaudit.languages import _, ngettext, number, size


@click.command(cls=Command)
@click.argument("file")
def verify(*, file: str) -> None:
    """Check every byte of a corpus or filter.

    Opening one checks only its header and index, which takes no time. So do this once after
    copying a file, and before you trust one that somebody gave you to be whole. It does not tell
    who made it.
    """
    from pathlib import Path  # noqa: PLC0415

    from secaudit.cli.corpus.words import paragraph  # noqa: PLC0415
    from secaudit.cli.progress import progress_bar  # noqa: PLC0415
    from secaudit.corpus.format import Header  # noqa: PLC0415
    from secaudit.corpus.suffixes import beside  # noqa: PLC0415
    from secaudit.corpus.verify import verify as check  # noqa: PLC0415

    with progress_bar() as progress:
        header = check(Path(file), progress)
    said = ngettext(
        "{file} is whole: all {size} and its {hashes} hash are as they were written.",
        "{file} is whole: all {size} and {hashes} hashes are as they were written.",
        header.hashes,
    )
    said = said.format(file=file, size=size(header.size), hashes=number(header.hashes))
    if isinstance(header, Header) and (rest := beside(Path(file))).exists():
        said += " " + _("So is {file}, which belongs to it.").format(file=rest)
    click.echo(paragraph(said))
