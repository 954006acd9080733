"""The file of a corpus, as docs/corpus-format.md describes it: header, places, count code."""

import json
import struct
from bisect import bisect_right
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from secaudit.errors import CorpusError
from secaudit.languages import _
from secaudit.text import clean

MAGIC = b"\x93hashes\n"
FILTER_MAGIC = b"\x93filter\n"
SUFFIX_MAGIC = b"\x93suffix\n"
MAJOR, MINOR = 1, 0
PAGE = 4096
"""Bytes of the header; the last 32 are the SHA-256 of those before."""

BLOCK = 1 << 20
"""Bytes of remainders and counts that one digest stands for."""

DIGEST = 32
"""Bytes of a SHA-256."""

REMAINDER_BITS = 32
RANGE_BITS = 20
"""As many ranges as the range API of Have I Been Pwned has."""

CHANCE = 28
"""Where so many hashes are expected there is one: it fails by chance once in e²⁸ times, a millionth
for all 2²⁰ ranges together."""

HELD = 6
"""Whole bytes of a hash in its key, with these ranges; suffixes hold what follows them."""

KINDS = {"sha1": "SHA-1", "ntlm": "NTLM"}
"""What a kind of hash is called."""

DIGITS = {"sha1": 40, "ntlm": 32}
"""Hexadecimal digits of a hash, by its kind."""

_FEWEST_BITS, _MOST_BITS = 8, 24
_PREFIX = struct.Struct("<8sHHI")  # magic, major, minor, bytes of JSON
_DIGEST_AT = PAGE - DIGEST

# ── Counts ───────────────────────────────────────────────────────────────────────────────────────

EXACT = 64
"""Smaller counts are kept as they are."""
LEAST: tuple[int, ...] = (
    *range(EXACT),
    *(mantissa << power for power in range(3, 27) for mantissa in range(8, 16)),
)
"""The smallest count that each of the 256 codes stands for."""

SHOWN: tuple[int, ...] = (
    *range(EXACT),
    *((2 * mantissa + 1) << (power - 1) for power in range(3, 27) for mantissa in range(8, 16)),
)
"""The count to show for each code: exact below 64, else the middle, off by at most 1/16."""


def code_of(count: int) -> int:
    """Return the code of a count; the last one stands for 2³⁰ and more, too."""
    return bisect_right(LEAST, count) - 1


# ── Header ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Header:
    """What a corpus says of itself."""

    kind: str
    """`sha1` or `ntlm`."""
    source: str
    """What it was built from, in words."""
    date: date
    """The day the source was fetched."""
    hashes: int
    lines: int
    """Lines of the source that stand for a breached password; more than `hashes` where some
    were there twice, shared a key, or are below `least`."""
    least: int
    """Passwords seen less often than this were left out; 1: none was."""
    missing: int
    """Ranges that the source should have had and did not: of their hashes nothing is known."""
    range_bits: int
    index_sha256: str
    digests_sha256: str

    @property
    def key_bits(self) -> int:
        """Leading bits of a hash that are compared."""
        return self.range_bits + REMAINDER_BITS

    @property
    def false_match(self) -> float:
        """Chance that a hash which is not in the source is taken for one that is."""
        return self.hashes / 2.0**self.key_bits

    @property
    def remainders_at(self) -> int:
        """Where the index ends and the remainders begin."""
        return PAGE + 4 * ((1 << self.range_bits) + 1)

    @property
    def counts_at(self) -> int:
        """Where the remainders end and the counts begin."""
        return self.remainders_at + 4 * self.hashes

    @property
    def digests_at(self) -> int:
        """Where the counts end and the digests of the blocks begin."""
        return self.counts_at + self.hashes

    @property
    def size(self) -> int:
        """Bytes of the whole file."""
        return self.digests_at + DIGEST * -(-5 * self.hashes // BLOCK)


def header_bytes(header: Header) -> bytes:
    """Return the first page of a file."""
    return page_of(MAGIC, asdict(header))


def read_header(page: bytes, name: str) -> Header:
    """Return what the first page of the file `name` says.

    Raises CorpusError where it is no corpus, one of another major version, or damaged.
    """
    if page.startswith(FILTER_MAGIC):
        raise CorpusError(
            _("{name} is a filter, which holds no hashes and no counts").format(name=name),
            _("Name a corpus that was built without --filter."),
        )
    raw = fields_of(page, MAGIC, name)
    try:
        return _header(raw)
    except (ValueError, KeyError, TypeError):
        raise unlike_the_format(name) from None


def page_of(magic: bytes, fields: dict[str, Any]) -> bytes:
    """Return a first page that says these fields: texts, numbers and days."""
    fields = {name: clean(said) if isinstance(said, str) else said for name, said in fields.items()}
    said = json.dumps(fields, ensure_ascii=False, default=str).encode()
    page = (_PREFIX.pack(magic, MAJOR, MINOR, len(said)) + said).ljust(_DIGEST_AT, b"\0")
    return page + sha256(page).digest()


def fields_of(page: bytes, magic: bytes, name: str) -> dict[str, Any]:
    """Return the fields that the first page of the file `name` says, not checked yet.

    Raises CorpusError where it does not begin with `magic`, is of another major version, or
    damaged.
    """
    if page.startswith(SUFFIX_MAGIC) and magic != SUFFIX_MAGIC:
        raise CorpusError(
            _("{name} holds the rest of the hashes of a corpus, and none of its own").format(
                name=name
            ),
            _("Name the corpus itself, without .suffixes."),
        )
    if len(page) < PAGE or not page.startswith(magic):
        raise CorpusError(
            _("{name} is not a corpus made by secaudit, or not a whole one").format(name=name),
            _("Build one with “secaudit corpus build”."),
        )
    _magic, major, _minor, length = _PREFIX.unpack_from(page)
    if major != MAJOR:
        raise CorpusError(
            _(
                "{name} is written in version {major} of the format; this secaudit reads {known}"
            ).format(name=name, major=major, known=MAJOR),
            _("Update secaudit, or build the corpus again with this one."),
        )
    if sha256(page[:_DIGEST_AT]).digest() != page[_DIGEST_AT:PAGE]:
        raise damaged(name, _("its header has changed"))
    try:
        raw = json.loads(page[_PREFIX.size : _PREFIX.size + length])
    except ValueError:
        raise unlike_the_format(name) from None
    if not isinstance(raw, dict):
        raise unlike_the_format(name)
    return raw


def unlike_the_format(name: str) -> CorpusError:
    """Return the error for a header that something else wrote, digest and all."""
    return damaged(name, _("its header does not follow the format"))


def damaged(name: str, what: str) -> CorpusError:
    """Return the error for a file that cannot be trusted."""
    return CorpusError(
        _("{name} is damaged: {why}").format(name=name, why=what),
        _("Copy it again from where it came, or build it again."),
    )


def _header(raw: dict[str, Any]) -> Header:
    """Check and return the fields; those that a later minor version added are left out."""
    texts = {name: raw[name] for name in ("kind", "source", "index_sha256", "digests_sha256")}
    numbers = {name: raw[name] for name in ("hashes", "lines", "least", "missing", "range_bits")}
    if not (
        all(isinstance(text, str) for text in texts.values())
        and all(type(number) is int and 0 <= number < 1 << 40 for number in numbers.values())
        and texts["kind"] in DIGITS
        and 1 <= numbers["hashes"] < 1 << 32
        and _FEWEST_BITS <= numbers["range_bits"] <= _MOST_BITS
    ):
        raise ValueError
    texts["source"] = clean(texts["source"])
    return Header(**texts, **numbers, date=date.fromisoformat(raw["date"]))
