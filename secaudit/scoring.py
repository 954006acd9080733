"""How many of the accounts stand well, by what hangs on them, and how much of that was checked."""

from collections.abc import Iterable

from secaudit.facts import offer_of, offered, strength_of
from secaudit.model import Account, Evidence, Finding, Pwned, Severity, Strength, Unchecked
from secaudit.pins import has_only_pins, is_pin
from secaudit.sites import Importance, is_private

_POINTS = {Importance.CRITICAL: 8, Importance.HIGH: 3, Importance.NORMAL: 1}


def score(findings: Iterable[Finding], evidence: Evidence) -> tuple[int | None, float]:
    """Return the score (0 to 100, None where nothing was checked) and its coverage (0 to 1).

    The score is the share of accounts without a finding of medium or worse, by what hangs on
    them, over those of which anything was checked; always rounded down. See docs/scoring.md.
    """
    bad = {i for f in findings if f.severity >= Severity.MEDIUM for i in f.accounts}
    total = good = checked = possible = 0
    for account in evidence.accounts:
        parts = [part for part in _parts(evidence, account) if part is not None]
        checked += sum(parts)
        possible += len(parts)
        if any(parts) or account.id in bad:
            points = _POINTS[account.importance]
            total += points
            good += points * (account.id not in bad)
    return 100 * good // total if total else None, checked / possible if possible else 0.0


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
    if "second-factor-missing" in account.excluded:
        return False
    known = evidence.second_factors(account)
    offer = offer_of(evidence, account)
    if isinstance(offer, Unchecked):
        return bool(known)
    return known is not None or not offered(offer)
