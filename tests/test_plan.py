from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secaudit.checks import CHECKS
from secaudit.model import (
    Account,
    Action,
    Answers,
    Confidence,
    Evidence,
    Finding,
    Item,
    Offer,
    Platform,
    Pwned,
    Severity,
    Strength,
)
from secaudit.plan import plan
from secaudit.sites import Importance
from secaudit.text import Secret

LOW, MEDIUM, HIGH, CRITICAL = Severity
CERTAIN, LIKELY, UNSURE = Confidence

CODES = Item(
    id="google-backup-codes",
    question="Do you have backup codes on paper?",
    action="Print backup codes",
    why="Without them, a lost phone locks you out.",
    where="Google Account, Security.",
    steps=("Open Backup codes.", "Print them."),
    url="https://myaccount.google.com/x",
    severity=MEDIUM,
    minutes=3,
    sources=(),
    checked=date(2026, 5, 1),
)
GOOGLE = Platform(
    id="google",
    name="Google",
    domains=frozenset({"google.com"}),
    items=(CODES,),
    links={
        "change-password": "https://myaccount.google.com/password",
        "second-factor": "https://myaccount.google.com/two-step-verification",
    },
)


def login(account_id, site=None, username="", importance=Importance.NORMAL, **fields):
    return Account(
        id=account_id,
        title=fields.pop("title", account_id.upper()),
        username=username,
        password=fields.pop("password", Secret(f"password of {account_id}")),
        urls=fields.pop("urls", (f"https://{site}/login",) if site else ()),
        site=site,
        importance=importance,
        **fields,
    )


def known(*accounts, **fields):
    nothing = Evidence(date(2026, 8, 4), accounts, {}, {}, (), {}, {})
    return replace(nothing, **fields)


def found(check, *ids, severity=HIGH, confidence=CERTAIN, **fields):
    return Finding(check, f"Title of {check}", severity, confidence, ids, "Why.", "Do.", **fields)


def titles(actions):
    return [action.title for action in actions]


# ── What to do ──


def test_one_change_answers_all_findings_on_a_password():
    evidence = known(login("a1", "shop.example", "mira"))
    findings = [
        found("password-weak", "a1"),
        found("site-breached", "a1", severity=MEDIUM, confidence=UNSURE),
        found("password-pwned", "a1", severity=CRITICAL),
    ]
    assert plan(findings, evidence) == (
        Action(
            rank=1,
            title="Change the password of A1 (mira)",
            minutes=5,
            url="https://shop.example/.well-known/change-password",
            accounts=("a1",),
            findings=("password-pwned:a1", "password-weak:a1", "site-breached:a1"),
            effect="Attackers already have the old one; a new one shuts them out. It can no longer "
            "be guessed.",
            steps=(
                "Open the link and sign in.",
                "Let your password manager make up a new one, and save it.",
                "Where it is offered, sign out all other devices.",
            ),
            severity=CRITICAL,
        ),
    )


def test_every_login_that_shares_a_password_is_changed_the_important_one_first():
    evidence = known(
        login("a1", "shop.example"),
        login("a2", "forum.example"),
        login("a3", "bank.example", importance=Importance.CRITICAL),
    )
    actions = plan([found("password-reused", "a1", "a2", "a3")], evidence)
    assert titles(actions) == [f"Change the password of {name}" for name in ("A3", "A1", "A2")]
    assert {action.findings for action in actions} == {("password-reused:a1",)}
    assert {action.effect for action in actions} == {
        "A leak at one place no longer opens the others."
    }


def test_two_entries_of_one_login_are_changed_at_once():
    evidence = known(login("a1", "google.com", "Mira"), login("a2", "youtube.com", "mira"))
    [action] = plan([found("password-weak", "a1"), found("password-weak", "a2")], evidence)
    assert action.title == "Change the password of A1 (Mira) and A2 (mira)"
    assert action.accounts == ("a1", "a2")
    assert action.findings == ("password-weak:a1", "password-weak:a2")


def test_entries_without_a_username_are_logins_of_their_own():
    evidence = known(login("a1", "google.com"), login("a2", "google.com"))
    findings = [found("password-weak", "a1"), found("password-weak", "a2")]
    assert len(plan(findings, evidence)) == 2


