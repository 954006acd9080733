"""`secaudit demo`: the audit of an invented person, without the network."""

import click

from secaudit.cli.commands import Command
from secaudit.cli.options import Writing, writing_options
from secaudit.demo import PEOPLE

_LIST = "\n".join(f"      {name:<6} {story}" for name, story in PEOPLE.items())


@click.command(
    cls=Command,
    help=f"""Show the audit of an invented person, without the network.

    PERSON is one of these; by default {next(iter(PEOPLE))}.

    \b
{_LIST}

    Everything in it is made up: the person, the passwords, the breaches. The checks and the
    report are the real ones. It ends with code 0 although it finds much.
    """,
)
@click.argument("name", metavar="[PERSON]", type=click.Choice(tuple(PEOPLE)), default="robin")
@writing_options
def demo(*, name: str, writing: Writing) -> int:
    """Audit one of the invented people, and write the report."""
    from secaudit.cli.finish import finish  # noqa: PLC0415
    from secaudit.demo.telling import person, world  # noqa: PLC0415

    writing.check()
    vaults, answers = person(name)
    finish(vaults, answers=answers, sources=world(), writing=writing, invented=True)
    return 0
