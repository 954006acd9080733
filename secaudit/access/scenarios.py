"""What may happen to a person: what someone else has then, what is gone, and what to do first."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from secaudit.access.building import (
    APP,
    KEY,
    NUMBER,
    PAPER,
    PHONE,
    Access,
    account,
    mailbox,
    manager,
)
from secaudit.access.graph import Thing
from secaudit.errors import UsageError
from secaudit.languages import N_, _
from secaudit.languages import number as digits
from secaudit.model import Account
from secaudit.sites import canonical, site_of
from secaudit.text import clean

ITEMS = {
    # What a person may lose → what it is in the graph.
    "phone": PHONE,
    "authenticator": APP,
    "security-key": KEY,
    "phone-number": NUMBER,
    "backup-codes": PAPER,
}

_FEW = 12
"""As many names as a hint still lists."""

Things = Callable[[Access, str], frozenset[Thing]]
"""Access, what the person named → things of the graph."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One thing that may happen."""

    title: str
    """A whole sentence; `{which}` stands for what the person named."""
    held: Things
    """What someone else has then."""
    gone: Things
    """What its owner has no more."""
    first: tuple[str, ...]
    """What to do first, in order."""
    given: tuple[str, ...] = ()
    """What is taken as given, because the graph does not know."""
    find: Callable[[Access, str], str] = lambda _access, _which: ""
    """Finds what the person named, and raises UsageError where it is not there."""


def _these(*things: Thing) -> Things:
    return lambda _access, _which: frozenset(things)


def _mailbox(access: Access, which: str) -> frozenset[Thing]:
    """Return a mailbox and the accounts that open it: whoever reads one may use the other."""
    return frozenset({mailbox(which), *map(account, access.addresses[which])})


def _managers(access: Access, _which: str) -> frozenset[Thing]:
    return frozenset(manager(name) for one in access.accounts.values() for name in one.sources)


def _passwords(access: Access, which: str) -> frozenset[Thing]:
    """Return the passwords used at a site, and the logins that surely share one.

    The graph does not know the password of a login for which its checks were switched off, and of
    several rivals nobody knows which one is in use.
    """
    there = _at(access, which)
    taken = {password for one in there for password in one.passwords}
    sharing = (one for one in access.accounts.values() if not taken.isdisjoint(one.passwords))
    logins = {Thing("login", one.id) for one in there}
    ways_to = access.graph.ways_to
    used = (need for login in logins for way in ways_to.get(login, ()) for need in way.needs)
    passwords = {need for need in used if need.kind == "password"}
    surely = {Thing("login", one.id) for one in sharing if not one.rivals}
    return frozenset(passwords | logins | surely)


def _at(access: Access, site: str) -> list[Account]:
    here = canonical(site)
    return [one for one in access.accounts.values() if canonical(one.site or "") == here]


def _find_mailbox(access: Access, which: str) -> str:
    """Return the mail address; raises UsageError where no account uses it."""
    address = which.strip().lower()
    if address not in access.addresses:
        known = map(access.shown, access.addresses)
        message = _("no account uses the mail address {address}").format(address=clean(which, 60))
        raise _unknown(message, address, known)
    return address


def _find_site(access: Access, which: str) -> str:
    """Return the site; raises UsageError where there is no account at it."""
    site = site_of(which) or which
    if not _at(access, site):
        known = (one.site for one in access.accounts.values() if one.site)
        message = _("there is no account at {site}").format(site=clean(which, 60))
        raise _unknown(message, site, known)
    return site


def _unknown(message: str, word: str, known: Iterable[str]) -> UsageError:
    names = sorted(set(known))
    if near := get_close_matches(word, names, n=1):
        return UsageError(message, _("Did you mean {name}?").format(name=near[0]))
    shown = ", ".join(names[:_FEW])
    if len(names) > _FEW:
        some = _("There are {number}, such as: {names}.")
        return UsageError(message, some.format(number=digits(len(names)), names=shown))
    if not names:
        return UsageError(message, _("The exports hold none."))
    return UsageError(message, _("There are: {names}.").format(names=shown))


_SECURE_THE_MAILBOX = N_(
    "Change the password of your mailbox, and sign out all its other devices: new passwords for "
    "the rest are sent there."
)
_FROM_THE_TOP = N_("Then change the passwords of the accounts listed above, from the top.")
_BLOCK_THE_SIM = N_(
    "Ask your carrier to block the SIM, and to give you a new one with the same number."
)
_LOCK_IT = N_(
    "From another device, lock the phone with its finder (Apple's Find My, Google's Find Hub), "
    "and erase it if it does not come back."
)

