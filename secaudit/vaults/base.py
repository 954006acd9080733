"""What every reader shares: views of an export's bytes, row accounting, and how a login is made."""

import codecs
import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property, partial
from itertools import islice
from typing import Any, BinaryIO, TypeVar

from secaudit.errors import VaultError, reason
from secaudit.languages import _
from secaudit.model import Account, OneTimeCode, PastPassword, Row, Skipped, Unreadable, utc
from secaudit.sites import host_of, site_of
from secaudit.text import Secret, clean

MAX_BYTES = 2**30
"""The largest export that is read."""

Ask = Callable[[str], Secret]
"""Asks for a passphrase, given the words to ask with."""

FIELDS = (
    "username",
    "password",
    "address",
    "one-time code",
    "passkey",
    "past passwords",
    "date of change",
    "date of creation",
    "folder",
    "exclusions",
    "trash",
    "archive",
)
"""What an export may hold of a login, in the order of the table in docs/formats.md."""

BASICS = frozenset({"username", "password", "address"})
"""Those of FIELDS that every export of logins holds."""

T = TypeVar("T")

_HEAD = 65_536
_LOOKED_AT = 20  # rows of a CSV file
_DELIMITERS = (",", ";", "\t")
# What decoding leaves where a byte was no text (PEP 383), and what zero-filled files are full of.
_DAMAGED = re.compile("[\0\udc80-\udcff]")
_ADDRESS = re.compile(r"\w+://.*|[\w-]+(\.[\w-]+)+(:\d+)?(/.*)?")
_BEYOND_ASCII = re.compile("[\x80-\ud7ff\ue000-\U0010ffff]")
# How some people note in Bitwarden that the second step is elsewhere.
_ELSEWHERE = re.compile(r"\s*[-–—]+\s*")
# Older than any login on the web: a clock that was never set, or the zero of an epoch.
_TOO_OLD = datetime(1990, 1, 1, tzinfo=UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class RowError(Exception):
    """One row could not be read; `why` says it without what stood there."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Document:
    """One export, and views of it that are made when first asked for."""

    def __init__(self, file: BinaryIO, name: str, *, encrypted: bool = False) -> None:
        self.file = file
        """Where its bytes are; has `seek`."""
        self.name = name
        """What to call it, cleaned."""
        self.encrypted = encrypted
        """Whether it comes out of something encrypted, which is what lies on the disk."""

    def read(self, size: int) -> bytes:
        """Return the first bytes, at most `size`; raises VaultError."""
        try:
            self.file.seek(0)
            return self.file.read(size)
        except OSError as error:
            raise VaultError(
                _("{name} could not be read: {why}").format(name=self.name, why=reason(error)),
                _("Check that its disk is connected and in order."),
            ) from None

    @cached_property
    def head(self) -> bytes:
        """The beginning: enough to look at, however large the rest is."""
        return self.read(_HEAD)

    @cached_property
    def data(self) -> bytes:
        """All of it. To tell formats apart, look at `head`: an archive may be far larger."""
        return self.read(MAX_BYTES)

    @cached_property
    def start(self) -> str:
        """The beginning as text."""
        # A character of several bytes may be cut in two where the beginning ends.
        return _decode(self.head, whole=len(self.head) < _HEAD).lstrip()

    @cached_property
    def text(self) -> str:
        """All of it as text, without a byte order mark.

        UTF-16 where its mark says so, else UTF-8. Where no byte beyond ASCII makes UTF-8, it is
        taken for Windows-1252. Bytes that are no text become the code points U+DC80 to U+DCFF.
        """
        return _decode(self.data)

    @cached_property
    def json(self) -> Any:
        """The parsed JSON; None where it is none, is damaged, or is nested beyond reason."""
        if not self.start.startswith(("{", "[")) or _DAMAGED.search(self.start):
            return None  # without a look at the rest, which may be large
        return parsed(self.text)

    @cached_property
    def delimiter(self) -> str:
        """What stands between the cells of a CSV file: a spreadsheet may have saved it anew."""
        first_line = self.start.split("\n", 1)[0]
        return max(_DELIMITERS, key=first_line.count)

    @cached_property
    def opening(self) -> list[list[str]]:
        """The cells of the first rows, should it be CSV."""
        csv.field_size_limit(MAX_BYTES)  # for the whole process; the default refuses long notes
        reader = csv.reader(io.StringIO(self.start, newline=""), delimiter=self.delimiter)
        rows = [row for row in islice(reader, _LOOKED_AT + 1) if row]
        return rows[:-1] if len(rows) > _LOOKED_AT or len(self.head) == _HEAD else rows

    @cached_property
    def header(self) -> tuple[str, ...]:
        """The names of the columns in lower case, should it be CSV."""
        return tuple(cell.strip().casefold() for cell in next(iter(self.opening), []))


def within(name: str, around: str) -> str:
    """Return what to call a file that lies in a folder or an archive."""
    return _("{name} in {around}").format(name=name, around=around)


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of export."""

    name: str
    """Never renamed: `bitwarden-json`."""
    label: str
    """For people: `Bitwarden JSON`."""
    recognises: Callable[[Document], bool]
    """Judges by content alone, and quickly."""
    read: Callable[[Document, Ask], Iterable[Row]]
    """Yields exactly one row for each row of the export.

    Raises VaultError, also for a document that is not recognised.
    """
    encrypted: bool = False
    """Whether its secrets are encrypted in the file."""
    gives: frozenset[str] = frozenset()
    """Which of FIELDS its exports hold and secaudit reads; docs/formats.md says so."""

    def __post_init__(self) -> None:
        # A reader relies on what was recognised. On anything else it would stumble over what is
        # not there, with an error that may hold some of it.
        object.__setattr__(self, "read", partial(_read_own, self.label, self.recognises, self.read))


def _read_own(
    label: str,
    recognises: Callable[[Document], bool],
    read: Callable[[Document, Ask], Iterable[Row]],
    document: Document,
    ask: Ask,
) -> Iterable[Row]:
    if not recognises(document):
        raise VaultError(
            _("{name} is not what {label} exports, or damaged").format(
                name=document.name, label=_(label)
            ),
            _("Make the export again, and try with the new file."),
        )
    return read(document, ask)


def each(items: Iterable[tuple[str, T]], read: Callable[[T], Row]) -> Iterator[Row]:
    """Yield one row for every (where, item), Unreadable where `read` raises RowError."""
    for where, item in items:
        try:
            yield read(item)
        except RowError as error:
            yield Unreadable(where, error.why)


def csv_format(  # noqa: PLR0913  # each is named by the caller
    name: str,
    label: str,
    *,
    columns: str,
    optional: str,
    read: Callable[[Mapping[str, str]], Row],
    longer: bool = False,
    gives: frozenset[str] = frozenset(),
) -> Format:
    """Return the format of a CSV file that has all `columns` and beside them only `optional` ones.

    Both are lower case and separated by commas; order and case in the file do not matter, and
    `*` stands for any. `read` is given the cells by column, a missing one that has a name here as
    "". Where rows may be `longer` than the header, what is over is given as `+1`, `+2` …
    """
    needed = frozenset(columns.split(","))
    known = (needed | frozenset(optional.split(","))) - {"*"}

    def recognises(document: Document) -> bool:
        found = set(document.header)
        return needed <= found and ("*" in optional or found <= known)

    def rows(document: Document, _ask: Ask) -> Iterator[Row]:
        header = document.header
        shortest = 1 + max(header.index(column) for column in needed)
        blank = dict.fromkeys(known, "")

        def row(cells: list[str]) -> Row:
            over = cells[len(header) :]
            if len(cells) < shortest or (any(over) and not longer):
                raise RowError(_("it does not have as many cells as there are columns"))
            found = blank | dict(zip(header, cells, strict=False))
            if over:
                found |= {f"+{number}": cell for number, cell in enumerate(over, start=1)}
            return read(found)

        return csv_rows(document, row)

    return Format(name, label, recognises, rows, gives=gives)


def csv_rows(
    document: Document, read: Callable[[list[str]], Row], *, headed: bool = True
) -> Iterator[Row]:
    """Yield what `read` makes of the cells of each row, with or without a header before them."""
    damaged = _is_damaged(document.text)

    def row(cells: list[str] | RowError) -> Row:
        if isinstance(cells, RowError):
            raise cells
        if damaged and _is_damaged("".join(cells)):
            raise RowError(_("it holds bytes that are no text"))
        return read(cells)

    return each(_csv_cells(document, headed=headed), row)


def _csv_cells(document: Document, *, headed: bool) -> Iterator[tuple[str, list[str] | RowError]]:
    """Yield each row, with the line it starts on; blank lines are no rows."""
    lines = io.StringIO(document.text, newline="")
    # Strict, because otherwise a quotation mark that is never closed swallows the rest unseen.
    reader = csv.reader(lines, delimiter=document.delimiter, strict=True)
    past_header = not headed
    while True:
        first = reader.line_num + 1
        try:
            cells: list[str] | RowError = next(reader)
        except StopIteration:
            return
        except csv.Error:
            swallowed = reader.line_num > first and lines.tell() == len(document.text)
            cells = RowError(
                _("its quotation marks do not match, so nothing after it was read")
                if swallowed
                else _("its quotation marks do not match")
            )
        if past_header and cells:
            yield _("line {number}").format(number=first), cells
        # Blanks before the header are not it. An error there is: who knows what it held.
        past_header = past_header or isinstance(cells, RowError) or any(map(str.strip, cells))


def parsed(text: str) -> Any:
    """Return what the JSON says; None where it is none, is damaged, or is nested beyond reason."""
    if not text.isascii() and _DAMAGED.search(text):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):  # a number of thousands of digits is a ValueError
        return None


