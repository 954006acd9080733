"""A store of `pass` or gopass: a folder with one encrypted file for each entry.

https://www.passwordstore.org gives the layout; gopass adds forms of its own,
https://github.com/gopasspw/gopass/blob/master/docs/secrets.md.
"""

import io
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from secaudit.errors import reason
from secaudit.languages import N_, _
from secaudit.model import Row, Skipped, Unreadable
from secaudit.sites import is_host_name, mail_domain
from secaudit.text import clean
from secaudit.vaults import gpg
from secaudit.vaults.base import BASICS, Ask, Document, Format, login

_MARK = ".gpg-id"
"""The file that says for whose keys a store is encrypted."""
_ENDING = ".gpg"
_NO_ENTRIES = frozenset({".git", ".extensions", ".public-keys"})
_LARGEST = 2**20
"""Bytes of an entry: what is larger is a file that someone keeps in the store."""

_ROLES = {
    "username": "username",
    "login": "username",
    "user": "username",
    "user name": "username",
    "email": "mail",
    "e-mail": "mail",
    "mail": "mail",
    "url": "url",
    "urls": "url",
    "uri": "url",
    "website": "url",
    "site": "url",
    "link": "url",
    "otpauth": "totp",
    "totp": "totp",
    "otp": "totp",
    "hotp": "totp",
    "password": "password",
    "pass": "password",
    "content-disposition": "file",  # how gopass keeps a file
}
"""What the keys of `key: value` lines mean."""
_MIME = "GOPASS-SECRET-1.0"
_YAML = "---"
_ARMOUR = "-----BEGIN "
_FILES = (".asc", ".crt", ".csv", ".json", ".key", ".pem", ".txt", ".xml", ".yaml")


class Store(Document):
    """A folder that is a store, or lies in one."""

    def __init__(self, folder: Path, name: str) -> None:
        super().__init__(io.BytesIO(_MARK.encode()), name)  # what it is told by
        self.folder = folder.resolve()


def is_store(path: str | os.PathLike[str]) -> bool:
    """Tell whether a folder is a store, or one in a store: there it is said for whose key it is."""
    if not os.path.isdir(path):  # noqa: PTH112  # that of pathlib raises for some names
        return False
    whole = Path(path).resolve()
    return any(os.path.isfile(folder / _MARK) for folder in (whole, *whole.parents))  # noqa: PTH113


# ── The folder ───────────────────────────────────────────────────────────────────────────────────


def _read(document: Document, ask: Ask) -> Iterator[Row]:
    folder = document.folder if isinstance(document, Store) else Path()
    entries = [(path, _message(path, folder)) for path in _entries(folder)]
    found = iter(
        gpg.opened(
            [message for _path, message in entries if isinstance(message, bytes)],
            ask,
            _("Passphrase of your GPG key (just press Enter, and gpg asks for it by itself)"),
            limit=_LARGEST,
        )
    )
    for path, message in entries:
        parts = _parts(path, folder)
        yield _row(parts, next(found)) if isinstance(message, bytes) else message


def _entries(folder: Path) -> list[Path]:
    """Return the entries by their names, with folders that are links or cannot be looked into."""
    found: list[Path] = []

    def closed(error: OSError) -> None:
        found.append(Path(error.filename))

    for where, folders, files in os.walk(folder, onerror=closed):
        folders[:] = sorted(name for name in folders if name not in _NO_ENTRIES)
        found += (Path(where, name) for name in files if name.endswith(_ENDING))
        found += (at for name in folders if _leads_out(at := Path(where, name), folder))
    return sorted(found)


def _leads_out(path: Path, folder: Path) -> bool:
    try:
        return path.is_symlink() and not path.resolve().is_relative_to(folder)
    except (OSError, RuntimeError):  # in a circle: it cannot be opened either
        return False


def _parts(path: Path, folder: Path) -> tuple[str, ...]:
    *folders, name = path.relative_to(folder).parts or ("",)
    return (*folders, name.removesuffix(_ENDING))


