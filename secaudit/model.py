"""Every noun of an audit, in its order: Account → Evidence → Finding → Action → Report.

An account here is one login at one site. (In FIDO's exchange format "account" is a whole vault.)
Everything is frozen; nothing below Evidence holds a secret.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import IntEnum, StrEnum
from typing import Literal, TypeVar

from secaudit.languages import N_, _
from secaudit.sites import Importance, Kind, canonical, site_of
from secaudit.text import Secret, clean

T = TypeVar("T")

HIDDEN = "•••"
"""Stands for a password that someone noted in a title or username."""

_TELLING = 4
"""A shorter text is found in titles by chance."""

_SEED = re.compile(r"[?&]secret=([^&]+)")
"""The seed in an otpauth:// address."""

Progress = Callable[[str, int, int], None]
"""Called with (what is being done, how many are done, how many there are)."""


def silent(_stage: str, _done: int, _total: int) -> None:
    """Report no progress."""


class Severity(IntEnum):
    """How bad a finding is; higher is worse."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4

    @property
    def word(self) -> str:
        """The word for people and JSON: `low` … `critical`."""
        return self.name.lower()

    def raised(self) -> "Severity":
        """One step worse, at most critical."""
        return Severity(min(self + 1, Severity.CRITICAL))


class Confidence(StrEnum):
    """How sure a finding is."""

    CERTAIN = "certain"
    LIKELY = "likely"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Unchecked:
    """Stands where a value would be: it could not be checked."""

    why: str
    asked: bool = True
    """Whether the person asked for it: only then does it change the exit code."""


def _without(secrets: Iterable[Secret | None], text: str) -> str:
    """Return a text with every secret that someone noted in it hidden, and seeds in addresses."""
    hidden = {secret.reveal() for secret in secrets if secret}
    hidden |= {seed[1] for secret in hidden if (seed := _SEED.search(secret))}
    for secret in sorted(hidden | {clean(secret) for secret in hidden}, key=len, reverse=True):
        if _TELLING <= len(secret) <= len(text) and _may_hold(text, secret):
            text = re.sub(re.escape(secret), HIDDEN, text, flags=re.IGNORECASE)
    return text


def _may_hold(text: str, secret: str) -> bool:
    """Tell cheaply whether it is worth looking: where both are ASCII, letters are enough."""
    return not (text.isascii() and secret.isascii()) or secret.lower() in text.lower()


# ── Reading exports ──────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class PastPassword:
    """A password that was replaced."""

    password: Secret
    until: datetime | None
    """When it was replaced (UTC); None where the export does not say."""


@dataclass(frozen=True, slots=True)
class Account:
    """One login at one site. Text is cleaned; secrets are Secret and kept as they were."""

    title: str
    username: str = ""
    password: Secret | None = None
    """None where the export holds none. Never an empty Secret."""
    urls: tuple[str, ...] = ()
    """As exported, cleaned."""
    site: str | None = None
    """Registrable domain of the first URL that has one: `github.com`."""
    totp: Secret | None = None
    """Whatever the one-time-password field holds: a URI, a bare seed, or a note such as `-`."""
    passkeys: int = 0
    history: tuple[PastPassword, ...] = ()
    created: datetime | None = None
    changed: datetime | None = None
    """When the password was last changed (not the entry); None where unknown. UTC."""
    group: str = ""
    """Folder, group or collection, parts joined with `/`."""
    excluded: frozenset[str] = frozenset()
    """Check ids that the person switched off for this login in the manager."""
    rivals: tuple[Secret, ...] = ()
    """Other passwords held for the same login, where no date tells which is in use."""
    codes: tuple["OneTimeCode", ...] = ()
    """Entries of authenticator apps that belong to this login."""
    sources: tuple[str, ...] = ()
    """Names of the exports it was read from."""
    id: str = ""
    """`a1`, `a2` …, given when exports are merged."""
    importance: Importance = Importance.NORMAL

    @property
    def name(self) -> str:
        """How to call it in a sentence: title (or site), with the username where there is one."""
        title = self.shown(self.title) or self.site or _("an entry without a title")
        return f"{title} ({self.shown(self.username)})" if self.username else title

    def shown(self, text: str) -> str:
        """Return a text of this login fit to be shown: some people note the password there."""
        past = (entry.password for entry in self.history)
        seeds = (code.seed for code in self.codes)
        return _without((*self.passwords, *past, self.totp, *seeds), text)

    @property
    def answer_keys(self) -> tuple[tuple[str, str], ...]:
        """Where `Answers` may speak of it, the closest first: the login, then the whole site."""
        site = self.site or ""
        return (site, self.username.casefold()), (site, "")

    @property
    def passwords(self) -> tuple[Secret, ...]:
        """Every password that may be in use: none, one, or several rivals."""
        return ((self.password,) if self.password else ()) + self.rivals


@dataclass(frozen=True, slots=True)
class OneTimeCode:
    """One entry of an authenticator app: somewhere, its codes are the second step at sign-in."""

    issuer: str
    """Who gave it out, cleaned: `GitHub`. "" where the app does not say."""
    label: str = ""
    """Whose it is, cleaned: usually the username."""
    seed: Secret | None = None
    """An `otpauth://` address or a bare seed; the same seed in a vault is the same second step."""
    method: str = "totp"
    """One of SECOND_FACTORS: `custom-software` where only the site's own app makes the codes."""
    source: str = ""
    """Name of the export it was read from, given when exports are merged."""
    batch: str = field(default="", compare=False)
    """What it was on a page of, where other pages may be in another export of the same audit."""

    @property
    def name(self) -> str:
        """How to call it in a sentence: issuer, with the label where there is one."""
        issuer, label = (_without((self.seed,), text) for text in (self.issuer, self.label))
        if issuer and label:
            return f"{issuer} ({label})"
        return issuer or label or _("an entry without a name")


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is neither a login nor a one-time code."""

    reason: str
    """`note`, `card`, `identity`, `ssh key`, `trash`, `archived`, `empty` …"""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A row that could not be read."""

    where: str
    """`line 14`, `item 3`: never the content."""
    why: str
    batch: str = ""
    """What it is a page of, where the page may be in another export of the same audit."""


