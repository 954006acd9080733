from secaudit.facts import clusters, names, offer_of, places, strength_of
from secaudit.model import Offer, Strength, Unchecked
from secaudit.text import Secret


def test_many_accounts_are_called_by_the_first_few(login):
    assert names([login(f"a{n}") for n in range(1, 5)]) == "A1, A2, A3 and A4"
    assert names([login(f"a{n}") for n in range(1, 1006)]) == "A1, A2, A3 and 1,002 more"


def test_domains_of_one_login_are_one_place(login):
    assert places([login("a1", site="youtube.com"), login("a2", site="google.com")]) == 1
    assert places([login("a1", site="github.com"), login("a2", site="google.com")]) == 2


def test_an_entry_without_a_site_is_a_place_of_its_own_unless_its_title_is_known(login):
    github = login("a1", site="github.com", title="GitHub")
    assert places([github, login("a2", title="github")]) == 1
    assert places([github, login("a2", title="Old laptop")]) == 2
    assert places([login("a1", title="Old laptop"), login("a2", title="old laptop")]) == 1
    assert places([login("a1", title=""), login("a2", title="")]) == 2


def test_two_entries_of_one_device_at_home_are_one_place(login):
    router = login("a1", site="192.168.178.1", title="Router", username="admin")
    assert places([router, login("a2", site="fritz.box", title="router", username="Admin")]) == 1
    assert places([router, login("a2", site="fritz.box", title="Router", username="mira")]) == 2
    assert places([router, login("a2", site="fritz.box", title="Box", username="admin")]) == 2
    assert places([router, login("a2", site="192.168.178.1", title="Box")]) == 1
    assert places([router, login("a2", title="Router")]) == 1
    assert (
        places([login("a1", site="nas.lan", title=""), login("a2", site="tv.lan", title="")]) == 2
    )
    public = (login(f"a{n}", site=f"shop{n}.example", title="Shop") for n in range(2))
    assert places(public) == 2


def test_groups_that_share_a_member_are_one():
    assert clusters([("a", "b"), ("c", "d"), ("d", "b"), ("e",)]) == [["a", "b", "c", "d"], ["e"]]
    assert clusters([]) == []


def test_a_weak_beginning_of_a_long_password_proves_nothing(evidence):
    known = evidence(
        strengths={
            "weak": Strength(1, 5.0, judged=72),
            "strong": Strength(4, 20.0, judged=72),
            "whole": Strength(1, 5.0),
        }
    )
    assert isinstance(strength_of(known, Secret("weak")), Unchecked)
    assert strength_of(known, Secret("strong")) == Strength(4, 20.0, judged=72)
    assert strength_of(known, Secret("whole")) == Strength(1, 5.0)
    assert isinstance(strength_of(known, Secret("absent")), Unchecked)


def test_an_offer_is_found_under_any_domain_of_the_login(evidence, login):
    offer = Offer(frozenset({"totp"}))
    known = evidence(offers={"google.com": offer})
    assert offer_of(known, login("a1", site="youtube.com")) == offer
    assert isinstance(offer_of(known, login("a1", site="shop.example")), Unchecked)
