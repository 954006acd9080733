"""What falls, what stays open to the owner, and what nobody can tell."""

import pytest

from secaudit.access.building import PHONE, access_of, account
from secaudit.access.scenarios import ITEMS, SCENARIOS
from secaudit.access.what_if import Fall, Locked, Lost, falls, lost, outcome
from secaudit.errors import UsageError
from secaudit.model import SPARE, Answers, Recovery
from secaudit.sites import Importance
from secaudit.text import Secret

GMAIL = "ana@gmail.com"


def says(factors=None, spare=(), **recovery):
    """Say what the second step of each site is, and how it is had back."""
    return Answers(
        second_factors={(site, ""): how for site, how in (factors or {}).items()},
        recovery={(f"{site}.example", ""): told for site, told in recovery.items()},
        spare=frozenset(spare),
    )


@pytest.fixture
def kept(login):
    """Make an account whose password lies in an export."""

    def make(account_id, password, site, username="ana", **fields):
        return login(account_id, password, site=site, username=username, **fields, sources=("v",))

    return make


def test_who_has_a_mailbox_has_what_it_resets_and_what_is_signed_in_with_it(evidence, kept):
    known = evidence(
        kept("a1", "p", "google.com", GMAIL),
        kept("a2", "q", "shop.example", GMAIL),
        kept("a3", None, "club.example"),
        kept("a4", "r", "bank.example"),
        kept("a5", "s", "safe.example", GMAIL),
        answers=says(
            {"google.com": (), "shop.example": (), "safe.example": ("totp",)},
            club=Recovery(sign_in_with="google.com"),
            bank=Recovery(mail=(GMAIL,)),
        ),
    )
    found = outcome(known, "mailbox", " Ana@Gmail.com ")
    assert set(found.falls) == {
        Fall(
            "a3",
            (f"Club (ana) opens for whoever is signed in to Google ({GMAIL}).",),
            sure=True,
        ),
        Fall("a2", (f"Shop ({GMAIL}) probably sends a new password to {GMAIL}.",), sure=False),
        Fall("a4", (f"Bank (ana) sends a new password to {GMAIL}.",), sure=False),
    }
    assert found.title == f"Someone gets into the mailbox {GMAIL}."
    assert found.lost.locked_out == (
        Locked("a1", "Whoever has it may change its password.", unless_codes=False),
        Locked("a3", "Nothing else that is known opens it.", unless_codes=False),
    )


def test_the_steps_of_what_is_sure_hold_nothing_that_is_only_usual(evidence, kept):
    known = evidence(
        kept("a1", "p", "shop.example", GMAIL),
        answers=says({"shop.example": ()}, shop=Recovery(phone=True)),
    )
    assert falls(known, [PHONE]) == (
        Fall(
            "a1",
            (
                f"Shop ({GMAIL}) gives out a new password over your phone number.",
                "Calls and text messages arrive on the phone.",
            ),
            sure=True,
        ),
    )


def test_a_breach_takes_every_account_with_that_password(evidence, kept):
    known = evidence(
        kept("a1", "p", "shop.example"),
        kept("a2", "p", "www.shop.example", "ben"),
        kept("a3", "p", "club.example"),
        kept("a4", "p", "bank.example"),
        kept("a5", "q", "other.example"),
        kept("a6", "p", "off.example", excluded=frozenset({"password-reused"})),
        answers=says({f"{name}.example": () for name in ("shop", "club", "other", "off")}),
    )
    found = outcome(known, "breached", "https://shop.example/login")
    assert {(fall.account, fall.sure) for fall in found.falls} == {
        *(("a1", True), ("a2", False), ("a3", True), ("a4", False), ("a6", True))
    }
    assert found.lost == Lost()
    assert found.first[0] == (
        "Change it at shop.example, to one that your password manager makes up."
    )


def test_where_one_of_two_passwords_is_shared_it_may_be_the_old_one(evidence, login):
    known = evidence(
        login("a1", "p", site="shop.example", username="ana"),
        login("a2", "q", "p", site="club.example", username="ana"),
        login("a3", "q", site="other.example", username="ana"),
        answers=says({"shop.example": (), "club.example": (), "other.example": ()}),
    )
    found = outcome(known, "breached", "shop.example").falls
    assert [(fall.account, fall.sure) for fall in found] == [("a1", True), ("a2", False)]


def test_a_check_that_was_switched_off_is_no_shield_in_a_breach(evidence, kept):
    known = evidence(
        kept("a1", "p", "shop.example", excluded=frozenset({"password-weak"})),
        answers=says({"shop.example": ()}),
    )
    (fall,) = outcome(known, "breached", "shop.example").falls
    assert fall == Fall(
        "a1",
        ("The password of Shop (ana) is one that leaked.", "Nothing else is asked for."),
        sure=True,
    )


def test_the_most_important_accounts_come_first(evidence, kept):
    known = evidence(
        kept("a1", "p", "shop.example"),
        kept("a2", "q", "club.example", importance=Importance.HIGH),
        kept("a3", "r", "bank.example", critical=True),
        answers=says({"shop.example": (), "club.example": (), "bank.example": ()}),
    )
    found = outcome(known, "password-manager")
    assert [fall.account for fall in found.falls] == ["a3", "a2", "a1"]
    assert [one.account for one in found.lost.locked_out] == ["a3", "a2", "a1"]


