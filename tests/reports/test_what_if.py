"""The answer to a what-if, for people and for programs."""

import json
import unicodedata
from dataclasses import replace

import pytest

from secaudit.access.what_if import Fall, Locked, Lost, Outcome
from secaudit.model import NotChecked
from secaudit.reports.what_if import MOST, MOST_NAMES, NOTHING, as_json, as_text


def empty(**fields):
    nothing = Outcome("It happens.", falls=(), lost=Lost(), first=("Do this.",), given=())
    return replace(nothing, **fields)


@pytest.fixture
def world(evidence, login):
    return evidence(
        *(login(f"a{n}", "p", site=f"s{n}.example", username="ana") for n in range(1, 101))
    )


def test_nothing_is_said_to_be_nothing_that_is_known(world):
    text = as_text(empty(), world, [NotChecked("vault", "1 row of v could not be read.")])
    assert text.count(NOTHING) == 2
    assert "Nobody can tell" not in text
    assert text.endswith(
        "- 1 row of v could not be read.\n- This was worked out on this computer. Nothing was "
        "sent.\n"
    )


def test_what_is_sure_comes_before_what_is_only_usual(world):
    told = empty(
        falls=(
            Fall("a1", ("S1 opens.", "Perhaps."), sure=False),
            Fall("a2", ("S2 opens.",), sure=True),
        ),
        lost=Lost(
            (
                Locked("a3", "It asks for codes.", unless_codes=True),
                Locked("a4", "It asks for more.", unless_codes=False),
            ),
            ("a5", "a6"),
        ),
    )
    text = as_text(told, world, [])
    assert (
        text[: text.index("WHAT TO DO")]
        == """\
What if: It happens.

WHAT FALLS
----------
For sure:
  - S2 opens.

Probably, if these accounts work as most do:
  - S1 opens. Perhaps.

WHAT YOU COULD NO LONGER OPEN YOURSELF
--------------------------------------
For sure:
  - S4 (ana)
    It asks for more.

Unless you kept backup codes for it:
  - S3 (ana)
    It asks for codes.

Nobody can tell, because it is not known what they ask for:
  S5 (ana), S6 (ana)

"""
    )


def test_of_many_accounts_the_rest_is_named_and_then_counted(world):
    all_fall = tuple(Fall(f"a{n}", (f"Step {n}.",), sure=True) for n in range(1, 101))
    text = as_text(empty(falls=all_fall), world, [])
    assert f"  - Step {MOST}.\n  And also:\n  S{MOST + 1} (ana), " in text
    assert f"S{MOST + MOST_NAMES} (ana), and 55 more" in text.replace("\n  ", " ")
    assert len(json.loads(as_json(empty(falls=all_fall), world, []))["falls"]) == 100


@pytest.mark.parametrize("width", [40, 80])
def test_lines_fit(world, width):
    falls = (Fall("a1", ("A rather long sentence about how it goes. " * 5,), sure=True),)
    unknown = Lost(unknown=tuple(f"a{n}" for n in range(1, 101)))
    text = as_text(
        empty(falls=falls, lost=unknown, first=("One. " * 40, "Two.")), world, [], width=width
    )
    assert max(map(len, text.splitlines())) <= width


def test_the_json_says_everything(world):
    told = empty(
        falls=(Fall("a2", ("S2 opens.",), sure=True),),
        lost=Lost((Locked("a4", "It asks for more.", unless_codes=False),), ("a5",)),
        given=("It rains.",),
    )
    gaps = [NotChecked("vault", "1 row of v could not be read.", ("a1",))]

    def named(number):
        return {
            "account": f"a{number}",
            "title": f"S{number}",
            "site": f"s{number}.example",
            "username": "ana",
            "importance": "normal",
        }

    assert json.loads(as_json(told, world, gaps, invented=True)) == {
        "schema_version": 1,
        "invented": True,
        "title": "It happens.",
        "falls": [named(2) | {"steps": ["S2 opens."], "sure": True}],
        "locked_out": [named(4) | {"why": "It asks for more.", "unless_backup_codes": False}],
        "unknown": [named(5)],
        "first": ["Do this."],
        "given": ["It rains."],
        "not_checked": [{"why": "1 row of v could not be read.", "accounts": ["a1"]}],
    }


def test_a_password_noted_in_a_title_comes_out_nowhere(evidence, login):
    world = evidence(login("a1", "Kestrel-Vow-81", title="Bank Kestrel-Vow-81", username="ana"))
    told = empty(lost=Lost(unknown=("a1",)))
    assert "Kestrel" not in as_text(told, world, []) + as_json(told, world, [])
    assert all(unicodedata.category(c) != "Cc" or c == "\n" for c in as_text(told, world, []))
