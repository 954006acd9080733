"""Where the remote services are, and which addresses are safe to use for one."""

import ipaddress
from dataclasses import dataclass, fields
from urllib.parse import urlsplit

from secaudit.errors import UsageError
from secaudit.languages import N_, _
from secaudit.text import clean

HINT = N_(
    "Give a whole address such as https://example.org/range/ (http:// only for this machine)."
)
_HINT_HTTP = N_(
    "Give an address that begins with https://. For a server of a workshop that has none there is "
    "--allow-http: others in its network can then see what is asked, and change the answers."
)


@dataclass(frozen=True, slots=True)
class Services:
    """The address of each remote service; each can be pointed elsewhere.

    Raises UsageError where an address is neither HTTPS nor on this machine, or names no host.
    """

    range_url: str = "https://api.pwnedpasswords.com/range/"
    hibp_url: str = "https://haveibeenpwned.com/api/v3/"
    directory_url: str = "https://api.2fa.directory/v4/all.json"
    passkeys_url: str = "https://passkeys-api.2fa.directory/v1/all.json"
    allow_http: bool = False
    """Whether `range_url` may be plain HTTP to another machine: all it carries are prefixes."""

    def __post_init__(self) -> None:
        for name in (field.name for field in fields(self) if field.name.endswith("_url")):
            allowed = self.allow_http and name == "range_url"
            check_url(getattr(self, name), "--" + name.replace("_", "-"), allow_http=allowed)

    @property
    def urls(self) -> tuple[str, ...]:
        """All of them."""
        return (self.range_url, self.hibp_url, self.directory_url, self.passkeys_url)


def check_url(url: str, option: str, *, allow_http: bool = False) -> None:
    """Raise UsageError where `url` may not be asked: see Services."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
        (host or "").encode("idna")  # finds empty and overlong labels
    except ValueError:  # UnicodeError is one
        host = None
    if not host or not url.isascii() or not url.isprintable() or " " in url:
        raise UsageError(
            _("{option} is not an address: {url}").format(option=option, url=clean(url)), _(HINT)
        )
    if parts.username or parts.password or parts.query or parts.fragment:
        # Not shown: it may hold a password.
        raise UsageError(
            _("{option} holds more than a host and a path").format(option=option), _(HINT)
        )
    if parts.scheme == "https" or (parts.scheme == "http" and (allow_http or is_loopback(host))):
        return
    hint = _HINT_HTTP if parts.scheme == "http" and option == "--range-url" else HINT
    raise UsageError(
        _("{option} is not encrypted: {url}").format(option=option, url=clean(url)), _(hint)
    )


def check_proxy(url: str) -> None:
    """Raise UsageError where `url` is not a proxy this program can use."""
    try:
        parts = urlsplit(url)
        good = parts.scheme in {"http", "https"} and parts.hostname and parts.port is not None
    except ValueError:
        good = False
    if not good:
        raise UsageError(  # not shown: it may hold a password
            _("--proxy is not an address that can be used"),
            _("Give it with its port, such as http://proxy.example.org:3128"),
        )


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
