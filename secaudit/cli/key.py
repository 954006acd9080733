"""`secaudit key`: the Have I Been Pwned API key in the OS keyring."""

import sys

import click

from secaudit.cli.commands import Group
from secaudit.cli.prompts import ask_secret, is_interactive
from secaudit.languages import _


@click.group(cls=Group)
def key() -> None:
    """Keep your API key for Have I Been Pwned.

    It goes into the keyring of this system. With a key, an audit can also ask which breaches
    your mail addresses are in. Keys are sold at haveibeenpwned.com/API/Key.
    """


@key.command("set")
def set_key() -> None:
    """Store a key, typed without echo (or read as one line from stdin)."""
    from secaudit import store  # noqa: PLC0415
    from secaudit.text import Secret  # noqa: PLC0415

    typed = ask_secret(_("API key (it is not shown)")) if is_interactive() else None
    store.set_api_key(typed or Secret(sys.stdin.readline().strip()))
    click.echo(_("The key is stored in: {place}").format(place=store.backend_name()))


@key.command("show")
def show_key() -> None:
    """Say which keys are stored, and where. The keys themselves are not shown."""
    from secaudit import store  # noqa: PLC0415
    from secaudit.saving import kept_in  # noqa: PLC0415
    from secaudit.store.key import Source  # noqa: PLC0415

    source = kept_in()
    if source is Source.PASSPHRASE:
        click.echo(_("Saved audits: encrypted with your passphrase, which is stored nowhere."))
    place = store.backend_name()
    stored = store.api_key() is not None
    click.echo(
        (_("A key is stored in: {place}") if stored else _("No key is stored in: {place}")).format(
            place=place
        )
    )
    if store.has_store_key():
        click.echo(_("The key of your saved audits is stored there too."))
    elif source is Source.KEYRING:
        click.echo(_("The key of your saved audits is NOT there, so they cannot be opened."))
    elif source is None:
        click.echo(_("No audit is saved, so there is no key for that."))


@key.command("delete")
def delete_key() -> None:
    """Remove the key."""
    from secaudit import store  # noqa: PLC0415

    click.echo(_("The key is deleted.") if store.delete_api_key() else _("There was no key."))
