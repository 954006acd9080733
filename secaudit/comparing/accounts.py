"""Which account of one audit is which of another. Ids do not tell: each audit gives new ones."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple

from secaudit.model import AccountSummary
from secaudit.sites import canonical

_Groups = Mapping[Hashable, Sequence[AccountSummary]]


class Roll(NamedTuple):
    """The accounts of one audit."""

    accounts: Sequence[AccountSummary]
    fingerprints: Mapping[str, str]
    """Account id → keyed fingerprint of its passwords."""


def login(account: AccountSummary) -> tuple[str, str]:
    """Return what tells an account from others in any audit: its site, else title, and username."""
    place = canonical(account.site) if account.site else f":{account.title.casefold()}"
    return place, account.username.casefold()


def same_accounts(before: Roll, after: Roll) -> Mapping[str, str]:
    """Return the ids of the accounts that are in both audits, before → after.

    The same site (by its canonical name) and username is the same account, whatever its title.
    Without a site, title and username are. Where several are alike, those that alone share a title
    are the same, then those that alone share a password, and then the last two that are left.
    """
    found: dict[str, str] = {}
    theirs = _groups(login, after.accounts)
    for key, olds in _groups(login, before.accounts).items():
        news = theirs.get(key, [])
        if len(olds) == len(news) == 1:
            found[olds[0].id] = news[0].id
        elif news:
            found |= _alike(olds, news, before, after)
    # Without a site, a new title hides the account; the password shows it.
    olds = [a for a in before.accounts if not a.site and a.id not in found]
    taken = set(found.values())
    news = [a for a in after.accounts if not a.site and a.id not in taken]
    return found | _only(_passwords(olds, before), _passwords(news, after))


def _alike(
    olds: Sequence[AccountSummary],
    news: Sequence[AccountSummary],
    before: Roll,
    after: Roll,
) -> Mapping[str, str]:
    """Tell several accounts with one login apart."""
    found = _only(_groups(_title, olds), _groups(_title, news))
    olds, news = _left(olds, news, found)
    found |= _only(_passwords(olds, before), _passwords(news, after))
    olds, news = _left(olds, news, found)
    if len(olds) == len(news) == 1:
        found[olds[0].id] = news[0].id
    return found


def _left(
    olds: Iterable[AccountSummary], news: Iterable[AccountSummary], found: Mapping[str, str]
) -> tuple[list[AccountSummary], list[AccountSummary]]:
    taken = set(found.values())
    return [a for a in olds if a.id not in found], [a for a in news if a.id not in taken]


def _only(olds: _Groups, news: _Groups) -> dict[str, str]:
    """Return those that share a mark with one other alone, before → after."""
    return {
        old[0].id: news[mark][0].id
        for mark, old in olds.items()
        if len(old) == 1 and len(news.get(mark, ())) == 1
    }


def _title(account: AccountSummary) -> str:
    return account.title.casefold()


def _passwords(accounts: Iterable[AccountSummary], roll: Roll) -> _Groups:
    """Return the accounts whose password is known, by username and fingerprint."""
    known = [account for account in accounts if account.id in roll.fingerprints]
    return _groups(lambda a: (a.username.casefold(), roll.fingerprints[a.id]), known)


def _groups(
    mark: Callable[[AccountSummary], Hashable], accounts: Iterable[AccountSummary]
) -> dict[Hashable, list[AccountSummary]]:
    groups: dict[Hashable, list[AccountSummary]] = {}
    for account in accounts:
        groups.setdefault(mark(account), []).append(account)
    return groups
