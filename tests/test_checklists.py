import json
import re
import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from jsonschema import Draft202012Validator

from secaudit import checklists
from secaudit.checklists import for_sites, load, load_file
from secaudit.errors import ChecklistError
from secaudit.model import Item, Offer, Platform, Severity

FOLDER = Path(__file__).parents[1] / "checklists"
FILES = sorted(FOLDER.glob("*.toml"))
PLATFORMS = load()
ITEMS = [item for platform in PLATFORMS for item in platform.items]
LAST_REVIEW = date(2026, 11, 22)
"""Raise this when you verify items."""

# Saved answers point at these. Add to the list; never rename, never remove.
IDS = {
    "apple": """apple-second-factor-on apple-trusted-numbers-current apple-devices-recognised
        apple-forwarding-known apple-sharing-reviewed apple-shared-albums-known
        apple-location-sharing-known apple-stolen-device-protection-on apple-apps-recognised
        apple-recovery-contact-set""",
    "discord": """discord-second-factor-on discord-contact-details-current
        discord-devices-recognised discord-direct-messages-limited
        discord-friend-requests-limited discord-findability-chosen discord-media-filter-on
        discord-apps-recognised discord-connections-chosen discord-backup-codes-kept""",
    "facebook": """facebook-second-factor-on facebook-contact-details-current
        facebook-logins-recognised facebook-posts-audience-chosen facebook-albums-audience-known
        facebook-tags-reviewed facebook-findability-chosen facebook-apps-recognised
        facebook-login-alerts-on facebook-recovery-codes-kept""",
    "google": """google-second-factor-on google-recovery-phone-current
        google-recovery-email-current google-forwarding-known google-devices-recognised
        google-photos-sharing-known google-photos-backup-chosen google-location-sharing-known
        google-apps-recognised google-backup-codes-kept""",
    "instagram": """instagram-second-factor-on instagram-contact-details-current
        instagram-logins-recognised instagram-audience-chosen instagram-tags-approved
        instagram-message-requests-limited instagram-location-chosen
        instagram-contact-sync-chosen instagram-apps-recognised instagram-backup-codes-kept""",
    "microsoft": """microsoft-second-factor-on microsoft-security-info-current
        microsoft-forwarding-known microsoft-sign-ins-recognised microsoft-devices-recognised
        microsoft-files-sharing-known microsoft-photos-backup-chosen microsoft-apps-recognised
        microsoft-recovery-code-kept microsoft-privacy-reviewed""",
}

# Where links may lead: the platform's own domains, and official ones beside its login.
HOSTS = {
    "apple": ("apple.com",),
    "discord": ("discord.com",),
    "facebook": ("facebook.com", "about.meta.com"),
    "google": ("google.com", "safety.google"),
    "instagram": ("instagram.com", "about.meta.com"),
    "microsoft": ("microsoft.com", "account.live.com", "outlook.live.com"),
}


def addresses(platform: Platform) -> list[str]:
    offered = platform.offer.documentation if platform.offer else None
    return [
        address
        for address in (
            *platform.links.values(),
            *(item.url for item in platform.items),
            *(source for item in platform.items for source in item.sources if "://" in source),
            offered,
        )
        if address
    ]


# ── What ships ───────────────────────────────────────────────────────────────────────────────────


def test_there_is_one_checklist_for_each_file() -> None:
    assert [platform.id for platform in PLATFORMS] == [file.stem for file in FILES]


def test_ids_are_never_renamed() -> None:
    assert {p.id: {item.id for item in p.items} for p in PLATFORMS} == {
        platform: set(ids.split()) for platform, ids in IDS.items()
    }


def test_ids_are_kebab_case_begin_with_their_platform_and_are_unique() -> None:
    ids = [item.id for item in ITEMS]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", name) for name in ids)
    assert all(item.id.startswith(f"{p.id}-") for p in PLATFORMS for item in p.items)


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_every_item_has_all_its_parts(item: Item) -> None:
    assert item.question.endswith("?")
    assert item.why.endswith(".")
    assert item.where
    assert not item.where.endswith(".")
    assert item.steps
    assert all(step.endswith(".") for step in item.steps)
    assert item.sources
    assert item.applies_to


@pytest.mark.parametrize("platform", PLATFORMS, ids=lambda p: p.id)
def test_links_lead_to_the_platform_itself(platform: Platform) -> None:
    hosts = {urlsplit(address).hostname or "" for address in addresses(platform)}
    assert {
        host
        for host in hosts
        if not any(host == own or host.endswith(f".{own}") for own in HOSTS[platform.id])
    } == set()
    assert all(address.startswith("https://") for address in addresses(platform))


@pytest.mark.parametrize("platform", PLATFORMS, ids=lambda p: p.id)
def test_every_platform_knows_where_its_password_is_changed(platform: Platform) -> None:
    assert {"change-password", "second-factor", "sessions", "deletion"} <= platform.links.keys()
    assert platform.offer is not None
    assert platform.offer.methods


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_nothing_was_checked_in_the_future(file: Path) -> None:
    days = re.findall(r"^checked = (\S+)$", file.read_text("utf-8"), re.MULTILINE)
    assert days
    assert all(date.fromisoformat(day) <= LAST_REVIEW for day in days)


def test_an_item_older_than_a_year_is_stale() -> None:
    item = replace(ITEMS[0], checked=date(2025, 11, 22))
    assert not item.is_stale(date(2026, 11, 22))
    assert item.is_stale(date(2026, 11, 23))
    assert not any(item.is_stale(LAST_REVIEW) for item in ITEMS)


