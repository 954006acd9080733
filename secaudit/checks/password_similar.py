"""Passwords that are variants of one another."""

import re
from collections.abc import Hashable, Iterator, Sequence
from itertools import pairwise

from secaudit.checks.base import Result, check
from secaudit.checks.words import lettered, own_words, unleet
from secaudit.facts import clusters, has_password, most_important_first, names, places
from secaudit.languages import N_, _
from secaudit.languages import number as digits
from secaudit.model import Account, Confidence, Evidence, Finding, Severity

_CORE = 5
"""Characters that two passwords must share besides digits and signs at their ends."""
_SHARE = 0.45
"""… and how much of the password that must be: `tiger-48291035` is more than its tiger."""
_ONE_APART = 7
"""Characters from which one that differs no longer makes another word (`tiger`, `timer`)."""
_LONG = 40
"""Characters up to which a single difference is looked for; beyond, common ends tell as much."""
_END, _END_SHARE, _END_ENOUGH = 8, 0.6, 20
"""A common beginning or end: so many characters and so much of the longer one, or just enough."""
_KEPT = 64
"""Characters compared at either end of a password."""

_DATED = re.compile(r"([^\W\d_]{3,})(?:19|20)\d\d([\W_]*)")
"""A word, a year and signs: of two passwords made like this, even a short word tells."""

_Entry = tuple[str, str]
"""Account id and password."""


@check(
    "password-similar", concerns=has_password, good=N_("a password that is no variant of another")
)
def judge(evidence: Evidence) -> Iterator[Result]:
    """A variant of a password, used at another site.

    Whoever sees `Tulip-amazon-77` guesses `Tulip-github-77`, and programs that try the variants
    of a leaked password do so well (Pal et al., "Beyond Credential Stuffing", IEEE S&P 2019). One
    finding (**medium**, likely) names the logins whose passwords are variants of one another.

    Passwords are variants where, capitals and digits for letters aside,

    - they are the same once the site's own words and the digits and signs at both ends are gone,
    - they then differ by one character added, dropped, replaced or swapped with its neighbour,
    - they begin or end alike for three fifths of their length, or for twenty characters, or
    - they are the same word, a year and the same signs: `Max2019!` and `Max2020!`.

    But for the last, what is left must be about half of the password and five letters, so that
    two random passphrases may share a word. The same password at two sites is reuse, and said
    there. Numbers without any letter are not compared. The work grows with the number of logins,
    not with its square.

    Not ok: `Tulip2023!` here and `tul1p2024` there. Ok: `lemon-orbit-cable-fudge` and
    `lemon-tractor-window-sky`.
    """
    accounts = {account.id: account for account in evidence.accounts}
    entries = [
        (account, password.reveal())
        for account in evidence.accounts
        for password in dict.fromkeys(account.passwords)
    ]
    groups = []
    for entry_group in clusters(_links(entries)):
        ids = list(dict.fromkeys(account_id for account_id, _text in entry_group))
        different = len({text for _id, text in entry_group}) > 1
        if different and places(accounts[account_id] for account_id in ids) > 1:
            groups.append(ids)
    for group in clusters(groups):
        alike = most_important_first(accounts[account_id] for account_id in group)
        yield Finding(
            check="password-similar",
            title=_("The passwords of {number} logins are variants of one another").format(
                number=digits(len(alike))
            ),
            severity=Severity.MEDIUM,
            confidence=Confidence.LIKELY,
            accounts=tuple(account.id for account in alike),
            why=_(
                "{accounts} have passwords so alike that who knows one can guess the others."
            ).format(accounts=names(alike)),
            advice=_("Give each a random one of its own; begin with {account}.").format(
                account=alike[0].name
            ),
            references=("https://doi.org/10.1109/SP.2019.00056",),
        )


def _links(entries: Sequence[tuple[Account, str]]) -> Iterator[tuple[_Entry, _Entry]]:
    """Yield pairs that are alike: enough of them to join all that are."""
    first: dict[Hashable, _Entry] = {}
    ends: list[tuple[str, _Entry]] = []
    for account, text in entries:
        if text.isdecimal():
            continue
        entry = (account.id, text)
        dated = _DATED.fullmatch(text[:_KEPT].casefold())
        signatures = _signatures(_core(text, account))
        for signature in (*signatures, *([dated.groups()] if dated else ())):
            other = first.setdefault(signature, entry)
            if other is not entry:
                yield other, entry
        ends.append((text.casefold(), entry))
    yield from _neighbours([(text[:_KEPT], entry) for text, entry in ends])
    yield from _neighbours([(text[: -_KEPT - 1 : -1], entry) for text, entry in ends])


def _core(text: str, account: Account) -> str:
    """Return what is the person's own in a password; empty where that is too little of it."""
    text = text[:_KEPT].casefold()
    for word in sorted(own_words(account, 3), key=lambda word: (-len(word), word)):
        text = text.replace(word, "")
    core = unleet(lettered(text))
    return core if len(core) >= max(_CORE, _SHARE * len(text)) else ""


def _signatures(core: str) -> Iterator[int]:
    """Yield numbers of which two passwords share one when their cores differ by one character.

    That is so where dropping one character from each, or from one of them, leaves the same.
    """
    if core:
        yield hash(core)
    if _ONE_APART <= len(core) <= _LONG:
        for i in range(len(core)):
            yield hash(core[:i] + core[i + 1 :])


def _neighbours(texts: list[tuple[str, _Entry]]) -> Iterator[tuple[_Entry, _Entry]]:
    """Yield pairs that begin alike: sorting puts them side by side."""
    for (text, entry), (next_text, next_entry) in pairwise(sorted(texts)):
        alike = 0
        for one, other in zip(text, next_text, strict=False):
            if one != other:
                break
            alike += 1
        longer = max(len(text), len(next_text))
        if alike >= min(_END_ENOUGH, max(_END, _END_SHARE * longer)):
            yield entry, next_entry
