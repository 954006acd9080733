"""What is said of files that still hold secrets in plain text."""

from dataclasses import replace

import pytest

from secaudit.model import Lying, SourceSummary
from secaudit.reports.leftovers import Advice, Leftovers, leftovers
from secaudit.vaults import FORMATS


@pytest.fixture
def left(empty):
    """Say what is left of sources with these labels and places."""

    def ask(*sources):
        read = [
            SourceSummary(f"file{n}", label, 1, 1, {}, (), lying=lying)
            for n, (label, lying) in enumerate(sources, 1)
        ]
        return leftovers(replace(empty, sources=tuple(read)))

    return ask


def test_nothing_is_left_of_pipes_and_encrypted_files(left):
    assert left() is None
    assert left(("Bitwarden JSON", None)) is None


def test_one_file_is_named_with_its_place_the_steps_and_another_way(left):
    assert left(("1Password 1PUX", Lying("", readable_by_others=False)), ("X", None)) == Leftovers(
        files=(
            (
                "file1 (1Password 1PUX)",
                (
                    "No sync service that secaudit knows copies its folder. "
                    "Others who use this computer cannot read it."
                ),
            ),
        ),
        removal=(
            "Delete it, and empty the bin.",
            (
                "Deleting does not erase it for certain: the disk and backups may still hold it. "
                "If someone may have read it, change the passwords that matter most."
            ),
        ),
        next_time=(
            Advice(
                "1Password hands over its export without a file, through its own program:",
                "op item list --format json | op item get - --format json | secaudit audit -",
            ),
        ),
    )


def test_every_service_that_copies_a_folder_is_to_be_looked_into(left):
    found = left(
        ("Aegis", Lying("Dropbox", readable_by_others=True)),
        ("Aegis", Lying("Syncthing")),
        ("Aegis", Lying("Dropbox")),
    )
    assert [place for _, place in found.files] == [
        (
            "It lies in a folder that Dropbox copies to other places. "
            "Others who use this computer can read it."
        ),
        (
            "It lies in a folder that Syncthing copies to other places. "
            "Whether others who use this computer can read it is not known."
        ),
        (
            "It lies in a folder that Dropbox copies to other places. "
            "Whether others who use this computer can read it is not known."
        ),
    ]
    assert found.removal[:2] == (
        "Delete them, and empty the bin.",
        (
            "Look in the bin and the old versions of Dropbox and Syncthing too, "
            "and on the other devices that share the folder."
        ),
    )
    assert len(found.next_time) == 1


@pytest.mark.parametrize(
    ("label", "says"),
    [
        ("Bitwarden CSV", "bw export --format json --raw | secaudit audit -"),
        ("Bitwarden Authenticator JSON", "For Bitwarden Authenticator there is no way"),
        ("KeePass 1 XML", "Save it as a database of KeePass 2"),
        ("KeePass XML", "the database of KeePass itself"),
        ("KeePassXC CSV", "the database of KeePassXC itself"),
        ("Chrome-family CSV", "For Chrome-family CSV there is no way without a file"),
        ("Stratum (Authenticator Pro)", "Stratum can make an encrypted backup"),
    ],
)
def test_the_other_way_is_that_of_the_program(left, label, says):
    (advice,) = left((label, Lying())).next_time
    assert says in f"{advice.sentence} {advice.command}"


def test_where_an_encrypted_backup_is_recommended_it_can_be_read(left):
    plain = [form.label for form in FORMATS if not form.encrypted]
    encrypted = [form.label for form in FORMATS if form.encrypted]
    for label in plain:
        (advice,) = left((label, Lying())).next_time
        app, can, _ = advice.sentence.partition(" can make an encrypted backup")
        if can:
            assert any(other.startswith(app) for other in encrypted), label


def test_of_a_folder_only_the_exports_in_it_are_to_go(left):
    found = left(("Chrome CSV", Lying(files=("a.csv", "b.csv"))))
    assert found
    [(name, _)] = found.files
    assert name.startswith("a.csv and b.csv in the folder ")
    assert found.removal[0] == "Delete them, and empty the bin."
