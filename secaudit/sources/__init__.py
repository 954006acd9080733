"""The only door to the network and to big data: four small interfaces."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from secaudit.model import Breach, Offer, Progress, Pwned, Sent, Unchecked


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
