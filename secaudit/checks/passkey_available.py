"""Sites that offer passkeys."""

from collections.abc import Iterator

from secaudit.checks.base import Result, check, gap
from secaudit.facts import offer_of
from secaudit.languages import N_, _
from secaudit.model import Account, Confidence, Evidence, Finding, Severity, Unchecked
from secaudit.sites import is_private

_ID = "passkey-available"


def _could_have_one(evidence: Evidence, account: Account) -> bool:
    """Whether a passkey is possible, or in use, or may be either."""
    if not account.site or is_private(account.site):
        return False
    offer = offer_of(evidence, account)
    return (
        isinstance(offer, Unchecked)
        or bool(offer.passkey or offer.passwordless)
        or _has_one(evidence, account)
    )


def _has_one(evidence: Evidence, account: Account) -> bool:
    return "passkey" in (evidence.second_factors(account) or ())


@check(_ID, concerns=_could_have_one, good=N_("a passkey"))
def judge(evidence: Evidence) -> Iterator[Result]:
    """The site offers passkeys.

    A passkey works only at the true site, so nobody can talk you out of it, and no breach of the
    site leaks it (FIDO Alliance; CISA counts it as phishing-resistant). This is an offer, not a
    fault: **low**. Likely where you told which second steps you have, and unsure where you did
    not: a passkey may be on your phone or computer.

    **Not checked:** sites that no directory lists, and all where the passkeys directory could not
    be asked. Devices in your own network and onion sites are left out.
    """
    for account in evidence.accounts:
        if not _could_have_one(evidence, account) or _has_one(evidence, account):
            continue
        offer = offer_of(evidence, account)
        if isinstance(offer, Unchecked):
            yield gap(_ID, offer, account)
            continue
        if isinstance(offer.passkey, Unchecked):
            yield gap(_ID, offer.passkey, account)
            continue
        asked = evidence.second_factors(account) is not None
        why = [_("A passkey cannot be guessed, typed into a false site, or leaked by this one.")]
        if offer.passwordless:
            why.append(_("Here it replaces the password."))
        yield Finding(
            check=_ID,
            title=_("You could sign in with a passkey"),
            severity=Severity.LOW,
            confidence=Confidence.LIKELY if asked else Confidence.UNSURE,
            accounts=(account.id,),
            why=" ".join(why),
            advice=_(
                "Add one in the account's security settings, and keep another way in as well."
            ),
            references=("https://passkeys.2fa.directory/", "https://fidoalliance.org/passkeys/"),
        )
