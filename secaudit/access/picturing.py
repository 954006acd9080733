"""The easiest ways in → a picture: what someone needs, and which accounts it opens."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from secaudit.access.building import Access, account
from secaudit.access.explaining import LEVELS
from secaudit.access.graph import Thing, Way
from secaudit.languages import N_, _
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
    "manager": N_("password manager ({key})"),
    "mailbox": N_("mailbox {key}"),
    "phone": N_("your phone"),
    "number": N_("your phone number"),
    "app": N_("authenticator app"),
    "paper": N_("backup codes on paper"),
    "code": N_("code from an app"),
    "prompt": N_("confirmation in an app"),
    "device": N_("code from a device"),
    "passkey": N_("passkey"),
    "key": N_("security key"),
    "mail code": N_("code by e-mail"),
    "more": N_("more steps before that"),
}

_KINDS = {"number": "phone number", "manager": "password manager"}
"""Kinds that are called otherwise in a picture."""

_PASSWORDS = {
    "": N_("password"),
    "pwned": N_("password known from breaches"),
    "probably pwned": N_("password probably known"),
    "weak": N_("password that is easy to guess"),
    "pin": N_("PIN that is tried first"),
    "breached": N_("password that may have leaked"),
    "reused": N_("reused password"),
}

_STEPS = {
    # (what is got at, by which way) → what the thing needed does, as the label of its arrow.
    ("account", "password"): N_("signs in"),
    ("account", "passkey"): N_("signs in"),
    ("account", "sign in with"): N_("signs in"),
    ("account", "reset"): N_("resets"),
    ("mailbox", "mailbox"): N_("opens"),
    ("mailbox", "phone"): N_("shows the mail"),
    ("number", "carrier"): N_("moves it"),
    ("number", "phone"): N_("takes its calls"),
    ("app", "phone"): N_("holds it"),
    ("manager", "manager"): N_("opens"),
}

_SECOND = {
    # Second steps, as the labels of their arrows: shorter than in facts.METHODS.
    "passkey": N_("a passkey"),
    "u2f": N_("a security key"),
    "custom-software": N_("a confirmation"),
    "totp": N_("a code"),
    "custom-hardware": N_("a code"),
    "call": N_("a phone call"),
    "sms": N_("a text message"),
    "email": N_("a code by e-mail"),
    "backup codes": N_("a backup code"),
}


class _Step(NamedTuple):
    """One thing that the easiest way to another takes."""

    need: Thing
    label: str
    assumed: bool
    also: bool = False


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
        for _step in range(DEEPEST):
            row = [step.need for thing in row for step in self._drawn(thing)]
        for thing in row:
            if next(self._steps(thing), None):
                self._arrow(_Step(Thing("more", thing.key), "", assumed=False), thing)
        return Picture(tuple(self._spots.values()), tuple(self._arrows), more)

    def _drawn(self, thing: Thing) -> Iterator[_Step]:
        """Draw the steps to a thing, and yield those from things that are new."""
        for step in self._steps(thing):
            if step.need not in self._spots:
                yield step
            self._arrow(step, thing)

    def _arrow(self, step: _Step, target: Thing) -> None:
        source = self._spot(step.need)
        arrow = Arrow(source.id, self._spot(target).id, _(step.label), step.assumed, step.also)
        self._arrows.append(arrow)

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
            also = self._step(way.needs[1], _SECOND[second.kind])._replace(also=True)
            # A thing that is itself the second step says so: "and: code from an app".
            yield also._replace(label="") if also.need.kind in _INNER else also

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
        key = self._shown(thing.key) if thing.kind == "mailbox" else thing.key
        return _(_LABELS[thing.kind]).format(key=key)

    def _password(self, thing: Thing) -> str:
        burned = self._access.burned.get(thing)
        label = _(_PASSWORDS[burned.kind if burned else ""])
        logins = {way.to for way in self._access.graph.ways_from.get(thing, ())}
        if len(logins) < 2:  # noqa: PLR2004
            return label
        return _("{password}, used for {number} accounts").format(
            password=label, number=len(logins)
        )

    def _shown(self, address: str) -> str:
        """Return a mail address fit to be shown: some people use it as the password too."""
        for one in self._access.accounts.values():
            if one.username.strip().lower() == address:
                address = one.shown(address)
        return address
