"""Several exports → one list of accounts: the same login seen twice is one account."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import starmap
from typing import NamedTuple, TypeVar

from secaudit.model import Account, PastPassword, Vault
from secaudit.sites import canonical, is_private, site_of
from secaudit.text import Secret

T = TypeVar("T")

_LONG_AGO = datetime.min.replace(tzinfo=UTC)

_OPEN_OTHERS = frozenset(
    """amazon.com apple.com discord.com facebook.com github.com gitlab.com google.com linkedin.com
    microsoft.com paypal.com reddit.com slack.com steampowered.com twitch.tv vk.com x.com yahoo.com
    yandex.ru""".split()  # noqa: SIM905  # a list of words
)
"""Sites whose login opens others ("Sign in with …"): an entry for both does not make them one."""


def merge(vaults: Sequence[Vault]) -> tuple[Account, ...]:
    """Return every login of the exports once, in order of first appearance, as `a1`, `a2` ….

    The same login is the same site and username. Without either, and on hosts of a private
    network (where one address may be many devices), title and password must agree too. Domains
    that share a login are one where the password agrees as well: those that are known to
    (google.com, youtube.com), and those that an entry of the exports lists together.
    """
    accounts = [
        replace(account, sources=(vault.name,)) for vault in vaults for account in vault.accounts
    ]
    once = [_join(same) for same in _grouped(accounts, lambda a: [_same_login(a)])]
    families = _linked(map(_shared, once))
    same_everywhere = _grouped(once, lambda a: _everywhere(a, families))
    merged = [_join(same) if len(same) > 1 else same[0] for same in same_everywhere]
    return tuple(replace(account, id=f"a{n}") for n, account in enumerate(merged, start=1))


def _same_login(account: Account) -> Hashable:
    user = account.username.casefold()
    if account.site and user and not is_private(account.site):
        return account.site, user
    return account.site, user, account.title.casefold(), account.password


def _sites(account: Account) -> list[str]:
    """Return the public sites that an entry is for, each by the name of its family."""
    sites = {account.site} if account.site else set()
    if len(account.urls) > 1:  # else it has no other
        sites |= {site for url in account.urls if (site := site_of(url))}
    return sorted({canonical(site) for site in sites if not is_private(site)})


def _shared(account: Account) -> list[str]:
    """Return the sites that an entry shows to share a login."""
    sites = _sites(account)
    return sites if _OPEN_OTHERS.isdisjoint(sites) else []


def _everywhere(account: Account, families: Mapping[Hashable, Hashable]) -> list[Hashable]:
    """Return what a login has in common with itself at other sites of its families."""
    if not account.username or not account.password:
        return []
    who = account.username.casefold(), account.password
    return [(families.get(site, site), *who) for site in _sites(account)]


def _grouped(
    accounts: Sequence[Account], keys: Callable[[Account], Iterable[Hashable]]
) -> Iterable[Sequence[Account]]:
    """Return the accounts in groups that have a key in common, also by way of others."""
    groups = defaultdict(list)
    linked = _linked((n, *keys(account)) for n, account in enumerate(accounts))
    for n, account in enumerate(accounts):
        groups[linked[n]].append(account)
    return groups.values()


def _linked(groups: Iterable[Iterable[Hashable]]) -> Mapping[Hashable, Hashable]:
    """Return for each member of the groups one that stands for all that it is linked to.

    A union-find with halved paths: time grows little faster than the number of members.
    """
    above: dict[Hashable, Hashable] = {}

    def top(member: Hashable) -> Hashable:
        above.setdefault(member, member)
        while above[member] != member:
            above[member] = above[above[member]]
            member = above[member]
        return member

    for group in groups:
        tops = dict.fromkeys(map(top, group))
        first = next(iter(tops), None)
        above.update(dict.fromkeys(tops, first))
    return {member: top(member) for member in above}


def _join(same: Sequence[Account]) -> Account:
    verdict = _passwords(same)
    return replace(
        same[0],
        title=_title(same, verdict),
        password=verdict.current,
        rivals=verdict.rivals,
        changed=verdict.changed,
        history=_history([*(past for a in same for past in a.history), *verdict.past]),
        urls=tuple(dict.fromkeys(url for account in same for url in account.urls)),
        totp=_first(account.totp for account in same),
        passkeys=max(account.passkeys for account in same),
        created=min((account.created for account in same if account.created), default=None),
        group=_first(account.group for account in same) or "",
        excluded=frozenset().union(*(account.excluded for account in same)),
        sources=tuple(dict.fromkeys(name for account in same for name in account.sources)),
    )


def _title(same: Sequence[Account], verdict: "_Passwords") -> str:
    """Return the first title; where passwords differ and none is known to be old, all of them."""
    titles = list(dict.fromkeys(account.title for account in same if account.title))
    return " / ".join(titles[: 3 if verdict.rivals else 1])


def _first(values: Iterable[T | None]) -> T | None:
    return next((value for value in values if value), None)


class _Passwords(NamedTuple):
    current: Secret | None
    changed: datetime | None = None
    past: tuple[PastPassword, ...] = ()
    rivals: tuple[Secret, ...] = ()


def _passwords(same: Sequence[Account]) -> _Passwords:
    """Decide which password of one login is in use.

    One that another export says was replaced is past. Of the rest, the one with the newest date
    of change is in use, and those with older dates are past. Where no date decides, nobody can
    tell: all but one are rivals.
    """
    dates: dict[Secret, list[datetime]] = {}
    for account in same:
        for password in account.passwords:
            dates.setdefault(password, [])
        if account.password and account.changed:
            dates[account.password].append(account.changed)
    replaced = {
        past.password
        for account in same
        for past in account.history
        if past.password not in account.passwords
    }
    live = [password for password in dates if password not in replaced] or list(dates)
    # Sorting is stable: of two with the same newest date, the one that appeared first comes last.
    dated = sorted((p for p in reversed(live) if dates[p]), key=lambda p: max(dates[p]))
    if not dated:
        return _Passwords(_first(live), rivals=tuple(live[1:]))
    current = dated[-1]
    newest = max(dates[current])
    chain = [p for p in dated if max(dates[p]) < newest] + [current]
    past, seen_until, came_in = [], _LONG_AGO, None
    for before, password in zip([None, *chain], chain, strict=False):
        # The first date any export knows. A manager that imported the password later has a later
        # one, and a date too new would hide breaches that the password went through.
        came_in = min((d for d in dates[password] if d > seen_until), default=seen_until)
        seen_until = max(dates[password])
        past += [PastPassword(before, came_in)] if before else []
    settled = set(chain)
    rivals = tuple(password for password in live if password not in settled)
    return _Passwords(current, came_in, tuple(past), rivals)


def _history(known: Iterable[PastPassword]) -> tuple[PastPassword, ...]:
    """Return each past password once, with the last date it was replaced; oldest first."""
    until: dict[Secret, datetime | None] = {}
    for past in known:
        dates = filter(None, (until.get(past.password), past.until))
        until[past.password] = max(dates, default=None)
    return tuple(
        sorted(starmap(PastPassword, until.items()), key=lambda past: past.until or _LONG_AGO)
    )
