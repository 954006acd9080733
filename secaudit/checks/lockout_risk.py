"""Important accounts that the owner would lose with one thing."""

from collections.abc import Iterator

from secaudit.access.scenarios import ITEMS
from secaudit.access.what_if import lost
from secaudit.checks.base import Result, check, gap
from secaudit.languages import N_, _
from secaudit.model import Account, Confidence, Evidence, Finding, Severity, Unchecked
from secaudit.sites import Importance

_ID = "lockout-risk"

_THINGS = {
    # What may be lost, the most telling first → what to say where it would lock out, where it
    # only may, and why.
    "phone": (
        N_("Losing your phone would lock you out"),
        N_("Losing your phone may lock you out"),
        N_("Every way in that is known needs your phone."),
    ),
    "authenticator": (
        N_("Losing the app that makes your codes would lock you out"),
        N_("Losing the app that makes your codes may lock you out"),
        N_("Every way in that is known needs the app that makes your codes."),
    ),
    "security-key": (
        N_("Losing your security key would lock you out"),
        N_("Losing your security key may lock you out"),
        N_("Every way in that is known needs your security key."),
    ),
    "phone-number": (
        N_("Losing your phone number would lock you out"),
        N_("Losing your phone number may lock you out"),
        N_("Every way in that is known needs your phone number."),
    ),
    "backup-codes": (
        N_("Losing the paper with your backup codes would lock you out"),
        N_("Losing the paper with your backup codes may lock you out"),
        N_("Every way in that is known needs the paper with your backup codes."),
    ),
}
_CANNOT_TELL = Unchecked(N_("nothing in your exports tells how you open it"), asked=False)


def _has_second_step(evidence: Evidence, account: Account) -> bool:
    return account.importance is Importance.CRITICAL and bool(evidence.second_factors(account))


@check(_ID, concerns=_has_second_step, good=N_("a way back in, whatever single thing is lost"))
def judge(evidence: Evidence) -> Iterator[Result]:
    """Losing one thing would lock you out of an important account.

    A second step keeps others out, and its owner too, once the phone is gone: the app, the text
    messages and the passkeys of the phone all go with it. So every way into the account that is
    known is followed, without the phone, the app, the security key, the phone number or the paper
    with the backup codes, one at a time. This finding says that none is left.

    **Medium** where that is so whatever you kept. **Low**, and unsure, where backup codes would
    help and nobody said whether there are any: most sites give some out when the second step is
    switched on.

    **Not checked:** accounts whose second step is not known, accounts that nothing in your exports
    opens, and what you know by heart.
    """
    concerned = [one for one in evidence.accounts if _has_second_step(evidence, one)]
    if not concerned:
        return
    without = {name: lost(evidence, [ITEMS[name]]) for name in _THINGS}
    locked = {name: {one.account: one for one in without[name].locked_out} for name in _THINGS}
    for account in concerned:
        if any(account.id in one.unknown for one in without.values()):
            yield gap(_ID, _CANNOT_TELL, account)
        # What surely locks out is told before what only may.
        worst = sorted(
            (locked[name][account.id].unless_codes, place, name)
            for place, name in enumerate(_THINGS)
            if account.id in locked[name]
        )
        if not worst:
            continue
        maybe, _place, name = worst[0]
        would, may, needs = _THINGS[name]
        why = [_(needs)]
        if maybe:
            why.append(_("Backup codes would be another way, if you kept them."))
        yield Finding(
            check=_ID,
            title=_(may if maybe else would),
            severity=Severity.LOW if maybe else Severity.MEDIUM,
            confidence=Confidence.UNSURE if maybe else Confidence.CERTAIN,
            accounts=(account.id,),
            why=" ".join(why),
            advice=_(
                "Print the backup codes of this account, or add a second key or device to it, "
                "and keep that somewhere else."
            ),
            references=("https://www.cisa.gov/secure-our-world",),
        )
