"""The only door to the network and to big data: four interfaces and two ways to fill them."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Protocol

from secaudit.languages import N_, _
from secaudit.model import Breach, Offer, Progress, Pwned, Sent, Unchecked
from secaudit.sources.services import Services, check_proxy
from secaudit.text import Secret

__all__ = [
    "AddressBreaches",
    "BreachCatalogue",
    "Directory",
    "PasswordCounts",
    "Services",
    "Sources",
    "offline",
    "online",
]


class PasswordCounts(Protocol):
    """Knows how often passwords were seen in breaches, by their SHA-1 digests."""

    def counts(
        self, digests: Collection[bytes], progress: Progress
    ) -> Mapping[bytes, Pwned | Unchecked]:
        """Return an answer for every digest (20 bytes each) asked for."""


class BreachCatalogue(Protocol):
    """Knows which sites were breached, and when."""

    def breaches(self) -> tuple[Breach, ...] | Unchecked:
        """Return the whole catalogue."""


class AddressBreaches(Protocol):
    """Knows which breaches a mail address is in."""

    def breached(
        self, addresses: Collection[str], progress: Progress
    ) -> Mapping[str, tuple[str, ...] | Unchecked]:
        """Return the names of breaches for every address asked for; `()` = in none."""


class Directory(Protocol):
    """Knows which second factors sites offer."""

    def offers(self, sites: Collection[str]) -> Mapping[str, Offer | Unchecked]:
        """Return an answer for every site asked for; absent from a directory is Unchecked."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything gather may ask."""

    passwords: PasswordCounts
    catalogue: BreachCatalogue
    addresses: AddressBreaches
    directory: Directory
    sent: Callable[[], tuple[Sent, ...]] = tuple
    """What has gone over the network so far."""
    credits: tuple[str, ...] = field(default=())
    """Attributions that the data's licences ask for."""


def online(
    services: Services | None = None,
    *,
    key: Secret | None = None,
    proxy: str | None = None,
    cache: Path | None = None,
    today: date | None = None,
) -> Sources:
    """Return sources that ask the services over the network; nothing is sent before they are used.

    `key` is for looking up mail addresses; without one they stay unchecked. Public files are
    kept in `cache`, the user's cache folder unless given. Raises UsageError for a bad `proxy`.
    """
    if proxy is not None:
        check_proxy(proxy)
    # Here and not above: they import httpx, which nothing offline pays for.
    from secaudit.sources import common, directories, hibp, unasked  # noqa: PLC0415
    from secaudit.sources.http import Client  # noqa: PLC0415

    services = services or Services()
    cache = cache or _cache()
    today = today or _today()
    client = Client(services.urls, proxy=proxy)
    return Sources(
        passwords=common.WithFallback(
            hibp.PwnedPasswords(client, services.range_url), common.CommonPasswords()
        ),
        catalogue=hibp.Catalogue(client, services.hibp_url, cache, today),
        addresses=hibp.Addresses(client, services.hibp_url, key)
        if key
        else unasked.Unasked(hibp.NO_KEY),
        directory=directories.Directories(
            client, (services.directory_url, services.passkeys_url), cache, today
        ),
        sent=client.sent,
        credits=tuple(map(_, (hibp.CREDIT, *directories.CREDITS))),
    )


def offline(
    services: Services | None = None, *, cache: Path | None = None, today: date | None = None
) -> Sources:
    """Return sources that need no network: common passwords, and directories fetched before."""
    from secaudit.sources import common, directories, unasked  # noqa: PLC0415

    services = services or Services()
    nothing = unasked.Unasked(N_("offline: this needs the network"))
    return Sources(
        passwords=common.CommonPasswords(),
        catalogue=nothing,
        addresses=nothing,
        directory=directories.Directories(
            None,
            (services.directory_url, services.passkeys_url),
            cache or _cache(),
            today or _today(),
        ),
        credits=tuple(map(_, directories.CREDITS)),
    )


def _cache() -> Path:
    from platformdirs import user_cache_dir  # noqa: PLC0415

    return Path(user_cache_dir("secaudit", appauthor=False))


def _today() -> date:
    return datetime.now(UTC).date()
