"""Several exports become one list of accounts."""

import time
from datetime import UTC, datetime
from typing import Any

import pytest

from secaudit.merge import merge
from secaudit.model import Account, PastPassword, Skipped, Vault
from secaudit.sites import site_of
from secaudit.text import Secret


def year(number: int) -> datetime:
    return datetime(number, 1, 1, tzinfo=UTC)


def login(password: str | None = "p", changed: int | None = None, **more: Any) -> Account:  # noqa: S107
    fields = {"title": "Shop", "username": "ann", "site": "shop.example"} | more
    return Account(
        password=Secret(password) if password else None,
        changed=year(changed) if changed else None,
        **fields,
    )


def listed(*urls: str, **more: Any) -> Account:
    return login(urls=urls, site=site_of(urls[0]), **more)


def past(password: str, until: int | None = None) -> PastPassword:
    return PastPassword(Secret(password), year(until) if until else None)


def vault(*rows, name="one.csv") -> Vault:
    return Vault(name=name, format="Test", rows=rows)


def merged(*accounts: Account) -> tuple[Account, ...]:
    return merge([vault(*accounts)])


def only(*accounts: Account) -> Account:
    (account,) = merged(*accounts)
    return account


def texts(secrets) -> list[str]:
    return [secret.reveal() for secret in secrets]


# ── Which logins are one ─────────────────────────────────────────────────────────────────────────


def test_accounts_get_ids_in_order_and_the_names_of_their_exports():
    accounts = merge(
        [
            vault(login(site="b.example"), Skipped("note"), login(site="a.example")),
            vault(login(site="c.example"), login(site="b.example"), name="two.csv"),
        ]
    )
    assert [(account.id, account.site, account.sources) for account in accounts] == [
        ("a1", "b.example", ("one.csv", "two.csv")),
        ("a2", "a.example", ("one.csv",)),
        ("a3", "c.example", ("two.csv",)),
    ]


def test_one_login_stays_as_it_is():
    account = login(
        changed=2020,
        urls=("https://shop.example",),
        totp=Secret("-"),
        passkeys=2,
        history=(past("o", 2020),),
        created=year(2019),
        group="g",
        excluded=frozenset({"password-weak"}),
    )
    assert merged(account) == (
        Account(
            title="Shop",
            username="ann",
            password=Secret("p"),
            urls=("https://shop.example",),
            site="shop.example",
            totp=Secret("-"),
            passkeys=2,
            history=(past("o", 2020),),
            created=year(2019),
            changed=year(2020),
            group="g",
            excluded=frozenset({"password-weak"}),
            sources=("one.csv",),
            id="a1",
        ),
    )


def test_the_case_of_the_username_does_not_matter():
    assert only(login(username="Ann@Example.com"), login(username="ann@example.COM"))


def test_another_username_is_another_account():
    assert len(merged(login(), login(username="bob"))) == 2


def test_without_a_username_title_and_password_must_agree():
    assert len(merged(login(username=""), login(username=""))) == 1
    assert len(merged(login(username=""), login("q", username=""))) == 2
    assert len(merged(login(username=""), login(title="Till", username=""))) == 2


def test_without_a_site_title_and_password_must_agree():
    assert len(merged(login(site=None), login(site=None))) == 1
    assert len(merged(login(site=None), login("q", site=None))) == 2
    assert len(merged(login(site=None), login(site=None, title="Till"))) == 2


@pytest.mark.parametrize("site", ["localhost", "192.168.1.1", "nas.local"])
def test_one_private_address_may_be_many_devices(site):
    assert len(merged(login(site=site), login("q", site=site))) == 2


def test_domains_that_share_a_login_are_one_where_the_password_agrees():
    account = only(login(site="youtube.com"), login(site="google.com", title="G"))
    assert (account.site, account.title) == ("youtube.com", "Shop")
    assert len(merged(login(site="youtube.com"), login("q", site="google.com"))) == 2
    assert len(merged(login(site="youtube.com"), login(site="google.com", username="b"))) == 2
    assert len(merged(login(None, site="youtube.com"), login(None, site="google.com"))) == 2


def test_an_entry_for_several_sites_shows_that_they_share_a_login():
    both = listed("https://acme.example", "https://acme-id.example")
    one, other = listed("https://acme.example"), listed("https://www.acme-id.example/login")
    for entries in ([both, one, other], [one, other, both], [other, both, one]):
        urls = {url for entry in entries for url in entry.urls}
        assert [set(account.urls) for account in merged(*entries)] == [urls]
    assert len(merged(one, other)) == 2


def test_also_for_other_logins_there():
    both = listed("https://acme.example", "https://acme-id.example", password="z", username="bob")
    one, other = listed("https://acme.example"), listed("https://acme-id.example")
    assert [account.username for account in merged(both, one, other)] == ["bob", "ann"]


def test_and_by_way_of_a_third_site():
    known = [
        listed("https://a.example", "https://b.example", username="bob"),
        listed("https://b.example", "https://c.example", username="eve"),
    ]
    accounts = listed("https://a.example"), listed("https://c.example")
    assert len(merged(*known, *accounts)) == 3


@pytest.mark.parametrize("differs", [{"password": "q"}, {"username": "bob"}, {"username": ""}])
def test_but_the_username_and_the_password_must_agree(differs):
    both = listed("https://acme.example", "https://acme-id.example")
    other = listed("https://acme-id.example", **differs)
    assert len(merged(both, other)) == 2
    assert len(merged(listed(*both.urls, password=None), listed(*other.urls, password=None))) == 2


