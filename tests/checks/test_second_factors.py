"""The three checks on second factors, which read the same evidence."""

import pytest

from secaudit.checks import passkey_available, second_factor_missing, second_factor_weak
from secaudit.model import Answers, Confidence, Finding, Offer, Severity
from secaudit.sites import Importance
from secaudit.text import Secret

CISA = (
    "https://www.cisa.gov/sites/default/files/publications/"
    "fact-sheet-implementing-phishing-resistant-mfa-508c.pdf"
)
SITE = "shop.example"
FULL = Offer(frozenset({"sms", "totp", "u2f"}))
SMS_ONLY = Offer(frozenset({"sms", "email"}))
PASSKEY = Offer(frozenset(), passkey="allowed")


def says(*methods):
    return Answers(second_factors={(SITE, ""): methods})


# ── missing ──


def test_a_password_alone_is_a_finding(evidence, login):
    known = evidence(login("a1", "p", site=SITE), offers={SITE: FULL}, answers=says())
    assert list(second_factor_missing.judge.run(known)) == [
        Finding(
            check="second-factor-missing",
            title="A second step at sign-in is missing",
            severity=Severity.MEDIUM,
            confidence=Confidence.CERTAIN,
            accounts=("a1",),
            why="Whoever has the password can sign in.",
            advice="Switch it on; the site offers a security key, codes from an app or text "
            "messages.",
            references=("https://2fa.directory/", "https://www.cisa.gov/secure-our-world"),
        )
    ]


def test_where_nobody_knows_it_is_unsure(evidence, only, login):
    finding = only(
        second_factor_missing.judge, evidence(login("a1", "p", site=SITE), offers={SITE: PASSKEY})
    )
    assert finding.title == "There may be no second step at sign-in"
    assert finding.why == (
        "Nothing in your manager or your answers says that there is one. If there is none, "
        "whoever has the password can sign in."
    )
    assert finding.advice == (
        "Switch it on; the site offers a passkey. If you already have it, say so in the audit."
    )


@pytest.mark.parametrize(
    ("importance", "known_none", "unknown"),
    [
        (Importance.CRITICAL, "high", "high"),
        (Importance.HIGH, "medium", "medium"),
        (Importance.NORMAL, "medium", "low"),
    ],
)
def test_what_hangs_on_it_and_what_is_known_decide(  # noqa: PLR0913, PLR0917  # three fixtures
    evidence, login, verdicts, importance, known_none, unknown
):
    account = login("a1", "p", site=SITE, importance=importance)
    known = evidence(account, offers={SITE: FULL}, answers=says())
    assert verdicts(second_factor_missing.judge, known) == ([("a1", known_none, "certain")], [])
    known = evidence(account, offers={SITE: FULL})
    assert verdicts(second_factor_missing.judge, known) == ([("a1", unknown, "unsure")], [])


def test_whoever_has_one_or_could_not_have_one_is_left_alone(evidence, login, verdicts, down):
    known = evidence(
        login("a1", "p", site=SITE, totp=Secret("seed")),
        login("a2", "p", site=SITE, passkeys=1),
        login("a3", site=SITE, passkeys=1),
        login("a4", site=SITE),
        login("a5", "p", site="nothing.example"),
        login("a6", "p", site="192.168.1.1"),
        login("a7", "p"),
        login("a8", "p", site="unlisted.example", totp=Secret("seed")),
        offers={SITE: FULL, "nothing.example": Offer(frozenset()), "unlisted.example": down},
        answers=says(),
    )
    assert verdicts(second_factor_missing.judge, known) == ([], [])
    assert [second_factor_missing.judge.concerns(known, a) for a in known.accounts] == [
        *(True, True, False, False, False, False, False, True)
    ]


def test_an_unlisted_site_is_not_checked_even_when_there_is_none(evidence, login, verdicts, down):
    known = evidence(
        login("a1", "p", site=SITE),
        login("a2", "p", site="b.example"),
        offers={SITE: down},
        answers=says(),
    )
    assert verdicts(second_factor_missing.judge, known) == (
        [],
        [("a1", "The service did not answer.", True), ("a2", "It was not looked at.", True)],
    )


# ── weak ──


