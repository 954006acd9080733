"""Where a file lies: folders and files built by hand, in a home and an environment of its own."""

import grp
import os
import stat
import sys
import tempfile
import threading
from pathlib import Path

import pytest

from secaudit.lying import SERVICES, where_it_lies
from secaudit.model import Lying
from secaudit.text import Secret
from secaudit.vaults import read_vault

EXPORT = b"name,url,username,password\nshop,https://shop.example/,ana,sunshine12\n"


@pytest.fixture
def home(tmp_path):
    """Return an empty home folder."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def synced(home):
    """Tell which service copies the folder of a file in this home, which is made if need be."""

    def ask(path, **variables):
        file = home / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(EXPORT)
        return where_it_lies(file, home=home, variables=variables).synced

    return ask


def test_a_folder_of_no_service_is_not_said_to_be_synced(synced):
    assert synced("Downloads/export.csv") == ""
    assert synced("export.csv") == ""


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("Dropbox", "Dropbox"),
        ("Dropbox (Ana's team)", "Dropbox"),
        ("OneDrive", "OneDrive"),
        ("OneDrive - Ana's firm", "OneDrive"),
        ("Google Drive", "Google Drive"),
        ("Library/CloudStorage/GoogleDrive-ana@mail.example/My Drive", "Google Drive"),
        ("Library/CloudStorage/OneDrive-Personal", "OneDrive"),
        ("Library/CloudStorage/Box-Box", "Box"),
        ("Library/CloudStorage/ProtonDrive-ana@mail.example-folder", "Proton Drive"),
        ("Library/CloudStorage/kDrive-ana", "kDrive"),  # a service that is in no table
        ("Library/Mobile Documents/com~apple~CloudDocs", "iCloud Drive"),
        ("iCloudDrive", "iCloud Drive"),
        ("Nextcloud", "Nextcloud"),
        ("ownCloud", "ownCloud"),
        ("MEGA", "MEGA"),
        ("pCloudDrive", "pCloud"),
        ("SynologyDrive", "Synology Drive"),
        ("papers/Dropbox", ""),  # a name alone says something only in certain places
    ],
)
def test_the_folders_that_services_make_are_known_by_name(synced, folder, service):
    assert synced(f"{folder}/deep/down/export.csv") == service


@pytest.mark.parametrize(
    ("marker", "service"),
    [(marker, s.name) for s in SERVICES for marker in s.markers],
)
def test_a_folder_of_any_name_is_known_by_what_a_service_leaves_in_it(
    synced, home, marker, service
):
    assert synced("papers/old/export.csv") == ""
    (home / "papers" / marker.replace("*", "0a1b")).touch()
    assert synced("papers/old/export.csv") == service
    assert synced("other/export.csv") == ""


def test_the_configuration_of_dropbox_in_the_home_folder_is_no_mark_of_a_synced_folder(
    synced, home
):
    (home / ".dropbox").mkdir()
    assert synced("Downloads/export.csv") == ""


@pytest.mark.parametrize("place", ["", "APPDATA", "LOCALAPPDATA"])
def test_dropbox_itself_says_which_folders_it_copies(synced, home, tmp_path, place):
    config = tmp_path / "config"
    folder = config / "Dropbox" if place else home / ".dropbox"
    folder.mkdir(parents=True)
    path = str(home / "work" / "box").replace("\\", "\\\\")
    (folder / "info.json").write_text(f'{{"personal": {{"path": "{path}", "host": 1}}, "x": 2}}')
    variables = {place: str(config)} if place else {}
    assert synced("work/box/deep/export.csv", **variables) == "Dropbox"
    assert synced("work/export.csv", **variables) == ""


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"personal": {"path": 3}}', "[" * 100_000])
def test_a_damaged_configuration_of_dropbox_is_none(synced, home, text):
    (home / ".dropbox").mkdir()
    (home / ".dropbox" / "info.json").write_text(text)
    assert synced("work/export.csv") == ""


def test_onedrive_is_where_the_environment_says(synced, home):
    variables = {"OneDriveCommercial": str(home / "firm"), "OneDrive": ""}
    assert synced("firm/export.csv", **variables) == "OneDrive"
    assert synced("export.csv", **variables) == ""


def test_a_link_does_not_hide_a_synced_folder(synced, home):
    (home / "Dropbox").mkdir()
    (home / "Downloads").symlink_to(home / "Dropbox")
    assert synced("Downloads/export.csv") == "Dropbox"


def test_the_desktop_is_in_icloud_only_where_both_are_one_folder(synced, home):
    inside = home / "Library" / "Mobile Documents" / "com~apple~CloudDocs"
    inside.mkdir(parents=True)
    (home / "Desktop").mkdir()
    assert synced("Desktop/export.csv") == ""
    (inside / "Desktop").symlink_to(home / "Desktop")
    assert synced("Desktop/export.csv") == "iCloud Drive"
    assert synced("Documents/export.csv") == ""


def test_the_real_home_and_environment_are_asked_where_none_is_given(own_home):
    file = own_home / "Dropbox" / "export.csv"
    file.parent.mkdir()
    file.touch()
    assert where_it_lies(file).synced == "Dropbox"


def test_a_loop_of_links_and_a_missing_file_raise_nothing(home):
    (home / "a").symlink_to(home / "b")
    (home / "b").symlink_to(home / "a")
    for path in (home / "a", home / "none"):
        assert where_it_lies(path, home=home, variables={}) == Lying()


def test_a_folder_that_cannot_be_looked_into_raises_nothing(home):
    assert where_it_lies(home / ("x" * 300) / "export.csv", home=home, variables={}).synced == ""


@pytest.fixture
def shared():
    """Return a file in folders that everybody may enter."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    if not all(place.stat().st_mode & stat.S_IXOTH for place in folder.parents):
        pytest.skip("the folder for temporary files is not open to others")
    file = folder / "export.csv"
    file.write_bytes(EXPORT)
    file.chmod(0o644)
    yield file
    file.unlink()
    folder.rmdir()


