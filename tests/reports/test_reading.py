"""A JSON report read back is the report it was written from; a damaged one is refused."""

import json
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secaudit.auditing import audit
from secaudit.demo import PEOPLE
from secaudit.demo.telling import person, world
from secaudit.errors import ReportError
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
from secaudit.reports.cleaning import cleaned
from secaudit.sites import Importance

NOW = datetime(2026, 8, 4, 11, 30, 5, 123456, timezone(timedelta(hours=2)))


@pytest.mark.parametrize("name", ["full", "chosen", "small", "empty"])
def test_a_report_read_back_is_the_same(request, name):
    report = request.getfixturevalue(name)
    assert read(render(report, "json")) == report


@pytest.mark.parametrize("name", PEOPLE)
def test_the_report_on_an_invented_person_read_back_is_the_same(name):
    vaults, answers = person(name)
    evidence = gather(vaults, answers=answers, sources=world(), today=NOW.date())
    report = audit(evidence, vaults, generated=NOW, invented=True)
    assert {source for account in report.accounts for source in account.sources} == {
        vault.name for vault in vaults if vault.accounts
    }
    assert read(render(report, "json")) == report


def test_hostile_text_read_back_is_what_was_shown(hostile):
    assert read(render(hostile, "json")) == cleaned(hostile)


TEXTS = st.text(max_size=12)
LISTS = st.lists(TEXTS, max_size=2).map(tuple)
COUNTS = st.integers(0, 10**9)
REALS = st.floats(0, 100)
DAYS = st.dates(date(1990, 1, 1))
MAYBE = st.none()


@st.composite
def reports(draw):
    """Return a report with anything in it, that speaks of no account that is not there."""
    ids = tuple(f"a{n}" for n in range(1, draw(st.integers(1, 4))))
    spots = tuple(f"s{n}" for n in range(1, draw(st.integers(1, 4))))
    some = st.lists(st.sampled_from(ids), unique=True).map(tuple) if ids else st.just(())
    findings = st.builds(
        Finding,
        check=TEXTS,
        title=TEXTS,
        severity=st.sampled_from(Severity),
        confidence=st.sampled_from(Confidence),
        accounts=some,
        why=TEXTS,
        advice=TEXTS,
        url=MAYBE | TEXTS,
        references=LISTS,
        minutes=MAYBE | COUNTS,
    )

    def accounts(account_id):
        return st.builds(
            AccountSummary,
            id=st.just(account_id),
            title=TEXTS,
            site=MAYBE | TEXTS,
            username=TEXTS,
            importance=st.sampled_from(Importance),
            score=MAYBE | st.integers(0, 4),
            guesses_log10=MAYBE | REALS,
            pwned_count=MAYBE | COUNTS,
            reused_with=MAYBE | some,
            changed=MAYBE | DAYS,
            methods=MAYBE | LISTS,
            offered=MAYBE | LISTS,
            offer_source=MAYBE | TEXTS,
            way_in=MAYBE | st.builds(WayIn, TEXTS, LISTS, st.booleans()),
            sources=LISTS,
        )

    def arrows():
        end = st.sampled_from(spots)
        return st.builds(Arrow, end, end, TEXTS, st.booleans(), st.booleans())

    return draw(
        st.builds(
            Report,
            generated=st.integers(0, 10**15).map(lambda n: NOW + timedelta(microseconds=n)),
            version=TEXTS,
            sources=st.lists(
                st.builds(
                    SourceSummary,
                    name=TEXTS,
                    format=TEXTS,
                    rows=COUNTS,
                    logins=COUNTS,
                    skipped=st.dictionaries(TEXTS, COUNTS, max_size=2),
                    unreadable=st.lists(st.builds(Unreadable, TEXTS, TEXTS, TEXTS), max_size=3).map(
                        tuple
                    ),
                    codes=COUNTS,
                    columns=st.dictionaries(TEXTS, TEXTS, max_size=2),
                    lying=MAYBE | st.builds(Lying, TEXTS, MAYBE | st.booleans(), LISTS),
                ),
                max_size=2,
            ).map(tuple),
            accounts=st.tuples(*map(accounts, ids)),
            findings=st.lists(findings, max_size=3).map(tuple),
            not_checked=st.lists(
                st.builds(NotChecked, TEXTS, TEXTS, some, st.booleans()), max_size=3
            ).map(tuple),
            plan=st.lists(
                st.builds(
                    Action,
                    rank=COUNTS,
                    title=TEXTS,
                    minutes=COUNTS,
                    url=MAYBE | TEXTS,
                    accounts=some,
                    findings=LISTS,
                    effect=TEXTS,
                    steps=LISTS,
                    severity=st.sampled_from(Severity),
                ),
                max_size=3,
            ).map(tuple),
            good=LISTS,
            network=st.lists(st.builds(Sent, TEXTS, COUNTS, TEXTS), max_size=3).map(tuple),
            score=MAYBE | st.integers(0, 100),
            coverage=st.floats(0, 1),
            credits=LISTS,
            invented=st.booleans(),
            ignored=st.lists(
                st.builds(Ignored, findings, st.builds(Ignore, TEXTS, TEXTS, TEXTS, MAYBE | DAYS)),
                max_size=2,
            ).map(tuple),
            unmatched=LISTS,
            picture=st.builds(
                Picture,
                st.tuples(*(st.builds(Spot, st.just(spot), TEXTS, TEXTS, TEXTS) for spot in spots)),
                st.lists(arrows(), max_size=2).map(tuple) if spots else st.just(()),
                COUNTS,
            ),
            progress=MAYBE
            | st.builds(
                Headway,
                DAYS,
                st.lists(
                    st.builds(Point, DAYS, MAYBE | st.integers(0, 100), st.floats(0, 1)), max_size=3
                ).map(tuple),
                st.lists(
                    st.builds(
                        Difference,
                        st.sampled_from(Turn),
                        TEXTS,
                        TEXTS,
                        st.sampled_from(Severity),
                        LISTS,
                        TEXTS,
                    ),
                    max_size=2,
                ).map(tuple),
                LISTS,
                LISTS,
                LISTS,
            ),
            marked=st.lists(
                st.builds(
                    Marked,
                    findings,
                    st.builds(Mark, st.sampled_from(["done", "skipped"]), DAYS, TEXTS),
                    st.sampled_from(Standing),
                    TEXTS,
                ),
                max_size=2,
            ).map(tuple),
            reader=st.sampled_from(Reader),
        )
    )


