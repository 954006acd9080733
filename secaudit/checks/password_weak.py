"""Passwords that are easy to guess."""

from collections.abc import Iterator

from secaudit.checks.base import Result, check, gap
from secaudit.facts import STRONG, strength_of
from secaudit.languages import N_, _
from secaudit.model import (
    Account,
    Confidence,
    Evidence,
    Finding,
    Severity,
    Unchecked,
)
from secaudit.pins import is_common_pin, is_pin
from secaudit.sites import Importance
from secaudit.text import Secret

_ID = "password-weak"
_NO_PASSWORD = Unchecked(N_("no password is stored for it"), asked=False)
_REFERENCES = (
    "https://github.com/dropbox/zxcvbn",
    "https://pages.nist.gov/800-63-4/sp800-63b.html",
)

_BY_SCORE = {
    # What each step of zxcvbn's scale means, and so how bad it is.
    0: (Severity.HIGH, N_("It is among the first thousand that a guessing program tries.")),
    1: (Severity.HIGH, N_("It falls to a patient program that tries it at the sign-in page.")),
    2: (Severity.MEDIUM, N_("It falls within hours once someone steals the site's password file.")),
}


def _could_be_strong_or_weak(_evidence: Evidence, account: Account) -> bool:
    """Whether it is more than a PIN that nobody would guess: no PIN is hard to guess."""
    return any(
        not is_pin(account, password) or is_common_pin(password.reveal())
        for password in account.passwords
    )


@check(_ID, concerns=_could_be_strong_or_weak, good=N_("a password that is hard to guess"))
def judge(evidence: Evidence) -> Iterator[Result]:
    """Passwords that are easy to guess.

    Every password is scored by zxcvbn, which counts the guesses a good program would need and
    knows the account's own username, title and site. Length and patterns decide; there are no
    rules on capitals or digits, and none on age (NIST SP 800-63B-4 §3.1.1.2).

    | zxcvbn's score | guesses | severity |
    | --- | --- | --- |
    | 0, 1 | below a million | high |
    | 2 | below a hundred million | medium |
    | 3, 4 | more | nothing is said |

    **PINs are judged as PINs.** Four to eight digits are a PIN where the entry has no public
    website, or where its title says so ("SIM", "door", "PIN"). A PIN is a finding (medium) only
    where it has a pattern, is a year or a date, or draws a shape on the keypad. No PIN counts as
    hard to guess.

    On an account that opens others (mailbox, money, phone carrier …) all is one step worse.

    **Not checked:** entries without a password, unless they sign in with a passkey; passwords
    whose scoring was stopped; very long ones of which only the beginning was scored, where that
    beginning is weak: the rest may make up for it.

    Not ok: `Summer2024!` · `anna1987` · PIN `1212`. Ok: four random words · PIN `8305`.
    """
    for account in evidence.accounts:
        worst: Finding | None = None
        unknown: Unchecked | None = None
        for password in account.passwords:
            verdict = _verdict(evidence, account, password)
            if isinstance(verdict, Unchecked):
                unknown = verdict
            elif verdict and (worst is None or verdict.severity > worst.severity):
                worst = verdict
        if not account.passwords and not account.passkeys:
            unknown = _NO_PASSWORD
        if worst:
            yield worst
        elif unknown:
            yield gap(_ID, unknown, account)


def _verdict(evidence: Evidence, account: Account, password: Secret) -> Finding | Unchecked | None:
    """Judge one password; None where it is good."""
    critical = account.importance is Importance.CRITICAL
    if is_pin(account, password):
        if not is_common_pin(password.reveal()):
            return None
        return Finding(
            check=_ID,
            title=_("This PIN is one of the first to be tried"),
            severity=Severity.HIGH if critical else Severity.MEDIUM,
            confidence=Confidence.LIKELY,
            accounts=(account.id,),
            why=_(
                "It follows a pattern or reads as a date, and such PINs are guessed in a few tries."
            ),
            advice=_("Choose digits at random: no date, no run, no shape on the keypad."),
        )
    strength = strength_of(evidence, password)
    if isinstance(strength, Unchecked):
        return strength
    if strength.score >= STRONG:
        return None
    severity, why = _BY_SCORE[strength.score]
    return Finding(
        check=_ID,
        title=_("This password is easy to guess"),
        severity=severity.raised() if critical else severity,
        confidence=Confidence.CERTAIN,
        accounts=(account.id,),
        why=_(why),
        advice=_(
            "Let your password manager make up a new one, or string four random words together."
        ),
        references=_REFERENCES,
    )
