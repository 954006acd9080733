"""Findings → the things to do, in order."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from secaudit.access.building import access_of, mailbox
from secaudit.access.graph import Level, Thing
from secaudit.access.ordering import Candidate, order
from secaudit.access.standing import POINTS, best, target
from secaudit.access.trying import Change, Trial
from secaudit.checklists import by_login
from secaudit.facts import METHODS, names, offer_of, offered
from secaudit.languages import N_, _, listed, ngettext
from secaudit.languages import number as digits
from secaudit.model import (
    Account,
    Action,
    Confidence,
    Evidence,
    Finding,
    Item,
    Platform,
    Severity,
    Unchecked,
)
from secaudit.pins import has_only_pins
from secaudit.sites import Importance, Kind, canonical, host_of, is_private, kind_of, mail_domain


@dataclass(frozen=True, slots=True)
class _Way:
    """How to answer one kind of finding."""

    kind: str
    """Findings of one kind about one login are answered by one action."""
    title: str
    """Marked for translation, as is what it changes."""
    minutes: int
    effect: str


_CHANGE = N_("Change the password of {names}")
_WAYS = {
    # Where one action answers several findings of one severity, the first one here names it.
    "password-pwned": _Way(
        "password", _CHANGE, 5, N_("Attackers already have the old one; a new one shuts them out.")
    ),
    "password-reused": _Way(
        "password", _CHANGE, 5, N_("A leak at one place no longer opens the others.")
    ),
    "site-breached": _Way(
        "password", _CHANGE, 5, N_("What was copied in the breach is worthless.")
    ),
    "password-weak": _Way("password", _CHANGE, 5, N_("It can no longer be guessed.")),
    "password-personal": _Way(
        "password", _CHANGE, 5, N_("Knowing you or the site no longer helps to guess it.")
    ),
    "password-recycled": _Way("password", _CHANGE, 5, N_("Old passwords no longer open it.")),
    "password-similar": _Way(
        "password", _CHANGE, 5, N_("A leak at one place no longer helps to guess the others.")
    ),
    "second-factor-missing": _Way(
        "second factor",
        N_("Switch on a second step for {names}"),
        10,
        N_("A stolen password alone no longer opens it."),
    ),
    "second-factor-weak": _Way(
        "second factor",
        N_("Use a stronger second step for {names}"),
        10,
        N_("Who takes over your phone number or mailbox can no longer get in."),
    ),
    "passkey-available": _Way(
        "second factor", N_("Add a passkey to {names}"), 5, N_("No false site can trick you there.")
    ),
    "single-point": _Way(
        "second factor",
        N_("Guard {names} with a second step: others open through it"),
        10,
        N_("What hangs on it no longer falls with one password."),
    ),
    "recovery-weak": _Way(
        "recovery",
        N_("Secure what resets {names}"),
        10,
        N_("Nobody can ask for a new password in your place."),
    ),
    "lockout-risk": _Way(
        "backup",
        N_("Keep backup codes for {names}"),
        5,
        N_("A lost thing no longer locks you out."),
    ),
    "recovery-loop": _Way(
        "recovery loop",
        N_("Give {names} another way back"),
        10,
        N_("If you lose your way into one, you still get back."),
    ),
    "url-insecure": _Way(
        "address",
        N_("Save the https:// address of {names}"),
        1,
        N_("Nobody on the way can read along."),
    ),
    "address-breached": _Way(
        "mail address",
        N_("Look up what leaked about {username}"),
        5,
        N_("You know which messages to be wary of."),
    ),
}
_ORDER = {check: place for place, check in enumerate(_WAYS)}
_OTHER = _Way("other", "", 5, "")

_MAYBE = N_("Make sure that {names} has a second step")
"""The title where nobody knows whether there is one."""

_PIN = N_("Change the PIN of {names}")
"""The title where the password is a PIN."""

_PIN_STEPS = (
    N_("Choose digits at random: no date, no run, no shape on the keypad."),
    N_("Change it where you use it, and save it."),
)

BESIDE = {Severity.LOW: 0.1, Severity.MEDIUM: 0.5, Severity.HIGH: 1, Severity.CRITICAL: 2}
"""What an action gains beside the levels of the access graph, by its worst finding."""

DOUBT = 0.5
"""What a gain is worth where the problem may not exist."""

ON_THE_WAY = 2
"""Minutes to sign in and find the place, beside those of the change itself: else small chores
would come before what guards a mailbox."""

SHARE = 0.25
"""What a mailbox weighs of the accounts it resets: it comes before any one of them."""

_SHOWN = 3

_SURE = {Confidence.CERTAIN: 0, Confidence.LIKELY: 0, Confidence.UNSURE: 1}
_IMPORTANCE = {Importance.CRITICAL: 0, Importance.HIGH: 1, Importance.NORMAL: 2}
_FIRST = (Kind.MAILBOX, Kind.PASSWORD_MANAGER, Kind.MONEY, Kind.IDENTITY, Kind.PHONE_CARRIER)
"""Mailbox first: it resets the rest (NCSC Cyber Aware, Consumer Reports Security Planner)."""


def way_of(check: str) -> "_Way":
    """Return how a kind of finding is answered; its title and effect are marked for translation."""
    return _WAYS.get(check, _OTHER)


def plan(findings: Iterable[Finding], evidence: Evidence) -> tuple[Action, ...]:
    """Return what to do, in order: one action for all that one visit to the settings answers.

    Each is tried on the access graph, on top of those before it: the order is by what is gained
    for each minute (docs/scoring.md says what counts). Equals come by severity, then what is sure
    before what is not, then importance, minutes and what kind of thing it is, so that the order is
    the same in every language. Every finding is answered by at least one action.
    """
    known = _Known(
        evidence,
        accounts={account.id: account for account in evidence.accounts},
        mailboxes=frozenset(
            canonical(domain) for a in evidence.accounts if (domain := mail_domain(a.username))
        ),
        platforms=by_login(evidence.platforms),
        items={
            item.id: (platform, item) for platform in evidence.walked for item in platform.items
        },
    )
    groups: dict[_Group, list[tuple[Finding, Account | None]]] = {}
    for finding in findings:
        for group, account in _groups(finding, known.accounts):
            groups.setdefault(group, []).append((finding, account))
    drafts = sorted((_draft(group, known) for group in groups.values()), key=attrgetter("key"))
    weights = _weights(evidence)
    worth = {a.id: (weights[a.id], target(evidence, a)) for a in evidence.accounts}
    done = order([draft.candidate for draft in drafts], Trial(access_of(evidence).graph), worth)
    return tuple(
        _ranked(rank, drafts[one.place].action, one.lifted, known)
        for rank, one in enumerate(done, start=1)
    )


def _weights(evidence: Evidence) -> Mapping[str, float]:
    """Return what it is worth to guard each account: a mailbox has a share in what it resets."""
    access = access_of(evidence)
    points = {account.id: POINTS[account.importance] for account in evidence.accounts}
    weights: dict[str, float] = dict(points)
    for address, owners in access.mailboxes.items():
        ways = access.graph.ways_from.get(mailbox(address), ())
        behind = sum(points[way.to.key] for way in ways if way.to.kind == "reset")
        for owner in owners:
            weights[owner] += SHARE * behind
    return weights


def _ranked(rank: int, action: Action, lifted: Sequence[str], known: "_Known") -> Action:
    """Return an action in its place, with what it does for other accounts than its own."""
    others = sorted(
        (known.accounts[i] for i in lifted if i not in action.accounts),
        key=lambda account: (*_weight(account, known), account.id),
    )
    if not others:
        return replace(action, rank=rank)
    more = ngettext(
        "With it, {number} more account is harder to get into: {accounts}.",
        "With it, {number} more accounts are harder to get into, among them {accounts}.",
        len(others),
    ).format(
        number=digits(len(others)), accounts=listed([account.name for account in others[:_SHOWN]])
    )
    return replace(action, rank=rank, effect=f"{action.effect} {more}")


@dataclass(frozen=True, slots=True)
class _Known:
    """The evidence, with what the plan looks up in it again and again."""

    evidence: Evidence
    accounts: Mapping[str, Account]
    mailboxes: frozenset[str]
    """Sites whose mail addresses are usernames somewhere."""
    platforms: Mapping[str, Platform]
    """By canonical site."""
    items: Mapping[str, tuple[Platform, Item]]
    """Questions of the checklists, by id."""


@dataclass(frozen=True, slots=True)
class _Draft:
    """One action before its place is known."""

    key: "_Key"
    """What it is sorted by among equals."""
    action: Action
    candidate: Candidate


_Group = tuple[str, ...]
_Key = tuple[int, int, int, int, int, str, tuple[str, ...], tuple[str, ...]]


def _groups(
    finding: Finding, accounts: Mapping[str, Account]
) -> Iterator[tuple[_Group, Account | None]]:
    """Yield which actions answer a finding, and for which account each."""
    kind = _WAYS.get(finding.check, _OTHER).kind
    if kind in {"password", "second factor"}:
        for account_id in finding.accounts:
            yield (kind, *_login(accounts[account_id])), accounts[account_id]
    else:
        group = (kind,) if kind == "address" else (kind, finding.id)
        for account_id in finding.accounts:
            yield group, accounts[account_id]
        if not finding.accounts:
            yield group, None


def _login(account: Account) -> tuple[str, ...]:
    """Tell which entries are one login: the same username at domains of one site."""
    if account.site and account.username:
        return canonical(account.site), account.username.casefold()
    return (account.id,)


def _draft(group: Sequence[tuple[Finding, Account | None]], known: _Known) -> _Draft:
    """Return one action without its rank, and what it would change."""
    concerned = sorted(
        {account.id: account for _finding, account in group if account}.values(),
        key=lambda account: (*_weight(account, known), account.id),
    )
    findings = sorted(
        {finding.id: _here(finding, concerned) for finding, _account in group}.values(),
        key=lambda f: (-f.severity, _SURE[f.confidence], _ORDER.get(f.check, len(_ORDER)), f.id),
    )
    lead = findings[0]
    item = known.items.get(lead.check)
    way = _WAYS.get(lead.check, _OTHER)
    kind, template = way.kind, way.title
    if lead.check == "second-factor-missing" and lead.confidence is Confidence.UNSURE:
        template = _MAYBE
    elif kind == "password" and all(map(has_only_pins, concerned)):
        kind, template = "PIN", _PIN
    first = next(iter(concerned), None)
    username = first.username if first else ""
    title = _(template).format(names=names(concerned), username=username)
    each = len(concerned) if kind == "address" else 1
    url = _url(kind, first, lead, known)
    action = Action(
        rank=0,
        title=title or (f"{item[0].name}: {item[1].action}" if item else lead.title),
        minutes=lead.minutes or way.minutes * each,
        url=url,
        accounts=tuple(account.id for account in concerned),
        findings=tuple(finding.id for finding in findings),
        effect=_effect(findings) or lead.why,
        steps=_steps(kind, first, lead, known, url),
        severity=lead.severity,
    )
    importance, place = _weight(first, known) if first else (len(_IMPORTANCE), 0)
    key = (
        -lead.severity,
        _SURE[lead.confidence],
        importance,
        place,
        action.minutes,
        (template or lead.check).casefold(),
        tuple(account.name.casefold() for account in concerned),
        action.accounts + action.findings,
    )
    weight = POINTS[first.importance] if first else POINTS[Importance.HIGH]
    candidate = Candidate(
        _change(kind, concerned, known.evidence),
        action.minutes + ON_THE_WAY,
        doubt=DOUBT if lead.confidence is Confidence.UNSURE else 1,
        beside=BESIDE[lead.severity] * weight,
    )
    return _Draft(key, action, candidate)


def _change(kind: str, accounts: Sequence[Account], evidence: Evidence) -> Change:
    """Return what an action makes anew in the access graph."""
    if kind in ("password", "PIN"):
        return {Thing("login", account.id): Level.PASSWORD for account in accounts}
    if kind == "second factor":
        return {Thing("second", account.id): best(evidence, account) for account in accounts}
    if kind == "recovery":
        return {Thing("reset", account.id): Level.PHISHABLE for account in accounts}
    return {}


def _here(finding: Finding, concerned: Sequence[Account]) -> Finding:
    """Return a finding as it is for these accounts: reuse is critical only where it opens others.

    Else the club that shares the mailbox's password would come before the weak one of the bank.
    """
    critical = any(account.importance is Importance.CRITICAL for account in concerned)
    if finding.check != "password-reused" or critical:
        return finding
    return replace(finding, severity=min(finding.severity, Severity.HIGH))


def _effect(findings: Sequence[Finding]) -> str:
    """Return what the two worst findings of an action are about to lose."""
    effects = (_(_WAYS[finding.check].effect) for finding in findings if finding.check in _WAYS)
    return " ".join(list(dict.fromkeys(effects))[:2])


def _weight(account: Account, known: _Known) -> tuple[int, int]:
    """Return what to see to first, lowest first: importance, then the kind of site."""
    kind = kind_of(account.site or "")
    if account.site and canonical(account.site) in known.mailboxes:
        kind = Kind.MAILBOX
    place = _FIRST.index(kind) if kind in _FIRST else len(_FIRST)
    return _IMPORTANCE[account.importance], place


def _url(kind: str, account: Account | None, lead: Finding, known: _Known) -> str | None:
    """Return where to do it; None where nobody knows."""
    if lead.url or account is None:
        return lead.url
    platform = known.platforms.get(canonical(account.site or ""))
    links = platform.links if platform else {}
    if kind == "password":
        return links.get("change-password") or _well_known(account)
    if kind == "second factor":
        offer = offer_of(known.evidence, account)
        documentation = None if isinstance(offer, Unchecked) else offer.documentation
        return links.get("second-factor") or documentation
    return "https://haveibeenpwned.com/" if kind == "mail address" else None


def _well_known(account: Account) -> str | None:
    """Return the address that leads to the form on many sites (W3C, change-password URL)."""
    hosts = [host for url in account.urls if (host := host_of(url))]
    host = next((host for host in hosts if f".{host}".endswith(f".{account.site}")), account.site)
    if host is None or is_private(host) or not host.rpartition(".")[2].isalpha():
        return None
    return f"https://{host}/.well-known/change-password"


def _steps(
    kind: str, account: Account | None, lead: Finding, known: _Known, url: str | None
) -> tuple[str, ...]:
    """Return how to do it, in short sentences."""
    start = (
        _("Open the link and sign in.") if url else _("Sign in, and open the account's settings.")
    )
    if kind == "PIN":
        return tuple(map(_, _PIN_STEPS))
    if account and kind == "password":
        return (
            start if account.site else _("Go to where you use it, and choose to change it."),
            _("Let your password manager make up a new one, and save it."),
            _("Where it is offered, sign out all other devices."),
        )
    if account and kind == "second factor":
        offer = offer_of(known.evidence, account)
        best = () if isinstance(offer, Unchecked) else offered(offer)[:1]
        return (
            start,
            *(_("Choose {method}, if you can.").format(method=_(METHODS[m])) for m in best),
            _("Keep the backup codes away from your phone, on paper for example."),
        )
    if found := known.items.get(lead.check):
        _platform, item = found
        return (item.where, *item.steps)
    return (lead.advice,)
