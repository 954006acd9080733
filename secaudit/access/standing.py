"""Where each account should stand, and whether it is known to stand lower."""

from secaudit.access.building import DIRECT, FACTORS, access_of, account
from secaudit.access.graph import Level, Thing
from secaudit.facts import offer_of, offered
from secaudit.model import Account, Evidence, Unchecked
from secaudit.sites import Importance, is_private

TARGET = {
    # Any second step for what matters, and one that nobody can redirect for what opens the rest
    # (NCSC: any beats none; CISA: text messages as a last resort).
    Importance.CRITICAL: Level.PHISHABLE,
    Importance.HIGH: Level.INTERCEPTABLE,
    Importance.NORMAL: Level.PASSWORD,
}


POINTS = {Importance.CRITICAL: 8, Importance.HIGH: 3, Importance.NORMAL: 1}
"""How much an account weighs in the score and in the plan."""


def target(evidence: Evidence, one: Account) -> Level:
    """Return the level an account should reach: no more than the site is known to offer."""
    return min(TARGET[one.importance], best(evidence, one))


def below_target(evidence: Evidence) -> frozenset[str]:
    """Return the ids of the accounts that surely stand below their target.

    Only what is known counts, not what is usual: an account of which nothing is known is not
    here. A password that attackers have or can guess is below every target, whatever follows it.
    """
    known = access_of(evidence).known

    def is_below(one: Account) -> bool:
        here, login = (known.get(thing) for thing in (account(one.id), Thing("login", one.id)))
        return (here is not None and here.level < target(evidence, one)) or (
            login is not None and login.level < Level.PASSWORD
        )

    return frozenset(one.id for one in evidence.accounts if is_below(one))


def best(evidence: Evidence, one: Account) -> Level:
    """Return the best level that the site's second steps can give, as far as they are known.

    A code by e-mail gives none of its own: it is as hard to get at as the mailbox.
    """
    if not one.site or is_private(one.site):
        return Level.PASSWORD
    offer = offer_of(evidence, one)
    methods = () if isinstance(offer, Unchecked) else offered(offer)
    used = evidence.second_factors(one) or ()
    kinds = (FACTORS[method] for method in (*methods, *used))
    return max((DIRECT[kind] for kind in kinds if kind != "mail code"), default=Level.PASSWORD)
