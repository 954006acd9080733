"""`secaudit history`: the list of saved audits."""

import click


def list_audits() -> None:
    """Print the saved audits, the newest first."""
    from secaudit.cli.saved import open_history  # noqa: PLC0415

    listing = open_history().listing()
    for number, entry in enumerate(listing.entries, 1):
        click.echo(f"{number}  {entry.short}  {entry.generated:%Y-%m-%d}  {entry.accounts}")
