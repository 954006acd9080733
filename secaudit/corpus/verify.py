"""Checking all of a corpus, which opening it does not: every block, every order, every count."""

from hashlib import sha256
from itertools import pairwise
from operator import lt
from pathlib import Path

from secaudit.corpus.format import BLOCK, DIGEST, Header, damaged
from secaudit.corpus.lookup import Corpus
from secaudit.corpus.suffixes import beside, verify_suffixes
from secaudit.languages import N_, _, number
from secaudit.model import Progress, silent


def verify(path: Path, progress: Progress = silent) -> Header:
    """Read the whole corpus at `path`, its suffixes too where there are some; return its header.

    Raises CorpusError where one bit is not as it was written, or where whatever wrote it did not
    follow the format: such a file would hide passwords that it holds.
    """
    name = str(path)
    with Corpus(path) as corpus:
        total = len(corpus.digests) // DIGEST
        for block in range(total):
            wanted = corpus.digests[block * DIGEST : (block + 1) * DIGEST]
            if sha256(corpus.block(block)).digest() != wanted:
                begin = corpus.header.remainders_at + block * BLOCK
                raise damaged(
                    name, _("the block at byte {begin} has changed").format(begin=number(begin))
                )
            progress(N_("Checking blocks"), block + 1, total)
        starts = corpus.starts.tolist()
        if starts != sorted(starts) or starts[0] != 0 or starts[-1] != corpus.header.hashes:
            raise damaged(name, _("its index is not in order"))
        for begin, end in pairwise(starts):
            if end - begin < 2:  # noqa: PLR2004  # in order by itself
                continue
            remainders = corpus.remainders[begin:end].tolist()
            if not all(map(lt, remainders, remainders[1:])):
                raise damaged(name, _("its hashes are not in order"))
        progress(N_("Checking order"), total, total)
        codes = (corpus.codes[at : at + BLOCK] for at in range(0, len(corpus.codes), BLOCK))
        if any(b"\0" in bytes(some) for some in codes):
            raise damaged(name, _("it holds a hash that was never seen"))
        if beside(path).exists():
            verify_suffixes(corpus, progress)
        return corpus.header
