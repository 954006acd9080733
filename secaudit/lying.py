"""Where a file lies: in a folder that a service copies elsewhere, and whether others may read it.

Markers and folder names are those that the services' own programs make by default.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from secaudit.languages import N_
from secaudit.model import Lying
from secaudit.text import clean

_READ, _ENTER = 4, 1
"""Bits of a file's mode: what others may do with a file, and with a folder."""


@dataclass(frozen=True, slots=True)
class Service:
    """A service that copies folders to other computers."""

    name: str
    folders: tuple[str, ...] = ()
    """What its folder is called, in one of the places where such folders are, in lower case."""
    markers: tuple[str, ...] = ()
    """What it leaves in a folder that it copies, wherever that is."""
    variables: tuple[str, ...] = ()
    """Environment variables that name its folder."""


SERVICES = (
    Service("Dropbox", ("dropbox", "dropbox (*)", "dropbox-*"), (".dropbox.cache",)),
    Service(
        "OneDrive",
        ("onedrive", "onedrive - *", "onedrive-*"),
        variables=("OneDrive", "OneDriveConsumer", "OneDriveCommercial"),
    ),
    Service(
        "Google Drive",
        ("google drive", "googledrive", "googledrive-*", "my drive"),
        (".tmp.driveupload", ".tmp.drivedownload"),
    ),
    Service("iCloud Drive", ("mobile documents", "iclouddrive", "icloud drive")),
    Service("Nextcloud", ("nextcloud",), (".nextcloudsync.log",)),
    Service("ownCloud", ("owncloud", "owncloud - *"), (".owncloudsync.log",)),
    Service(N_("Nextcloud or ownCloud"), (), (".sync_*.db", "._sync_*.db")),  # both write these
    Service("Syncthing", (), (".stfolder",)),
    Service("MEGA", ("mega", "megasync"), (".megaignore",)),
    Service("pCloud", ("pclouddrive", "pcloud drive", "pcloud sync")),
    Service("Box", ("box", "box sync", "box-*")),
    Service("Proton Drive", ("proton drive", "protondrive", "protondrive-*")),
    Service("Synology Drive", ("synologydrive", "synologydrive-*"), (".SynologyWorkingDirectory",)),
)


def where_it_lies(
    path: Path, *, home: Path | None = None, variables: Mapping[str, str] | None = None
) -> Lying:
    """Return what can be told of the place of a file, links followed. Never raises OSError.

    `home` and `variables` are the person's home folder and environment, by default the real ones.
    A service that is in no table, or copies a folder of another name, is not noticed.
    """
    known = os.environ if variables is None else variables
    whole = _real(path)
    at_home = _real(home or Path(os.path.expanduser("~")))  # noqa: PTH111  # Path.home() may raise
    return Lying(_service(whole, at_home, known), _readable_by_others(whole))


def _service(path: Path, home: Path, variables: Mapping[str, str]) -> str:
    """Return the service that copies the folder of a file, "" where none is known."""
    named = _named(home, variables)
    cloud = home / "Library" / "CloudStorage"  # where macOS keeps the folders of all services
    places = {home, home / "Library", cloud, Path(path.anchor)}
    for folder in path.parents:
        for service in SERVICES:
            if (
                named.get(folder) == service.name
                or (folder.parent in places and _is_one(folder.name.casefold(), service.folders))
                or any(_holds(folder, marker) for marker in service.markers)
            ):
                return service.name
        if folder.parent == cloud:
            return clean(folder.name.partition("-")[0])
    return ""


def _named(home: Path, variables: Mapping[str, str]) -> dict[Path, str]:
    """Return the folders that services themselves say they copy, each with its service."""
    found = dict.fromkeys(_of_dropbox(home, variables), "Dropbox")
    for service in SERVICES:
        for name in service.variables:
            if variables.get(name):
                found[_real(Path(variables[name]))] = service.name
    for name in ("Desktop", "Documents"):  # macOS can have them in iCloud Drive: then both are one
        inside = home / "Library" / "Mobile Documents" / "com~apple~CloudDocs" / name
        if _real(inside) == _real(home / name):
            found[_real(inside)] = "iCloud Drive"
    return found


def _of_dropbox(home: Path, variables: Mapping[str, str]) -> Iterator[Path]:
    """Yield the folders of Dropbox; its program writes them into `info.json` for others to find."""
    configured = [variables[name] for name in ("APPDATA", "LOCALAPPDATA") if variables.get(name)]
    for folder in (home / ".dropbox", *(Path(place) / "Dropbox" for place in configured)):
        try:
            accounts = json.loads((folder / "info.json").read_bytes())
        except (OSError, ValueError, RecursionError):
            continue  # no Dropbox here, or not one that can be asked
        for account in accounts.values() if isinstance(accounts, dict) else ():
            if isinstance(account, dict) and isinstance(account.get("path"), str):
                yield _real(Path(account["path"]))


def _readable_by_others(path: Path) -> bool | None:
    """Tell whether mode bits let other users read a file and enter every folder above it.

    Access lists beyond the mode bits are not looked at. None on Windows, which has no mode bits.
    """
    try:
        import grp  # noqa: PLC0415  # only where there are mode bits
        import pwd  # noqa: PLC0415
    except ImportError:
        return None
    try:
        chain = [place.stat() for place in (path, *path.parents)]
    except OSError:
        return None
    owner = chain[0].st_uid

    def is_shared(group: int) -> bool:
        """Tell whether others may be in a group; many systems give each user one of their own."""
        try:
            return group != 0 and grp.getgrgid(group).gr_name != pwd.getpwuid(owner).pw_name
        except KeyError:
            return True

    def lets(status: os.stat_result, group: int | None, right: int) -> bool:
        return bool(status.st_mode >> (3 if status.st_gid == group else 0) & right)

    groups = {None, *filter(is_shared, {status.st_gid for status in chain})}
    return any(
        lets(chain[0], group, _READ) and all(lets(folder, group, _ENTER) for folder in chain[1:])
        for group in groups
    )


def _is_one(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def _holds(folder: Path, marker: str) -> bool:
    try:
        return any(folder.glob(marker))
    except OSError:
        return False  # nobody may look into it, the service of this user neither


def _real(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):  # a loop of links, a name that cannot be
        return path.absolute()