Row = Account | OneTimeCode | Skipped | Unreadable
"""What a reader yields, once for each row of an export: that is how none gets lost."""


@dataclass(frozen=True, slots=True)
class Lying:
    """An export that lies on the disk with its secrets in plain text."""

    synced: str = ""
    """The service that copies its folder elsewhere, such as `Dropbox`; "" where none is known."""
    readable_by_others: bool | None = None
    """Whether other users of this computer may read it; None where that is not known."""
    files: tuple[str, ...] = ()
    """Of a folder, the names of the exports in it that were read; nothing else in it is meant."""


@dataclass(frozen=True, slots=True)
class Vault:
    """One export, read."""

    name: str
    """File name, cleaned; `-` for stdin."""
    format: str
    """Such as `Bitwarden JSON`."""
    rows: tuple[Row, ...]
    encrypted: bool = False
    """Whether the file holds its secrets encrypted, so that it may stay where it is."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Role → name of the column, where the columns of a CSV file had to be guessed or named."""
    lying: Lying | None = None
    """Where it lies, if it is a file in plain text."""

    @property
    def codes(self) -> tuple[OneTimeCode, ...]:
        """The entries of authenticator apps, in file order."""
        return tuple(row for row in self.rows if isinstance(row, OneTimeCode))

    @property
    def accounts(self) -> tuple[Account, ...]:
        """The logins, in file order, before any merging."""
        return tuple(row for row in self.rows if isinstance(row, Account))


