"""2fa.directory and the passkeys directory: which second factors and passkeys a site offers."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from secaudit.languages import N_, _, day
from secaudit.model import Offer, Unchecked
from secaudit.sites import canonical, host_of, site_of_host
from secaudit.sources.public import Copy, current, parsed
from secaudit.text import clean

if TYPE_CHECKING:
    from secaudit.sources.http import Client

_NAME = "2fa.directory"

CREDITS = (
    N_("Second factors: 2fa.directory (https://2fa.directory) by 2factorauth, MIT licence."),
    N_("Passkeys: https://passkeys.2fa.directory by 2factorauth, licence CC BY 4.0."),
)

NOT_LISTED = N_("not listed in 2fa.directory; that does not mean it has no second factor")

METHODS = frozenset({"sms", "call", "email", "totp", "u2f", "custom-software", "custom-hardware"})

_PASSKEY_USE = ("allowed", "required")  # the stricter one last, as in the alphabet


class Directories:
    """Both directories, joined. Without a client it knows what was fetched before."""

    def __init__(
        self,
        client: "Client | None",
        urls: tuple[str, str],
        cache: Path,
        today: date,
        *,
        keep: bool = True,
    ) -> None:
        """`urls` are those of 2fa.directory (v4) and of the passkeys directory (v1).

        Without `keep` nothing is written to `cache`.
        """
        self._client = client
        self._urls = urls
        self._cache = cache
        self._today = today
        self._keep = keep

    def offers(self, sites: Collection[str]) -> Mapping[str, Offer | Unchecked]:
        """Return what each site offers; a site that is not listed is Unchecked.

        Where a directory cannot be reached, the copy fetched before stands in, and the offer's
        source tells its date.
        """
        if not sites:
            return {}
        listed = self._directory(self._urls[0], _NAME)
        passkeys = self._directory(self._urls[1], "passkeys.directory")
        if isinstance(listed, Unchecked):
            return dict.fromkeys(sites, Unchecked(f"{_NAME}: {listed.why}", listed.asked))
        return {site: _offer(site, listed, passkeys) for site in sites}

    def _directory(self, url: str, name: str) -> "Copy[_Directory] | Unchecked":
        file = self._cache / name
        return current(
            self._client,
            file,
            url,
            _read,
            today=self._today,
            sent=_sent,
            or_old=True,
            keep=self._keep,
        )


@dataclass(frozen=True, slots=True)
class _Entry:
    host: str
    methods: frozenset[str]
    passkey: str | None
    passwordless: bool
    documentation: str | None


class _Directory:
    """The entries of one directory, to be asked by site."""

    def __init__(self, entries: Collection[_Entry]) -> None:
        self._groups: dict[str, list[tuple[str, _Entry]]] = defaultdict(list)
        for entry in entries:
            site = site_of_host(entry.host)
            self._groups[canonical(site)].append((site, entry))

    def nearest(self, site: str) -> list[_Entry]:
        """Return the entries that speak for a site, none where it is not listed.

        google.com is not listed, but mail.google.com is. The site itself comes first, then
        hosts under it, then the domains that share its login. Never a suffix: example.com.au
        says nothing about other.com.au.
        """

        def distance(where: str, entry: _Entry) -> tuple[bool, bool, bool]:
            return (where != site, where != canonical(site), where != entry.host)

        group = [(distance(*one), one[1]) for one in self._groups.get(canonical(site), ())]
        best = min((far for far, _entry in group), default=None)
        return [entry for far, entry in group if far == best]


def _offer(
    site: str, listed: Copy[_Directory], passkeys: Copy[_Directory] | Unchecked
) -> Offer | Unchecked:
    """Join what both say of a site: of several services under it, what all of them offer."""
    entries = listed.value.nearest(site)
    held = [] if isinstance(passkeys, Unchecked) else passkeys.value.nearest(site)
    held = [entry for entry in held if entry.passkey]
    offering = [entry.methods for entry in entries if entry.methods]
    methods = frozenset.intersection(*offering) if offering else frozenset()
    if offering and not methods:  # services that have nothing in common: not the same as none
        entries = []
    if not entries and not held:
        if isinstance(passkeys, Unchecked):
            why = _("{why}; passkeys: {more}").format(why=_(NOT_LISTED), more=passkeys.why)
            return Unchecked(why, passkeys.asked)
        return Unchecked(_(NOT_LISTED), asked=False)
    said = [_said(_NAME, listed.on, site, entries)] if entries else []
    if held and not isinstance(passkeys, Unchecked):
        said.append(_said(_("passkeys directory"), passkeys.on, site, held))
    return Offer(
        methods=methods,
        passkey=passkeys
        if isinstance(passkeys, Unchecked)
        else min((entry.passkey for entry in held if entry.passkey), default=None),
        passwordless=bool(held) and all(entry.passwordless for entry in held),
        documentation=next((e.documentation for e in (*entries, *held) if e.documentation), None),
        source="; ".join(said),
    )


def _said(name: str, on: date, site: str, entries: list[_Entry]) -> str:
    others = [entry.host for entry in entries if entry.host != site]
    if not others:
        said = _("{directory}, {day}")
    elif others[1:]:
        said = _("{directory} (for {host} and others), {day}")
    else:
        said = _("{directory} (for {host}), {day}")
    return said.format(directory=name, host=next(iter(others), ""), day=day(on))


def _read(body: bytes) -> _Directory | Unchecked:
    """Read `{host: {…}}`; an entry of another form is left out, which makes it not listed."""
    raw = parsed(body)
    entries = [_entry(*item) for item in raw.items()] if isinstance(raw, dict) else []
    good = [entry for entry in entries if entry]
    return _Directory(good) if good else Unchecked(_("the answer was not a directory"))


def _entry(key: str, raw: Any) -> _Entry | None:
    host = host_of(key)
    if host is None or not isinstance(raw, dict):
        return None
    methods = raw.get("methods", [])
    if not isinstance(methods, list):
        return None
    known = METHODS.intersection(method for method in methods if isinstance(method, str))
    if methods and not known:  # a word of the future: not the same as none
        return None
    uses = [use for use in _PASSKEY_USE if use in (raw.get("mfa"), raw.get("passwordless"))]
    return _Entry(
        host=host,
        methods=known,
        passkey=uses[-1] if uses else None,
        passwordless=raw.get("passwordless") in _PASSKEY_USE,
        documentation=_https(raw.get("documentation")),
    )


def _https(url: Any) -> str | None:
    good = isinstance(url, str) and url.startswith("https://") and clean(url, len(url)) == url
    return url if good and host_of(url) else None


def _sent(_number: int) -> str:
    return _("nothing about you: a whole public directory was fetched")
