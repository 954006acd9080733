"""Secrets, and the cleaning of text that others wrote."""

import hashlib
import re
import unicodedata
from typing import NoReturn

MAX_TEXT = 300
"""Characters kept of a title, username or URL; longer ones end in an ellipsis."""

# ESC sequences are taken out whole, so that no "[31m" is left to read:
# CSI, then the string kinds (OSC, DCS, APC, PM, SOS), then two-character ones (ECMA-48 §5).
_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"
    r"|\x1b[ -/]*[0-~]?"
)
_SPACES = re.compile(r"[\t\n\r\v\f\x85\u2028\u2029]+")
# Cf holds the bidi and zero-width controls. The joiners stay: Persian, Hindi and emoji need them.
_JOINERS = frozenset("\u200c\u200d")
_BAD = frozenset({"Cc", "Cf", "Cs", "Co"})


class Secret:
    """A password or key. Its text leaves only through `reveal`; nothing prints it by accident."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the text. Search the code for this name to see every use of a secret."""
        return self._text

    def sha1(self) -> bytes:
        """Return the SHA-1 digest (20 bytes), which the breach corpora are keyed by."""
        data = self._text.encode("utf-8", "surrogatepass")
        return hashlib.sha1(data, usedforsecurity=False).digest()

    def __repr__(self) -> str:
        return "Secret(…)"

    def __format__(self, spec: str) -> NoReturn:
        raise TypeError("a Secret is not for formatting")

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Secret is not for pickling")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __bool__(self) -> bool:
        return bool(self._text)


def clean(text: str, limit: int = MAX_TEXT) -> str:
    """Return `text` safe to show: one line, no control, escape or bidi characters, at most `limit`.

    Every reader calls this once on what others wrote. Renderers still escape for their own format.
    """
    if len(text) <= limit and text.isascii() and text.isprintable():
        return text.strip()
    text = text[: limit * 8]  # a title of a megabyte costs no more than one of a page
    text = _SPACES.sub(" ", _ESCAPES.sub("", text))
    if not text.isascii() or not text.isprintable():
        text = "".join(c for c in text if c in _JOINERS or unicodedata.category(c) not in _BAD)
        text = unicodedata.normalize("NFC", text)
    text = text.strip()
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
