"""Reports built by hand: a full one, empty ones, a hostile one and a very long one."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime
from enum import Enum
from types import NoneType
from typing import Any

import pytest

from secaudit.model import (
    AccountSummary,
    Action,
    Arrow,
    Confidence,
    Difference,
    Finding,
    Headway,
    Ignore,
    Ignored,
    Lying,
    Mark,
    Marked,
    NotChecked,
    Picture,
    Point,
    Report,
    Sent,
    Severity,
    SourceSummary,
    Spot,
    Standing,
    Turn,
    Unreadable,
    WayIn,
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
    unknown: dict[str, Any] = dict.fromkeys(
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


CLUB = Ignore("password-weak", "*.example", "The club chose it.", date(2027, 3, 31))
BY_HAND = Ignore("*", "*discord*")

PICTURE = Picture(
    (
        Spot("s1", "account", "Gmail (mira.sample@gmail.com)", "open"),
        Spot("s2", "account", "PayPal (mira.sample@gmail.com)", "interceptable"),
        Spot("s3", "account", "Hospital", ""),
        Spot("s4", "password", "password known from breaches, used for 3 accounts", "open"),
        Spot("s5", "mailbox", "mailbox mira.sample@gmail.com", "open"),
        Spot("s6", "phone number", "your phone number", "interceptable"),
    ),
    (
        Arrow("s4", "s1", "signs in"),
        Arrow("s5", "s2", "resets", assumed=True),
        Arrow("s6", "s2", "a text message", also=True),
        Arrow("s1", "s5", "opens"),
    ),
    more=2,
)

OLD_PASSWORD = (
    "You marked this as done on 9 July 2026, but the export still holds the old password."
)
CHOSEN = replace(
    FULL,
    accounts=(
        replace(
            ACCOUNTS[0],
            way_in=WayIn("open", ("The password is known.", "Nothing else is asked for."), False),  # noqa: FBT003  # a field
        ),
        replace(
            ACCOUNTS[1],
            way_in=WayIn("interceptable", ("Gmail resets it.",), True),  # noqa: FBT003  # a field
        ),
        *ACCOUNTS[2:],
    ),
    picture=PICTURE,
    sources=(
        replace(FULL.sources[0], lying=Lying("Dropbox", readable_by_others=True)),
        SourceSummary(
            "Passwörter.csv",
            "CSV with guessed columns",
            2,
            1,
            {},
            (),
            codes=1,
            columns={"title": "Seite", "username": "Nutzer", "password": "Kennwort"},
            lying=Lying("", readable_by_others=False),
        ),
        SourceSummary("aegis.json", "Aegis", 3, 0, {}, (), codes=3, lying=Lying()),
        SourceSummary("vault.kdbx", "KeePass database (KDBX)", 1, 1, {}, ()),
    ),
    ignored=(
        Ignored(
            Finding(
                "password-weak",
                "This password is easy to guess",
                Severity.MEDIUM,
                Confidence.CERTAIN,
                ("a3", "a4"),
                "It would be guessed.",
                "Change it.",
            ),
            CLUB,
        ),
        Ignored(
            Finding(
                "discord-tags",
                "Discord: you said no to “Is it so?”",
                Severity.LOW,
                Confidence.CERTAIN,
                (),
                "It matters.",
                "Change it.",
            ),
            BY_HAND,
        ),
    ),
    unmatched=("GitHub (mira), in aegis.json", "Nirgendwo, in aegis.json"),
    invented=False,
    progress=Headway(
        date(2026, 7, 2),
        (
            Point(date(2026, 5, 30), None, 0.0),
            Point(date(2026, 6, 1), 12, 0.5),
            Point(date(2026, 7, 2), 30, 0.8),
            Point(date(2026, 8, 4), 41, 0.837),
        ),
        (
            Difference(
                Turn.FIXED,
                "password-weak",
                "This password is easy to guess",
                Severity.HIGH,
                ("PayPal (mira.sample@gmail.com)",),
            ),
            Difference(
                Turn.FIXED,
                "second-factor-missing",
                "PayPal may have no second step at sign-in",
                Severity.HIGH,
                ("PayPal (mira.sample@gmail.com)",),
                "You said so on 9 July 2026.",
            ),
            Difference(
                Turn.WORSE,
                "password-pwned",
                "This password is known to attackers",
                Severity.CRITICAL,
                ("Gmail (mira.sample@gmail.com)",),
                "The password is a new one, and it has the same problem.",
            ),
            Difference(
                Turn.NEW,
                "discord-backup-codes",
                "Discord: you have no backup codes",
                Severity.LOW,
                (),
            ),
            Difference(
                Turn.OPEN,
                "password-reused",
                "The same password opens 3 accounts",
                Severity.HIGH,
                ("Gmail (mira.sample@gmail.com)", "Instagram (mira.draws)", "Garden forum (mira)"),
            ),
            Difference(
                Turn.NOT_CHECKED,
                "password-pwned",
                "This password is known to attackers",
                Severity.CRITICAL,
                ("מכון הגינה (מירה)",),
                "The service did not answer in time.",
            ),
            Difference(
                Turn.GONE,
                "password-weak",
                "This password is easy to guess",
                Severity.MEDIUM,
                ("Old shop (mira)",),
                "The account is no longer in the export. It may still exist.",
            ),
        ),
        added=("Garden forum (mira)",),
        removed=("Old shop (mira)",),
        renewed=("PayPal (mira.sample@gmail.com)", "Gmail (mira.sample@gmail.com)"),
    ),
    marked=(
        Marked(FINDINGS[0], Mark("done", date(2026, 7, 9)), Standing.REFUTED, OLD_PASSWORD),
        Marked(
            Finding(
                "second-factor-missing",
                "PayPal may have no second step at sign-in",
                Severity.HIGH,
                Confidence.UNSURE,
                ("a5",),
                "Nothing says that there is one.",
                "Switch it on.",
            ),
            Mark("done", date(2026, 7, 9), "totp"),
            Standing.BELIEVED,
        ),
        Marked(
            Finding(
                "url-insecure",
                "This address is not encrypted",
                Severity.LOW,
                Confidence.CERTAIN,
                ("a6",),
                "Others could read along.",
                "Save its https:// address.",
            ),
            Mark("skipped", date(2026, 7, 10), "It is only reachable at home."),
            Standing.SKIPPED,
        ),
        Marked(
            Finding(
                "discord-tags",
                "Discord: you said no to “Is it so?”",
                Severity.LOW,
                Confidence.CERTAIN,
                (),
                "It matters.",
                "Change it.",
            ),
            Mark("skipped", date(2026, 7, 10)),
            Standing.SKIPPED,
        ),
    ),
)
"""Everything there may be beside that: ways in, ignored problems, files, columns, codes."""


@pytest.fixture
def chosen():
    """Return a full report with ignored problems, files in plain text and unmatched codes."""
    return CHOSEN


@pytest.fixture(scope="session")
def everything():
    """Return the same, for tests of many examples."""
    return CHOSEN


@pytest.fixture
def empty():
    """Nothing at all was audited."""
    return EMPTY


@pytest.fixture
def full():
    """Every part of a report, small; about an invented person."""
    return FULL


SMALL = replace(
    EMPTY,
    accounts=(
        account(1, "Gmail", "google.com", "mira@gmail.com", Importance.CRITICAL, score=1),
        account(2, "Zoë’s forum", "forum.example", "mira"),
    ),
    sources=(SourceSummary("mira.csv", "Chrome CSV", 3, 2, {"empty": 1}, ()),),
    findings=(
        Finding(
            "password-weak",
            "This password is easy to guess",
            Severity.HIGH,
            Confidence.LIKELY,
            ("a1",),
            "It would be guessed within a minute.",
            "Let your password manager make up a new one.",
            "https://myaccount.google.com/signinoptions/password",
        ),
    ),
    not_checked=(NotChecked("password-weak", "There was no time left.", ("a2",)),),
    plan=(
        Action(
            1,
            "Give Gmail a new password",
            5,
            "https://myaccount.google.com/signinoptions/password",
            ("a1",),
            ("password-weak:a1",),
            "Nobody can guess it any more.",
            ("Sign in.", "Choose “Password”."),
            Severity.HIGH,
        ),
    ),
    score=40,
    coverage=0.5,
)

CONTROLS = "\x1b]0;owned\x07\x1b[31m\x9b2J\x00\x08\r\n\u202egnp.exe\u2066\u200b\ufeff\x7f\x85\u2028"
HOSTILE = {
    "escape codes": "\x1b]8;;https://evil.example\x1b\\Bank\x1b]8;;\x1b\\\x1b[2J\x1b[31mred\x07",
    "control and bidi characters": f"a{CONTROLS}b",
    "rich markup": "[link=https://evil.example]x[/link] [bold]b[/bold] [/foo] :bomb: \\[red]",
    "a script": "</style></title><script>document.title='pwned'</script>",
    "an image": "<img src=x onerror=\"document.title='pwned'\"><svg/onload=alert(1)>",
    "an attribute breakout": '" onmouseover="alert(1)" style=\'color:red\' x="',
    "a comment and a template": "--><!-- {{ 7*7 }} {% raw %} ${x} &lt;b&gt; &#60;",
    "a script address": "javascript:alert(1)//https://x.example",
    "a lookalike address": "https://bank.example@evil.example/\u202e",
    "an address that breaks out": 'https://evil.example/"><script>alert(1)</script>',
    "an address in Markdown": "https://evil.example/>)<b>![x](https://evil.example/i.png)",
    "a spreadsheet formula": "=cmd|' /C calc'!A0",
    "a formula behind a separator": 'x;=1+1,@SUM(A1)\t+1\n-2; =HYPERLINK("http://evil.example")',
    "a full-width formula": "＝1+1",
    "Markdown": "![i](https://evil.example/i) [l](javascript:x) `c` **b** # h <https://evil.example>",
    "a Markdown block": "# h\n\n1. x\n- y\n> q\n```\ncode\n``` | t | \n===",
    "a bare address": "see http://evil.example and www.evil.example",
    "a list marker": "12) - + = * text",
    "a lone surrogate": "half \ud83d of an emoji \udcff",
    "right-to-left text": "בנק \u202eevil\u202c (خزانة)",
    "wide text": "日本語のとても長いタイトル👩‍👩‍👧‍👦🇯🇵" * 8,
    "stacked accents": "Z̵̡̢̛̗̘̙̜̝̞̟a̴̧̨̛̖̗l̶g̵o",
    "a very long title": "A" * 10_000,
    "a very long title in words": "very long " * 1_000,
    "nothing": "",
}


def poisoned(value, text):
    """Return `value` with every text that may come from outside replaced by `text`."""
    if isinstance(value, Enum | NoneType | int | float | date):
        return value
    if isinstance(value, str):
        return text
    if isinstance(value, tuple):
        return tuple(poisoned(part, text) for part in value)
    if isinstance(value, dict):
        numbers = [number for number in value.values() if isinstance(number, int)]
        return {text: sum(numbers) if numbers else text} if value else {}
    ids = {"id", "accounts", "findings", "reused_with", "check", "version"}
    ids |= {"level", "kind", "source", "target", "state"}
    if isinstance(value, Report):
        ids = {"version"}
    changed = {f.name for f in fields(value)} - ids
    return replace(value, **{name: poisoned(getattr(value, name), text) for name in changed})


def many(number):
    """Return a report about `number` accounts, each with a finding, an action and a gap."""
    ids = tuple(f"a{n}" for n in range(1, number + 1))
    reuse = Finding("password-reused", "R", Severity.HIGH, Confidence.CERTAIN, ids, "W", "A")
    return replace(
        EMPTY,
        accounts=tuple(account(n, f"Site {n}", f"site{n}.example") for n in range(1, number + 1)),
        findings=(
            reuse,
            *(
                Finding("password-weak", "T", Severity.LOW, Confidence.CERTAIN, (i,), "W", "A")
                for i in ids
            ),
        ),
        not_checked=(NotChecked("site-breached", "No answer.", ids[1:]),),
        plan=tuple(
            Action(rank, f"Do {rank}", 5, None, (i,), (), "E") for rank, i in enumerate(ids, 1)
        ),
        score=10,
        coverage=0.5,
    )


@pytest.fixture
def small():
    """One problem, one gap, one thing to do."""
    return SMALL


@pytest.fixture(scope="session")
def build_many():
    """Build a report about so many accounts."""
    return many


@pytest.fixture(params=HOSTILE, ids=lambda name: name.replace(" ", "-"))
def hostile_text(request):
    """One text that tries to be more than text."""
    return HOSTILE[request.param]


@pytest.fixture
def hostile(hostile_text):
    """Return a full report in which every text from outside is hostile, addresses too."""
    return poisoned(replace(CHOSEN, invented=True), hostile_text)


@pytest.fixture(scope="session")
def all_hostile():
    """Build one report that holds every hostile text, and more, in every place there is."""
    return lambda *more: in_every_place([*HOSTILE.values(), *more])


def in_every_place(texts):
    """Return a report with an account, a finding, an action and a gap for each text."""
    numbered = list(enumerate(texts, 1))
    return replace(
        EMPTY,
        accounts=tuple(account(n, t, t, t) for n, t in numbered),
        findings=tuple(
            Finding(f"c{n}", t, Severity.HIGH, Confidence.LIKELY, (f"a{n}",), t, t, t, (t,))
            for n, t in numbered
        ),
        not_checked=tuple(NotChecked("way-in", t, (f"a{n}",)) for n, t in numbered),
        plan=tuple(
            Action(n, t, 1, t, (f"a{n}", "a1"), (), t, (t,), Severity.HIGH) for n, t in numbered
        ),
        good=tuple(texts),
        network=tuple(Sent(t, 1, t) for t in texts),
        corpora=tuple(texts),
        ignored=tuple(
            Ignored(
                Finding("c", t, Severity.LOW, Confidence.LIKELY, ("a1", "a2"), t, t),
                Ignore(t, t, t),
            )
            for t in texts
        ),
        unmatched=tuple(texts),
        sources=tuple(
            SourceSummary(t, t, 2, 1, {}, (Unreadable(t, t),), columns={t: t}, lying=Lying(t, None))
            for t in texts
        ),
        credits=tuple(texts),
        picture=Picture(
            tuple(Spot(f"s{n}", "account" if n % 2 else "phone", t, "open") for n, t in numbered),
            tuple(Arrow(f"s{n}", f"s{n // 2 or 1}", t, assumed=True) for n, t in numbered),
        ),
        progress=Headway(
            date(2026, 7, 2),
            (Point(date(2026, 7, 2), 3, 0.5), Point(date(2026, 8, 4), 0, 0.0)),
            tuple(
                Difference(turn, f"c{n}", t, Severity.HIGH, (t, t), t)
                for n, t in numbered
                for turn in Turn
            ),
            *(tuple(texts),) * 3,
        ),
        marked=tuple(
            Marked(
                Finding(f"m{n}", t, Severity.LOW, Confidence.LIKELY, (f"a{n}",), t, t),
                Mark("skipped", date(2026, 7, 2), t),
                standing,
                t,
            )
            for n, t in numbered
            for standing in Standing
        ),
        score=0,
        coverage=0.0,
    )