def test_schema_and_loader_know_the_same_keys() -> None:
    schema = json.loads((FOLDER / "schema.json").read_text("utf-8"))
    parts = schema["properties"]
    assert parts.keys() == checklists._PLATFORM.keys()
    assert parts["offer"]["properties"].keys() == checklists._OFFER.keys()
    assert tuple(parts["links"]["properties"]) == checklists.LINKS
    assert schema["$defs"]["link"]["properties"].keys() == checklists._LINK.keys()
    assert schema["$defs"]["item"]["properties"].keys() == checklists._ITEM.keys()


# ── The form: schema and loader say the same ─────────────────────────────────────────────────────

EXAMPLE = """
id = "example"
name = "Example"
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
severity = "high"
minutes = 3
confidence = "unsure"
sources = ["https://example.com/help/devices", "Example Help: Devices"]
checked = 2026-11-22
applies-to = "people with devices"
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
                applies_to="people with devices",
                covered_by="second-factor-missing",
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
    )
    assert schema_errors(EXAMPLE) == []


def test_what_may_be_left_out_may_be_left_out(tmp_path: Path) -> None:
    short = without("covered-by", EXAMPLE)
    short = without("url = ", without("applies-to", short[short.index("[[items]]") :]))
    text = f'id = "example"\nname = "Example"\ndomains = ["example.com"]\n{short}'
    path = tmp_path / "example.toml"
    path.write_text(text, "utf-8")
    platform = load_file(path)
    assert (platform.links, platform.offer) == ({}, None)
    assert (platform.items[0].url, platform.items[0].applies_to) == (None, "everyone")
    assert schema_errors(text) == []


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


ITEM = "example.toml, example-devices-recognised: "
LONG = "x" * 501
BROKEN: list[tuple[Callable[[str], str], str]] = [
    (drop("name"), "example.toml: `name` is missing"),
    (swap('id = "example"\n', ""), "example.toml: `id` is missing"),
    (swap('id = "example"\n', 'id = "An Example"\n'), "example.toml: `id` should be lower-case"),
    (swap('id = "example"\n', "id = 3\n"), "example.toml: `id` should be lower-case"),
    (swap('name = "Example"', 'name = ""'), "example.toml: `name` should be one line"),
    (swap('name = "Example"', f'name = "{LONG}"'), "example.toml: `name` should be one line"),
    (swap('"example.com",', '"Example.com",'), "example.toml: `domains` should be a list"),
    (swap('"example.com",', '"https://example.com",'), "example.toml: `domains` should be"),
    (swap('"example.co.uk"', '"example.com"'), "example.toml: `domains` should be a list"),
    (swap('["example.com", "example.co.uk"]', "[]"), "example.toml: `domains` should be a list"),
    (swap('["example.com", "example.co.uk"]', '"example.com"'), "example.toml: `domains` should"),
    (swap('name = "Example"', 'name = "Example"\nkind = 1'), "example.toml: `kind` is not a known"),
    (swap('"totp", "sms"', '"totp", "fax"'), "example.toml, offer: `methods` should be a list of"),
    (swap('"totp", "sms"', '"totp", "passkey"'), "example.toml, offer: `methods` should be a list"),
    (swap("allowed", "perhaps"), "example.toml, offer: `passkey` should be allowed or required"),
    (swap("= true", '= "yes"'), "example.toml, offer: `passwordless` should be true or false"),
    (swap("[offer]", "[offer]\nvotes = 3"), "example.toml, offer: `votes` is not a known key"),
    (swap(".change-password]", ".change]"), "example.toml, links: `change` is not a known key"),
    (
        swap("https://example.com/password", "http://example.com/password"),
        "example.toml, links.change-password: `url` should be an https:// address",
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
    (swap('id = "example-', 'id = "Example-'), "example.toml, item 1: `id` should be lower-case"),
    (drop('id = "example-'), "example.toml, item 1: `id` is missing"),
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
    (swap('"people with devices"', "[]"), f"{ITEM}`applies-to` should be one line of text"),
    (swap("minutes = 3", "minutes = 3\nmood = 3"), f"{ITEM}`mood` is not a known key"),
    (lambda text: text[: text.index("[[items]]")], "example.toml: `items` is missing"),
    (
        lambda text: "items = []\n" + text[: text.index("[[items]]")],
        "example.toml: `items` should be one",
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
    ("change", "name"),
    [
        (swap("example.co", "other.co"), "example"),
        (swap('id = "example', 'id = "other'), "example.com"),
    ],
)
def test_two_files_may_not_speak_for_the_same(
    change: Callable[[str], str], name: str, tmp_path: Path
) -> None:
    (tmp_path / "example.toml").write_text(EXAMPLE, "utf-8")
    (tmp_path / "other.toml").write_text(change(EXAMPLE), "utf-8")
    with pytest.raises(ChecklistError) as error:
        load(tmp_path)
    assert error.value.message.startswith("other.toml and example.toml both speak for ")
    assert error.value.message.split()[-1] in {name, "example.co.uk"}


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


@pytest.mark.parametrize(
    ("sites", "expected"),
    [
        (["youtube.com"], ["google"]),
        (["google.de", "github.com"], ["google"]),
        (["messenger.com", "me.com", "hotmail.de"], ["apple", "facebook", "microsoft"]),
        (["threads.net", "discordapp.com"], ["discord", "instagram"]),
        (["google.example.com"], []),
        ([], []),
    ],
)
def test_checklists_are_chosen_by_the_sites_of_a_vault(
    sites: list[str], expected: list[str]
) -> None:
    assert [platform.id for platform in for_sites(PLATFORMS, sites)] == expected
