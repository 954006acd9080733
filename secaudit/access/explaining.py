"""Ways in → sentences: how someone would get into an account, step by step."""

from collections.abc import Collection, Iterator, Mapping

from secaudit.access.building import Access
from secaudit.access.graph import Level, Reached, Thing, Way
from secaudit.languages import N_, _, ngettext
from secaudit.languages import number as digits
from secaudit.model import WayIn

LEVELS = {
    # Level → (the word of the JSON report, what it means).
    Level.OPEN: (
        N_("open"),
        N_("attackers know the passwords on the way, and nothing else is asked for"),
    ),
    Level.GUESSABLE: (
        N_("guessable"),
        N_("a password on the way can be guessed, or leaked at another site"),
    ),
    Level.PASSWORD: (
        N_("password only"),
        N_("only passwords are on the way: false sign-in pages are enough"),
    ),
    Level.INTERCEPTABLE: (N_("interceptable"), N_("the second step can be taken over from afar")),
    Level.PHISHABLE: (N_("phishable"), N_("the second step can still be tricked out of you")),
    Level.RESISTANT: (N_("phishing-resistant"), N_("no false site can get what it needs")),
}
"""How hard the easiest way into an account is.

The words stay as they are wherever a program may read them; people are shown their translation.
"""

_SECOND = {
    # How the second step of a way gives in.
    "passkey": N_("Then a passkey is asked for, which no false site can use."),
    "u2f": N_("Then a security key is asked for, which no false site can use."),
    "custom-software": N_("Then you are asked to confirm in an app, and may be tricked into it."),
    "totp": N_(
        "Then a code from an app is asked for, which a false sign-in page can ask you for too."
    ),
    "custom-hardware": N_(
        "Then a code from a device is asked for, which a false page can ask you for too."
    ),
    "call": N_("Then a call to your phone number is asked for, and the number can be taken over."),
    "sms": N_("Then a text message is asked for, and your phone number can be taken over."),
    "email": N_("Then a code by e-mail is asked for."),
    "backup codes": N_("Then a backup code is enough."),
}
_BY_NUMBER = {
    # The same where a later step says how the number is got at.
    "call": N_("Then a call to your phone number is asked for."),
    "sms": N_("Then a text message is asked for."),
}
_NO_SECOND = {
    # By whether that is only usual.
    False: N_("Nothing else is asked for."),
    True: N_("Perhaps nothing else is asked for."),
}

_COMES = {
    # (what is got at, by which way) → how that goes.
    ("mailbox", "phone"): N_("Mail to {thing} can be read on the phone."),
    ("number", "phone"): N_("Calls and text messages arrive on the phone."),
    ("number", "carrier"): N_(
        "Whoever is signed in to {need} can move your number to another SIM."
    ),
    ("code", "app"): N_("The code for {thing} comes from the app on the phone."),
    ("code", "manager"): N_("The code for {thing} lies in {need} as well."),
    ("mail code", "mailbox"): N_("A code for {thing} is sent to {need}."),
    ("prompt", "phone"): N_("The question to confirm for {thing} appears on the phone."),
    ("passkey", "phone"): N_("The passkey of {thing} is on the phone."),
    ("passkey", "manager"): N_("The passkey of {thing} lies in {need}."),
    ("manager", "manager"): N_("Whoever is signed in to {need} has all that lies in {thing}."),
}

_BURNED = {
    "pwned": N_("The password of {account} is known from breaches."),
    "probably pwned": N_("The password of {account} is probably known from breaches."),
    "weak": N_("The password of {account} is easy to guess."),
    "pin": N_("The password of {account} is one of the first PINs to be tried."),
}


