"""Lists of addresses of one-time codes, one a line: what most apps call a plain text export."""

import re
from collections.abc import Iterable, Iterator

from secaudit.languages import N_, _
from secaudit.model import Row, Unreadable
from secaudit.vaults.authenticators import migration
from secaudit.vaults.authenticators.entries import GIVES
from secaudit.vaults.authenticators.migration import missing, page_of
from secaudit.vaults.authenticators.otpauth import SCHEMES, code_of
from secaudit.vaults.base import Ask, Document, Format, RowError

_SCHEMES = "|".join((*SCHEMES, migration.SCHEME))
_ADDRESS = re.compile(rf"(?:{_SCHEMES})://", re.IGNORECASE)
_PAGE = re.compile(rf"{migration.SCHEME}://", re.IGNORECASE)
# Older exports of Ente Auth are one line, with commas between.
_BETWEEN = re.compile(rf",(?=(?:{_SCHEMES})://)", re.IGNORECASE)
_LINE_ENDS = re.compile(r"\r\n|\r|\n")
_COMMENTS = ("#", "//", ";")


def is_address(text: str) -> bool:
    """Tell whether a text is meant as the address of one code, or of several."""
    return bool(_ADDRESS.match(text.lstrip()))


def is_list(document: Document) -> bool:
    """Tell whether most lines are addresses."""
    lines = [line for _, line in _lines(document.start)]
    return sum(map(is_address, lines)) * 2 > len(lines)


def rows(addresses: Iterable[tuple[str, str]]) -> Iterator[Row]:
    """Yield the rows of every (where, address); at the end one for each page that is missing."""
    pages = []
    for where, address in addresses:
        try:
            if _PAGE.match(address):
                page = page_of(where, address)
                pages.append(page)
                yield from page.rows
            else:
                yield code_of(address)
        except RowError as error:
            yield Unreadable(where, error.why)
    yield from missing(pages)


def read(document: Document, _ask: Ask) -> Iterator[Row]:
    """Yield the rows of a list."""
    return rows(_lines(document.text))


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """Yield every address, with the line it is on; blank lines and comments are no rows."""
    for number, line in enumerate(_LINE_ENDS.split(text), start=1):
        if line.strip() and not line.lstrip().startswith(_COMMENTS):
            for address in _BETWEEN.split(line):
                yield _("line {number}").format(number=number), address.strip()


OTPAUTH_LIST = Format("otpauth-list", N_("List of otpauth addresses"), is_list, read, gives=GIVES)
GOOGLE_AUTHENTICATOR = Format(
    "google-authenticator",
    "Google Authenticator",
    recognises=lambda document: is_list(document) and bool(_PAGE.search(document.start)),
    read=read,
    gives=GIVES,
)
