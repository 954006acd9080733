"""A folder of exports, such as an archive that was unpacked."""

import os
import zipfile
from pathlib import Path

import pytest

from secaudit import vaults
from secaudit.errors import NothingToAuditError, UsageError, VaultError
from secaudit.model import Account, Lying, Skipped, Unreadable
from secaudit.text import Secret
from secaudit.vaults import read_vault

CREDENTIALS = (
    "username,username2,username3,title,password,note,url,category,otpSecret\n"
    "ann,,,Shop,s3cret,,https://shop.example,Home,\n"
)
NOTES = "title,note\nDiary,dear diary\n"
CHROME = "name,url,username,password\nClub,https://club.example,ann,s3cret2\n"
SHOP = Account(
    title="Shop",
    username="ann",
    password=Secret("s3cret"),
    urls=("https://shop.example",),
    site="shop.example",
    group="Home",
)
CLUB = Account(
    title="Club",
    username="ann",
    password=Secret("s3cret2"),
    urls=("https://club.example",),
    site="club.example",
)


@pytest.fixture
def folder(tmp_path):
    """Make a folder with these files in it."""

    def make(**files):
        path = tmp_path / "exports"
        path.mkdir()
        for name, text in files.items():
            (path / name.replace("__", ".")).write_text(text, encoding="utf-8")
        return path

    return make


def test_a_folder_is_read_as_the_archive_it_was(folder):
    path = folder(credentials__csv=CREDENTIALS, securenotes__csv=NOTES, photo__heic="x")
    vault = read_vault(path)
    assert vault.name == "exports"
    assert vault.format == "Dashlane CSV"
    assert vault.rows == (SHOP, Skipped("note"))
    assert not vault.encrypted


def test_it_may_hold_exports_of_any_kind_archives_among_them(folder):
    path = folder(chrome__CSV=CHROME)
    with zipfile.ZipFile(path / "dashlane.zip", "w") as archive:
        archive.writestr("credentials.csv", CREDENTIALS)
    vault = read_vault(path)
    assert vault.format == "Chrome-family CSV and Dashlane CSV"
    assert vault.rows == (CLUB, SHOP)


def test_what_could_not_be_read_is_placed_in_its_file(folder):
    path = folder(a__csv=CHROME + "too short\n", b__csv=CREDENTIALS)
    why = "it does not have as many cells as there are columns"
    unreadable = Unreadable("a.csv in exports, line 3", why)
    assert read_vault(path).rows == (CLUB, unreadable, SHOP)


def test_the_columns_of_one_file_may_be_named(folder):
    path = folder(a__csv=CHROME, b__csv="Titel,Benutzer,Kennwort\nShop,ann,s3cret\n")
    columns = {"title": "Titel", "password": "Kennwort"}
    vault = read_vault(path, columns=columns)
    assert vault.rows == (CLUB, Account(title="Shop", password=Secret("s3cret")))
    assert vault.columns == columns


def test_nobody_is_asked_about_a_table_beside_exports(folder):
    path = folder(a__csv=CHROME, ids__csv="type,number\npassport,1\n")
    assert read_vault(path, confirm=lambda _: pytest.fail("asked")).rows == (
        CLUB,
        Skipped("other file"),
    )


def test_pages_of_pictures_are_looked_at_where_there_is_nothing_else(folder):
    path = folder(page__png="no picture")
    with pytest.raises(VaultError):
        read_vault(path)
    (path / "a.csv").write_text(CHROME)
    assert read_vault(path).rows == (CLUB,)


def test_folders_in_it_are_left_alone(folder):
    path = folder(a__csv=CHROME)
    (path / "b.csv").mkdir()
    (path / "more").mkdir()
    (path / "more" / "c.csv").write_text(CREDENTIALS)
    assert read_vault(path).rows == (CLUB,)


def test_links_are_followed_only_inside(folder, tmp_path):
    path = folder(a__csv=CHROME)
    (tmp_path / "b.csv").write_text(CREDENTIALS)
    (path / "b.csv").symlink_to(tmp_path / "b.csv")
    (path / "c.csv").symlink_to("a.csv")
    (path / "gone.csv").symlink_to(tmp_path / "nowhere.csv")
    (path / "round.csv").symlink_to("round.csv")
    assert read_vault(path).rows == (CLUB, CLUB, *[Skipped("link out of the folder")] * 2)


def test_a_pipe_in_it_is_not_waited_for(folder):
    path = folder(a__csv=CHROME)
    os.mkfifo(path / "pipe.csv")
    assert read_vault(path).rows == (CLUB,)


def test_a_link_to_a_folder_is_a_folder(folder, tmp_path):
    path = folder(a__csv=CHROME)
    (tmp_path / "link").symlink_to(path)
    assert read_vault(tmp_path / "link").rows == (CLUB,)


@pytest.mark.parametrize("files", [{}, {"readme__md": "x"}], ids=["empty", "something else"])
def test_a_folder_without_an_export_is_refused(folder, files):
    with pytest.raises(UsageError) as caught:
        read_vault(folder(**files))
    assert caught.value.message == "exports is a folder without an export in it"
    assert "Name the file" in caught.value.hint


def test_a_folder_without_an_export_that_is_known_says_so(folder):
    with pytest.raises(VaultError) as caught:
        read_vault(folder(a__csv="x", b__json="{}"))
    assert caught.value.message == "exports is a folder without an export that secaudit knows"


def test_a_folder_whose_exports_are_empty_says_so(folder):
    with pytest.raises(NothingToAuditError):
        read_vault(folder(a__csv="name,url,username,password\n"))


def test_too_many_files_are_not_opened(folder):
    path = folder(**{f"{number}__csv": CHROME for number in range(101)})
    with pytest.raises(VaultError, match="exports is a folder with more than 100 files to read"):
        read_vault(path)


def test_too_large_files_are_not_opened(folder):
    path = folder(a__csv=CHROME)
    for name in ("b.csv", "c.csv"):
        with (path / name).open("wb") as file:
            file.truncate(2**29 + 1)
    with pytest.raises(VaultError, match="more than 1 GiB"):
        read_vault(path)


def test_a_file_that_cannot_be_opened_is_named(folder, monkeypatch):
    path = folder(a__csv=CHROME)

    def unreadable(path, _mode):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", unreadable)
    with pytest.raises(VaultError) as caught:
        read_vault(path)
    assert caught.value.message == "a.csv in exports could not be opened: Permission denied"


def test_a_folder_that_cannot_be_listed_is_named(folder, monkeypatch):
    path = folder()

    def unreadable(_path):
        raise OSError

    monkeypatch.setattr(Path, "iterdir", unreadable)
    with pytest.raises(VaultError) as caught:
        read_vault(path)
    assert caught.value.message == "exports could not be opened: OSError"


def test_it_lies_where_its_files_lie(folder):
    path = folder(a__csv=CHROME, b__csv=CREDENTIALS)
    (path / ".stfolder").mkdir()
    lying = read_vault(path).lying
    assert lying is not None
    assert lying.synced == "Syncthing"


@pytest.mark.parametrize(
    ("answers", "worst"),
    [((False, True), True), ((False, None), None), ((False, False), False)],
)
def test_of_where_its_files_lie_the_worst_is_said(folder, monkeypatch, answers, worst):
    places = {"a.csv": Lying("", answers[0]), "b.csv": Lying("Dropbox", answers[1])}
    monkeypatch.setattr(vaults, "where_it_lies", lambda path: places[path.name])
    lying = read_vault(folder(a__csv=CHROME, b__csv=CREDENTIALS)).lying
    assert lying == Lying("Dropbox", worst, ("a.csv", "b.csv"))
