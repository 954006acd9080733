"""Every report in Spanish: whole, in the same order as in English, and with the same ids."""

import csv
import html
import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from io import StringIO

import pytest

from secaudit.access.building import access_of
from secaudit.access.scenarios import SCENARIOS
from secaudit.access.what_if import outcome
from secaudit.auditing import audit
from secaudit.checklists import load
from secaudit.demo import PEOPLE
from secaudit.demo.telling import person, world
from secaudit.gathering import gather
from secaudit.languages import caution, speaking
from secaudit.model import NotChecked
from secaudit.reports import FORMATS, render, what_if
from secaudit.worksheets import render as worksheet
from tests.catalogues import catalogue, forms

TODAY = date(2026, 11, 27)
WIDTH = 80
FEW = 4
"""As many words in a row are a sentence, and not by chance the same in both languages."""

PROSE = frozenset(
    """title why advice effect steps good sent source credits unmatched reason
    where label""".split()  # noqa: SIM905  # a list of words
)
"""Fields of the JSON report that are there to be read; all others are for programs."""


@cache
def audited(name, language):
    """Return the evidence and the report on an invented person, as this language tells them."""
    with speaking(language):
        vaults, answers = person(name)
        evidence = gather(vaults, sources=world(), today=TODAY, answers=answers)
        moment = datetime(2026, 11, 27, 12, tzinfo=UTC)
        return evidence, audit(evidence, vaults, generated=moment, invented=True)


@cache
def rendered(name, format_, language):
    _evidence, report = audited(name, language)
    with speaking(language):
        return render(report, format_)


@cache
def english():
    """Return the pieces of the English texts, without what is filled in, that are translated."""
    return frozenset(
        " ".join(piece.split())
        for entry in catalogue("es")
        for text, said in zip(forms(entry.id), forms(entry.string), strict=True)
        if entry.id and text != said
        for piece in re.split(r"\{\w*\}", text)
        if len(piece.split()) >= FEW
    )


def flat(text):
    """Return a report as words and single spaces, without what its format adds to them."""
    return re.sub(r"[\\\s]+", " ", html.unescape(text.replace("<wbr>", "")))


def english_in(text):
    said = flat(text)
    return [piece for piece in english() if piece in said]


def without_prose(value):
    """Return a JSON value without what is there to be read, the number of its parts aside."""
    if isinstance(value, dict):
        return {key: None if key in PROSE else without_prose(v) for key, v in value.items()}
    return [without_prose(part) for part in value] if isinstance(value, list) else value


# A calendar has no sentence of so many words; tests/reports/test_ics.py knows its few.
@pytest.mark.parametrize("format_", [name for name in FORMATS if name != "ics"])
@pytest.mark.parametrize("name", PEOPLE)
def test_no_english_sentence_of_the_program_is_left(name, format_):
    assert english_in(rendered(name, format_, "es")) == []
    assert english_in(rendered(name, format_, "en")) != []


@pytest.mark.parametrize("name", PEOPLE)
def test_programs_read_the_same_in_both_languages(name):
    there, here = (json.loads(rendered(name, "json", language)) for language in ("en", "es"))
    assert without_prose(here) == without_prose(there)
    assert [finding["title"] for finding in here["findings"]] != [
        finding["title"] for finding in there["findings"]
    ]


@pytest.mark.parametrize("name", PEOPLE)
def test_score_and_order_are_the_same_in_both_languages(name):
    (_, there), (_, here) = audited(name, "en"), audited(name, "es")
    assert (here.score, here.coverage) == (there.score, there.coverage)
    assert [finding.id for finding in here.findings] == [f.id for f in there.findings]
    assert [(a.rank, a.accounts, a.findings, a.minutes) for a in here.plan] == [
        (a.rank, a.accounts, a.findings, a.minutes) for a in there.plan
    ]
    assert [spot.id for spot in here.picture.spots] == [spot.id for spot in there.picture.spots]


def test_a_spreadsheet_has_the_same_columns_and_levels():
    there, here = (
        list(csv.DictReader(StringIO(rendered("robin", "csv", language))))
        for language in ("en", "es")
    )
    same = ("id", "site", "importance", "highest severity", "findings", "minutes", "invented")
    assert [[row[name] for name in same] for row in here] == [
        [row[name] for name in same] for row in there
    ]
    assert {row["pwned count"] for row in here} & {"not checked", "sin comprobar"} <= {
        "sin comprobar"
    }


@pytest.mark.parametrize("name", PEOPLE)
def test_no_line_is_wider_than_the_terminal(name):
    lines = rendered(name, "text", "es").splitlines()
    assert [line for line in lines if len(line) > WIDTH and "https://" not in line] == []


def test_a_page_says_its_language():
    assert '<html lang="es">' in rendered("sam", "html", "es")
    assert '<html lang="en">' in rendered("sam", "html", "en")
    assert 'content: "Persona inventada"' in rendered("sam", "html", "es")


def test_what_no_native_reader_has_checked_says_so_at_the_end():
    with speaking("es"):
        said = caution()
    assert rendered("sam", "text", "es").splitlines()[-2:] == said_in_lines(said)
    assert rendered("sam", "markdown", "es").endswith(f"\n*{said}*\n")
    assert f"<p>{said}</p>" in rendered("sam", "html", "es").partition("<footer>")[2]
    assert "A machine helped" not in "".join(rendered("sam", f, "en") for f in FORMATS)


def said_in_lines(said):
    words = said.split()
    cut = next(n for n in range(len(words), 0, -1) if len(" ".join(words[:n])) <= WIDTH)
    return [" ".join(words[:cut]), " ".join(words[cut:])] if words[cut:] else ["", said]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_what_if_is_told_in_spanish(scenario):
    evidence, _ = audited("robin", "es")
    which = {"mailbox": next(iter(access_of(evidence).addresses)), "breached": "google.com"}
    gaps = [NotChecked("vault", "Una fila no se pudo leer.")]
    with speaking("es"):
        told = outcome(evidence, scenario, which.get(scenario, ""))
        text = what_if.as_text(told, evidence, gaps, invented=True)
        document = what_if.as_json(told, evidence, gaps)
        assert text.endswith(f"\n{caution()}\n") or flat(text).strip().endswith(caution())
    assert english_in(text) + english_in(document) == []
    assert [line for line in text.splitlines() if len(line) > WIDTH] == []


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_a_worksheet_is_in_spanish_around_its_questions(form):
    platform = load()[0]
    sheet = replace(platform, items=platform.items[:2], warning="Cuidado.")
    with speaking("es"):
        text = worksheet([sheet], form, today=TODAY)
        assert caution() in text
    assert english_in(text) == []
    assert {"☐ Sí", "☐ No", "☐ No viene al caso", "☐ No lo pude comprobar"} <= set(
        re.findall(r"☐ [^☐<\n]*[^☐<\s]", text)
    )
    with speaking("en"):
        assert caution() == ""
