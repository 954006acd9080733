"""Which login an entry of an authenticator app belongs to: by its seed, else by site and user."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from secaudit.model import Account, OneTimeCode
from secaudit.sites import mail_domain, relatives, site_of
from secaudit.text import Secret

_SEED = re.compile(r"[?&]secret=([^&#]+)", re.IGNORECASE)
_PADDING = re.compile(r"[\s=-]+")
_NO_LETTER = re.compile(r"[\W_]+")

_ALIASES = {
    # What apps show as the issuer, where the site's domain is another word.
    "amazonwebservices": "amazonaws",
    "aws": "amazonaws",
    "googleaccount": "google",
    "microsoftaccount": "microsoft",
    "playstationnetwork": "playstation",
    "psn": "playstation",
    "steam": "steampowered",
}


def match(
    accounts: Sequence[Account], codes: Iterable[OneTimeCode]
) -> tuple[tuple[Account, ...], tuple[OneTimeCode, ...]]:
    """Return the accounts with their codes, and the codes that fit none, each in order.

    The same seed decides. Else the issuer must name the site, and the label the username.
    """
    seeds = defaultdict(list)
    names = defaultdict(list)
    for account in accounts:
        if account.totp:
            seeds[_seed(account.totp)].append(account)
        for name in _names(account):
            names[name].append(account)
    found: dict[str, list[OneTimeCode]] = defaultdict(list)
    unmatched = []
    for code in dict.fromkeys(codes):
        owners = (seeds.get(_seed(code.seed)) if code.seed else None) or _owners(code, names)
        for owner in owners:
            found[owner.id].append(code)
        if not owners:
            unmatched.append(code)
    matched = (
        replace(account, codes=tuple(found[account.id])) if account.id in found else account
        for account in accounts
    )
    return tuple(matched), tuple(unmatched)


def _owners(code: OneTimeCode, names: Mapping[str, Sequence[Account]]) -> Sequence[Account]:
    """Return the logins that a code may belong to; none where several are as likely."""
    issuer = code.issuer or code.label
    there = next((found for name in _spellings(issuer) if (found := names.get(name))), [])
    label = code.label.casefold()
    same = [account for account in there if account.username.casefold() == label]
    if same:
        return same
    likely = [account for account in there if _may_be(account.username.casefold(), label)]
    return likely if len(likely) == 1 else ()


def _may_be(username: str, label: str) -> bool:
    """Tell whether two names may be of one person: one is a mail address, the other is not.

    Sites show a handle in the app where people sign in with their address. Two addresses, or two
    handles, that differ are two logins.
    """
    return not username or not label or bool(mail_domain(username)) != bool(mail_domain(label))


def _names(account: Account) -> set[str]:
    """Return what the issuer of this login may be called, in letters and digits only."""
    sites = {site for url in account.urls if (site := site_of(url))}
    domains = {domain for site in sites for domain in relatives(site)}
    words = {account.title, *domains, *(domain.partition(".")[0] for domain in domains)}
    return {name for word in words if (name := _letters(word))}


def _spellings(issuer: str) -> Iterator[str]:
    """Yield the names under which a site with this issuer may be found, the surest first."""
    name = _letters(issuer)
    if site := site_of(issuer):
        yield _letters(site)
    yield name
    if name in _ALIASES:
        yield _ALIASES[name]


def _letters(text: str) -> str:
    return _NO_LETTER.sub("", text.casefold())


def _seed(seed: Secret) -> str:
    text = seed.reveal()
    found = _SEED.search(text)
    return _PADDING.sub("", found[1] if found else text).upper()
