"""Which login an entry of an authenticator app belongs to: by its seed, else by site and user.

A wrong match would hide that a second step is missing: what fits several logins is given to none.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from urllib.parse import unquote

from secaudit.model import Account, OneTimeCode
from secaudit.sites import (
    canonical,
    host_of,
    is_private,
    mail_domain,
    relatives,
    site_of,
    site_of_host,
)
from secaudit.text import Secret

_SEED = re.compile(r"(?:^|[?&])(?:secret|key)=([^&#]+)|^steam://(.+)", re.IGNORECASE)
_PADDING = re.compile(r"[\s=-]+")
_NO_LETTER = re.compile(r"[\W_]+")
# What issuers add to the name of the site: `Nintendo Account`, `Kraken - Sign in`. Not more than
# this: the code of `Kraken - Funding` is not asked for at sign-in.
_ADDED = re.compile(r"[\s:|–-]+(?:accounts?|id|log[ -]?in|sign[ -]?in|2fa|mfa)\s*$", re.IGNORECASE)

_ALIASES = {
    # What apps show as the issuer, where the site's domain is another word.
    "amazonwebservices": "awsamazoncom",
    "aws": "awsamazoncom",
    "electronicarts": "ea",
    "mozilla": "firefox",
    "npm": "npmjs",
    "playstationnetwork": "playstation",
    "psn": "playstation",
    "steam": "steampowered",
}

# How a login is looked for at a place, the surest first.
_USER = "by username"
_LOCAL_PART = "by what stands before the @"
_NO_ADDRESS = "any whose username is no mail address"
_NO_HANDLE = "any whose username is one"
_ANY = "any"

_Way = tuple[str, str]
"""How, and the username in it, "" where it does not matter."""


def match(
    accounts: Sequence[Account], codes: Iterable[OneTimeCode]
) -> tuple[tuple[Account, ...], tuple[OneTimeCode, ...]]:
    """Return the accounts with their codes, and the codes that fit none, each in order.

    The same seed decides. Else the issuer must name the site, and the label the user.
    """
    codes = tuple(dict.fromkeys(codes))
    if not codes:
        return tuple(accounts), ()
    seeds = defaultdict(list)
    for account in accounts:
        if account.totp and (seed := _seed(account.totp)):
            seeds[seed].append(account)
    logins = _Logins(accounts)
    found: dict[str, list[OneTimeCode]] = defaultdict(list)
    unmatched = []
    for code in codes:
        owners = (seeds.get(_seed(code.seed)) if code.seed else None) or logins.of(code)
        for owner in owners:
            found[owner.id].append(code)
        if not owners:
            unmatched.append(code)
    matched = (
        replace(account, codes=tuple(found[account.id])) if account.id in found else account
        for account in accounts
    )
    return tuple(matched), tuple(unmatched)


class _Logins:
    """The logins by place and user. A place is a site, a host there, or a title."""

    def __init__(self, accounts: Iterable[Account]) -> None:
        self._found: dict[tuple[str, _Way], dict[str, list[Account]]] = {}
        """(place, way) → login → its entries."""
        self._places: dict[str, list[str]] = defaultdict(list)
        """What a place is called, in letters → the places that are called so."""
        sites: set[str] = set()
        for account in accounts:
            here = _places(account)
            sites |= here
            titles = {_titled(name) for name in _spellings(account.title)}
            for way in _ways_to(account):
                for place in here | titles:
                    entries = self._found.setdefault((place, way), {})
                    entries.setdefault(_login(account), []).append(account)
        for place in sorted(sites):
            for name in _names(place):
                self._places[name].append(place)

    def of(self, code: OneTimeCode) -> Sequence[Account]:
        """Return the entries of the one login it may belong to; none where several fit as well."""
        issuer, label = (code.issuer, code.label) if code.issuer else (code.label, "")
        names = list(_spellings(issuer))
        places = next((self._places[name] for name in names if name in self._places), None)
        for way in _ways_by(_person(label)):
            found = [
                entries
                for place in places or map(_titled, names)
                if (entries := self._found.get((place, way)))
            ]
            if found:
                logins = {login for entries in found for login in islice(entries, 2)}
                return found[0][logins.pop()] if len(logins) == 1 else ()
        return ()


def _login(account: Account) -> str:
    """Return what is the same for entries that may be of one login."""
    if account.site and account.username and not is_private(account.site):
        return f"{canonical(account.site)} {_person(account.username)}"
    return account.id


def _ways_to(account: Account) -> Iterator[_Way]:
    """Yield how a login can be found at its places."""
    user = _person(account.username)
    yield _ANY, ""
    if user:
        yield _USER, user
    if "@" in user:
        yield _LOCAL_PART, user.partition("@")[0]
    if not user or mail_domain(user):
        yield _NO_HANDLE, ""
    if not user or not mail_domain(user):
        yield _NO_ADDRESS, ""


def _ways_by(label: str) -> Iterator[_Way]:
    """Yield how to look for the login of a label, the surest first.

    Sites show a handle in the app where people sign in with their mail address, or the other way
    round. Two addresses, or two handles, that differ are two logins.
    """
    if not label:
        yield _ANY, ""
        return
    yield _USER, label
    yield (_USER, label.partition("@")[0]) if "@" in label else (_LOCAL_PART, label)
    yield (_NO_ADDRESS if mail_domain(label) else _NO_HANDLE), ""


def _places(account: Account) -> set[str]:
    """Return the public sites of a login, each by one name, and the part that it is for: AWS."""
    hosts = {host for url in account.urls if (host := host_of(url))} | {account.site or ""}
    public = {host for host in hosts if not is_private(host)}
    parts = {part for host in public if (part := _part_of(host))}
    return {canonical(site_of_host(host)) for host in public} | parts


def _part_of(host: str) -> str:
    """Return `aws.amazon.com` for `console.aws.amazon.com`; "" where the host is the site."""
    site = site_of_host(host)
    below = host.removesuffix(site).rstrip(".").rpartition(".")[2]
    return f"{below}.{site}" if below else ""


def _names(place: str) -> set[str]:
    """Return what a site may be called, in letters: `googlecom`, `google` or `youtube`."""
    domains = relatives(place)
    sites = {domain for domain in domains if site_of_host(domain) == domain}
    return set(map(_letters, domains)) | {_letters(site.partition(".")[0]) for site in sites}


def _titled(name: str) -> str:
    return f"title {name}"  # unlike any host


def _spellings(text: str) -> Iterator[str]:
    """Yield the names under which a site with this issuer or title may be found, surest first.

    None for a mail address: it says whose it is, and not where.
    """
    if mail_domain(text):
        return
    if site := site_of(text):
        yield _letters(site)
    for words in (text, _ADDED.sub("", text)):
        if name := _letters(words):
            yield name
            if name in _ALIASES:
                yield _ALIASES[name]


def _person(text: str) -> str:
    return text.strip().casefold().removeprefix("@")


def _letters(text: str) -> str:
    return _NO_LETTER.sub("", text.casefold())


def _seed(seed: Secret) -> str:
    """Return the seed alone, in the form that is the same everywhere; "" for a note such as `-`."""
    text = seed.reveal().strip()
    found = _SEED.search(text)
    return _PADDING.sub("", unquote(found[1] or found[2]) if found else text).upper()