@settings(deadline=None)
@given(reports())
def test_any_report_read_back_is_the_same(report):
    assert read(render(report, "json")) == cleaned(report)


# ── Damage ───────────────────────────────────────────────────────────────────────────────────────


def test_a_report_of_before_some_fields_were_added_can_be_read(chosen):
    document = json.loads(render(chosen, "json"))
    for added in ("picture", "exact", "progress", "marked", "for"):
        del document[added]
    for account in document["accounts"]:
        del account["sources"]
    for finding in document["findings"]:
        del finding["minutes"]
    for source in document["input"]["sources"]:
        for row in source["unreadable"]:
            del row["batch"]
        if source["lying"]:
            del source["lying"]["files"]
    read_back = read(json.dumps(document))
    assert read_back.picture == Picture()
    assert (read_back.progress, read_back.marked) == (None, ())
    assert read_back.findings == chosen.findings


def test_a_field_of_a_later_version_is_passed_over(small):
    document = json.loads(render(small, "json"))
    document["mood"] = document["accounts"][0]["mood"] = "good"
    assert read(json.dumps(document)) == small


def test_another_major_version_is_refused(small):
    document = json.loads(render(small, "json"))
    document["schema_version"] = 2
    with pytest.raises(ReportError, match="of version 2, and version 1 is what can be read"):
        read(json.dumps(document))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "it is no JSON"),
        ("[" * 100_000, "it is no JSON"),
        ('{"schema_version": NaN}', "it is no JSON"),
        (f'{{"schema_version": {"9" * 5000}}}', "it is no JSON"),
        ("[]", "it is missing or no object"),
        ("{}", "schema_version is missing or not what it should be"),
        ('{"schema_version": true}', "schema_version is missing or not what it should be"),
        ('{"schema_version": 1}', "summary is missing or no object"),
    ],
    ids=["nothing", "deep", "not a number", "huge", "a list", "empty", "a truth", "cut"],
)
def test_what_is_no_report_is_refused(text, why):
    with pytest.raises(ReportError) as caught:
        read(text)
    assert caught.value.message == f"the report is damaged: {why}"


@pytest.mark.parametrize(
    ("path", "value", "why"),
    [
        (("accounts", 1, "id"), "a1", "accounts holds an id twice"),
        (("picture", "spots", 1, "id"), "s1", "picture.spots holds an id twice"),
        (("findings", 0, "accounts"), ["a9"], "it speaks of an account that is not in it"),
        (("picture", "arrows", 0, "source"), "s9", "it speaks of an account that is not in it"),
        (("accounts", 0, "password", "reused_with"), ["a9"], "it speaks of an account that"),
        (("findings", 3, "severity"), "dire", "findings[3].severity is missing or not what"),
        (("ignored", 0, "rule", "until"), "tomorrow", "ignored[0].rule.until is missing or not"),
        (("exact", "generated"), "0001-01-01T00:00:00+23:00", "exact.generated is missing or not"),
        (("accounts", 0, "importance"), "huge", "accounts[0].importance is missing or not what"),
        (("accounts", 0, "password", "score"), -1, "accounts[0].password.score is missing or not"),
        (("plan", 0, "steps"), ["a", 1], "plan[0].steps is missing or not what it should be"),
    ],
)
def test_damage_is_said_with_its_place_and_without_the_content(chosen, path, value, why):
    document = json.loads(render(chosen, "json"))
    inner = document
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    with pytest.raises(ReportError) as caught:
        read(json.dumps(document))
    assert caught.value.message.startswith(f"the report is damaged: {why}")


def places(value, path=()):
    """Yield the path to everything in a document."""
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    for key, part in parts:
        yield (*path, key)
        if isinstance(part, dict | list):
            yield from places(part, (*path, key))


@settings(deadline=None, max_examples=200)
@given(data=st.data())
def test_whatever_is_changed_is_refused_or_shows_in_every_format(chosen_json, data):
    document = json.loads(chosen_json)
    path = data.draw(st.sampled_from(list(places(document))))
    inner = document
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = data.draw(
        st.sampled_from([None, "", "x", "a9", -1, 1.5, 10**30, True, [], ["x"], {}, {"x": 1}])
    )
    try:
        report = read(json.dumps(document))
    except ReportError:
        return
    for name in FORMATS:
        assert render(report, name)


@pytest.fixture(scope="module")
def chosen_json(everything):
    return render(everything, "json")
