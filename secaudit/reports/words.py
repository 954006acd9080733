"""The words that every format for people shares: plain, short and calm.

Tables and titles stand here in English, marked for translation; they are translated where they
are said. What a function returns is in the language that is spoken.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from secaudit.languages import N_, _, day, listed, ngettext
from secaudit.languages import number as digits
from secaudit.model import (
    EVERY_CHECK,
    AccountSummary,
    Confidence,
    Finding,
    Ignore,
    Report,
    Severity,
    SourceSummary,
)
from secaudit.sites import Importance

INVENTED = N_("Invented person: an example, and nothing in it is about a real account.")
NOTHING_SENT = N_("Nothing was sent over the network.")
NOTHING_READ = N_("No export was read.")
ELSEWHERE = N_("Not tied to one of your accounts")
UNKNOWN = N_("not checked")

TODAY, LATER, FOUND, IGNORED, LEFT, GOOD, SENT, READ, CREDITS, LEFTOVERS = (
    N_("To do today"),
    N_("After that, in this order"),
    N_("What was found, account by account"),
    N_("What you chose to ignore"),
    N_("What was not checked, and why"),
    N_("What is already good"),
    N_("What was sent over the network"),
    N_("What was read"),
    N_("Credits"),
    N_("Before you go: remove these files"),
)
"""The sections, in the order of every format for people."""

_SEVERITIES = {
    Severity.CRITICAL: N_("critical"),
    Severity.HIGH: N_("high"),
    Severity.MEDIUM: N_("medium"),
    Severity.LOW: N_("low"),
}

_OF_SEVERITY: Mapping[Severity, Callable[[int], str]] = {
    # In some languages the word changes with the number.
    Severity.CRITICAL: lambda n: ngettext("{number} critical", "{number} critical", n),
    Severity.HIGH: lambda n: ngettext("{number} high", "{number} high", n),
    Severity.MEDIUM: lambda n: ngettext("{number} medium", "{number} medium", n),
    Severity.LOW: lambda n: ngettext("{number} low", "{number} low", n),
}

_CONFIDENCE = {
    Confidence.CERTAIN: "",
    Confidence.LIKELY: N_("This is likely, but not certain."),
    Confidence.UNSURE: N_("We are not sure: please look for yourself before you change anything."),
}

_IMPORTANCE = {
    Importance.CRITICAL: N_("much depends on it"),
    Importance.HIGH: N_("important"),
    Importance.NORMAL: "",
}

CHECKS = {
    "password-weak": N_("how easily passwords can be guessed"),
    "password-pwned": N_("whether passwords are known from breaches"),
    "password-reused": N_("whether passwords are used more than once"),
    "password-similar": N_("whether passwords are variants of each other"),
    "password-recycled": N_("whether old passwords came back"),
    "password-personal": N_("whether passwords hold personal words"),
    "site-breached": N_("whether a site was breached since the password was changed"),
    "address-breached": N_("which breaches your mail addresses are in"),
    "second-factor-missing": N_("where a second step at sign-in is missing"),
    "second-factor-weak": N_("where a stronger second step is offered"),
    "passkey-available": N_("where passkeys are offered"),
    "url-insecure": N_("whether addresses are encrypted"),
    "way-in": N_("by which ways someone could get into an account"),
}
"""Check of accounts → what it looks at, to follow "not checked:"."""

SAID = frozenset({"answers", "ignore", "vault", "checklist-items"})
"""Where the reason says all: rows that could not be read, questions that were not answered."""

UNMATCHED = N_(
    "An account may not be in the exports, or have another name there. Where the report says that "
    "a second step may be missing, look here first."
)
NEXT_TIME = N_("Next time, without a file in plain text:")

METHODS = {
    "passkey": N_("passkey"),
    "u2f": N_("security key"),
    "custom-software": N_("the site's own app"),
    "totp": N_("codes from an app"),
    "custom-hardware": N_("the site's own device"),
    "call": N_("phone call"),
    "sms": N_("text message"),
    "email": N_("e-mail"),
}

SKIPPED: Mapping[str, Callable[[int], str]] = {
    "note": lambda n: ngettext("{number} note", "{number} notes", n),
    "card": lambda n: ngettext("{number} card", "{number} cards", n),
    "identity": lambda n: ngettext("{number} identity", "{number} identities", n),
    "ssh key": lambda n: ngettext("{number} SSH key", "{number} SSH keys", n),
    "api key": lambda n: ngettext("{number} API key", "{number} API keys", n),
    "alias": lambda n: ngettext("{number} mail alias", "{number} mail aliases", n),
    "wifi": lambda n: ngettext("{number} Wi-Fi password", "{number} Wi-Fi passwords", n),
    "browser sync key": lambda n: ngettext(
        "{number} browser sync key", "{number} browser sync keys", n
    ),
    "bank account": lambda n: ngettext("{number} bank account", "{number} bank accounts", n),
    "crypto wallet": lambda n: ngettext("{number} crypto wallet", "{number} crypto wallets", n),
    "custom item": lambda n: ngettext("{number} custom item", "{number} custom items", n),
    "document": lambda n: ngettext("{number} document", "{number} documents", n),
    "generated password": lambda n: ngettext(
        "{number} generated password", "{number} generated passwords", n
    ),
    "medical record": lambda n: ngettext("{number} medical record", "{number} medical records", n),
    "membership": lambda n: ngettext("{number} membership", "{number} memberships", n),
    "reference": lambda n: ngettext("{number} reference", "{number} references", n),
    "software licence": lambda n: ngettext(
        "{number} software licence", "{number} software licences", n
    ),
    "file": lambda n: ngettext("{number} file", "{number} files", n),
    "other file": lambda n: ngettext("{number} other file", "{number} other files", n),
    "folder": lambda n: ngettext("{number} folder", "{number} folders", n),
    "link": lambda n: ngettext("{number} link", "{number} links", n),
    "link out of the folder": lambda n: ngettext(
        "{number} link out of the folder", "{number} links out of the folder", n
    ),
    "other QR code": lambda n: ngettext("{number} other QR code", "{number} other QR codes", n),
    "trash": lambda n: ngettext("{number} in the trash", "{number} in the trash", n),
    "archived": lambda n: ngettext("{number} archived", "{number} archived", n),
    "empty": lambda n: ngettext("{number} empty row", "{number} empty rows", n),
}

_TODAY = (
    TODAY,
    N_("The one thing to do today"),
    N_("The two things to do today"),
    N_("The three things to do today"),
)


def minutes(number: int) -> str:
    """Return `5 minutes` or, from an hour on, `1 hour 10 minutes`."""
    hours, rest = divmod(number, 60)
    parts = [ngettext("{number} hour", "{number} hours", hours).format(number=hours)] * bool(hours)
    if rest or not hours:
        parts.append(ngettext("{number} minute", "{number} minutes", rest).format(number=rest))
    return " ".join(parts)


def accounts(number: int) -> str:
    """Return `1 account`, `1,200 accounts`."""
    return ngettext("{number} account", "{number} accounts", number).format(number=digits(number))


def logins(number: int) -> str:
    """Return `1 login`, `3 logins`."""
    return ngettext("{number} login", "{number} logins", number).format(number=digits(number))


def requests(number: int) -> str:
    """Return `1 request`, `3 requests`."""
    return ngettext("{number} request", "{number} requests", number).format(number=digits(number))


def shortened(parts: Sequence[str], most: int | None) -> str:
    """Return `a, b, c and 9 more`; all of them where `most` is None."""
    if most is None or len(parts) <= most + 1:  # "and 1 more" is no shorter than the one
        return listed(parts)
    return listed([*parts[:most], _("{number} more").format(number=digits(len(parts) - most))])


def kind(form: str) -> str:
    """Return what kind of export something is, for people: of a folder, it may be several."""
    return f" {_('and')} ".join(_(one) for one in form.split(" and "))


def severity(how_bad: Severity) -> str:
    """Return the word for how bad something is, for people."""
    return _(_SEVERITIES[how_bad])


def sureness(confidence: Confidence) -> str:
    """Return a word on how sure a finding is; empty where it is certain."""
    return _(_CONFIDENCE[confidence])


def name(account: AccountSummary) -> str:
    """Return how to call an account in a list: `GitHub (anna)`."""
    title = account.title or account.site or _("an entry without a title")
    return f"{title} ({account.username})" if account.username else title


def about(account: AccountSummary) -> str:
    """Return what is worth saying beside an account's title: site, username, importance."""
    site = account.site if account.title != account.site else None
    return " · ".join(filter(None, (site, account.username, _(_IMPORTANCE[account.importance]))))


