"""Accounts that a password alone opens."""

from collections.abc import Iterator

from secaudit.checks.base import Result, check, gap
from secaudit.facts import METHODS, offer_of, offered
from secaudit.languages import N_, _, either
from secaudit.model import Account, Confidence, Evidence, Finding, Severity, Unchecked
from secaudit.sites import Importance, is_private

_ID = "second-factor-missing"
_SHOWN = 3

_SEVERITY = {
    # By what hangs on the account, and whether we know that there is none.
    (Importance.CRITICAL, Confidence.CERTAIN): Severity.HIGH,
    (Importance.CRITICAL, Confidence.UNSURE): Severity.HIGH,
    (Importance.HIGH, Confidence.CERTAIN): Severity.MEDIUM,
    (Importance.HIGH, Confidence.UNSURE): Severity.MEDIUM,
    (Importance.NORMAL, Confidence.CERTAIN): Severity.MEDIUM,
    (Importance.NORMAL, Confidence.UNSURE): Severity.LOW,
}


def _could_have_one(evidence: Evidence, account: Account) -> bool:
    """Whether a second step is possible, or in use, or may be either."""
    if not account.site or not account.passwords or is_private(account.site):
        return False
    if evidence.second_factors(account):
        return True
    offer = offer_of(evidence, account)
    return isinstance(offer, Unchecked) or bool(offered(offer))


@check(_ID, concerns=_could_have_one, good=N_("a second step at sign-in"))
def judge(evidence: Evidence) -> Iterator[Result]:
    """A second step at sign-in is missing.

    Where the site offers one, any second step stops most of those who only have the password
    (NCSC: any beats none; CISA, Secure Our World). What a site offers comes from 2fa.directory,
    the passkeys directory and the checklists; what you have, from the one-time codes and passkeys
    in your manager and from what you said.

    | account | you said there is none | nobody knows |
    | --- | --- | --- |
    | opens others (mailbox, money, phone carrier …) | high, certain | high, unsure |
    | important | medium, certain | medium, unsure |
    | any other | medium, certain | low, unsure |

    Unsure means: it may well be in an app on your phone. Answering the audit's questions settles
    it. An account with a passkey is never flagged, and neither is a site that offers nothing.

    **Not checked:** sites that no directory lists, which does not mean that they offer nothing.
    Devices in your own network and onion sites are left out.
    """
    for account in evidence.accounts:
        if not _could_have_one(evidence, account):
            continue
        known = evidence.second_factors(account)
        if known:
            continue
        offer = offer_of(evidence, account)
        if isinstance(offer, Unchecked):
            yield gap(_ID, offer, account)
            continue
        confidence = Confidence.UNSURE if known is None else Confidence.CERTAIN
        choice = either([_(METHODS[method]) for method in offered(offer)[:_SHOWN]])
        advice = [_("Switch it on; the site offers {methods}.").format(methods=choice)]
        if known is None:
            advice.append(_("If you already have it, say so in the audit."))
        yield Finding(
            check=_ID,
            title=_("A second step at sign-in is missing")
            if known is not None
            else _("There may be no second step at sign-in"),
            severity=_SEVERITY[account.importance, confidence],
            confidence=confidence,
            accounts=(account.id,),
            why=_("Whoever has the password can sign in.")
            if known is not None
            else _(
                "Nothing in your manager or your answers says that there is one. If there is "
                "none, whoever has the password can sign in."
            ),
            advice=" ".join(advice),
            references=("https://2fa.directory/", "https://www.cisa.gov/secure-our-world"),
        )
