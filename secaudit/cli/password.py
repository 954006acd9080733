"""`secaudit password`: check one password, typed without echo."""

import sys

import click

from secaudit.cli.commands import Command
from secaudit.cli.network import choose_sources
from secaudit.cli.options import Network, network_options
from secaudit.cli.prompts import ask_secret, is_interactive
from secaudit.languages import N_, _

_VERDICTS = (
    N_("Guessed at once: it is one of the first that anyone would try."),
    N_("Guessed quickly, even slowly over the network."),
    N_("Guessed within hours by someone who stole the site's password file."),
    N_("Hard to guess."),
    N_("Very hard to guess."),
)
"""In the order of zxcvbn's scores, 0 to 4."""


@click.command(cls=Command)
@network_options
@click.option("--exit-zero", is_flag=True, help="End with code 0 whatever was found.")
def password(*, network: Network, exit_zero: bool) -> int:
    """Check one password, typed without echo.

    Says how hard it is to guess and whether it is known from breaches. Without a terminal it
    reads one line from stdin.
    """
    from dataclasses import replace  # noqa: PLC0415
    from datetime import UTC, datetime  # noqa: PLC0415

    from secaudit.auditing import audit, exit_code  # noqa: PLC0415
    from secaudit.errors import NothingToAuditError  # noqa: PLC0415
    from secaudit.gathering import gather  # noqa: PLC0415
    from secaudit.model import Account, Unchecked, Vault  # noqa: PLC0415
    from secaudit.reports.words import severity  # noqa: PLC0415
    from secaudit.sources import offline  # noqa: PLC0415
    from secaudit.text import Secret  # noqa: PLC0415

    network.check()
    interactive = is_interactive()
    typed = (
        ask_secret(_("Password (it is not shown)"))
        if interactive
        else Secret(sys.stdin.readline().rstrip("\r\n"))
    )
    if not typed:
        raise NothingToAuditError(
            _("no password was given"), _("Type one at the prompt, or pipe one line to stdin.")
        )
    sources = choose_sources(network, interactive=interactive)
    # A password alone has no site and no address: nothing but its range is asked for.
    sources = replace(sources, catalogue=offline().catalogue)
    now = datetime.now(UTC)
    vault = Vault(
        _("typed in"), N_("typed in"), (Account(title=_("This password"), password=typed),)
    )
    evidence = gather([vault], sources=sources, today=now.date(), platforms=())
    report = audit(evidence, [vault], generated=now, sent=sources.sent())

    strength = evidence.strengths[typed]
    if isinstance(strength, Unchecked):
        click.echo(_("Strength could not be checked: {why}.").format(why=strength.why))
    else:
        verdict = _(_VERDICTS[strength.score])
        click.echo(
            _("Judged by its first {number} characters: {verdict}").format(
                number=strength.judged, verdict=verdict
            )
            if strength.judged
            else verdict
        )
    pwned = evidence.pwned[typed]
    if isinstance(pwned, Unchecked):
        click.echo(_("Known breaches could not be checked: {why}.").format(why=pwned.why))
    elif pwned.found and not any(f.check == "password-pwned" for f in report.findings):
        click.echo(_("It is known from breaches, as nearly all PINs are."))
    elif not pwned.found:
        click.echo(_("Not found in {source}.").format(source=pwned.source))
    for finding in report.findings:
        bad = severity(finding.severity)
        click.echo(f"\n{finding.title} ({bad})\n{finding.why}\n{finding.advice}")
    return 0 if exit_zero else exit_code(report)
