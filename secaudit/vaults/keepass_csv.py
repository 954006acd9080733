"""The CSV export of KeePass, which its versions 1 and 2 both write."""

import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from secaudit.model import Row
from secaudit.vaults.base import BASICS, Ask, Document, csv_format, login

_PAIR = re.compile(r'\\([\\"])')


def _row(cells: Mapping[str, str]) -> Row:
    return login(
        title=cells["account"],
        username=cells["login name"],
        password=cells["password"],
        urls=(cells["web site"],),
    )


_PLAIN = csv_format(
    "keepass-csv",
    "KeePass CSV",
    columns="account,login name,password,web site,comments",
    optional="*",
    read=_row,
    gives=BASICS,
)


def _read(document: Document, ask: Ask) -> Iterable[Row]:
    r"""Read it with the backslashes that KeePass puts before `\` and `"` taken out.

    Other programs write these columns without them: there a backslash stands before anything.
    """
    if "\\" in _PAIR.sub("", document.text):
        return _PLAIN.read(document, ask)
    text = _PAIR.sub(lambda pair: '""' if pair[1] == '"' else pair[1], document.text)
    data = text.encode("utf-8", "surrogateescape")
    return _PLAIN.read(Document(io.BytesIO(data), document.name), ask)


KEEPASS_CSV = replace(_PLAIN, read=_read)
