"""What the commands of the corpus say alike."""

from collections.abc import Iterable
from shutil import get_terminal_size
from textwrap import fill

from secaudit.languages import decimal, number

_WIDEST = 80
_FEW = 100


def share(size_: int, hashes: int) -> str:
    """Return the bytes a hash: `5.42`; of a file that is mostly index, as a whole number."""
    each = size_ / hashes
    return decimal(f"{each:.2f}") if each < _FEW else number(round(each))


def paragraph(text: str) -> str:
    """Return a text folded to the terminal; what cannot be broken stays whole."""
    return fill(text, _width(), break_long_words=False, break_on_hyphens=False)


def table(rows: Iterable[tuple[str, str]]) -> str:
    """Return names and what belongs to them, one below the other, folded to the terminal."""
    rows = list(rows)
    wide = max(len(name) for name, _said in rows) + 2
    return "\n".join(
        fill(
            said,
            _width(),
            initial_indent=name.ljust(wide),
            subsequent_indent=" " * wide,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for name, said in rows
    )


def _width() -> int:
    return min(get_terminal_size((_WIDEST, 24)).columns, _WIDEST)
