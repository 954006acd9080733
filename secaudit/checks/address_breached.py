"""Mail addresses that turned up in breaches."""

from collections.abc import Iterator, Sequence

from secaudit.checks.base import Result, check, gap
from secaudit.facts import NOT_LOOKED_AT
from secaudit.languages import N_, _, listed
from secaudit.languages import number as digits
from secaudit.model import Account, Breach, Confidence, Evidence, Finding, Severity, Unchecked
from secaudit.sites import mail_domain

_ID = "address-breached"
_SHOWN = 5


def _signs_in_with_an_address(_evidence: Evidence, account: Account) -> bool:
    return mail_domain(account.username) is not None


@check(_ID, concerns=_signs_in_with_an_address, good=N_("a mail address in no breach known to all"))
def judge(evidence: Evidence) -> Iterator[Result]:
    """A mail address is in known breaches.

    Have I Been Pwned tells which breaches hold an address. That is no fault of yours, the address
    can stay, and nothing takes it out again, so it is **low** (certain) and leaves the score as it
    is. It means that messages may come which use what leaked (a name, an old password, a phone
    number), and that old passwords used with it are known: the other checks look for those. One
    finding for each address, with the logins that use it.

    Breaches of a kind that one may not want to be seen with are shown to nobody but the owner of
    the address, so "in no breach" never covers those. To see them, ask at haveibeenpwned.com and
    open the link that is sent to the address. A report counts but does not name them.

    **Not checked:** addresses that could not be looked up, for want of a key or of an answer.
    Anyone can look up their own by hand at haveibeenpwned.com.
    """
    users: dict[str, list[Account]] = {}
    for account in evidence.accounts:
        if _signs_in_with_an_address(evidence, account):
            users.setdefault(account.username.strip().lower(), []).append(account)
    for address, accounts in users.items():
        found = evidence.addresses.get(address, NOT_LOOKED_AT)
        if isinstance(found, Unchecked):
            yield gap(_ID, found, *accounts)
        elif found:
            yield _finding(evidence, address, found, accounts)


def _finding(
    evidence: Evidence, address: str, names: Sequence[str], accounts: Sequence[Account]
) -> Finding:
    catalogue: dict[str, Breach] = {}
    if not isinstance(evidence.breaches, Unchecked):
        catalogue = {breach.name: breach for breach in evidence.breaches}
    known = [catalogue[name] for name in names if name in catalogue]
    open_ones = [
        catalogue[name].title if name in catalogue else name
        for name in names
        if name not in catalogue or not catalogue[name].sensitive
    ]
    shown = open_ones[:_SHOWN]
    if more := len(names) - len(shown):
        shown.append(
            _("{number} more").format(number=digits(more))
            if shown
            else _("some that are not named here")
        )
    title = (
        _("{address} is in {number} known breaches")
        if len(names) > 1
        else _("{address} is in a known breach")
    )
    passwords = any("Passwords" in breach.data for breach in known)
    why = [_("It is in {breaches}.").format(breaches=listed(shown))]
    if passwords:
        why.append(_("Passwords leaked there too."))
    return Finding(
        check=_ID,
        title=title.format(address=address, number=digits(len(names))),
        severity=Severity.LOW,
        confidence=Confidence.CERTAIN,
        accounts=tuple(account.id for account in accounts),
        why=" ".join(why),
        advice=_(
            "Be wary of messages to it that seem to know you, and never use an old password "
            "with it again. haveibeenpwned.com says what leaked."
        ),
        references=("https://haveibeenpwned.com/",),
    )
