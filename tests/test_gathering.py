"""Everything is asked, and what a source cannot say stays unsaid."""

from dataclasses import replace
from datetime import date

import pytest

from secaudit.gathering import (
    gather,
    mail_addresses,
    walked,
    weigh,
    without_passwords_of_others,
)
from secaudit.model import (
    Account,
    Answer,
    Answers,
    Item,
    Offer,
    Platform,
    Pwned,
    Severity,
    Unchecked,
    Unreadable,
    Vault,
)
from secaudit.sites import Importance
from secaudit.sources import Sources
from secaudit.text import Secret

TODAY = date(2026, 11, 22)


def item(name: str, covered_by: str = "") -> Item:
    return Item(
        id=name,
        question="Is it so?",
        action="Make it so",
        why="It matters.",
        where="Settings",
        steps=("Look.",),
        url=None,
        severity=Severity.LOW,
        minutes=1,
        sources=(),
        checked=TODAY,
        covered_by=covered_by,
    )


OFFER = Offer(frozenset({"totp"}), source="by hand")
MAIL = Platform(
    "mail",
    "Mail",
    frozenset({"mail.example"}),
    (item("mail-a", covered_by="second-factor-missing"), item("mail-b")),
    offer=OFFER,
)
CHAT = Platform("chat", "Chat", frozenset({"chat.example"}), (item("chat-a", "x"),))


class Known:
    """Knows one password, no address, and the offer of one site."""

    def counts(self, digests, _progress):
        known = Secret("pass word").sha1()
        return {d: Pwned(7) if d == known else Unchecked("not known") for d in digests}

    def breaches(self):
        return Unchecked("no catalogue")

    def breached(self, addresses, _progress):
        return {address: Unchecked("no key", asked=False) for address in addresses}

    def offers(self, sites):
        offers = {site: Unchecked("not listed", asked=False) for site in sites}
        half = Offer(frozenset({"sms"}), passkey=Unchecked("passkeys: no answer"))
        return {**offers, "forum.example": Offer(frozenset()), "half.example": half}


HALF = Platform(
    "half", "Half", frozenset({"half.example"}), (), offer=replace(OFFER, passkey="allowed")
)


def sources() -> Sources:
    known = Known()
    return Sources(known, known, known, known)


def login(site, username="", password=None):
    return Account(title=site, site=site, username=username, password=password)


def test_all_parts_of_the_evidence_are_gathered():
    vault = Vault(
        "v",
        "test",
        (
            login("mail.example", "Ana@Mail.example", Secret("pass word")),
            login("forum.example", "ana", Secret("another one")),
            Unreadable("line 3", "broken"),
        ),
    )
    evidence = gather([vault], sources=sources(), today=TODAY, platforms=[MAIL, CHAT])
    assert [account.id for account in evidence.accounts] == ["a1", "a2"]
    assert set(evidence.strengths) == {Secret("pass word"), Secret("another one")}
    assert evidence.pwned == {
        Secret("pass word"): Pwned(7),
        Secret("another one"): Unchecked("not known"),
    }
    assert evidence.breaches == Unchecked("no catalogue")
    assert evidence.addresses == {"ana@mail.example": Unchecked("no key", asked=False)}
    assert evidence.offers["mail.example"] == OFFER
    assert evidence.offers["forum.example"] == Offer(frozenset())
    assert (evidence.today, evidence.unreadable) == (TODAY, 1)
    assert [[i.id for i in p.items] for p in evidence.walked] == [["mail-b"]]


def test_the_facts_of_a_login_are_those_of_the_site_that_names_it():
    google = replace(HALF, id="google", domains=frozenset({"google.com"}))
    youtube = replace(
        HALF, id="youtube", domains=frozenset({"youtube.com"}), offer=Offer(frozenset())
    )
    vault = Vault("v", "test", (login("youtube.com"),))
    evidence = gather([vault], sources=sources(), today=TODAY, platforms=[google, youtube])
    assert evidence.offers["youtube.com"] == google.offer
    assert [platform.id for platform in evidence.walked] == ["google", "youtube"]


