"""`secaudit corpus`: all breached passwords on this machine, asked without the network."""

import click

from secaudit.cli.commands import Group
from secaudit.cli.corpus.build import build
from secaudit.cli.corpus.download import download
from secaudit.cli.corpus.export import export
from secaudit.cli.corpus.info import info
from secaudit.cli.corpus.lookup import lookup
from secaudit.cli.corpus.serve import serve
from secaudit.cli.corpus.verify import verify

COMMANDS: tuple[click.Command, ...] = (
    download,
    build,
    info,
    verify,
    lookup,
    serve,
    export,
)


@click.group(cls=Group)
def corpus() -> None:
    """Keep the known breached passwords on this machine, and ask them without the network.

    Download them once, build a small file of them, and name it in an audit with --corpus, or
    serve it to a workshop.
    """


for command in COMMANDS:
    corpus.add_command(command)
