"""What a handbook holds, and every way in which a file of it can be wrong."""

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from secaudit.errors import ChecklistError
from secaudit.model import Confidence
from secaudit.respond import load
from secaudit.respond.model import Avoid, Link, Service, Step

SCHEMAS = Path(__file__).parents[2] / "checklists"
SCHEMA = {"support.toml": "support", "laws.toml": "laws", "removal.toml": "removal"}
GUIDE = "respond/image-shared.toml"


def fits_schema(path: Path) -> bool:
    name = SCHEMA.get(path.name, "respond")
    schema = json.loads((SCHEMAS / f"schema-{name}.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    # Dates are strings in JSON.
    raw = json.loads(json.dumps(tomllib.loads(path.read_text("utf-8")), default=str))
    return Draft202012Validator(schema).is_valid(raw)


def test_a_handbook_is_read_whole(handbook):
    assert [guide.id for guide in handbook.guides] == ["image-shared", "image-under-18"]
    known: dict[str, Any] = {
        "sources": ("https://help.example/",),
        "checked": date(2026, 8, 4),
        "confidence": Confidence.CERTAIN,
    }
    first, second, *_ = handbook.guides[0].steps
    assert first == Step(
        id="image-shared-write",
        title="Write down where it is",
        text=("Copy each address.", "Add the day."),
        minutes=10,
        evidence=True,
        **known,
    )
    assert second.links == (Link("Hash list", "https://hash.example/"),)
    assert second.is_stale(date(2026, 11, 22))
    assert not first.is_stale(date(2026, 11, 22))
    assert handbook.guides[0].avoid == (Avoid(text="Do not pay.", **known),)
    assert handbook.guides[0].under_18 == "image-under-18"
    assert handbook.guides[1].underage
    assert handbook.services[2] == Service(
        id="us-line",
        country="US",
        name="Picture Line",
        what_for="Images shared without consent",
        who_for="Adults",
        topics=frozenset({"image", "threat"}),
        phone="555-0100",
        text="Text HOME to 55501",
        hours="Day and night",
        languages=("English", "Spanish"),
        web="https://line.example/",
        **known,
    )
    assert handbook.countries == {"AU": "Australia", "DE": "Germany", "US": "United States"}
    assert handbook.regions == {"EU": frozenset({"DE"})}
    assert handbook.requests[0].law is handbook.laws[0]
    assert handbook.laws[0].deadline_hours == 48


@pytest.mark.parametrize("name", [*SCHEMA, GUIDE])
def test_the_small_files_fit_their_schemas(folder, name):
    assert fits_schema(folder() / name)


@pytest.mark.parametrize(
    "path",
    [*(SCHEMAS / name for name in SCHEMA), *sorted((SCHEMAS / "respond").glob("*.toml"))],
    ids=lambda path: path.name,
)
def test_the_files_that_ship_fit_their_schemas(path):
    assert fits_schema(path)


BOTH = [
    (GUIDE, "underage = false", "underage = 0", "line 6: `underage` should be true or false"),
    (GUIDE, "order = 10", "order = 0", "line 2: `order` should be a whole number"),
    (GUIDE, "order = 10", "order = true", "line 2: `order` should be a whole number"),
    (GUIDE, "first = [", "furst = [", "line 5: `furst` is not a known key"),
    (GUIDE, '["image", "crisis"]', '["images"]', "line 8: `topics` should be a list of: emer"),
    (
        GUIDE,
        "minutes = 10",
        "minutes = 241",
        "line 14, image-shared-write: `minutes` should be a whole number from 1 to 240",
    ),
    (GUIDE, 'title = "Report it"\n', "", "line 20, image-shared-forms: `title` is missing"),
    (GUIDE, "https://hash", "http://hash", "image-shared-forms, links: `url` should be an https"),
    (GUIDE, '"platforms"', '"images"', "`adds` should be one of: help, platforms, removal, laws"),
    (GUIDE, '{ name = "Hash list", ', "{ ", "line 20, image-shared-forms, links: `name` is miss"),
    (GUIDE, "checked = 2026-08-04", 'checked = "today"', "`checked` should be a date"),
    (GUIDE, '"certain"', '"sure"', "`confidence` should be one of: certain, likely, unsure"),
    (GUIDE, 'text = "Do not pay."', "text = 5", "line 49, avoid 1: `text` should be one line of"),
    ("support.toml", 'AU = "Australia"', 'AU = ""', "line 2, countries: `AU` should be one line"),
    ("support.toml", 'AU = "Au', 'Aus = "Au', "line 2, countries: `Aus` should be two capital"),
    ("support.toml", 'EU = ["DE"]', 'EU = ["de"]', "line 7, regions: `de` should be two capital"),
    ("support.toml", 'EU = ["DE"]', 'EUR = ["DE"]', "line 7, regions: `EUR` should be two capit"),
    ("support.toml", 'phone = "911"', 'phone = "call us"', "line 15, us-police: `phone` should"),
    (
        "support.toml",
        'phone = "911"\n',
        "",
        "line 9, us-police: one of `phone`, `text` and `web` is needed",
    ),
    ("laws.toml", "in-force = 2026-05-19\n", "", "line 6, us-act: `deadline-hours` needs `in-fo"),
    ("laws.toml", "= 48", '= "48"', "line 6, us-act: `deadline-hours` should be a number of hou"),
    ("laws.toml", "[[laws]]", "[[lows]]", "line 1: `lows` is not a known key"),
    ("removal.toml", 'kind = "line"', 'kind = "image"', "line 24, platform: `kind` should be one"),
    ("removal.toml", 'kind = "line"', 'kind = "file"', "line 24, platform: `kind` should be one"),
    (
        "removal.toml",
        'kind = "statement"',
        'kind = "line"',
        "line 48, good-faith: `text` belongs to the kind `statement`, and only there",
    ),
    (
        "removal.toml",
        'question = "Which platform?"',
        'question = "Which platform?"\nchoices = ["a"]',
        "line 26, platform: `choices` belongs to the kind `choice`, and only there",
    ),
    ("removal.toml", 'id = "case"', 'id = "sent"', "line 53, sent: `sent` is not a name for a f"),
]
ALONE = [
    (GUIDE, 'id = "image-shared"', 'id = "image"', "line 1: `id` should be the name of the file"),
    (GUIDE, 'id = "image-shared-w', 'id = "w', "line 11, write: `id` should begin with `image-s"),
    (
        GUIDE,
        '"image-under-18"',
        '"image-minor"',
        "line 7: there is no guide called image-minor",
    ),
    (
        "respond/image-under-18.toml",
        'see = "image-shared"',
        'see = "image-shred"',
        "line 15, image-under-18-call: there is no guide called image-shred",
    ),
    ("respond/image-under-18.toml", "order = 20", "order = 10", "line 2: image-shared.toml alread"),
    (
        GUIDE,
        'id = "image-shared-forms"',
        'id = "image-shared-write"',
        "line 21, image-shared-write: this id is used twice",
    ),
    ("support.toml", 'id = "us-web"', 'id = "us-police"', "line 21, us-police: this id is used t"),
    ("support.toml", 'country = "US"', 'country = "FR"', "line 11, us-police: FR is in neither [c"),
    ("support.toml", 'EU = ["DE"]', 'EU = ["FR"]', "line 3, countries: Germany has no service"),
    ("support.toml", 'EU = ["DE"]', 'US = ["DE"]', "line 7, regions: US is a country too"),
    ("laws.toml", 'country = "EU"', 'country = "FR"', "eu-notice: FR is in neither [countries] n"),
    ("removal.toml", 'law = "us-act"', 'law = "no-act"', "line 5, us-letter: there is no law cal"),
    ("removal.toml", "at: {contact}", "at: {contakt}", "line 7, us-letter: `{contakt}` is not a"),
    ("removal.toml", "at: {contact}", "at: you know", "line 7, us-letter: `{contact}` is missing"),
    ("removal.toml", "Notice of {sent}", "By {deadline}", "`{deadline}` needs a law with `deadli"),
    ("removal.toml", 'id = "case"', 'id = "who"', "line 53, who: this id is used twice"),
]


@pytest.mark.parametrize(("name", "old", "new", "says"), [*BOTH, *ALONE])
def test_a_mistake_is_named_with_its_file_and_line(folder, name, old, new, says):
    with pytest.raises(ChecklistError) as caught:
        load(folder(**{name: (old, new)}))
    assert caught.value.message.startswith(Path(name).name)
    assert says in caught.value.message


@pytest.mark.parametrize(("name", "old", "new"), [case[:3] for case in BOTH])
def test_the_schema_refuses_what_the_program_refuses(folder, name, old, new):
    assert not fits_schema(folder(**{name: (old, new)}) / name)


def test_without_a_guide_there_is_no_handbook(folder):
    root = folder(**{GUIDE: None, "respond/image-under-18.toml": None})
    with pytest.raises(ChecklistError, match="holds no guide"):
        load(root)


def test_a_file_that_is_missing_is_named(folder):
    with pytest.raises(ChecklistError, match=r"^laws.toml could not be read"):
        load(folder(**{"laws.toml": None}))


def test_a_table_where_a_list_is_needed_is_named(folder):
    root = folder()
    (root / "laws.toml").write_text("laws = [5]\n", encoding="utf-8")
    with pytest.raises(ChecklistError, match=r"^laws.toml line 1, laws 1: should be a table"):
        load(root)
