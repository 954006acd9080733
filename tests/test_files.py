"""A file is written whole or not at all, and for its owner only."""

import errno
import os
import stat

import pytest

from secaudit.errors import OutputError
from secaudit.files import write_whole


def test_a_new_file_is_whole_and_for_its_owner_only(tmp_path):
    path = tmp_path / "report.html"
    old = os.umask(0)
    try:
        write_whole(path, b"all of it")
    finally:
        os.umask(old)
    assert path.read_bytes() == b"all of it"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["report.html"]


def test_an_existing_file_is_kept_unless_forced(tmp_path):
    path = tmp_path / "report.html"
    path.write_bytes(b"old")
    with pytest.raises(OutputError, match="already exists"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    write_whole(path, b"new", force=True)
    assert path.read_bytes() == b"new"
    assert [file.name for file in tmp_path.iterdir()] == ["report.html"]


@pytest.mark.parametrize("force", [False, True])
def test_a_link_is_never_followed(tmp_path, force):
    target = tmp_path / "target"
    target.write_bytes(b"precious")
    link = tmp_path / "report.html"
    link.symlink_to(target)
    with pytest.raises(OutputError, match="link"):
        write_whole(link, b"new", force=force)
    assert target.read_bytes() == b"precious"


@pytest.mark.parametrize("name", ["", "missing/report.html"])
def test_a_folder_or_a_missing_folder_is_refused(tmp_path, name):
    with pytest.raises(OutputError):
        write_whole(tmp_path / name, b"new", force=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("call", ["fsync", "link", "replace"])
def test_a_full_disk_leaves_the_old_file_and_no_rest(tmp_path, monkeypatch, call):
    path = tmp_path / "report.html"
    if call == "replace":
        path.write_bytes(b"old")

    def fail(*_args, **_rest):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, call, fail)
    if call == "link":
        write_whole(path, b"new")  # a file system without links gets it by renaming
        assert path.read_bytes() == b"new"
        return
    with pytest.raises(OutputError, match="No space left"):
        write_whole(path, b"new", force=call == "replace")
    assert [(f.name, f.read_bytes()) for f in tmp_path.iterdir()] == (
        [("report.html", b"old")] if call == "replace" else []
    )


def test_without_links_an_existing_file_is_still_kept(tmp_path, monkeypatch):
    path = tmp_path / "report.html"
    path.write_bytes(b"old")

    def fail(*_args, **_rest):
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", fail)
    with pytest.raises(OutputError, match="already exists"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"


def test_what_is_no_ordinary_file_is_left_alone(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(OutputError, match="no ordinary file"):
        write_whole(pipe, b"new", force=True)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
