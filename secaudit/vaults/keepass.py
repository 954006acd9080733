"""The tree of groups and entries that KeePass keeps, in a KDBX database or as plain XML."""

import base64
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple

from secaudit.languages import _
from secaudit.model import PastPassword, Row, Skipped
from secaudit.text import Secret
from secaudit.vaults.base import FIELDS, RowError, each, epoch, login, moment

GIVES = frozenset(FIELDS) - {"archive"}
"""What both keep of a login."""

DAMAGED = "Damaged"
"""Attribute that marks a value which could not be decrypted."""

_PASSWORD_CHECKS = frozenset(
    f"password-{problem}"
    for problem in ("weak", "pwned", "reused", "similar", "recycled", "personal")
)
# KeePassXC, KeeWeb and KeeOtp; KeeTrayTOTP; KeePass itself since 2.47.
_OTP = re.compile(r"otp|TOTP Seed|(?:TimeOtp|HmacOtp)-Secret(?:-Hex|-Base32|-Base64)?")
_MORE_URLS = re.compile(r"KP2A_URL.*|KPEX_PASSKEY_RELYING_PARTY")
_PASSKEY = "KPEX_PASSKEY_"
# https://keepass.info/help/base/fieldrefs.html
_REFERENCE = re.compile(r"\{REF:([TUPANI])@([TUPANI]):([^{}]+)\}", re.IGNORECASE)
_FIELDS = {"T": "Title", "U": "UserName", "P": "Password", "A": "URL", "N": "Notes", "I": "UUID"}
_MAX_REFERENCES = 12
_SECONDS_TO_1970 = 62_135_596_800  # KDBX 4 counts from the year 1


class _Entry(NamedTuple):
    element: Any
    fields: Mapping[str, str]
    group: str
    in_bin: bool


class _References:
    """Finds what `{REF:…}` points at: the same value in another entry."""

    def __init__(self, entries: Sequence[_Entry]) -> None:
        self._all = [entry.fields for entry in entries]
        self._by_id = {fields["UUID"]: fields for fields in reversed(self._all)}

    def resolve(self, text: str) -> str | None:
        """Return `text` with every reference replaced; None where one leads nowhere.

        The number of steps is limited: references can run in circles, or double with each step.
        """
        for _step in range(_MAX_REFERENCES):
            reference = _REFERENCE.search(text)
            if reference is None:
                return text
            wanted, search_in, sought = reference.groups()
            target = self._find(_FIELDS[search_in.upper()], sought.casefold())
            if target is None:
                return None
            value = target.get(_FIELDS[wanted.upper()], "")
            text = text[: reference.start()] + value + text[reference.end() :]
        return None

    def _find(self, field: str, sought: str) -> Mapping[str, str] | None:
        if field == "UUID":
            return self._by_id.get(sought)
        return next(
            (fields for fields in self._all if sought in fields.get(field, "").casefold()), None
        )


def rows(root: Any) -> Iterator[Row]:
    """Yield one row for each entry below `root`, an element as lxml or ElementTree makes it.

    Earlier states of an entry are not entries: they tell when its password changed.
    """
    entries = list(_entries(root))
    places = (
        (_("entry {number}").format(number=number), entry)
        for number, entry in enumerate(entries, start=1)
    )
    return each(places, partial(_row, _References(entries)))


def _entries(root: Any) -> Iterator[_Entry]:
    bin_id = root.findtext("Meta/RecycleBinUUID")
    stack = [(group, "", False) for group in reversed(root.findall("Root/Group"))]
    while stack:
        group, path, in_bin = stack.pop()
        in_bin = in_bin or bool(bin_id and bin_id == group.findtext("UUID"))
        for element in group.findall("Entry"):
            yield _Entry(element, _fields(element), path, in_bin)
        for inner in reversed(group.findall("Group")):
            name = inner.findtext("Name") or ""
            stack.append((inner, f"{path}/{name}" if path else name, in_bin))


