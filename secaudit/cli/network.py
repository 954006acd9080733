"""Consent to the network, and the sources that follow from it."""

from typing import TYPE_CHECKING

from secaudit.cli.options import Network
from secaudit.cli.prompts import confirm, heading, say
from secaudit.errors import KeyringError
from secaudit.languages import N_, _

if TYPE_CHECKING:
    from secaudit.sources import Sources
    from secaudit.text import Secret

CONSENT = N_(
    "Passwords are looked up by the first 5 characters of a fingerprint (SHA-1) of each: never "
    "the password itself. Lists of breached sites and of sites with two-factor are fetched whole, "
    "so nobody learns which sites you use."
)
CONSENT_ADDRESSES = N_(
    "You stored an API key for Have I Been Pwned, so it is also asked about your mail addresses."
)


def choose_sources(network: Network, *, interactive: bool) -> "Sources":
    """Return online sources where the person agreed, else offline ones, which build no client."""
    from pathlib import Path  # noqa: PLC0415

    from secaudit import sources  # noqa: PLC0415

    services = sources.Services(**network.urls, allow_http=network.allow_http)
    if network.online is False or (network.online is None and not interactive):
        return sources.offline()
    key, trouble = _api_key()
    if network.online is None and not _agrees(with_key=key is not None):
        return sources.offline()
    if trouble:
        say(_("note: mail addresses will not be looked up: {trouble}").format(trouble=trouble))
    range_ca = Path(network.range_ca) if network.range_ca else None
    return sources.online(services, key=key, proxy=network.proxy, range_ca=range_ca)


def _agrees(*, with_key: bool) -> bool:
    heading(_("Known breaches"))
    say(_(CONSENT))
    if with_key:
        say(_(CONSENT_ADDRESSES))
    return confirm(_("Go online for this?"))


def _api_key() -> "tuple[Secret | None, str]":
    """Return the key, and why it could not be read where it could not."""
    from secaudit.store import api_key  # noqa: PLC0415

    try:
        return api_key(), ""
    except KeyringError as error:
        return None, error.message
