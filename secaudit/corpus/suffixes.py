"""What a corpus leaves out of hashes and counts, in a file beside it: both give exact ranges."""

import os
from dataclasses import asdict, dataclass
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any, Self

from secaudit.corpus.format import (
    BLOCK,
    DIGEST,
    DIGITS,
    EXACT,
    HELD,
    LEAST,
    PAGE,
    RANGE_BITS,
    SUFFIX_MAGIC,
    Header,
    damaged,
    fields_of,
    page_of,
    unlike_the_format,
)
from secaudit.corpus.lookup import Corpus
from secaudit.corpus.paging import mapped, of_another_size, unreadable
from secaudit.errors import CorpusError
from secaudit.languages import N_, _, number
from secaudit.model import Progress, silent

COUNT = 8
"""Bytes of an exact count."""

INDEX = 4 * ((1 << RANGE_BITS) + 1)

_LOW = bytes(byte & 15 for byte in range(256))
_HIGH = bytes(byte >> 4 for byte in range(256))
_SMALL = bytes(range(EXACT))
"""Codes that are counts themselves; of the others the exact count is kept here."""


def beside(path: Path) -> Path:
    """Return where the suffixes of the corpus at `path` are."""
    return path.with_name(path.name + ".suffixes")


@dataclass(frozen=True, slots=True)
class Places:
    """What the header says, and where everything stands that follows from it."""

    corpus: str
    """The digest of the header of the corpus that these belong to."""
    large: int
    """Hashes whose count is not exact in the corpus."""
    twins: int
    """Hashes that share their key with another one, so that the corpus holds only that."""
    index_sha256: str
    digests_sha256: str

    @staticmethod
    def ends_at() -> int:
        """Where the ends of hashes begin."""
        return PAGE + INDEX

    def counts_at(self, header: Header) -> int:
        """Where the exact counts begin."""
        return self.ends_at() + header.hashes * end_length(header.kind)

    def twins_at(self, header: Header) -> int:
        """Where the twins begin: each a whole hash and its exact count."""
        return self.counts_at(header) + self.large * COUNT

    def digests_at(self, header: Header) -> int:
        """Where the digests of the blocks begin."""
        return self.twins_at(header) + self.twins * twin_length(header.kind)

    def size(self, header: Header) -> int:
        """Bytes of the whole file."""
        return self.digests_at(header) + DIGEST * -(
            -(self.digests_at(header) - self.ends_at()) // BLOCK
        )


def end_length(kind: str) -> int:
    """Return how many bytes of each hash are kept: 14 of a SHA-1, 10 of an NTLM hash."""
    return DIGITS[kind] // 2 - HELD


def twin_length(kind: str) -> int:
    """Return the bytes of a twin: its whole hash and its count."""
    return DIGITS[kind] // 2 + COUNT


def places_bytes(places: Places) -> bytes:
    """Return the first page of a file."""
    return page_of(SUFFIX_MAGIC, asdict(places))


def read_places(page: bytes, name: str) -> Places:
    """Return what the first page of the file `name` says.

    Raises CorpusError where it holds no suffixes, is of another major version, or damaged.
    """
    raw = fields_of(page, SUFFIX_MAGIC, name)
    try:
        return _places(raw)
    except (ValueError, KeyError, TypeError):
        raise unlike_the_format(name) from None


def _places(raw: dict[str, Any]) -> Places:
    texts = {name: raw[name] for name in ("corpus", "index_sha256", "digests_sha256")}
    numbers = {name: raw[name] for name in ("large", "twins")}
    if not (
        all(isinstance(text, str) for text in texts.values())
        and all(type(number) is int and 0 <= number < 1 << 32 for number in numbers.values())
    ):
        raise ValueError
    return Places(**texts, **numbers)


