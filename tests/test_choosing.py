"""Which questions a person is asked, in which order, and how long that takes."""

from dataclasses import replace
from datetime import date

from secaudit.choosing import FOR_EVERYONE, MOST, fitting, in_order, questions, rounds, time_for
from secaudit.model import Answer, Answers, Item, Platform, Severity
from secaudit.sites import Kind


def item(name: str, severity: Severity = Severity.LOW, *audiences: str) -> Item:
    return Item(
        name, "?", "Do", "Why.", "Where", ("Step.",), None, severity, 1, ("page",),
        date(2026, 1, 1), audiences=frozenset(audiences),
    )  # fmt: skip


def checklist(name: str, *items: Item, kind: Kind = Kind.OTHER) -> Platform:
    return Platform(name, name.title(), frozenset({f"{name}.com"}), items, kind=kind)


def ids(platform: Platform) -> list[str]:
    return [one.id for one in platform.items]


MIXED = checklist(
    "x",
    item("x-low"),
    item("x-teens", Severity.HIGH, "teens"),
    item("x-high", Severity.HIGH),
    item("x-press", Severity.LOW, "journalists", "public"),
    item("x-medium", Severity.MEDIUM),
)


def test_the_worst_comes_first_and_what_is_for_others_is_left_out() -> None:
    assert ids(fitting(MIXED, Answers())) == ["x-high", "x-medium", "x-low"]


def test_an_audience_adds_its_questions_before_equals() -> None:
    teens = Answers(audiences=frozenset({"teens"}))
    assert ids(fitting(MIXED, teens)) == ["x-teens", "x-high", "x-medium", "x-low"]
    both = Answers(audiences=frozenset({"teens", "public"}))
    assert ids(fitting(MIXED, both)) == ["x-teens", "x-high", "x-medium", "x-press", "x-low"]


def test_how_to_report_comes_sooner_to_those_to_whom_it_matters() -> None:
    asked = replace(item("x-report"), topic="report")
    mixed = replace(MIXED, items=(*MIXED.items, asked))
    plain = ["x-high", "x-medium", "x-low", "x-report"]
    assert ids(fitting(mixed, Answers())) == plain
    assert ids(fitting(mixed, Answers(audiences=frozenset({"journalists"})))) == [
        "x-high", "x-medium", "x-press", "x-low", "x-report",
    ]  # fmt: skip
    assert ids(fitting(mixed, Answers(audiences=frozenset({"known-risk"})))) == [
        "x-high", "x-medium", "x-report", "x-low",
    ]  # fmt: skip


def test_nobody_gets_more_than_ten_of_one_checklist() -> None:
    long = checklist("y", *(item(f"y-{n:02}") for n in range(14)))
    assert ids(fitting(long, Answers())) == [f"y-{n:02}" for n in range(MOST)]


def test_what_was_answered_stays_whoever_it_is_for() -> None:
    long = checklist(
        "y", *(item(f"y-{n:02}") for n in range(14)), item("y-press", Severity.LOW, "public")
    )
    said = Answers(items={"y-13": Answer.NO, "y-press": Answer.YES})
    assert ids(fitting(long, said)) == [*(f"y-{n:02}" for n in range(MOST)), "y-13", "y-press"]


def test_general_lists_come_first_then_what_more_hangs_on() -> None:
    chat = checklist("chat", kind=Kind.SOCIAL)
    mail = checklist("mail", kind=Kind.MAILBOX)
    game = checklist("game")
    phone, box = checklist("your-phone"), checklist("your-main-mailbox")
    assert in_order([chat, game, mail, phone, box]) == [box, phone, mail, chat, game]


def test_rounds_take_the_first_of_each_checklist_then_the_second() -> None:
    a, b = checklist("a", *map(item, ("a1", "a2", "a3"))), checklist("b", *map(item, ("b1", "b2")))
    first, rest = rounds([a, b], most=3)
    assert [ids(p) for p in first] == [["a1", "a2"], ["b1"]]
    assert [ids(p) for p in rest] == [["a3"], ["b2"]]


def test_a_short_walk_has_one_round() -> None:
    a = checklist("a", item("a1"))
    assert rounds([a]) == ([a], [])
    assert rounds([a, checklist("b", item("b1"))], most=1) == ([a], [checklist("b", item("b1"))])
    assert rounds([]) == ([], [])


def test_time_is_counted_in_whole_minutes() -> None:
    assert [time_for(number) for number in (0, 1, 4, 5, 28)] == [0, 1, 1, 2, 7]
    assert questions([MIXED, MIXED]) == 10


def test_what_is_offered_to_all_is_named_as_the_files_are() -> None:
    assert all(name.startswith("your-") for name in FOR_EVERYONE)
