"""Evidence → the access graph, a few accounts at a time."""

from datetime import date

import pytest

from secaudit.access.building import access_of, account, mailbox
from secaudit.access.explaining import Explainer
from secaudit.access.graph import Level, Thing
from secaudit.access.standing import below_target, target
from secaudit.model import Answers, Breach, Offer, OneTimeCode, Pwned, Recovery, Strength, WayIn
from secaudit.text import Secret

GOOD = Strength(4, 14.0)
WEAK = Strength(1, 5.0)
SHOP_BREACH = Breach("Shop", "Shop", "shop.example", date(2024, 3, 1), frozenset({"Passwords"}))
TOTP = Offer(frozenset({"totp", "sms"}))


@pytest.fixture
def level(evidence):
    """Return how hard the easiest way into the first account is, and by what is known alone."""

    def of(*accounts, **fields):
        fields.setdefault("strengths", {"good": GOOD, "other": GOOD, "weak": WEAK})
        access = access_of(evidence(*accounts, **fields))
        here = account(accounts[0].id)
        usual, known = access.reached.get(here), access.known.get(here)
        return usual and usual.level, known and known.level

    return of


def said(**factors):
    return Answers(
        second_factors={(site.replace("_", "."), ""): how for site, how in factors.items()}
    )


@pytest.mark.parametrize(
    ("password", "factors", "expected"),
    [
        ("pwned", (), Level.OPEN),
        ("weak", (), Level.GUESSABLE),
        ("good", (), Level.PASSWORD),
        ("good", ("sms",), Level.INTERCEPTABLE),
        ("good", ("email",), Level.INTERCEPTABLE),
        ("good", ("totp",), Level.PHISHABLE),
        ("good", ("custom-software",), Level.PHISHABLE),
        ("good", ("custom-hardware",), Level.PHISHABLE),
        ("good", ("totp", "sms"), Level.INTERCEPTABLE),
        ("good", ("u2f",), Level.RESISTANT),
        ("good", ("passkey",), Level.RESISTANT),
        ("pwned", ("totp",), Level.PHISHABLE),
    ],
)
def test_the_level_is_that_of_the_hardest_part_of_the_easiest_way(
    level, login, password, factors, expected
):
    found = level(
        login("a1", password, site="shop.example", username="ana"),
        answers=said(shop_example=factors),
        pwned={"pwned": Pwned(3)},
    )
    assert found == (expected, expected)


def test_where_nobody_knows_of_a_second_step_none_is_assumed(level, login):
    one = login("a1", "good", site="shop.example", username="ana")
    assert level(one, offers={"shop.example": TOTP}) == (Level.PASSWORD, None)


def test_a_site_that_offers_no_second_step_has_none_for_sure(level, login):
    one = login("a1", "good", site="shop.example", username="ana")
    assert level(one, offers={"shop.example": Offer(frozenset())}) == (Level.PASSWORD,) * 2


def test_a_second_step_noted_elsewhere_is_neither_there_nor_missing(level, login):
    one = login("a1", "good", site="shop.example", excluded=frozenset({"second-factor-missing"}))
    assert level(one) == (None, None)


def test_a_check_that_was_switched_off_makes_a_password_no_worse_than_any(level, login):
    one = login("a1", "weak", site="shop.example", excluded=frozenset({"password-weak"}))
    assert level(one, answers=said(shop_example=())) == (Level.PASSWORD,) * 2


def test_a_password_that_a_breached_site_may_have_lost_is_guessable_everywhere(level, login, day):
    bank = login("a1", "good", site="bank.example", username="ana")
    shop = login("a2", "good", site="shop.example", username="ana", changed=day("2020-01-01"))
    answers = said(bank_example=(), shop_example=())
    assert level(bank, shop, answers=answers, breaches=(SHOP_BREACH,)) == (Level.GUESSABLE,) * 2


def test_without_a_date_of_change_the_breach_only_may_have_lost_it(level, login):
    shop = login("a1", "good", site="shop.example", username="ana")
    assert level(shop, answers=said(shop_example=()), breaches=(SHOP_BREACH,)) == (
        Level.GUESSABLE,
        Level.PASSWORD,
    )


