"""Which domains are one site, what kind of site it is, and how much hangs on it."""

import ipaddress
import re
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList


class Kind(StrEnum):
    """What a site is for, where it matters to someone who wants to get in."""

    MAILBOX = "mailbox"
    IDENTITY = "identity provider"
    PASSWORD_MANAGER = "password manager"  # noqa: S105  # a kind of site, not a password
    PHONE_CARRIER = "phone carrier"
    MONEY = "money"
    SOCIAL = "social and messaging"
    PHOTOS = "cloud files and photos"
    HEALTH = "health"
    WORK = "work and code"
    GOVERNMENT = "government"
    OTHER = "other"


class Importance(StrEnum):
    """How much falls with an account."""

    CRITICAL = "critical"
    HIGH = "high"
    NORMAL = "normal"


IMPORTANCE = {
    # What resets or opens other accounts, and money: NCSC Cyber Aware and CISA Secure Our World
    # put the mailbox first; FTC on SIM swaps for the carrier.
    Kind.MAILBOX: Importance.CRITICAL,
    Kind.IDENTITY: Importance.CRITICAL,
    Kind.PASSWORD_MANAGER: Importance.CRITICAL,
    Kind.PHONE_CARRIER: Importance.CRITICAL,
    Kind.MONEY: Importance.CRITICAL,
    # Private content, or a name others trust.
    Kind.SOCIAL: Importance.HIGH,
    Kind.PHOTOS: Importance.HIGH,
    Kind.HEALTH: Importance.HIGH,
    Kind.WORK: Importance.HIGH,
    Kind.GOVERNMENT: Importance.HIGH,
    Kind.OTHER: Importance.NORMAL,
}

_SITES_BY_KIND = {
    Kind.IDENTITY: "apple.com microsoftonline.com facebook.com",
    Kind.MAILBOX: """google.com microsoft.com live.com gmail.com googlemail.com icloud.com me.com
        outlook.com hotmail.com msn.com yahoo.com yahoo.co.uk yahoo.co.jp ymail.com aol.com
        proton.me protonmail.com pm.me tutanota.com tuta.com tuta.io fastmail.com zoho.com gmx.de
        gmx.net gmx.com gmx.at web.de mail.com mail.ru yandex.ru yandex.com posteo.de mailbox.org
        t-online.de freenet.de orange.fr laposte.net free.fr libero.it seznam.cz wp.pl onet.pl
        naver.com qq.com 163.com 126.com hey.com runbox.com mailfence.com startmail.com
        hushmail.com bluewin.ch uol.com.br""",
    Kind.PASSWORD_MANAGER: """bitwarden.com bitwarden.eu 1password.com 1password.eu 1password.ca
        lastpass.com dashlane.com nordpass.com keepersecurity.com keepersecurity.eu roboform.com
        enpass.io passbolt.com psono.com""",
    Kind.PHONE_CARRIER: """vodafone.com vodafone.de vodafone.co.uk o2.co.uk o2online.de o2.de
        telekom.de t-mobile.com t-mobile.nl verizon.com att.com ee.co.uk three.co.uk three.ie
        swisscom.ch sunrise.ch a1.net magenta.at drei.at bouyguestelecom.fr sfr.fr tim.it telia.se
        telenor.no kpn.com proximus.be movistar.es rogers.com bell.ca telus.com telstra.com.au
        optus.com.au xfinity.com mintmobile.com visible.com giffgaff.com congstar.de 1und1.de""",
    Kind.MONEY: """paypal.com paypal.me stripe.com wise.com revolut.com n26.com klarna.com
        venmo.com cash.app monzo.com starlingbank.com bunq.com coinbase.com kraken.com binance.com
        bitstamp.net blockchain.com chase.com bankofamerica.com wellsfargo.com citi.com
        capitalone.com usbank.com americanexpress.com discover.com schwab.com fidelity.com
        vanguard.com robinhood.com etrade.com barclays.co.uk hsbc.com hsbc.co.uk lloydsbank.com
        natwest.com santander.com santander.co.uk nationwide.co.uk halifax.co.uk sparkasse.de
        commerzbank.de deutsche-bank.de ing.de ing.com dkb.de comdirect.de postbank.de volksbank.de
        ubs.com postfinance.ch zkb.ch bnpparibas.net credit-agricole.fr societegenerale.fr
        labanquepostale.fr boursorama.com unicredit.it intesasanpaolo.com bbva.com bbva.es
        caixabank.es aib.ie bankofireland.com rabobank.nl abnamro.nl kbc.be nordea.com
        danskebank.dk swedbank.se seb.se dnb.no op.fi rbc.com td.com scotiabank.com bmo.com
        cibc.com commbank.com.au anz.com westpac.com.au nab.com.au nubank.com.br itau.com.br
        bradesco.com.br hdfcbank.com icicibank.com onlinesbi.sbi paytm.com""",
    Kind.SOCIAL: """instagram.com threads.net threads.com whatsapp.com messenger.com x.com
        twitter.com tiktok.com snapchat.com youtube.com reddit.com discord.com discordapp.com
        telegram.org signal.org linkedin.com pinterest.com twitch.tv bsky.app mastodon.social
        tumblr.com vk.com onlyfans.com tinder.com bumble.com hinge.co okcupid.com badoo.com
        grindr.com feeld.co slack.com skype.com viber.com line.me kakao.com wechat.com weibo.com
        flickr.com vimeo.com medium.com""",
    Kind.PHOTOS: """dropbox.com box.com mega.nz mega.io pcloud.com sync.com idrive.com
        backblaze.com smugmug.com photobucket.com ente.io""",
    Kind.HEALTH: """mychart.com mychart.org nhs.uk patientaccess.com doctolib.de doctolib.fr
        23andme.com ancestry.com betterhelp.com flo.health headspace.com""",
    Kind.WORK: """github.com gitlab.com bitbucket.org atlassian.com atlassian.net notion.so zoom.us
        aws.amazon.com amazonaws.com cloudflare.com digitalocean.com heroku.com okta.com
        salesforce.com godaddy.com namecheap.com gandi.net ovh.com ovhcloud.com hetzner.com""",
    Kind.GOVERNMENT: """login.gov id.me irs.gov ssa.gov service.gov.uk gov.uk elster.de bund.de
        impots.gouv.fr ameli.fr franceconnect.gouv.fr agenziaentrate.gov.it eid.ch my.gov.au
        canada.ca""",
}
_WORDS = {
    # Parts of a site's name that give its kind away, for the thousands of banks no table holds.
    Kind.MONEY: ("bank", "banc", "sparkasse", "creditunion", "broker"),
    Kind.MAILBOX: ("webmail", "mailbox"),
}
_KINDS = {site: kind for kind, sites in _SITES_BY_KIND.items() for site in sites.split()}

