"""What a report for someone else leaves out is in none of its formats, wherever it stood before."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secaudit.auditing import audit
from secaudit.checklists import load
from secaudit.checks import CHECKS
from secaudit.demo import PEOPLE
from secaudit.demo.telling import person, world
from secaudit.gathering import gather
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
    Reader,
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
from secaudit.reports import FORMATS, read, render
from secaudit.sharing import for_reader
from secaudit.sharing.labels import TITLES
from secaudit.sites import Importance

NOW = datetime(2026, 12, 3, 9, 30, tzinfo=UTC)
PLATFORMS = load()


def everywhere(accounts, *, platform="Discord"):
    """Return a report that speaks of these accounts, each (title, site, user), in every place."""
    names = [f"{title} ({user})" if user else title for title, _, user in accounts]
    texts = [text for account in accounts for text in account if text]
    said = " ".join(f"Use {text} at {text}, or {text}." for text in texts)
    ids = tuple(f"a{n}" for n in range(1, len(accounts) + 1))
    url = f"https://{accounts[0][1]}/security"
    findings = tuple(
        Finding(check, said, Severity.HIGH, Confidence.CERTAIN, ids, said, said, url, (url,))
        for check in (*TITLES, "discord-backup-codes")
    )
    item = Finding(
        "discord-tags", f"{platform}: no", Severity.LOW, Confidence.CERTAIN, (), said, said
    )
    return Report(
        generated=NOW,
        version="0.1.0",
        sources=(
            SourceSummary(
                f"{texts[0]}.json",
                f"{texts[0]} JSON",
                2,
                1,
                {"note": 1},
                (Unreadable(said, said, said),),
                columns={"title": texts[0]},
                lying=Lying(texts[0], readable_by_others=True, files=(texts[0],)),
            ),
        ),
        accounts=tuple(
            AccountSummary(
                account_id,
                title,
                site,
                user,
                Importance.NORMAL,
                *(None,) * 7,
                offer_source=said,
                way_in=WayIn("open", (said,), assumed=False),
                sources=(f"{title}.json",),
            )
            for account_id, (title, site, user) in zip(ids, accounts, strict=True)
        ),
        findings=(*findings, item),
        not_checked=(
            NotChecked("answers", f"Your answer for {texts[-1]} at {texts[1]} fits no login."),
            NotChecked("password-weak", said, ids),
            NotChecked("discord-qr", said),
        ),
        plan=tuple(
            Action(n, said, 5, url, ids, (finding.id,), said, (said,))
            for n, finding in enumerate((*findings, item), 1)
        ),
        good=(said, f"{platform}: 1 of 2 questions answered with yes."),
        network=(Sent(accounts[0][1], 1, said),),
        score=50,
        coverage=0.5,
        ignored=(
            Ignored(findings[0], Ignore("password-pwned", f"{texts[-1]}*", said, date(2027, 1, 1))),
            Ignored(item, Ignore("discord-tags", texts[0])),
        ),
        unmatched=tuple(names),
        picture=Picture(
            (
                *(Spot(f"s{n}", "account", name, "open") for n, name in enumerate(names)),
                Spot("s90", "mailbox", f"mailbox {texts[-1]}", "open"),
                Spot("s91", "password manager", f"password manager ({texts[1]})", "open"),
                Spot("s92", "password", "reused password, used for 3 accounts", "open"),
                Spot("s93", "app", said, "open"),
            ),
            (Arrow("s90", "s0", "resets"),),
        ),
        progress=Headway(
            date(2026, 11, 3),
            (Point(date(2026, 11, 3), 10, 0.5), Point(date(2026, 12, 3), 50, 0.5)),
            tuple(
                Difference(turn, "password-weak", said, Severity.LOW, (*names, "Gone"), said)
                for turn in Turn
            ),
            *(tuple(names),) * 3,
        ),
        marked=tuple(
            Marked(finding, Mark("skipped", date(2026, 11, 4), said), standing, said)
            for finding in (findings[1], item)
            for standing in Standing
        ),
    )


LETTERS = st.text("bcdfgjkqvwxz", min_size=6, max_size=9)
"""Letters that make no word of ours."""
USERS = st.builds("{}@{}.example".format, LETTERS, LETTERS) | LETTERS | st.just("")
SITES = LETTERS.map("{}.example".format)
TITLES_ = st.builds("{} {}".format, LETTERS, LETTERS) | LETTERS | USERS.filter(bool)
ACCOUNTS = st.lists(st.tuples(TITLES_, SITES, USERS), min_size=1, max_size=3)


def shown(report):
    """Return what every format says, without what folding and escaping put between letters."""
    for kind in FORMATS:
        text = render(report, kind, width=10_000) if kind == "text" else render(report, kind)
        text = re.sub("<style>.*?</style>", "", text, flags=re.DOTALL)
        yield kind, text.replace("\\", "").replace("<wbr>", "").lower()


@settings(deadline=None, max_examples=25)
@given(ACCOUNTS)
def test_a_helper_sees_no_username_in_any_format(accounts):
    report = for_reader(everywhere(accounts), Reader.HELPER)
    for kind, text in shown(report):
        assert [user for _, _, user in accounts if user and user in text] == [], kind


@settings(deadline=None, max_examples=25)
@given(ACCOUNTS)
def test_others_see_neither_usernames_nor_sites_nor_titles(accounts):
    report = for_reader(everywhere(accounts), Reader.SHARE, PLATFORMS)
    for kind, text in shown(report):
        told = [word for account in accounts for word in account if word and word in text]
        assert told == [], kind
        assert "discord" not in text, kind


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("reader", [Reader.HELPER, Reader.SHARE])
def test_the_reports_on_invented_people_keep_to_it_too(name, reader):
    vaults, answers = person(name)
    evidence = gather(vaults, answers=answers, sources=world(), today=NOW.date())
    whole = audit(evidence, vaults, generated=NOW)
    report = for_reader(whole, reader, PLATFORMS)
    hidden = {account.username.lower() for account in whole.accounts}
    if reader is Reader.SHARE:
        hidden |= {account.title.lower() for account in whole.accounts}
        hidden |= {account.site for account in whole.accounts if account.site}
        hidden |= {vault.name for vault in vaults}
    for kind, text in shown(report):
        assert [word for word in hidden if len(word) > 4 and word in text] == [], kind
    assert (report.score, report.coverage) == (whole.score, whole.coverage)
    assert [f.severity for f in report.findings] == [f.severity for f in whole.findings]
    assert [action.rank for action in report.plan] == [action.rank for action in whole.plan]
    assert read(render(report, "json")) == report


@pytest.mark.parametrize(
    ("reader", "notice"),
    [
        (Reader.HELPER, "For someone who helps: usernames and mail addresses are left out."),
        (Reader.SHARE, "For sharing: usernames, mail addresses, titles, sites, web addresses,"),
    ],
)
def test_each_says_at_the_top_what_was_left_out(reader, notice):
    report = for_reader(everywhere([("Shop", "shop.example", "mira")]), reader, PLATFORMS)
    for kind in ("csv", "dot"):
        assert notice in render(report, kind)
    for kind in ("text", "markdown", "html"):
        text = " ".join(render(report, kind, width=200).split())
        assert 0 <= text.index(notice) < text.index("50 of 100")
    assert f'"for": "{reader}"' in render(report, "json")
    assert for_reader(report, Reader.ME) is report


def test_accounts_of_one_kind_are_numbered_and_those_of_one_user_stay_together():
    accounts = [
        ("Gmail", "google.com", "mira"),
        ("Post", "posteo.de", "Mira"),
        ("Club", "club.example", "ana"),
    ]
    shared = for_reader(everywhere(accounts), Reader.SHARE, PLATFORMS)
    assert [a.title for a in shared.accounts] == ["a mailbox", "a mailbox 2", "an account"]
    assert shared.plan[0].title == "Change the password of a mailbox, a mailbox 2 and an account"
    helped = for_reader(everywhere(accounts), Reader.HELPER)
    assert [(a.title, a.username) for a in helped.accounts] == [
        ("Gmail", "user 1"),
        ("Post", "user 1"),
        ("Club", "user 2"),
    ]


def test_every_check_has_a_title_without_a_name():
    assert set(TITLES) == {check.id for check in CHECKS} - {"checklist-items"}


def test_a_username_inside_another_word_stays():
    accounts = [("Shop", "shop.example", "pass")]
    report = replace(everywhere(accounts), good=("A password is no pass.",))
    assert for_reader(report, Reader.HELPER).good == ("A password is no user 1.",)


GONE = Headway(
    date(2026, 11, 3),
    (),
    (
        Difference(
            Turn.GONE,
            "password-reused",
            "Old club and others share a password",
            Severity.LOW,
            ("Old club (kolibri)",),
            "Old club (kolibri) is no longer in the export. It may still exist.",
        ),
        Difference(
            Turn.NOT_CHECKED,
            "password-weak",
            "Easy to guess",
            Severity.LOW,
            ("Old club (kolibri)",),
            "“passwords of Nachtigall” was not read this time.",
        ),
    ),
    removed=("Old club (kolibri)",),
)


@pytest.mark.parametrize(
    ("reader", "hidden"),
    [(Reader.HELPER, ["kolibri"]), (Reader.SHARE, ["kolibri", "old club", "nachtigall"])],
)
def test_of_an_account_that_is_gone_as_little_is_said_as_of_the_others(reader, hidden):
    report = replace(everywhere([("Shop", "shop.example", "mira")]), progress=GONE)
    for kind, text in shown(for_reader(report, reader, PLATFORMS)):
        assert [word for word in hidden if word in text] == [], kind


def test_what_is_quoted_in_spanish_is_telling_too():
    said = NotChecked("password-weak", "La fila «nachtigall» no se entiende.")
    report = replace(everywhere([("Shop", "shop.example", "mira")]), not_checked=(said,))
    (gap,) = for_reader(report, Reader.SHARE, PLATFORMS).not_checked
    assert gap.why == "The reason is left out here."
