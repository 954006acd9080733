"""Text → lines that fit a width in pixels, whichever of the usual fonts shows them."""

import unicodedata

_NARROW = frozenset(" !'(),-./:;I[]fijlrt|")
_WIDE = frozenset("%@MWmw")
_BREAKS = frozenset("@./-_·")
"""A line may end after one of these, where it holds no space."""


def wrapped(text: str, width: float, size: float, most: int) -> tuple[str, ...]:
    """Return a text in at most so many lines of `width`, in letters of `size` pixels.

    What does not fit ends in an ellipsis.
    """
    lines: list[str] = []
    rest = text
    while rest and len(lines) < most:
        fits = _fitting(rest, width / size)
        end = fits if fits == len(rest) else _break(rest, fits)
        line, rest = rest[:end].strip(), rest[end:].strip()
        lines.append(line)
    if rest:
        lines[-1] = lines[-1][: max(_fitting(lines[-1], width / size - 1) - 1, 0)].rstrip() + "…"
    return tuple(lines)


def _fitting(text: str, ems: float) -> int:
    """Return how many characters fit, at least one."""
    for number, char in enumerate(text):
        ems -= _ems(char)
        if ems < 0:
            return max(number, 1)
    return len(text)


def _break(text: str, fits: int) -> int:
    """Return after how many characters to break: where a word ends, if one does."""
    space = text.rfind(" ", 0, fits + 1)
    if space > 0:
        return space
    return next((end for end in range(fits, 1, -1) if text[end - 1] in _BREAKS), fits)


def _ems(char: str) -> float:
    """Return the width of a character in parts of the letter size, rather too much.

    The figures are those of DejaVu Sans and Verdana, the widest of the usual fonts.
    """
    base = unicodedata.normalize("NFD", char)[0]
    if unicodedata.category(base) in {"Mn", "Me", "Cf"}:
        return 0
    if base in _NARROW:
        return 0.42
    if base.isascii() and base not in _WIDE:
        return 0.64 if base.islower() or base.isdigit() else 0.85
    return 1.4 if unicodedata.category(base) == "So" else 1.05  # emoji, other scripts
