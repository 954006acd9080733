"""The easiest ways in → a picture: what someone needs, and which accounts it opens."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from secaudit.access.building import Access, account
from secaudit.access.explaining import LEVELS
from secaudit.access.graph import Thing, Way
from secaudit.model import Arrow, Picture, Spot

MOST = 12
"""Accounts that a picture starts from: more would not be read."""

DEEPEST = 8
"""Steps that are followed back from an account."""

_INNER = frozenset(
    {"login", "second", "reset", "code", "prompt", "device", "passkey", "key", "mail code"}
)
"""What is not drawn where it comes from something else: that leads to the account then."""

_LABELS = {
    "manager": "password manager ({key})",
    "phone": "your phone",
    "number": "your phone number",
    "app": "authenticator app",
    "paper": "backup codes on paper",
    "code": "code from an app",
    "prompt": "confirmation in an app",
    "device": "code from a device",
    "passkey": "passkey",
    "key": "security key",
    "mail code": "code by e-mail",
    "more": "more steps before that",
}

_KINDS = {"number": "phone number", "manager": "password manager"}
"""Kinds that are called otherwise in a picture."""

_PASSWORDS = {
    "": "password",
    "pwned": "password known from breaches",
    "probably pwned": "password probably known",
    "weak": "password that is easy to guess",
    "pin": "PIN that is tried first",
    "breached": "password that may have leaked",
    "reused": "reused password",
}

_STEPS = {
    # (what is got at, by which way) → what the thing needed does, as the label of its arrow.
    ("account", "password"): "signs in",
    ("account", "passkey"): "signs in",
    ("account", "sign in with"): "signs in",
    ("account", "reset"): "resets",
    ("mailbox", "mailbox"): "opens",
    ("mailbox", "phone"): "shows the mail",
    ("number", "carrier"): "moves it",
    ("number", "phone"): "takes its calls",
    ("app", "phone"): "holds it",
    ("manager", "manager"): "opens",
}

_SECOND = {
    "passkey": "a passkey",
    "u2f": "a security key",
    "custom-software": "a confirmation",
    "totp": "a code",
    "custom-hardware": "a code",
    "call": "a phone call",
    "sms": "a text message",
    "email": "a code by e-mail",
    "backup codes": "a backup code",
}


class _Step(NamedTuple):
    """One thing that the easiest way to another takes."""

    need: Thing
    label: str
    assumed: bool


def picture(access: Access, account_ids: Iterable[str]) -> Picture:
    """Return the easiest ways into these accounts and into all they rest on.

    The accounts come first, the weakest of them at the top; `Picture.more` says how many there
    was no room for. One that nobody knows a way into stands alone, with "" as its level.
    """
    things = sorted(
        (account(account_id) for account_id in account_ids),
        key=lambda thing: access.reached[thing].level if thing in access.reached else len(LEVELS),
    )
    return _Painter(access).paint(things[:MOST], more=len(things[MOST:]))


class _Painter:
    def __init__(self, access: Access) -> None:
        self._access = access
        self._spots: dict[Thing, Spot] = {}
        self._arrows: list[Arrow] = []

    def paint(self, targets: list[Thing], more: int) -> Picture:
        for thing in targets:
            self._spot(thing)
        row = targets
        for _ in range(DEEPEST):
            row = [step.need for thing in row for step in self._drawn(thing)]
        for thing in row:
            if next(self._steps(thing), None):
                self._arrow(Thing("more", thing.key), thing, "", assumed=False)
        return Picture(tuple(self._spots.values()), tuple(self._arrows), more)

    def _drawn(self, thing: Thing) -> Iterator[_Step]:
        """Draw the steps to a thing, and yield those from things that are new."""
        for step in self._steps(thing):
            if step.need not in self._spots:
                yield step
            self._arrow(step.need, thing, step.label, assumed=step.assumed)

    def _arrow(self, source: Thing, target: Thing, label: str, *, assumed: bool) -> None:
        self._arrows.append(Arrow(self._spot(source).id, self._spot(target).id, label, assumed))

    # ── What the easiest way to a thing takes ────────────────────────────────────────────────────

    def _steps(self, thing: Thing) -> Iterator[_Step]:
        way = self._way(thing)
        if way is None or thing.kind == "password":  # its label says how it got out
            return
        first = self._step(way.needs[0], _STEPS[thing.kind, way.kind])
        second = self._way(way.needs[1]) if len(way.needs) > 1 else None
        nothing_else = second is not None and second.kind == "none" and second.assumed
        yield first._replace(assumed=first.assumed or way.assumed or nothing_else)
        if second and second.kind != "none":
            also = self._step(way.needs[1], f"and {_SECOND[second.kind]}")
            # A thing that is itself the second step says so: "and: code from an app".
            yield also._replace(label="and") if also.need.kind in _INNER else also

    def _step(self, need: Thing, label: str) -> _Step:
        """Return the step from what is to be drawn: past the inner things, where they come from."""
        way = self._way(need)
        assumed = False
        while way and need.kind in _INNER:
            assumed = assumed or way.assumed
            need = way.needs[0]
            way = self._way(need)
        if way and need.kind == "password":
            assumed = assumed or way.assumed
        return _Step(need, label, assumed)

    def _way(self, thing: Thing) -> Way | None:
        found = self._access.reached.get(thing)
        return found.way if found else None

    # ── What to call it ──────────────────────────────────────────────────────────────────────────

    def _spot(self, thing: Thing) -> Spot:
        if thing not in self._spots:
            found = self._access.reached.get(thing)
            level = LEVELS[found.level][0] if found else ""
            name = f"s{len(self._spots) + 1}"
            self._spots[thing] = Spot(
                name, _KINDS.get(thing.kind, thing.kind), self._label(thing), level
            )
        return self._spots[thing]

    def _label(self, thing: Thing) -> str:
        if thing.kind == "account":
            return self._access.accounts[thing.key].name
        if thing.kind == "password":
            return self._password(thing)
        if thing.kind == "mailbox":
            return f"mailbox {self._shown(thing.key)}"
        return _LABELS[thing.kind].format(key=thing.key)

    def _password(self, thing: Thing) -> str:
        burned = self._access.burned.get(thing)
        label = _PASSWORDS[burned.kind if burned else ""]
        logins = {way.to for way in self._access.graph.ways_from.get(thing, ())}
        return f"{label}, used for {len(logins)} accounts" if len(logins) > 1 else label

    def _shown(self, address: str) -> str:
        """Return a mail address fit to be shown: some people use it as the password too."""
        for one in self._access.accounts.values():
            if one.username.strip().lower() == address:
                address = one.shown(address)
        return address