def test_a_password_that_places_share_is_only_as_safe_as_any_of_them(evidence, login):
    one, other = (login(f"a{n}", "good", site=f"{n}.example", username="ana") for n in (1, 2))
    explainer = Explainer(access_of(evidence(one, other, strengths={"good": GOOD})))
    way_in = explainer.way_in("a1")
    assert way_in
    assert way_in.level == "guessable"
    assert explainer.steps("a1")[0] == (
        "The password of 1 (ana) is shared with 1 other account, and leaks with any of them."
    )


def test_two_domains_of_one_login_share_nothing(level, login):
    one = login("a1", "good", site="google.com", username="ana")
    other = login("a2", "good", site="youtube.com", username="ana")
    assert level(one, other, answers=said(google_com=())) == (Level.PASSWORD,) * 2


def test_a_password_set_after_the_breach_is_untouched(level, login, day):
    shop = login("a1", "good", site="shop.example", changed=day("2025-01-01"))
    assert level(shop, answers=said(shop_example=()), breaches=(SHOP_BREACH,)) == (
        Level.PASSWORD,
        Level.PASSWORD,
    )


def test_a_patterned_pin_can_be_guessed_and_another_cannot(level, login):
    assert level(login("a1", "1234", title="Door"))[0] is Level.GUESSABLE
    assert level(login("a1", "8305", title="Door"))[0] is Level.PASSWORD


def test_the_mailbox_that_resets_an_account_is_a_way_in_only_usually(level, login):
    bank = login("a1", "good", site="bank.example", username="ana@gmail.com")
    mail = login("a2", "pwned", site="google.com", username="ana@gmail.com")
    fields = {"pwned": {"pwned": Pwned(9)}}
    answers = said(bank_example=(), google_com=())
    assert level(bank, mail, answers=answers, **fields) == (Level.OPEN, Level.PASSWORD)


def test_a_reset_that_the_person_told_of_is_known(level, login):
    bank = login("a1", "good", site="bank.example", username="ana")
    mail = login("a2", "pwned", site="google.com", username="ana")
    answers = Answers(
        second_factors={("bank.example", ""): (), ("google.com", ""): ()},
        recovery={("bank.example", "ana"): Recovery(mail=("ana@gmail.com",))},
    )
    assert level(bank, mail, answers=answers, pwned={"pwned": Pwned(9)}) == (Level.OPEN,) * 2


def test_a_second_step_is_asked_for_after_a_reset_too(level, login):
    bank = login("a1", "good", site="bank.example", username="ana@gmail.com")
    mail = login("a2", "pwned", site="google.com", username="ana@gmail.com")
    answers = said(bank_example=("totp",), google_com=())
    assert level(bank, mail, answers=answers, pwned={"pwned": Pwned(9)})[0] is Level.PHISHABLE


def test_a_code_by_mail_is_as_easy_as_the_mailbox(level, login):
    shop = login("a1", "weak", site="shop.example", username="ana@gmail.com")
    mail = login("a2", "pwned", site="google.com", username="ana@gmail.com")
    answers = said(shop_example=("email",), google_com=())
    assert level(shop, mail, answers=answers, pwned={"pwned": Pwned(9)})[0] is Level.OPEN


def test_a_phone_number_is_as_easy_as_the_carriers_account(level, login):
    bank = login("a1", "weak", site="bank.example", username="ana")
    carrier = login("a2", "weak", site="vodafone.com", username="ana")
    answers = said(bank_example=("sms",), vodafone_com=())
    assert level(bank, carrier, answers=answers) == (Level.GUESSABLE, Level.INTERCEPTABLE)


def test_signing_in_with_another_account_is_as_easy_as_that_one(level, login):
    shop = login("a1", site="shop.example", username="ana")
    mail = login("a2", "weak", site="google.com", username="ana@gmail.com")
    answers = Answers(
        second_factors={("google.com", ""): ()},
        recovery={("shop.example", ""): Recovery(sign_in_with="google.com")},
    )
    assert level(shop, mail, answers=answers) == (Level.GUESSABLE,) * 2


