"""Second steps that can be intercepted, where the site offers better."""

from collections.abc import Iterator

from secaudit.checks.base import Result, check, gap
from secaudit.facts import METHODS, offer_of, offered
from secaudit.languages import N_, _, either
from secaudit.model import Account, Confidence, Evidence, Finding, Offer, Severity, Unchecked
from secaudit.sites import Importance

_ID = "second-factor-weak"
_SHOWN = 3

_CISA = (
    "https://www.cisa.gov/sites/default/files/publications/"
    "fact-sheet-implementing-phishing-resistant-mfa-508c.pdf"
)
_INTERCEPTED = {"sms", "call", "email"}


def _could_be_better(evidence: Evidence, account: Account) -> bool:
    """Whether there is a second step that is better already, or could be, or may be either."""
    used = evidence.second_factors(account)
    if not account.site or not used:
        return False
    offer = offer_of(evidence, account)
    return bool(set(used) - _INTERCEPTED or isinstance(offer, Unchecked) or _better(offer))


def _better(offer: Offer) -> list[str]:
    return [method for method in offered(offer) if method not in _INTERCEPTED]


@check(
    _ID,
    concerns=_could_be_better,
    good=N_("a second step that nobody can redirect or read"),
)
def judge(evidence: Evidence) -> Iterator[Result]:
    """The second step comes by text message, call or e-mail, though better is offered.

    From strong to weak: passkey or security key, the site's own app, codes from an app, then
    text messages and calls, then e-mail. Someone who takes over your phone number gets the first
    two (FTC on SIM swaps), and who reads your mail gets the last. CISA ("Implementing
    Phishing-Resistant MFA", 2022) calls SMS and voice a last resort; NIST SP 800-63B-4 bars
    e-mail as a channel for codes.

    **Medium**, and **high** for an account that opens others (mailbox, money, phone carrier …).
    Certain, since you said which you have. Nothing is said where the site offers no better one,
    or where a better one is in use beside it. Still, any second step beats none: keep the weak
    one until the better one works.

    **Not checked:** sites that no directory lists.
    """
    for account in evidence.accounts:
        used = evidence.second_factors(account) or ()
        if not _could_be_better(evidence, account) or set(used) - _INTERCEPTED:
            continue
        offer = offer_of(evidence, account)
        if isinstance(offer, Unchecked):
            yield gap(_ID, offer, account)
            continue
        better = _better(offer)[:_SHOWN]
        critical = account.importance is Importance.CRITICAL
        yield Finding(
            check=_ID,
            title=_("A stronger second step is offered"),
            severity=Severity.HIGH if critical else Severity.MEDIUM,
            confidence=Confidence.CERTAIN,
            accounts=(account.id,),
            why=_("Yours comes by {methods}, which others can redirect or read.").format(
                methods=either([_(METHODS[method]) for method in used])
            ),
            advice=_("Use {methods} instead, and keep the old one until the new one works.").format(
                methods=either([_(METHODS[method]) for method in better])
            ),
            references=(_CISA,),
        )
