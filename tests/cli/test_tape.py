"""Answers that were given before answer the same questions again, and no others."""

import pytest

from secaudit.cli import prompts
from secaudit.cli.tape import Tape, recording


@pytest.fixture
def typed(monkeypatch):
    """Let lines be typed; return those that are left."""
    lines: list[str] = []
    monkeypatch.setattr(prompts, "_ask", lambda _question: lines.pop(0))
    return lines


def walk(colour="Which colour?", *, heading="Part one"):
    """Ask one question of each kind."""
    prompts.say(heading)
    return (
        prompts.choose(colour, ["red", "blue"]),
        prompts.choose_many("Which of these?", ["a", "b", "c"]),
        prompts.confirm("Really?"),
        prompts.ask("Name"),
        prompts.ask("Name"),
    )


LINES = ["nonsense", "2", "1 3", "y", "ana", "robin"]
ANSWERS = (1, [0, 2], True, "ana", "robin")


@pytest.fixture
def given(typed):
    """Return the answers of a walk, in order, each with its digest."""
    kept = []
    typed.extend(LINES)
    with recording(Tape([], lambda answers: kept.append(list(answers)))):
        assert walk() == ANSWERS
    assert [len(answers) for answers in kept] == [1, 2, 3, 4, 5]  # kept after every answer
    return kept[-1]


def test_what_was_answered_is_neither_asked_nor_shown_again(given, capsys):
    capsys.readouterr()
    with recording(Tape(given, lambda _: pytest.fail("nothing is new"))):
        assert walk() == ANSWERS
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("stopped_after", range(5))
def test_going_on_asks_from_where_it_stopped(given, typed, capsys, stopped_after):
    typed.extend(LINES[stopped_after + 1 :] if stopped_after else LINES)
    capsys.readouterr()
    kept = []
    with recording(Tape(given[:stopped_after], lambda answers: kept.append(list(answers)))):
        assert walk() == ANSWERS
    assert (kept[-1], typed) == (given, [])
    assert ("Part one" in capsys.readouterr().err) == (stopped_after == 0)


def test_a_question_with_other_words_is_asked_and_the_others_are_not(given, typed, capsys):
    typed.extend(["1"])
    with recording(Tape(given, lambda _: None)):
        assert walk(colour="Which color?") == (0, *ANSWERS[1:])
    assert "Part one\nWhich color?" in capsys.readouterr().err


def test_a_question_after_other_words_is_another_question(given, typed):
    typed.extend(["1"])
    with recording(Tape(given, lambda _: None)):
        assert walk(heading="Part two") == (0, *ANSWERS[1:])


def test_a_question_asked_twice_keeps_both_answers_in_order(given):
    (first, one), (second, two) = given[-2:]
    assert (first == second, one, two) == (True, "ana", "robin")


def test_a_secret_is_asked_for_again_with_what_was_said_before_it(monkeypatch, capsys):
    asked: list[str] = []

    def typed_secret(question: str, **_: object) -> str:
        asked.append(question)
        return "hush"

    monkeypatch.setattr("getpass.getpass", typed_secret)
    tape = Tape([("never asked", "left over")], lambda _: pytest.fail("a secret was kept"))
    with recording(tape):
        prompts.say("It is not shown.")
        assert capsys.readouterr().err == ""  # there may be an answer yet
        prompts.ask_secret("Password")
    assert (asked, capsys.readouterr().err) == (["Password: "], "It is not shown.\n")
    assert tape.given == [("never asked", "left over")]


def test_outside_a_walk_nothing_is_kept(typed):
    typed.extend(["ana"])
    assert prompts.ask("Name") == "ana"