def test_the_managers_own_account_opens_all_that_lies_in_it(level, login):
    shop = login(
        "a1", "good", site="shop.example", totp=Secret("JBSWY3DPEHPK3PXP"), sources=("v.json",)
    )
    manager = login("a2", "weak", site="bitwarden.com", username="ana", sources=("v.json",))
    assert level(shop, manager, answers=said(bitwarden_com=())) == (
        Level.GUESSABLE,
        Level.PHISHABLE,
    )


def test_a_passkey_in_the_vault_opens_an_account_that_no_false_site_can(level, login):
    assert level(login("a1", site="shop.example", passkeys=1)) == (Level.RESISTANT,) * 2


def test_a_mailbox_at_ones_own_domain_is_found_at_the_provider(evidence, login):
    bank = login("a1", "good", site="bank.example", username="Ana@Lind.example")
    host = login("a2", "good", site="fastmail.com", username="ana@lind.example")
    assert access_of(evidence(bank, host)).mailboxes == {"ana@lind.example": ("a2",)}


def test_a_mailbox_that_is_in_no_export_is_kept_as_unknown(evidence, login):
    access = access_of(evidence(login("a1", "good", site="bank.example", username="a@b.example")))
    assert access.mailboxes == {"a@b.example": ()}
    assert mailbox("a@b.example") not in access.reached


def test_the_same_password_is_one_thing(evidence, login):
    access = access_of(
        evidence(login("a1", "good", site="x.example"), login("a2", "good", site="y.example"))
    )
    users = {way.to.key for way in access.graph.ways_from[Thing("password", "1")]}
    assert users == {"a1", "a2"}


def test_of_rival_passwords_any_may_be_the_one_and_all_together_surely_are(level, login):
    one = login("a1", "good", "weak", site="x.example")
    assert level(one, answers=said(x_example=())) == (Level.GUESSABLE, Level.PASSWORD)


def test_of_two_accounts_to_sign_in_with_any_may_be_the_one(level, login):
    shop = login("a1", site="shop.example", username="ana")
    mails = (
        login("a2", "weak", site="google.com", username="ana"),
        login("a3", "good", site="google.com", username="ben"),
    )
    answers = Answers(
        second_factors={("google.com", ""): ()},
        recovery={("shop.example", ""): Recovery(sign_in_with="google.com")},
    )
    assert level(shop, *mails, answers=answers) == (Level.GUESSABLE, Level.PASSWORD)


def test_a_mailbox_of_another_domain_is_only_probably_the_providers(level, login):
    bank = login("a1", "good", site="bank.example", username="ana@lind.example")
    host = login("a2", "weak", site="google.com", username="ana@lind.example")
    answers = said(bank_example=("email",), google_com=())
    assert level(bank, host, answers=answers) == (Level.GUESSABLE, Level.INTERCEPTABLE)


def test_no_password_manager_sends_a_new_password(level, login):
    manager = login("a1", "good", site="bitwarden.com", username="ana@gmail.com")
    mail = login("a2", "weak", site="google.com", username="ana@gmail.com")
    assert level(manager, mail, answers=said(bitwarden_com=(), google_com=()))[0] is Level.PASSWORD


@pytest.mark.parametrize(
    ("off", "expected"),
    [
        ({"password-reused"}, Level.OPEN),
        ({"password-pwned"}, Level.GUESSABLE),
        ({"password-pwned", "password-weak"}, Level.PASSWORD),
    ],
)
def test_only_the_check_that_was_switched_off_is_left_out(level, login, off, expected):
    one = login("a1", "weak", site="shop.example", excluded=frozenset(off))
    fields = {"answers": said(shop_example=()), "pwned": {"weak": Pwned(3)}}
    assert level(one, **fields) == (expected, expected)


def test_a_password_of_which_nothing_is_known_is_not_called_good(evidence, login):
    access = access_of(evidence(login("a1", "any", site="shop.example", username="ana")))
    assert Explainer(access).steps("a1") == (
        "The password of Shop (ana) can be tricked out of you by a false sign-in page.",
        "Perhaps nothing else is asked for.",
    )


