"""What is called how where nothing may be named: a kind of account, a kind of problem."""

from collections.abc import Iterable, Mapping

from secaudit.languages import N_, _
from secaudit.model import AccountSummary
from secaudit.sites import Kind, kind_of

AN_ACCOUNT = N_("an account")
ANOTHER = N_("another account")
"""One that is not in the report, unlike `an account`, which may be."""

_KINDS = {
    Kind.MAILBOX: N_("a mailbox"),
    Kind.IDENTITY: N_("a login that opens others"),
    Kind.PASSWORD_MANAGER: N_("a password manager"),
    Kind.PHONE_CARRIER: N_("a phone carrier"),
    Kind.MONEY: N_("a bank or payments account"),
    Kind.SOCIAL: N_("a social account"),
    Kind.PHOTOS: N_("an account for files or photos"),
    Kind.HEALTH: N_("a health account"),
    Kind.WORK: N_("a work account"),
    Kind.GOVERNMENT: N_("an account with the state"),
    Kind.OTHER: AN_ACCOUNT,
}

TITLES = {
    "password-pwned": N_("This password is known to attackers"),
    "password-weak": N_("This password is easy to guess"),
    "password-reused": N_("The same password opens several accounts"),
    "password-similar": N_("These passwords are variants of each other"),
    "password-recycled": N_("An old password came back"),
    "password-personal": N_("This password is made of words or dates that others know"),
    "site-breached": N_("The site was breached since this password was set"),
    "address-breached": N_("The mail address is in known breaches"),
    "second-factor-missing": N_("There may be no second step at sign-in"),
    "second-factor-weak": N_("A stronger second step is offered"),
    "passkey-available": N_("A passkey could be added"),
    "single-point": N_("Other accounts open through this one"),
    "recovery-weak": N_("The way to get it back is easier than the way in"),
    "recovery-loop": N_("Accounts can only be had back through each other"),
    "lockout-risk": N_("One lost thing may lock you out"),
    "url-insecure": N_("The saved address is not encrypted"),
}
"""Check → what it found, without a name."""

A_QUESTION = N_("A question of a checklist was answered with no")

SPOTS = {
    "account": AN_ACCOUNT,
    "mailbox": N_("a mailbox"),
    "password manager": N_("your password manager"),
    "phone": N_("your phone"),
    "phone number": N_("your phone number"),
}
"""Kind of a thing in the picture → what it is called."""


def of_accounts(accounts: Iterable[AccountSummary]) -> Mapping[str, str]:
    """Return id → what to call the account: `a mailbox`, `a mailbox 2`."""
    counts: dict[Kind, int] = {}
    labels = {}
    for account in accounts:
        kind = kind_of(account.site) if account.site else Kind.OTHER
        counts[kind] = number = counts.get(kind, 0) + 1
        label = _(_KINDS[kind])
        labels[account.id] = (
            label if number == 1 else _("{kind} {number}").format(kind=label, number=number)
        )
    return labels
