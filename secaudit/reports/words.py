"""The words that every format for people shares: plain, short and calm."""

from collections.abc import Iterable, Sequence
from datetime import date

from secaudit.languages import N_, _, ngettext
from secaudit.model import (
    EVERY_CHECK,
    AccountSummary,
    Confidence,
    Finding,
    Ignore,
    Report,
    SourceSummary,
)
from secaudit.sites import Importance

INVENTED = "Invented person: an example, and nothing in it is about a real account."
NOTHING_SENT = "Nothing was sent over the network."
ELSEWHERE = "Not tied to one of your accounts"
UNKNOWN = "not checked"

TODAY, LATER, FOUND, IGNORED, LEFT, GOOD, SENT, READ, CREDITS, LEFTOVERS = (
    "To do today",
    "After that, in this order",
    "What was found, account by account",
    "What you chose to ignore",
    "What was not checked, and why",
    "What is already good",
    "What was sent over the network",
    "What was read",
    "Credits",
    "Before you go: remove these files",
)
"""The sections, in the order of every format for people."""

_MONTHS = (
    *(N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"), N_("July")),
    *(N_("August"), N_("September"), N_("October"), N_("November"), N_("December")),
)
"""In the language that is spoken, where strftime would follow the machine's."""

CONFIDENCE = {
    Confidence.CERTAIN: "",
    Confidence.LIKELY: "This is likely, but not certain.",
    Confidence.UNSURE: "We are not sure: please look for yourself before you change anything.",
}

IMPORTANCE = {
    Importance.CRITICAL: "much depends on it",
    Importance.HIGH: "important",
    Importance.NORMAL: "",
}

CHECKS = {
    "password-weak": "how easily passwords can be guessed",
    "password-pwned": "whether passwords are known from breaches",
    "password-reused": "whether passwords are used more than once",
    "password-similar": "whether passwords are variants of each other",
    "password-recycled": "whether old passwords came back",
    "password-personal": "whether passwords hold personal words",
    "site-breached": "whether a site was breached since the password was changed",
    "address-breached": "which breaches your mail addresses are in",
    "second-factor-missing": "where a second step at sign-in is missing",
    "second-factor-weak": "where a stronger second step is offered",
    "passkey-available": "where passkeys are offered",
    "url-insecure": "whether addresses are encrypted",
    "way-in": "by which ways someone could get into an account",
}
"""Check of accounts → what it looks at, to follow "not checked:"."""

SAID = frozenset({"answers", "ignore", "vault", "checklist-items"})
"""Where the reason says all: rows that could not be read, questions that were not answered."""

UNMATCHED = (
    "An account may not be in the exports, or have another name there. Where the report says that "
    "a second step may be missing, look here first."
)
NEXT_TIME = "Next time, without a file in plain text:"

METHODS = {
    "passkey": "passkey",
    "u2f": "security key",
    "custom-software": "the site's own app",
    "totp": "codes from an app",
    "custom-hardware": "the site's own device",
    "call": "phone call",
    "sms": "text message",
    "email": "e-mail",
}

_SKIPPED = {
    "note": ("note", "notes"),
    "card": ("card", "cards"),
    "identity": ("identity", "identities"),
    "ssh key": ("SSH key", "SSH keys"),
    "api key": ("API key", "API keys"),
    "alias": ("mail alias", "mail aliases"),
    "wifi": ("Wi-Fi password", "Wi-Fi passwords"),
    "browser sync key": ("browser sync key", "browser sync keys"),
    "trash": ("in the trash", "in the trash"),
    "archived": ("archived", "archived"),
    "empty": ("empty row", "empty rows"),
}

_NUMBERS = ("nothing", "one thing", "two things", "three things")


def day(moment: date) -> str:
    """Return a date as `4 August 2026`."""
    return _("{day} {month} {year}").format(
        day=moment.day, month=_(_MONTHS[moment.month - 1]), year=moment.year
    )


def count(number: int, one: str, many: str | None = None) -> str:
    """Return `1 account`, `1,200 accounts`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def minutes(number: int) -> str:
    """Return `5 minutes` or, from an hour on, `1 hour 10 minutes`."""
    hours, rest = divmod(number, 60)
    parts = [ngettext("{number} hour", "{number} hours", hours).format(number=hours)] * bool(hours)
    if rest or not hours:
        parts.append(ngettext("{number} minute", "{number} minutes", rest).format(number=rest))
    return " ".join(parts)


def listed(parts: Sequence[str]) -> str:
    """Return `a, b and c`."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def shortened(parts: Sequence[str], most: int | None) -> str:
    """Return `a, b, c and 9 more`; all of them where `most` is None."""
    if most is None or len(parts) <= most + 1:  # "and 1 more" is no shorter than the one
        return listed(parts)
    return f"{', '.join(parts[:most])} and {len(parts) - most:,} more"


def name(account: AccountSummary) -> str:
    """Return how to call an account in a list: `GitHub (anna)`."""
    title = account.title or account.site or "an entry without a title"
    return f"{title} ({account.username})" if account.username else title


def about(account: AccountSummary) -> str:
    """Return what is worth saying beside an account's title: site, username, importance."""
    site = account.site if account.title != account.site else None
    return " · ".join(filter(None, (site, account.username, IMPORTANCE[account.importance])))


def subject(report: Report) -> str:
    """Return what was audited, in one sentence."""
    accounts = count(len(report.accounts), "account")
    if not report.sources:
        return f"{accounts}, without a password export."
    return f"{accounts} from {shortened([source.name for source in report.sources], 3)}."


def tally(report: Report) -> str:
    """Return how many findings there are of each severity; empty where nothing was checked."""
    found = [finding.severity for finding in report.findings]
    left = len(report.ignored)
    be = "is" if left == 1 else "are"
    if left and not found:
        rest = "" if report.score is None else "; no other was found in what could be checked"
        return f"{count(left, 'problem')} {be} ignored, as you chose{rest}."
    if not found:
        return "" if report.score is None else "No problem was found in what could be checked."
    words = [f"{found.count(s):,} {s.word}" for s in sorted(set(found), reverse=True)]
    more = f" {left:,} more {be} ignored, as you chose." if left else ""
    return f"{count(len(found), 'problem')} found: {listed(words)}.{more}"


def coverage(report: Report) -> str:
    """Return how much the score stands on, in one sentence."""
    if report.score is None:
        return "There is no score, because nothing could be checked."
    if report.coverage >= 1:
        return "The score covers everything that could be checked."
    # Never rounded up to "100 %" nor down to "0 %": both would be untrue.
    percent = min(round(report.coverage * 100), 99)
    share = str(percent) if percent else "less than 1"
    return f"The score covers {share} % of what could be checked; “{LEFT}” lists the rest."


def today(report: Report) -> str:
    """Return the heading of the first section: `The three things to do today`."""
    number = len(report.plan[:3])
    return f"The {_NUMBERS[number]} to do today" if number else TODAY


def nothing_to_do(report: Report) -> str:
    """Return what stands where the plan would, when it is empty."""
    if report.findings:
        return f"There is no plan for this; “{FOUND}” says what to look at."
    if report.score is None:
        return f"Nothing could be checked, so there is no advice yet. See “{LEFT}”."
    other = "other " * bool(report.ignored)
    return f"Nothing: no {other}problem was found in what could be checked."


def no_gap(report: Report) -> str:
    """Return what to say where no gap is known; never that all is well without knowing it."""
    if report.coverage >= 1:
        return "Nothing is left out: all that this audit covers was checked."
    if not report.accounts:
        return "There was no account to check."
    return "Something was not checked, and no reason was recorded."


def nothing_found(report: Report, affected: int) -> str:
    """Return what to say of the accounts that no finding names; empty where there are none."""
    named = {account_id for finding in report.findings for account_id in finding.accounts}
    ignored = {account_id for each in report.ignored for account_id in each.finding.accounts}
    others = len(report.accounts) - affected - len(ignored - named)
    if not report.findings and report.ignored and not others:
        return "Nothing but what you chose to ignore."
    if not report.accounts and not report.findings:
        return "There was no account to look at."
    if not others:
        return ""
    if report.score is None:
        return f"{count(others, 'account')}: nothing could be checked."
    if affected:
        which = count(others, "other account")
        return f"On {which} nothing else was found, as far as it could be checked."
    return f"On {count(others, 'account')} nothing was found, as far as it could be checked."


def ignored(report: Report) -> str:
    """Return how much is ignored, and what that means."""
    number = len(report.ignored)
    whole = f"{count(number, 'problem')} {'is' if number == 1 else 'are'} left out of the plan"
    return f"{whole}, as you chose. The score counts {'it' if number == 1 else 'them'} as before."


def rule(chosen: Ignore) -> str:
    """Return what a decision is about: `password-weak for “shop.example”`."""
    what = "everything" if chosen.check == EVERY_CHECK else chosen.check
    return f"{what} for “{chosen.account}”"


def decision(chosen: Ignore) -> str:
    """Return why something is ignored, and until when."""
    reason = (
        f"Your reason: {chosen.reason.rstrip('.')}." if chosen.reason else "You gave no reason."
    )
    end = f"It counts again after {day(chosen.until)}." if chosen.until else "It has no end date."
    return f"{reason} {end}"


def check(check_id: str) -> str:
    """Return what a check looks at, in words."""
    return CHECKS.get(check_id, check_id.replace("-", " "))


def everyone(check_id: str, number: int, report: Report) -> str:
    """Return `all 38 accounts` where a check lacks all, 0 meaning all too; else an empty text."""
    total = len(report.accounts)
    whole = check_id in CHECKS and number in {0, total} and total > 1
    return f"all {total:,} accounts" if whole else ""


def reach(what: str, scope: str) -> str:
    """Return what was not checked and for which accounts, in one line."""
    return f"{what}: {scope}" if scope else what


def accounting(source: SourceSummary) -> str:
    """Return where every row went: `312 rows: 290 logins, 9 notes and 13 in the trash`."""
    parts = [count(source.logins, "login")] if source.logins or not source.codes else []
    if source.codes:
        parts.append(count(source.codes, "one-time code"))
    for reason, number in source.skipped.items():
        one, many = _SKIPPED.get(reason, (reason, None))
        parts.append(count(number, one, many))
    if source.unreadable:
        parts.append(f"{len(source.unreadable):,} that could not be read")
    known = source.logins + source.codes + sum(source.skipped.values()) + len(source.unreadable)
    if lost := source.rows - known:
        parts.append(f"{lost:,} not accounted for")
    return f"{count(source.rows, 'row')}: {listed(parts)}."


def columns(source: SourceSummary) -> str:
    """Return which column was taken for what, where that was a guess; else an empty text."""
    if not source.columns:
        return ""
    read = listed([f"{role} = “{name}”" for role, name in source.columns.items()])
    return f"Columns read: {read}. If that is wrong, say it with --columns."


def unmatched(report: Report) -> str:
    """Return how many one-time codes fit no login; empty where all do."""
    if not report.unmatched:
        return ""
    fit = "fits" if len(report.unmatched) == 1 else "fit"
    return f"{count(len(report.unmatched), 'one-time code')} {fit} no login. {UNMATCHED}"


def unreadable(source: SourceSummary) -> list[tuple[str, list[str]]]:
    """Return why rows could not be read, each reason with the places it holds for."""
    return grouped((row.why, row.where) for row in source.unreadable)


def merged(report: Report) -> str:
    """Return why there are fewer accounts than logins; empty where there are not."""
    logins = sum(source.logins for source in report.sources)
    if logins <= len(report.accounts):
        return ""
    return (
        f"{count(logins, 'login')} make {count(len(report.accounts), 'account')}: "
        "the same login in two places counts once."
    )


def advice(finding: Finding) -> str:
    """Return the advice, after a word on how sure it is where that is not certain."""
    return " ".join(filter(None, (CONFIDENCE[finding.confidence], finding.advice)))


def methods(known: Iterable[str] | None) -> str:
    """Return second factors in words: `none`, a list, or `not checked`."""
    if known is None:
        return UNKNOWN
    return ", ".join(METHODS.get(method, method) for method in known) or "none"


def grouped(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    """Return the second parts of pairs, gathered under equal first parts, order kept."""
    groups: dict[str, list[str]] = {}
    for first, second in pairs:
        groups.setdefault(first, []).append(second)
    return list(groups.items())
