"""The log of what happened: addresses, names and dates, never images, in a file of the person's.

It is TOML that only ever grows, so that a person, a lawyer or the police can read it anywhere.
"""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from secaudit.errors import ChecklistError, UsageError
from secaudit.files import write_whole
from secaudit.forms import Field, Place, read, table
from secaudit.languages import N_, _
from secaudit.text import clean

FIELDS = {
    "address": N_("Address of the post, page or profile"),
    "platform": N_("Platform or site"),
    "username": N_("Name of the account that posted or wrote"),
    "seen": N_("Day and time you saw it"),
    "reported": N_("Where and when you reported it"),
    "case": N_("Case, ticket or report number"),
    "note": N_("Anything else, such as who told you; do not describe the image"),
}
"""What an entry may hold → how to ask for it."""

MAX_VALUE = 2000
"""Characters of one value: addresses can be long."""

_FILE_ITSELF = re.compile(r"^data:|\bdata:[\w.+-]+/[\w.+-]+[;,]", re.IGNORECASE)
"""A whole picture or other file, written as an address (RFC 2397)."""

_HEAD = (
    N_("A log kept with `secaudit respond --log`. It holds addresses, names and dates, no images."),
    N_("It only grows: entries are added at the end."),
)
_HINT = N_("Name another file for the log, or mend this one. It was left as it is.")
_ENTRIES = Field(N_("one [[entry]] or more"), lambda value: isinstance(value, list))
_TEXT = Field(N_("a line of text"), lambda value: isinstance(value, str))
_NOTED = Field(N_("a moment such as 2026-08-04T10:30:00Z"), lambda v: isinstance(v, datetime))
_FORM = {"noted": _NOTED, **dict.fromkeys(FIELDS, _TEXT.optional)}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was seen or done."""

    noted: datetime
    """When it was written down."""
    values: Mapping[str, str]
    """Key of FIELDS → text; what was left out is not there."""


def entry(noted: datetime, values: Mapping[str, str]) -> Entry:
    """Return an entry of cleaned values; raises UsageError where it holds nothing, or a picture."""
    kept = {key: text for key in FIELDS if (text := clean(values.get(key, ""), MAX_VALUE))}
    if not kept:
        raise UsageError(_("the entry holds nothing"), _("Fill in one line at least."))
    if any(_FILE_ITSELF.search(text) for text in kept.values()):
        raise UsageError(
            _("this is a picture or file itself, and the log keeps none"),
            _("Copy the address of the page it is on."),
        )
    return Entry(noted, kept)


def read_log(path: Path) -> tuple[Entry, ...]:
    """Return the entries, the oldest first; none where there is no such file yet.

    Raises UsageError that names the file and line where it is no log.
    """
    if not os.path.lexists(path):
        return ()
    try:
        raw, place = read(path)
        if not raw:  # nothing, or nothing but comments
            return ()
        listed = table(raw, {"entry": _ENTRIES}, place)["entry"]
        return tuple(_entry(each, place.within("entry", n)) for n, each in enumerate(listed, 1))
    except ChecklistError as error:
        raise UsageError(
            _("this is no log of secaudit's: {problem}").format(problem=error.message), _(_HINT)
        ) from None


def append(path: Path, new: Entry) -> None:
    """Add an entry at the end of a log, made if it is not there: mode 0600, whole or not at all.

    What the file held stays as it is, byte by byte. Raises UsageError where the file is no log,
    OutputError where it cannot be written.
    """
    read_log(path)
    head = "".join(f"# {_(line)}\n" for line in _HEAD)
    old = path.read_bytes() if path.exists() else head.encode()
    gap = b"\n" if old.endswith(b"\n") else b"\n\n"
    lines = ["[[entry]]", f"noted = {new.noted.isoformat(timespec='seconds')}"]
    # A JSON string is a TOML basic string too where it holds no DEL, and clean() takes that out.
    lines += [f"{key} = {json.dumps(text, ensure_ascii=False)}" for key, text in new.values.items()]
    write_whole(path, old + gap + "\n".join(lines).encode() + b"\n", force=path.exists())


def _entry(raw: Any, place: Place) -> Entry:
    known = table(raw, _FORM, place)
    cleaned = {key: clean(known[key], MAX_VALUE) for key in FIELDS if key in known}
    return Entry(known["noted"], cleaned)