@pytest.mark.parametrize(
    ("methods", "recovery", "spare", "expected"),
    [
        ((), None, (), "open"),
        (("sms",), None, (), "unless codes"),
        (("sms",), Recovery(backup_codes="none"), (), "locked"),
        (("sms",), Recovery(backup_codes="paper"), (), "open"),
        (("sms",), Recovery(backup_codes="manager"), (), "open"),
        (("sms", "u2f"), Recovery(backup_codes="none"), (), "open"),
        (("totp",), Recovery(backup_codes="none"), (), "locked"),
        (("totp",), Recovery(backup_codes="none"), ("authenticator",), "open"),
        (("totp",), Recovery(backup_codes="none"), ("phone",), "open"),
        (("passkey",), Recovery(backup_codes="none"), (), "locked"),
        (("custom-hardware",), None, (), "open"),
        (None, None, (), "nobody can tell"),
    ],
)
def test_what_a_lost_phone_locks_out(  # noqa: PLR0913, PLR0917  # fixtures
    evidence, kept, methods, recovery, spare, expected
):
    answers = says(
        {} if methods is None else {"shop.example": methods},
        spare,
        **({"shop": recovery} if recovery else {}),
    )
    found = lost(evidence(kept("a1", "p", "shop.example"), answers=answers), [PHONE])
    locked = {True: "unless codes", False: "locked"}
    said = [locked[one.unless_codes] for one in found.locked_out]
    said += ["nobody can tell"] * len(found.unknown)
    assert said == ([] if expected == "open" else [expected])


def test_why_an_account_is_locked_is_said(evidence, kept):
    known = evidence(
        kept("a1", "p", "shop.example"),
        answers=says({"shop.example": ("totp", "sms")}),
    )
    assert lost(known, [PHONE]).locked_out == (
        Locked("a1", "It asks for codes from an app or text messages.", unless_codes=True),
    )


def test_what_nothing_opens_on_a_good_day_is_unknown_and_not_locked(evidence, kept):
    known = evidence(
        kept("a1", None, "shop.example"),
        kept("a2", "p", "club.example", excluded=frozenset({"second-factor-missing"})),
        answers=says({"shop.example": ("totp",)}),
    )
    assert lost(known, [PHONE]) == Lost(unknown=("a1", "a2"))


def test_a_way_past_a_second_step_that_nobody_knows_is_enough(evidence, kept):
    known = evidence(
        kept("a1", "p", "shop.example"),
        kept("a2", "q", "google.com", GMAIL),
        answers=says({"google.com": ()}, shop=Recovery(sign_in_with="google.com")),
    )
    assert lost(known, [PHONE]) == Lost()


def test_a_taken_account_that_nothing_is_known_to_open_is_gone_all_the_same(evidence, kept):
    known = evidence(kept("a1", None, "google.com", GMAIL))
    found = outcome(known, "mailbox", GMAIL)
    assert [one.account for one in found.lost.locked_out] == ["a1"]


def test_a_seed_in_the_vault_needs_no_phone(evidence, kept):
    one = kept("a1", "p", "shop.example", totp=Secret("JBSWY3DPEHPK3PXP"))
    assert lost(evidence(one), [PHONE]) == Lost()
    assert account("a1") in access_of(evidence(one)).reached


def test_without_anything_lost_nothing_is_locked_or_unknown(evidence, kept):
    assert lost(evidence(kept("a1", "p", "shop.example")), []) == Lost()


def test_an_address_that_is_also_a_password_is_not_shown(evidence, kept):
    known = evidence(
        kept("a1", GMAIL, "google.com", GMAIL),
        kept("a2", "p", "shop.example", GMAIL),
        answers=says({"shop.example": ()}),
    )
    assert GMAIL not in repr(outcome(known, "mailbox", GMAIL)).replace(f"Shop ({GMAIL})", "Shop")
    with pytest.raises(UsageError) as error:
        outcome(known, "mailbox", "zzz")
    assert error.value.hint == "There are: •••."


@pytest.mark.parametrize(
    ("name", "which", "message", "hint"),
    [
        ("mailbox", "anna@gmail.com", "no account uses the mail", f"Did you mean {GMAIL}?"),
        ("mailbox", "\x1b[31mx", "no account uses the mail address x", f"There are: {GMAIL}."),
        ("breached", "googel.com", "there is no account at googel.com", "Did you mean google.com?"),
    ],
)
def test_what_is_not_known_is_answered_with_what_is(  # noqa: PLR0913, PLR0917  # fixtures
    evidence, kept, name, which, message, hint
):
    with pytest.raises(UsageError) as error:
        outcome(evidence(kept("a1", "p", "google.com", GMAIL)), name, which)
    assert message in error.value.message
    assert error.value.hint == hint


def test_of_many_sites_a_few_are_named(evidence, login):
    many = evidence(*(login(f"a{n}", "p", site=f"s{n:02}.example") for n in range(20)))
    with pytest.raises(UsageError) as error:
        outcome(many, "breached", "zzz")
    assert error.value.hint.startswith("There are 20, such as: s00.example, s01.example, ")
    with pytest.raises(UsageError) as error:
        outcome(many, "mailbox", "zzz")
    assert error.value.hint == "The exports hold none."


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_scenario_says_what_to_do_in_whole_sentences(name):
    scenario = SCENARIOS[name]
    assert len(scenario.first) >= 2
    for sentence in (scenario.title, *scenario.given):
        assert sentence.endswith(".")
    for step in scenario.first:
        assert step.endswith((".", "stolen-phone"))
        assert step.isascii()


def test_everything_that_can_be_lost_has_a_scenario():
    assert {f"lost-{item}" for item in ITEMS} <= set(SCENARIOS)
    assert {thing.replace(" ", "-") for thing in SPARE} <= set(ITEMS)
