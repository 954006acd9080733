"""The score and its coverage."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secaudit.access.standing import below_target
from secaudit.model import Account, Answers, Breach, Evidence, Offer, Pwned, Strength, Unchecked
from secaudit.scoring import score
from secaudit.sites import Importance
from secaudit.text import Secret

GOOD = Strength(4, 20.0)
DOWN = Unchecked("down")
OFFER = Offer(frozenset({"totp", "sms"}))
TOTP = ("totp",)


@pytest.fixture
def audited(evidence):
    """Make evidence in which everything was checked and is good, but for what is given."""

    def make(*accounts, **fields):
        passwords = [p for account in accounts for p in account.passwords]
        parts = {
            "offers": {a.site: OFFER for a in accounts if a.site},
            "answers": Answers({(a.site or "", ""): TOTP for a in accounts}),
        }
        whole = replace(
            evidence(*accounts),
            strengths=dict.fromkeys(passwords, GOOD),
            pwned=dict.fromkeys(passwords, Pwned(0)),
            **parts,
        )
        return replace(whole, **fields)

    return make


@pytest.fixture
def three(login):
    """Return a mailbox, an account at work and one at a shop."""
    return (
        login("a1", "first", site="mail.example", critical=True),
        login("a2", "second", site="work.example", importance=Importance.HIGH),
        login("a3", "third", site="shop.example"),
    )


@pytest.mark.parametrize(
    ("burned", "points"),
    [
        ((), 100),
        (("third",), 91),  # 11 of 12 points, rounded down
        (("second",), 75),
        (("first",), 33),
        (("first", "second", "third"), 0),
    ],
)
def test_the_score_is_what_does_not_surely_stand_too_low(audited, three, burned, points):
    pwned = {p: Pwned(5 * (p.reveal() in burned)) for a in three for p in a.passwords}
    assert score(audited(*three, pwned=pwned)) == (points, 1.0)


def test_a_mailbox_without_a_second_step_stands_too_low_and_a_shop_does_not(audited, three):
    none = Answers({(a.site, ""): () for a in three})
    assert score(audited(*three, answers=none))[0] == 100 * 1 // 12
    assert below_target(audited(*three, answers=none)) == {"a1", "a2"}


def test_text_messages_will_do_at_work_but_not_for_the_mailbox(audited, three):
    sms = Answers({(a.site, ""): ("sms",) for a in three})
    assert below_target(audited(*three, answers=sms)) == {"a1"}


def test_where_nothing_was_checked_there_is_no_score(evidence, login):
    assert score(evidence()) == (None, 0.0)
    shop = login("a1", "p", site="shop.example")
    unknown = replace(
        evidence(shop), strengths={shop.password: DOWN}, pwned={shop.password: DOWN}, breaches=DOWN
    )
    assert score(unknown) == (None, 0.0)


SHOP = "shop.example"
PASSWORD = Secret("p")


@pytest.mark.parametrize(
    ("fields", "coverage"),
    [
        ({}, 1.0),
        ({"strengths": {}}, 2 / 3),
        ({"strengths": {PASSWORD: Strength(1, 5.0, judged=72)}}, 2 / 3),
        ({"pwned": {}}, 2 / 3),
        ({"pwned": {PASSWORD: Pwned(None)}}, 2 / 3),  # only common ones were at hand
        ({"breaches": DOWN}, 2 / 3),
        ({"answers": Answers()}, 2 / 3),
        ({"offers": {}}, 1.0),  # a code from an app is known all the same
        ({"offers": {}, "answers": Answers({(SHOP, ""): ()})}, 2 / 3),
        ({"offers": {SHOP: Offer(frozenset())}, "answers": Answers()}, 1.0),
    ],
)
def test_coverage_is_the_share_of_parts_that_were_checked(audited, login, fields, coverage):
    assert score(audited(login("a1", "p", site=SHOP), **fields)) == (100, coverage)


def test_a_password_among_the_most_common_counts_as_looked_up(audited, login):
    found = audited(login("a1", "p", site=SHOP), pwned={PASSWORD: Pwned(None, 4)})
    assert score(found) == (0, 1.0)


@pytest.mark.parametrize(
    ("password", "fields", "coverage"),
    [
        (None, {"site": "x.example", "passkeys": 1}, 1.0),
        (None, {"site": "x.example"}, 1 / 3),
        ("p", {}, 1.0),
        ("p", {"site": "192.168.1.1"}, 1.0),
        ("8305", {"title": "Door"}, 1.0),
        ("8305", {"site": "x.example", "title": "Card PIN"}, 1.0),
        ("p", {"site": "x.example", "excluded": frozenset({"password-weak"})}, 2 / 3),
        ("p", {"site": "x.example", "excluded": frozenset({"site-breached"})}, 2 / 3),
        ("p", {"site": "x.example", "excluded": frozenset({"second-factor-missing"})}, 1.0),
    ],
)
def test_parts_that_do_not_apply_are_not_missed(audited, login, password, fields, coverage):
    assert score(audited(login("a1", password, **fields))) == (100, coverage)


def test_a_second_step_that_is_elsewhere_was_not_checked(audited, login):
    one = login("a1", "p", site="x.example", excluded=frozenset({"second-factor-missing"}))
    assert score(audited(one, answers=Answers())) == (100, 2 / 3)


def test_the_breaches_of_a_pin_are_no_part_of_the_score(audited, login):
    door = login("a1", "8305", title="Door")
    assert score(audited(door, pwned={}, breaches=DOWN)) == (100, 1.0)
    both = replace(door, rivals=(PASSWORD,))
    assert score(audited(both, pwned={})) == (100, 1 / 2)


# ── Whatever is known ──

SITES = [f"site{n}.example" for n in range(5)]
PASSWORDS = [Secret(f"password {n}") for n in range(4)]
METHODS = st.sampled_from([None, (), ("sms",), TOTP, ("totp", "sms"), ("passkey",)])
LEAK = Breach("Leak", "Leak", SITES[0], date(2024, 1, 1), frozenset({"Passwords"}))

whole = st.fixed_dictionaries(
    {
        "used": st.lists(st.sampled_from(PASSWORDS), min_size=5, max_size=5),
        "importance": st.lists(st.sampled_from(Importance), min_size=5, max_size=5),
        "strengths": st.lists(st.integers(0, 4), min_size=4, max_size=4),
        "pwned": st.lists(st.sampled_from([0, 0, 7]), min_size=4, max_size=4),
        "methods": st.lists(METHODS, min_size=5, max_size=5),
        "offers": st.lists(
            st.sampled_from([frozenset(), frozenset({"sms"}), frozenset({"sms", "totp"})]),
            min_size=5,
            max_size=5,
        ),
        "leaked": st.booleans(),
    }
)


@pytest.fixture(scope="module")
def world():
    """Turn what hypothesis drew into evidence in which everything is known."""

    def make(drawn):
        accounts = tuple(
            Account(
                f"Site {n}",
                username=f"ana@{SITES[0]}",
                password=drawn["used"][n],
                urls=(f"https://{site}",),
                site=site,
                id=f"a{n}",
                importance=drawn["importance"][n],
            )
            for n, site in enumerate(SITES)
        )
        said = {(a.site or "", ""): m for a, m in zip(accounts, drawn["methods"], strict=True)}
        return Evidence(
            today=date(2026, 8, 4),
            accounts=accounts,
            strengths={
                p: Strength(n, 3.0 * n) for p, n in zip(PASSWORDS, drawn["strengths"], strict=True)
            },
            pwned={p: Pwned(n) for p, n in zip(PASSWORDS, drawn["pwned"], strict=True)},
            breaches=(LEAK,) if drawn["leaked"] else (),
            addresses={},
            offers={s: Offer(m) for s, m in zip(SITES, drawn["offers"], strict=True)},
            answers=Answers({key: m for key, m in said.items() if m is not None}),
        )

    return make


def hidden(evidence, data):
    """Return less of the same: parts that hypothesis chose could not be checked."""

    def some(known):
        return {key: value for key, value in known.items() if data.draw(st.booleans())}

    return replace(
        evidence,
        strengths=some(evidence.strengths),
        pwned=some(evidence.pwned),
        offers=some(evidence.offers),
        breaches=data.draw(st.sampled_from([evidence.breaches, DOWN])),
        answers=Answers(some(evidence.answers.second_factors)),
    )


@settings(max_examples=400, deadline=None)
@given(whole, st.data())
def test_checking_more_never_raises_the_score(world, drawn, data):
    everything = world(drawn)
    less, _ = score(hidden(everything, data))
    more, _ = score(everything)
    assert less is None or (more is not None and more <= less)


@settings(max_examples=400, deadline=None)
@given(whole, st.integers(0, 4), st.sampled_from(["password", "add", "replace"]))
def test_doing_something_never_lowers_the_score(world, drawn, which, what):
    before = world(drawn)
    one = before.accounts[which]
    if what == "password":
        fresh = Secret("a new one, made up")
        changed = replace(one, password=fresh, changed=datetime(2026, 8, 4, tzinfo=UTC))
        after = replace(
            before,
            accounts=tuple(changed if a is one else a for a in before.accounts),
            strengths={**before.strengths, fresh: GOOD},
            pwned={**before.pwned, fresh: Pwned(0)},
        )
    else:
        used = before.second_factors(one) or ()
        if what == "add" and used:
            return
        said = {**before.answers.second_factors, (one.site, ""): TOTP}
        after = replace(before, answers=Answers(said))
        if drawn["methods"][which] == ("passkey",):
            return  # a code would be a step back
    raised, lowest = score(after)[0], score(before)[0]
    assert raised is not None
    assert lowest is not None
    assert raised >= lowest


@settings(max_examples=400, deadline=None)
@given(whole)
def test_there_is_no_full_score_while_an_account_stands_too_low(world, drawn):
    evidence = world(drawn)
    assert (score(evidence)[0] == 100) is not bool(below_target(evidence))
    assert score(evidence) == score(replace(evidence))