def test_what_is_walked_fits_the_person():
    items = (item("mail-a"), replace(item("mail-b"), audiences=frozenset({"teens"})))
    mail = replace(MAIL, items=items)
    for audiences, expected in ((), ["mail-a"]), (("teens",), ["mail-b", "mail-a"]):
        said = Answers(audiences=frozenset(audiences))
        (walked_,) = walked([mail, CHAT], ["mail.example"], said)
        assert [one.id for one in walked_.items] == expected


def test_a_checklist_fills_in_the_passkeys_that_could_not_be_asked_for():
    vault = Vault("v", "test", (login("half.example"),))
    with_fact = gather([vault], sources=sources(), today=TODAY, platforms=[HALF])
    without = gather([vault], sources=sources(), today=TODAY, platforms=[])
    assert with_fact.offers["half.example"] == Offer(frozenset({"sms"}), passkey="allowed")
    assert without.offers["half.example"] == Offer(
        frozenset({"sms"}), passkey=Unchecked("passkeys: no answer")
    )


@pytest.mark.parametrize(
    "answers", [Answers(platforms=("chat",)), Answers(items={"chat-a": Answer.NO})]
)
def test_a_checklist_is_walked_when_chosen_or_answered(answers):
    evidence = gather([], sources=sources(), today=TODAY, platforms=[MAIL, CHAT], answers=answers)
    assert [platform.id for platform in evidence.walked] == ["chat"]
    assert [i.id for i in evidence.walked[0].items] == ["chat-a"]


def test_the_shipped_checklists_are_the_default():
    evidence = gather([], sources=sources(), today=TODAY)
    assert "google" in {platform.id for platform in evidence.platforms}


def test_the_site_of_someones_mail_addresses_is_critical_known_or_not():
    accounts = weigh(
        [login("own.example", "ana@own.example"), login("forum.example", "ana@own.example")]
    )
    assert [account.importance for account in accounts] == [
        Importance.CRITICAL,
        Importance.NORMAL,
    ]


def test_what_the_person_said_of_importance_counts_for_a_login_or_its_whole_site():
    answers = Answers(
        importance={
            ("forum.example", ""): Importance.HIGH,
            ("forum.example", "ben"): Importance.CRITICAL,
            ("google.com", ""): Importance.NORMAL,
        }
    )
    logins = [login("forum.example", "ana"), login("forum.example", "Ben")]
    vault = Vault("v", "test", (*logins, login("google.com", "ana@gmail.com")))
    weighed = [account.importance for account in weigh(vault.accounts, answers)]
    assert weighed == [Importance.HIGH, Importance.CRITICAL, Importance.NORMAL]
    evidence = gather([vault], sources=sources(), today=TODAY, answers=answers)
    assert [account.importance for account in evidence.accounts] == weighed


def test_an_address_used_at_its_own_site_only_makes_it_no_mailbox():
    (account,) = weigh([login("shop.example", "ana@shop.example")])
    assert account.importance is Importance.NORMAL


def test_mail_addresses_are_distinct_and_in_lower_case():
    accounts = [login("a.example", " Ana@Mail.Example"), login("b.example", "ana@mail.example")]
    assert mail_addresses([*accounts, login("c.example", "ana")]) == ("ana@mail.example",)


def test_passwords_of_others_are_hidden_where_someone_noted_them():
    accounts = [
        Account("Bank, old: Kestrel-Vow-81", "(kestrel-vow-81)", Secret("x")),
        Account("Shop", "ana77777", Secret("Kestrel-Vow-81")),
        Account("Forum", "ana77777", Secret("sunshine")),
        Account("Sunshine club", "ana77777", Secret("ana77777")),
    ]
    shown = [(a.title, a.username) for a in without_passwords_of_others(accounts)]
    assert shown == [
        ("Bank, old: •••", "(•••)"),
        ("Shop", "ana77777"),  # a name at several logins
        ("Forum", "ana77777"),
        ("Sunshine club", "ana77777"),  # a plain word
    ]


def test_an_account_shows_neither_its_password_nor_its_seed():
    account = Account(
        "Shop KESTREL-vow-81 JBSWY3DP",
        password=Secret("Kestrel-Vow-81"),
        totp=Secret("otpauth://totp/x?secret=JBSWY3DP&issuer=y"),
    )
    assert account.name == "Shop ••• •••"
