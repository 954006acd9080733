"""Read an answers file: what the guided walk would ask, answered in advance (docs/answers.md).

Messages name keys and places, never values: `personal` holds words that nobody should see.
"""

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple

from secaudit.checks import CHECKS
from secaudit.errors import UsageError, reason
from secaudit.languages import N_, _
from secaudit.model import (
    AUDIENCES,
    BACKUP_CODES,
    EVERY_CHECK,
    SECOND_FACTORS,
    SPARE,
    Answer,
    Answers,
    Ignore,
    Platform,
    Recovery,
)
from secaudit.sites import Importance, mail_domain, site_of
from secaudit.text import Secret, clean

MAX_BYTES = 1_000_000
"""An answers file is a few kilobytes; more than this is some other file."""

FEW = 20
"""As many words as a hint still lists."""

_HINT = N_("docs/answers.md shows the form of an answers file.")
_KEYS = ("personal", "platforms", "spare", "audiences", "accounts", "items", "ignore")
_WHOSE = ("site", "username")
_RECOVERY = ("recovery-email", "recovery-phone", "backup-codes", "sign-in-with")
_SAID = ("second-factor", *_RECOVERY, "importance")
_ACCOUNT_KEYS = (*_WHOSE, *_SAID)
_IGNORE_KEYS = ("check", "account", "reason", "until")
_NONE = "none"

_CHECK_IDS = tuple(check.id for check in CHECKS if check.id != "checklist-items")
"""Checks that findings name; a question of a checklist has an id of its own."""


def read_answers(path: Path, platforms: Iterable[Platform]) -> Answers:
    """Return the answers in a file, checked against the checklists there are.

    Raises UsageError that names the key: where the file cannot be read, or where a key, a method,
    a checklist, an item, an answer or a check is not known.
    """
    known = tuple(platforms)
    raw = _read(path)
    _no_unknown(raw, _KEYS, "")
    tables = tuple(_tables(_list(raw, "accounts")))
    return Answers(
        second_factors={
            table.login: _methods(table.said["second-factor"], table.at("second-factor"))
            for table in tables
            if "second-factor" in table.said
        },
        recovery={
            table.login: _recovery(table)
            for table in tables
            if not table.said.keys().isdisjoint(_RECOVERY)
        },
        importance={
            table.login: Importance(level)
            for table in tables
            if (level := table.word("importance", list(Importance)))
        },
        spare=_some_of(SPARE, raw, "spare"),
        audiences=_some_of(AUDIENCES, raw, "audiences"),
        items=_items(raw.get("items", {}), [item.id for p in known for item in p.items]),
        personal=_personal(_list(raw, "personal")),
        platforms=_platforms(_list(raw, "platforms"), [p.id for p in known]),
        ignored=tuple(_ignored(_list(raw, "ignore"), known)),
    )


def ignore_rule(text: str, platforms: Iterable[Platform]) -> Ignore:
    """Return the rule that `check:account-pattern` on a command line stands for.

    Raises UsageError where the form is another or the check is not known.
    """
    check, colon, account = (clean(part) for part in text.partition(":"))
    if not (check and colon and account):
        raise UsageError(
            _("--ignore: `{text}` should be a check, a colon and an account").format(
                text=clean(text, 60)
            ),
            _('For example: --ignore "password-weak:shop.example"'),
        )
    _must_be_a_check(check, platforms, f"--ignore, `{clean(check, 60)}`")
    return Ignore(check, account)


def _read(path: Path) -> dict[str, Any]:
    name = clean(str(path))
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise UsageError(
            _("{name} does not exist").format(name=name), _("Check the name after --answers.")
        ) from None
    except OSError as error:
        why = reason(error)
        raise UsageError(
            _("{name} could not be read: {why}").format(name=name, why=why), _(_HINT)
        ) from None
    if len(data) > MAX_BYTES:
        raise UsageError(_("{name} is too large to be an answers file").format(name=name), _(_HINT))
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise UsageError(_("{name} is not UTF-8 text").format(name=name), _(_HINT)) from None
    except tomllib.TOMLDecodeError as error:
        # Only the place: the rest of the message can hold a part of the file.
        place = re.search(r"line (\d+)", str(error))
        raise UsageError(
            _("{name} is not valid TOML, line {number}").format(name=name, number=place[1])
            if place
            else _("{name} is not valid TOML, at its end").format(name=name),
            _(_HINT),
        ) from None