SCENARIOS = {
    "lost-phone": Scenario(
        N_("You lose your phone, and nobody else can unlock it."),
        held=_these(),
        gone=_these(PHONE),
        first=(
            _LOCK_IT,
            _BLOCK_THE_SIM,
            N_(
                "From another device, sign the phone out of your mailbox and your password manager."
            ),
            N_(
                "Set up the app that makes your codes again, from its own backup or with backup "
                "codes."
            ),
            N_("Should someone know how to unlock it, do as after: secaudit whatif stolen-phone"),
        ),
        given=(N_("The codes, calls and messages that came to it are gone until you replace it."),),
    ),
    "stolen-phone": Scenario(
        N_("Someone has your phone and can unlock it."),
        held=_these(PHONE),
        gone=_these(PHONE),
        first=(
            _LOCK_IT,
            _BLOCK_THE_SIM,
            _SECURE_THE_MAILBOX,
            _FROM_THE_TOP,
            N_("Tell your bank, and have cards and apps blocked that were on the phone."),
        ),
        given=(
            N_("Its mail app is signed in, and its codes, calls and messages can be read."),
            N_("The password manager on it stays locked."),
        ),
    ),
    "mailbox": Scenario(
        N_("Someone gets into the mailbox {which}."),
        held=_mailbox,
        gone=_mailbox,
        first=(
            N_("From a device you trust, change its password and sign out all other devices."),
            N_("If you cannot get in, start with the account recovery of its provider."),
            N_(
                "Look in its settings for forwarding, filters and recovery addresses you did not "
                "set."
            ),
            N_("Switch on a second step for it: a passkey, or codes from an app."),
            _FROM_THE_TOP,
        ),
        given=(N_("Whoever has it may change its password, so that you are out."),),
        find=_find_mailbox,
    ),
    "breached": Scenario(
        N_("The passwords of {which} are stolen, and yours is read."),
        held=_passwords,
        gone=_these(),
        first=(
            N_("Change it at {which}, to one that your password manager makes up."),
            _FROM_THE_TOP,
            N_("Switch on a second step wherever one is offered."),
            N_("Be wary of messages about it: go to the site yourself, not over a link."),
        ),
        find=_find_site,
    ),
    "password-manager": Scenario(
        N_("Someone opens your password manager."),
        held=_managers,
        gone=_managers,
        first=(
            N_("From a device you trust, change its main password and sign out all other devices."),
            _SECURE_THE_MAILBOX,
            _FROM_THE_TOP,
            N_("Make the codes, passkeys and backup codes that lay in it anew as well."),
            N_("Switch on a second step for the manager itself."),
        ),
        given=(
            N_("All that is in your exports lies in it."),
            N_("Whoever has it may change its main password, so that you are out."),
            N_("What you know by heart is not counted."),
        ),
    ),
    "lost-authenticator": Scenario(
        N_("The app that makes your codes is gone, and nobody else has it."),
        held=_these(),
        gone=_these(APP),
        first=(
            N_("Look for a copy: the app's own backup, or another phone or tablet that has it."),
            N_("Sign in with backup codes where you kept them, and set up the app anew there."),
            N_("Where you have neither, ask the site to let you back in; begin with your mailbox."),
        ),
    ),
    "lost-security-key": Scenario(
        N_("You lose your security key, and someone finds it."),
        held=_these(KEY),
        gone=_these(KEY),
        first=(
            N_("Sign in with another second step, and take the lost key out of each account."),
            N_("Add a new key to each of them, and another one that stays at home."),
        ),
    ),
    "lost-phone-number": Scenario(
        N_("Someone else gets your phone number."),
        held=_these(NUMBER),
        gone=_these(NUMBER),
        first=(
            N_("Call your carrier: have the number given back, and ask for a PIN that guards it."),
            _SECURE_THE_MAILBOX,
            _FROM_THE_TOP,
            N_("Where codes come by call or text message, use an app or a passkey instead."),
        ),
    ),
    "lost-backup-codes": Scenario(
        N_("You lose the paper with your backup codes, and someone finds it."),
        held=_these(PAPER),
        gone=_these(PAPER),
        first=(
            N_("Make new backup codes for each account that has some: the old ones stop working."),
            N_("Keep the new ones at home, apart from your devices."),
        ),
    ),
}
"""By name; `lost-…` for each of ITEMS."""
