"""Why a finding that is no longer found is not fixed: nobody looked, or there is nothing to see."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from secaudit.comparing.sides import Side, of_passwords
from secaudit.languages import N_, _
from secaudit.model import AccountSummary, Answer, Finding, SourceSummary, Turn
from secaudit.reports import words

T = TypeVar("T")

_Found = tuple[Turn, str] | None

_OF_ONE_PASSWORD = frozenset({"password-weak", "password-pwned", "password-personal"})
"""What only another password solves."""
_OF_SECOND_FACTORS = ("second-factor-", "passkey-available", "single-point", "lockout-risk")
_SHARED = frozenset({"password-reused", "password-similar"})
"""What another account solves as well, by a password of its own."""
_OF_OTHERS = ("recovery-", "lockout-risk", "single-point")
_OF_RECOVERY = ("recovery-", "lockout-risk", "single-point")

_ANSWERS = {
    # The answer to a question of a checklist that was no before → what became of it.
    Answer.YES: None,
    Answer.UNKNOWN: (Turn.NOT_CHECKED, N_("You could not check it this time.")),
    Answer.NOT_APPLICABLE: (Turn.GONE, N_("You say that it does not apply.")),
    Answer.NO: (Turn.NOT_CHECKED, N_("Its checklist was not part of this audit.")),
    None: (Turn.NOT_CHECKED, N_("It was not answered this time.")),
}


@dataclass(frozen=True, slots=True)
class Vanished:
    """A finding that only the earlier of two audits speaks of."""

    finding: Finding
    old: AccountSummary | None
    """The account in the earlier audit; None where it is about none."""
    new: AccountSummary | None
    """The same one in the later audit, if it is there."""
    before: Side
    after: Side
    renewed: bool
    """Whether the password is another one now."""
    now: Mapping[str, str]
    """Ids of accounts that are in both audits, before → after."""
    not_read: frozenset[str]
    """Names of exports that were read for the earlier audit only."""


def unsolved(gone: Vanished) -> tuple[Turn, str] | None:
    """Return what became of a finding that is no longer found, and why; None where it is fixed."""
    return next(filter(None, (rule(gone) for rule in _RULES)), None)


def _ignored(gone: Vanished) -> _Found:
    place = gone.finding.check, gone.new.id if gone.new else ""
    ignored = place in gone.after.ignored and (gone.new or not gone.old)
    return (Turn.NOT_CHECKED, _("You chose to ignore it.")) if ignored else None


def _answered(gone: Vanished) -> _Found:
    """Judge what a question of a checklist found: by the answer."""
    check = gone.finding.check
    if check not in gone.before.saved.answers.items:
        return None
    found = _ANSWERS[gone.after.saved.answers.items.get(check)]
    return (found[0], _(found[1])) if found else None


def exports_not_read(
    before: Iterable[SourceSummary], after: Iterable[SourceSummary]
) -> frozenset[str]:
    """Return the names of exports that were read for the earlier audit only.

    Managers put the date into the names of exports, so as many of one format as before will do.
    """
    before, after = tuple(before), tuple(after)
    names = {source.name for source in after}
    formats = [[source.format for source in side] for side in (before, after)]
    return frozenset(
        source.name
        for source in before
        if source.name not in names
        and formats[1].count(source.format) < formats[0].count(source.format)
    )


def _removed(gone: Vanished) -> _Found:
    """Judge an account that is not there: it may still exist, so it is no success."""
    if gone.old is None or gone.new is not None:
        return None
    return _absent(gone, gone.old) or (
        Turn.GONE,
        _("The account is no longer in the export. It may still exist."),
    )


def _absent(gone: Vanished, account: AccountSummary) -> _Found:
    """Tell why an account of the earlier audit may only not have been read; None where it was."""
    for export in account.sources:
        if export in gone.not_read:
            return Turn.NOT_CHECKED, _("“{export}” was not read this time.").format(export=export)
    if any(source.unreadable for source in gone.after.saved.report.sources):
        why = _("It is not among what could be read: some rows could not be.")
        return Turn.NOT_CHECKED, why
    return None


def _partners(gone: Vanished) -> _Found:
    """Judge a password that is as it was: the others that shared it must have been looked at."""
    if gone.renewed or gone.new is None or gone.finding.check not in _SHARED:
        return None
    verdict: _Found = None
    for account_id in gone.finding.accounts:
        other = gone.before.account(account_id)
        if other is None or other == gone.old:
            continue
        if account_id not in gone.now:
            called = words.name(other)
            still = _("{account} is no longer in the export. It may still exist.")
            found = _absent(gone, other)
            verdict = found or verdict or (Turn.GONE, still.format(account=called))
        elif gone.now[account_id] not in gone.after.saved.fingerprints:
            why = _("The export holds no password for {account} this time.")
            return Turn.NOT_CHECKED, why.format(account=words.name(other))
        if verdict and verdict[0] is Turn.NOT_CHECKED:
            return verdict
    return verdict


def _elsewhere(gone: Vanished) -> _Found:
    """Judge what rests on other accounts too: all that was known of them must be known again."""
    if not gone.finding.check.startswith(_OF_OTHERS):
        return None
    before, after = gone.before.saved.answers, gone.after.saved.answers
    known = {
        (account.site or "", account.username.casefold())
        for account in gone.after.saved.report.accounts
        if account.methods is not None
    }
    silent = before.recovery.keys() - after.recovery.keys()
    silent |= before.second_factors.keys() - after.second_factors.keys() - known
    if not (silent or gone.not_read):
        return None
    why = _("It rests on other accounts too, and this time less is known of them.")
    return Turn.NOT_CHECKED, why


def _not_checked(gone: Vanished) -> _Found:
    why = gone.after.gaps.get((gone.finding.check, gone.new.id if gone.new else ""))
    return (Turn.NOT_CHECKED, why) if why else None


def _password(gone: Vanished) -> _Found:
    if gone.old is None or gone.new is None or not of_passwords(gone.finding.check):
        return None
    had = gone.old.id in gone.before.saved.fingerprints
    if had and gone.new.id not in gone.after.saved.fingerprints:
        return Turn.NOT_CHECKED, _("The export holds no password for it this time.")
    if had and not gone.renewed and gone.finding.check in _OF_ONE_PASSWORD:
        return Turn.NOT_CHECKED, _("The password is the same as before.")
    return None


def _told(gone: Vanished) -> _Found:
    """Judge a password that held a word of the person: it must be known this time too."""
    fewer = gone.after.saved.told < gone.before.saved.told
    if gone.finding.check != "password-personal" or not fewer:
        return None
    return Turn.NOT_CHECKED, _("You told fewer words about you this time.")


def _second_factor(gone: Vanished) -> _Found:
    if gone.old is None or gone.new is None:
        return None
    if not gone.finding.check.startswith(_OF_SECOND_FACTORS):
        return None
    if gone.old.methods is None or gone.new.methods is not None:
        return None
    return Turn.NOT_CHECKED, _("This time nobody said what its second step is.")


def _recovery(gone: Vanished) -> _Found:
    if gone.old is None or gone.new is None or not gone.finding.check.startswith(_OF_RECOVERY):
        return None
    said = _closest(gone.before.saved.answers.recovery, gone.old)
    if said is None or _closest(gone.after.saved.answers.recovery, gone.new) is not None:
        return None
    return Turn.NOT_CHECKED, _("This time nobody said how it is had back.")


def _closest(said: Mapping[tuple[str, str], T], account: AccountSummary) -> T | None:
    """Return what was said of an account, or else of its whole site, as `Answers` has it."""
    site = account.site or ""
    return said.get((site, account.username.casefold()), said.get((site, "")))


_RULES: tuple[Callable[[Vanished], _Found], ...] = (
    _ignored,
    _answered,
    _removed,
    _not_checked,
    _password,
    _told,
    _partners,
    _second_factor,
    _recovery,
    _elsewhere,
)
"""The first that has something to say is right."""
