"""What the commands of the corpus say alike."""

from collections.abc import Iterable
from shutil import get_terminal_size
from textwrap import fill

from secaudit.languages import _, decimal, number

KINDS = {"sha1": "SHA-1", "ntlm": "NTLM"}
"""What a kind of hash is called."""

_WIDEST = 80
_FEW = 100


def size(count: int) -> str:
    """Return so many bytes as `54 MB`, `10.1 GB`; powers of ten, as disks are sold."""
    for unit, name in ((10**9, "GB"), (10**6, "MB"), (10**3, "kB")):
        if count >= unit:
            few = count < 1000 * unit
            said = decimal(f"{count / unit:.3g}") if few else number(count // unit)
            return f"{said} {name}"
    return _("{number} bytes").format(number=count)


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
