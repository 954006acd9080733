import pytest

from secaudit.checks.words import (
    date_spellings,
    lettered,
    longest_date_inside,
    longest_inside,
    own_words,
    told_words,
    unleet,
)


def test_an_account_knows_its_own_words(login):
    account = login(
        "a1", site="git-hub.com", title="Git Hub for work", username="Mira.Sample@x.org"
    )
    assert own_words(account, 4) == {"git-hub", "work", "mira.sample", "mira", "sample"}


@pytest.mark.parametrize(
    "text", ["1987-03-14", "14.03.1987", "14.3.1987", "14/03/1987", " 1987/3/14 ", "03/14/1987"]
)
def test_a_date_is_known_in_all_its_spellings(text):
    assert date_spellings(text) == {
        "14031987",
        "03141987",
        "19870314",
        "140387",
        "031487",
        "870314",
        "1987",
        "1403",
        "0314",
    }


def test_a_date_that_reads_both_ways_is_known_both_ways():
    assert {"04031987", "03041987"} <= date_spellings("1987-04-03")


@pytest.mark.parametrize("text", ["Mira", "1987", "1987-13-14", "0-0-0", ""])
def test_other_text_is_no_date(text):
    assert date_spellings(text) == frozenset()


def test_words_are_found_in_capitals_and_with_digits_for_letters():
    assert longest_inside("my-G1tHub-1", {"github", "mira"}) == 6
    assert longest_inside("B1uebe11", {"bluebell"}) == 8
    assert longest_inside("something", {"github"}) == 0


def test_dates_are_found_with_signs_between_their_digits():
    assert longest_date_inside("x14.03.1987!", {"14031987", "1987"}) == 8
    assert longest_date_inside("x1234", {"14031987", "1987"}) == 0


def test_digits_for_letters_are_read_as_letters():
    assert unleet("P@$$w0rd!") == "passwordi"


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (" Rexona ", {"rexona"}),
        ("Anna  van Lee", {"anna van lee", "annavanlee", "anna", "van", "lee"}),
        ("1987-03-14", {"1987-03-14"}),
        (" ", {""}),
    ],
)
def test_told_words_count_joined_and_by_their_parts(told, words):
    assert told_words(told) == words


@pytest.mark.parametrize(
    ("text", "letters"),
    [("!Max2019!", "Max"), ("4ma7x", "ma7x"), ("Ä1", "Ä"), ("2019", ""), ("", "")],
)
def test_digits_and_signs_at_both_ends_are_left_out(text, letters):
    assert lettered(text) == letters
