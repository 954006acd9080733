"""The form of a checklist: schema and loader say the same, and every error names its line."""

import json
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from secaudit import checklists
from secaudit.checklists import by_login, for_sites, load, load_file
from secaudit.errors import ChecklistError
from secaudit.model import (
    AUDIENCES,
    TOPICS,
    Confidence,
    Item,
    Offer,
    Platform,
    Severity,
)
from secaudit.sites import Kind

FOLDER = Path(__file__).parents[1] / "checklists"
FILES = checklists._files(FOLDER)

# ── The form: schema and loader say the same ─────────────────────────────────────────────────────

EXAMPLE = """
id = "example"
name = "Example"
kind = "social and messaging"
about = "A place for examples."
warning = "It may be watched."
domains = ["example.com", "example.co.uk"]

[offer]
methods = ["totp", "sms"]
passkey = "allowed"
passwordless = true
documentation = "https://example.com/help"
source = "a page"
checked = 2026-08-04

[links.change-password]
url = "https://example.com/password"
source = "a page"
checked = 2026-08-04

[[items]]
id = "example-devices-recognised"
question = "Do you recognise every device?"
action = "Remove old devices"
why = "An old one may still be signed in."
where = "Settings, look for Devices"
steps = ["Open the list.", "Sign out of those you do not know."]
url = "https://example.com/devices"
topic = "sessions"
audiences = ["teens", "known-risk"]
see = ["example"]
severity = "high"
minutes = 3
confidence = "unsure"
sources = ["https://example.com/help/devices", "Example Help: Devices"]
checked = 2026-11-22
covered-by = "second-factor-missing"
"""


