"""Evidence → the graph: what opens each account, as far as it is known or usual."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from secaudit.access.graph import Graph, Level, Reached, Thing, Way, weakest
from secaudit.facts import STRONG, offer_of, offered, password_breaches, places, strength_of
from secaudit.model import HIDDEN, Account, Breach, Evidence, Pwned, Strength, Unchecked
from secaudit.pins import is_common_pin, is_pin
from secaudit.sites import Kind, canonical, is_private, kind_of, mail_domain, site_of_host
from secaudit.text import Secret

PHONE = Thing("phone")
NUMBER = Thing("number")
APP = Thing("app")
KEY = Thing("key")
PAPER = Thing("paper")
GUESSING = Thing("guessing")

DIRECT = {
    # How hard a thing is to get at from afar, by what it is. The order is CISA's (Implementing
    # Phishing-Resistant MFA, 2022) and NIST's (SP 800-63B-4, §3.2.5 and §3.1.3).
    "guessing": Level.GUESSABLE,
    "number": Level.INTERCEPTABLE,  # FTC on SIM swaps
    "mail code": Level.INTERCEPTABLE,
    "code": Level.PHISHABLE,
    "prompt": Level.PHISHABLE,
    "device": Level.PHISHABLE,
    "key": Level.RESISTANT,
    "passkey": Level.RESISTANT,
}

FACTORS = {
    # Second steps, as the directories name them → what each one needs.
    "passkey": "passkey",
    "u2f": "key",
    "custom-software": "prompt",
    "totp": "code",
    "custom-hardware": "device",
    "call": "number",
    "sms": "number",
    "email": "mail code",
}
_SHARED = frozenset({"number", "key"})
"""Of these a person has one, for all accounts."""

_JUDGED = frozenset({"password-pwned", "password-weak", "site-breached", "password-reused"})
"""Checks of passwords: where a person switched one off, the graph does not use it either."""


@dataclass(frozen=True, slots=True)
class Burned:
    """Why a password is no obstacle, or hardly one."""

    kind: str
    """`pwned`, `weak`, `breached`, `reused` or `pin`."""
    breach: Breach | None = None
    accounts: tuple[str, ...] = ()
    """Ids of the accounts at the breached site, or of all that share it."""


@dataclass(frozen=True)
class Access:
    """The graph of one person, and what its things stand for."""

    graph: Graph
    accounts: Mapping[str, Account]
    burned: Mapping[Thing, Burned]
    """For passwords that are no obstacle."""
    mailboxes: Mapping[str, tuple[str, ...]]
    """Mail address → ids of the accounts that open it; `()` where none is in the vault."""
    addresses: Mapping[str, tuple[str, ...]]
    """The same for every mail address there is, also where nothing is sent to it."""

    def shown(self, address: str) -> str:
        """Return a mail address fit to be shown: some people use it as the password too."""
        return self._hidden.get(address, address)

    @cached_property
    def _hidden(self) -> Mapping[str, str]:
        found = ((_address(one), one) for one in self.accounts.values())
        hidden = {
            address: text for address, one in found if (text := one.shown(address)) != address
        }
        used = {p.reveal().lower() for one in self.accounts.values() for p in one.passwords}
        return hidden | dict.fromkeys(used & self.addresses.keys(), HIDDEN)

    @cached_property
    def reached(self) -> Mapping[Thing, Reached]:
        """The easiest way to everything, as far as it is known or usual."""
        return weakest(self.graph)

    @cached_property
    def known(self) -> Mapping[Thing, Reached]:
        """The easiest way to everything, by what is known alone."""
        return weakest(self.graph, assumed=False)

    @cached_property
    def mailbox_owners(self) -> frozenset[str]:
        """Ids of the accounts that open a mailbox to which others send new passwords."""
        return frozenset(owner for owners in self.mailboxes.values() for owner in owners)


def account(account_id: str) -> Thing:
    """Return the thing that stands for an account."""
    return Thing("account", account_id)


def mailbox(address: str) -> Thing:
    """Return the thing that stands for what arrives at a mail address."""
    return Thing("mailbox", address)


def manager(source: str) -> Thing:
    """Return the thing that stands for all that one export holds."""
    return Thing("manager", source)


@lru_cache(maxsize=1)  # several checks, the plan and the score ask for the same one
def access_of(evidence: Evidence) -> Access:
    """Return the access graph of the evidence. Evidence is compared by identity."""
    return _Builder(evidence).build()


class _Builder:
    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._direct: dict[Thing, Level] = {}
        self._ways: list[Way] = []
        self._passwords: dict[tuple[Secret, frozenset[str]], Thing] = {}
        self._users: dict[Secret, list[Account]] = defaultdict(list)
        for one in evidence.accounts:
            for password in one.passwords:
                self._users[password].append(one)
        self._sites = {one.id: one.site or "" for one in evidence.accounts}
        self._burned: dict[Thing, Burned] = {}
        self._breaches = password_breaches(evidence)
        self._owners = self._mailbox_owners()
        self._mailboxes: dict[str, tuple[str, ...]] = {}
        self._by_site: dict[str, list[Account]] = defaultdict(list)
        for one in evidence.accounts:
            self._by_site[canonical(one.site or "")].append(one)

    def build(self) -> Access:
        for one in self._evidence.accounts:
            self._front_door(one)
            self._second_step(one)
            self._back_door(one)
        self._carriers_and_managers()
        return Access(
            Graph(self._direct, tuple(self._ways)),
            {one.id: one for one in self._evidence.accounts},
            self._burned,
            self._mailboxes,
            self._owners,
        )

    def _way(self, to: Thing, *needs: Thing, kind: str = "", assumed: bool = False) -> None:
        self._ways.append(Way(to, needs, kind, assumed))

    def _ways_by_one(self, to: Thing, needs: Sequence[Thing], kind: str = "") -> None:
        """Add ways where one of several things is the right one and nobody knows which.

        Any of them may do; all of them together surely do.
        """
        for need in needs if len(needs) > 1 else ():
            self._way(to, need, kind=kind, assumed=True)
        if needs:
            self._way(to, *needs, kind=kind)

    def _direct_thing(self, kind: str, key: str = "") -> Thing:
        thing = Thing(kind, "" if kind in _SHARED else key)
        self._direct[thing] = DIRECT[kind]
        return thing

    # ── The front door: a password, and perhaps a second step ────────────────────────────────────

    def _front_door(self, one: Account) -> None:
        login, second, here = Thing("login", one.id), Thing("second", one.id), account(one.id)
        self._ways_by_one(login, [self._password(each, one.excluded) for each in one.passwords])
        if one.passwords:
            self._way(here, login, second, kind="password")
            for source in one.sources:
                self._way(login, manager(source), kind="manager")
        if one.passkeys:
            self._way(here, self._passkey(one), kind="passkey")

    def _password(self, password: Secret, off: frozenset[str]) -> Thing:
        """Return the thing of one password: all accounts that use it, and judge it so, share it."""
        key = password, off & _JUDGED
        thing = self._passwords.get(key)
        if thing is None:
            thing = self._passwords[key] = Thing("password", str(len(self._passwords) + 1))
            self._judge(thing, *key)
        return thing

    def _judge(self, thing: Thing, password: Secret, off: frozenset[str]) -> None:
        users = self._users[password]
        self._direct[thing] = Level.PASSWORD
        if all(is_pin(one, password) for one in users):
            if "password-weak" not in off and is_common_pin(password.reveal()):
                self._direct[thing] = Level.GUESSABLE
                self._burned[thing] = Burned("pin")
            return
        seen = self._evidence.pwned.get(password)
        strength = strength_of(self._evidence, password)
        if "password-pwned" not in off and isinstance(seen, Pwned) and seen.found:
            self._direct[thing] = Level.OPEN
            self._burned[thing] = Burned("probably pwned" if seen.one_in else "pwned")
        elif (
            "password-weak" not in off
            and isinstance(strength, Strength)
            and strength.score < STRONG
        ):
            self._direct[thing] = Level.GUESSABLE
            self._burned[thing] = Burned("weak")
        else:
            self._stuffed(thing, users, off)

    def _stuffed(self, thing: Thing, users: list[Account], off: frozenset[str]) -> None:
        """Mark a password that a site lost, or may lose: it is then tried at all the others.

        One that several places share is only as safe as the weakest of them, known or not.
        """
        shared = "password-reused" not in off and places(users) > 1
        if shared:
            self._direct[thing] = Level.GUESSABLE
        for one in users if "site-breached" not in off else ():
            found = self._breach_of(one)
            if found is None:
                continue
            breach, dated = found
            there = canonical(one.site or "")
            ids = tuple(user.id for user in users if canonical(user.site or "") == there)
            self._burned.setdefault(thing, Burned("breached", breach, ids))
            if dated:
                self._direct[thing] = Level.GUESSABLE
                return
            self._direct[GUESSING] = DIRECT[GUESSING.kind]
            self._way(thing, GUESSING, kind="breached", assumed=True)
        if shared:
            self._burned.setdefault(thing, Burned("reused", accounts=tuple(u.id for u in users)))

    def _breach_of(self, one: Account) -> tuple[Breach, bool] | None:
        """Return the newest breach since the password was set, and whether its date is known."""
        if isinstance(self._breaches, Unchecked) or not one.site:
            return None
        since = one.changed or one.created
        after = [
            breach
            for breach in self._breaches.get(canonical(one.site), ())
            if since is None or breach.date >= since.date()
        ]
        return (after[-1], one.changed is not None) if after else None

    # ── The second step ──────────────────────────────────────────────────────────────────────────

    def _second_step(self, one: Account) -> None:
        second = Thing("second", one.id)
        for method in self._methods(one):
            kind = FACTORS[method]
            factor = self._passkey(one) if kind == "passkey" else self._direct_thing(kind, one.id)
            self._way(second, factor, kind=method)
            self._carriers_of(one, factor)
        codes = self._evidence.answers.recovery_of(one).backup_codes
        if codes == "paper":
            self._way(second, PAPER, kind="backup codes")
        elif codes == "manager":
            for source in one.sources:
                self._way(second, manager(source), kind="backup codes")

    def _methods(self, one: Account) -> tuple[str, ...]:
        """Return the second steps in use; where there is none, or perhaps none, let all pass."""
        second = Thing("second", one.id)
        known = self._evidence.second_factors(one)
        if known:
            return known
        if known is None and "second-factor-missing" in one.excluded:
            return ()  # noted elsewhere: nobody can tell what it is
        offer = offer_of(self._evidence, one) if one.site else None
        offers_none = offer is None or not (isinstance(offer, Unchecked) or offered(offer))
        surely = known is not None or offers_none or is_private(one.site or "")
        self._way(second, kind="none", assumed=not surely)
        return ()

    def _passkey(self, one: Account) -> Thing:
        thing = self._direct_thing("passkey", one.id)
        for source in one.sources if one.passkeys else ():
            self._way(thing, manager(source), kind="manager")
        return thing

    def _carriers_of(self, one: Account, factor: Thing) -> None:
        """Say where a second step comes from: whoever has that has the step."""
        if factor.kind == "code":
            for source in one.sources if one.totp else ():
                self._way(factor, manager(source), kind="manager")
            if one.codes or not one.totp:
                self._way(factor, APP, kind="app")
        elif factor.kind == "prompt":
            self._way(factor, PHONE, kind="phone", assumed=True)
        elif factor.kind == "mail code" and (address := _address(one)):
            self._way(factor, self._mailbox(address), kind="mailbox")
        elif factor.kind == "passkey" and not one.passkeys:
            self._way(factor, PHONE, kind="phone", assumed=True)

    # ── The back door: recovery, and signing in with another account ─────────────────────────────

    def _back_door(self, one: Account) -> None:
        here, second, reset = account(one.id), Thing("second", one.id), Thing("reset", one.id)
        said = self._evidence.answers.recovery_of(one)
        if said.sign_in_with:
            others = [account(o.id) for o in self._by_site[canonical(said.sign_in_with)]]
            self._ways_by_one(here, others, "sign in with")
        usual = filter(None, [_address(one)]) if said.mail is None and _is_reset(one) else ()
        addresses = [
            address
            for address in (*(said.mail or ()), *usual)
            if one.id not in self._owners_of(address)
        ]
        for address in addresses:
            self._way(reset, self._mailbox(address), kind="mail", assumed=said.mail is None)
        if said.phone:
            self._way(reset, self._direct_thing("number"), kind="number")
        if addresses or said.phone:
            self._way(here, reset, second, kind="reset")

    def _mailbox(self, address: str) -> Thing:
        box = mailbox(address)
        if address not in self._mailboxes:
            owners = self._owners_of(address)
            self._mailboxes[address] = owners
            home = _home(address)
            for owner in owners:  # elsewhere, a provider may only know the address as a name
                away = canonical(self._sites[owner]) != home
                self._way(box, account(owner), kind="mailbox", assumed=away)
            self._way(box, PHONE, kind="phone", assumed=True)  # its mail app stays signed in
        return box

    def _owners_of(self, address: str) -> tuple[str, ...]:
        return self._owners.get(address.lower(), ())

    def _mailbox_owners(self) -> Mapping[str, tuple[str, ...]]:
        """Return mail address → the accounts that open that mailbox.

        They stand at the address's own domain, or at a mail provider under the whole address:
        many have a domain of their own.
        """
        found: dict[str, list[str]] = defaultdict(list)
        local: dict[tuple[str, str], list[str]] = defaultdict(list)
        hosted: dict[str, list[str]] = defaultdict(list)
        for one in self._evidence.accounts:
            site, user = canonical(one.site or ""), one.username.strip().lower()
            local[site, user].append(one.id)
            if kind_of(site) is Kind.MAILBOX:
                hosted[user].append(one.id)
        for one in self._evidence.accounts:
            said = self._evidence.answers.recovery_of(one).mail or ()
            for address in filter(None, (_address(one), *said)):
                name = address.lower()
                site = _home(name)
                at_home = (*local[site, name], *local[site, name.partition("@")[0]])
                found[name] = list(dict.fromkeys(at_home or hosted[name]))
        return {address: tuple(ids) for address, ids in found.items()}

    def _carriers_and_managers(self) -> None:
        """Join what many accounts hang on: the phone, the number, the app, the managers."""
        for one in self._evidence.accounts:
            kind = kind_of(one.site or "")
            if kind is Kind.PHONE_CARRIER and NUMBER in self._direct:
                self._way(NUMBER, account(one.id), kind="carrier", assumed=True)
            if kind is Kind.PASSWORD_MANAGER:
                for source in dict.fromkeys(s for a in self._evidence.accounts for s in a.sources):
                    self._way(manager(source), account(one.id), kind="manager", assumed=True)
        self._way(NUMBER, PHONE, kind="phone")
        self._way(APP, PHONE, kind="phone", assumed=True)


def _address(one: Account) -> str:
    """Return the mail address that an account's username is, lower case; "" where it is none."""
    return one.username.strip().lower() if mail_domain(one.username) else ""


def _home(address: str) -> str:
    """Return the site that a mail address is at."""
    return canonical(site_of_host(mail_domain(address) or ""))


def _is_reset(one: Account) -> bool:
    """Tell whether a site usually sends a new password by mail: password managers cannot."""
    site = one.site or ""
    return bool(site) and not is_private(site) and kind_of(site) is not Kind.PASSWORD_MANAGER