def test_a_second_step_has_the_link_and_the_best_choice():
    offer = Offer(frozenset({"sms", "totp"}), documentation="https://shop.example/help/2fa")
    evidence = known(
        login("a1", "google.com"),
        login("a2", "shop.example"),
        login("a3", "x.example"),
        platforms=(GOOGLE,),
        offers={"shop.example": offer, "google.com": replace(offer, passkey="allowed")},
    )
    actions = plan(
        [
            found("second-factor-missing", "a1"),
            found("passkey-available", "a1", severity=LOW, confidence=LIKELY),
            found("second-factor-missing", "a2", severity=MEDIUM, confidence=UNSURE),
            found("second-factor-weak", "a3", severity=LOW),
        ],
        evidence,
    )
    ending = "Keep the backup codes away from your phone, on paper for example."
    assert [(a.title, a.minutes, a.url, a.steps) for a in actions] == [
        (
            "Switch on a second step for A1",
            10,
            "https://myaccount.google.com/two-step-verification",
            ("Open the link and sign in.", "Choose a passkey, if you can.", ending),
        ),
        (
            "Make sure that A2 has a second step",
            10,
            "https://shop.example/help/2fa",
            ("Open the link and sign in.", "Choose codes from an app, if you can.", ending),
        ),
        (
            "Use a stronger second step for A3",
            10,
            None,
            ("Sign in, and open the account's settings.", ending),
        ),
    ]
    assert actions[0].findings == ("second-factor-missing:a1", "passkey-available:a1")


def test_the_settings_page_of_a_checklist_comes_before_the_well_known_one():
    evidence = known(login("a1", "youtube.com"), platforms=(GOOGLE,))
    [action] = plan([found("password-weak", "a1")], evidence)
    assert action.url == "https://myaccount.google.com/password"


@pytest.mark.parametrize(
    ("site", "urls", "url"),
    [
        ("shop.example", ("https://id.shop.example:8443/x",), "https://id.shop.example"),
        ("shop.example", ("https://other.example",), "https://shop.example"),
        ("shop.example", ("https://notshop.example",), "https://shop.example"),
        ("shop.example", ("androidapp://example.shop.app",), "https://shop.example"),
        ("shop.example", (), "https://shop.example"),
        ("192.168.1.1", ("http://192.168.1.1",), None),
        ("8.8.8.8", ("http://8.8.8.8",), None),
        ("nas.local", ("http://nas.local",), None),
        ("fritz.box", ("http://fritz.box",), None),
        ("100.100.4.2", ("https://100.100.4.2",), None),
        ("tail12.ts.net", ("https://nas.tail12.ts.net",), None),
        ("abcdef.onion", ("http://www.abcdef.onion",), None),
        (None, (), None),
    ],
)
def test_the_well_known_address_is_that_of_the_host_of_the_login(site, urls, url):
    [action] = plan([found("password-weak", "a1")], known(login("a1", site, urls=urls)))
    assert action.url == (url and f"{url}/.well-known/change-password")


def test_a_password_without_a_site_is_changed_where_it_is_used():
    [action] = plan([found("password-weak", "a1")], known(login("a1")))
    assert action.steps[0] == "Go to where you use it, and choose to change it."


@pytest.mark.parametrize("check", ["password-weak", "password-personal", "password-reused"])
def test_a_pin_is_called_a_pin(check):
    card = login("a1", "bank.example", title="Card PIN", password=Secret("1212"))
    [action] = plan([found(check, "a1")], known(card))
    assert (action.title, action.url) == ("Change the PIN of Card PIN", None)
    assert action.steps == (
        "Choose digits at random: no date, no run, no shape on the keypad.",
        "Change it where you use it, and save it.",
    )


def test_a_password_and_a_pin_of_one_login_are_changed_as_a_password():
    evidence = known(
        login("a1", "bank.example", "mira", title="Bank PIN", password=Secret("1212")),
        login("a2", "bank.example", "mira", title="Bank", password=Secret("summer")),
    )
    [action] = plan([found("password-weak", "a1"), found("password-weak", "a2")], evidence)
    assert action.title == "Change the password of Bank PIN (mira) and Bank (mira)"
    assert action.steps[1] == "Let your password manager make up a new one, and save it."