def _list(raw: dict[str, Any], key: str) -> list[Any]:
    value = raw.get(key, [])
    if not isinstance(value, list):
        raise UsageError(_("`{key}` should be a list").format(key=key), _(_HINT))
    return value


def _personal(words: list[Any]) -> tuple[Secret, ...]:
    if not all(isinstance(word, str) and word.strip() for word in words):
        raise UsageError(
            _("`personal` should be a list of words, each in quotes"),
            _('For example: personal = ["Luna", "1987-03-14"]'),
        )
    return tuple(Secret(word.strip()) for word in words)


def _platforms(chosen: list[Any], known: list[str]) -> tuple[str, ...]:
    for number, name in enumerate(chosen, start=1):
        _must_be_one_of(name, known, _nth("platforms", number))
    return tuple(dict.fromkeys(chosen))


def _items(raw: Any, known: list[str]) -> dict[str, Answer]:
    if not isinstance(raw, dict):
        raise UsageError(_("`items` should be a table: [items]"), _(_HINT))
    _no_unknown(raw, known, "`items`: ")
    answers = {}
    for name, said in raw.items():
        _must_be_one_of(said, list(Answer), f"`items`, {name}")
        answers[name] = Answer(said)
    return answers


class _Table(NamedTuple):
    """What one of `[[accounts]]` says."""

    where: str
    login: tuple[str, str]
    """(site, username), as the keys of Answers."""
    said: dict[str, Any]

    def at(self, key: str) -> str:
        """Return where a key stands, for a message."""
        return f"{self.where}, `{key}`"

    def word(self, key: str, known: Collection[str]) -> str | None:
        """Return the word a key holds, one of those known; None where it is left out."""
        if key in self.said:
            _must_be_one_of(self.said[key], known, self.at(key))
        return self.said.get(key)


def _tables(entries: list[Any]) -> Iterator[_Table]:
    seen = set()
    for number, entry in enumerate(entries, start=1):
        where = _nth("accounts", number)
        if not isinstance(entry, dict):
            raise UsageError(
                _("{where}: should be a table: [[accounts]]").format(where=where), _(_HINT)
            )
        _no_unknown(entry, _ACCOUNT_KEYS, f"{where}: ")
        username = entry.get("username", "")
        if not isinstance(username, str):
            raise UsageError(
                _("{where}: `username` should be text in quotes").format(where=where), _(_HINT)
            )
        login = _site(entry.get("site"), f"{where}: `site`"), clean(username).casefold()
        if login in seen:
            raise UsageError(
                _("{where}: this site and username were answered above").format(where=where),
                _(_HINT),
            )
        if entry.keys() <= set(_WHOSE):
            raise UsageError(
                _("{where}: says nothing yet").format(where=where),
                _("Add one of: {names}.").format(names=", ".join(_SAID)),
            )
        seen.add(login)
        yield _Table(where, login, entry)


def _site(said: Any, what: str) -> str:
    site = site_of(said) if isinstance(said, str) else None
    if site is None:
        raise UsageError(
            _("{where} should be an address such as github.com").format(where=what), _(_HINT)
        )
    return site


def _recovery(table: _Table) -> Recovery:
    said = table.said
    phone = said.get("recovery-phone")
    if phone is not None and not isinstance(phone, bool):
        raise UsageError(
            _("{where}: should be true or false").format(where=table.at("recovery-phone")), _(_HINT)
        )
    other = said.get("sign-in-with")
    return Recovery(
        mail=_addresses(said["recovery-email"], table) if "recovery-email" in said else None,
        phone=phone,
        backup_codes=table.word("backup-codes", BACKUP_CODES),
        sign_in_with=None if other is None else _site(other, f"{table.at('sign-in-with')}:"),
    )


def _addresses(said: Any, table: _Table) -> tuple[str, ...]:
    """Return mail addresses in lower case, once each; `()` for none."""
    addresses = [said] if isinstance(said, str) else said
    if not isinstance(addresses, list) or not all(
        isinstance(address, str) and mail_domain(address) for address in addresses
    ):
        raise UsageError(
            _("{where}: should be a mail address, or a list of them").format(
                where=table.at("recovery-email")
            ),
            _('For example: recovery-email = "ana@mail.example". For none: recovery-email = []'),
        )
    return tuple(dict.fromkeys(clean(address).lower() for address in addresses))


