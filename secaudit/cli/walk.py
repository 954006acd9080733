"""The guided walk: what no export can tell, asked in numbered lines, every part skippable."""

from collections.abc import Iterable, Mapping, Sequence

from secaudit.cli.prompts import ask, ask_secret, choose, choose_many, confirm, heading, say
from secaudit.gathering import accounts_of, walked
from secaudit.model import Account, Answer, Answers, Item, Platform, Vault
from secaudit.sites import Importance, canonical, site_of
from secaudit.text import Secret, clean

_AT_MOST = 12
"""Accounts to ask about: the most important; the rest is in the report as unknown."""

_TYPED = "your answers"

_FACTORS = (
    ("A passkey or a security key", ("passkey",)),
    ("A code from an app", ("totp",)),
    ("A tap on a prompt in the site's own app", ("custom-software",)),
    ("A code by text message or call", ("sms",)),
    ("A code by e-mail", ("email",)),
    ("Nothing but the password", ()),
)

_ANSWERS = (
    ("Yes", Answer.YES),
    ("No", Answer.NO),
    ("Does not apply to me", Answer.NOT_APPLICABLE),
    ("I could not check now", Answer.UNKNOWN),
)


def walk(vaults: Sequence[Vault], platforms: Sequence[Platform]) -> tuple[list[Vault], Answers]:
    """Ask everything, and return the vaults (with what was typed in) and the answers."""
    vaults = list(vaults)
    say("secaudit asks a few questions first, then writes your report.")
    say("Nothing you type is stored. Ctrl-C stops at any time; the answers so far are then lost.")
    for vault in vaults:
        logins = "1 login" if len(vault.accounts) == 1 else f"{len(vault.accounts):,} logins"
        say(f"  {vault.name}: {logins} ({vault.format})")
    chosen: list[Platform] = []
    if not any(vault.accounts for vault in vaults):
        chosen, typed = _choose_accounts(platforms)
        vaults.append(typed)
    accounts, _ = accounts_of(vaults)
    factors = _walk_second_factors(accounts)
    personal = _walk_personal(accounts)
    sites = {account.site for account in accounts if account.site}
    found = walked(platforms, sites, Answers(platforms=tuple(p.id for p in chosen)))
    return vaults, Answers(
        second_factors=factors,
        personal=personal,
        items=walk_items(found),
        platforms=tuple(platform.id for platform in chosen),
    )


def choose_platforms(platforms: Iterable[Platform]) -> list[Platform]:
    """Ask which platforms the person uses."""
    platforms = list(platforms)
    picked = choose_many("Which of these do you use?", [platform.name for platform in platforms])
    return [platforms[index] for index in picked]


def walk_items(platforms: Sequence[Platform]) -> Mapping[str, Answer]:
    """Ask the questions of some checklists, platform by platform."""
    answers: dict[str, Answer] = {}
    for number, platform in enumerate(platforms, 1):
        heading(f"Checklist {number} of {len(platforms)}: {platform.name}")
        say(f"{len(platform.items)} questions, about {_minutes(len(platform.items))} to answer.")
        if not confirm("Go through it now?", default=True):
            continue
        for place, item in enumerate(platform.items, 1):
            answer = _ask_item(item, f"{place} of {len(platform.items)}")
            if answer is None:
                break
            answers[item.id] = answer
    return answers


def _ask_item(item: Item, place: str) -> Answer | None:
    say()
    say(f"Question {place}: {item.question}")
    say(f"Why: {item.why}")
    say(f"Where: {item.where}")
    if item.url:
        say(f"Link: {item.url}")
    options = [*(text for text, _ in _ANSWERS), "Skip the rest of this checklist"]
    picked = choose("Your answer:", options, default=4)
    return _ANSWERS[picked][1] if picked < len(_ANSWERS) else None


def _choose_accounts(platforms: Sequence[Platform]) -> tuple[list[Platform], Vault]:
    heading("Your accounts (about 5 minutes)")
    say("There is no export, so choose the accounts that matter: mail first, then money.")
    chosen = choose_platforms(platforms)
    accounts = [
        _type_account(platform.name, canonical(min(platform.domains))) for platform in chosen
    ]
    while site := ask("Another site, such as mybank.example (Enter when done)"):
        known = site_of(site)
        if known is None:
            say("That does not look like the name of a site. Try one such as mybank.example")
            continue
        accounts.append(_type_account(known, known))
    return chosen, Vault(_TYPED, "typed in", tuple(accounts))


def _type_account(title: str, site: str) -> Account:
    say()
    say(f"{title}:")
    username = clean(ask("Username or mail address (Enter to skip)"))
    say("Typing the password checks it on this machine. It is not shown and not kept.")
    password = ask_secret("Password (Enter to skip)")
    return Account(
        title=title,
        username=username,
        password=password or None,
        site=site,
        sources=(_TYPED,),
    )


def _walk_second_factors(accounts: Sequence[Account]) -> dict[tuple[str, str], tuple[str, ...]]:
    unknown = [
        account
        for account in accounts
        if account.site
        and account.importance is not Importance.NORMAL
        and not (account.totp or account.passkeys or account.codes)
    ]
    unknown.sort(key=lambda account: account.importance is not Importance.CRITICAL)
    if not unknown:
        return {}
    asked = unknown[:_AT_MOST]
    heading(f"Second step at login (about {_minutes(len(asked) // 3)})")
    number = "1 important account" if len(asked) == 1 else f"{len(asked)} important accounts"
    say(f"For {number}: what is asked of you besides the password?")
    if len(asked) < len(unknown):
        say(f"{len(unknown) - len(asked)} more stay unknown, and the report says so.")
    if not confirm("Go through them now?", default=True):
        return {}
    answers: dict[tuple[str, str], tuple[str, ...]] = {}
    for account in asked:
        say()
        options = [*(text for text, _ in _FACTORS), "I don't know", "Skip the rest"]
        picked = choose(f"{account.name}:", options, default=len(options) - 1)
        if picked < len(_FACTORS):
            answers[account.site or "", account.username.casefold()] = _FACTORS[picked][1]
        elif picked == len(options) - 1:
            break
    return answers


def _minutes(number: int) -> str:
    return f"{number} minutes" if number > 1 else "1 minute"


def _walk_personal(accounts: Sequence[Account]) -> tuple[Secret, ...]:
    if not any(account.password for account in accounts):
        return ()
    heading("Words about you (about 1 minute)")
    say("Names, birthdays, pets, a team: people who know you try them first.")
    say("They are compared with your passwords on this machine and are in no report.")
    say("Dates as 1987-03-14. What you type is not shown.")
    words: list[Secret] = []
    while word := ask_secret("A word or date (Enter when done)"):
        words.append(word)
    return tuple(words)
