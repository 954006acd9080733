"""The common passwords that zxcvbn ships: what can be said of a password without any network."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from secaudit.languages import N_, _
from secaudit.languages import number as digits
from secaudit.model import Progress, Pwned, Unchecked, silent
from secaudit.sources import PasswordCounts

_NAME = N_("the list that comes with secaudit")  # read after “among the … most common passwords”


class CommonPasswords:
    """Finds a password among the most common ones; says of no other that it is safe."""

    def counts(
        self, digests: Collection[bytes], progress: Progress = silent
    ) -> Mapping[bytes, Pwned | Unchecked]:
        """Return the rank of each password that is in the list, Unchecked for the others."""
        known = ranks()
        only_compared = _("offline: only compared with the {number} most common passwords").format(
            number=digits(len(known))
        )
        progress(_("Common passwords"), len(digests), len(digests))
        return {
            digest: Pwned(count=None, rank=known[digest], source=_NAME)
            if digest in known
            else Unchecked(only_compared, asked=False)
            for digest in digests
        }


@dataclass(frozen=True, slots=True)
class WithFallback:
    """Asks one source, and another one for what the first could not check.

    Where the second has no answer either, the first one's reason stands.
    """

    first: PasswordCounts
    then: PasswordCounts

    def counts(
        self, digests: Collection[bytes], progress: Progress
    ) -> Mapping[bytes, Pwned | Unchecked]:
        """Return the first source's answers, filled up with what the second one finds."""
        answers = self.first.counts(digests, progress)
        missing = [digest for digest, answer in answers.items() if isinstance(answer, Unchecked)]
        if not missing:
            return answers
        others = self.then.counts(missing, silent)
        return {**answers, **{d: a for d, a in others.items() if isinstance(a, Pwned)}}


def ranks() -> dict[bytes, int]:
    """Return the place of each common password, from 1, by its SHA-1 digest."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # noqa: PLC0415

    return {
        hashlib.sha1(word.encode(), usedforsecurity=False).digest(): rank
        for rank, word in enumerate(FREQUENCY_LISTS["passwords"], 1)
    }
