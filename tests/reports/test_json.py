"""The JSON report: it follows its published schema, and null means not checked."""

import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from secaudit.reports import render

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "report.schema.json").read_text("utf-8"))


def validated(report):
    document = json.loads(render(report, "json"))
    validator = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
    assert [error.message for error in validator.iter_errors(document)] == []
    return document


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", ["full", "chosen", "small", "empty"])
def test_every_report_follows_the_schema(request, name):
    validated(request.getfixturevalue(name))


def test_hostile_text_follows_the_schema_too(hostile):
    validated(hostile)


def test_the_schema_requires_every_field_that_is_written(chosen):
    def required(schema, value, where):
        schema = SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
        if isinstance(value, dict) and "properties" in schema:
            assert set(value) == set(schema["required"]) == set(schema["properties"]), where
            for key, part in value.items():
                required(schema["properties"][key], part, f"{where}/{key}")
        for part in value if isinstance(value, list) else ():
            required(schema["items"], part, where)

    required(SCHEMA, validated(chosen), "")


def test_what_was_not_checked_is_null_and_none_is_an_empty_list(full):
    accounts = {account["id"]: account for account in validated(full)["accounts"]}
    assert accounts["a6"]["password"] == {
        "score": None,
        "guesses_log10": None,
        "pwned_count": None,
        "pwned_approximate": None,
        "reused_with": None,
        "changed": None,
    }
    assert accounts["a1"]["second_factor"] == {
        "methods": [],
        "offered": ["sms", "totp", "u2f"],
        "source": "2fa.directory, 4 August 2026",
    }
    assert accounts["a1"]["password"]["changed"] == "2019-03-01"
    assert accounts["a3"]["second_factor"]["methods"] is None


def test_the_summary_counts_and_the_time_is_utc(full):
    zone = timezone(timedelta(hours=2))
    document = validated(replace(full, generated=datetime(2026, 8, 4, 11, 30, tzinfo=zone)))
    assert document["generated"] == "2026-08-04T09:30:00Z"
    assert document["summary"] == {
        "accounts": 7,
        "findings": {"critical": 1, "high": 2, "medium": 2, "low": 2},
        "ignored": 0,
        "score": 41,
        "coverage": 0.837,
    }
    assert document["invented"] is True


def test_what_is_ignored_is_apart_from_the_findings_and_counted(chosen):
    document = validated(chosen)
    assert document["summary"]["ignored"] == 2
    assert len(document["findings"]) == 7
    assert document["ignored"][0]["finding"]["id"] == "password-weak:a3"
    assert [each["rule"] for each in document["ignored"]] == [
        {
            "check": "password-weak",
            "account": "*.example",
            "reason": "The club chose it.",
            "until": "2027-03-31",
        },
        {"check": "*", "account": "*discord*", "reason": "", "until": None},
    ]


def test_a_source_says_its_columns_its_codes_and_where_it_lies(chosen):
    document = validated(chosen)
    assert document["unmatched"] == ["GitHub (mira), in aegis.json", "Nirgendwo, in aegis.json"]
    told = [
        (source["codes"], source["columns"], source["lying"])
        for source in document["input"]["sources"]
    ]
    columns = {"title": "Seite", "username": "Nutzer", "password": "Kennwort"}
    assert told == [
        (0, {}, {"synced": "Dropbox", "readable_by_others": True, "files": []}),
        (1, columns, {"synced": None, "readable_by_others": False, "files": []}),
        (3, {}, {"synced": None, "readable_by_others": None, "files": []}),
        (0, {}, None),
    ]


@pytest.mark.parametrize(
    ("coverage", "written"), [(1.0, 1.0), (0.9999, 0.999), (0.12345, 0.123), (0.0, 0.0)]
)
def test_coverage_is_one_only_where_nothing_is_missing(full, coverage, written):
    assert validated(replace(full, coverage=coverage))["summary"]["coverage"] == written


def test_half_a_character_does_not_stop_the_report(full):
    document = validated(replace(full, good=("half \ud83d of one",)))
    assert document["good"] == ["half  of one"]
