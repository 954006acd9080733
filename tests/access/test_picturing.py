"""The access graph → a picture: what is needed, what it opens, and nothing in between."""

from datetime import date

import pytest

from secaudit.access.building import access_of
from secaudit.access.picturing import DEEPEST, MOST, picture
from secaudit.model import Answers, Breach, Offer, OneTimeCode, Picture, Pwned, Recovery, Strength
from secaudit.reports.ways import step
from secaudit.text import Secret

GOOD, WEAK = Strength(4, 14.0), Strength(1, 5.0)
STRENGTHS = {"good": GOOD, "other": GOOD, "third": GOOD, "weak": WEAK, "shared": GOOD}
ALL = {"pwned": {"pwned": Pwned(9)}, "strengths": STRENGTHS}


@pytest.fixture
def drawn(evidence):
    """Draw the ways into the first account: its spots by label, and its arrows in words."""

    def draw(*accounts, **fields):
        shown = picture(access_of(evidence(*accounts, **(ALL | fields))), [accounts[0].id])
        return told(shown)

    return draw


def told(shown):
    labels = {spot.id: spot.label for spot in shown.spots}
    return [f"{labels[a.source]} → {step(a)} → {labels[a.target]}" for a in shown.arrows]


def said(*factors, **recovery):
    return Answers(
        second_factors={("shop.example", ""): factors},
        recovery={("shop.example", ""): Recovery(**recovery)} if recovery else {},
    )


@pytest.mark.parametrize(
    ("password", "label"),
    [
        ("good", "password"),
        ("weak", "password that is easy to guess"),
        ("pwned", "password known from breaches"),
    ],
)
def test_a_password_alone_signs_in(drawn, login, password, label):
    shop = login("a1", password, site="shop.example", username="ana")
    assert drawn(shop, answers=said()) == [f"{label} → signs in → Shop (ana)"]


def test_where_nobody_said_that_there_is_no_second_step_it_is_only_probable(drawn, login):
    shop = login("a1", "good", site="shop.example", username="ana")
    offers = {"shop.example": Offer(frozenset({"totp"}))}
    assert drawn(shop, offers=offers) == ["password → probably signs in → Shop (ana)"]


@pytest.mark.parametrize(
    ("factor", "expected"),
    [
        ("sms", "your phone number → and a text message"),
        ("call", "your phone number → and a phone call"),
        ("totp", "code from an app → and"),
        ("custom-software", "confirmation in an app → and"),
        ("custom-hardware", "code from a device → and"),
        ("u2f", "security key → and"),
        ("passkey", "passkey → and"),
        ("email", "code by e-mail → and"),
    ],
)
def test_a_second_step_is_needed_too(drawn, login, factor, expected):
    shop = login("a1", "good", site="shop.example", username="ana")
    assert drawn(shop, answers=said(factor)) == [
        "password → signs in → Shop (ana)",
        f"{expected} → Shop (ana)",
    ]


def test_a_reset_goes_through_the_mailbox_to_what_opens_that(drawn, login):
    shop = login("a1", "good", site="shop.example", username="ana@gmail.com")
    mail = login("a2", "pwned", site="google.com", username="ana@gmail.com")
    answers = Answers(second_factors={("google.com", ""): (), ("shop.example", ""): ()})
    assert drawn(shop, mail, answers=answers) == [
        "mailbox ana@gmail.com → probably resets → Shop (ana@gmail.com)",
        "Google (ana@gmail.com) → opens → mailbox ana@gmail.com",
        "password known from breaches → signs in → Google (ana@gmail.com)",
    ]


def test_a_code_by_mail_comes_out_of_the_mailbox_that_anyone_can_open(drawn, login):
    shop = login("a1", "pwned", site="shop.example", username="ana@gmail.com")
    mail = login("a2", "weak", site="google.com", username="ana@gmail.com")
    answers = Answers(
        second_factors={("google.com", ""): (), ("shop.example", ""): ("email",)},
        recovery={("shop.example", ""): Recovery(mail=())},
    )
    assert drawn(shop, mail, answers=answers) == [
        "password known from breaches → signs in → Shop (ana@gmail.com)",
        "mailbox ana@gmail.com → and a code by e-mail → Shop (ana@gmail.com)",
        "Google (ana@gmail.com) → opens → mailbox ana@gmail.com",
        "password that is easy to guess → signs in → Google (ana@gmail.com)",
    ]


