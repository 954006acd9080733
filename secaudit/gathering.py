"""Accounts, sources and answers → Evidence: everything is asked here, nothing is judged."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from secaudit import checklists
from secaudit.choosing import fitting
from secaudit.languages import current
from secaudit.matching import match
from secaudit.merge import merge
from secaudit.model import (
    HIDDEN,
    Account,
    Answers,
    Evidence,
    Offer,
    OneTimeCode,
    Platform,
    Progress,
    Pwned,
    Strength,
    Unchecked,
    Unreadable,
    Vault,
    silent,
)
from secaudit.sites import IMPORTANCE, Importance, canonical, kind_of, mail_domain, site_of_host
from secaudit.sources import Sources
from secaudit.strength import own_words, score_passwords
from secaudit.text import Secret

_TELLING = 6
"""A shorter password of another account stands in a title by chance."""


def gather(  # noqa: PLR0913  # each part of the evidence comes from somewhere else
    vaults: Sequence[Vault],
    *,
    sources: Sources,
    today: date,
    answers: Answers | None = None,
    platforms: Sequence[Platform] | None = None,
    progress: Progress = silent,
) -> Evidence:
    """Return all that can be known of the logins in `vaults`.

    `platforms` are the checklists to take facts and items from, by default the shipped ones.
    Nothing here raises for a source that fails: its part of the evidence is Unchecked.
    """
    answers = answers or Answers()
    platforms = tuple(platforms) if platforms is not None else checklists.load(language=current())
    accounts, unmatched = accounts_of(vaults, answers)
    sites = {account.site for account in accounts if account.site}
    strengths = _strengths(accounts, progress)
    pwned = _pwned(accounts, sources, progress)
    return Evidence(
        today=today,
        accounts=accounts,
        strengths=strengths,
        pwned=pwned,
        breaches=sources.catalogue.breaches(),
        addresses=sources.addresses.breached(mail_addresses(accounts), progress),
        offers=_with_platform_facts(sources.directory.offers(sites), platforms),
        answers=answers,
        platforms=platforms,
        walked=walked(platforms, sites, answers),
        unreadable=sum(isinstance(row, Unreadable) for vault in vaults for row in vault.rows),
        unmatched=unmatched,
    )


def accounts_of(
    vaults: Sequence[Vault], answers: Answers | None = None
) -> tuple[tuple[Account, ...], tuple[OneTimeCode, ...]]:
    """Return the logins of some exports once each, weighed and fit to be shown.

    Beside them the one-time codes that fit none.
    """
    codes = (replace(code, source=vault.name) for vault in vaults for code in vault.codes)
    return match(weigh(without_passwords_of_others(merge(vaults)), answers), codes)


def weigh(accounts: Iterable[Account], answers: Answers | None = None) -> tuple[Account, ...]:
    """Return the accounts with their importance: what the person said, else what is usual.

    A site whose mail addresses are the usernames of other sites is a mailbox, known or not.
    """
    accounts = tuple(accounts)
    answers = answers or Answers()
    mailboxes = {
        site
        for account in accounts
        if (domain := mail_domain(account.username))
        and (site := site_of_host(domain)) != account.site
    }
    return tuple(
        replace(
            account,
            importance=answers.importance_of(account)
            or (
                Importance.CRITICAL
                if account.site in mailboxes
                else IMPORTANCE[kind_of(account.site or "")]
            ),
        )
        for account in accounts
    )


def without_passwords_of_others(accounts: Sequence[Account]) -> tuple[Account, ...]:
    """Return the accounts without the passwords of others in titles and usernames.

    Some people note passwords in a title, and a spreadsheet may have mixed up its columns. What
    stands at several accounts is a name before it is a password, and so is a plain word.
    """
    secrets = {p.reveal().casefold() for account in accounts for p in account.passwords}
    words = Counter(word for account in accounts for word in set(_words(account)))
    noted = {
        word
        for word, times in words.items()
        if times == 1 and word in secrets and len(word) >= _TELLING and not word.isalpha()
    }

    def without(account: Account) -> Account:
        own = {password.reveal().casefold() for password in account.passwords}
        found = noted.intersection(_words(account)) - own
        if not found:
            return account
        pattern = re.compile("|".join(map(re.escape, found)), re.IGNORECASE)
        title, username = (pattern.sub(HIDDEN, t) for t in (account.title, account.username))
        return replace(account, title=title, username=username)

    return tuple(map(without, accounts))


def _words(account: Account) -> list[str]:
    text = f"{account.title} {account.username}".casefold()
    return [word.strip("\"'()[]{}<>,;:") for word in text.split()]


def walked(
    platforms: Sequence[Platform], sites: Iterable[str], answers: Answers
) -> tuple[Platform, ...]:
    """Return the checklists of this audit: of the sites found, chosen, or answered already.

    What a check answers for an account in the vault is not asked again. The rest is for this
    person, the most important first.
    """
    found = {platform.id for platform in checklists.for_sites(platforms, sites)}
    chosen: list[Platform] = []
    for platform in platforms:
        if platform.id in found:
            items = tuple(item for item in platform.items if not item.covered_by)
            chosen.append(fitting(replace(platform, items=items), answers))
        elif platform.id in answers.platforms or any(
            item.id in answers.items for item in platform.items
        ):
            chosen.append(fitting(platform, answers))
    return tuple(chosen)


def mail_addresses(accounts: Iterable[Account]) -> tuple[str, ...]:
    """Return the distinct mail addresses among the usernames, lower case, in order."""
    return tuple(
        dict.fromkeys(a.username.strip().lower() for a in accounts if mail_domain(a.username))
    )


def _strengths(
    accounts: Sequence[Account], progress: Progress
) -> Mapping[Secret, Strength | Unchecked]:
    words: dict[Secret, set[str]] = {}
    for account in accounts:
        for password in account.passwords:
            words.setdefault(password, set()).update(own_words(account))
    return score_passwords(words, progress=progress)


def _pwned(
    accounts: Sequence[Account], sources: Sources, progress: Progress
) -> Mapping[Secret, Pwned | Unchecked]:
    digests = {
        password: password.sha1()
        for account in accounts
        for password in (*account.passwords, *(past.password for past in account.history))
    }
    counts = sources.passwords.counts(set(digests.values()), progress)
    return {password: counts[digest] for password, digest in digests.items()}


def _with_platform_facts(
    offers: Mapping[str, Offer | Unchecked], platforms: Sequence[Platform]
) -> Mapping[str, Offer | Unchecked]:
    """Fall back to the hand-written facts of the checklists where no directory knows a site."""
    known = checklists.by_login(platform for platform in platforms if platform.offer)
    facts = {login: platform.offer for login, platform in known.items()}
    return {site: _completed(offer, facts.get(canonical(site))) for site, offer in offers.items()}


def _completed(offer: Offer | Unchecked, fact: Offer | None) -> Offer | Unchecked:
    if fact is None:
        return offer
    if isinstance(offer, Unchecked):
        return fact
    if isinstance(offer.passkey, Unchecked):
        return replace(offer, passkey=fact.passkey, passwordless=fact.passwordless)
    return offer