def test_codes_by_text_message_are_a_finding_where_better_is_offered(evidence, login):
    known = evidence(login("a1", "p", site=SITE), offers={SITE: FULL}, answers=says("sms", "call"))
    assert list(second_factor_weak.judge.run(known)) == [
        Finding(
            check="second-factor-weak",
            title="A stronger second step is offered",
            severity=Severity.MEDIUM,
            confidence=Confidence.CERTAIN,
            accounts=("a1",),
            why="Yours comes by phone calls or text messages, which others can redirect or read.",
            advice="Use a security key or codes from an app instead, and keep the old one until "
            "the new one works.",
            references=(CISA,),
        )
    ]


def test_it_is_worse_where_much_hangs_on_it(evidence, login, verdicts):
    account = login("a1", "p", site=SITE, critical=True)
    known = evidence(account, offers={SITE: PASSKEY}, answers=says("email"))
    assert verdicts(second_factor_weak.judge, known) == ([("a1", "high", "certain")], [])


@pytest.mark.parametrize(
    ("methods", "offer", "praised"),
    [
        (("sms", "totp"), FULL, True),
        (("custom-hardware",), FULL, True),
        (("sms",), SMS_ONLY, False),
        ((), FULL, False),
    ],
)
def test_the_best_that_is_offered_is_fine(  # noqa: PLR0913, PLR0917  # fixtures
    evidence, login, verdicts, methods, offer, praised
):
    known = evidence(login("a1", "p", site=SITE), offers={SITE: offer}, answers=says(*methods))
    assert verdicts(second_factor_weak.judge, known) == ([], [])
    assert second_factor_weak.judge.concerns(known, known.accounts[0]) is praised


def test_what_a_site_offers_beside_it_may_be_unknown(evidence, login, verdicts, down):
    known = evidence(
        login("a1", "p", site=SITE),
        login("a2", "p"),
        login("a3", "p", site="b.example"),
        offers={SITE: down},
        answers=says("sms"),
    )
    assert verdicts(second_factor_weak.judge, known) == (
        [],
        [("a1", "The service did not answer.", True)],
    )


# ── passkeys ──


def test_a_passkey_is_an_offer(evidence, login):
    known = evidence(login("a1", "p", site=SITE), offers={SITE: PASSKEY}, answers=says("totp"))
    assert list(passkey_available.judge.run(known)) == [
        Finding(
            check="passkey-available",
            title="You could sign in with a passkey",
            severity=Severity.LOW,
            confidence=Confidence.LIKELY,
            accounts=("a1",),
            why="A passkey cannot be guessed, typed into a false site, or leaked by this one.",
            advice="Add one in the account's security settings, and keep another way in as well.",
            references=("https://passkeys.2fa.directory/", "https://fidoalliance.org/passkeys/"),
        )
    ]


def test_a_passkey_may_be_elsewhere_and_may_replace_the_password(evidence, only, login):
    offer = Offer(frozenset(), passwordless=True)
    finding = only(
        passkey_available.judge, evidence(login("a1", "p", site=SITE), offers={SITE: offer})
    )
    assert finding.confidence is Confidence.UNSURE
    assert finding.why.endswith(" Here it replaces the password.")


def test_who_has_a_passkey_or_cannot_is_left_alone(evidence, login, verdicts, down):
    known = evidence(
        login("a1", "p", site=SITE, passkeys=1),
        login("a2", "p", site="b.example"),
        login("a3", "p", site="nas.local"),
        login("a4", "p"),
        login("a5", "p", site="c.example", passkeys=1),
        offers={SITE: PASSKEY, "b.example": FULL, "c.example": down},
    )
    assert verdicts(passkey_available.judge, known) == ([], [])
    assert [passkey_available.judge.concerns(known, a) for a in known.accounts] == [
        *(True, False, False, False, True)
    ]


def test_a_passkey_that_was_told_of_counts(evidence, login, verdicts):
    known = evidence(login("a1", "p", site=SITE), offers={SITE: FULL}, answers=says("passkey"))
    assert verdicts(passkey_available.judge, known) == ([], [])
    assert passkey_available.judge.concerns(known, known.accounts[0])


def test_an_unlisted_site_is_not_checked(evidence, login, verdicts, down):
    known = evidence(login("a1", "p", site=SITE), offers={SITE: down})
    assert verdicts(passkey_available.judge, known) == (
        [],
        [("a1", "The service did not answer.", True)],
    )


def test_passkeys_that_could_not_be_asked_for_are_not_checked(evidence, login, verdicts, down):
    half = Offer(frozenset({"totp"}), passkey=down)
    known = evidence(login("a1", "p", site=SITE), offers={SITE: half}, answers=says("totp"))
    assert verdicts(passkey_available.judge, known) == (
        [],
        [("a1", "The service did not answer.", True)],
    )
