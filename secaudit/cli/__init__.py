"""The command line: one file per command; each parses, calls, prints and exits."""

import click

from secaudit import __version__
from secaudit.cli.audit import audit
from secaudit.cli.checklist import checklist
from secaudit.cli.commands import Group
from secaudit.cli.corpus import corpus
from secaudit.cli.demo import demo
from secaudit.cli.hardening import forbid_core_dumps
from secaudit.cli.history import history
from secaudit.cli.key import key
from secaudit.cli.marking import done, skip
from secaudit.cli.password import password
from secaudit.cli.report import report
from secaudit.cli.respond import respond
from secaudit.cli.whatif import whatif


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s")
def cli() -> None:
    """See how someone would get into your accounts, and what to do about it today.

    Everything happens on this machine. Nothing is sent unless you agree, no password is
    written down, and what could not be checked is said.

    Start with `secaudit demo`, or with `secaudit audit`.
    """
    forbid_core_dumps()


for command in (
    *(audit, demo, password, checklist, respond, whatif),
    *(report, done, skip, history, corpus, key),
):
    cli.add_command(command)