def test_a_number_is_moved_by_whoever_is_signed_in_to_its_carrier(drawn, login):
    shop = login("a1", "pwned", site="shop.example", username="ana")
    carrier = login("a2", "weak", site="vodafone.com", username="ana")
    answers = Answers(second_factors={("vodafone.com", ""): (), ("shop.example", ""): ("sms",)})
    assert drawn(shop, carrier, answers=answers) == [
        "password known from breaches → signs in → Shop (ana)",
        "your phone number → and a text message → Shop (ana)",
        "Vodafone (ana) → probably moves it → your phone number",
        "password that is easy to guess → signs in → Vodafone (ana)",
    ]


def test_a_reset_over_the_number(drawn, login):
    shop = login(
        "a1", "good", site="shop.example", username="ana", excluded=frozenset({"password-weak"})
    )
    answers = said("sms", mail=(), phone=True)
    assert "your phone number → and a text message → Shop (ana)" in drawn(shop, answers=answers)
    only = login("a1", site="shop.example", username="ana")
    assert drawn(only, answers=said(mail=(), phone=True)) == [
        "your phone number → resets → Shop (ana)"
    ]


def test_signing_in_with_another_account(drawn, login):
    shop = login("a1", site="shop.example", username="ana")
    google = login("a2", "good", site="google.com", username="ana")
    answers = Answers(
        second_factors={("google.com", ""): ()},
        recovery={("shop.example", ""): Recovery(sign_in_with="google.com")},
    )
    assert drawn(shop, google, answers=answers) == [
        "Google (ana) → signs in → Shop (ana)",
        "password → signs in → Google (ana)",
    ]


def test_who_opens_the_password_manager_has_what_lies_in_it(drawn, login):
    shop = login("a1", "good", site="shop.example", username="ana", sources=("v.json",), passkeys=1)
    safe = login("a2", "weak", site="bitwarden.com", username="ana")
    answers = Answers(
        second_factors={("bitwarden.com", ""): (), ("shop.example", ""): ("totp",)},
        recovery={("shop.example", ""): Recovery(backup_codes="manager", mail=())},
    )
    steps = drawn(shop, safe, answers=answers)
    assert steps[1:] == [
        "Bitwarden (ana) → probably opens → password manager (v.json)",
        "password that is easy to guess → signs in → Bitwarden (ana)",
    ]
    assert steps[0] == "password manager (v.json) → signs in → Shop (ana)"


def test_a_password_of_several_accounts_is_one_spot_that_says_so(evidence, login):
    two = [login(f"a{n}", "shared", site=f"{n}.example", username="ana") for n in (1, 2)]
    answers = Answers(second_factors={(f"{n}.example", ""): () for n in (1, 2)})
    shown = picture(access_of(evidence(*two, answers=answers, **ALL)), ["a1", "a2"])
    assert [(spot.id, spot.kind, spot.label, spot.level) for spot in shown.spots] == [
        ("s1", "account", "1 (ana)", "guessable"),
        ("s2", "account", "2 (ana)", "guessable"),
        ("s3", "password", "reused password, used for 2 accounts", "guessable"),
    ]


def test_a_password_that_may_have_leaked_is_a_guess_without_its_date(drawn, login):
    shop = login("a1", "good", site="shop.example", username="ana")
    breach = Breach("Shop", "Shop", "shop.example", date(2024, 3, 1), frozenset({"Passwords"}))
    assert drawn(shop, answers=said(), breaches=(breach,)) == [
        "password that may have leaked → probably signs in → Shop (ana)"
    ]


def test_what_the_person_left_out_of_the_checks_is_not_called_anything(drawn, login):
    shop = login(
        "a1", "weak", site="shop.example", username="ana", excluded=frozenset({"password-weak"})
    )
    assert drawn(shop, answers=said()) == ["password → signs in → Shop (ana)"]


