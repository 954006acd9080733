"""The XML exports of KeePass 2, of KeePassXC (which writes the same), and of KeePass 1."""

from collections.abc import Iterable
from typing import Any

from secaudit.languages import _
from secaudit.model import Row, Skipped
from secaudit.vaults import keepass
from secaudit.vaults.base import BASICS, Ask, Document, Format, each, login, moment
from secaudit.vaults.markup import root_of, tree_of

_BACKUP = "Backup"  # where KeePass 1 puts what is deleted, and each earlier state


def _read_2(document: Document, _ask: Ask) -> Iterable[Row]:
    return keepass.rows(tree_of(document))


def _read_1(document: Document, _ask: Ask) -> Iterable[Row]:
    entries = enumerate(tree_of(document).iter("pwentry"), start=1)
    return each(
        ((_("entry {number}").format(number=number), entry) for number, entry in entries), _row
    )


def _row(entry: Any) -> Row:
    group = entry.findtext("group") or ""
    above = next((element.get("tree") or "" for element in entry.findall("group")), "")
    path = "/".join(filter(None, (above.replace("\\", "/"), group)))
    if path == _BACKUP:
        return Skipped("trash")
    return login(
        title=entry.findtext("title") or "",
        username=entry.findtext("username") or "",
        password=entry.findtext("password") or "",
        urls=(entry.findtext("url") or "",),
        created=moment(entry.findtext("creationtime")),
        group=path,
    )


KEEPASS_XML = Format(
    "keepass-xml",
    "KeePass XML",
    lambda document: root_of(document) == "KeePassFile",
    _read_2,
    gives=keepass.GIVES,
)
KEEPASS_1_XML = Format(
    "keepass-1-xml",
    "KeePass 1 XML",
    lambda document: root_of(document) == "pwlist",
    _read_1,
    gives=BASICS | {"date of creation", "folder", "trash"},
)