def schema_errors(text: str) -> list[str]:
    schema = json.loads((FOLDER / "schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    raw = json.loads(json.dumps(tomllib.loads(text), default=str))  # JSON has no dates
    return [error.message for error in Draft202012Validator(schema).iter_errors(raw)]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_file_follows_the_schema(file: Path) -> None:
    assert schema_errors(file.read_text("utf-8")) == []


def test_schema_and_loader_know_the_same_keys() -> None:
    schema = json.loads((FOLDER / "schema.json").read_text("utf-8"))
    parts = schema["properties"]
    item = schema["$defs"]["item"]["properties"]
    assert parts.keys() == checklists._PLATFORM.keys()
    assert parts["kind"]["enum"] == list(Kind)
    assert parts["offer"]["properties"].keys() == checklists._OFFER.keys()
    assert tuple(parts["links"]["properties"]) == checklists.LINKS
    assert schema["$defs"]["link"]["properties"].keys() == checklists._LINK.keys()
    assert item.keys() == checklists._ITEM.keys()
    assert item["topic"]["enum"] == list(TOPICS)
    assert item["audiences"]["items"]["enum"] == list(AUDIENCES)


def test_a_file_is_read_in_full(tmp_path: Path) -> None:
    path = tmp_path / "example.toml"
    path.write_text(EXAMPLE, "utf-8")
    assert load_file(path) == Platform(
        id="example",
        name="Example",
        domains=frozenset({"example.com", "example.co.uk"}),
        items=(
            Item(
                id="example-devices-recognised",
                question="Do you recognise every device?",
                action="Remove old devices",
                why="An old one may still be signed in.",
                where="Settings, look for Devices",
                steps=("Open the list.", "Sign out of those you do not know."),
                url="https://example.com/devices",
                severity=Severity.HIGH,
                minutes=3,
                sources=("https://example.com/help/devices", "Example Help: Devices"),
                checked=date(2026, 11, 22),
                covered_by="second-factor-missing",
                topic="sessions",
                audiences=frozenset({"known-risk", "teens"}),
                see=("example",),
                confidence=Confidence.UNSURE,
            ),
        ),
        links={"change-password": "https://example.com/password"},
        offer=Offer(
            methods=frozenset({"totp", "sms"}),
            passkey="allowed",
            passwordless=True,
            documentation="https://example.com/help",
            source="a page, 4 August 2026",
        ),
        kind=Kind.SOCIAL,
        about="A place for examples.",
        warning="It may be watched.",
        checked={"change-password": date(2026, 8, 4), "offer": date(2026, 8, 4)},
    )
    assert schema_errors(EXAMPLE) == []


def test_what_may_be_left_out_may_be_left_out(tmp_path: Path) -> None:
    short = EXAMPLE[EXAMPLE.index("[[items]]") :]
    for key in ("covered-by", "url", "audiences", "see"):
        short = without(f"{key} = ", short)
    general = f'id = "example"\nname = "Example"\nkind = "other"\nabout = "All."\n{short}'
    path = tmp_path / "example.toml"
    path.write_text(general, "utf-8")
    platform = load_file(path)
    assert platform.is_general
    assert (platform.links, platform.offer, platform.checked) == ({}, None, {})
    item = platform.items[0]
    assert (item.url, item.audiences, item.see, item.covered_by) == (None, frozenset(), (), "")
    assert schema_errors(general) == []


def without(start: str, text: str) -> str:
    return "\n".join(line for line in text.split("\n") if not line.startswith(start))


def swap(old: str, new: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new)

    return change


def drop(start: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert f"\n{start}" in text
        return without(start, text)

    return change


ITEM = ", example-devices-recognised: "
LONG = "x" * 501
BROKEN: list[tuple[Callable[[str], str], str]] = [
    (drop("name"), ": `name` is missing"),
    (swap('id = "example"\n', ""), ": `id` is missing"),
    (swap('id = "example"\n', 'id = "An Example"\n'), ": `id` should be lower-case"),
    (swap('id = "example"\n', "id = 3\n"), ": `id` should be lower-case"),
    (swap('name = "Example"', 'name = ""'), ": `name` should be one line"),
    (swap('name = "Example"', f'name = "{LONG}"'), ": `name` should be one line"),
    (swap('"example.com",', '"Example.com",'), ": `domains` should be a list"),
    (swap('"example.com",', '"https://example.com",'), ": `domains` should be"),
    (swap('"example.co.uk"', '"example.com"'), ": `domains` should be a list"),
    (swap('["example.com", "example.co.uk"]', "[]"), ": `domains` should be a list"),
    (swap('["example.com", "example.co.uk"]', '"example.com"'), ": `domains` should"),
    (swap('name = "Example"', 'name = "Example"\nmood = 1'), "line 4: `mood` is not a known key"),
    (drop("kind"), "line 1: `kind` is missing"),
    (swap('kind = "social and messaging"', 'kind = "fun"'), "line 4: `kind` should be one of"),
    (
        lambda text: without("domains", without("about", text)),
        "line 1: `domains` is missing, and a",
    ),
    (swap("A place for", " A place for"), "line 5: `about` should be one line of text"),
    (swap('"It may be watched."', "true"), "line 6: `warning` should be one line of text"),
    (swap('"totp", "sms"', '"totp", "fax"'), ", offer: `methods` should be a list of"),
    (swap('"totp", "sms"', '"totp", "passkey"'), ", offer: `methods` should be a list"),
    (swap("allowed", "perhaps"), "line 11, offer: `passkey` should be one of: allowed, required"),
    (swap("= true", '= "yes"'), ", offer: `passwordless` should be true or false"),
    (swap("[offer]", "[offer]\nvotes = 3"), ", offer: `votes` is not a known key"),
    (swap(".change-password]", ".change]"), ", links: `change` is not a known key"),
    (
        swap("https://example.com/password", "http://example.com/password"),
        "line 18, links.change-password: `url` should be an https:// address",
    ),
    (
        swap("https://example.com/password", "https://me@example.com/"),
        "links.change-password: `url`",
    ),
    (swap("https://example.com/password", "https://example.com:8443/"), "links.change-password:"),
    (swap("https://example.com/password", "https://example.com/a b"), "links.change-password:"),
    (swap("https://example.com/password", "https://localhost/"), "links.change-password: `url`"),
    (swap("https://example.com/password", "https://exämple.com/"), "links.change-password: `url`"),
    (swap("-04\n\n[links", '-04\n\n[links.privacy]\nurl = "x"\n[links'), "links.privacy: `url`"),
    (swap('id = "example-', 'id = "Example-'), "line 23, item 1: `id` should be lower-case"),
    (drop('id = "example-'), "line 22, item 1: `id` is missing"),
    (drop("question"), f"{ITEM}`question` is missing"),
    (drop("action"), f"{ITEM}`action` is missing"),
    (drop("why"), f"{ITEM}`why` is missing"),
    (drop("where"), f"{ITEM}`where` is missing"),
    (drop("steps"), f"{ITEM}`steps` is missing"),
    (drop("severity"), f"{ITEM}`severity` is missing"),
    (drop("minutes"), f"{ITEM}`minutes` is missing"),
    (drop("confidence"), f"{ITEM}`confidence` is missing"),
    (drop("sources"), f"{ITEM}`sources` is missing"),
    (swap("An old one", " An old one"), f"{ITEM}`why` should be one line of text"),
    (swap("An old one", "An old\\none"), f"{ITEM}`why` should be one line of text"),
    (swap('["Open the list.",', '["",'), f"{ITEM}`steps` should be a list of lines"),
    (swap('["Open the list.",', "[3,"), f"{ITEM}`steps` should be a list of lines"),
    (swap("https://example.com/devices", "example.com"), f"{ITEM}`url` should be an https://"),
    (swap('severity = "high"', 'severity = "terrible"'), f"{ITEM}`severity` should be one of: low"),
    (swap('severity = "high"', "severity = 3"), f"{ITEM}`severity` should be one of: low"),
    (swap("minutes = 3", "minutes = 0"), f"{ITEM}`minutes` should be a whole number"),
    (swap("minutes = 3", "minutes = 61"), f"{ITEM}`minutes` should be a whole number"),
    (swap("minutes = 3", "minutes = 2.5"), f"{ITEM}`minutes` should be a whole number"),
    (swap("minutes = 3", "minutes = true"), f"{ITEM}`minutes` should be a whole number"),
    (swap('"unsure"', '"maybe"'), f"{ITEM}`confidence` should be one of: certain"),
    (swap('"Example Help: Devices"', '"http://example.com"'), f"{ITEM}`sources` should be a list"),
    (swap("checked = 2026-11-22", "checked = 2026-11-22T08:00:00"), f"{ITEM}`checked` should be"),
    (drop("topic"), f"line 22{ITEM}`topic` is missing"),
    (swap('"sessions"', '"sessons"'), f"line 30{ITEM}`topic` should be one of: second-factor"),
    (swap('"teens", "known-risk"', ""), f"line 31{ITEM}`audiences` should be a list of: public"),
    (swap('"teens", ', '"everyone", '), f"line 31{ITEM}`audiences` should be a list of: public"),
    (swap('["example"]', '"example"'), f"line 32{ITEM}`see` should be a list of ids"),
    (swap("minutes = 3", "minutes = 3\nmood = 3"), f"{ITEM}`mood` is not a known key"),
    (lambda text: text[: text.index("[[items]]")], ": `items` is missing"),
    (
        lambda text: "items = []\n" + text[: text.index("[[items]]")],
        ": `items` should be one",
    ),
    (lambda text: "items = [3]\n" + text[: text.index("[[items]]")], "item 1: should be a table"),
]


@pytest.mark.parametrize(("change", "message"), BROKEN)
def test_a_broken_file_is_refused_by_place_and_name(
    change: Callable[[str], str], message: str, tmp_path: Path
) -> None:
    path = tmp_path / "example.toml"
    path.write_text(change(EXAMPLE), "utf-8")
    with pytest.raises(ChecklistError) as error:
        load_file(path)
    assert message in error.value.message
    assert error.value.message.startswith("example.toml")
    assert error.value.hint
    assert schema_errors(change(EXAMPLE)) != []


# What a schema for one file cannot say.
ONLY_THE_LOADER: list[tuple[Callable[[str], str], str]] = [
    (swap("checked = 2026-11-22", 'checked = "2026-11-22"'), f"{ITEM}`checked` should be a date"),
    (swap("example-devices", "sample-devices"), "`id` should begin with `example-`"),
    (swap("look for Devices", "then Devices"), "`where` should say where to start"),
    (swap('"example.com",', '"www.example.com",'), "`domains` should be a list of domains"),
    (lambda text: text + text[text.index("[[items]]") :], "recognised: this id is used twice"),
    (lambda _: "id = ", "example.toml is not valid TOML"),
]


@pytest.mark.parametrize(("change", "message"), ONLY_THE_LOADER)
def test_the_loader_knows_what_no_schema_can(
    change: Callable[[str], str], message: str, tmp_path: Path
) -> None:
    path = tmp_path / "example.toml"
    path.write_text(change(EXAMPLE), "utf-8")
    with pytest.raises(ChecklistError) as error:
        load_file(path)
    assert message in error.value.message
    assert error.value.message.startswith("example.toml")


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "example.toml").write_bytes(b"id = '\xff'")
    with pytest.raises(ChecklistError, match=r"^example\.toml is not UTF-8 text"):
        load_file(tmp_path / "example.toml")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ChecklistError, match=r"^example\.toml could not be read: No such file"):
        load_file(tmp_path / "example.toml")


# ── The folder ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (swap("example.co", "other.co"), "line 2: example.toml already speaks for example"),
        (
            swap('id = "example', 'id = "other'),
            "line 7: example.toml already speaks for example.co.uk",
        ),
    ],
)
def test_two_files_may_not_speak_for_the_same(
    change: Callable[[str], str], message: str, tmp_path: Path
) -> None:
    (tmp_path / "example.toml").write_text(EXAMPLE, "utf-8")
    (tmp_path / "other.toml").write_text(change(EXAMPLE), "utf-8")
    with pytest.raises(ChecklistError) as error:
        load(tmp_path)
    assert error.value.message == f"other.toml {message}"


