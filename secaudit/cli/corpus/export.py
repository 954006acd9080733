"""`secaudit corpus export`: a corpus as files that any web server can serve."""

from pathlib import Path

import click

from secaudit.cli.commands import Command
from secaudit.errors import MissingExtraError, StoppedError
from secaudit.languages import _, number


@click.command(cls=Command)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--ranges",
    "folder",
    metavar="DIR",
    required=True,
    type=click.Path(path_type=Path),
    help="The folder to write to: a file for each of the 1,048,576 ranges, such as DIR/21BD1.",
)
@click.option("--gzip", is_flag=True, help="Write each in gzip's form too, with .gz at its end.")
def export(*, file: Path, folder: Path, gzip: bool) -> None:
    """Write FILE as static files of the range API, for a web server to serve.

    FILE is a corpus that was built with --with-suffixes. Stop it whenever you like: the same
    command goes on where it was. docs/deploy.md shows how to serve the files with nginx.
    """
    from secaudit.cli.corpus.words import paragraph  # noqa: PLC0415
    from secaudit.cli.progress import progress_bar  # noqa: PLC0415
    from secaudit.cli.prompts import say  # noqa: PLC0415

    try:
        from secaudit.corpus import exporting  # noqa: PLC0415
        from secaudit.corpus.ranges import Ranges  # noqa: PLC0415
    except ImportError:
        raise MissingExtraError(
            _("writing ranges needs another package"),
            _("Install it with: pip install 'secaudit[{extra}]'").format(extra="corpus"),
        ) from None
    with Ranges(file) as ranges:
        header = ranges.header
        try:
            with progress_bar() as progress:
                written = exporting.export(ranges, folder, gzip=gzip, progress=progress)
        except KeyboardInterrupt:
            raise StoppedError(
                _("stopped; not all ranges are in {folder} yet").format(folder=folder),
                _("Run the same command when it suits you: it goes on where it was."),
            ) from None
    done = _("All ranges of {file} are in {folder}. Written: {written}; the others were right.")
    click.echo(paragraph(done.format(file=file, folder=folder, written=number(written))))
    if header.missing:
        lacking = _("The corpus knows nothing of {missing} ranges, so there is no file for them.")
        say(lacking.format(missing=number(header.missing)))
    if header.least > 1:
        say(
            _(
                "Only passwords seen {least} times or more are in it. Have the web server say so, "
                "with the header Secaudit-Least: {plain}"
            ).format(least=number(header.least), plain=header.least)
        )