# ── Evidence ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Strength:
    """What zxcvbn says of one password; never its text."""

    score: int
    """0 (guessed at once) to 4 (very hard to guess)."""
    guesses_log10: float
    patterns: tuple[str, ...] = ()
    """Kinds of pattern found: `dictionary`, `date`, `sequence`, `spatial`, `repeat`, `regex` …"""
    warning: str = ""
    judged: int | None = None
    """Characters that were scored, where not all: the true strength is at least this."""


@dataclass(frozen=True, slots=True)
class Pwned:
    """What is known of a password in breaches."""

    count: int | None
    """Times seen in the corpus; 0 = not in it; None where only common ones were at hand."""
    rank: int | None = None
    """Place in the list of most common passwords, from 1, where it is in there."""
    source: str = "Pwned Passwords"
    approximate: bool = False
    """Whether `count` is only near the true one: within a sixteenth of it."""
    one_in: int | None = None
    """Where an approximate set alone says that it was seen: of so many passwords that never were,
    it says so of one."""

    @property
    def found(self) -> bool:
        """Whether attackers are known to have it, or probably have it: see `one_in`."""
        return bool(self.count) or self.rank is not None or self.one_in is not None


@dataclass(frozen=True, slots=True)
class Breach:
    """One breach of the public catalogue (`/breaches` of Have I Been Pwned)."""

    name: str
    title: str
    domain: str
    date: date
    """When it happened."""
    data: frozenset[str]
    """Data classes, such as `Passwords`."""
    verified: bool = True
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """What second factors a site offers."""

    methods: frozenset[str]
    """2fa.directory's words: sms call email totp u2f custom-software custom-hardware."""
    passkey: str | Unchecked | None = None
    """`allowed` or `required`; None where the site is not known to offer passkeys."""
    passwordless: bool = False
    """Whether a passkey can replace the password, not only follow it."""
    documentation: str | None = None
    """How to switch it on, by the site itself."""
    source: str = ""
    """Who says so, with the date: `2fa.directory, 4 August 2026`."""


class Answer(StrEnum):
    """An answer to a checklist item; yes always means safe."""

    YES = "yes"
    NO = "no"
    NOT_APPLICABLE = "does not apply"
    UNKNOWN = "could not check now"


SECOND_FACTORS = (
    "passkey",
    "u2f",
    "custom-software",
    "totp",
    "custom-hardware",
    "call",
    "sms",
    "email",
)
"""Ways a person may say they have a second factor, strongest first."""


EVERY_CHECK = "*"
"""Stands for all checks in an `Ignore`."""


@dataclass(frozen=True, slots=True)
class Ignore:
    """A decision of the person to live with a finding."""

    check: str
    """Id of a check or of a checklist's question, or EVERY_CHECK."""
    account: str
    """Pattern with `*` and `?` for the site, title or username."""
    reason: str = ""
    until: date | None = None
    """The last day it holds; None for always."""


BACKUP_CODES = ("paper", "manager", "none")
"""Where a person may say that the backup codes of an account are kept."""

SPARE = ("phone", "authenticator", "security key")
"""Things that a person may say there is a second one of, or a copy."""


