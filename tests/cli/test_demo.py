"""`demo`: every invented person is a name away."""

import json
import os
import subprocess
import sys
from datetime import datetime, timedelta, timezone

import pytest

from secaudit.demo import PEOPLE
from secaudit.languages import day


@pytest.mark.parametrize("name", PEOPLE)
def test_everyone_can_be_asked_for_by_name(secaudit, name):
    ended = secaudit("demo", name, "--format", "json")
    assert (ended.code, ended.err) == (0, "")
    report = json.loads(ended.out)
    assert report["invented"] is True
    assert report["network"] == []
    assert len(report["plan"]) >= 3


def test_without_a_name_it_is_robin(secaudit):
    said, unsaid = (
        json.loads(secaudit("demo", *name, "--format", "json").out) for name in (["robin"], [])
    )
    timeless = {"generated": "", "exact": {}}
    assert said | timeless == unsaid | timeless


def test_the_help_tells_everyones_story(secaudit):
    lines = secaudit("demo", "--help").out.splitlines()
    for name, story in PEOPLE.items():
        assert f"    {name:<6} {story}" in lines


def test_a_name_that_nobody_has_is_answered_with_the_names_there_are(secaudit):
    ended = secaudit("demo", "mallory")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        "error: Invalid value for '[PERSON]': 'mallory' is not one of 'robin', 'sam', 'noor', "
        "'ilse', 'kofi'.\nhint: See `secaudit demo --help`.\n"
    )


@pytest.mark.parametrize("east", [-12, 14])
def test_a_report_is_of_the_day_where_the_person_is(east):
    there = timezone(timedelta(hours=east))
    before = datetime.now(there).date()
    ended = subprocess.run(
        [sys.executable, "-m", "secaudit", "demo"],
        env={**os.environ, "TZ": f"XXX{-east:+d}"},  # POSIX counts to the west
        capture_output=True,
        text=True,
        check=True,
    )
    after = datetime.now(there).date()
    shown = ended.stdout.splitlines()[0]
    assert shown in {f"secaudit · {day(before)}", f"secaudit · {day(after)}"}
