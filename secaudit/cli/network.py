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
CONSENT_CORPUS = N_(
    "Passwords are looked up in the corpus on this machine, so nothing about them is sent. Lists "
    "of breached sites and of sites with two-factor are fetched whole, so nobody learns which "
    "sites you use."
)
CONSENT_FILTER = N_(
    "Passwords are looked up in the filter on this machine. What it takes for known is asked about "
    "by the first 5 characters of a fingerprint (SHA-1) of each: never the password itself. Lists "
    "of breached sites and of sites with two-factor are fetched whole, so nobody learns which "
    "sites you use."
)
CONSENT_ADDRESSES = N_(
    "You stored an API key for Have I Been Pwned, so it is also asked about your mail addresses."
)


def choose_sources(network: Network, *, interactive: bool, keep: bool = True) -> "Sources":
    """Return online sources where the person agreed, else offline ones, which build no client.

    Without `keep` no copy of a public directory is left on the disk.
    """
    chosen = _chosen(network, interactive=interactive, keep=keep)
    for note in chosen.notes:
        say(_("note: {note}").format(note=note))
    return chosen


def _chosen(network: Network, *, interactive: bool, keep: bool) -> "Sources":
    from pathlib import Path  # noqa: PLC0415

    from secaudit import sources  # noqa: PLC0415

    services = sources.Services(**network.urls, allow_http=network.allow_http)
    if network.online is False or (network.online is None and not interactive):
        return sources.offline(corpora=network.corpora)
    key, trouble = _api_key()
    if network.online is None and not _agrees(_consent(network), with_key=key is not None):
        return sources.offline(corpora=network.corpora)
    if trouble:
        say(_("note: mail addresses will not be looked up: {trouble}").format(trouble=trouble))
    return sources.online(
        services,
        key=key,
        proxy=network.proxy,
        range_ca=Path(network.range_ca) if network.range_ca else None,
        corpora=network.corpora,
        keep=keep,
    )


def _consent(network: Network) -> str:
    """Return what goes over the network, in words."""
    if not network.corpora:
        return _(CONSENT)
    from secaudit.corpus.opening import is_filter  # noqa: PLC0415

    return _(CONSENT_FILTER if any(map(is_filter, network.corpora)) else CONSENT_CORPUS)


def _agrees(what: str, *, with_key: bool) -> bool:
    heading(_("Known breaches"))
    say(what)
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
