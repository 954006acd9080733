"""What several parts of the judging ask of accounts: strength, offers, places, names, breaches."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from secaudit.languages import N_, _, listed
from secaudit.languages import number as digits
from secaudit.model import (
    SECOND_FACTORS,
    Account,
    Breach,
    Evidence,
    Offer,
    Strength,
    Unchecked,
)
from secaudit.sites import Importance, canonical, is_private
from secaudit.text import Secret

_Member = TypeVar("_Member", bound=Hashable)

NOT_LOOKED_AT = Unchecked(N_("it was not looked at"))
"""Stands in where the evidence holds no entry at all: absent is not the same as fine."""

STRONG = 3
"""zxcvbn calls a score of 3 safely unguessable, and 4 very unguessable."""

METHODS = {
    "passkey": N_("a passkey"),
    "u2f": N_("a security key"),
    "custom-software": N_("the site's own app"),
    "totp": N_("codes from an app"),
    "custom-hardware": N_("the site's own device"),
    "call": N_("phone calls"),
    "sms": N_("text messages"),
    "email": N_("e-mails"),
}
"""Second factors in words that fit after "use"; marked for translation."""

PARTLY_SCORED = Unchecked(N_("only its beginning could be scored, which looked weak by itself"))

_SHOWN = 3
_RANK = (Importance.CRITICAL, Importance.HIGH, Importance.NORMAL)


def has_password(_evidence: Evidence, account: Account) -> bool:
    """Whether there is a password to judge."""
    return bool(account.passwords)


def strength_of(evidence: Evidence, password: Secret) -> Strength | Unchecked:
    """Return how strong a password is, Unchecked where only a weak beginning of it was scored."""
    strength = evidence.strengths.get(password, NOT_LOOKED_AT)
    if isinstance(strength, Strength) and strength.judged and strength.score < STRONG:
        return PARTLY_SCORED
    return strength


def switched_off(evidence: Evidence, account: Account, check_id: str) -> bool:
    """Whether the person switched a check off for a login in the manager.

    Where a second step is known, nothing is missing to be silent about.
    """
    known = check_id == "second-factor-missing" and evidence.second_factors(account)
    return check_id in account.excluded and not known


def offer_of(evidence: Evidence, account: Account) -> Offer | Unchecked:
    """Return what second factors the account's site offers."""
    site = account.site or ""
    return evidence.offers.get(site) or evidence.offers.get(canonical(site), NOT_LOOKED_AT)


def offered(offer: Offer) -> tuple[str, ...]:
    """Return the second factors in an offer, strongest first."""
    passkey = isinstance(offer.passkey, str) or offer.passwordless
    return tuple(
        method
        for method in SECOND_FACTORS
        if method in offer.methods or (method == "passkey" and passkey)
    )


def password_breaches(evidence: Evidence) -> Mapping[str, tuple[Breach, ...]] | Unchecked:
    """Return the verified breaches that leaked passwords, oldest first, by canonical site."""
    if isinstance(evidence.breaches, Unchecked):
        return evidence.breaches
    found: dict[str, tuple[Breach, ...]] = {}
    for breach in sorted(evidence.breaches, key=lambda breach: (breach.date, breach.name)):
        if breach.verified and "Passwords" in breach.data:
            site = canonical(breach.domain.lower())
            found[site] = (*found.get(site, ()), breach)
    return found


def most_important_first(accounts: Iterable[Account]) -> tuple[Account, ...]:
    """Return accounts in the order to speak of them; equals keep theirs."""
    return tuple(sorted(accounts, key=lambda account: _RANK.index(account.importance)))


def names(accounts: Sequence[Account]) -> str:
    """Return how to call several accounts: `A, B, C and 4 more`."""
    shown = [account.name for account in accounts]
    if len(shown) > _SHOWN + 1:
        more = _("{number} more").format(number=digits(len(shown) - _SHOWN))
        shown = [*shown[:_SHOWN], more]
    return listed(shown)


def places(accounts: Iterable[Account]) -> int:
    """Return how many different places these accounts are.

    Domains of one login are one place. An entry without a site is a place of its own, unless it
    has the title of another: that is the same login, kept twice. So are two entries at home with
    the same title and username: a router answers to an address and to a name.
    """
    accounts = tuple(accounts)
    titles = {a.title.casefold(): canonical(a.site) for a in accounts if a.site}
    marks: list[tuple[Hashable, ...]] = []  # who shares one is in one place
    for account in accounts:
        title = account.title.casefold()
        if not account.site:
            marks.append((titles.get(title, title) or account.id,))
        elif title and is_private(account.site):
            marks.append((canonical(account.site), (title, account.username.casefold())))
        else:
            marks.append((canonical(account.site),))
    return len(clusters(marks))


def clusters(groups: Iterable[Iterable[_Member]]) -> list[list[_Member]]:
    """Join groups that share a member; members keep the order in which they were first met."""
    parent: dict[_Member, _Member] = {}

    def root(item: _Member) -> _Member:
        while parent[item] != item:
            parent[item] = item = parent[parent[item]]
        return item

    for group in groups:
        first = None
        for item in group:
            parent.setdefault(item, item)
            if first is None:
                first = root(item)
            else:
                parent[root(item)] = first
    joined: dict[_Member, list[_Member]] = {}
    for item in parent:
        joined.setdefault(root(item), []).append(item)
    return list(joined.values())