@dataclass(frozen=True, slots=True)
class Recovery:
    """What the person said about how an account is had back; None where nothing was said."""

    mail: tuple[str, ...] | None = None
    """Addresses that a new password is sent to; `()` for none."""
    phone: bool | None = None
    """Whether a call or message to the phone number gives a new password."""
    backup_codes: str | None = None
    """One of BACKUP_CODES."""
    sign_in_with: str | None = None
    """The site whose account opens this one too: `google.com`."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What the person said, at the prompts or in an answers file."""

    second_factors: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    """(site, username) → methods in use, `()` = none. Username `""` speaks for the whole site."""
    items: Mapping[str, Answer] = field(default_factory=dict)
    """Checklist item id → answer."""
    personal: tuple[Secret, ...] = ()
    """Words about the person: names, birthdays, pets. Used for one check, never shown."""
    platforms: tuple[str, ...] = ()
    """Checklists chosen by hand."""
    ignored: tuple["Ignore", ...] = ()
    """What the person decided to live with."""
    recovery: Mapping[tuple[str, str], Recovery] = field(default_factory=dict)
    """(site, username) as above → how the account is had back."""
    importance: Mapping[tuple[str, str], Importance] = field(default_factory=dict)
    """(site, username) as above → how much hangs on it."""
    spare: frozenset[str] = frozenset()
    """Which of SPARE there is a second one of, or a copy."""
    audiences: frozenset[str] = frozenset()
    """Those of AUDIENCES that the person is among: for choosing questions, in no report."""

    def second_factor(self, account: Account) -> tuple[str, ...] | None:
        """Return the methods said to be in use for an account; None where nobody said."""
        return _closest(self.second_factors, account)

    def recovery_of(self, account: Account) -> Recovery:
        """Return what was said about how an account is had back."""
        return _closest(self.recovery, account) or Recovery()

    def importance_of(self, account: Account) -> Importance | None:
        """Return how much the person said hangs on an account; None where nobody said."""
        return _closest(self.importance, account)


def _closest(said: Mapping[tuple[str, str], T], account: Account) -> T | None:
    return next((said[key] for key in account.answer_keys if key in said), None)


TOPICS = (
    "second-factor",
    "recovery",
    "sessions",
    "connected-apps",
    "audience",
    "findability",
    "tagging",
    "messages",
    "location",
    "faces-and-ai",
    "data-download",
    "deletion",
    "report",
    "forwarding",
    "device",
    "sharing",
    "other",
)
"""What a question of a checklist may be about."""

AUDIENCES = {
    "public": N_("Many people follow me or know my name"),
    "known-risk": N_("Someone who knows me worries me"),
    "teens": N_("I am a teenager, or the parent of one"),
    "journalists": N_("I am a journalist or an activist"),
}
"""Whom a question may be for, by what they would say of themselves; marked for translation."""


@dataclass(frozen=True, slots=True)
class Item:
    """One question of a checklist."""

    id: str
    question: str
    action: str
    """What to do after a no: `Remove apps you no longer use`."""
    why: str
    where: str
    steps: tuple[str, ...]
    url: str | None
    severity: Severity
    minutes: int
    sources: tuple[str, ...]
    checked: date
    """The day someone last verified it."""
    covered_by: str = ""
    """The check that answers this for an account in the vault, so that it is not asked twice."""
    topic: str = "other"
    """One of TOPICS."""
    audiences: frozenset[str] = frozenset()
    """Those of AUDIENCES that it is for; empty for everyone."""
    see: tuple[str, ...] = ()
    """Ids of checklists and items that go further."""
    confidence: Confidence = Confidence.UNSURE
    """How sure the path in `where` is."""

    def is_stale(self, today: date) -> bool:
        """Whether nobody has verified it for a year."""
        return (today - self.checked).days > 365  # noqa: PLR2004


_LINK_OF_TOPIC = {
    **dict.fromkeys(("audience", "findability", "tagging", "messages", "location"), "privacy"),
    "faces-and-ai": "privacy",
    "report": "report-image",
}
"""Topic → the link of a checklist that leads there, where its name is another."""


