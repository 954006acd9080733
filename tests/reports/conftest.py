"""Reports built by hand: a full one, empty ones, a hostile one and a very long one."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from secaudit.model import (
    AccountSummary,
    Action,
    Confidence,
    Finding,
    NotChecked,
    Report,
    Sent,
    Severity,
    SourceSummary,
    Unreadable,
)
from secaudit.sites import Importance

EMPTY = Report(
    generated=datetime(2026, 8, 4, 9, 30, tzinfo=UTC),
    version="0.1.0",
    sources=(),
    accounts=(),
    findings=(),
    not_checked=(),
    plan=(),
    good=(),
    network=(),
    score=None,
    coverage=0.0,
)


def account(number, title, site, username="", importance=Importance.NORMAL, **known):
    """Return an account of which nothing but `known` was checked."""
    unknown = dict.fromkeys(
        ["score", "guesses_log10", "pwned_count", "reused_with", "changed", "methods", "offered"]
    )
    return AccountSummary(
        id=f"a{number}",
        title=title,
        site=site,
        username=username,
        importance=importance,
        offer_source="2fa.directory, 4 August 2026" if known.get("offered") else None,
        **(unknown | known),
    )


ACCOUNTS = (
    account(
        1,
        "Gmail",
        "google.com",
        "mira.sample@gmail.com",
        Importance.CRITICAL,
        score=1,
        guesses_log10=5.25,
        pwned_count=2413,
        reused_with=("a2", "a4"),
        changed=date(2019, 3, 1),
        methods=(),
        offered=("sms", "totp", "u2f"),
    ),
    account(
        2,
        "Instagram",
        "instagram.com",
        "mira.draws",
        Importance.HIGH,
        score=1,
        guesses_log10=5.25,
        pwned_count=2413,
        reused_with=("a1", "a4"),
        methods=("sms",),
        offered=("sms", "totp"),
    ),
    account(
        3,
        "Kraków library – Biblioteka Kraków",
        "biblioteka.krakow.pl",
        "mira",
        score=4,
        guesses_log10=14.0,
        pwned_count=0,
        reused_with=(),
    ),
    account(
        4,
        "Garden forum",
        "garden-forum.example",
        "mira",
        score=1,
        guesses_log10=5.25,
        pwned_count=2413,
        reused_with=("a1", "a2"),
        changed=date(2018, 11, 20),
    ),
    account(
        5,
        "PayPal",
        "paypal.com",
        "mira.sample@gmail.com",
        Importance.CRITICAL,
        score=4,
        guesses_log10=16.5,
        pwned_count=0,
        reused_with=(),
        changed=date(2026, 1, 9),
        methods=("totp",),
        offered=("sms", "totp"),
    ),
    account(6, "מכון הגינה", "gan.example", "מירה"),
    account(7, "日本の写真アルバム 👩‍🌾", "photos.example", "mira"),
)

FINDINGS = (
    Finding(
        "password-pwned",
        "This password is known to attackers",
        Severity.CRITICAL,
        Confidence.CERTAIN,
        ("a1",),
        "It appears 2,413 times in passwords from breaches. Such lists are tried first, on every "
        "site.",
        "Change it to a new one that your password manager makes up.",
        "https://myaccount.google.com/signinoptions/password",
        ("https://haveibeenpwned.com/Passwords",),
    ),
    Finding(
        "password-reused",
        "The same password opens 3 accounts",
        Severity.HIGH,
        Confidence.CERTAIN,
        ("a1", "a2", "a4"),
        "Who learns it from one site can sign in to the others.",
        "Give each account a password of its own; begin with Gmail.",
    ),
    Finding(
        "second-factor-missing",
        "Gmail may have no second step at sign-in",
        Severity.HIGH,
        Confidence.UNSURE,
        ("a1",),
        "Nothing in your export or your answers says that there is one. With the password alone, "
        "anyone could sign in.",
        "Look at the settings; if it is off, switch on a passkey or codes from an app.",
        "https://myaccount.google.com/two-step-verification",
        ("https://2fa.directory/",),
    ),
    Finding(
        "site-breached",
        "Garden forum was breached after you set this password",
        Severity.MEDIUM,
        Confidence.LIKELY,
        ("a4",),
        "Its users' passwords were copied in May 2021; yours is from November 2018.",
        "Change it, also wherever else you use it.",
        "https://garden-forum.example/.well-known/change-password",
    ),
    Finding(
        "url-insecure",
        "This address is not encrypted",
        Severity.LOW,
        Confidence.CERTAIN,
        ("a4",),
        "The saved address begins with http://, so others on the same network could read along.",
        "Open the site, and save its https:// address instead.",
        "http://garden-forum.example/login",
    ),
    Finding(
        "second-factor-weak",
        "Codes come by text message",
        Severity.MEDIUM,
        Confidence.CERTAIN,
        ("a2",),
        "Text messages can be redirected by someone who takes over your phone number.",
        "Switch to codes from an app.",
        "https://accountscenter.instagram.com/password_and_security/two_factor/",
    ),
    Finding(
        "discord-backup-codes",
        "Discord: you have no backup codes",
        Severity.LOW,
        Confidence.CERTAIN,
        (),
        "Without them, a lost phone locks you out.",
        "Save them where you keep important papers.",
        "https://discord.com/settings/account",
    ),
)

PLAN = (
    Action(
        1,
        "Give Gmail a new password",
        5,
        "https://myaccount.google.com/signinoptions/password",
        ("a1",),
        ("password-pwned:a1", "password-reused:a1"),
        "Whoever gets in here can reset the passwords of 5 other accounts.",
        (
            "Open the page below and sign in.",
            "Let your password manager make up a new password.",
            "Save it, then sign out all other devices.",
        ),
        Severity.CRITICAL,
    ),
    Action(
        2,
        "Switch on a second step for Gmail",
        10,
        "https://myaccount.google.com/two-step-verification",
        ("a1",),
        ("second-factor-missing:a1",),
        "A stolen password alone no longer opens your mailbox.",
        (),
        Severity.HIGH,
    ),
    Action(
        3,
        "Give Instagram and Garden forum passwords of their own",
        10,
        "https://www.instagram.com/.well-known/change-password",
        ("a2", "a4"),
        ("password-reused:a1", "site-breached:a4"),
        "A breach of one of them no longer opens the other.",
        (),
        Severity.HIGH,
    ),
    Action(
        4,
        "Take codes from an app for Instagram",
        5,
        "https://accountscenter.instagram.com/password_and_security/two_factor/",
        ("a2",),
        ("second-factor-weak:a2",),
        "Your phone number can no longer be used to get in.",
        (),
        Severity.MEDIUM,
    ),
    Action(
        5,
        "Save the encrypted address of Garden forum",
        1,
        "http://garden-forum.example/login",
        ("a4",),
        ("url-insecure:a4",),
        "Nobody on the same network can read along.",
        (),
        Severity.LOW,
    ),
    Action(
        6,
        "Write down backup codes for Discord",
        75,
        None,
        (),
        ("discord-backup-codes",),
        "A lost phone no longer locks you out.",
        (),
        Severity.LOW,
    ),
)

FULL = replace(
    EMPTY,
    sources=(
        SourceSummary(
            "mira.json",
            "Bitwarden JSON",
            14,
            7,
            {"note": 1, "trash": 2, "passport": 1},
            (
                Unreadable("item 3", "it is not an object"),
                Unreadable("item 9", "its name is missing"),
                Unreadable("item 11", "it is not an object"),
            ),
        ),
        SourceSummary("Chrome.csv", "Chrome CSV", 1, 1, {}, ()),
    ),
    accounts=ACCOUNTS,
    findings=FINDINGS,
    not_checked=(
        NotChecked("way-in", "This version does not look at it yet.", asked=False),
        NotChecked("password-pwned", "The service did not answer in time.", ("a6", "a7")),
        NotChecked("second-factor-missing", "The directories do not know the site.", ("a6", "a7")),
        NotChecked("passkey-available", "The directories do not know the site.", ("a6",)),
        NotChecked("address-breached", "It needs a key of Have I Been Pwned.", asked=False),
    ),
    plan=PLAN,
    good=(
        "2 of 5 passwords are very hard to guess.",
        "PayPal asks for a code from an app.",
    ),
    network=(
        Sent("api.pwnedpasswords.com", 4, "the first 5 characters of the SHA-1 of 4 passwords"),
        Sent("api.2fa.directory", 1, "nothing about you: the whole directory was fetched"),
    ),
    score=41,
    coverage=0.837,
    credits=("Second-factor data: 2fa.directory, MIT licence.",),
    invented=True,
)


@pytest.fixture
def empty():
    """Nothing at all was audited."""
    return EMPTY


@pytest.fixture
def full():
    """Every part of a report, small; about an invented person."""
    return FULL
