"""Which domains are one site, and what hangs on it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secaudit import sites
from secaudit.sites import (
    _EQUIVALENT,
    IMPORTANCE,
    Importance,
    Kind,
    canonical,
    host_of,
    is_private,
    kind_of,
    mail_domain,
    site_of,
)


@pytest.mark.parametrize(
    ("url", "host", "site"),
    [
        ("https://accounts.google.com/signin", "accounts.google.com", "google.com"),
        ("example.com/login", "example.com", "example.com"),
        ("EXAMPLE.COM.", "example.com", "example.com"),
        ("https://shop.example.co.uk:8443/a", "shop.example.co.uk", "example.co.uk"),
        ("https://ana.github.io/", "ana.github.io", "ana.github.io"),
        ("https://münchen.de", "xn--mnchen-3ya.de", "xn--mnchen-3ya.de"),
        ("http://192.168.1.1/admin", "192.168.1.1", "192.168.1.1"),
        ("http://[::1]:8080/", "::1", "::1"),
        ("localhost:3000", "localhost", "localhost"),
        ("https://user:secret@bank.example/", "bank.example", "bank.example"),
        ("androidapp://com.instagram.android", "instagram.com", "instagram.com"),
        ("android://hash==@uk.co.bbc.news/", "bbc.co.uk", "bbc.co.uk"),
        ("androidapp://single", None, None),
        ("htt:/proton.me/x", None, None),
        ("ftp://files.example", None, None),
        ("mailto:a@b.example", None, None),
        ("just words", None, None),
        ("router", None, None),
        ("https://[broken", None, None),
        ("https://" + "a" * 70 + "é.example", None, None),
        ("", None, None),
    ],
)
def test_a_url_has_a_host_and_a_site_or_neither(url, host, site):
    assert (host_of(url), site_of(url)) == (host, site)


@given(
    st.sampled_from(["https://", "http://"]),
    st.lists(
        st.sampled_from([*"aA1.-_/?#:@[] \\\t\n", "..", ".com", "443", "é", "%41"]), max_size=7
    ),
)
def test_the_short_way_to_a_host_leads_to_the_same(scheme, pieces):
    url = scheme + "a" + "".join(pieces)
    assert host_of.__wrapped__(url) == sites._unpicked(url.strip())


def test_domains_of_one_login_share_a_name():
    assert canonical("youtube.com") == canonical("gmail.com") == "google.com"
    assert canonical("nowhere.example") == "nowhere.example"


@pytest.mark.parametrize(
    "sites",
    [
        "google.com google.ch google.at google.com.au google.com.br google.co.in",
        "live.com azure.com xboxlive.com onedrive.com microsoft365.com sharepoint.com",
        "airbnb.com airbnb.de airbnb.co.uk",
        "zalando.de zalando.ch zalando.co.uk",
        "lidl.com lidl.de lidl.co.uk",
        "bbc.co.uk bbc.com",
        "ea.com origin.com",
        "epicgames.com unrealengine.com fortnite.com",
        "kleinanzeigen.de ebay-kleinanzeigen.de",
        "meta.com oculus.com",
        "uber.com ubereats.com",
        "wordpress.com gravatar.com",
    ],
)
def test_services_under_several_domains_are_one_login(sites):
    assert len({canonical(site) for site in sites.split()}) == 1


def test_logins_of_one_company_stay_apart_where_they_are_not_one():
    apart = ("meta.com", "facebook.com", "instagram.com", "ebay.de", "kleinanzeigen.de")
    assert len({canonical(site) for site in apart}) == len(apart)


def test_no_domain_is_in_two_groups():
    domains = _EQUIVALENT.split()
    assert sorted(domains) == sorted(set(domains))


@pytest.mark.parametrize(
    ("site", "kind"),
    [
        ("google.com", Kind.MAILBOX),
        ("apple.com", Kind.IDENTITY),
        ("gmail.com", Kind.MAILBOX),
        ("paypal.com", Kind.MONEY),
        ("northwindbank.example", Kind.MONEY),
        ("webmail-of.example", Kind.MAILBOX),
        ("youtube.com", Kind.SOCIAL),
        ("amazon.de", Kind.OTHER),
        ("nowhere.example", Kind.OTHER),
    ],
)
def test_a_site_is_of_a_kind(site, kind):
    assert kind_of(site) is kind


def test_every_kind_has_an_importance():
    assert set(IMPORTANCE) == set(Kind)
    assert IMPORTANCE[Kind.MAILBOX] is Importance.CRITICAL


@pytest.mark.parametrize(
    ("host", "private"),
    [
        ("192.168.1.1", True),
        ("10.0.0.7", True),
        ("127.0.0.1", True),
        ("fe80::1", True),
        ("nas.local", True),
        ("router.lan", True),
        ("localhost", True),
        ("fritz.box", True),
        ("www.fritz.box", True),
        ("speedport.ip", True),
        ("tplinkwifi.net", True),
        ("routerlogin.net", True),
        ("100.64.0.1", True),
        ("100.127.255.254", True),
        ("nas.tail1234.ts.net", True),
        ("abcdef.onion", True),
        ("169.254.1.1", True),
        ("100.63.255.255", False),
        ("100.128.0.1", False),
        ("notfritz.box", False),
        ("nets.net", False),
        ("2606:4700::1111", False),
        ("8.8.8.8", False),
        ("example.com", False),
    ],
)
def test_private_hosts_are_told_from_public_ones(host, private):
    assert is_private(host) is private


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("ana@mail.example", "mail.example"),
        (" ana@mail.example ", "mail.example"),
        ("ana", None),
        ("@mail.example", None),
        ("ana@localhost", None),
        ("two words@mail.example", None),
        ("ana@mail.example/x", None),
    ],
)
def test_a_mail_address_has_a_domain(text, domain):
    assert mail_domain(text) == domain