def test_all_addresses_are_saved_anew_in_one_go():
    evidence = known(*(login(f"a{n}", "shop.example") for n in range(1, 7)))
    findings = [found("url-insecure", f"a{n}", severity=LOW) for n in range(1, 7)]
    [action] = plan(findings, evidence)
    assert (action.title, action.minutes, action.url, action.steps, len(action.findings)) == (
        "Save the https:// address of A1, A2, A3 and 3 more",
        6,
        None,
        ("Do.",),
        6,
    )


def test_a_mail_address_is_looked_up():
    evidence = known(
        login("a1", "shop.example", "mira@mail.example"),
        login("a2", "forum.example", "mira@mail.example"),
    )
    [action] = plan([found("address-breached", "a1", "a2", severity=LOW)], evidence)
    assert (action.title, action.url, action.accounts) == (
        "Look up what leaked about mira@mail.example",
        "https://haveibeenpwned.com/",
        ("a1", "a2"),
    )


@pytest.mark.parametrize("ids", [("a1",), ()])
def test_a_no_of_a_checklist_brings_its_own_words(ids):
    finding = found(CODES.id, *ids, severity=MEDIUM, minutes=3, url=CODES.url)
    evidence = known(login("a1", "google.com"), walked=(replace(GOOGLE, id="other"),))
    assert plan([finding], evidence) == (
        Action(
            rank=1,
            title="Google: Print backup codes",
            minutes=3,
            url="https://myaccount.google.com/x",
            accounts=ids,
            findings=(finding.id,),
            effect="Why.",
            steps=("Google Account, Security.", "Open Backup codes.", "Print them."),
            severity=MEDIUM,
        ),
    )


def test_a_finding_of_an_unknown_check_still_has_an_action():
    [action] = plan([found("moon-full", "a1")], known(login("a1")))
    assert (action.title, action.minutes, action.steps) == ("Title of moon-full", 5, ("Do.",))


# ── Its order ──


def test_nothing_found_is_nothing_to_do():
    assert plan([], known(login("a1"))) == ()


def test_what_gains_most_for_each_minute_comes_first():
    evidence = known(
        login("a1", "a.example", importance=Importance.CRITICAL),
        login("a2", "b.example"),
        login("a3", "c.example", importance=Importance.CRITICAL),
        login("a4", "d.example", importance=Importance.HIGH),
        login("a5", "e.example", importance=Importance.CRITICAL),
    )
    findings = [
        found("password-weak", "a1", confidence=UNSURE),
        found("password-weak", "a2", severity=CRITICAL),
        found("password-weak", "a3", confidence=LIKELY),
        found("password-weak", "a4"),
        found("password-weak", "a5", severity=LOW),
        found(CODES.id, severity=HIGH),
    ]
    actions = plan(findings, evidence)
    assert [(a.rank, a.accounts) for a in actions] == [
        (1, ("a3",)),
        (2, ("a1",)),
        (3, ("a4",)),
        (4, ()),
        (5, ("a2",)),
        (6, ("a5",)),
    ]


def test_reuse_is_critical_only_for_what_opens_others():
    evidence = known(
        login("a1", "gmx.de", importance=Importance.CRITICAL),
        login("a2", "club.example"),
        login("a3", "work.example", importance=Importance.HIGH),
        login("a4", "bank.example", importance=Importance.CRITICAL),
    )
    reused = found("password-reused", "a1", "a3", "a2", severity=CRITICAL)
    weak = found("password-weak", "a4", severity=CRITICAL, confidence=LIKELY)
    actions = plan([reused, weak], evidence)
    assert [(a.accounts, a.severity) for a in actions] == [
        (("a1",), CRITICAL),
        (("a4",), CRITICAL),
        (("a3",), HIGH),
        (("a2",), HIGH),
    ]
    assert {a.findings for a in actions} == {(reused.id,), (weak.id,)}
    assert reused.severity is CRITICAL


def test_what_else_is_critical_of_a_shared_password_stays_so():
    evidence = known(login("a1", "club.example"), login("a2", "shop.example"))
    findings = [
        found("password-reused", "a1", "a2", severity=CRITICAL),
        found("password-pwned", "a1", severity=CRITICAL),
        found("password-weak", "a2", severity=MEDIUM),
    ]
    assert [(a.accounts, a.severity, a.findings) for a in plan(findings, evidence)] == [
        (("a1",), CRITICAL, ("password-pwned:a1", "password-reused:a1")),
        (("a2",), HIGH, ("password-reused:a1", "password-weak:a2")),
    ]


