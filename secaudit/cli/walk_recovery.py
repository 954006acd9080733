"""The part of the walk about getting back in: backup codes, new passwords, and spare things."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from secaudit.cli.prompts import ask, choose, choose_many, confirm, heading, minutes, say
from secaudit.languages import N_, _, ngettext
from secaudit.model import SPARE, Account, Recovery
from secaudit.sites import Importance, canonical, mail_domain, site_of_host
from secaudit.text import clean

_AT_MOST = 6
"""Accounts to ask about; the rest stays unknown."""
_ADDRESSES = 4
"""Mail addresses to choose from, the most used first."""

_CODES = (
    (N_("On paper"), "paper"),
    (N_("In the password manager"), "manager"),
    (N_("There are none"), "none"),
    (N_("I don't know"), None),
)

_SPARES = {
    "phone": N_("Another phone or tablet that is set up for the same accounts"),
    "authenticator": N_("A second place with the codes of my app, such as its backup"),
    "security key": N_("A second security key"),
}


@dataclass(frozen=True, slots=True)
class GettingBack:
    """What the person said about getting back in, as in Answers."""

    recovery: Mapping[tuple[str, str], Recovery] = field(default_factory=dict)
    spare: frozenset[str] = frozenset()


def is_asked_about(account: Account) -> bool:
    """Tell whether so much hangs on an account that getting back into it is asked about."""
    return account.importance is Importance.CRITICAL and bool(account.site)


def time_to_get_back(asked: Sequence[Account]) -> int:
    """Return how many minutes the questions about some accounts take."""
    return len(asked[:_AT_MOST]) // 2


def walk_recovery(accounts: Sequence[Account], guarded: Sequence[Account]) -> GettingBack:
    """Ask how the critical ones of the accounts with a second step are had back."""
    if not guarded:
        return GettingBack()
    critical = [account for account in guarded if is_asked_about(account)]
    asked = critical[:_AT_MOST]
    heading(_("Getting back in (about {minutes})").format(minutes=minutes(time_to_get_back(asked))))
    say(_("A second step keeps others out, and you too, once your phone is gone."))
    if len(asked) < len(critical):
        left = len(critical) - len(asked)
        not_asked = ngettext(
            "{number} of your important accounts is not asked about.",
            "{number} of your important accounts are not asked about.",
            left,
        )
        say(not_asked.format(number=left))
    if not confirm(_("Answer a few questions about that?"), default=True):
        return GettingBack()
    recovery: dict[tuple[str, str], Recovery] = {}
    for account in asked:
        say()
        options = [*(_(text) for text, _where in _CODES), _("Skip the rest")]
        picked = choose(
            _("{name}: where do you keep its backup codes?").format(name=account.name),
            options,
            default=len(_CODES),
        )
        if picked == len(_CODES):
            break
        mail, phone = _sent_to(account, accounts)
        recovery[account.site or "", account.username.casefold()] = Recovery(
            mail, phone, _CODES[picked][1]
        )
    say()
    spare = choose_many(
        _("If you lost your phone today, what would you still have?"),
        [_(_SPARES[thing]) for thing in SPARE],
    )
    return GettingBack(recovery, frozenset(SPARE[index] for index in spare))


def _sent_to(
    account: Account, accounts: Sequence[Account]
) -> tuple[tuple[str, ...] | None, bool | None]:
    """Ask where a new password is sent: mail addresses, phone number; None where unknown."""
    addresses = _addresses(account, accounts)
    another, phone = len(addresses), len(addresses) + 1
    picked = choose_many(
        _("{name}: where would a new password be sent?").format(name=account.name),
        [
            *addresses,
            _("Another mail address"),
            _("My phone number, by call or message"),
            _("Nowhere"),
        ],
        enter=N_("Enter if you don't know"),
    )
    if not picked:
        return None, None
    mail = [addresses[index] for index in picked if index < another]
    if another in picked and (typed := _type_address()):
        mail.append(typed)
    unnamed = another in picked and not mail
    return None if unnamed else tuple(mail), phone in picked


def _type_address() -> str:
    while typed := clean(ask(_("Mail address (Enter to skip)"))).lower():
        if mail_domain(typed):
            break
        say(_("That does not look like a mail address. Try one such as ana@mail.example"))
    return typed


def _addresses(account: Account, accounts: Sequence[Account]) -> list[str]:
    """Return mail addresses that may receive a new password, the most used first.

    Its own mailbox is of no use for that, and one that is also a password is not shown.
    """
    home = canonical(account.site or "")
    used: Counter[str] = Counter()
    for one in accounts:
        address = one.username.strip().lower()
        domain = mail_domain(address)
        if domain and canonical(site_of_host(domain)) != home and one.shown(address) == address:
            used[address] += 1
    return [address for address, _ in used.most_common(_ADDRESSES)]
