"""Stands where a source would be that is not asked, and says why."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from secaudit.languages import _
from secaudit.model import Breach, Progress, Unchecked


@dataclass(frozen=True, slots=True)
class Unasked:
    """A catalogue and an address search that were not asked for."""

    why: str
    """Marked for translation."""

    def breaches(self) -> tuple[Breach, ...] | Unchecked:
        """Return why there is none."""
        return Unchecked(_(self.why), asked=False)

    def breached(
        self, addresses: Collection[str], _progress: Progress
    ) -> Mapping[str, tuple[str, ...] | Unchecked]:
        """Return why for every address."""
        return dict.fromkeys(addresses, Unchecked(_(self.why), asked=False))