def test_a_pin_that_is_tried_first(drawn, login):
    assert drawn(login("a1", "1234", title="Door")) == ["PIN that is tried first → signs in → Door"]


def test_the_weakest_come_first_and_what_nobody_knows_a_way_into_last(evidence, login):
    strong = login("a1", "good", site="1.example", username="ana")
    weak = login("a2", "weak", site="2.example", username="ana")
    unknown = login("a3", site="3.example")
    answers = Answers(second_factors={("1.example", ""): (), ("2.example", ""): ()})
    access = access_of(evidence(strong, weak, unknown, answers=answers, **ALL))
    shown = picture(access, ["a3", "a1", "a2"])
    assert [(spot.label, spot.level) for spot in shown.spots[:3]] == [
        ("2 (ana)", "guessable"),
        ("1 (ana)", "password only"),
        ("3", ""),
    ]
    assert picture(access, []) == Picture()


def test_more_than_a_reader_takes_in_is_only_counted(evidence, login):
    many = [login(f"a{n}", "pwned", site=f"{n}.example") for n in range(MOST + 3)]
    shown = picture(access_of(evidence(*many, **ALL)), [one.id for one in many])
    assert [spot.kind for spot in shown.spots] == ["account"] * MOST + ["password"]
    assert shown.more == 3


def test_a_long_chain_of_resets_ends_in_more(evidence, login):
    chain = [
        login(f"a{n}", site=f"m{n}.example", username=f"ana@m{n + 1}.example") for n in range(9)
    ]
    ends = {f"m{n}.example": Recovery(mail=(f"x@m{n + 1}.example",)) for n in range(9)}
    boxes = [login(f"b{n}", site=f"m{n}.example", username=f"x@m{n}.example") for n in range(9)]
    last = login("z", "weak", site="m9.example", username="x@m9.example")
    answers = Answers(
        second_factors={(f"m{n}.example", ""): () for n in range(10)},
        recovery={(site, ""): how for site, how in ends.items()},
    )
    shown = picture(access_of(evidence(*chain, *boxes, last, answers=answers, **ALL)), ["a0"])
    assert [spot.label for spot in shown.spots][-1] == "more steps before that"
    assert len(shown.spots) == DEEPEST + 2


def test_two_mailboxes_that_reset_only_each_other_have_no_way_in(evidence, login):
    one = login("a1", site="one.example", username="ana@one.example")
    other = login("a2", site="two.example", username="ana@two.example")
    answers = Answers(
        recovery={
            ("one.example", ""): Recovery(mail=("ana@two.example",)),
            ("two.example", ""): Recovery(mail=("ana@one.example",)),
        },
    )
    shown = picture(access_of(evidence(one, other, answers=answers, **ALL)), ["a1", "a2"])
    assert [(spot.level, shown.arrows) for spot in shown.spots] == [("", ()), ("", ())]


def test_no_password_stands_in_a_picture_even_where_it_is_the_address(evidence, login):
    shop = login("a1", "good", site="shop.example", username="ana@gmail.com")
    same = login("a2", "ana@gmail.com", site="google.com", username="ana@gmail.com")
    strengths = STRENGTHS | {"ana@gmail.com": WEAK}
    answers = Answers(second_factors={("google.com", ""): (), ("shop.example", ""): ()})
    access = access_of(evidence(shop, same, strengths=strengths, answers=answers))
    shown = picture(access, ["a2", "a1"])
    assert "mailbox •••" in [spot.label for spot in shown.spots]
    assert "Google (•••)" in [spot.label for spot in shown.spots]


def test_a_code_is_asked_for_where_an_app_has_an_entry(drawn, login):
    code = OneTimeCode("Shop", seed=Secret("JBSWY3DPEHPK3PXP"), source="app.json")
    shop = login("a1", "pwned", site="shop.example", username="ana", codes=(code,))
    assert drawn(shop) == [
        "password known from breaches → signs in → Shop (ana)",
        "code from an app → and → Shop (ana)",
    ]