class Suffixes:
    """The open suffixes of an open corpus. Use it as a context manager, or close it."""

    def __init__(self, corpus: Corpus) -> None:
        """Open the file beside the corpus, which is one on disk.

        Raises CorpusError where it is not there, belongs to another corpus or build, is cut
        short, or where header, index or list of digests have changed.
        """
        header = corpus.header
        if corpus.path is None or header.range_bits != RANGE_BITS:
            raise CorpusError(
                _("{name} has other ranges than the range API").format(name=corpus.name),
                _("Build the corpus again with --with-suffixes."),
            )
        path = beside(corpus.path)
        self.name = name = str(path)
        try:
            with path.open("rb") as file:
                self.places = places = read_places(file.read(PAGE), name)
                if places.corpus != corpus.seal.hex():
                    raise CorpusError(
                        _("{name} does not belong to {corpus}: they come from two builds").format(
                            name=name, corpus=corpus.name
                        ),
                        _("Put the two files together that were built together."),
                    )
                if (size := file.seek(0, os.SEEK_END)) != places.size(header):
                    raise of_another_size(name, size, places.size(header))
                file.seek(PAGE)
                index = file.read(INDEX)
                file.seek(places.digests_at(header))
                self.digests = file.read()
                if sha256(index).hexdigest() != places.index_sha256:
                    raise damaged(name, _("its index has changed"))
                if sha256(self.digests).hexdigest() != places.digests_sha256:
                    raise damaged(name, _("its list of digests has changed"))
                self._map = mapped(file)
        except FileNotFoundError:
            raise CorpusError(
                _(
                    "{name} holds only the beginning of each hash, and {other} is not there with "
                    "the rest"
                ).format(name=corpus.name, other=path.name),
                _("Put it beside the corpus, or build the corpus again with --with-suffixes."),
            ) from None
        except OSError as error:
            raise unreadable(name, error) from None
        self.starts = memoryview(index).cast("I")
        """The place of the first exact count of each range, and then how many there are."""
        whole = memoryview(self._map)
        begin, middle = places.ends_at(), places.counts_at(header)
        last, end = places.twins_at(header), places.digests_at(header)
        self.body = whole[begin:end]
        self.ends = whole[begin:middle]
        self.counts = whole[middle:last]
        """Exact counts, 8 bytes each; they may stand at any byte."""
        self.twins = _twins(bytes(whole[last:end]), header.kind)
        """Hashes and counts of each range that has some."""
        whole.release()

    def of_another(self, which: int) -> CorpusError:
        """Return the error for a range that does not fit to the corpus."""
        return damaged(
            self.name,
            _("range {prefix} is not the one that the corpus holds").format(prefix=f"{which:05X}"),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        for view in (self.ends, self.counts, self.body):
            view.release()
        self._map.close()


def _twins(raw: bytes, kind: str) -> dict[int, list[tuple[bytes, int]]]:
    """Return the twins by the number of their range."""
    twins: dict[int, list[tuple[bytes, int]]] = {}
    step = twin_length(kind)
    for at in range(0, len(raw), step):
        digest, count = raw[at : at + step - COUNT], raw[at + step - COUNT : at + step]
        prefix = int.from_bytes(digest[:4], "big") >> (32 - RANGE_BITS)
        twins.setdefault(prefix, []).append((digest, int.from_bytes(count, "little")))
    return twins


def verify_suffixes(corpus: Corpus, progress: Progress = silent) -> None:
    """Read the whole file beside `corpus`.

    Raises CorpusError where one bit is not as it was written, or where it does not fit to what
    the corpus says of the same hashes.
    """
    with Suffixes(corpus) as suffixes:
        total = len(suffixes.digests) // DIGEST
        for block in range(total):
            wanted = suffixes.digests[block * DIGEST : (block + 1) * DIGEST]
            if sha256(suffixes.body[block * BLOCK : (block + 1) * BLOCK]).digest() != wanted:
                at = number(suffixes.places.ends_at() + block * BLOCK)
                raise damaged(
                    suffixes.name, _("the block at byte {begin} has changed").format(begin=at)
                )
            progress(N_("Checking suffixes"), block + 1, total)
        _check_fit(corpus, suffixes)


def _check_fit(corpus: Corpus, suffixes: Suffixes) -> None:
    """Raise CorpusError where a range is not the one that the corpus holds."""
    step = end_length(corpus.header.kind)
    large = 0
    for which, (begin, end) in enumerate(pairwise(corpus.starts.tolist())):
        if begin == end and suffixes.starts[which] == large:
            continue
        # The last four bits of a key stand in both files.
        last = bytes(corpus.remainders[begin:end].cast("B")[::4]).translate(_LOW)
        again = bytes(suffixes.ends[begin * step : end * step : step]).translate(_HIGH)
        codes = bytes(corpus.codes[begin:end]).translate(None, delete=_SMALL)
        counts = bytes(suffixes.counts[large * COUNT : (large + len(codes)) * COUNT])
        if suffixes.starts[which] != large or last != again or not _are_of(codes, counts):
            raise suffixes.of_another(which)
        large += len(codes)
    if large != suffixes.places.large or suffixes.starts[len(corpus.starts) - 1] != large:
        raise damaged(suffixes.name, _("it does not hold as many counts as the corpus"))
    twins = (digest for some in suffixes.twins.values() for digest, _count in some)
    if not all(map(corpus.count, twins)):
        raise damaged(suffixes.name, _("it holds a hash that the corpus has nothing of"))


def _are_of(codes: bytes, counts: bytes) -> bool:
    """Tell whether each count is one that its code stands for."""
    if len(counts) != COUNT * len(codes):
        return False
    for code, count in zip(codes, memoryview(counts).cast("Q"), strict=True):
        if count < LEAST[code] or (code + 1 < len(LEAST) and count >= LEAST[code + 1]):
            return False
    return True