def readable(file):
    return where_it_lies(file, home=file.parent, variables={}).readable_by_others


def test_others_can_read_a_file_only_if_it_and_every_folder_above_let_them(shared):
    assert readable(shared) is True
    shared.chmod(0o600)
    assert readable(shared) is False
    shared.chmod(0o604)
    shared.parent.chmod(0o700)
    assert readable(shared) is False


def test_a_group_counts_unless_it_is_the_owners_own(shared):
    if os.getuid() != 0:
        pytest.skip("only root may give a file to another group")
    shared.chmod(0o640)
    assert readable(shared) is False  # root's own group
    strangers = max(group.gr_gid for group in grp.getgrall() if group.gr_gid < 60_000)
    for group in (strangers, 61_999):  # one with a name, and one without
        os.chown(shared, -1, group)
        assert readable(shared) is True
    shared.parent.chmod(0o700)
    assert readable(shared) is False
    os.chown(shared.parent, -1, 61_999)
    shared.parent.chmod(0o710)
    assert readable(shared) is True


def test_without_mode_bits_it_is_not_known(shared, monkeypatch):
    monkeypatch.setitem(sys.modules, "grp", None)
    assert readable(shared) is None


def test_a_file_in_plain_text_says_where_it_lies_and_a_pipe_and_bytes_do_not(own_home):
    file = own_home / "Dropbox" / "export.csv"
    file.parent.mkdir()
    file.write_bytes(EXPORT)
    lying = read_vault(file).lying
    assert lying == where_it_lies(file)
    assert lying.synced == "Dropbox"
    assert read_vault(EXPORT, name="export.csv").lying is None
    pipe = own_home / "pipe"
    os.mkfifo(pipe)
    other_end = threading.Thread(target=pipe.write_bytes, args=(EXPORT,))
    other_end.start()
    assert read_vault(pipe).lying is None
    other_end.join()


def test_an_encrypted_file_may_lie_where_it_is(own_home):
    pykeepass = pytest.importorskip("pykeepass")
    file = own_home / "vault.kdbx"
    vault = pykeepass.create_database(str(file), password="right horse")
    vault.add_entry(vault.root_group, "Forum", "ana", "p")
    vault.save()
    assert read_vault(file, ask=lambda _: Secret("right horse")).lying is None
