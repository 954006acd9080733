"""Have I Been Pwned: passwords by range, the catalogue of breaches, and mail addresses."""

import hashlib
import random
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from secaudit.errors import UsageError
from secaudit.languages import N_, _, ngettext
from secaudit.languages import number as digits
from secaudit.model import Breach, Progress, Pwned, Unchecked
from secaudit.sources import ranges
from secaudit.sources.public import current, parsed
from secaudit.text import Secret, clean

if TYPE_CHECKING:
    from secaudit.sources.exchange import Reply
    from secaudit.sources.http import Client

CREDIT = N_("Breach data by Have I Been Pwned (https://haveibeenpwned.com), licence CC BY 4.0.")

NO_KEY = N_(
    "there is no API key for looking up mail addresses. By hand: type each address at "
    "https://haveibeenpwned.com"
)

_BAD_KEY = N_("the API key was not accepted; put in a valid one with “secaudit key set”")

LEAST = "secaudit-least"
"""Header of a server that leaves out passwords seen fewer times than it says (docs/deploy.md)."""

_MOST_DIGITS = 12  # of a count

# ── Passwords ────────────────────────────────────────────────────────────────────────────────────


class PwnedPasswords:
    """The range API: only the first five characters of a hash are ever sent."""

    def __init__(self, client: "Client", base: str) -> None:
        self._client = client
        self._base = base.rstrip("/") + "/"

    def counts(
        self, digests: Collection[bytes], progress: Progress
    ) -> Mapping[bytes, Pwned | Unchecked]:
        """Return how often each password was seen; Unchecked where its range gave no answer."""
        by_range: dict[str, list[bytes]] = defaultdict(list)
        for digest in set(digests):
            by_range[digest.hex()[:5].upper()].append(digest)
        prefixes = list(by_range)
        random.SystemRandom().shuffle(prefixes)  # their order says nothing about the vault

        def read(prefix: str, reply: "Reply") -> dict[bytes, Pwned | Unchecked] | Unchecked:
            return _search(reply.body, by_range[prefix], reply.headers.get(LEAST, ""))

        answers = self._client.fetch(
            {prefix: self._base + prefix for prefix in prefixes},
            read,
            headers={"Add-Padding": "true"},  # every answer of like size: who listens learns less
            sent=_prefixes,
            stage=_("Passwords in known breaches"),
            progress=progress,
        )
        return {
            digest: answer if isinstance(answer, Unchecked) else answer[digest]
            for prefix, answer in answers.items()
            for digest in by_range[prefix]
        }


def _search(
    body: bytes, digests: Collection[bytes], least: str
) -> dict[bytes, Pwned | Unchecked] | Unchecked:
    """Look each digest up in the body of its range.

    Rows are searched one by one and not bisected: padding (count 0) stands unsorted at the end.
    A hit is a hit; "not in it" is only believed of a body that looks like a whole range, and of no
    server that says it leaves out what was seen fewer than `least` times.
    """
    rows = ranges.rows_of(body, ranges.DIGITS["sha1"])
    if rows is None:
        return Unchecked(_(ranges.NO_LIST))
    cut_short = _partly(least) or ranges.cut_short(rows)
    found: dict[bytes, Pwned | Unchecked] = {}
    for digest in digests:
        suffix = digest.hex()[5:].upper().encode()
        counts = re.findall(suffix + rb":([0-9]+)", rows) if suffix in rows else ()
        count = max(map(int, counts), default=0)
        found[digest] = Unchecked(cut_short) if cut_short and not count else Pwned(count)
    return found


def _partly(least: str) -> str:
    """Say what a server leaves out by its own words; "" where it says of none."""
    if not least or least == "1":
        return ""
    if not (least.isascii() and least.isdigit() and len(least) <= _MOST_DIGITS):
        return _("this server does not know all passwords")
    return _("this server only knows passwords that were seen {number} times or more").format(
        number=digits(int(least))
    )


def _prefixes(number: int) -> str:
    return ngettext(
        "the first 5 characters of the SHA-1 hash of {number} password",
        "the first 5 characters of the SHA-1 hash of {number} passwords",
        number,
    ).format(number=digits(number))


# ── Catalogue ────────────────────────────────────────────────────────────────────────────────────


class Catalogue:
    """The public list of all breaches; no key needed, nothing about the person is sent."""

    def __init__(
        self, client: "Client", base: str, cache: Path, today: date, *, keep: bool = True
    ) -> None:
        """Without `keep` nothing is written to `cache`."""
        self._client = client
        self._keep = keep
        self._url = base.rstrip("/") + "/breaches"
        self._file = cache / "breaches"
        self._today = today

    def breaches(self) -> tuple[Breach, ...] | Unchecked:
        """Return the whole catalogue, without what was invented, withdrawn or a spam list.

        An older copy on disk is used only when the server says that it still holds: the
        newest breach may be the one that matters.
        """
        copy = current(
            self._client,
            self._file,
            self._url,
            _catalogue,
            today=self._today,
            sent=_catalogue_sent,
            or_old=False,
            keep=self._keep,
        )
        return copy if isinstance(copy, Unchecked) else copy.value


def _catalogue(body: bytes) -> tuple[Breach, ...] | Unchecked:
    rows = parsed(body)
    try:
        breaches = tuple(_breach(row) for row in rows if not _is_noise(row))
    except (KeyError, TypeError, ValueError, AttributeError):  # their texts may hold the row
        breaches = ()
    return breaches or Unchecked(_("the answer was not a catalogue of breaches"))


