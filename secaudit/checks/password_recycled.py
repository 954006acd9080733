"""Old passwords brought back."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from secaudit.checks.base import Result, check
from secaudit.checks.words import unleet
from secaudit.facts import password_breaches, places
from secaudit.languages import N_, _
from secaudit.model import (
    Account,
    Breach,
    Confidence,
    Evidence,
    Finding,
    PastPassword,
    Pwned,
    Severity,
    Unchecked,
)
from secaudit.pins import is_pin
from secaudit.sites import canonical
from secaudit.text import Secret

_DIGITS = re.compile(r"\d+")
_COUNTED = "0123456789!?.,;:*#+-_$%&/="
"""What people put at the end, and change there."""
_LETTERS = 3
"""Letters that must stay the same before a password counts as a variant of its own past."""

_KINDS = {
    # What was done → how bad that is, how sure, and why.
    "same": (
        Severity.MEDIUM,
        Confidence.CERTAIN,
        N_(
            "You replaced this password once, and it is back: whoever learnt it then can use it "
            "now."
        ),
    ),
    "counted up": (
        Severity.MEDIUM,
        Confidence.LIKELY,
        N_(
            "It is one from before, but for capitals, digits or last signs: a few tries lead to it."
        ),
    ),
    "elsewhere": (
        Severity.LOW,
        Confidence.CERTAIN,
        N_("You replaced it at another site: whoever learnt it there can use it here."),
    ),
}
_EXPOSED = N_(
    "That older password is known to attackers, or its site was breached while it was used."
)


def _has_past(_evidence: Evidence, account: Account) -> bool:
    return bool(account.passwords and account.history)


@check("password-recycled", concerns=_has_past, good=N_("a password that is not an old one again"))
def judge(evidence: Evidence) -> Iterator[Result]:
    """An older password brought back.

    The history that some managers export shows it:

    - the password in use was replaced once, and came back (**medium**),
    - it differs from one before by capitals, digits, signs at its end, or digits for letters, as
      in `Max2023!` and `Max2024!` or `Herbstlaub` and `H3rbstlaub` (**medium**, likely; three
      letters must be the same): counting up is what people do when a site makes them change, and
      the reason why NIST SP 800-63B-4 §3.1.1.2 forbids sites to ask for it,
    - another site had it before it was replaced there (**low**).

    It is one step worse where the older password is known from breaches (no matter for a PIN:
    nearly every one is), or where its site was breached while it was in use.

    Exports without a history, such as those of browsers, cannot show any of this.
    """
    breaches = password_breaches(evidence)
    former: dict[Secret, list[tuple[Account, PastPassword]]] = {}
    for account in evidence.accounts:
        for past in account.history:
            former.setdefault(past.password, []).append((account, past))
    for account in evidence.accounts:
        found = []
        for kind, owner, past in _recycled(account, former):
            severity, confidence, why = _KINDS[kind]
            exposed = _is_exposed(evidence, breaches, owner, past)
            found.append(
                Finding(
                    check="password-recycled",
                    title=_("An older password is back in use"),
                    severity=severity.raised() if exposed else severity,
                    confidence=confidence,
                    accounts=(account.id,),
                    why=f"{_(why)} {_(_EXPOSED)}" if exposed else _(why),
                    advice=_("Replace it with one that your password manager makes up."),
                    references=("https://pages.nist.gov/800-63-4/sp800-63b.html",),
                )
            )
        if found:
            yield max(found, key=lambda finding: finding.severity)


def _recycled(
    account: Account, former: Mapping[Secret, list[tuple[Account, PastPassword]]]
) -> Iterator[tuple[str, Account, PastPassword]]:
    """Yield what was brought back: a key of the table above, whose password it was, and which."""
    for password in account.passwords:
        counted = _counted(password)
        for past in account.history:
            if past.password == password:
                if _was_replaced(account, past):
                    yield "same", account, past
            elif counted & _counted(past.password):
                yield "counted up", account, past
        for owner, past in former.get(password, ()):
            if places((owner, account)) > 1:
                yield "elsewhere", owner, past
                break


def _was_replaced(account: Account, past: PastPassword) -> bool:
    """Whether another password came after this one: else a manager only noted it twice."""
    return any(
        other.password != past.password
        and (other.until is None or past.until is None or other.until > past.until)
        for other in account.history
    )


def _counted(password: Secret) -> frozenset[str]:
    """Return a password without what people count up or spell anew; nothing of one too short.

    Variants share one of these texts.
    """
    text = password.reveal().casefold()
    if sum(map(str.isalpha, text)) < _LETTERS:
        return frozenset()
    stem = text.rstrip(_COUNTED)
    # A 1 stands for an i or for an l: here they are one.
    spelt = (unleet(form).replace("l", "i") for form in (text, stem))
    return frozenset((_DIGITS.sub("0", stem), *spelt))


def _is_exposed(
    evidence: Evidence,
    breaches: Mapping[str, tuple[Breach, ...]] | Unchecked,
    owner: Account,
    past: PastPassword,
) -> bool:
    """Whether an older password is known to be in the wrong hands."""
    pwned = evidence.pwned.get(past.password)
    if isinstance(pwned, Pwned) and pwned.found and not is_pin(owner, past.password):
        return True
    if isinstance(breaches, Unchecked) or owner.site is None or past.until is None:
        return False
    start = owner.created.date() if owner.created else date.min
    return any(
        start <= breach.date <= past.until.date()
        for breach in breaches.get(canonical(owner.site), ())
    )
