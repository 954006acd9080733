"""Test exports of other projects, which are beside the checkout or not at all."""

import csv
import json
from urllib.parse import parse_qs, urlsplit

import pytest

from secaudit.model import Account
from secaudit.text import Secret
from secaudit.vaults import read_vault

# Manifest counts are of records; `others` of them are notes, cards and identities by their type.
LOGINS = {
    "bitwarden/Aegis__bitwarden.json": 0,
    "bitwarden/pass-import__bitwarden-org.json": 2,
    "bitwarden/pass-import__bitwarden-other.json": 3,
    "bitwarden/pass-import__bitwarden.json": 2,
    "bitwarden/keepassxc__bitwarden_passkey_export.json": 0,
    "bitwarden/keepassxc__bitwarden_timestamps_export.json": 0,
    "chromium/pass-import__chrome.csv": 0,
    "chromium/WebClients__chrome.csv": 0,
    "firefox/pass-import__firefox.csv": 0,
    "firefox/pass-import__ff-password-exporter.csv": 0,
    "keepass/pass-import__keepass.kdbx": 0,
    "1password/pass-import__1password.csv": 0,
    "1password/pass-import__1password4.csv": 0,
    "1password/pass-import__1password8.csv": 0,
    "bitwarden/Aegis__bitwarden.csv": 0,
    "bitwarden/pass-import__bitwarden-org.csv": 2,
    "bitwarden/pass-import__bitwarden-other.csv": 1,
    "bitwarden/pass-import__bitwarden.csv": 2,
    "buttercup/pass-import__buttercup.csv": 6,
    "dashlane/WebClients__dashlane-credentials.csv": 0,
    "dashlane/pass-import__dashlane.csv": 0,
    "dashlane/pass-import__dashlane.json": 1,
    "enpass/pass-import__enpass.csv": 0,
    "enpass/pass-import__enpass.json": 0,
    "keepass/pass-import__keepass-other.xml": 0,
    "keepass/pass-import__keepass.csv": 0,
    "keepass/pass-import__keepass.xml": 0,
    "keepassxc/pass-import__keepassx2.csv": 0,
    "keeper/WebClients__keeper.csv": 0,
    "keeper/pass-import__keeper.csv": 0,
    "lastpass/WebClients__lastpass.csv": 4,
    "lastpass/pass-import__lastpass.csv": 0,
    "myki/pass-import__myki.csv": 0,
    "nordpass/WebClients__nordpass.csv": 3,
    "nordpass/pass-import__nordpass.csv": 6,
    "passman/pass-import__passman.csv": 0,
    "passman/pass-import__passman.json": 0,
    "passpack/pass-import__passpack.csv": 0,
    "protonpass/WebClients__protonpass.csv": 3,
    "pwsafe/pass-import__pwsafe.xml": 0,
    "roboform/WebClients__roboform.csv": 0,
    "roboform/pass-import__roboform.csv": 0,
    "safeincloud/pass-import__safeincloud.csv": 0,
    "synology/pass-import__synology.csv": 0,
    "zoho/pass-import__zoho.csv": 0,
    "zoho/pass-import__zoho.vault.csv": 0,
}
# The manifest leaves out one mail address, and counts one earlier state of an entry.
NOT_IN_MANIFEST = {
    "dashlane/pass-import__dashlane.json": 1,
    "keepass/pass-import__keepass.xml": -1,
}
# These hold the same logins. Where a format has no groups, none are compared.
WITH_GROUPS = (
    "buttercup/pass-import__buttercup.csv",
    "enpass/pass-import__enpass.json",
    "keepass/pass-import__keepass.xml",
    "keepassxc/pass-import__keepassx2.csv",
    "keeper/pass-import__keeper.csv",
    "lastpass/pass-import__lastpass.csv",
    "nordpass/pass-import__nordpass.csv",
    "passman/pass-import__passman.csv",
    "passman/pass-import__passman.json",
    "passpack/pass-import__passpack.csv",
    "pwsafe/pass-import__pwsafe.xml",
    "roboform/pass-import__roboform.csv",
    "zoho/pass-import__zoho.vault.csv",
)
WITHOUT_GROUPS = (
    "1password/pass-import__1password.csv",
    "1password/pass-import__1password4.csv",
    "1password/pass-import__1password8.csv",
    "chromium/pass-import__chrome.csv",
    "dashlane/pass-import__dashlane.csv",
    "dashlane/pass-import__dashlane.json",
    "enpass/pass-import__enpass.csv",
    "keepass/pass-import__keepass.csv",
    "myki/pass-import__myki.csv",
    "safeincloud/pass-import__safeincloud.csv",
    "synology/pass-import__synology.csv",
    "zoho/pass-import__zoho.csv",
)
SAMPLE_PASSPHRASE = "correct horse battery staple"


def ask(_prompt):
    return Secret(SAMPLE_PASSPHRASE)


