"""The levels of random evidence, against the rules of docs/scoring.md followed one by one."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from secaudit.access.building import APP, KEY, NUMBER, PAPER, PHONE, access_of, account
from secaudit.access.what_if import falls
from secaudit.model import (
    Account,
    Answers,
    Breach,
    Evidence,
    Offer,
    OneTimeCode,
    Pwned,
    Recovery,
    Strength,
    Unchecked,
)
from secaudit.sites import Importance
from secaudit.text import Secret

NEVER = 9
HOME = {"google.com": "gmail.com youtube.com google.com", "fastmail.com": "fastmail.com"}
ONE = {site: name for name, sites in HOME.items() for site in sites.split()}
SITES: tuple[str, ...] = (
    "google.com",
    "youtube.com",
    "fastmail.com",
    "vodafone.com",
    "bitwarden.com",
    "x.example",
)
SITES += ("shop.example", "bank.example", "10.0.0.1", "")
USERS = ("ana", "ana@gmail.com", "Ana@Lind.example", "ana@fastmail.com", "bo@gmail.com", "")
PASSWORDS = [Secret(f"password {n}") for n in range(5)]
METHODS = ("passkey", "u2f", "custom-software", "totp", "custom-hardware", "call", "sms", "email")
SHARED = {"phone": PHONE, "number": NUMBER, "app": APP, "key": KEY, "paper": PAPER}
LEAK = Breach("Leak", "Leak", "shop.example", date(2024, 1, 1), frozenset({"Passwords"}))


def drawn(seed: int) -> Evidence:
    """Return a few accounts of which anything may be known."""
    draw = random.Random(seed)  # noqa: S311  # no secret depends on it

    def some(of: Any, most: int) -> tuple[Any, ...]:
        return tuple(draw.sample(list(of), draw.randint(0, most)))

    def one(number: int) -> Account:
        site, passwords = draw.choice(SITES), some(PASSWORDS, draw.choice((1, 1, 1, 2)))
        return Account(
            title=f"Title {number}",
            username=draw.choice(USERS),
            password=passwords[0] if passwords else None,
            rivals=passwords[1:],
            site=site or None,
            totp=draw.choice((None, None, None, Secret("JBSWY3DPEHPK3PXP"))),
            codes=draw.choice(((), (), (), (OneTimeCode("Title"),))),
            passkeys=draw.choice((0, 0, 0, 1)),
            changed=draw.choice((None, None, day(2020), day(2025))),
            created=draw.choice((None, None, day(2019), day(2025))),
            sources=some(("one", "two"), 1),
            id=f"a{number}",
            importance=draw.choice(list(Importance)),
            excluded=frozenset(
                some(("password-pwned", "password-reused", "password-weak", "site-breached"), 2)
            )
            if draw.random() < 0.2
            else frozenset(some(("second-factor-missing",), 1)),
        )

    accounts = tuple(map(one, range(draw.randint(1, 6))))
    keys = [(one.site or "", draw.choice(("", one.username.casefold()))) for one in accounts]
    return Evidence(
        today=date(2026, 8, 4),
        accounts=accounts,
        strengths={p: Strength(draw.randint(0, 4), 9.0) for p in some(PASSWORDS, 5)},
        pwned={p: Pwned(draw.choice((0, 0, 7, None))) for p in some(PASSWORDS, 5)},
        breaches=draw.choice(((), (LEAK,), (LEAK,), Unchecked("down"))),
        addresses={},
        offers={site: Offer(frozenset(some(METHODS[1:], 3))) for site in some(SITES[:-1], 8)},
        answers=Answers(
            second_factors={key: some(METHODS, 2) for key in some(keys, len(keys))},
            recovery={
                key: Recovery(
                    mail=draw.choice((None, None, some((*map(str.lower, USERS[1:5]),), 2))),
                    phone=draw.choice((None, False, True)),
                    backup_codes=draw.choice((None, "paper", "manager", "none")),
                    sign_in_with=draw.choice(("", "", "google.com", "x.example")),
                )
                for key in some(keys, len(keys))
            },
        ),
    )


def day(year: int) -> datetime:
    return datetime(year, 5, 5, tzinfo=UTC)


class Someone:
    """Who gets at all that is no harder than a level, and at what was held from the start."""

    def __init__(
        self, evidence: Evidence, level: int, held: frozenset[str], *, usual: bool
    ) -> None:
        self.all, self.evidence, self.usual, self.level = evidence.accounts, evidence, usual, level
        self.has = set(held)
        while fresh := {one.id for one in self.all if one.id not in self.has and self.enters(one)}:
            self.has |= fresh

    def enters(self, one: Account) -> bool:
        said = self.evidence.answers.recovery_of(one)
        others = [o.id in self.has for o in self.all if same(o.site) == same(said.sign_in_with)]
        by_another = bool(said.sign_in_with) and self.either(others)
        signs_in = self.knows(one) or self.resets(one)
        passkey = bool(one.passkeys) and (self.level >= 5 or self.manager(one))
        return by_another or passkey or (signs_in and self.passes(one))

    def either(self, parts: list[bool]) -> bool:
        """Tell of things of which one is the right one, and nobody knows which."""
        return any(parts) if self.usual else bool(parts) and all(parts)

    def knows(self, one: Account) -> bool:
        hard = [self.hardness(one, password) <= self.level for password in one.passwords]
        return self.either(hard) or (bool(one.passwords) and self.manager(one))

    def hardness(self, one: Account, password: Secret) -> int:
        seen, strength = self.evidence.pwned.get(password), self.evidence.strengths.get(password)
        users = [o for o in self.all if password in o.passwords]
        if isinstance(seen, Pwned) and seen.count and "password-pwned" not in one.excluded:
            return 0
        weak = isinstance(strength, Strength) and strength.score <= 2
        lost = {self.lost(user) for user in users}
        leaked = "surely" in lost or ("perhaps" in lost and self.usual)
        shared = len({same(user.site) if user.site else user.id for user in users}) > 1
        why = {"password-weak": weak, "site-breached": leaked, "password-reused": shared}
        return 1 if any(why[check] for check in why.keys() - one.excluded) else 2

    def lost(self, one: Account) -> str:
        since = one.changed or one.created
        if same(one.site) != LEAK.domain or self.evidence.breaches != (LEAK,):
            return "no"
        if since and since.date() > LEAK.date:
            return "no"
        return "surely" if one.changed else "perhaps"

    def passes(self, one: Account) -> bool:
        evidence, methods = self.evidence, self.evidence.second_factors(one)
        codes = evidence.answers.recovery_of(one).backup_codes
        if (codes == "manager" and self.manager(one)) or (codes == "paper" and "paper" in self.has):
            return True
        if methods:
            return any(self.gets(one, method) for method in methods)
        if methods is None and "second-factor-missing" in one.excluded:
            return False
        offer = evidence.offers.get(one.site or "") or evidence.offers.get(same(one.site))
        none = offer is not None and not offer.methods  # type: ignore[union-attr]
        return methods == () or none or not one.site or one.site == "10.0.0.1" or self.usual

    def gets(self, one: Account, method: str) -> bool:
        phone = self.usual and "phone" in self.has
        if method in ("sms", "call"):
            return self.number()
        if method == "email":
            address = one.username.lower()
            return self.level >= 3 or ("@" in address and self.reads(address))
        if method == "u2f":
            return self.level >= 5 or "key" in self.has
        if method == "passkey":
            return self.level >= 5 or (self.manager(one) if one.passkeys else phone)
        if method == "totp":
            app = (bool(one.codes) or not one.totp) and (phone or "app" in self.has)
            return self.level >= 4 or app or (bool(one.totp) and self.manager(one))
        return self.level >= 4 or (method == "custom-software" and phone)

    def number(self) -> bool:
        carriers = any(one.id in self.has for one in self.all if one.site == "vodafone.com")
        near = "phone" in self.has or "number" in self.has
        return self.level >= 3 or near or (self.usual and carriers)

    def manager(self, one: Account) -> bool:
        own = (o.id in self.has for o in self.all if o.site == "bitwarden.com")
        return bool(one.sources) and self.usual and any(own)

    def resets(self, one: Account) -> bool:
        said = self.evidence.answers.recovery_of(one)
        if said.phone and self.number():
            return True
        boxes = [box for box in said.mail or () if one.id not in self.owners(box)[1]]
        if said.mail is None and self.usual and one.site not in (None, "10.0.0.1", "bitwarden.com"):
            name = one.username.lower()
            boxes = [name] if "@" in name and one.id not in self.owners(name)[1] else []
        return any(map(self.reads, boxes))

    def owners(self, address: str) -> tuple[bool, set[str]]:
        """Return whether it is sure which accounts open a mailbox, and which do."""
        user, _, domain = address.partition("@")
        names = [(o, o.username.lower()) for o in self.all]
        home = {
            o.id for o, name in names if same(o.site) == same(domain) and name in (address, user)
        }
        return bool(home), home or {o.id for o, n in names if same(o.site) in HOME and n == address}

    def reads(self, address: str) -> bool:
        sure, owners = self.owners(address)
        opened = not owners.isdisjoint(self.has) and (sure or self.usual)
        return opened or (self.usual and "phone" in self.has)


def same(site: str | None) -> str:
    return ONE.get(site or "", site or "")


@pytest.mark.parametrize("start", range(0, 3000, 500))
def test_the_easiest_way_in_is_as_hard_as_the_rules_say(start: int) -> None:
    for seed in range(start, start + 500):
        evidence = drawn(seed)
        access = access_of(evidence)
        for usual, reached in ((True, access.reached), (False, access.known)):
            expected: dict[str, int] = {}
            for level in reversed(range(6)):
                someone = Someone(evidence, level, frozenset(), usual=usual)
                expected |= dict.fromkeys(someone.has, level)
            found = {o.id: reached.get(account(o.id)) for o in evidence.accounts}
            assert {i: int(r.level) for i, r in found.items() if r} == expected, (seed, usual)


@pytest.mark.parametrize("thing", SHARED)
def test_what_falls_with_a_thing_is_what_the_rules_say(thing: str) -> None:
    for seed in range(500):
        evidence = drawn(seed)
        usual, sure = (
            Someone(evidence, -1, frozenset({thing}), usual=guessed).has - {thing}
            for guessed in (True, False)
        )
        found = falls(evidence, [SHARED[thing]])
        assert ({f.account for f in found}, {f.account for f in found if f.sure}) == (usual, sure)


def test_nothing_is_known_to_be_easier_than_it_may_be() -> None:
    for seed in range(1000):
        access = access_of(replace(drawn(seed)))
        for thing, (level, _) in access.known.items():
            assert access.reached[thing].level <= level
