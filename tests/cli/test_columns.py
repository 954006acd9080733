"""The columns of a CSV file that nobody knows: stated, named, and corrected in a real terminal."""

import json

import pytest

from tests.terminal import Terminal

STRONG = "vN4.tq-8Rw_2zKpL"
HEADER = "Seite;Benutzer;Kennwort;PIN"
ROW = f"forum.example;ann;{STRONG};1234"


@pytest.fixture
def sheet(tmp_path):
    """Write a CSV file of a kind that nobody knows."""

    def write(*lines, name="sheet.csv"):
        path = tmp_path / name
        path.write_text("\n".join(lines), encoding="utf-8")
        return path

    return write


def sources(ended):
    return json.loads(ended.out)["input"]["sources"]


# ── Where nobody can be asked ────────────────────────────────────────────────────────────────────


def test_the_guess_is_used_and_stated(secaudit, sheet):
    ended = secaudit("audit", sheet(HEADER, ROW), "--format", "json")
    assert ended.code == 0
    (source,) = sources(ended)
    assert (source["format"], source["logins"]) == ("CSV with guessed columns", 1)
    said = " ".join(ended.err.split())
    assert "The columns of sheet.csv were guessed: username=Benutzer, password=Kennwort" in said
    assert "url=Seite" in said
    assert "Not read: PIN" in said
    assert "name them with --columns" in said
    assert STRONG not in ended.err


def test_where_every_column_is_read_none_is_named_as_left(secaudit, sheet):
    ended = secaudit("audit", sheet("Seite;Kennwort", f"forum.example;{STRONG}"))
    assert "Not read" not in ended.err


def test_what_cannot_be_guessed_says_how_to_name_it(secaudit, sheet):
    ended = secaudit("audit", sheet("Nimetus,Parool", f"Forum,{STRONG}"))
    assert ended.code == 1
    assert "error: sheet.csv is not an export that secaudit knows, but a table" in ended.err
    assert "--columns title=1,username=2,password=3" in ended.err
    assert "guessed" not in ended.err


def test_columns_are_named(secaudit, sheet):
    path = sheet("Nimetus,Kes,Parool", f"Forum,ann,{STRONG}")
    named = "title=nimetus, Username = 2,password=Parool"
    ended = secaudit("audit", path, "--columns", named, "--format", "json")
    assert ended.code == 0
    (source,) = sources(ended)
    assert (source["format"], source["logins"]) == ("CSV with the columns you named", 1)
    assert "guessed" not in ended.err


@pytest.mark.parametrize(
    "text", ["", "title", "title=", "=Seite", "title=a,title=b", "title=a,,password=b"]
)
def test_columns_that_are_no_pairs_are_refused(secaudit, sheet, text):
    ended = secaudit("audit", sheet(HEADER, ROW), "--columns", text)
    assert ended.code == 2
    assert "error: --columns takes each role once, with the column it is in" in ended.err
    assert "hint: Such as: --columns title=Site,username=User,password=3" in ended.err


def test_a_column_that_there_is_not_is_refused(secaudit, sheet):
    ended = secaudit("audit", sheet(HEADER, ROW), "--columns", "title=Seite,password=Passwort")
    assert ended.code == 2
    assert "error: sheet.csv has no column Passwort" in ended.err
    assert "hint: Its columns: Seite, Benutzer, Kennwort, PIN." in ended.err


def test_columns_are_for_the_export_that_nobody_knows(secaudit, sheet, clean_export):
    path = sheet("Nimetus,Parool", "Klubi,Xq7-vPw.93nRt_Lm")
    arguments = ("--columns", "title=Nimetus,password=Parool", "--format", "json")
    ended = secaudit("audit", clean_export, path, *arguments)
    assert [source["format"] for source in sources(ended)] == [
        "Bitwarden JSON",
        "CSV with the columns you named",
    ]
    assert secaudit("audit", clean_export, *arguments).code == 2


# ── In a terminal ────────────────────────────────────────────────────────────────────────────────


def stop_at(walk, text):
    """Wait for what the walk says of the export, and leave before its questions."""
    walk.expect(text)
    walk.interrupt()
    assert walk.end() == 130
    assert "Traceback" not in walk.screen


def test_enter_accepts_the_guess(sheet):
    walk = Terminal(["audit", "--no-save", str(sheet(HEADER, ROW))])
    walk.expect("sheet.csv is a table of a kind that secaudit does not know.")
    walk.expect("Not read: PIN")
    walk.expect("  1. Title: none\n  2. Username: Benutzer\n")
    walk.expect("  4. Password: Kennwort\n  5. Web address: Seite\n")
    walk.expect("  11. All of this is right\n")
    walk.answer("Number [11]", "")
    stop_at(walk, "1 login (CSV with guessed columns)")
    assert STRONG not in walk.screen
    assert max(map(len, walk.screen.splitlines())) <= 80


def test_the_guess_is_corrected_line_by_line(sheet):
    walk = Terminal(["audit", "--no-save", str(sheet(HEADER, f"forum.example;ann;1234;{STRONG}"))])
    walk.answer("Number [11]", "4")
    walk.expect("Password: which column is it?")
    walk.expect("  4. PIN\n  5. None of them\n")
    walk.answer("Number [3]", "4")
    walk.expect("Not read: Kennwort")
    walk.expect("  4. Password: PIN\n")
    walk.answer("Number [11]", "2")
    walk.expect("Username: which column is it?")
    walk.answer("Number [2]", "5")
    walk.expect("Not read: Benutzer, Kennwort")
    walk.expect("  2. Username: none\n")
    walk.answer("Number [11]", "1")
    walk.answer("Number [5]", "1")  # what is the title is no longer the address
    walk.expect("  1. Title: Seite\n")
    walk.expect("  5. Web address: none\n")
    walk.answer("Number [11]", "")
    stop_at(walk, "1 login (CSV with the columns you named)")


def test_a_table_in_an_unknown_language_is_asked_about(sheet):
    walk = Terminal(["audit", "--no-save", str(sheet("Nimetus,Parool", f"Forum,{STRONG}"))])
    walk.answer("Does its first row hold the names of its columns?", "y")
    walk.expect("Not read: Nimetus, Parool")
    walk.answer("Number [11]", "1")
    walk.answer("Number [3]", "1")
    walk.expect("  11. It holds no logins\n")
    walk.answer("Number [11]", "4")
    walk.answer("Number [3]", "2")
    walk.expect("  11. All of this is right\n")
    walk.answer("Number [11]", "")
    stop_at(walk, "1 login (CSV with the columns you named)")


def test_without_names_the_columns_are_numbered_and_their_cells_not_shown(sheet):
    walk = Terminal(["audit", "--no-save", str(sheet(f"Forum,{STRONG}", "Club,Xq7-vPw.93nRt_Lm"))])
    walk.answer("Does its first row hold the names of its columns?", "")
    walk.expect("Not read: column 1, column 2")
    walk.answer("Number [11]", "")
    assert walk.end() == 1
    assert "error: sheet.csv is not an export that secaudit knows, but a table" in walk.screen
    assert STRONG not in walk.screen


def test_nobody_is_asked_where_the_columns_are_named(sheet):
    columns = "title=Seite,password=Kennwort"
    walk = Terminal(["audit", "--no-save", str(sheet(HEADER, ROW)), "--columns", columns])
    stop_at(walk, "1 login (CSV with the columns you named)")
    assert "All of this is right" not in walk.screen


def test_ctrl_c_at_the_columns_leaves_cleanly(sheet):
    walk = Terminal(["audit", "--no-save", str(sheet(HEADER, ROW))])
    stop_at(walk, "Number [11]")