def _fields(element: Any) -> dict[str, str]:
    strings = {
        string.findtext("Key") or "": string.findtext("Value") or ""
        for string in element.findall("String")
    }
    return strings | {"UUID": (_decoded(element.findtext("UUID")) or b"").hex()}


def _row(references: _References, entry: _Entry) -> Row:
    if entry.in_bin:
        return Skipped("trash")
    if any(value.get(DAMAGED) for value in entry.element.findall("String/Value")):
        raise RowError(_("a field of it could not be decrypted"))
    fields = entry.fields
    # A reference that leads nowhere is not the password: judging its letters would say nothing.
    password = references.resolve(fields.get("Password", ""))
    if password is None:
        raise RowError(_("its password stands in another entry, which was not found"))

    def shown(key: str) -> str:
        text = fields.get(key, "")
        return references.resolve(text) or text

    more_urls = [key for key in fields if _MORE_URLS.fullmatch(key)]
    history, changed = _past(entry)
    return login(
        title=shown("Title"),
        username=shown("UserName"),
        password=password,
        urls=[shown(key) for key in ("URL", *more_urls)],
        totp=next((fields[key] for key in fields if fields[key] and _OTP.fullmatch(key)), ""),
        passkeys=int(any(key.startswith(_PASSKEY) for key in fields)),
        history=history,
        created=_moment(entry.element.findtext("Times/CreationTime")),
        changed=changed,
        group=entry.group,
        excluded=_excluded(entry.element),
    )


def _past(entry: _Entry) -> tuple[list[PastPassword], datetime | None]:
    """Return the replaced passwords, and when the last of them was; None where none was seen.

    Each state of an entry holds from its own modification time until that of the next one. As in
    other formats, the creation of the entry does not tell how old the password is.
    """
    earlier = sorted(map(_state, entry.element.findall("History/Entry")), key=_by_time)
    states = [state for state in earlier if state[1]] + [_state(entry.element)]
    changes = [(before, when) for (_, before), (when, after) in pairwise(states) if before != after]
    history = [
        PastPassword(Secret(before), when)
        for before, when in changes
        if not _REFERENCE.search(before)
    ]
    # What a reference points at may have changed at any time.
    refers = _REFERENCE.search(entry.fields.get("Password", ""))
    return history, changes[-1][1] if changes and not refers else None


def _state(element: Any) -> tuple[datetime | None, str]:
    """Return since when an entry is as it is, and its password as it stands there."""
    modified = _moment(element.findtext("Times/LastModificationTime"))
    return modified, _fields(element).get("Password", "")


def _by_time(state: tuple[datetime | None, str]) -> float:
    return state[0].timestamp() if state[0] else 0


def _excluded(element: Any) -> frozenset[str]:
    """Return the checks switched off in the manager, all those of passwords or none.

    KeePass: "Estimate password quality" (KDBX 4.1). KeePassXC: "Exclude from database reports",
    which it kept as custom data `KnownBad` before.
    """
    off = (element.findtext("QualityCheck") or "").casefold() == "false" or any(
        item.findtext("Key") == "KnownBad" and (item.findtext("Value") or "").casefold() == "true"
        for item in element.findall("CustomData/Item")
    )
    return _PASSWORD_CHECKS if off else frozenset()


def _moment(text: str | None) -> datetime | None:
    """Return a moment as KDBX 3 writes it (ISO 8601), or KDBX 4 (seconds, 64 bits, base64)."""
    seconds = _decoded(text)
    if seconds is None or len(seconds) != 8:  # noqa: PLR2004  # bytes
        return moment(text)
    return epoch(int.from_bytes(seconds, "little", signed=True) - _SECONDS_TO_1970)


def _decoded(text: str | None) -> bytes | None:
    try:
        return base64.b64decode(text or "", validate=True)
    except ValueError:
        return None
