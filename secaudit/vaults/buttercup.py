"""Buttercup's CSV export, where groups are rows too."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial

from secaudit.languages import _
from secaudit.model import Row, Skipped
from secaudit.text import clean
from secaudit.vaults.base import BASICS, Ask, Document, Format, RowError, csv_format, login

_BIN = "Trash"


def _row(groups: dict[str, str], cells: Mapping[str, str]) -> Row:
    """Read one row; `groups` is filled with the path of each group by its id."""
    key = cells["!group_id"]
    kind = cells.get("!type", "entry")
    if kind == "group":
        above = groups.get(cells.get("!group_parent", ""), "")
        # Cleaned here already: a long chain of groups would fill the memory with its paths.
        groups[key] = clean(f"{above}/{cells['!group_name']}" if above else cells["!group_name"])
        return Skipped("folder")
    if kind != "entry":
        raise RowError(_("it is of a kind that secaudit does not know"))
    group = groups.get(key, cells["!group_name"])
    if group.partition("/")[0] == _BIN:
        return Skipped("trash")
    return login(
        title=cells["title"],
        username=cells["username"],
        password=cells["password"],
        urls=(cells.get("url", ""),),
        totp=next((cell for cell in cells.values() if cell.startswith("otpauth://")), ""),
        group=group,
    )


def _format(groups: dict[str, str]) -> Format:
    return csv_format(
        "buttercup-csv",
        "Buttercup CSV",
        columns="!group_id,!group_name,title,username,password,id",
        optional="*",
        read=partial(_row, groups),
        gives=BASICS | {"one-time code", "folder", "trash"},
    )


def _read(document: Document, ask: Ask) -> Iterable[Row]:
    return _format({}).read(document, ask)


BUTTERCUP = replace(_format({}), read=_read)
