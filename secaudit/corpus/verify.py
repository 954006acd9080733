"""Checking all of a corpus, which opening it does not: every block, every order, every count."""

from hashlib import sha256
from itertools import compress, pairwise
from operator import lt, sub
from pathlib import Path

from secaudit.corpus.filter import FilterHeader
from secaudit.corpus.format import BLOCK, DIGEST, Header, damaged
from secaudit.corpus.lookup import Corpus
from secaudit.corpus.opening import open_any
from secaudit.corpus.suffixes import beside, verify_suffixes
from secaudit.languages import N_, _, number
from secaudit.model import Progress, silent


def verify(path: Path, progress: Progress = silent) -> Header | FilterHeader:
    """Read the whole corpus or filter at `path` and return its header.

    Raises CorpusError where one bit is not as it was written, or where whatever wrote it did not
    follow the format: such a file would hide passwords that it holds.
    """
    with open_any(path) as opened:
        begin = (
            opened.header.remainders_at
            if isinstance(opened, Corpus)
            else opened.header.fingerprints_at
        )
        total = len(opened.digests) // DIGEST
        for block in range(total):
            wanted = opened.digests[block * DIGEST : (block + 1) * DIGEST]
            if sha256(opened.block(block)).digest() != wanted:
                at = number(begin + block * BLOCK)
                raise damaged(
                    opened.name, _("the block at byte {begin} has changed").format(begin=at)
                )
            progress(N_("Checking blocks"), block + 1, total)
        if isinstance(opened, Corpus):
            _check_order(opened)
            progress(N_("Checking order"), total, total)
            if beside(path).exists():
                verify_suffixes(opened, progress)
        return opened.header


def _check_order(corpus: Corpus) -> None:
    """Raise CorpusError where index, hashes or counts do not follow the format."""
    starts = corpus.starts.tolist()
    if starts != sorted(starts) or starts[0] != 0 or starts[-1] != corpus.header.hashes:
        raise damaged(corpus.name, _("its index is not in order"))
    several = map((1).__lt__, map(sub, starts[1:], starts))  # one alone is in order
    for begin, end in compress(pairwise(starts), several):
        remainders = corpus.remainders[begin:end].tolist()
        if not all(map(lt, remainders, remainders[1:])):
            raise damaged(corpus.name, _("its hashes are not in order"))
    codes = (corpus.codes[at : at + BLOCK] for at in range(0, len(corpus.codes), BLOCK))
    if any(b"\0" in bytes(some) for some in codes):
        raise corpus.no_count()