@dataclass(frozen=True, slots=True)
class Platform:
    """One checklist, with what is known of the site beside its questions."""

    id: str
    name: str
    domains: frozenset[str]
    """Sites (registrable domains) it speaks about; none for a general list."""
    items: tuple[Item, ...]
    links: Mapping[str, str] = field(default_factory=dict)
    """`change-password`, `second-factor`, `sessions` … → HTTPS address."""
    offer: Offer | None = None
    kind: Kind = Kind.OTHER
    about: str = ""
    """What it is about, in one sentence; a general list always says so."""
    warning: str = ""
    """What to know before reading on."""
    checked: Mapping[str, date] = field(default_factory=dict)
    """Name of a link, or `offer` → the day that someone last verified it."""
    machine_assisted: bool = False
    """Whether it is a translation that no native reader has checked yet."""
    language: str = "en"
    """In which all of its questions are; English where one of them has no translation."""

    @property
    def is_general(self) -> bool:
        """Whether it is about no platform: a phone, a mailbox, a shared life."""
        return not self.domains

    def link_for(self, item: Item) -> str | None:
        """Return where to do what an item asks for, or else read about it, or else the site.

        A list about a platform leads to its own pages only: what others wrote about it is a
        source, and no place to send a person to.
        """
        page = self.links.get(_LINK_OF_TOPIC.get(item.topic, item.topic))
        read = (source for source in item.sources if self.is_general or self._is_own(source))
        pages = (page, *(source for source in read if "://" in source), self._home())
        return item.url or next(filter(None, pages), None)

    def _is_own(self, url: str) -> bool:
        """Whether an address is of the platform itself."""
        site = site_of(url) if "://" in url else None
        return site is not None and canonical(site) in {canonical(name) for name in self.domains}

    def _home(self) -> str | None:
        """Return the first page of the site, of several that which its links lead to."""
        linked = {site_of(link) for link in self.links.values()}
        ranked = [(name not in linked, canonical(name) != name, name) for name in self.domains]
        return f"https://{min(ranked)[2]}/" if ranked else None


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """All that is known, each part there or Unchecked. A check sees nothing else.

    Compared by identity, so that what is worked out of it can be kept beside it.
    """

    today: date
    accounts: tuple[Account, ...]
    strengths: Mapping[Secret, Strength | Unchecked]
    pwned: Mapping[Secret, Pwned | Unchecked]
    """For current and for past passwords."""
    breaches: tuple[Breach, ...] | Unchecked
    addresses: Mapping[str, tuple[str, ...] | Unchecked]
    """Mail address → names of the breaches it is in."""
    offers: Mapping[str, Offer | Unchecked]
    """Site → what it offers; Unchecked where unknown: absent does not mean none."""
    answers: Answers = field(default_factory=Answers)
    platforms: tuple[Platform, ...] = ()
    """Every checklist there is: for links and offers."""
    walked: tuple[Platform, ...] = ()
    """The checklists whose items are part of this audit."""
    unreadable: int = 0
    """Rows of the exports that could not be read."""
    unmatched: tuple[OneTimeCode, ...] = ()
    """Entries of authenticator apps that fit no login of the exports."""

    def second_factors(self, account: Account) -> tuple[str, ...] | None:
        """Return what the account is known to have, from the vault and from answers.

        `()` means the person said none; None means that nobody knows.
        """
        said = self.answers.second_factor(account)
        held = {code.method for code in account.codes}
        held |= {"passkey"} if account.passkeys else set()
        held |= {"totp"} if account.totp else set()
        if said is None and not held:
            return None
        return tuple(m for m in SECOND_FACTORS if m in held or m in (said or ()))


# ── Results ──────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem. Holds no secret."""

    check: str
    title: str
    severity: Severity
    confidence: Confidence
    accounts: tuple[str, ...]
    """Account ids; empty where it is about a platform the vault does not hold."""
    why: str
    advice: str
    url: str | None = None
    references: tuple[str, ...] = ()
    minutes: int | None = None
    """How long it takes, where the check knows better than the plan's table."""

    @property
    def id(self) -> str:
        """Unique in one report: a check speaks at most once of an account."""
        return f"{self.check}:{self.accounts[0]}" if self.accounts else self.check


@dataclass(frozen=True, slots=True)
class Ignored:
    """A finding that the person decided to live with: counted and listed, but not in the plan."""

    finding: Finding
    rule: Ignore


