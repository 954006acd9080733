"""Sites that lost passwords since yours was set."""

from collections.abc import Iterator, Sequence

from secaudit.checks.base import Result, check, gap
from secaudit.facts import password_breaches
from secaudit.languages import N_, _, listed
from secaudit.model import Account, Breach, Confidence, Evidence, Finding, Severity, Unchecked
from secaudit.sites import canonical, is_private

_ID = "site-breached"


def _has_password_at_a_site(_evidence: Evidence, account: Account) -> bool:
    return bool(account.site and account.passwords and not is_private(account.site))


@check(
    _ID,
    concerns=_has_password_at_a_site,
    good=N_("a site without a known password breach since the password was set"),
)
def judge(evidence: Evidence) -> Iterator[Result]:
    """The site was breached after the password was last changed.

    Only breaches that leaked passwords argue for a new one, and only verified ones count. They
    come from the public catalogue of Have I Been Pwned, matched by site, with the domains of one
    login taken together.

    | password last changed | severity | confidence |
    | --- | --- | --- |
    | before a breach, or on its day | high | likely |
    | unknown, and the login is older than a breach or of unknown age | medium | unsure |
    | after every breach | nothing is said | |

    A login made after a breach is not touched by it. (A manager that stamps imported logins with
    the day of the import makes them look younger than they are.) A breach of a kind that one may
    not want to be seen with is counted but not named: others may see a report.

    **Not checked:** all of it, where the catalogue could not be had.
    """
    breaches = password_breaches(evidence)
    for account in evidence.accounts:
        if not _has_password_at_a_site(evidence, account):
            continue
        if isinstance(breaches, Unchecked):
            yield gap(_ID, breaches, account)
            continue
        since = account.changed or account.created
        after = [
            breach
            for breach in breaches.get(canonical(account.site or ""), ())
            if since is None or breach.date >= since.date()
        ]
        if after:
            yield _finding(account, after)


def _finding(account: Account, breaches: Sequence[Breach]) -> Finding:
    known = account.changed is not None
    called = listed([_call(breach) for breach in breaches])
    why = [_("Passwords were copied in {breaches}.").format(breaches=called)]
    if not known:
        why.append(_("Nothing says when you last changed yours."))
    return Finding(
        check=_ID,
        title=_("This site was breached after you set this password")
        if known
        else _("This site was breached, perhaps after you set this password"),
        severity=Severity.HIGH if known else Severity.MEDIUM,
        confidence=Confidence.LIKELY if known else Confidence.UNSURE,
        accounts=(account.id,),
        why=" ".join(why),
        advice=_("Change it here, and wherever else you use it, unless you have since.")
        if not known
        else _("Change it here, and wherever else you use it."),
        references=("https://haveibeenpwned.com/PwnedWebsites",),
    )


def _call(breach: Breach) -> str:
    name = _("a breach of this site") if breach.sensitive else breach.title
    return f"{name} ({breach.date.isoformat()})"
