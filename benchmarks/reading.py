"""How many logins a second are read, and how that grows, beside `json.load` and `csv.DictReader`.

Prints ratios from one run; see docs/performance.md. Every input is made here from a fixed seed.
"""

import csv
import json
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

SMALL, LARGE = 10_000, 100_000
WANTED = 50_000
"""Logins a second."""


def logins(count: int) -> list[tuple[str, str, str, str]]:
    """Make so many logins: name, URL, username, password. People have a few usernames."""
    rng = random.Random(count)
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!?.-_"
    return [
        (
            f"Site {number}",
            f"https://www.site{number}.example/login",
            f"robin{number % 7}@example.org",
            "".join(rng.choices(letters, k=16)),
        )
        for number in range(count)
    ]


def bitwarden_json(path: Path, made: list[tuple[str, str, str, str]]) -> None:
    """Write them as Bitwarden does, with everything that it writes for a login."""
    items = [
        {
            "passwordHistory": None,
            "revisionDate": "2024-01-01T00:00:00.000Z",
            "creationDate": "2023-01-01T00:00:00.000Z",
            "deletedDate": None,
            "id": f"00000000-0000-4000-8000-{number:012}",
            "organizationId": None,
            "folderId": "f",
            "type": 1,
            "reprompt": 0,
            "name": name,
            "notes": None,
            "favorite": False,
            "login": {
                "fido2Credentials": [],
                "uris": [{"match": None, "uri": url}],
                "username": username,
                "password": password,
                "totp": None,
            },
            "collectionIds": None,
        }
        for number, (name, url, username, password) in enumerate(made)
    ]
    folders = [{"id": "f", "name": "Home"}]
    path.write_text(json.dumps({"encrypted": False, "folders": folders, "items": items}, indent=2))


def bitwarden_csv(path: Path, made: list[tuple[str, str, str, str]]) -> None:
    """Write them as Bitwarden's CSV."""
    with path.open("w", newline="") as file:
        file.write(
            "folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,"
            "login_password,login_totp\r\n"
        )
        table = csv.writer(file)
        for name, url, username, password in made:
            table.writerow(["Home", "", "login", name, "", "", 0, url, username, password, ""])


def chrome_csv(path: Path, made: list[tuple[str, str, str, str]]) -> None:
    """Write them as Chrome's CSV."""
    with path.open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["name", "url", "username", "password", "note"])
        table.writerows([*login, ""] for login in made)


def ours(path: Path) -> int:
    """Read an export as the audit does; return the number of logins."""
    from secaudit.vaults import read_vault

    return len(read_vault(path).accounts)


def json_alone(path: Path) -> int:
    """Parse a file with the standard library; return the number of items."""
    with path.open(encoding="utf-8") as file:
        return len(json.load(file)["items"])


def csv_alone(path: Path) -> int:
    """Read a file with the standard library, a dictionary a row; return their number."""
    with path.open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.DictReader(file))


def seconds(read: Callable[[Path], int], path: Path, expected: int) -> float:
    """Return the shortest of three times: another program may use the machine meanwhile."""

    def once() -> float:
        from secaudit import sites

        for cache in (sites.host_of, sites.site_of_host):
            cache.cache_clear()  # each time as if it were the first
        start = time.perf_counter()
        if read(path) != expected:
            raise SystemExit(f"{path.name}: not every login was read")
        return time.perf_counter() - start

    return min(once() for _ in range(3))


EXPORTS = (
    ("Bitwarden JSON", bitwarden_json, json_alone, "json.load"),
    ("Bitwarden CSV", bitwarden_csv, csv_alone, "csv.DictReader"),
    ("Chrome CSV", chrome_csv, csv_alone, "csv.DictReader"),
)


def main() -> None:
    """Measure and print."""
    for count in (SMALL, LARGE):
        made = logins(count)
        for label, write, alone, name in EXPORTS:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder, "export")
                write(path, made)
                read, parsed = seconds(ours, path, count), seconds(alone, path, count)
            print(
                f"{label:14} {count:7,} logins  {count / read:8,.0f} logins/s "
                f"(at least {WANTED:,})  {read:5.2f} s = {read / parsed:4.1f} x {name}"
            )


if __name__ == "__main__":
    main()