def test_each_code_says_what_it_is_for(evidence, login):
    shop = login("a1", "good", site="shop.example", title="Shop", username="ana@gmail.com")
    bank = login("a2", "other", site="bank.example", title="Bank", username="ana")
    mail = login("a3", "weak", site="google.com", title="Google", username="ana@gmail.com")
    carrier = login("a4", "weak", site="vodafone.com", title="Vodafone", username="ana")
    access = access_of(
        evidence(
            *(shop, bank, mail, carrier),
            strengths={"good": GOOD, "other": GOOD, "weak": WEAK},
            answers=said(shop_example=("email",), bank_example=("sms",)),
        )
    )
    explainer = Explainer(access)
    assert "A code for Shop (ana@gmail.com) is sent to ana@gmail.com." in explainer.steps("a1")
    assert explainer.steps("a2")[:3] == (
        "The password of Bank (ana) can be tricked out of you by a false sign-in page.",
        "Then a text message is asked for.",
        "Whoever is signed in to Vodafone (ana) can move your number to another SIM.",
    )


def test_an_address_that_is_a_password_somewhere_is_hidden(evidence, login):
    shop = login("a1", "Ana@Gmail.com", site="shop.example", username="ana")
    answers = Answers(recovery={("shop.example", ""): Recovery(mail=("ana@gmail.com",))})
    assert access_of(evidence(shop, answers=answers)).shown("ana@gmail.com") == "•••"


def test_the_steps_tell_the_way_in_from_the_account_down_to_the_leak(evidence, login, day):
    bank = login("a1", "good", site="bank.example", title="Bank", username="ana@gmail.com")
    mail = login("a2", "other", site="google.com", title="Google", username="ana@gmail.com")
    shop = login(
        "a3", "other", site="shop.example", title="Shop", username="ana", changed=day("2020-01-01")
    )
    world = evidence(
        *(bank, mail, shop),
        strengths={"good": GOOD, "other": GOOD},
        breaches=(SHOP_BREACH,),
        answers=said(bank_example=(), google_com=(), shop_example=()),
    )
    explainer = Explainer(access_of(world))
    assert explainer.steps("a1") == (
        "Bank (ana@gmail.com) probably sends a new password to ana@gmail.com.",
        "The password of Google (ana@gmail.com) is also used at Shop (ana), breached in 2024.",
        "Nothing else is asked for.",
    )
    assert explainer.way_in("a1") == WayIn("guessable", explainer.steps("a1"), assumed=True)
    shop_way = explainer.way_in("a3")
    assert shop_way
    assert not shop_way.assumed
    assert explainer.way_in("a4") is None
    assert explainer.steps("a3")[0] == (
        "The password of Shop (ana) may have leaked when the site was breached in 2024."
    )


def test_a_target_is_no_higher_than_what_the_site_offers(evidence, login):
    bank = login("a1", "good", site="bank.example", critical=True)
    assert target(evidence(bank, offers={"bank.example": TOTP}), bank) is Level.PHISHABLE
    only_sms = Offer(frozenset({"sms"}))
    assert target(evidence(bank, offers={"bank.example": only_sms}), bank) is Level.INTERCEPTABLE
    assert target(evidence(bank), bank) is Level.PASSWORD


def test_only_what_is_known_stands_below_its_target(evidence, login):
    known = login("a1", "good", site="one.example", critical=True)
    unknown = login("a2", "other", site="two.example", critical=True)
    burned = login("a3", "pwned", site="three.example", critical=True)
    world = evidence(
        *(known, unknown, burned),
        strengths={"good": GOOD, "other": GOOD},
        pwned={"pwned": Pwned(2)},
        offers={f"{name}.example": TOTP for name in ("one", "two", "three")},
        answers=said(one_example=(), three_example=("totp",)),
    )
    assert below_target(world) == {"a1", "a3"}


def test_a_code_from_an_authenticator_app_comes_from_the_app(evidence, login):
    code = OneTimeCode("Shop", "ana", Secret("JBSWY3DPEHPK3PXP"))
    one = login("a1", "good", site="shop.example", codes=(code,))
    graph = access_of(evidence(one)).graph
    assert [way.kind for way in graph.ways_to[Thing("code", "a1")]] == ["app"]
