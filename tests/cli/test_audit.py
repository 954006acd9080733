"""`secaudit audit` as scripts run it."""

import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

STRONG = "vN4.tq-8Rw_2zKpL"
SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "report.schema.json").read_text("utf-8"))


def test_a_batch_audit_follows_the_json_contract(secaudit, small_export):
    ended = secaudit("audit", small_export, "--offline", "--no-input", "--format", "json")
    report = json.loads(ended.out)
    Draft202012Validator(SCHEMA).validate(report)
    assert ended.code == 12
    assert report["schema_version"] == 1
    assert report["summary"]["accounts"] == 3
    assert {f["check"] for f in report["findings"]} >= {"password-weak", "password-reused"}
    assert report["input"]["sources"] == [
        {
            "name": "export.json",
            "format": "Bitwarden JSON",
            "rows": 3,
            "logins": 3,
            "codes": 0,
            "skipped": {},
            "unreadable": [],
            "columns": {},
            "lying": {"synced": None, "readable_by_others": False, "files": []},
        }
    ]
    assert report["network"] == []


def test_a_clean_vault_ends_with_0(secaudit, clean_export):
    assert secaudit("audit", clean_export).code == 0


def test_exit_zero_ends_with_0_whatever_was_found(secaudit, small_export):
    assert secaudit("audit", small_export, "--exit-zero").code == 0


def test_a_row_that_could_not_be_read_ends_with_4(secaudit, export, login):
    path = export(
        login("Forum", "forum.example", "ana", "vN4.tq-8Rw_2zKpL"), {"type": 1, "login": 3}
    )
    ended = secaudit("audit", path)
    assert ended.code == 4
    assert "1 row of export.json could not be read" in " ".join(ended.out.split())


def test_stdin_is_read_for_a_dash(secaudit, clean_export):
    ended = secaudit("audit", "-", "--format", "json", stdin=clean_export.read_bytes())
    assert ended.code == 0
    assert json.loads(ended.out)["input"]["sources"][0]["name"] == "-"


def test_two_exports_are_merged(secaudit, clean_export, tmp_path):
    browser = tmp_path / "browser.csv"
    browser.write_text(
        "name,url,username,password\nforum,https://forum.example/,ana,vN4.tq-8Rw_2zKpL\n"
    )
    ended = secaudit("audit", clean_export, browser, "--format", "json")
    report = json.loads(ended.out)
    assert report["summary"]["accounts"] == 1
    assert [source["logins"] for source in report["input"]["sources"]] == [1, 1]


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("r.html", "<!doctype html>"),
        ("r.md", "# "),
        ("r.json", "{"),
        ("r.csv", '"id",'),
        ("r.txt", ""),
    ],
)
def test_the_ending_of_the_file_names_the_format(secaudit, clean_export, tmp_path, name, start):
    ended = secaudit("audit", clean_export, "-o", tmp_path / name)
    assert ended.code == 0
    assert ended.out == ""
    text = (tmp_path / name).read_text("utf-8")
    assert text.lower().startswith(start)
    assert "forum" in text.lower()
    assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def test_an_existing_report_is_kept_unless_forced(secaudit, clean_export, tmp_path):
    report = tmp_path / "r.html"
    report.write_text("old")
    ended = secaudit("audit", clean_export, "-o", report)
    assert ended.code == 1
    assert ended.err.splitlines()[0].startswith("error: ")
    assert report.read_text() == "old"
    assert secaudit("audit", clean_export, "-o", report, "--force").code == 0
    assert report.read_text() != "old"


def test_answers_come_from_a_file(secaudit, export, login, tmp_path):
    path = export(login("Google", "accounts.google.com", "ana", "vN4.tq-8Rw_2zKpL"))
    answers = tmp_path / "answers.toml"
    answers.write_text(
        '[[accounts]]\nsite = "google.com"\nsecond-factor = "none"\n'
        '[items]\ngoogle-devices-recognised = "no"\n'
    )
    ended = secaudit("audit", path, "--answers", answers, "--format", "json")
    found = {f["check"]: f["confidence"] for f in json.loads(ended.out)["findings"]}
    assert found["second-factor-missing"] == "certain"
    assert found["google-devices-recognised"] == "certain"


def test_answers_alone_are_enough(secaudit, tmp_path):
    answers = tmp_path / "answers.toml"
    answers.write_text('[items]\ngoogle-devices-recognised = "no"\n')
    ended = secaudit("audit", "--answers", answers)
    assert ended.code == 12
    assert "Sign out devices you do not recognise" in ended.out


