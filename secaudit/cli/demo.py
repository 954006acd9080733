"""`secaudit demo`: the audit of an invented person, without the network."""

import click

from secaudit.cli.options import Writing, writing_options


@click.command()
@writing_options
def demo(*, writing: Writing) -> int:
    """Show the audit of an invented person, without the network.

    Everything in it is made up: the person, the passwords, the breaches. The checks and the
    report are the real ones. It ends with code 0 although it finds much.
    """
    from secaudit.cli.finish import finish  # noqa: PLC0415
    from secaudit.demo import person, world  # noqa: PLC0415

    writing.check()
    vaults, answers = person()
    finish(vaults, answers=answers, sources=world(), writing=writing, invented=True)
    return 0