def _is_damaged(text: str) -> bool:
    return "\0" in text or (not text.isascii() and _DAMAGED.search(text) is not None)


def holds_addresses(rows: Sequence[Sequence[str]], column: int) -> bool:
    """Tell whether a column of a CSV file without a header is the one of the web addresses.

    Most of its cells are, also without a scheme, and the first is: a header has a word there.
    """
    cells = ["".join(row[column : column + 1]).strip() for row in rows]
    known = [bool(_ADDRESS.fullmatch(cell)) for cell in cells if cell]
    return sum(known) * 2 > len(known) and (known[0] or not cells[0])


def text_in(item: Mapping[str, Any], key: str) -> str:
    """Return the text under `key`, "" where there is none or null; RowError for anything else."""
    value = item.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise RowError(_("its {key} is not text").format(key=key))
    return value


def object_in(item: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Return the object under `key`, {} where there is none; or RowError."""
    value = item.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise RowError(_("its {key} is not made of fields").format(key=key))
    return value


def objects_in(item: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    """Return the objects in the list under `key`, [] where there is none; or RowError."""
    value = item.get(key)
    if value is None:
        return []
    if not isinstance(value, list) or not {dict}.issuperset(map(type, value)):
        raise RowError(_("its {key} is not a list of entries").format(key=key))
    return value


def moment(value: object) -> datetime | None:
    """Return the moment (UTC) of an ISO 8601 text; None where it is none or cannot be true."""
    if not isinstance(value, str):
        return None
    try:
        return _plausible(utc(datetime.fromisoformat(value)))
    except (ValueError, OverflowError):
        return None


def epoch(value: object, per_second: int = 1) -> datetime | None:
    """Return the moment (UTC) so long after 1970; None where it is none or cannot be true."""
    if not isinstance(value, str | int | float):
        return None
    try:
        return _plausible(_EPOCH + timedelta(seconds=float(value) / per_second))
    except (ValueError, OverflowError):
        return None


def login(  # noqa: PLR0913  # an account has many fields, each named by the caller
    *,
    title: str = "",
    username: str = "",
    password: str = "",
    urls: Iterable[str] = (),
    totp: str = "",
    passkeys: int = 0,
    history: Iterable[PastPassword] = (),
    created: datetime | None = None,
    changed: datetime | None = None,
    group: str = "",
    excluded: frozenset[str] = frozenset(),
) -> Row:
    """Return the account that the fields of an export make, or Skipped where all are blank.

    Cleans text; keeps secrets as they are. Where there is no title, the first URL gives one.
    A `totp` of nothing but dashes is a note that the second step is elsewhere: it is no code, and
    switches off the check for a missing one.
    Raises RowError for a password that the exporting program did not write out whole.
    """
    if "\ufffd" in password:
        raise RowError(_("its password lost a character before it was exported"))
    links = tuple(dict.fromkeys(filter(None, map(clean, urls))))
    title = clean(title) or next((host_of(link) or link for link in links), "")
    username = clean(username)
    if totp and _ELSEWHERE.fullmatch(totp):
        totp, excluded = "", excluded | {"second-factor-missing"}
    if not (title or username or password or totp.strip() or passkeys):
        return Skipped("empty")
    return Account(
        title=title,
        username=username,
        password=Secret(password) if password else None,
        urls=links,
        site=next(filter(None, map(site_of, links)), None),
        totp=Secret(totp) if totp.strip() else None,
        passkeys=passkeys,
        history=tuple(past for past in history if past.password),
        created=created,
        changed=changed,
        group=clean(group),
        excluded=excluded,
    )


def one_time_code(
    *, issuer: str = "", label: str = "", seed: str = "", method: str = "totp"
) -> Row:
    """Return the entry of an authenticator app, or Skipped where all is blank. Cleans text.

    `seed` is an `otpauth://` address or a bare seed. Many apps write `issuer:label` as the label.
    """
    issuer, label = clean(issuer), clean(label)
    before, colon, after = label.partition(":")
    if colon and before.strip().casefold() in ("", issuer.casefold()):
        label = after.strip()
    elif colon and not issuer:
        issuer, label = before.strip(), after.strip()
    if not (issuer or label or seed.strip()):
        return Skipped("empty")
    return OneTimeCode(issuer, label, Secret(seed) if seed.strip() else None, method)


def _plausible(when: datetime) -> datetime | None:
    return when if when > _TOO_OLD else None


def _decode(data: bytes, *, whole: bool = True) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return codecs.utf_16_decode(data, "replace", whole)[0]
    plain = data.removeprefix(codecs.BOM_UTF8)
    text, _ = codecs.utf_8_decode(plain, "surrogateescape", whole)
    if text.isascii() or _BEYOND_ASCII.search(text):
        return text
    return data.decode("cp1252", "surrogateescape")
