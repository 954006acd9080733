"""Secrets do not leak by accident, and text from outside comes out harmless."""

import copy
import logging
import pickle
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secaudit.text import MAX_TEXT, Secret, clean


def test_a_secret_shows_itself_only_on_reveal():
    secret = Secret("hunter2-canary")
    assert repr(secret) == str(secret) == "Secret(…)"
    assert "canary" not in f"{[secret]!r}"
    assert secret.reveal() == "hunter2-canary"


def test_a_secret_cannot_be_formatted():
    with pytest.raises(TypeError):
        f"{Secret('hunter2-canary')}"


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_secret_cannot_be_pickled(protocol):
    with pytest.raises(TypeError) as caught:
        pickle.dumps(Secret("hunter2-canary"), protocol)
    assert "canary" not in str(caught.value)


def test_a_secret_cannot_be_copied_by_the_pickle_protocol():
    with pytest.raises(TypeError):
        copy.deepcopy(Secret("hunter2-canary"))


def test_a_secret_does_not_reach_a_log(caplog):
    with caplog.at_level(logging.INFO):
        logging.getLogger("test").info("got %s and %r", Secret("hunter2-canary"), Secret("b"))
    assert "canary" not in caplog.text


def test_secrets_are_equal_by_text_and_empty_ones_are_false():
    assert Secret("a") == Secret("a")
    assert Secret("a") != Secret("b")
    assert Secret("a") != "a"
    assert len({Secret("a"), Secret("a")}) == 1
    assert not Secret("")
    assert Secret("a")


def test_sha1_is_that_of_the_utf8_bytes_even_of_half_a_surrogate_pair():
    assert Secret("password").sha1().hex() == "5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8"
    assert len(Secret("\ud800").sha1()) == 20


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]8;;https://evil.example\x07click\x1b]8;;\x07", "click"),
        ("\x1b]0;title\x1b\\after", "after"),
        ("\x9b31mred", "red"),
        ("\x1bPq#0;2;0;0;0\x1b\\sixel", "sixel"),
        ("\x1b(0lqk", "lqk"),
        ("a\tb\r\nc\u2028d", "a b c d"),
        ("abc\u202egnp.exe", "abcgnp.exe"),
        ("\u2066isolated\u2069", "isolated"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("nul\x00bell\x07", "nulbell"),
        ("half\ud800pair", "halfpair"),
        ("e\u0301", "é"),
        ("  spaces  ", "spaces"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("[bold]kept[/bold] <b>kept</b>", "[bold]kept[/bold] <b>kept</b>"),
    ],
)
def test_clean_takes_out_what_steers_a_terminal_and_keeps_the_rest(given_text, expected):
    assert clean(given_text) == expected


@given(st.text(st.characters(), max_size=400))
def test_clean_never_lets_a_control_or_bidi_character_through(text):
    cleaned = clean(text)
    assert len(cleaned) <= MAX_TEXT
    bad = {c for c in cleaned if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}}
    assert bad <= {"\u200c", "\u200d"}


@given(st.text(max_size=400))
def test_clean_is_stable(text):
    assert clean(clean(text)) == clean(text)


def test_clean_is_quick_on_a_megabyte():
    assert clean("x" * 1_000_000) == "x" * (MAX_TEXT - 1) + "…"