def _message(path: Path, folder: Path) -> bytes | Row:
    """Return what an entry holds, still encrypted; else what is to be said of it."""
    if _leads_out(path, folder):
        return Skipped("link")  # who made the store may not be who reads it
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            return Unreadable(_place(_parts(path, folder)), _("this folder could not be opened"))
        if not stat.S_ISREG(status.st_mode) or status.st_size > _LARGEST:
            return Skipped("file")
        return path.read_bytes()
    except OSError as error:
        why = reason(error)
        return Unreadable(
            _place(_parts(path, folder)), _("it could not be opened: {why}").format(why=why)
        )


def _place(parts: Sequence[str]) -> str:
    """Return what `pass` calls an entry; it is its title, and no secret."""
    return clean("/".join(parts))


# ── An entry ─────────────────────────────────────────────────────────────────────────────────────


def _row(path: Sequence[str], found: bytes | gpg.Refusal) -> Row:
    if isinstance(found, gpg.Refusal) and found is not gpg.Refusal.LARGE:
        return Unreadable(_place(path), _(found))
    lines = [] if isinstance(found, gpg.Refusal) else _lines(found)
    if not lines or lines[0].startswith(_ARMOUR):
        return Skipped("file")
    fields = _fields(lines)
    if "file" in fields or (path[-1].endswith(_FILES) and lines[1:] and len(fields) == 1):
        return Skipped("file")
    if fields.keys().isdisjoint({"password", "totp", "username", "mail"}):
        return Skipped("note" if any(map(str.strip, lines)) else "empty")
    return _login(path, fields)


def _lines(data: bytes) -> list[str]:
    """Return the lines of an entry, at least one; none of what is no text."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return []
    lines = text.removesuffix("\n").split("\n")
    return [] if "\0" in text else [line.removesuffix("\r") for line in lines]


def _fields(lines: Sequence[str]) -> dict[str, list[str]]:
    """Return the values of an entry by what they are. Its first line is the password.

    Where that is an address of one-time codes or a key with its value, the entry has none there.
    """
    fields: dict[str, list[str]] = {}
    first, *others = lines
    told = (": " in first or "://" in first) and any(_parsed([first]))
    if first.strip() not in {"", _MIME, _YAML} and not told:
        fields["password"] = [first]
        lines = others
    for role, value in _parsed(lines):
        fields.setdefault(role, []).append(value)
    return fields


def _parsed(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    yaml = False
    for line in lines:
        yaml = yaml or line.strip() == _YAML
        key, colon, value = line.partition(":")
        value = value.strip()
        if line.startswith(("otpauth://", "http://", "https://")):
            yield "totp" if key == "otpauth" else "url", line.strip()
        elif colon and value and (role := _ROLES.get(key.strip().casefold())):
            yield role, value[1:-1] if yaml and value[0] == value[-1] in "'\"" else value


def _login(path: Sequence[str], fields: dict[str, list[str]]) -> Row:
    """Return the login of an entry; what its fields leave out, its path may tell.

    Names such as `github.com` and `github.com/ana` give the site, and the second the username.
    """
    *folders, name = path
    username = (fields.get("username") or fields.get("mail") or [""])[0]
    below = folders[-1] if folders and is_host_name(folders[-1]) else ""
    host = next(filter(is_host_name, reversed(folders)), "")
    if is_host_name(name) and (not below or name.endswith(f".{below}")):
        title, host = name, name
    elif below and username in {"", name}:
        title, username = below, name
        folders.pop()
    else:
        title = name
        username = username or (name if mail_domain(name) else "")
    return login(
        title=title,
        username=username,
        password=fields.get("password", [""])[0],
        urls=fields.get("url") or [host],
        totp=fields.get("totp", [""])[0],
        group="/".join(folders),
    )


PASS_STORE = Format(
    "pass-store",
    N_("pass or gopass store"),
    recognises=lambda document: isinstance(document, Store),
    read=_read,
    encrypted=True,
    gives=BASICS | {"one-time code", "folder"},
)
