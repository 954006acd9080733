"""Opening whatever a file is: a corpus, or a filter."""

from pathlib import Path

from secaudit.corpus.filter import Filter
from secaudit.corpus.format import FILTER_MAGIC
from secaudit.corpus.lookup import Corpus
from secaudit.corpus.paging import unreadable


def open_any(path: Path) -> Corpus | Filter:
    """Open the corpus or filter at `path`. Raises CorpusError where it is neither, or damaged."""
    return Filter(path) if is_filter(path) else Corpus(path)


def is_filter(path: Path) -> bool:
    """Whether the file begins as a filter does. Raises CorpusError where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(len(FILTER_MAGIC)) == FILTER_MAGIC
    except OSError as error:
        raise unreadable(str(path), error) from None
