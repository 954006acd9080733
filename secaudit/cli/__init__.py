"""The command line: one file per command; each parses, calls, prints and exits."""

import click

from secaudit import __version__
from secaudit.cli.commands import LateGroup
from secaudit.cli.hardening import forbid_core_dumps
from secaudit.languages import N_

_COMMANDS = {
    # Name → where it is, and what the help says of it: at most 66 characters, in any language.
    "audit": ("secaudit.cli.audit", N_("Audit your accounts, and get a plan for today.")),
    "demo": ("secaudit.cli.demo", N_("See the audit of an invented person.")),
    "password": ("secaudit.cli.password", N_("Check one password, typed without echo.")),
    "checklist": ("secaudit.cli.checklist", N_("Walk privacy checklists, or print them.")),
    "respond": ("secaudit.cli.respond", N_("Get help: an image was shared, an account lost.")),
    "whatif": ("secaudit.cli.whatif", N_("See what falls if a phone or a mailbox is lost.")),
    "history": ("secaudit.cli.history", N_("List saved audits, compare them, forget them.")),
    "report": ("secaudit.cli.report", N_("Write the report of a saved audit again.")),
    "done": ("secaudit.cli.marking", N_("Mark steps of the plan as done.")),
    "skip": ("secaudit.cli.marking", N_("Leave steps out of the plan.")),
    "corpus": ("secaudit.cli.corpus", N_("Keep the known breached passwords on this machine.")),
    "key": ("secaudit.cli.key", N_("Keep your API key for Have I Been Pwned.")),
}


@click.group(
    cls=LateGroup, late=_COMMANDS, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def cli() -> None:
    """See how someone would get into your accounts, and what to do about it today.

    Everything happens on this machine. Nothing is sent unless you agree, no password is
    written down, and what could not be checked is said.

    Start with `secaudit demo`, or with `secaudit audit`.
    """
    forbid_core_dumps()