def test_a_login_that_opens_others_does_not_make_them_one():
    """Who signs in with Google at two shops has three logins, whatever their passwords."""
    through = [
        listed("https://google.com", f"https://{name}.example", username="bob") for name in "ab"
    ]
    shops = [listed(f"https://{name}.example") for name in "ab"]
    assert len(merged(*through, *shops)) == 3


def test_nor_does_a_device_at_home():
    both = listed("https://acme.example", "http://192.168.1.1", "https://nas.local")
    assert len(merged(both, listed("http://192.168.1.1"), listed("https://nas.local"))) == 3


def test_time_grows_with_the_number_of_logins_and_not_faster():
    def seconds(number: int) -> float:
        chain = [
            listed(f"https://s{n}.example", f"https://s{n + 1}.example", username=f"u{n}")
            for n in range(number)
        ]
        ends = [listed(f"https://s{n}.example") for n in range(number)]
        began = time.perf_counter()
        assert len(merged(*chain, *ends)) == number + 1
        return time.perf_counter() - began

    seconds(100)  # loads the list of suffixes
    assert min(seconds(4_000) for _ in range(3)) < 25 * min(seconds(400) for _ in range(3))


# ── What is known of it ──────────────────────────────────────────────────────────────────────────


def test_everything_known_is_put_together():
    account = only(
        login(
            None,
            title="",
            urls=("https://a.example", "https://b.example"),
            passkeys=1,
            created=year(2021),
            excluded=frozenset({"password-weak"}),
        ),
        login(
            "p",
            urls=("https://b.example", "https://c.example"),
            totp=Secret("seed"),
            created=year(2020),
            group="g",
            excluded=frozenset({"password-reused"}),
        ),
        login(None, totp=Secret("other")),
    )
    assert account == Account(
        title="Shop",
        username="ann",
        password=Secret("p"),
        urls=("https://a.example", "https://b.example", "https://c.example"),
        site="shop.example",
        totp=Secret("seed"),
        passkeys=1,
        created=year(2020),
        group="g",
        excluded=frozenset({"password-weak", "password-reused"}),
        sources=("one.csv",),
        id="a1",
    )


def test_the_newest_password_is_in_use_and_the_others_are_past():
    account = only(login("b", 2022), login("a", 2020), login("c", 2024))
    assert (account.password, account.changed) == (Secret("c"), year(2024))
    assert account.history == (past("a", 2022), past("b", 2024))
    assert account.rivals == ()


def test_without_any_date_every_password_may_be_in_use():
    account = only(login("a"), login("b"), login("a"), login("c"))
    assert texts(account.passwords) == ["a", "b", "c"]
    assert (account.history, account.changed) == ((), None)


def test_a_password_without_a_date_is_a_rival_of_one_with_a_date():
    account = only(login("a"), login("b", 2020))
    assert (account.password, account.rivals) == (Secret("b"), (Secret("a"),))
    assert account.history == ()


def test_two_passwords_of_one_date_are_rivals():
    account = only(login("a", 2020), login("b", 2020), login("c", 2019))
    assert (account.password, account.rivals) == (Secret("a"), (Secret("b"),))
    assert account.history == (past("c", 2020),)


def test_a_password_that_another_export_saw_replaced_is_past():
    account = only(login("a"), login("b", history=(past("a", 2021),), changed=2021))
    assert (account.password, account.rivals) == (Secret("b"), ())
    assert account.history == (past("a", 2021),)


def test_even_where_it_was_imported_elsewhere_later():
    account = only(login("a", 2023), login("b", history=(past("a", 2021),), changed=2021))
    assert (account.password, account.changed) == (Secret("b"), year(2021))


def test_a_recycled_password_is_in_use_though_its_history_holds_it():
    account = only(login("a", 2023, history=(past("a", 2021), past("b", 2023))), login("b"))
    assert (account.password, account.rivals) == (Secret("a"), ())
    assert account.history == (past("a", 2021), past("b", 2023))


def test_where_each_export_says_the_other_is_past_the_dates_decide():
    account = only(login("a", 2021, history=(past("b"),)), login("b", 2023, history=(past("a"),)))
    assert account.password == Secret("b")


def test_the_earliest_date_of_one_password_is_when_it_came_into_use():
    assert only(login("a", 2023), login("a", 2020), login("a")).changed == year(2020)


def test_but_not_before_the_password_that_it_replaced():
    account = only(login("b", 2023), login("a", 2022), login("b", 2020))
    assert (account.password, account.changed) == (Secret("b"), year(2023))
    assert account.history == (past("a", 2023),)


def test_rivals_stay_rivals_where_domains_are_joined():
    account = only(
        login("a", site="google.com"), login("b", site="google.com"), login("a", site="youtube.com")
    )
    assert texts(account.passwords) == ["a", "b"]


def test_a_past_password_is_listed_once_with_its_last_date_and_the_oldest_first():
    account = only(
        login(history=(past("x", 2022), past("y", 2020), past("z"))),
        login(history=(past("y", 2021), past("x"), past("z"))),
    )
    assert account.history == (past("z"), past("y", 2021), past("x", 2022))


def test_nothing_gives_nothing():
    assert merge([]) == ()
    assert merge([vault(Skipped("note"))]) == ()