@dataclass(frozen=True, slots=True)
class NotChecked:
    """One thing that could not be checked, and why."""

    check: str
    why: str
    accounts: tuple[str, ...] = ()
    """Account ids; empty means all of them."""
    asked: bool = True


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do."""

    rank: int
    title: str
    minutes: int
    url: str | None
    accounts: tuple[str, ...]
    findings: tuple[str, ...]
    effect: str
    """What it changes, in one sentence."""
    steps: tuple[str, ...] = ()
    severity: Severity = Severity.LOW


@dataclass(frozen=True, slots=True)
class Sent:
    """What went over the network to one host."""

    host: str
    requests: int
    sent: str
    """In plain words: `the first 5 characters of the SHA-1 hash of 38 passwords`."""


@dataclass(frozen=True, slots=True)
class SourceSummary:
    """The row accounting of one export."""

    name: str
    format: str
    rows: int
    logins: int
    skipped: Mapping[str, int]
    unreadable: tuple[Unreadable, ...]
    codes: int = 0
    """Entries of an authenticator app."""
    columns: Mapping[str, str] = field(default_factory=dict)
    lying: Lying | None = None


@dataclass(frozen=True, slots=True)
class WayIn:
    """The easiest way into an account."""

    level: str
    """How hard it is, from `open` to `phishing-resistant`: see docs/scoring.md."""
    steps: tuple[str, ...]
    """How it goes, a sentence a step."""
    assumed: bool
    """Whether it rests on something that nobody said, only on what is usual."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One thing in the picture of the ways in."""

    id: str
    """Unique in one picture; holds no text from outside."""
    kind: str
    """`account`, `password`, `mailbox`, `phone number`, `app` …"""
    label: str
    """What to call it, cleaned: a name, or words such as `password known from breaches`."""
    level: str
    """How hard it is to get at, by the words of WayIn; "" where nobody knows a way."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """One step in the picture of the ways in: who has `source` comes nearer to `target`."""

    source: str
    """Id of a Spot."""
    target: str
    """Id of a Spot."""
    label: str
    """`signs in`, `resets`, `a code` …; "" where the source says it all."""
    assumed: bool = False
    also: bool = False
    """Whether it is needed beside another arrow: a second step."""


@dataclass(frozen=True, slots=True)
class Picture:
    """The easiest ways into the accounts that matter most."""

    spots: tuple[Spot, ...] = ()
    arrows: tuple[Arrow, ...] = ()
    more: int = 0
    """Accounts that matter as much, for which there was no room."""


@dataclass(frozen=True, slots=True)
class AccountSummary:
    """An account in a report: an Account without its secrets. None = not checked."""

    id: str
    title: str
    site: str | None
    username: str
    importance: Importance
    score: int | None
    guesses_log10: float | None
    pwned_count: int | None
    reused_with: tuple[str, ...] | None
    changed: date | None
    methods: tuple[str, ...] | None
    offered: tuple[str, ...] | None
    offer_source: str | None
    way_in: WayIn | None = None
    pwned_approximate: bool | None = None
    """Whether `pwned_count` is only near the true one; None where there is none."""
    sources: tuple[str, ...] = ()
    """Names of the exports it was read from."""


# ── Coming back ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Mark:
    """What the person said of a finding: that it is done, or that they leave it."""

    state: Literal["done", "skipped"]
    day: date
    because: str = ""
    """Why it is left; of a second step that was switched on, which one of SECOND_FACTORS."""


class Standing(StrEnum):
    """What a mark of the person is worth."""

    BELIEVED = "believed"
    """Done, they say, and nothing tells otherwise: it is out of the plan."""
    REFUTED = "refuted"
    """Done, they say, but the evidence tells otherwise: it is found again."""
    SKIPPED = "skipped"
    """Left by choice: out of the plan, and no better for it."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A finding that the person marked."""

    finding: Finding
    """Also among the findings of the report only where the mark is refuted."""
    mark: Mark
    standing: Standing
    why: str = ""
    """What tells otherwise; "" unless it is refuted."""