# Domains of one login, a group a line; the first one names the group.
_EQUIVALENT = """
google.com gmail.com googlemail.com youtube.com blogger.com google.de google.co.uk google.fr google.ch google.at google.it google.es google.nl google.be google.pl google.ca google.com.au google.com.br google.co.in
microsoft.com live.com outlook.com hotmail.com msn.com microsoftonline.com office.com office365.com xbox.com skype.com bing.com hotmail.co.uk hotmail.de outlook.de azure.com xboxlive.com onedrive.com microsoft365.com sharepoint.com
apple.com icloud.com me.com
facebook.com messenger.com fb.com
instagram.com threads.net threads.com
x.com twitter.com
discord.com discordapp.com
amazon.com amazon.co.uk amazon.de amazon.fr amazon.it amazon.es amazon.nl amazon.se amazon.pl amazon.ca amazon.com.mx amazon.com.br amazon.com.au amazon.in amazon.com.tr audible.com audible.de audible.co.uk
yahoo.com ymail.com yahoo.co.uk yahoo.de yahoo.fr
proton.me protonmail.com pm.me protonvpn.com
steampowered.com steamcommunity.com
paypal.com paypal.me
ebay.com ebay.co.uk ebay.de ebay.fr ebay.it ebay.es ebay.com.au ebay.ca
telegram.org t.me
wikipedia.org wikimedia.org wiktionary.org wikidata.org mediawiki.org
stackoverflow.com stackexchange.com serverfault.com superuser.com askubuntu.com
atlassian.com atlassian.net bitbucket.org trello.com
tuta.com tutanota.com tuta.io
gmx.net gmx.de gmx.at gmx.ch gmx.com
ovh.com ovhcloud.com
nintendo.com nintendo.net
sony.com playstation.com sonyentertainmentnetwork.com
ubisoft.com ubi.com
mega.nz mega.io
airbnb.com airbnb.at airbnb.be airbnb.ca airbnb.ch airbnb.cl airbnb.co.in airbnb.co.kr airbnb.co.nz airbnb.co.uk airbnb.com.ar airbnb.com.au airbnb.com.br airbnb.com.hk airbnb.com.sg airbnb.com.tr airbnb.cz airbnb.de airbnb.dk airbnb.es airbnb.fi airbnb.fr airbnb.gr airbnb.hu airbnb.ie airbnb.it airbnb.jp airbnb.mx airbnb.nl airbnb.no airbnb.pl airbnb.pt airbnb.se
zalando.de zalando.at zalando.be zalando.ch zalando.co.uk zalando.cz zalando.dk zalando.es zalando.fi zalando.fr zalando.ie zalando.it zalando.nl zalando.no zalando.pl zalando.se
lidl.com lidl.at lidl.be lidl.ch lidl.co.uk lidl.cz lidl.de lidl.dk lidl.es lidl.fi lidl.fr lidl.gr lidl.hu lidl.ie lidl.it lidl.nl lidl.pl lidl.pt lidl.ro lidl.se
bbc.co.uk bbc.com
ea.com origin.com
epicgames.com unrealengine.com fortnite.com
kleinanzeigen.de ebay-kleinanzeigen.de
meta.com oculus.com
uber.com ubereats.com
wordpress.com gravatar.com
"""  # noqa: E501
_GROUPS = {group.split()[0]: frozenset(group.split()) for group in _EQUIVALENT.split("\n") if group}
_CANONICAL = {site: first for first, group in _GROUPS.items() for site in group}