def _is_noise(row: dict[str, Any]) -> bool:
    return any(row.get(flag) is True for flag in ("IsFabricated", "IsRetired", "IsSpamList"))


def _breach(row: dict[str, Any]) -> Breach:
    if not isinstance(row["DataClasses"], list):
        raise TypeError
    return Breach(
        name=clean(row["Name"]),
        title=clean(row.get("Title") or row["Name"]),
        domain=clean(row["Domain"]).lower(),
        date=date.fromisoformat(row["BreachDate"]),
        data=frozenset(map(clean, row["DataClasses"])),
        verified=row.get("IsVerified") is not False,
        sensitive=row.get("IsSensitive") is True,
    )


def _catalogue_sent(_number: int) -> str:
    return _("nothing about you: the public list of all breaches was fetched")


# ── Mail addresses ───────────────────────────────────────────────────────────────────────────────


class Addresses:
    """Looks mail addresses up with an API key: by part of a hash where the key's plan allows it.

    Sources do not agree which plans include the search by hash, so the key's own
    `/subscription/status` decides (`IncludesKAnon`); where it does not say so, the address is sent.
    """

    def __init__(self, client: "Client", base: str, key: Secret) -> None:
        """Raise UsageError where `key` cannot be one: it goes into a header."""
        if not re.fullmatch(r"[0-9A-Fa-f]{32}", key.reveal()):
            raise UsageError(
                _("the API key is not one: it has 32 characters, 0 to 9 and a to f"),
                _("Put in the right one with “secaudit key set”."),
            )
        self._client = client
        self._base = base.rstrip("/") + "/"
        self._key = key

    def breached(
        self, addresses: Collection[str], progress: Progress
    ) -> Mapping[str, tuple[str, ...] | Unchecked]:
        """Return the names of the breaches each address is in.

        Those of intimate sites are shown only to an address's owner: `()` says nothing of them.
        """
        if not addresses:
            return {}
        by_hash = self._client.fetch(
            {"": self._base + "subscription/status"},
            lambda _url, reply: _plan(reply),
            headers=self._headers,
            accept={200, 401, 403},  # no 404: a wrong server answers that to everything
            sent=_status_sent,
        )[""]
        if isinstance(by_hash, Unchecked):
            return dict.fromkeys(addresses, by_hash)
        path = "breachedaccount/range/" if by_hash else "breachedaccount/"
        return self._client.fetch(
            {a: self._base + path + (_hash(a)[:6] if by_hash else quote(a, "")) for a in addresses},
            _read_range if by_hash else _read_account,
            headers=self._headers,
            accept={200, 401, 404},
            sent=_hashes_sent if by_hash else _addresses_sent,
            lanes=1,  # a key is good for a number of requests a minute
            stage=_("Mail addresses in known breaches"),
            progress=progress,
        )

    @property
    def _headers(self) -> dict[str, str]:
        return {"hibp-api-key": self._key.reveal()}


def _plan(reply: "Reply") -> bool | Unchecked:
    """Tell whether the key allows the search by hash."""
    if reply.status == 401:  # noqa: PLR2004
        return Unchecked(_(_BAD_KEY))
    if reply.status == 403:  # noqa: PLR2004  # not every key may ask for its status
        return False
    status = parsed(reply.body)
    if not isinstance(status, dict):
        return Unchecked(_("the answer about the API key was not understood"))
    return any(name.lower() == "includeskanon" and value is True for name, value in status.items())


def _read_account(_address: str, reply: "Reply") -> tuple[str, ...] | Unchecked:
    def names(rows: list[Any]) -> tuple[str, ...]:
        return tuple(clean(row["Name"]) for row in rows)

    return _read(reply, names)


def _read_range(address: str, reply: "Reply") -> tuple[str, ...] | Unchecked:
    suffix = _hash(address)[6:]

    def names(rows: list[Any]) -> tuple[str, ...]:
        by_suffix = {row["hashSuffix"].upper(): tuple(map(clean, row["websites"])) for row in rows}
        return by_suffix.get(suffix, ())

    return _read(reply, names)


def _read(
    reply: "Reply", names: Callable[[list[Any]], tuple[str, ...]]
) -> tuple[str, ...] | Unchecked:
    """Return what `names` makes of the rows; 404 without a body means in none."""
    if reply.status == 401:  # noqa: PLR2004
        return Unchecked(_(_BAD_KEY))
    if reply.status == 404:  # noqa: PLR2004
        other = reply.body.strip()  # says something, so it is some other server's
        strange = Unchecked(_("the answer did not come from Have I Been Pwned"))
        return strange if other else ()
    try:
        rows = parsed(reply.body)
        if rows and isinstance(rows, list):
            return names(rows)
    except (KeyError, TypeError, ValueError, AttributeError):  # their texts may hold the row
        pass
    return Unchecked(_("the answer was not understood"))


def _hash(address: str) -> str:
    data = address.strip().lower().encode("utf-8", "surrogatepass")
    return hashlib.sha1(data, usedforsecurity=False).hexdigest().upper()


def _status_sent(_number: int) -> str:
    return _("your API key, to ask what it allows")


def _hashes_sent(number: int) -> str:
    return ngettext(
        "the first 6 characters of the SHA-1 hash of {number} mail address, with your API key",
        "the first 6 characters of the SHA-1 hash of {number} mail addresses, with your API key",
        number,
    ).format(number=digits(number))


def _addresses_sent(number: int) -> str:
    return ngettext(
        "{number} mail address, with your API key",
        "{number} mail addresses, with your API key",
        number,
    ).format(number=digits(number))
