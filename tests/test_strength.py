"""Every password gets an answer: a score, a lower bound, or why not."""

import multiprocessing
import os
import threading
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secaudit import strength
from secaudit.languages import speaking
from secaudit.model import Account, Strength, Unchecked
from secaudit.strength import own_words, score_passwords
from secaudit.text import Secret

HOSTILE = "a4@8({[<3691!|1|70$5+7%2" * 3
"""72 characters that keep zxcvbn busy for seconds."""


@pytest.fixture(params=["zxcvbn", "zxcvbn-rs"])
def each_engine(request, monkeypatch):
    """Run a test with either scorer."""
    make = strength._zxcvbn if request.param == "zxcvbn" else strength._zxcvbn_rs
    monkeypatch.setattr(strength, "engine", make)
    return request.param


@pytest.mark.usefixtures("each_engine")
def test_weak_and_strong_passwords_get_the_scores_of_zxcvbn():
    scores = score_passwords({Secret("hunter2"): [], Secret("yd9FQ2-mZt_7xRk.Lw"): []})
    assert {s.reveal(): r.score for s, r in scores.items() if isinstance(r, Strength)} == {
        "hunter2": 1,
        "yd9FQ2-mZt_7xRk.Lw": 4,
    }


@pytest.mark.usefixtures("each_engine")
def test_the_accounts_own_words_make_a_password_weak():
    alone = score_passwords({Secret("zumbelkopf"): []})[Secret("zumbelkopf")]
    named = score_passwords({Secret("zumbelkopf"): ["zumbelkopf"]})[Secret("zumbelkopf")]
    assert isinstance(alone, Strength)
    assert isinstance(named, Strength)
    assert named.score == 0 < alone.score


def test_both_scorers_agree_on_scores():
    texts = ["", "1", "password", "Tr0ub4dour&3", "correct horse battery staple", "qwertyuiop[]"]
    texts += ["2019-04-01", "zxcvbn!A", "mnbvcxz", "9Xk!qz", "kV8-2nPq.LrT", "aaaaaaaaaaaaaaa"]
    slow, fast = strength._zxcvbn(), strength._zxcvbn_rs()
    assert [slow(t, []).score for t in texts if t] == [fast(t, []).score for t in texts if t]


@pytest.mark.usefixtures("each_engine")
def test_a_longer_password_is_judged_by_its_beginning_and_says_so():
    secret = Secret("yd9FQ2-mZt_7xRk.Lw" * 5)
    result = score_passwords({secret: []})[secret]
    assert isinstance(result, Strength)
    assert (result.score, result.judged) == (4, 72)


def test_a_hostile_password_is_stopped_and_judged_by_its_beginning(monkeypatch):
    monkeypatch.setattr(strength, "engine", strength._zxcvbn)
    start = time.monotonic()
    result = score_passwords({Secret(HOSTILE): []}, deadline=0.3)[Secret(HOSTILE)]
    assert isinstance(result, Strength)
    assert result.judged == 16
    assert time.monotonic() - start < 20


def test_a_password_that_never_ends_is_unchecked_and_holds_up_no_other(monkeypatch):
    def stuck():
        def score(text, _words):
            while text.startswith("stuck"):
                time.sleep(0.01)
            return Strength(4, 12.0)

        return score

    monkeypatch.setattr(strength, "engine", stuck)
    passwords: dict[Secret, list[str]] = {Secret(f"fine{i}"): [] for i in range(40)}
    passwords[Secret("stuck")] = []
    results = score_passwords(passwords, deadline=0.2, workers=2)
    assert results.pop(Secret("stuck")) == Unchecked(
        "scoring it took longer than 0.2 seconds and was stopped"
    )
    assert set(results.values()) == {Strength(4, 12.0)}
    assert len(results) == 40


def test_a_scorer_that_crashes_or_raises_is_unchecked_and_names_no_password(monkeypatch):
    def fragile():
        def score(text, _words):
            if text == "canary-crash":
                os._exit(1)
            raise ValueError(text)

        return score

    monkeypatch.setattr(strength, "engine", fragile)
    results = score_passwords({Secret("canary-crash"): [], Secret("canary-raise"): []})
    assert results == {
        Secret("canary-crash"): Unchecked("the program that scores it crashed"),
        Secret("canary-raise"): Unchecked("the strength estimate failed (ValueError)"),
    }


def test_a_worker_says_why_in_the_language_of_the_audit(monkeypatch):
    def broken():
        def score(text, _words):
            raise ValueError(text)

        return score

    monkeypatch.setattr(strength, "engine", broken)
    with speaking("es"):
        results = score_passwords({Secret("canary-raise"): []})
    assert results == {
        Secret("canary-raise"): Unchecked("falló el cálculo de la fuerza (ValueError)")
    }


def test_no_passwords_need_no_workers():
    assert score_passwords({}) == {}
    assert multiprocessing.active_children() == []


def test_beside_other_threads_workers_are_spawned_instead_of_forked():
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    try:
        results = score_passwords({Secret("hunter2"): []})
    finally:
        done.set()
        other.join()
    result = results[Secret("hunter2")]
    assert isinstance(result, Strength)
    assert (result.score, result.warning) == (1, "This is a very common password.")


def test_progress_counts_to_the_end():
    seen = []
    score_passwords(
        {Secret(t): [] for t in ("a", "b", "c")}, progress=lambda *step: seen.append(step)
    )
    assert seen == [("Password strength", n, 3) for n in (1, 2, 3)]


@pytest.mark.usefixtures("each_engine")
@settings(max_examples=15, deadline=None)
@given(st.text(st.characters(), min_size=1, max_size=300))
def test_any_password_of_any_length_gets_an_answer(text):
    (result,) = score_passwords({Secret(text): ["ana"]}, workers=1).values()
    assert isinstance(result, Strength)
    assert result.score in range(5)


def test_own_words_are_username_title_and_site():
    account = Account(
        title="My Bank: of Example",
        username="Ana.Lopez@mail.example",
        site="examplebank.example",
    )
    assert own_words(account) == {
        "ana.lopez@mail.example",
        "ana.lopez",
        "bank:",
        "example",
        "examplebank.example",
        "examplebank",
    }
