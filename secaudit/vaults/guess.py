"""A CSV file that nobody knows: which of its columns is what, guessed or as a person named it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from secaudit.errors import UsageError
from secaudit.languages import N_, _
from secaudit.model import Row, Skipped
from secaudit.sites import mail_domain
from secaudit.text import clean
from secaudit.vaults.base import (
    BASICS,
    Ask,
    Document,
    Format,
    RowError,
    csv_rows,
    epoch,
    login,
    moment,
    one_time_code,
)
from secaudit.vaults.column_meaning import meaning

ROLES = (
    "title",
    "username",
    "email",
    "password",
    "url",
    "totp",
    "note",
    "folder",
    "created",
    "changed",
)
"""What a column may hold; `changed` is the day when its password was changed, not the entry."""

_SECRETS = frozenset({"password", "totp"})
_NAMING = frozenset({"title", "username", "email", "url"})
_NO_TABLE = ("{", "[", "<", "PK\x03\x04", "-----BEGIN")
_SEVERAL = ("site", "address", "account", "about")
"""Names that may mean one of several roles: decided after all others, in this order."""

_ADDRESS = re.compile(r"\w+://\S+|[\w-]+(\.[\w-]+)+(:\d+)?(/\S*)?")
_URI = re.compile(r"\s*(otpauth|steam)://", re.IGNORECASE)
_SEED = re.compile(r"(?:[A-Z2-7]{8,}|[a-z2-7]{8,})=*")
_LONG = 16
"""Letters from which on a word in capitals is taken for a seed; a shorter one needs a digit."""
_GROUPS = re.compile(r"\w{4}([ -]\w{4})+([ -]\w{1,4})?")
_BETWEEN = re.compile(r"[\s,;]+(?=\w+://)|\s+")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})\b.*", re.DOTALL)
_MILLISECONDS = 12  # digits from which on a number counts them


@dataclass(frozen=True, slots=True)
class Guess:
    """What the columns of a table hold, as far as their names tell or a person said."""

    file: str
    """What to call the file, cleaned."""
    roles: Mapping[str, int]
    """Role → place of its column, from 0."""
    first: tuple[str, ...] = field(repr=False)
    """The cells of the first row, cleaned: the names of the columns, or else a login."""
    headed: bool
    """Whether the first row holds names."""
    named: bool = False
    """Whether a person said what is what."""

    @property
    def names(self) -> tuple[str, ...]:
        """What to call each column: by its name or as `column 3`, never by what may be secret."""
        return tuple(
            name if self.headed and name else _("column {number}").format(number=number)
            for number, name in enumerate(self.first, start=1)
        )

    @property
    def columns(self) -> dict[str, str]:
        """Role → name of its column, in the order of ROLES."""
        return {role: self.names[self.roles[role]] for role in ROLES if role in self.roles}

    @property
    def unused(self) -> tuple[str, ...]:
        """The names of the columns that are not read."""
        used = self.roles.values()
        return tuple(name for place, name in enumerate(self.names) if place not in used)

    @property
    def enough(self) -> bool:
        """Whether it makes logins: something secret, and something that says where it belongs."""
        return not (_SECRETS.isdisjoint(self.roles) or _NAMING.isdisjoint(self.roles))

    @property
    def label(self) -> str:
        """For people, as `Format.label`."""
        return (
            N_("CSV with the columns you named") if self.named else N_("CSV with guessed columns")
        )

    def rows(self, document: Document) -> Iterator[Row]:
        """Yield one row for each row of the table below its header."""
        read = _login if "password" in self.roles else _code
        # A row that ends before the last of these may have lost what stood there.
        needed = (place for role, place in self.roles.items() if role in _SECRETS | _NAMING)
        shortest = 1 + max(needed)
        blank = dict.fromkeys(ROLES, "")

        def row(cells: list[str]) -> Row:
            if len(cells) < shortest or any(cells[len(self.first) :]):
                raise RowError(_("it does not have as many cells as there are columns"))
            found = {role: cells[at] for role, at in self.roles.items() if at < len(cells)}
            return read(blank | found)

        return csv_rows(document, row, headed=self.headed)

    def naming(self, columns: Mapping[str, str]) -> "Guess":
        """Return the columns as a person named them: role → name, case ignored, or number from 1.

        Raises UsageError for a role or a column that there is not, and where they make no login.
        """
        # The names of the columns may be in a language that is not known here.
        names = {name.casefold() for name in self.first if name and not name.isdecimal()}
        by_name = any(clean(column).casefold() in names for column in columns.values())
        table = replace(self, headed=self.headed or by_name, named=True)
        roles = {role: _place(table, role, column) for role, column in columns.items()}
        table = replace(table, roles=roles)
        if not table.enough:
            raise UsageError(
                _("the columns named for {file} do not make a login").format(file=self.file),
                _("Name that of the password or totp, and one of title, username, email and url."),
            )
        return table


def guess(document: Document) -> Guess | None:
    """Return what the columns of a table seem to hold; None for what is no table at all."""
    rows = _opening(document)
    if not rows:
        return None
    headed = _is_header(rows[0], alone=len(rows) == 1)
    first = tuple(map(clean, rows[0]))
    return Guess(document.name, _roles(rows) if headed else {}, first, headed)


def _place(table: Guess, role: str, column: str) -> int:
    if role not in ROLES:
        raise UsageError(
            _("a column cannot be read as {role}").format(role=clean(role)),
            _("What it can be: {roles}.").format(roles=", ".join(ROLES)),
        )
    wanted = clean(column).casefold()
    names = [name.casefold() for name in table.first] if table.headed else []
    if wanted in names:
        return names.index(wanted)
    if wanted.isdecimal() and 1 <= int(wanted) <= len(table.first):
        return int(wanted) - 1
    raise UsageError(
        _("{file} has no column {column}").format(file=table.file, column=clean(column)),
        _("Its columns: {names}.").format(names=", ".join(table.names))
        if table.headed
        else _("Its first row does not look like names; number them, from 1 to {number}.").format(
            number=len(table.first)
        ),
    )


def _opening(document: Document) -> list[list[str]]:
    """Return the first rows of what looks like a table, else nothing: prose has commas too."""
    if document.start.startswith(_NO_TABLE) or "\0" in document.start:
        return []
    rows = document.opening
    width = len(rows[0]) if rows else 0
    alike = sum(1 < len(row) <= width for row in rows)  # blank cells at the end may be left out
    return rows if width > 1 and alike * 2 > len(rows) else []


def _is_header(names: Sequence[str], *, alone: bool) -> bool:
    """Tell whether a row holds names of columns: one that does not may hold secrets.

    Where it stands alone it may be a sentence, so that each of them must be a known name.
    """
    if any(map(_is_certain_address, names)):
        return False
    known = [meaning(name) is not None for name in names]
    return all(known) if alone else sum(known) > 1


def _roles(rows: Sequence[Sequence[str]]) -> dict[str, int]:
    """Return the role of each column that has one, the plainest names first."""
    meant = [
        (_SEVERAL.index(found.key) if found.key in _SEVERAL else -1, found.rank, at, found.key)
        for at, name in enumerate(rows[0])
        if (found := meaning(name))
    ]
    roles: dict[str, int] = {}
    for _rank, _place, at, key in sorted(meant):
        cells = [cell for row in rows[1:] if (cell := "".join(row[at : at + 1]).strip())]
        role = next((role for role in _choices(key, roles, cells) if role not in roles), None)
        if role:
            roles[role] = at
    return roles


def _choices(key: str, taken: Iterable[str], cells: Sequence[str]) -> tuple[str, ...]:
    """Return what a column may be by its name, where its cells do not speak against it."""
    addressed = "url" in taken
    if key == "site":
        return ("url", "title") if _any(cells, _is_address) else ("title",)
    if key == "address":
        return ("url",) if any(map(_is_address, cells)) else ()
    if key == "account":
        # In a table of Website, Name and Password, the name says who and not what.
        known = {"username", "email"} & set(taken)
        return ("username", "title") if addressed and not known else ("title", "username")
    if key == "about":
        return ("note",) if addressed or "title" in taken else ("title",)
    if key == "password":
        fits = sum(map(_is_certain_address, cells)) * 2 <= len(cells)
    else:
        fits = key in ROLES and _any(cells, _LOOKS.get(key, bool))
    return (key,) if fits else ()


def _any(cells: Sequence[str], test: Callable[[str], object]) -> bool:
    return not cells or any(map(test, cells))


def _is_address(cell: str) -> bool:
    return _ADDRESS.fullmatch(cell.strip()) is not None


def _is_certain_address(cell: str) -> bool:
    return "://" in cell or mail_domain(cell) is not None


def _is_seed(cell: str) -> bool:
    """Tell a seed or its address from `yes`, `no` and the names of apps."""
    cell = cell.strip()
    grouped = bool(_GROUPS.fullmatch(cell))
    seed = re.sub("[ -]", "", cell) if grouped else cell
    telling = any(map(str.isdigit, seed)) or (len(seed) >= _LONG and (grouped or seed.isupper()))
    return bool(_URI.match(cell) or (telling and _SEED.fullmatch(seed)))


def _when(cell: str) -> datetime | None:
    """Return the moment (UTC) of a cell; None where day and month could be either, or none is."""
    cell = cell.strip()
    if cell.isdecimal():
        return epoch(cell, 1000 if len(cell) >= _MILLISECONDS else 1)
    if dotted := _DOTTED.fullmatch(cell):
        day, month, year = map(int, dotted.groups())
        cell = f"{year}-{month:02}-{day:02}"
    return moment(cell)


_LOOKS: Mapping[str, Callable[[str], object]] = {
    "totp": _is_seed,
    "created": _when,
    "changed": _when,
}
"""What at least one cell of a column must be, where its name could mislead: `2FA: yes`."""


def _login(cells: Mapping[str, str]) -> Row:
    """Return the login of a row; a note where nothing else stands beside the title."""
    apart = ("username", "email", "password", "url", "totp")
    if cells["note"].strip() and not any(cells[role].strip() for role in apart):
        return Skipped("note")
    title, url = cells["title"], cells["url"]
    if not title.strip() and not _is_address(url):
        title, url = url, ""  # a column of `Website` often has names in it
    totp = cells["totp"]
    says_more = any(map(str.isalnum, totp)) and not _is_seed(totp)  # such as `yes`
    return login(
        title=title,
        username=cells["username"].strip() or cells["email"],
        password=cells["password"],
        urls=_BETWEEN.split(url),
        totp="" if says_more else totp,
        created=_when(cells["created"]),
        changed=_when(cells["changed"]),
        group=cells["folder"],
    )


def _code(cells: Mapping[str, str]) -> Row:
    """Return the entry of an authenticator app: there is no column of passwords."""
    if not cells["totp"].strip():
        return Skipped("empty")
    if not _is_seed(cells["totp"]):
        raise RowError(_("its one-time code is not a seed"))
    return one_time_code(
        issuer=cells["title"] or cells["url"],
        label=cells["username"] or cells["email"],
        seed=cells["totp"],
    )


def _is_guessed(document: Document) -> bool:
    table = guess(document)
    return table is not None and table.enough


def _read_guessed(document: Document, _ask: Ask) -> Iterable[Row]:
    table = guess(document)
    return table.rows(document) if table else ()


GUESSED = Format(
    "guessed-csv",
    N_("CSV with guessed columns"),
    _is_guessed,
    _read_guessed,
    gives=BASICS | {"one-time code", "date of change", "date of creation", "folder"},
)
