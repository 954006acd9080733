"""`demo`: every invented person is a name away."""

import json

import pytest

from secaudit.demo import PEOPLE


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