def test_two_entries_of_one_login_are_as_critical_as_the_worse():
    evidence = known(
        login("a1", "google.com", "mira", importance=Importance.CRITICAL),
        login("a2", "youtube.com", "mira", importance=Importance.HIGH),
        login("a3", "club.example", "mira"),
    )
    reused = found("password-reused", "a1", "a2", "a3", severity=CRITICAL)
    actions = plan([reused], evidence)
    assert [(a.accounts, a.severity) for a in actions] == [
        (("a1", "a2"), CRITICAL),
        (("a3",), HIGH),
    ]


def test_the_pin_of_a_door_comes_after_a_weak_mailbox():
    door = login("a1", title="Door", password=Secret("1234"))
    mail = login("a2", "gmx.de", importance=Importance.CRITICAL)
    evidence = known(
        door,
        mail,
        strengths={mail.password: Strength(2, 7.0)},
        pwned={door.password: Pwned(9_000_000), mail.password: Pwned(0)},
    )
    findings = [
        result
        for check in CHECKS
        if check.id.startswith("password-")
        for result in check.run(evidence)
        if isinstance(result, Finding)
    ]
    assert [(a.accounts, a.severity) for a in plan(findings, evidence)] == [
        (("a2",), HIGH),
        (("a1",), MEDIUM),
    ]


def test_the_mailbox_comes_first_among_what_opens_others():
    sites = ["vodafone.de", "facebook.com", "paypal.com", "bitwarden.com", "own.example"]
    evidence = known(
        *(
            login(f"a{n}", site, importance=Importance.CRITICAL, title=site)
            for n, site in enumerate(sites)
        ),
        login("a9", "shop.example", "mira@own.example"),
    )
    actions = plan([found("password-weak", f"a{n}") for n in range(5)], evidence)
    assert titles(actions) == [f"Change the password of {site}" for site in reversed(sites)]


def test_the_shorter_comes_first_and_then_the_title():
    evidence = known(login("a1", "a.example", title="Z"), login("a2", "b.example", title="y"))
    findings = [
        found("second-factor-missing", "a1"),
        found("password-weak", "a1"),
        found("password-weak", "a2"),
    ]
    assert titles(plan(findings, evidence)) == [
        "Change the password of y",
        "Change the password of Z",
        "Switch on a second step for Z",
    ]


# ── Whatever the findings ──

FINE = {"strengths": Strength(4, 20.0), "pwned": Pwned(0)}
OFFER = Offer(frozenset({"totp"}))


def audited(*accounts, **fields):
    """Evidence in which everything was checked."""
    passwords = [p for account in accounts for p in account.passwords]
    parts: dict[str, object] = {
        name: dict.fromkeys(passwords, value) for name, value in FINE.items()
    }
    parts["offers"] = {a.site: OFFER for a in accounts if a.site}
    parts["answers"] = Answers({(a.site or "", ""): ("totp",) for a in accounts})
    return known(*accounts, **parts | fields)


ACCOUNTS = tuple(
    login(f"a{n}", f"site{n}.example", importance=importance)
    for n, importance in enumerate([*Importance] * 3)
)
FINDINGS = st.lists(
    st.builds(
        lambda n, ids, severity: found(f"check-{n}", *ids, severity=severity),
        st.integers(0, 5),
        st.lists(st.sampled_from([a.id for a in ACCOUNTS]), unique=True, max_size=4),
        st.sampled_from(Severity),
    ),
    max_size=8,
)


@given(FINDINGS, st.randoms(use_true_random=False))
def test_the_order_of_findings_changes_nothing(findings, chance):
    findings = list({finding.id: finding for finding in findings}.values())
    shuffled = findings.copy()
    chance.shuffle(shuffled)
    evidence = audited(*ACCOUNTS)
    assert plan(shuffled, evidence) == plan(findings, evidence)


@given(FINDINGS)
def test_every_finding_is_answered(findings):
    answered = {i for action in plan(findings, audited(*ACCOUNTS)) for i in action.findings}
    assert answered == {finding.id for finding in findings}