def title(report: Report) -> str:
    """Return what the page is: `Account security report, 4 August 2026`."""
    said = (
        _("Invented person: Account security report, {day}")
        if report.invented
        else _("Account security report, {day}")
    )
    return said.format(day=day(report.generated))


def subject(report: Report) -> str:
    """Return what was audited, in one sentence."""
    number = accounts(len(report.accounts))
    if not report.sources:
        return _("{accounts}, without a password export.").format(accounts=number)
    exports = shortened([source.name for source in report.sources], 3)
    return _("{accounts} from {exports}.").format(accounts=number, exports=exports)


def tally(report: Report) -> str:
    """Return how many findings there are of each severity; empty where nothing was checked."""
    found = [finding.severity for finding in report.findings]
    if not found:
        return _no_finding(report)
    severities = [
        _OF_SEVERITY[how_bad](found.count(how_bad)).format(number=digits(found.count(how_bad)))
        for how_bad in sorted(set(found), reverse=True)
    ]
    said = ngettext(
        "{number} problem found: {severities}.",
        "{number} problems found: {severities}.",
        len(found),
    ).format(number=digits(len(found)), severities=listed(severities))
    if not report.ignored:
        return said
    more = ngettext(
        "{number} more is ignored, as you chose.",
        "{number} more are ignored, as you chose.",
        len(report.ignored),
    )
    return f"{said} {more.format(number=digits(len(report.ignored)))}"


