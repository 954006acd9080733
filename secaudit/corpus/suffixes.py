"""What a corpus leaves out of hashes and counts, in a file beside it: both give exact ranges."""

import json
import mmap
import os
import struct
from dataclasses import asdict, dataclass
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any, Self

from secaudit.corpus.format import (
    BLOCK,
    DIGEST,
    DIGITS,
    HELD,
    LEAST,
    PAGE,
    RANGE_BITS,
    Header,
    damaged,
)
from secaudit.corpus.lookup import Corpus
from secaudit.errors import CorpusError
from secaudit.model import Progress, silent

MAGIC = b"\x93suffix\n"
MAJOR, MINOR = 1, 0
EXACT = 64
"""Codes below it are counts themselves; of the others the exact count is kept here."""

COUNT = 8
"""Bytes of an exact count."""

INDEX = 4 * ((1 << RANGE_BITS) + 1)

_LOW = bytes(byte & 15 for byte in range(256))
_HIGH = bytes(byte >> 4 for byte in range(256))
_PREFIX = struct.Struct("<8sHHI")
_DIGEST_AT = PAGE - DIGEST


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
    said = json.dumps(asdict(places)).encode()
    page = (_PREFIX.pack(MAGIC, MAJOR, MINOR, len(said)) + said).ljust(_DIGEST_AT, b"\0")
    return page + sha256(page).digest()


def read_places(page: bytes, name: str) -> Places:
    """Return what the first page of the file `name` says.

    Raises CorpusError where it holds no suffixes, is of another major version, or damaged.
    """
    if len(page) < PAGE or not page.startswith(MAGIC):
        raise CorpusError(
            f"{name} does not hold the suffixes of a corpus, or not all of it",
            "Build the corpus again with --with-suffixes.",
        )
    _, major, _, length = _PREFIX.unpack_from(page)
    if major != MAJOR:
        raise CorpusError(
            f"{name} is written in version {major} of the format; this secaudit reads {MAJOR}",
            "Update secaudit, or build the corpus again with this one.",
        )
    if sha256(page[:_DIGEST_AT]).digest() != page[_DIGEST_AT:PAGE]:
        raise damaged(name, "its header has changed")
    try:
        return _places(json.loads(page[_PREFIX.size : _PREFIX.size + length]))
    except (ValueError, KeyError, TypeError):
        raise damaged(name, "its header does not follow the format") from None


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
        """Open the file beside the corpus.

        Raises CorpusError where it is not there, belongs to another corpus or build, is cut
        short, or where header, index or list of digests have changed.
        """
        self.path = path = beside(corpus.path)
        header = corpus.header
        if header.range_bits != RANGE_BITS:
            raise CorpusError(
                f"{corpus.path} has other ranges than the range API",
                "Build the corpus again with --with-suffixes.",
            )
        try:
            with path.open("rb") as file:
                self.places = places = read_places(file.read(PAGE), str(path))
                if places.corpus != corpus.seal.hex():
                    raise CorpusError(
                        f"{path} does not belong to {corpus.path}: they come from two builds",
                        "Put the two files together that were built together.",
                    )
                if (size := os.fstat(file.fileno()).st_size) != places.size(header):
                    expected = places.size(header)
                    raise damaged(str(path), f"it has {size:,} bytes instead of {expected:,}")
                index = file.read(INDEX)
                file.seek(places.digests_at(header))
                self.digests = file.read()
                if sha256(index).hexdigest() != places.index_sha256:
                    raise damaged(str(path), "its index has changed")
                if sha256(self.digests).hexdigest() != places.digests_sha256:
                    raise damaged(str(path), "its list of digests has changed")
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except FileNotFoundError:
            raise CorpusError(
                f"{corpus.path} holds only the beginning of each hash, and {path.name} is not "
                "there with the rest",
                "Put it beside the corpus, or build the corpus again with --with-suffixes.",
            ) from None
        except OSError as error:
            raise CorpusError(
                f"{path} could not be read: {error.strerror}", "Check its name and where it is."
            ) from None
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
        number = int.from_bytes(digest[:4], "big") >> (32 - RANGE_BITS)
        twins.setdefault(number, []).append((digest, int.from_bytes(count, "little")))
    return twins


def verify_suffixes(corpus: Corpus, progress: Progress = silent) -> None:
    """Read the whole file beside `corpus`.

    Raises CorpusError where one bit is not as it was written, or where it does not fit to what
    the corpus says of the same hashes.
    """
    with Suffixes(corpus) as suffixes:
        name = str(suffixes.path)
        total = len(suffixes.digests) // DIGEST
        for number in range(total):
            wanted = suffixes.digests[number * DIGEST : (number + 1) * DIGEST]
            if sha256(suffixes.body[number * BLOCK : (number + 1) * BLOCK]).digest() != wanted:
                begin = suffixes.places.ends_at() + number * BLOCK
                raise damaged(name, f"the block at byte {begin:,} has changed")
            progress("Checking suffixes", number + 1, total)
        step = end_length(corpus.header.kind)
        large = 0
        small = bytes(range(EXACT))
        for number, (begin, end) in enumerate(pairwise(corpus.starts.tolist())):
            if begin == end and suffixes.starts[number] == large:
                continue
            # The last four bits of a key stand in both files.
            last = bytes(corpus.remainders[begin:end].cast("B")[::4]).translate(_LOW)
            again = bytes(suffixes.ends[begin * step : end * step : step]).translate(_HIGH)
            codes = bytes(corpus.codes[begin:end]).translate(None, delete=small)
            counts = bytes(suffixes.counts[large * COUNT : (large + len(codes)) * COUNT])
            if suffixes.starts[number] != large or last != again or not _are_of(codes, counts):
                raise damaged(name, f"range {number:05X} is not the one that the corpus holds")
            large += len(codes)
        if large != suffixes.places.large or suffixes.starts[len(corpus.starts) - 1] != large:
            raise damaged(name, "it does not hold as many counts as the corpus")
        twins = (digest for some in suffixes.twins.values() for digest, _ in some)
        if not all(map(corpus.count, twins)):
            raise damaged(name, "it holds a hash that the corpus has nothing of")


def _are_of(codes: bytes, counts: bytes) -> bool:
    """Tell whether each count is one that its code stands for."""
    if len(counts) != COUNT * len(codes):
        return False
    for code, count in zip(codes, memoryview(counts).cast("Q"), strict=True):
        if count < LEAST[code] or (code + 1 < len(LEAST) and count >= LEAST[code + 1]):
            return False
    return True