class Explainer:
    """The easiest way into each account, in words."""

    def __init__(
        self,
        access: Access,
        reached: Mapping[Thing, Reached] | None = None,
        leaked: Collection[Thing] = (),
    ) -> None:
        self._access = access
        self._reached = access.reached if reached is None else reached
        self._leaked = leaked

    def way_in(self, account_id: str) -> WayIn | None:
        """Return the easiest way into an account; None where nobody knows of one."""
        here = Thing("account", account_id)
        found = self._reached.get(here)
        if found is None:
            return None
        assumed = any(way.assumed for way in self._chain(here))
        return WayIn(LEVELS[found.level][0], self.steps(account_id), assumed)

    def steps(self, account_id: str) -> tuple[str, ...]:
        """Return the easiest way into an account, a sentence a step; `()` where none is known."""
        return self.steps_to(Thing("account", account_id))

    def steps_to(self, thing: Thing) -> tuple[str, ...]:
        """Return the easiest way to anything, a sentence a step."""
        return tuple(self._steps(thing, set()))

    def _chain(self, thing: Thing) -> Iterator[Way]:
        """Yield every way that the easiest way to a thing consists of."""
        stack, seen = [thing], set()
        while stack:
            found = self._reached.get(stack.pop())
            if found and found.way and id(found.way) not in seen:
                seen.add(id(found.way))
                yield found.way
                stack.extend(found.way.needs)

    def _steps(self, thing: Thing, said: set[Thing]) -> Iterator[str]:
        """Yield how the easiest way to a thing goes, each thing once: what comes last first."""
        found = self._reached.get(thing)
        if found is None or found.way is None or thing in said:
            return
        said.add(thing)
        way = found.way
        if thing.kind == "account":
            yield from self._into_account(thing, way)
        elif words := _COMES.get((thing.kind, way.kind)):
            yield _(words).format(thing=self._named(thing), need=self._named(way.needs[0]))
        for need in way.needs:
            yield from self._steps(need, said)

    def _into_account(self, thing: Thing, way: Way) -> Iterator[str]:
        name = self._access.accounts[thing.key].name
        if way.kind == "passkey":
            yield _("{account} opens with a passkey, which no false site can use.").format(
                account=name
            )
        elif way.kind == "sign in with":
            yield _("{account} opens for whoever is signed in to {other}.").format(
                account=name, other=self._named(way.needs[0])
            )
        elif way.kind == "reset":
            yield self._reset(name, way.needs[0])
            yield from self._second(way.needs[1], alone=False)
        else:
            yield from self._front_door(name, thing.key, way)

    def _front_door(self, name: str, account_id: str, way: Way) -> Iterator[str]:
        login, second = way.needs
        by = self._way(login)
        password = by.needs[0] if by else login
        if password.kind == "manager":
            yield _("The password of {account} lies in {manager}.").format(
                account=name, manager=self._named(password)
            )
        elif password in self._leaked:
            yield _("The password of {account} is one that leaked.").format(account=name)
        else:
            yield self._burned(name, password, account_id)
        yield from self._second(second, alone=True)

    def _second(self, second: Thing, *, alone: bool) -> Iterator[str]:
        """Yield what else is asked for; after a reset, nothing is not worth a sentence."""
        way = self._way(second)
        if way is None:
            return
        if way.kind == "none":
            if alone:
                yield _(_NO_SECOND[way.assumed])
        elif self._way(way.needs[0]) is None:  # else a later step says where it comes from
            yield _(_SECOND[way.kind])
        elif way.needs[0].kind == "number":  # that step speaks of the number, not of the account
            yield _(_BY_NUMBER[way.kind])

    def _reset(self, name: str, reset: Thing) -> str:
        way = self._way(reset)
        if way is None or way.needs[0].kind == "number":
            return _("{account} gives out a new password over your phone number.").format(
                account=name
            )
        sends = (
            _("{account} probably sends a new password to {mailbox}.")
            if way.assumed
            else _("{account} sends a new password to {mailbox}.")
        )
        return sends.format(account=name, mailbox=self._named(way.needs[0]))

    def _burned(self, name: str, password: Thing, account_id: str) -> str:
        """Return why the password of an account is no obstacle, or hardly one."""
        burned = self._access.burned.get(password)
        if burned is None:
            said = _("The password of {account} can be tricked out of you by a false sign-in page.")
            return said.format(account=name)
        if burned.kind == "reused":
            others = len(burned.accounts) - 1
            return ngettext(
                "The password of {account} is shared with {number} other account, and leaks with "
                "any of them.",
                "The password of {account} is shared with {number} other accounts, and leaks with "
                "any of them.",
                others,
            ).format(account=name, number=digits(others))
        if burned.breach is None:
            return _(_BURNED[burned.kind]).format(account=name)
        there = self._access.accounts[burned.accounts[0]].name
        if account_id in burned.accounts:
            said = _(
                "The password of {account} may have leaked when the site was breached in {year}."
            )
        elif burned.breach.sensitive:
            said = _(
                "The password of {account} is also used at a site that was breached in {year}."
            )
        else:
            said = _("The password of {account} is also used at {other}, breached in {year}.")
        return said.format(account=name, other=there, year=burned.breach.date.year)

    def _named(self, thing: Thing) -> str:
        """Return how to call a thing in a sentence."""
        if thing.kind == "manager":
            return _("your password manager ({export})").format(export=thing.key)
        if found := self._access.accounts.get(thing.key):
            return found.name
        return self._access.shown(thing.key)

    def _way(self, thing: Thing) -> Way | None:
        found = self._reached.get(thing)
        return found.way if found else None
