"""Second steps that can be intercepted, where the site offers better."""

from collections.abc import Iterator

from secaudit.checks.base import Result, check, gap
from secaudit.checks.facts import METHODS, listed, offer_of, offered
from secaudit.model import Account, Confidence, Evidence, Finding, Severity, Unchecked
from secaudit.sites import Importance

_ID = "second-factor-weak"
_SHOWN = 3

_CISA = (
    "https://www.cisa.gov/sites/default/files/publications/"
    "fact-sheet-implementing-phishing-resistant-mfa-508c.pdf"
)
_INTERCEPTED = {"sms", "call", "email"}


def _has_one(evidence: Evidence, account: Account) -> bool:
    return bool(account.site and evidence.second_factors(account))


@check(_ID, concerns=_has_one, good="the strongest kind of second step they could have")
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
        used = evidence.second_factors(account) if account.site else None
        if not used or not _INTERCEPTED.issuperset(used):
            continue
        offer = offer_of(evidence, account)
        if isinstance(offer, Unchecked):
            yield gap(_ID, offer, account)
            continue
        better = [method for method in offered(offer) if method not in _INTERCEPTED]
        if not better:
            continue
        critical = account.importance is Importance.CRITICAL
        yield Finding(
            check=_ID,
            title="A stronger second step is offered",
            severity=Severity.HIGH if critical else Severity.MEDIUM,
            confidence=Confidence.CERTAIN,
            accounts=(account.id,),
            why=f"Yours comes by {listed([METHODS[method] for method in used], 'or')}, which "
            "others can redirect or read.",
            advice=f"Use {listed([METHODS[method] for method in better[:_SHOWN]], 'or')} instead, "
            "and keep the old one until the new one works.",
            references=(_CISA,),
        )
