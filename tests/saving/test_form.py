"""A saved audit comes back as it was, but for what is never saved."""

import json
from dataclasses import fields, replace

from secaudit.model import Answers, SavedAudit
from secaudit.saving.form import body_of, exported, saved_audit, summary_of
from tests.saving.conftest import ANSWERS, REPORT


def through_json(document):
    return json.loads(json.dumps(document))


def test_all_comes_back_but_the_words_about_the_person(saved):
    back = saved_audit(through_json(body_of(saved)))
    assert back == replace(saved, answers=replace(ANSWERS, personal=()))


def test_the_sample_says_something_in_every_field_of_answers():
    nothing = Answers()
    silent = [
        f.name for f in fields(Answers) if getattr(ANSWERS, f.name) == getattr(nothing, f.name)
    ]
    assert silent == []


def test_an_audit_without_answers_comes_back():
    saved = SavedAudit(REPORT, Answers(), {})
    assert saved_audit(through_json(body_of(saved))) == saved


def test_words_about_the_person_are_nowhere(saved):
    written = json.dumps([body_of(saved), summary_of(saved), exported(saved)])
    assert "Whiskers" not in written
    assert "1987-03-14" not in written


def test_an_export_holds_no_fingerprint_and_not_who_the_person_is(saved):
    written = json.dumps(exported(saved))
    assert "5f5f" not in written
    assert "known-risk" not in written
    assert exported(saved)["report"]["schema_version"] == 1


def test_the_summary_is_what_a_list_shows(saved):
    assert summary_of(saved) == {
        "generated": REPORT.generated.isoformat(),
        "accounts": len(REPORT.accounts),
        "score": REPORT.score,
        "coverage": REPORT.coverage,
        "findings": {"high": 1},
    }
