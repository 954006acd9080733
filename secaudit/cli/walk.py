"""The guided walk: what no export can tell, asked in numbered lines, every part skippable."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from secaudit.choosing import FOR_EVERYONE, questions, rounds, time_for
from secaudit.cli.prompts import (
    ask,
    ask_secret,
    choose,
    confirm,
    heading,
    minutes,
    say,
)
from secaudit.cli.walk_items import ask_audiences, choose_platforms, walk_checklists
from secaudit.cli.walk_recovery import is_asked_about, time_to_get_back, walk_recovery
from secaudit.gathering import accounts_of, walked
from secaudit.languages import N_, _, caution, ngettext, number
from secaudit.model import Account, Answers, Platform, Vault
from secaudit.reports.words import kind
from secaudit.sites import Importance, canonical, site_of
from secaudit.text import Secret, clean

_AT_MOST = 12
"""Accounts to ask about: the most important; the rest is in the report as unknown."""

_TYPED = N_("your answers")

_FACTORS = (
    (N_("A passkey or a security key"), ("passkey",)),
    (N_("A code from an app"), ("totp",)),
    (N_("A tap on a prompt in the site's own app"), ("custom-software",)),
    (N_("A code by text message or call"), ("sms",)),
    (N_("A code by e-mail"), ("email",)),
    (N_("Nothing but the password"), ()),
)

_KEPT = N_(
    "Ctrl-C stops at any time: your answers are saved as you go, encrypted, and you can go on "
    "later. Passwords and words about you are never saved."
)
_NOT_KEPT = N_(
    "Nothing you type is stored. Ctrl-C stops at any time; the answers so far are then lost."
)


class Walked(NamedTuple):
    """What a walk brought."""

    vaults: list[Vault]
    """With what was typed in."""
    answers: Answers
    lost_phone: bool
    """Whether the person wants to see what would happen if the phone were lost."""


def walk(
    vaults: Sequence[Vault],
    platforms: Sequence[Platform],
    audiences: frozenset[str] = frozenset(),
    *,
    kept: bool = False,
    consider: Callable[[frozenset[str]], None] | None = None,
) -> Walked:
    """Ask everything; where `audiences` is empty, also about that.

    `kept` is whether every answer is saved as soon as it is given. `consider` is told who is
    asking as soon as that is known, so that nothing more is saved where that is a risk.
    """
    vaults = list(vaults)
    say(_("secaudit asks a few questions first, then writes your report."))
    say(_(_KEPT if kept else _NOT_KEPT))
    if notice := caution():
        say(notice)
    for vault in vaults:
        held = len(vault.accounts)
        logins = ngettext("{number} login", "{number} logins", held).format(number=number(held))
        say(f"  {vault.name}: {logins} ({kind(vault.format)})")
    chosen: list[Platform] = []
    if not any(vault.accounts for vault in vaults):
        chosen, typed = _choose_accounts(platforms)
        vaults.append(typed)
    accounts, _codes = accounts_of(vaults)
    audiences = audiences or ask_audiences()
    if consider:
        consider(audiences)
    said = Answers(
        platforms=(*FOR_EVERYONE, *(platform.id for platform in chosen)), audiences=audiences
    )
    found = walked(platforms, {account.site for account in accounts if account.site}, said)
    say()
    say(how_long(accounts, found))
    factors = _walk_second_factors(accounts)
    guarded = [one for one in accounts if _is_guarded(one, Answers(second_factors=factors))]
    back = walk_recovery(accounts, guarded)
    personal = _walk_personal(accounts)
    answers = replace(
        said,
        second_factors=factors,
        personal=personal,
        items=walk_checklists(found),
        recovery=back.recovery,
        spare=back.spare,
    )
    return Walked(vaults, answers, lost_phone=bool(guarded) and _wants_lost_phone())


def _is_guarded(account: Account, answers: Answers) -> bool:
    """Tell whether an account is known to ask for a second step."""
    held = account.totp or account.passkeys or account.codes
    return bool(held or answers.second_factor(account))


def _wants_lost_phone() -> bool:
    heading(_("If you lost your phone"))
    return confirm(_("After the report, see what you could still open without it?"))


def _choose_accounts(platforms: Sequence[Platform]) -> tuple[list[Platform], Vault]:
    heading(_("Your accounts (about {minutes})").format(minutes=minutes(5)))
    say(_("There is no export, so choose the accounts that matter: mail first, then money."))
    chosen = choose_platforms(platform for platform in platforms if not platform.is_general)
    accounts = [
        _type_account(platform.name, canonical(min(platform.domains))) for platform in chosen
    ]
    while site := ask(_("Another site, such as mybank.example (Enter when done)")):
        known = site_of(site)
        if known is None:
            say(_("That does not look like the name of a site. Try one such as mybank.example"))
            continue
        accounts.append(_type_account(known, known))
    return chosen, Vault(_(_TYPED), N_("typed in"), tuple(accounts))


def _type_account(title: str, site: str) -> Account:
    say()
    say(f"{title}:")
    username = clean(ask(_("Username or mail address (Enter to skip)")))
    say(_("Typing the password checks it on this machine. It is not shown and not kept."))
    password = ask_secret(_("Password of {title} (Enter to skip)").format(title=title))
    return Account(
        title=title,
        username=username,
        password=password or None,
        site=site,
        sources=(_(_TYPED),),
    )


def how_long(accounts: Sequence[Account], found: Sequence[Platform]) -> str:
    """Say how long the walk takes, and whether more questions are offered at its end."""
    _first, more = rounds(found)
    said = (
        _(
            "The first part takes about {minutes}; after it, more questions are offered. "
            "Skip what you like."
        )
        if more
        else _("All of it takes about {minutes}. Skip what you like.")
    )
    return said.format(minutes=minutes(stated_minutes(accounts, found)))


def stated_minutes(accounts: Sequence[Account], found: Sequence[Platform]) -> int:
    """Return how long all parts of the walk say they take, at most, in minutes.

    The questions that are offered after the most important ones are not among them.
    """
    first, _rest = rounds(found)
    parts = (
        _time_for_factors(_without_second_step(accounts)),
        time_to_get_back([account for account in accounts if is_asked_about(account)]),
        1,  # words about you
        time_for(questions(first)),
    )
    return sum(max(part, 1) for part in parts)


def _without_second_step(accounts: Sequence[Account]) -> list[Account]:
    """Return the important accounts whose second step nobody knows, the most important first."""
    unknown = [
        account
        for account in accounts
        if account.site
        and account.importance is not Importance.NORMAL
        and not (account.totp or account.passkeys or account.codes)
    ]
    return sorted(unknown, key=lambda account: account.importance is not Importance.CRITICAL)


def _time_for_factors(unknown: Sequence[Account]) -> int:
    return len(unknown[:_AT_MOST]) // 3


def _walk_second_factors(accounts: Sequence[Account]) -> dict[tuple[str, str], tuple[str, ...]]:
    unknown = _without_second_step(accounts)
    if not unknown:
        return {}
    asked = unknown[:_AT_MOST]
    heading(
        _("Second step at login (about {minutes})").format(
            minutes=minutes(_time_for_factors(unknown))
        )
    )
    for_them = ngettext(
        "For {number} important account: what is asked of you besides the password?",
        "For {number} important accounts: what is asked of you besides the password?",
        len(asked),
    )
    say(for_them.format(number=len(asked)))
    if len(asked) < len(unknown):
        left = len(unknown) - len(asked)
        stay = ngettext(
            "{number} more stays unknown, and the report says so.",
            "{number} more stay unknown, and the report says so.",
            left,
        )
        say(stay.format(number=left))
    if not confirm(_("Go through them now?"), default=True):
        return {}
    answers: dict[tuple[str, str], tuple[str, ...]] = {}
    for account in asked:
        say()
        options = [*(_(text) for text, _methods in _FACTORS), _("I don't know"), _("Skip the rest")]
        picked = choose(f"{account.name}:", options, default=len(options) - 1)
        if picked < len(_FACTORS):
            answers[account.site or "", account.username.casefold()] = _FACTORS[picked][1]
        elif picked == len(options) - 1:
            break
    return answers


def _walk_personal(accounts: Sequence[Account]) -> tuple[Secret, ...]:
    if not any(account.password for account in accounts):
        return ()
    heading(_("Words about you (about {minutes})").format(minutes=minutes(1)))
    say(_("Names, birthdays, pets, a team: people who know you try them first."))
    say(_("They are compared with your passwords on this machine and are in no report."))
    say(_("Dates as 1987-03-14. What you type is not shown."))
    words: list[Secret] = []
    while word := ask_secret(_("A word or date (Enter when done)")):
        words.append(word)
    return tuple(words)