def _no_finding(report: Report) -> str:
    left = len(report.ignored)
    if not left and report.marked:
        return _("No problem was found but those that you marked.")
    if not left:
        return "" if report.score is None else _("No problem was found in what could be checked.")
    said = (
        ngettext(
            "{number} problem is ignored, as you chose.",
            "{number} problems are ignored, as you chose.",
            left,
        )
        if report.score is None
        else ngettext(
            "{number} problem is ignored, as you chose; no other was found in what could be "
            "checked.",
            "{number} problems are ignored, as you chose; no other was found in what could be "
            "checked.",
            left,
        )
    )
    return said.format(number=digits(left))


def coverage(report: Report) -> str:
    """Return how much the score stands on, in one sentence."""
    if report.score is None:
        return _("There is no score, because nothing could be checked.")
    if report.coverage >= 1:
        return _("The score covers everything that could be checked.")
    # Never rounded up to "100 %" nor down to "0 %": both would be untrue.
    percent = min(round(report.coverage * 100), 99)
    if not percent:
        said = _(
            "The score covers less than 1 % of what could be checked; “{section}” lists the rest."
        )
    else:
        said = _(
            "The score covers {percent} % of what could be checked; “{section}” lists the rest."
        )
    return said.format(percent=percent, section=_(LEFT))


def today(report: Report) -> str:
    """Return the heading of the first section: `The three things to do today`."""
    return _(_TODAY[len(report.plan[:3])])


def nothing_to_do(report: Report) -> str:
    """Return what stands where the plan would, when it is empty."""
    if report.findings:
        said = _("There is no plan for this; “{section}” says what to look at.")
        return said.format(section=_(FOUND))
    if report.score is None:
        said = _("Nothing could be checked, so there is no advice yet. See “{section}”.")
        return said.format(section=_(LEFT))
    if report.ignored or report.marked:
        return _("Nothing: no other problem was found in what could be checked.")
    return _("Nothing: no problem was found in what could be checked.")


def no_gap(report: Report) -> str:
    """Return what to say where no gap is known; never that all is well without knowing it."""
    if report.coverage >= 1:
        return _("Nothing is left out: all that this audit covers was checked.")
    if not report.accounts:
        return _("There was no account to check.")
    return _("Something was not checked, and no reason was recorded.")


def nothing_found(report: Report, affected: int) -> str:
    """Return what to say of the accounts that no finding names; empty where there are none."""
    named = {account_id for finding in report.findings for account_id in finding.accounts}
    ignored = {account_id for each in report.ignored for account_id in each.finding.accounts}
    marked = {account_id for each in report.marked for account_id in each.finding.accounts}
    others = len(report.accounts) - affected - len((ignored | marked) - named)
    if not report.findings and report.marked and not others:
        return _("Nothing but what you marked.")
    if not report.findings and report.ignored and not others:
        return _("Nothing but what you chose to ignore.")
    if not report.accounts and not report.findings:
        return _("There was no account to look at.")
    if not others:
        return ""
    if report.score is None:
        said = _("{accounts}: nothing could be checked.")
        return said.format(accounts=accounts(others))
    if affected:
        said = ngettext(
            "On {number} other account nothing else was found, as far as it could be checked.",
            "On {number} other accounts nothing else was found, as far as it could be checked.",
            others,
        )
    else:
        said = ngettext(
            "On {number} account nothing was found, as far as it could be checked.",
            "On {number} accounts nothing was found, as far as it could be checked.",
            others,
        )
    return said.format(number=digits(others))


def ignored(report: Report) -> str:
    """Return how much is ignored, and what that means."""
    return ngettext(
        "{number} problem is left out of the plan, as you chose. The score counts it as before.",
        "{number} problems are left out of the plan, as you chose. The score counts them as "
        "before.",
        len(report.ignored),
    ).format(number=digits(len(report.ignored)))


def rule(chosen: Ignore) -> str:
    """Return what a decision is about: `password-weak for “shop.example”`."""
    said = (
        _("everything for “{account}”")
        if chosen.check == EVERY_CHECK
        else _("{check} for “{account}”")
    )
    return said.format(check=chosen.check, account=chosen.account)


