"""Passwords made of what others know."""

from collections.abc import Iterator

from secaudit.checks.base import Result, check, gap
from secaudit.checks.words import (
    date_spellings,
    lettered,
    longest_date_inside,
    longest_inside,
    own_words,
    told_words,
    unleet,
)
from secaudit.facts import STRONG, has_password, strength_of
from secaudit.languages import N_, _
from secaudit.model import Account, Confidence, Evidence, Finding, Severity, Unchecked
from secaudit.text import Secret

_ID = "password-personal"
_SHORTEST = 4
"""Letters of a word or digits of a date: shorter ones turn up anywhere by chance."""
_ALONE = 3
"""Letters of a word you told that counts where it is all the letters there are."""
_SHARE = 0.4
"""How much of a strong password such a word must be before it matters."""


@check(
    _ID,
    concerns=has_password,
    good=N_("a password without its own site or username in it"),
)
def judge(evidence: Evidence) -> Iterator[Result]:
    """Passwords that hold a word others would try.

    Someone who knows you, or only the site, begins with your username, the site's name, and the
    names and dates you told this audit (NIST SP 800-63B-4 §3.1.1.2 and OWASP ASVS 5.0 6.2.11:
    context words). Capitals and digits for letters (`g1tHub`) hide nothing. Told words with spaces
    count joined and by their parts as well, and dates in all common spellings (`14031987`,
    `140387`, `1987`, `0314`).

    - The password *is* the username or such a word: **high**.
    - It holds one of at least four characters, and is guessable besides (zxcvbn's score below 3)
      or made of it to two fifths or more: **medium**, likely. So it is with a word of three
      letters that you told, where only digits and signs stand before and after it (`max2019`).

    So a long random password that contains four such letters by chance is left alone, as is a
    long passphrase with the site's name in it. The finding does not say which word it was: that
    would be a part of the password.

    **Not checked:** passwords that hold such a word as a small part, where how guessable they are
    could not be scored. Shorter words are not looked for, told or not: one or two letters anywhere,
    and three beside other letters, turn up by chance.
    """
    told = [word.reveal() for word in evidence.answers.personal]
    dates = frozenset[str]().union(*map(date_spellings, told))
    personal = frozenset[str]().union(*map(told_words, told))
    alone = frozenset(word for word in personal if len(word) == _ALONE)
    personal = frozenset(word for word in personal if len(word) >= _SHORTEST)
    for account in evidence.accounts:
        words = personal | own_words(account, _SHORTEST)
        words |= {unleet(word) for word in words}
        verdicts = [
            _verdict(evidence, account, password, words | alone & _all_letters(password), dates)
            for password in account.passwords
        ]
        if found := [verdict for verdict in verdicts if isinstance(verdict, Finding)]:
            yield max(found, key=lambda finding: finding.severity)
        elif missing := [verdict for verdict in verdicts if isinstance(verdict, Unchecked)]:
            yield gap(_ID, missing[0], account)


def _all_letters(password: Secret) -> frozenset[str]:
    """Return what is left of a password without the digits and signs at both ends."""
    letters = lettered(password.reveal().casefold())
    return frozenset((letters, unleet(letters)))


def _verdict(
    evidence: Evidence,
    account: Account,
    password: Secret,
    words: frozenset[str],
    dates: frozenset[str],
) -> Finding | Unchecked | None:
    """Judge one password; None where it is good."""
    text = password.reveal()
    longest = max(longest_inside(text, words), longest_date_inside(text, dates))
    if not longest:
        return None
    share = longest / len(text)
    if share < _SHARE:
        strength = strength_of(evidence, password)
        if isinstance(strength, Unchecked):
            return strength
        if strength.score >= STRONG:
            return None
    whole = share >= 1
    return Finding(
        check=_ID,
        title=_("This password is made of words or dates that others know"),
        severity=Severity.HIGH if whole else Severity.MEDIUM,
        confidence=Confidence.CERTAIN if whole else Confidence.LIKELY,
        accounts=(account.id,),
        why=_("It holds a word that someone who knows you, or only the site, would try first."),
        advice=_("Replace it with one that your password manager makes up."),
        references=("https://pages.nist.gov/800-63-4/sp800-63b.html",),
    )