_HOST = re.compile(r"^[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?$")
# What most addresses look like: then there is nothing to unpick.
_PLAIN = re.compile(r"https?://([a-z0-9_](?:[a-z0-9_-]*\.)+[a-z0-9_-]*[a-z])(?![^/?#])")
_OTHER_SCHEME = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*:(?!//|\d)")  # mailto:…, but not host:8080
_APP = re.compile(r"^android(?:app)?://(?:[^@/]*@)?([A-Za-z0-9_.]+)")
_LOCAL_SUFFIXES = (
    *(".local", ".lan", ".home", ".internal", ".home.arpa", ".localhost", ".test"),
    *(".fritz.box", ".speedport.ip", ".tplinkwifi.net", ".routerlogin.net"),  # routers
    *(".ts.net", ".onion"),  # Tailscale, Tor
)


@lru_cache(maxsize=65_536)
def host_of(url: str) -> str | None:
    """Return the host a URL points at, lower case, in IDNA form; None where it has none.

    A bare `example.com/login` counts. An Android app id is read as the reverse of its maker's
    domain: `androidapp://com.instagram.android` is `instagram.com`.
    """
    plain = _PLAIN.match(url)
    return plain[1] if plain else _unpicked(url.strip())


def _unpicked(url: str) -> str | None:
    if app := _APP.match(url):
        maker = ".".join(reversed(app[1].lower().split(".")))
        return site_of_host(maker) if "." in maker else None
    if _OTHER_SCHEME.match(url):
        return None
    if "://" not in url:
        url = f"https://{url}"
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
        if parts.scheme not in {"http", "https"} or not host:
            return None
        if _address(host) is not None:
            return host
        if not host.isascii():
            host = host.encode("idna").decode()
    except ValueError:  # UnicodeError is one
        return None
    return host if _HOST.match(host) and ("." in host or host == "localhost") else None


@lru_cache(maxsize=65_536)
def site_of_host(host: str) -> str:
    """Return the site of a host: its registrable domain by the public suffix list, or itself."""
    if _address(host) is not None:
        return host
    if "xn--" not in host:
        return _suffixes().privatesuffix(host) or host
    try:  # the list is kept as it is written, in Unicode
        site = _suffixes().privatesuffix(host.encode().decode("idna"))
        return site.encode("idna").decode() if site else host
    except UnicodeError:
        return host


def site_of(url: str) -> str | None:
    """Return the site a URL belongs to: `https://accounts.google.com/x` is `google.com`."""
    host = host_of(url)
    return None if host is None else site_of_host(host)


def canonical(site: str) -> str:
    """Return one name for all domains that share a login: `youtube.com` is `google.com`."""
    return _CANONICAL.get(site, site)


def relatives(site: str) -> frozenset[str]:
    """Return all domains known to share a login with a site, itself among them."""
    return _GROUPS.get(canonical(site), frozenset({site}))


def kind_of(site: str) -> Kind:
    """Return what a site is for, as far as its name tells."""
    if known := _KINDS.get(site) or _KINDS.get(canonical(site)):
        return known
    label = site.partition(".")[0]
    named = (kind for kind, words in _WORDS.items() if any(word in label for word in words))
    return next(named, Kind.OTHER)


def is_private(host: str) -> bool:
    """Tell whether a host lies in a private network or on this machine: no public site.

    So do addresses that providers and Tailscale share among customers (100.64.0.0/10, RFC 6598),
    and hosts that only Tor reaches.
    """
    address = _address(host)
    if address is not None:
        return not address.is_global
    return "." not in host or f".{host}".endswith(_LOCAL_SUFFIXES)


def is_host_name(text: str) -> bool:
    """Tell whether a text is the name of a host: `github.com`, but neither `notes.txt` nor a URL.

    Its ending is a public suffix that the list knows, or one of private networks.
    """
    host = host_of(text)
    if host is None or "." not in host or host != text.casefold():
        return False
    return is_private(host) or _suffixes().privatesuffix(host, accept_unknown=False) is not None


def mail_domain(text: str) -> str | None:
    """Return the domain of a mail address, None where `text` is not one."""
    local, at, domain = text.strip().rpartition("@")
    if not at or not local or " " in local:
        return None
    return host_of(domain) if "." in domain and "/" not in domain else None


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    if ":" not in host and not host[-1:].isdigit():
        return None  # the common case, without the cost of an exception
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None


@lru_cache(maxsize=1)
def _suffixes() -> "PublicSuffixList":
    from publicsuffixlist import PublicSuffixList  # noqa: PLC0415  # reads a list of 10,000 rules

    return PublicSuffixList(accept_encoded_idn=False)