def _some_of(words: Iterable[str], raw: dict[str, Any], key: str) -> frozenset[str]:
    said = _list(raw, key)
    for number, word in enumerate(said, start=1):
        _must_be_one_of(word, tuple(words), _nth(key, number))
    return frozenset(said)


def _ignored(entries: list[Any], platforms: Collection[Platform]) -> Iterator[Ignore]:
    for number, entry in enumerate(entries, start=1):
        where = _nth("ignore", number)
        if not isinstance(entry, dict):
            raise UsageError(
                _("{where}: should be a table: [[ignore]]").format(where=where), _(_HINT)
            )
        _no_unknown(entry, _IGNORE_KEYS, f"{where}: ")
        _must_be_a_check(entry.get("check"), platforms, f"{where}, `check`")
        account, reason = (_words(entry, key, where) for key in ("account", "reason"))
        until = entry.get("until")
        if until is not None and type(until) is not date:  # a moment is a date too
            raise UsageError(
                _("{where}: `until` should be a day, without quotes").format(where=where),
                _("For example: until = 2027-03-31"),
            )
        yield Ignore(entry["check"], account, reason, until)


def _words(entry: dict[str, Any], key: str, where: str) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not clean(value):
        raise UsageError(
            _("{where}: `{key}` should be words in quotes").format(where=where, key=key), _(_HINT)
        )
    return clean(value)


def _must_be_a_check(word: Any, platforms: Iterable[Platform], where: str) -> None:
    checks = [*_CHECK_IDS, EVERY_CHECK]
    known = [*checks, *(item.id for platform in platforms for item in platform.items)]
    near = isinstance(word, str) and get_close_matches(word, known, n=1)
    _must_be_one_of(word, known if near else checks, where)  # the checks are few enough to list


def _methods(said: Any, where: str) -> tuple[str, ...]:
    """Return the methods, strongest first; `()` for none."""
    words = [said] if isinstance(said, str) else said
    if words == [_NONE]:
        return ()
    if not isinstance(words, list) or not words:
        raise UsageError(
            _("{where}: should be a list of methods, or {none}").format(where=where, none=_NONE),
            _('For example: second-factor = ["totp"]. There are: {names}.').format(
                names=", ".join(SECOND_FACTORS)
            ),
        )
    for word in words:
        _must_be_one_of(word, [*SECOND_FACTORS, _NONE], where)
    if _NONE in words:
        raise UsageError(
            _("{where}: says {none} and names a method too").format(where=where, none=_NONE),
            _(_HINT),
        )
    return tuple(method for method in SECOND_FACTORS if method in words)


def _no_unknown(raw: dict[str, Any], known: Collection[str], where: str) -> None:
    for key in raw:
        if key in known:
            continue
        # In TOML a key below a [table] belongs to that table: easily overlooked.
        hint = _nearest(key, known) if key not in _KEYS else _move_up(key)
        raise UsageError(
            _("{where}`{key}` is not a known key").format(where=where, key=clean(key, 60)), hint
        )


def _must_be_one_of(word: Any, known: Collection[str], where: str) -> None:
    if not isinstance(word, str):
        raise UsageError(
            _("{where}: should be words in quotes").format(where=where), _nearest("", known)
        )
    if word not in known:
        raise UsageError(_("{where}: not a known word").format(where=where), _nearest(word, known))


def _nth(key: str, number: int) -> str:
    """Return where an entry of a list stands, for a message."""
    return _("`{key}`, number {number}").format(key=key, number=number)


def _move_up(key: str) -> str:
    return _("Move `{key}` to the top of the file, above the first line in [brackets].").format(
        key=key
    )


def _nearest(word: str, known: Collection[str]) -> str:
    """Return the hint: the one that was probably meant, else all of them where they are few."""
    if near := get_close_matches(word, known, n=1):
        return _("Did you mean {word}?").format(word=near[0])
    if len(known) <= FEW:
        return _("There are: {names}.").format(names=", ".join(known))
    return _("`secaudit checklist --list` shows them all.")