def damaged(tmp_path: Path, name: str) -> Path:
    path = tmp_path / name
    match name:
        case "missing":
            pass
        case "folder":
            path.mkdir()
        case "empty":
            path.touch()
        case "truncated.json":
            path.write_text('{"encrypted": false, "folders": [], "items": [{"type": 1, "na')
        case "truncated.zip":
            path.write_bytes(b"PK\x03\x04\x14\x00\x00\x00\x08\x00")
        case "nonsense":
            path.write_bytes(bytes(range(256)) * 400_000)
        case "nested.json":
            path.write_text('{"items":' + "[" * 200_000)
    return path


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("missing", 2),
        ("folder", 2),
        ("empty", 3),
        ("truncated.json", 1),
        ("truncated.zip", 1),
        ("nonsense", 1),
        ("nested.json", 1),
    ],
)
def test_what_is_no_export_gives_one_error_and_one_hint(secaudit, tmp_path, name, code):
    path = damaged(tmp_path, name)
    before = sorted(tmp_path.iterdir())
    ended = secaudit("audit", path, "-o", tmp_path / "report.html")
    lines = ended.err.splitlines()
    assert (ended.code, ended.out) == (code, "")
    assert [line.partition(" ")[0] for line in lines] == ["error:", "hint:"]
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["audit"], 3, "nothing to audit"),
        (["audit", "--formt"], 2, "No such option"),
        (["audit", "--format", "pdf"], 2, "pdf"),
        (["nonsense"], 2, "nonsense"),
        (["audit", "--answers", "missing.toml"], 2, "missing.toml"),
        (["audit", "x.json", "-o", "no-folder/r.html"], 1, "no-folder"),
        (["checklist", "nowhere"], 2, "nowhere"),
        (["checklist", "google"], 2, "terminal"),
        (["password"], 3, "no password"),
        (["audit", "x.json", "--online", "--range-url", "http://mirror.example/"], 2, "x.json"),
    ],
)
def test_a_wrong_command_says_what_is_wrong_and_what_to_do(secaudit, arguments, code, says):
    ended = secaudit(*arguments)
    first, second = ended.err.splitlines()
    assert (ended.code, ended.out) == (code, "")
    assert first.startswith("error: ")
    assert says in first
    assert second.startswith("hint: ")


def test_a_remote_service_must_be_https_or_this_machine(secaudit, clean_export):
    ended = secaudit("audit", clean_export, "--online", "--range-url", "http://mirror.example/")
    assert ended.code == 2
    assert ended.err.startswith("error: ")
    assert "https" in ended.err


def test_a_passphrase_comes_from_a_file(secaudit, tmp_path):
    pykeepass = pytest.importorskip("pykeepass")
    path = tmp_path / "vault.kdbx"
    vault = pykeepass.create_database(str(path), password="right horse")
    vault.add_entry(
        vault.root_group, "Forum", "ana", "vN4.tq-8Rw_2zKpL", url="https://forum.example/"
    )
    vault.save()
    right, wrong = tmp_path / "right", tmp_path / "wrong"
    right.write_text("right horse\nsecond line\n")
    wrong.write_text("wrong horse\n")
    opened = secaudit("audit", path, "--passphrase-file", right)
    assert (opened.code, opened.err) == (0, "")  # an encrypted file is nothing to delete
    for arguments in (["--passphrase-file", wrong], ["--passphrase-file", tmp_path / "none"], []):
        ended = secaudit("audit", path, *arguments)
        assert ended.code in {1, 2}
        assert [line.partition(" ")[0] for line in ended.err.splitlines()] == ["error:", "hint:"]
        assert "horse" not in ended.err


def in_shell(command):
    return subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)


def test_a_full_disk_is_said(small_export):
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    ended = in_shell(f"{sys.executable} -m secaudit audit {small_export} > /dev/full")
    assert ended.returncode == 1
    assert ended.stderr.startswith("error: the output could not be written: No space left")
    assert len(ended.stderr.splitlines()) == 2


def test_a_reader_that_leaves_early_is_no_error(small_export):
    ended = in_shell(f"{sys.executable} -m secaudit audit {small_export} | head -c 1 > /dev/null")
    assert "error" not in ended.stderr


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-"])
def test_a_closed_stream_is_no_mistake_of_ours(small_export, tmp_path, closed):
    report = tmp_path / "r.html"
    program = f"{sys.executable} -m secaudit audit {small_export} --no-input -o {report}"
    ended = in_shell(f"{program} {closed}")
    assert ended.returncode == 12
    assert report.read_text("utf-8").lower().startswith("<!doctype html>")


def test_the_report_never_takes_the_place_of_what_is_read(secaudit, small_export):
    before = small_export.read_bytes()
    ended = secaudit("audit", small_export, "-o", small_export, "--force")
    assert ended.code == 1
    assert "is one of the files to read" in ended.err
    assert small_export.read_bytes() == before


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ('a,https://a.example/,ana,"never closed\n', 1, "line 2: its quotation marks"),
        ("", 3, "has nothing in it"),
    ],
)
def test_an_export_without_a_login_says_why(secaudit, tmp_path, text, code, says):
    path = tmp_path / "browser.csv"
    path.write_text(f"name,url,username,password\n{text}", "utf-8")
    ended = secaudit("audit", path)
    assert ended.code == code
    assert says in ended.err
    assert len(ended.err.splitlines()) == 2


def test_an_export_of_notes_only_holds_no_login(secaudit, export):
    ended = secaudit("audit", export({"type": 2, "name": "note"}))
    assert ended.code == 3
    assert "holds no login" in ended.err


def test_an_answer_for_a_login_that_is_not_there_is_said(secaudit, clean_export, tmp_path):
    answers = tmp_path / "answers.toml"
    answers.write_text('[[accounts]]\nsite = "githbu.com"\nsecond-factor = ["totp"]\n')
    ended = secaudit("audit", clean_export, "--answers", answers)
    assert ended.code == 4
    assert "Your answer for githbu.com fits no login." in ended.out


def test_different_passwords_for_one_login_are_judged_with_doubt(secaudit, export, login):
    one = export(login("Uni mail", "mail.uni.example", "ana", STRONG), name="a.json")
    two = export(login("Uni library", "library.uni.example", "ana", "123456"), name="b.json")
    report = json.loads(secaudit("audit", one, two, "--format", "json").out)
    (account,) = report["accounts"]
    assert account["title"] == "Uni mail / Uni library"
    doubts = {f["confidence"] for f in report["findings"] if f["check"].startswith("password-")}
    assert doubts == {"unsure"}