def test_a_see_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    text = EXAMPLE.replace('["example"]', '["example-devices-recognised", "exampel"]')
    (tmp_path / "example.toml").write_text(text, "utf-8")
    with pytest.raises(ChecklistError) as error:
        load(tmp_path)
    assert error.value.message == (
        "example.toml line 32, example-devices-recognised: `see` leads nowhere: there is no exampel"
    )


def test_other_files_of_the_folder_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "example.toml").write_text(EXAMPLE, "utf-8")
    (tmp_path / "support.toml").write_text("[[help]]", "utf-8")
    assert [platform.id for platform in load(tmp_path)] == ["example"]


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ChecklistError, match="holds no checklist"):
        load(tmp_path)


def test_the_installed_checklists_come_before_those_of_a_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed, checkout = tmp_path / "_checklists", tmp_path / "checklists"
    for folder, name in ((checkout, "checkout"), (installed, "installed")):
        folder.mkdir()
        (folder / "schema.json").write_text("{}", "utf-8")
        (folder / "example.toml").write_text(EXAMPLE.replace('"Example"', f'"{name}"'), "utf-8")
    monkeypatch.setattr(checklists, "_FOLDERS", (installed, checkout))
    assert [platform.name for platform in load()] == ["installed"]
    (installed / "schema.json").unlink()  # someone else's folder of the same name
    assert [platform.name for platform in load()] == ["checkout"]
    (checkout / "schema.json").unlink()
    with pytest.raises(ChecklistError, match="the checklists that belong to secaudit are missing"):
        load()