class Turn(StrEnum):
    """What became of a finding between two audits."""

    FIXED = "fixed"
    BETTER = "better"
    WORSE = "worse"
    NEW = "new"
    OPEN = "open"
    NOT_CHECKED = "not checked"
    """It was found before, and nobody looked this time: so it may still be there."""
    GONE = "gone"
    """It does not apply any more: the account is no longer in the export, for example."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of one finding, for the accounts it took the same turn for."""

    turn: Turn
    check: str
    title: str
    severity: Severity
    """As it is now; as it was, where it is no longer found."""
    accounts: tuple[str, ...]
    """How to call them: one that is no longer there has no id."""
    why: str = ""
    """Why it is worse, new, not checked or gone, where that is known."""


@dataclass(frozen=True, slots=True)
class Point:
    """The score of one audit."""

    day: date
    score: int | None
    coverage: float


@dataclass(frozen=True, slots=True)
class Headway:
    """What changed since the audit before."""

    since: date
    """The day of that audit."""
    points: tuple[Point, ...]
    """Every audit, the oldest first and this one last."""
    differences: tuple[Difference, ...] = ()
    added: tuple[str, ...] = ()
    """Names of accounts that are new in the exports."""
    removed: tuple[str, ...] = ()
    """Names of accounts that are no longer in the exports."""
    renewed: tuple[str, ...] = ()
    """Names of accounts whose password is another one now."""

    def of(self, *turns: Turn) -> tuple[Difference, ...]:
        """Return the differences of these turns."""
        return tuple(each for each in self.differences if each.turn in turns)


class Reader(StrEnum):
    """Whom a report is written for, which says what it leaves out."""

    ME = "me"
    HELPER = "helper"
    """No usernames and no mail addresses."""
    SHARE = "share"
    """Nothing that names an account, a site or a file."""


# ── The report ───────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a person gets to read. Holds no secret."""

    generated: datetime
    version: str
    sources: tuple[SourceSummary, ...]
    accounts: tuple[AccountSummary, ...]
    findings: tuple[Finding, ...]
    not_checked: tuple[NotChecked, ...]
    plan: tuple[Action, ...]
    good: tuple[str, ...]
    """What is already fine, one sentence each."""
    network: tuple[Sent, ...]
    score: int | None
    """0 to 100, over what was checked; None where nothing was."""
    coverage: float
    """Share of what could be checked that was, 0 to 1."""
    credits: tuple[str, ...] = ()
    """Attributions that the data's licences ask for."""
    invented: bool = False
    """Whether this is about an invented person (the demo)."""
    ignored: tuple[Ignored, ...] = ()
    """Findings that the person decided to live with."""
    unmatched: tuple[str, ...] = ()
    """One-time codes of an authenticator app that fit no login, by name."""
    picture: Picture = Picture()
    corpora: tuple[str, ...] = ()
    """The offline corpora that passwords were looked up in, a sentence or more for each."""
    progress: Headway | None = None
    """What changed since the audit before; None where there was none, or it was not looked at."""
    marked: tuple[Marked, ...] = ()
    """What the person said they did, or leave."""
    reader: Reader = Reader.ME

    @property
    def worst(self) -> Severity | None:
        """The highest severity found."""
        return max((finding.severity for finding in self.findings), default=None)

    def account(self, account_id: str) -> AccountSummary:
        """Return the account with this id."""
        return next(account for account in self.accounts if account.id == account_id)


@dataclass(frozen=True, slots=True)
class SavedAudit:
    """An audit to come back to. Holds no secret: `personal` of the answers is not saved."""

    report: Report
    answers: Answers
    fingerprints: Mapping[str, str]
    """Account id → keyed fingerprint of its passwords, hex; absent where no password is known."""
    marks: Mapping[str, Mark] = field(default_factory=dict)
    """Stable key of a finding → what the person said of it."""
    told: int = 0
    """How many words about the person were told: with fewer, less is looked for."""


def utc(moment: datetime) -> datetime:
    """Return a moment in UTC; one without a zone is taken to be in UTC already."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
