"""The CSV report: one row per account, and no cell that a spreadsheet would compute."""

import csv
import re
from io import StringIO

import pytest

from secaudit.reports import render
from secaudit.reports.csv import COLUMNS


def rows(rendered, **dialect):
    return list(csv.reader(StringIO(rendered, newline=""), strict=True, **dialect))


def test_the_full_report_has_one_row_for_each_account_with_all_that_is_known(full):
    head, *body = rows(render(full, "csv"))
    assert tuple(head) == COLUMNS
    assert [row[0] for row in body] == ["a1", "a2", "a3", "a4", "a5", "a6", "a7"]
    garden = dict(zip(head, body[3], strict=True))
    everywhere = (
        "by which ways someone could get into an account (This version does not look at it yet); "
        "which breaches your mail addresses are in (It needs a key of Have I Been Pwned)"
    )
    assert garden == {
        "id": "a4",
        "title": "Garden forum",
        "site": "garden-forum.example",
        "username": "mira",
        "importance": "normal",
        "highest severity": "high",
        "findings": "3",
        "reasons": "The same password opens 3 accounts; "
        "Garden forum was breached after you set this password; This address is not encrypted",
        "what to do": "Give each account a password of its own; begin with Gmail.; "
        "This is likely, but not certain. Change it, also wherever else you use it.; "
        "Open the site, and save its https:// address instead.",
        "minutes": "11",
        "link": "https://www.instagram.com/.well-known/change-password",
        "password score": "1",
        "pwned count": "2413",
        "reused with": "Gmail (mira.sample@gmail.com); Instagram (mira.draws)",
        "second factor": "not checked",
        "not checked": everywhere,
        "invented": "yes",
        "ignored": "0",
        "ignored because": "",
        "left out": "",
    }
    mail, gan = (dict(zip(head, body[place], strict=True)) for place in (0, 5))
    assert mail["second factor"] == "none"
    assert gan["not checked"].startswith(everywhere + "; whether passwords are known")


def test_what_is_ignored_stands_beside_its_accounts_with_the_reason(chosen):
    head, *body = rows(render(chosen, "csv"))
    told = [(row[0], *row[-3:-1]) for row in body if row[-3] != "0"]
    because = (
        "This password is easy to guess "
        "(Your reason: The club chose it. It counts again after 31 March 2027.)"
    )
    assert head[-3:-1] == ["ignored", "ignored because"]
    assert told == [("a3", "1", because), ("a4", "1", because)]


def test_an_empty_report_is_its_header(empty):
    assert rows(render(empty, "csv")) == [list(COLUMNS)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_no_cell_is_a_formula_whatever_the_spreadsheet_parts_cells_by(hostile, delimiter):
    rendered = render(hostile, "csv")
    cells = [cell for row in csv.reader(StringIO(rendered), delimiter=delimiter) for cell in row]
    assert [cell for cell in cells if re.match(r"[\s\"]*[=+\-@＝＋－＠]", cell)] == []


def test_hostile_text_adds_no_row_and_no_column(hostile):
    assert [len(row) for row in rows(render(hostile, "csv"))] == [len(COLUMNS)] * 8


def test_lines_end_as_the_standard_says_without_a_byte_order_mark(full):
    rendered = render(full, "csv")
    assert rendered.startswith('"id",')
    assert rendered.count("\r\n") == rendered.count("\n") == rendered.count("\r") == 8