def decision(chosen: Ignore) -> str:
    """Return why something is ignored, and until when."""
    reason = (
        _("Your reason: {reason}.").format(reason=chosen.reason.rstrip("."))
        if chosen.reason
        else _("You gave no reason.")
    )
    end = (
        _("It counts again after {day}.").format(day=day(chosen.until))
        if chosen.until
        else _("It has no end date.")
    )
    return f"{reason} {end}"


def check(check_id: str) -> str:
    """Return what a check looks at, in words."""
    known = CHECKS.get(check_id)
    return _(known) if known else check_id.replace("-", " ")


def everyone(check_id: str, number: int, report: Report) -> str:
    """Return `all 38 accounts` where a check lacks all, 0 meaning all too; else an empty text."""
    total = len(report.accounts)
    whole = check_id in CHECKS and number in {0, total} and total > 1
    return _("all {number} accounts").format(number=digits(total)) if whole else ""


def reach(what: str, scope: str) -> str:
    """Return what was not checked and for which accounts, in one line."""
    return f"{what}: {scope}" if scope else what


def accounting(source: SourceSummary) -> str:
    """Return where every row went: `312 rows: 290 logins, 9 notes and 13 in the trash`."""
    parts = [logins(source.logins)] if source.logins or not source.codes else []
    if source.codes:
        parts.append(codes(source.codes))
    for reason, number in source.skipped.items():
        parts.append(_skipped(reason, number))
    if unread := len(source.unreadable):
        said = ngettext(
            "{number} that could not be read", "{number} that could not be read", unread
        )
        parts.append(said.format(number=digits(unread)))
    known = source.logins + source.codes + sum(source.skipped.values()) + unread
    if lost := source.rows - known:
        said = ngettext("{number} not accounted for", "{number} not accounted for", lost)
        parts.append(said.format(number=digits(lost)))
    return ngettext("{number} row: {parts}.", "{number} rows: {parts}.", source.rows).format(
        number=digits(source.rows), parts=listed(parts)
    )


def _skipped(reason: str, number: int) -> str:
    """Return how many rows were no login; a kind that no table holds goes by its own name."""
    if reason in SKIPPED:
        return SKIPPED[reason](number).format(number=digits(number))
    return f"{digits(number)} {reason if number == 1 else reason + 's'}"


def codes(number: int) -> str:
    """Return `1 one-time code`, `3 one-time codes`."""
    return ngettext("{number} one-time code", "{number} one-time codes", number).format(
        number=digits(number)
    )


def columns(source: SourceSummary) -> str:
    """Return which column was taken for what, where that was a guess; else an empty text."""
    if not source.columns:
        return ""
    read = listed([f"{role} = “{name}”" for role, name in source.columns.items()])
    return _("Columns read: {columns}. If that is wrong, say it with --columns.").format(
        columns=read
    )


def unmatched(report: Report) -> str:
    """Return how many one-time codes fit no login; empty where all do."""
    number = len(report.unmatched)
    if not number:
        return ""
    said = ngettext(
        "{number} one-time code fits no login.", "{number} one-time codes fit no login.", number
    )
    return f"{said.format(number=digits(number))} {_(UNMATCHED)}"


def unreadable(source: SourceSummary) -> list[tuple[str, list[str]]]:
    """Return why rows could not be read, each reason with the places it holds for."""
    return grouped((row.why, row.where) for row in source.unreadable)


def not_read(places: Sequence[str], why: str, most: int | None = None) -> str:
    """Return which rows could not be read, and why; all of them where `most` is None."""
    return _("Not read: {places}: {why}").format(places=shortened(places, most), why=why)


def merged(report: Report) -> str:
    """Return why there are fewer accounts than logins; empty where there are not."""
    number = sum(source.logins for source in report.sources)
    if number <= len(report.accounts):
        return ""
    return _("{logins} make {accounts}: the same login in two places counts once.").format(
        logins=logins(number), accounts=accounts(len(report.accounts))
    )


def advice(finding: Finding) -> str:
    """Return the advice, after a word on how sure it is where that is not certain."""
    return " ".join(filter(None, (sureness(finding.confidence), finding.advice)))


def methods(known: Iterable[str] | None) -> str:
    """Return second factors in words: `none`, a list, or `not checked`."""
    if known is None:
        return _(UNKNOWN)
    return ", ".join(_(METHODS.get(method, method)) for method in known) or _("none")


def grouped(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    """Return the second parts of pairs, gathered under equal first parts, order kept."""
    groups: dict[str, list[str]] = {}
    for first, second in pairs:
        groups.setdefault(first, []).append(second)
    return list(groups.items())
