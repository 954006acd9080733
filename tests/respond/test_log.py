"""The log only grows, holds no image, and is readable by its owner only."""

import stat
from datetime import UTC, datetime

import pytest

from secaudit.errors import OutputError, UsageError
from secaudit.respond.log import FIELDS, Entry, append, entry, read_log

NOTED = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)


def test_what_was_written_is_read_again(tmp_path):
    path = tmp_path / "log.toml"
    assert read_log(path) == ()
    first = entry(NOTED, {"address": "https://forum.example/1", "username": 'bad "name" \\ é'})
    second = entry(NOTED, dict.fromkeys(FIELDS, "text"))
    append(path, first)
    append(path, second)
    assert read_log(path) == (first, second)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_log_only_grows(tmp_path):
    path = tmp_path / "log.toml"
    append(path, entry(NOTED, {"case": "1"}))
    by_hand = path.read_bytes() + b"# a note of my own"
    path.write_bytes(by_hand)
    path.chmod(0o644)
    append(path, entry(NOTED, {"case": "2"}))
    assert path.read_bytes().startswith(by_hand)
    assert [each.values for each in read_log(path)] == [{"case": "1"}, {"case": "2"}]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_values_are_cleaned_and_what_is_empty_is_left_out():
    values = {"address": " https://forum.example/1\n", "username": "a\x1b[31mb\u202e", "note": "  "}
    assert entry(NOTED, values) == Entry(
        NOTED, {"address": "https://forum.example/1", "username": "ab"}
    )


def test_an_entry_holds_something():
    with pytest.raises(UsageError, match="holds nothing"):
        entry(NOTED, {"note": " "})


@pytest.mark.parametrize(
    "text", ["Data:image/png;base64,AAAA", "data:,x", "it is data:video/mp4,AAAA", "(data:a/b;c,d)"]
)
def test_a_picture_is_not_taken(text):
    with pytest.raises(UsageError, match="the log keeps none"):
        entry(NOTED, {"note": text})


def test_words_about_data_are_taken():
    values = {"note": "They took my data: name, mail and/or number."}
    assert entry(NOTED, values).values == values


@pytest.mark.parametrize("text", ["", "# begun by hand\n"])
def test_an_empty_file_is_a_new_log(tmp_path, text):
    path = tmp_path / "log.toml"
    path.write_text(text, encoding="utf-8")
    append(path, entry(NOTED, {"case": "1"}))
    assert path.read_text("utf-8").startswith(text)
    assert [each.values for each in read_log(path)] == [{"case": "1"}]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[entry]]\nnoted = 2026-11-22\n", "line 2, entry: `noted` should be a moment"),
        ('[[entry]]\ncase = "1"\n', "line 1, entry: `noted` is missing"),
        ("x = 1\n", "line 1: `x` is not a known key"),
        ("[[entry]]\nnoted = 2026-11-22T10:30:00Z\nimage = 'x'\n", "line 3, entry: `image` is not"),
        ("[[entry]]\nnoted = 2026-11-22T10:30:00Z\ncase = 1\n", "line 3, entry: `case` should be"),
        ("\x00", "is not valid TOML"),
    ],
)
def test_another_file_is_left_as_it_is(tmp_path, text, says):
    path = tmp_path / "log.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        append(path, entry(NOTED, {"case": "1"}))
    assert says in caught.value.message
    assert path.read_text("utf-8") == text


def test_a_link_is_not_followed(tmp_path):
    append(tmp_path / "real.toml", entry(NOTED, {"case": "1"}))
    (tmp_path / "link.toml").symlink_to(tmp_path / "real.toml")
    with pytest.raises(OutputError, match="is a link"):
        append(tmp_path / "link.toml", entry(NOTED, {"case": "2"}))
    (tmp_path / "nowhere.toml").symlink_to(tmp_path / "gone.toml")
    with pytest.raises(UsageError, match="could not be read"):
        append(tmp_path / "nowhere.toml", entry(NOTED, {"case": "2"}))


def test_what_a_person_wrote_into_it_by_hand_is_cleaned_when_shown(tmp_path):
    path = tmp_path / "log.toml"
    path.write_text('[[entry]]\nnoted = 2026-11-22T10:30:00Z\nnote = "a\\u001b[2Jb"\n')
    assert read_log(path) == (Entry(NOTED, {"note": "ab"}),)
