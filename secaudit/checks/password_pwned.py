"""Passwords that attackers are known to have."""

from collections.abc import Iterator
from math import ceil, log10

from secaudit.checks.base import Result, check, gap
from secaudit.facts import NOT_LOOKED_AT
from secaudit.languages import N_, _
from secaudit.languages import number as digits
from secaudit.model import Account, Confidence, Evidence, Finding, Pwned, Severity, Unchecked
from secaudit.pins import has_only_pins, is_pin

_ID = "password-pwned"
_ONLY_COMMON_ONES = Unchecked(
    N_("only the most common passwords were at hand to compare with, and it is none of those"),
    asked=False,
)
_PIN = Unchecked(
    N_("a PIN is not looked up: nearly every one has leaked somewhere"),
    asked=False,
)


def _has_more_than_pins(_evidence: Evidence, account: Account) -> bool:
    return bool(account.passwords) and not has_only_pins(account)


@check(_ID, concerns=_has_more_than_pins, good=N_("a password that is not in the known breaches"))
def judge(evidence: Evidence) -> Iterator[Result]:
    """Passwords that are known from breaches.

    Attackers try the passwords of past breaches first, at every site (OWASP: credential
    stuffing; NIST SP 800-63B-4 §3.1.1.2 bars such passwords, OWASP ASVS 5.0 6.2.12 as well). So
    every one of them is **critical**, and certain: the password itself was found, whoever it
    leaked from. Where only an approximate set (a filter) was at hand, it is *likely*: the set takes
    one in 256 passwords that never leaked for one that did. What it does not hold is sure.

    It is looked up in Pwned Passwords online, in an offline corpus, or in a list of the most
    common passwords. How often it was seen, or how common it is, is said in rough numbers only:
    the exact place in a public list would name the password.

    **Not checked:** PINs, since nearly every one has leaked somewhere, and that says nothing;
    passwords the service gave no answer for; and, where only the list of common ones was at hand,
    every password that is not in it. Not being common does not mean that it never leaked.
    """
    for account in evidence.accounts:
        if has_only_pins(account):
            yield gap(_ID, _PIN, account)
            continue
        answers = [
            evidence.pwned.get(password, NOT_LOOKED_AT)
            for password in account.passwords
            if not is_pin(account, password)
        ]
        known = [answer for answer in answers if isinstance(answer, Pwned)]
        found = [answer for answer in known if answer.found]
        if found:
            sure = [answer for answer in found if answer.one_in is None]
            best = (sure or found)[0]
            yield Finding(
                check=_ID,
                title=_("This password is known to attackers")
                if sure
                else _("This password is probably known to attackers"),
                severity=Severity.CRITICAL,
                confidence=Confidence.CERTAIN if sure else Confidence.LIKELY,
                accounts=(account.id,),
                why=" ".join((_seen(best), _("Such passwords are tried first, at every site."))),
                advice=_(
                    "Change it wherever you use it, to one that your password manager makes up."
                ),
                references=("https://haveibeenpwned.com/Passwords",),
            )
            continue
        missing = [answer for answer in answers if isinstance(answer, Unchecked)]
        missing += [_ONLY_COMMON_ONES for answer in known if answer.count is None]
        if missing:
            yield gap(_ID, missing[0], account)


def _seen(pwned: Pwned) -> str:
    """Say how well known a password is, too roughly to tell which one it is."""
    if pwned.one_in:
        return _(
            "A filter of the passwords in known breaches holds it ({source}). That is wrong for "
            "one in {number} passwords that never leaked."
        ).format(source=pwned.source, number=digits(pwned.one_in))
    if pwned.count:
        surely = pwned.count * 15 // 16 if pwned.approximate else pwned.count
        floor = 10 ** int(log10(surely))
        said = (
            _("It was seen more than {number} times in known breaches ({source}).")
            if floor > 1
            else _("It was seen a few times in known breaches ({source}).")
        )
        return said.format(number=digits(floor), source=_(pwned.source))
    place = 10 ** max(2, ceil(log10(pwned.rank or 1)))
    return _("It is among the {number} most common passwords ({source}).").format(
        number=digits(place), source=_(pwned.source)
    )
