"""Ways in → sentences: how someone would get into an account, step by step."""

from collections.abc import Collection, Iterator, Mapping

from secaudit.access.building import Access
from secaudit.access.graph import Level, Reached, Thing, Way
from secaudit.model import WayIn

LEVELS = {
    # Level → (the word of the JSON report, what it means).
    Level.OPEN: ("open", "attackers know the passwords on the way, and nothing else is asked for"),
    Level.GUESSABLE: (
        "guessable",
        "a password on the way can be guessed, or leaked at another site",
    ),
    Level.PASSWORD: (
        "password only",
        "only passwords are on the way: false sign-in pages are enough",
    ),
    Level.INTERCEPTABLE: ("interceptable", "the second step can be taken over from afar"),
    Level.PHISHABLE: ("phishable", "the second step can still be tricked out of you"),
    Level.RESISTANT: ("phishing-resistant", "no false site can get what it needs"),
}
"""How hard the easiest way into an account is."""

_SECOND = {
    # How the second step of a way gives in, to follow "Then".
    "passkey": "a passkey is asked for, which no false site can use",
    "u2f": "a security key is asked for, which no false site can use",
    "custom-software": "you are asked to confirm in an app, and may be tricked into it",
    "totp": "a code from an app is asked for, which a false sign-in page can ask you for too",
    "custom-hardware": "a code from a device is asked for, which a false page can ask you for too",
    "call": "a call to your phone number is asked for, and the number can be taken over",
    "sms": "a text message is asked for, and your phone number can be taken over",
    "email": "a code by e-mail is asked for",
    "backup codes": "a backup code is enough",
}
_NO_SECOND = {False: "Nothing else is asked for.", True: "Perhaps nothing else is asked for."}

_COMES = {
    # (what is got at, by which way) → how that goes.
    ("mailbox", "phone"): "Mail to {thing} can be read on the phone.",
    ("number", "phone"): "Calls and text messages arrive on the phone.",
    ("number", "carrier"): "Whoever is signed in to {need} can move your number to another SIM.",
    ("code", "app"): "The code for {thing} comes from the app on the phone.",
    ("code", "manager"): "The code for {thing} lies in {need} as well.",
    ("mail code", "mailbox"): "A code for {thing} is sent to {need}.",
    ("prompt", "phone"): "The question to confirm for {thing} appears on the phone.",
    ("passkey", "phone"): "The passkey of {thing} is on the phone.",
    ("passkey", "manager"): "The passkey of {thing} lies in {need}.",
    ("manager", "manager"): "Whoever is signed in to {need} has all that lies in {thing}.",
}

_BURNED = {
    "pwned": "is known from breaches",
    "probably pwned": "is probably known from breaches",
    "weak": "is easy to guess",
    "pin": "is one of the first PINs to be tried",
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
            yield words.format(thing=self._named(thing), need=self._named(way.needs[0]))
        for need in way.needs:
            yield from self._steps(need, said)

    def _into_account(self, thing: Thing, way: Way) -> Iterator[str]:
        name = self._access.accounts[thing.key].name
        if way.kind == "passkey":
            yield f"{name} opens with a passkey, which no false site can use."
        elif way.kind == "sign in with":
            yield f"{name} opens for whoever is signed in to {self._named(way.needs[0])}."
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
            yield f"The password of {name} lies in {self._named(password)}."
        elif password in self._leaked:
            yield f"The password of {name} is one that leaked."
        else:
            yield f"The password of {name} {self._burned(password, account_id)}."
        yield from self._second(second, alone=True)

    def _second(self, second: Thing, *, alone: bool) -> Iterator[str]:
        """Yield what else is asked for; after a reset, nothing is not worth a sentence."""
        way = self._way(second)
        if way is None:
            return
        if way.kind == "none":
            if alone:
                yield _NO_SECOND[way.assumed]
        elif self._way(way.needs[0]) is None:  # else a later step says where it comes from
            yield f"Then {_SECOND[way.kind]}."
        elif way.needs[0].kind == "number":  # that step speaks of the number, not of the account
            yield f"Then {_SECOND[way.kind].partition(',')[0]}."

    def _reset(self, name: str, reset: Thing) -> str:
        way = self._way(reset)
        if way is None or way.needs[0].kind == "number":
            return f"{name} gives out a new password over your phone number."
        usually = "probably sends" if way.assumed else "sends"
        return f"{name} {usually} a new password to {self._named(way.needs[0])}."

    def _burned(self, password: Thing, account_id: str) -> str:
        burned = self._access.burned.get(password)
        if burned is None:
            return "can be tricked out of you by a false sign-in page"
        if burned.kind == "reused":
            others = len(burned.accounts) - 1
            where = "1 other account" if others == 1 else f"{others:,} other accounts"
            return f"is shared with {where}, and leaks with any of them"
        if burned.breach is None:
            return _BURNED[burned.kind]
        year = burned.breach.date.year
        if account_id in burned.accounts:
            return f"may have leaked when the site was breached in {year}"
        if burned.breach.sensitive:
            return f"is also used at a site that was breached in {year}"
        there = self._access.accounts[burned.accounts[0]].name
        return f"is also used at {there}, breached in {year}"

    def _named(self, thing: Thing) -> str:
        """Return how to call a thing in a sentence."""
        if thing.kind == "manager":
            return f"your password manager ({thing.key})"
        if found := self._access.accounts.get(thing.key):
            return found.name
        return self._access.shown(thing.key)

    def _way(self, thing: Thing) -> Way | None:
        found = self._reached.get(thing)
        return found.way if found else None
