"""How much of what matters stands where it should, and how much of that was checked."""

from secaudit.access.standing import POINTS, below_target
from secaudit.facts import offer_of, offered, strength_of, switched_off
from secaudit.model import Account, Evidence, Pwned, Strength, Unchecked
from secaudit.pins import has_only_pins, is_pin
from secaudit.sites import is_private


def score(evidence: Evidence) -> tuple[int | None, float]:
    """Return the score (0 to 100, None where nothing was checked) and its coverage (0 to 1).

    The score is 100 less the share, by importance, of the accounts that surely stand below their
    target; always rounded down. So knowing more never raises it, and mending something never
    lowers it. See docs/scoring.md.
    """
    parts = [
        part
        for account in evidence.accounts
        for part in _parts(evidence, account)
        if part is not None
    ]
    if not any(parts):
        return None, 0.0
    low = below_target(evidence)
    total = sum(POINTS[account.importance] for account in evidence.accounts)
    lost = sum(POINTS[account.importance] for account in evidence.accounts if account.id in low)
    return 100 * (total - lost) // total, sum(parts) / len(parts)


def _parts(evidence: Evidence, account: Account) -> tuple[bool | None, ...]:
    """Tell whether strength, breaches and second factor were checked; None = does not apply."""
    return _strength(evidence, account), _breaches(evidence, account), _second(evidence, account)


def _strength(evidence: Evidence, account: Account) -> bool | None:
    if not account.passwords:
        return None if account.passkeys else False
    return "password-weak" not in account.excluded and all(
        is_pin(account, password) or isinstance(strength_of(evidence, password), Strength)
        for password in account.passwords
    )


def _breaches(evidence: Evidence, account: Account) -> bool | None:
    if not account.passwords:
        return None if account.passkeys else False
    if has_only_pins(account):
        return None
    answers = (evidence.pwned.get(p) for p in account.passwords if not is_pin(account, p))
    return (
        account.excluded.isdisjoint(("password-pwned", "site-breached"))
        and (not account.site or not isinstance(evidence.breaches, Unchecked))
        and all(isinstance(a, Pwned) and (a.found or a.count is not None) for a in answers)
    )


def _second(evidence: Evidence, account: Account) -> bool | None:
    if not account.site or is_private(account.site):
        return None
    if switched_off(evidence, account, "second-factor-missing"):
        return False
    known = evidence.second_factors(account)
    offer = offer_of(evidence, account)
    if isinstance(offer, Unchecked):
        return bool(known)
    return known is not None or not offered(offer)
