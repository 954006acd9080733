"""Several exports → one list of accounts: the same login seen twice is one account."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import starmap
from typing import NamedTuple, TypeVar

from secaudit.model import Account, PastPassword, Vault
from secaudit.sites import canonical, is_private
from secaudit.text import Secret

T = TypeVar("T")

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def merge(vaults: Sequence[Vault]) -> tuple[Account, ...]:
    """Return every login of the exports once, in order of first appearance, as `a1`, `a2` ….

    The same login is the same site and username. Without either, and on hosts of a private
    network (where one address may be many devices), title and password must agree too. Domains
    that share a login (google.com, youtube.com) are one login where the password agrees.
    """
    accounts = [
        replace(account, sources=(vault.name,)) for vault in vaults for account in vault.accounts
    ]
    merged = _joined(_joined(accounts, _same_login), _same_family)
    return tuple(replace(account, id=f"a{n}") for n, account in enumerate(merged, start=1))


def _same_login(account: Account) -> Hashable:
    user = account.username.casefold()
    if account.site and user and not is_private(account.site):
        return account.site, user
    return account.site, user, account.title.casefold(), account.password


def _same_family(account: Account) -> Hashable:
    if account.site and account.username and account.password and not is_private(account.site):
        return canonical(account.site), account.username.casefold(), account.password
    return id(account)


def _joined(accounts: Sequence[Account], key: Callable[[Account], Hashable]) -> list[Account]:
    groups = defaultdict(list)
    for account in accounts:
        groups[key(account)].append(account)
    return [_join(group) for group in groups.values()]


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
