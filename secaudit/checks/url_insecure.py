"""Saved addresses that are not encrypted."""

from collections.abc import Iterator

from secaudit.checks.base import Result, check
from secaudit.languages import N_, _
from secaudit.model import Account, Confidence, Evidence, Finding, Severity
from secaudit.sites import host_of, is_private


def _has_public_address(_evidence: Evidence, account: Account) -> bool:
    return any(_public_host(url) for url in account.urls)


@check("url-insecure", concerns=_has_public_address, good=N_("only addresses that are encrypted"))
def judge(evidence: Evidence) -> Iterator[Result]:
    """A saved address begins with http://.

    Opened from the manager, its first request travels unencrypted: others on the way can read
    it, or answer in the site's place. **Medium**, and **low** where the same login also holds the
    https:// address of that host, because then the other one is only a leftover. Certain.

    Addresses in private networks and on the machine itself (`192.168.1.1`, `fritz.box`) are left
    out: a router seldom has a certificate. So are onion addresses, which Tor encrypts. An address
    without `http://` counts as encrypted, because browsers try https first.
    """
    for account in evidence.accounts:
        plain = {host for url in account.urls if _is_plain(url) and (host := _public_host(url))}
        if not plain:
            continue
        secure = {_public_host(url) for url in account.urls if not _is_plain(url)}
        yield Finding(
            check="url-insecure",
            title=_("A saved address is not encrypted"),
            severity=Severity.LOW if plain <= secure else Severity.MEDIUM,
            confidence=Confidence.CERTAIN,
            accounts=(account.id,),
            why=_(
                "It begins with http:// ({hosts}): others on the way can read along, or answer "
                "in the site's place."
            ).format(hosts=", ".join(sorted(plain))),
            advice=_(
                "Write https:// instead of http:// in your password manager, then see that it "
                "opens."
            ),
            references=(
                "https://developer.mozilla.org/docs/Web/Security/Transport_Layer_Security",
            ),
        )


def _is_plain(url: str) -> bool:
    return url.strip().lower().startswith("http://")


def _public_host(url: str) -> str | None:
    host = host_of(url)
    return None if host is None or is_private(host) else host
