"""Opening whatever a file is: a corpus, or a filter."""

from pathlib import Path

from secaudit.corpus.filter import Filter
from secaudit.corpus.format import FILTER_MAGIC
from secaudit.corpus.lookup import Corpus
from secaudit.corpus.paging import unreadable


def open_any(path: Path) -> Corpus | Filter:
    """Open the corpus or filter at `path`. Raises CorpusError where it is neither, or damaged."""
    try:
        with path.open("rb") as file:
            start = file.read(len(FILTER_MAGIC))
    except OSError as error:
        raise unreadable(str(path), error) from None
    return Filter(path) if start == FILTER_MAGIC else Corpus(path)
