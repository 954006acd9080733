"""Why a finding that is no longer found is not fixed: nobody looked, or there is nothing to see."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from secaudit.comparing.sides import Side, of_passwords
from secaudit.languages import N_, _
from secaudit.model import AccountSummary, Answer, Finding, SourceSummary, Turn

T = TypeVar("T")

_Found = tuple[Turn, str] | None

_OF_ONE_PASSWORD = frozenset({"password-weak", "password-pwned", "password-personal"})
"""What only another password solves."""
_OF_SECOND_FACTORS = ("second-factor-", "passkey-available", "single-point", "lockout-risk")
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


def _removed(gone: Vanished) -> _Found:
    """Judge an account that is not there: it may still exist, so it is no success."""
    if gone.old is None or gone.new is not None:
        return None
    before, after = gone.before.saved.report, gone.after.saved.report
    if missing := _missing(gone.old, before.sources, after.sources):
        return Turn.NOT_CHECKED, _("{export} was not read this time.").format(export=missing)
    if any(source.unreadable for source in after.sources):
        why = _("It is not among what could be read: some rows could not be.")
        return Turn.NOT_CHECKED, why
    return Turn.GONE, _("The account is no longer in the export. It may still exist.")


def _missing(
    account: AccountSummary, before: Iterable[SourceSummary], after: Iterable[SourceSummary]
) -> str:
    """Return the name of an export that held an account and was not read again; "" for none.

    Managers put the date into the names of exports, so as many of one format as before will do.
    """
    before, after = tuple(before), tuple(after)
    names = {source.name for source in after}
    for source in before:
        if source.name in account.sources and source.name not in names:
            formats = [[one.format for one in side] for side in (before, after)]
            if formats[1].count(source.format) < formats[0].count(source.format):
                return source.name
    return ""


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
    _second_factor,
    _recovery,
)
"""The first that has something to say is right."""