def about(name: str, *domains: str) -> Platform:
    return Platform(name, name.title(), frozenset(domains), ())


GENERAL = about("your-phone")
GOOGLE = about("google", "google.com", "gmail.com")
YOUTUBE = about("youtube", "youtube.com")
THREADS = about("threads", "threads.net")
INSTAGRAM = about("instagram", "instagram.com")
SOME = (GENERAL, GOOGLE, INSTAGRAM, THREADS, YOUTUBE)


@pytest.mark.parametrize(
    ("sites", "expected"),
    [
        (["youtube.com"], [GOOGLE, YOUTUBE]),
        (["google.com"], [GOOGLE]),
        (["google.de", "github.com"], [GOOGLE]),
        (["threads.net"], [INSTAGRAM, THREADS]),
        (["threads.com", "gmail.com"], [GOOGLE, INSTAGRAM]),
        (["google.example.com"], []),
        ([], []),
    ],
)
def test_checklists_are_chosen_by_the_sites_of_a_vault(
    sites: list[str], expected: list[Platform]
) -> None:
    assert for_sites(SOME, sites) == tuple(expected)


def test_the_checklist_of_a_login_is_that_of_the_site_that_names_it() -> None:
    assert by_login(SOME) == {"google.com": GOOGLE, "instagram.com": INSTAGRAM}
    assert by_login([YOUTUBE, GOOGLE]) == by_login([GOOGLE, YOUTUBE]) == {"google.com": GOOGLE}
    assert by_login([YOUTUBE]) == {"google.com": YOUTUBE}
