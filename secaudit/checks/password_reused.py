"""Passwords that open more than one site."""

from collections.abc import Iterator

from secaudit.checks.base import Result, check
from secaudit.facts import clusters, has_password, most_important_first, names, places
from secaudit.languages import N_, _
from secaudit.languages import number as digits
from secaudit.model import Account, Confidence, Evidence, Finding, Severity
from secaudit.pins import is_pin
from secaudit.sites import Importance
from secaudit.text import Secret


@check("password-reused", concerns=has_password, good=N_("a password that no other site shares"))
def judge(evidence: Evidence) -> Iterator[Result]:
    """The same password at different sites.

    When one site leaks a password, it is tried at all others (OWASP: credential stuffing; NCSC:
    a password of its own for your e-mail, first of all). One finding names all logins that share
    a password: **high**, and **critical** where one of them opens others (mailbox, money, phone
    carrier …).

    Different means really different. Domains of one login (`youtube.com` and `google.com`), two
    usernames at one site, and an entry without a site beside another of the same title are no
    reuse. PINs that several cards or doors share are medium.

    Nothing is needed for this but the passwords themselves, so it is always checked.
    """
    holders: dict[Secret, list[Account]] = {}
    for account in evidence.accounts:
        for password in dict.fromkeys(account.passwords):
            holders.setdefault(password, []).append(account)
    accounts = {account.id: account for account in evidence.accounts}
    pins = {
        account.id
        for password, sharing in holders.items()
        for account in sharing
        if is_pin(account, password)
    }
    shared = [[a.id for a in sharing] for sharing in holders.values() if places(sharing) > 1]
    for group in clusters(shared):
        sharing = most_important_first(accounts[account_id] for account_id in group)
        yield Finding(
            check="password-reused",
            title=_("The same password opens {number} logins").format(number=digits(len(sharing))),
            severity=_severity(sharing, pins),
            confidence=Confidence.CERTAIN,
            accounts=tuple(account.id for account in sharing),
            why=_(
                "{accounts} share it. Whoever learns it at one can sign in to the others."
            ).format(accounts=names(sharing)),
            advice=_("Give each a password of its own; begin with {account}.").format(
                account=sharing[0].name
            ),
            references=("https://owasp.org/www-community/attacks/Credential_stuffing",),
        )


def _severity(sharing: tuple[Account, ...], pins: set[str]) -> Severity:
    if all(account.id in pins for account in sharing):
        return Severity.MEDIUM
    critical = any(account.importance is Importance.CRITICAL for account in sharing)
    return Severity.CRITICAL if critical else Severity.HIGH
