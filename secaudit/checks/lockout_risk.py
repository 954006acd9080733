"""Important accounts that the owner would lose with one thing."""

from collections.abc import Iterator

from secaudit.access.what_if import ITEMS, lost
from secaudit.checks.base import Result, check
from secaudit.model import Account, Confidence, Evidence, Finding, Severity
from secaudit.sites import Importance

_ID = "lockout-risk"

_THINGS = {
    # What may be lost, the most telling first → how to call it.
    "phone": "your phone",
    "authenticator": "the app that makes your codes",
    "security-key": "your security key",
    "phone-number": "your phone number",
    "backup-codes": "the paper with your backup codes",
}


def _has_second_step(evidence: Evidence, account: Account) -> bool:
    return account.importance is Importance.CRITICAL and bool(evidence.second_factors(account))


@check(_ID, concerns=_has_second_step, good="a way back in, whatever single thing is lost")
def judge(evidence: Evidence) -> Iterator[Result]:
    """Losing one thing would lock you out of an important account.

    A second step keeps others out, and its owner too, once the phone is gone: the app, the text
    messages and the passkeys of the phone all go with it. So every way into the account that is
    known is followed, without the phone, the app, the security key, the phone number or the paper
    with the backup codes, one at a time. This finding says that none is left.

    **Medium** where you said that there are no backup codes, or where they are all that counts.
    **Low**, and unsure, where nobody said whether there are: most sites give some out when the
    second step is switched on.

    **Not checked:** accounts whose second step is not known, and what you know by heart.
    """
    outcomes = {name: set(lost(evidence, [ITEMS[name]]).locked_out) for name in _THINGS}
    for account in evidence.accounts:
        if not _has_second_step(evidence, account):
            continue
        name = next((name for name, ids in outcomes.items() if account.id in ids), None)
        if name is None:
            continue
        sure = evidence.answers.recovery_of(account).backup_codes is not None
        yield Finding(
            check=_ID,
            title=f"Losing {_THINGS[name]} would lock you out"
            if sure
            else f"Losing {_THINGS[name]} may lock you out",
            severity=Severity.MEDIUM if sure else Severity.LOW,
            confidence=Confidence.CERTAIN if sure else Confidence.UNSURE,
            accounts=(account.id,),
            why=f"Every way in that is known needs {_THINGS[name]}."
            + ("" if sure else " Backup codes would be another, if you kept them."),
            advice="Print the backup codes of this account, or add a second key or device to it, "
            "and keep that somewhere else.",
            references=("https://www.cisa.gov/secure-our-world",),
        )