@pytest.fixture(scope="module")
def manifest(samples):
    with (samples / "MANIFEST.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["file"]: row for row in rows}


@pytest.fixture(scope="module")
def expected(samples):
    def read(name):
        path = samples / "_expected" / f"pass-import__{name}.yml"
        return list(entries_of(path.read_text(encoding="utf-8")))

    return read


def entries_of(yaml):
    """Read the little YAML these files use: a list of entries, one `key: value` a line."""
    for block in yaml.split("\n- ")[1:]:
        entry = {}
        for line in block.splitlines():
            key, colon, value = line.strip().partition(": ")
            if colon and not line.startswith("    "):
                entry[key] = unquoted(value)
        yield entry


def unquoted(value):
    if value.startswith('"'):
        return json.loads(value)
    return value[1:-1].replace("''", "'") if value.startswith("'") else value


def seed_of(uri):
    return parse_qs(urlsplit(uri).query).get("secret", [uri])[0]


def comparable(account):
    """Return an account in the words of the expected files."""
    totp = account.totp and account.totp.reveal().replace(" ", "")
    return {
        key: value
        for key, value in {
            "title": account.title,
            "password": account.password and account.password.reveal(),
            "login": account.username,
            "url": account.urls[0] if account.urls else "",
            "group": account.group,
            "otpauth": totp and seed_of(totp),
        }.items()
        if value
    }


def wanted(entries, *keys):
    return [
        {
            key: seed_of(entry[key]) if key == "otpauth" else entry[key]
            for key in keys & entry.keys()
        }
        for entry in entries
    ]


def by_text(entries):
    return sorted(entries, key=lambda entry: json.dumps(entry, sort_keys=True))


def accounts_of(path, *keys):
    vault = read_vault(path, ask=ask)
    return [
        {key: value for key, value in comparable(account).items() if key in keys}
        for account in vault.accounts
    ]


@pytest.mark.parametrize("name", LOGINS)
def test_logins_and_one_time_passwords_are_as_many_as_the_manifest_says(samples, manifest, name):
    vault = read_vault(samples / name, ask=ask)
    entries = int(manifest[name]["entries"]) + NOT_IN_MANIFEST.get(name, 0)
    assert len(vault.rows) == entries
    assert len(vault.accounts) == len(vault.rows) - LOGINS[name]
    assert sum(account.totp is not None for account in vault.accounts) == int(
        manifest[name]["with_totp"] or 0
    )


FIELDS = ("title", "password", "login", "url", "group")


@pytest.mark.parametrize(
    "name", ["bitwarden.json", "bitwarden-org.json", "bitwarden.csv", "bitwarden-org.csv"]
)
def test_bitwarden_matches_the_ground_truth(samples, expected, name):
    logins = [e for e in expected("main") if e["title"] not in {"note", "empty entry"}]
    found = accounts_of(samples / "bitwarden" / f"pass-import__{name}", *FIELDS)
    assert by_text(found) == by_text(wanted(logins, *FIELDS))


@pytest.mark.parametrize(
    ("kind", "titles"),
    [
        ("json", {"aib", "test-item", "Some note only item"}),
        ("csv", {"aib", "Some note only item"}),
    ],
)
def test_the_other_bitwarden_sample_matches_the_ground_truth(samples, expected, kind, titles):
    keys = (*FIELDS, "otpauth")
    logins = [e for e in expected("bitwarden-other") if e["title"] in titles]
    found = accounts_of(samples / "bitwarden" / f"pass-import__bitwarden-other.{kind}", *keys)
    assert by_text(found) == by_text(wanted(logins, *keys))


@pytest.mark.parametrize("name", WITH_GROUPS)
def test_formats_with_groups_match_the_ground_truth(samples, expected, name):
    found = accounts_of(samples / name, *FIELDS)
    assert by_text(found) == by_text(wanted(expected("main"), *FIELDS))


@pytest.mark.parametrize("name", WITHOUT_GROUPS)
def test_formats_without_groups_match_the_ground_truth(samples, expected, name):
    keys = ("title", "password", "login", "url")
    found = accounts_of(samples / name, *keys)
    assert by_text(found) == by_text(wanted(expected("main"), *keys))


def test_the_other_keepass_sample_matches_the_ground_truth(samples, expected):
    # Its titles and groups are blank: an address is shown for the one, nothing for the other.
    keys = ("password", "login", "url")
    found = accounts_of(samples / "keepass" / "pass-import__keepass-other.xml", *keys)
    assert by_text(found) == by_text(wanted(expected("keepass-other"), *keys))


@pytest.mark.parametrize("name", ["firefox", "ff-password-exporter"])
def test_firefox_matches_the_ground_truth(samples, expected, name):
    # These samples hold the titles in the column of the addresses.
    logins = [
        {"url" if key == "title" else key: entry[key] for key in entry if key != "url"}
        for entry in expected("main")
    ]
    keys = ("password", "login", "url")
    found = accounts_of(samples / "firefox" / f"pass-import__{name}.csv", *keys)
    assert by_text(found) == by_text(wanted(logins, *keys))


def test_keepass_matches_the_ground_truth(samples, expected):
    keys = (*FIELDS, "otpauth")
    more = expected("keepass-kdbx")
    # The sample has this one title without "https://", and attachments, which are no entries.
    logins = [
        entry | {"title": entry["title"].removeprefix("https://")} for entry in expected("main")
    ] + [entry for entry in more if entry["group"] == "TOTP"]
    path = samples / "keepass" / "pass-import__keepass.kdbx"
    assert by_text(accounts_of(path, *keys)) == by_text(wanted(logins, *keys))
    earlier = [entry["password"] for entry in more if entry["group"] == "History/Servers"]
    past = [
        past.password.reveal()
        for row in read_vault(path, ask=ask).rows
        if isinstance(row, Account)
        for past in row.history
    ]
    assert past == earlier
