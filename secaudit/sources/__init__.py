"""The only door to the network and to big data: four interfaces and two ways to fill them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from secaudit.languages import N_, _
from secaudit.model import Breach, Offer, Progress, Pwned, Sent, Unchecked
from secaudit.sources.services import Services, check_proxy
from secaudit.text import Secret

if TYPE_CHECKING:
    from secaudit.sources.corpus import Local

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
    corpora: tuple[str, ...] = ()
    """The offline corpora that are asked, a sentence or more for each."""
    notes: tuple[str, ...] = ()
    """What to say before anything is asked, such as that a corpus is old."""


def online(  # noqa: PLR0913  # each part of it is somewhere else
    services: Services | None = None,
    *,
    key: Secret | None = None,
    proxy: str | None = None,
    range_ca: Path | None = None,
    cache: Path | None = None,
    keep: bool = True,
    today: date | None = None,
    corpora: Sequence[Path] = (),
) -> Sources:
    """Return sources that ask the services over the network; nothing is sent before they are used.

    With `corpora`, see `offline`, nothing about passwords is sent. What a filter alone finds is
    the exception: it is looked up, for one in 256 of such finds would be a false alarm.

    `key` is for looking up mail addresses; without one they stay unchecked. Public files are
    kept in `cache`, the user's cache folder unless given; without `keep` none is written. With
    `range_ca`, a file of certificates, the range API is trusted by these alone, and no other
    service by them. Raises UsageError for a bad `proxy` or `range_ca`, and CorpusError as `offline`
    does.
    """
    if proxy is not None:
        check_proxy(proxy)
    # Here and not above: they import httpx, which nothing offline pays for.
    from secaudit.sources import common, directories, hibp, unasked  # noqa: PLC0415
    from secaudit.sources.http import Client, trusting  # noqa: PLC0415

    services = services or Services()
    cache = cache or _cache()
    today = today or _today()
    client = Client(services.urls, proxy=proxy)
    asked = client
    if range_ca is not None:
        asked = Client([services.range_url], proxy=proxy, trust=trusting(range_ca))
    known = common.WithFallback(
        hibp.PwnedPasswords(asked, services.range_url), common.CommonPasswords()
    )
    local = _local(corpora, today, doubtful=known) if corpora else None
    return Sources(
        passwords=local.passwords if local else known,
        corpora=local.described if local else (),
        notes=local.notes if local else (),
        catalogue=hibp.Catalogue(client, services.hibp_url, cache, today, keep=keep),
        addresses=hibp.Addresses(client, services.hibp_url, key)
        if key
        else unasked.Unasked(hibp.NO_KEY),
        directory=directories.Directories(
            client, (services.directory_url, services.passkeys_url), cache, today, keep=keep
        ),
        sent=lambda: client.sent() + (asked.sent() if asked is not client else ()),
        credits=tuple(map(_, (hibp.CREDIT, *directories.CREDITS))),
    )


def offline(
    services: Services | None = None,
    *,
    cache: Path | None = None,
    today: date | None = None,
    corpora: Sequence[Path] = (),
) -> Sources:
    """Return sources that need no network: common passwords, and directories fetched before.

    `corpora` are files made by “secaudit corpus build”, to look passwords up in. Raises
    CorpusError where one cannot be read, is damaged, or holds hashes of another kind.
    """
    from secaudit.sources import common, directories, unasked  # noqa: PLC0415

    services = services or Services()
    nothing = unasked.Unasked(N_("offline: this needs the network"))
    today = today or _today()
    local = _local(corpora, today, common.CommonPasswords()) if corpora else None
    return Sources(
        passwords=local.passwords if local else common.CommonPasswords(),
        corpora=local.described if local else (),
        notes=local.notes if local else (),
        catalogue=nothing,
        addresses=nothing,
        directory=directories.Directories(
            None,
            (services.directory_url, services.passkeys_url),
            cache or _cache(),
            today,
        ),
        credits=tuple(map(_, directories.CREDITS)),
    )


def _local(paths: Sequence[Path], today: date, doubtful: PasswordCounts) -> "Local":
    from secaudit.sources.corpus import open_local  # noqa: PLC0415

    return open_local(paths, today, doubtful)


def _cache() -> Path:
    from platformdirs import user_cache_dir  # noqa: PLC0415

    return Path(user_cache_dir("secaudit", appauthor=False))


def _today() -> date:
    return datetime.now(UTC).date()
