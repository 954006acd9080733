"""The docs say what the program does: what can be generated is, and the examples run."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import click
import pytest

from secaudit.cli import cli

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("checklists/*.md")])


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    "name", ["cli.md", "checks.md", "formats.md", "scoring.md", "checklists.md"]
)
def test_generated_pages_are_up_to_date(name):
    written = (ROOT / "docs" / name).read_text("utf-8")
    assert written == generator().PAGES[name](), "run: python docs/generate.py"


def test_every_command_is_in_the_readme_or_the_command_line_page():
    text = (ROOT / "docs" / "cli.md").read_text("utf-8")
    assert [
        name for name in cli.list_commands(click.Context(cli)) if f"## secaudit {name}" not in text
    ] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page):
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("name", ["demo", "test"])
def test_the_readme_has_one_line_for_each_set_up(name):
    text = (ROOT / "README.md").read_text("utf-8")
    (block,) = re.findall(rf"<!-- {name} -->\n```sh\n(.*?)\n```", text, re.DOTALL)
    assert "\n" not in block
    assert block.startswith("python3 -m venv ")


def test_the_example_of_the_library_runs(tmp_path):
    export = tmp_path / "export.csv"
    export.write_text("name,url,username,password\nshop,https://shop.example/,ana,sunshine12\n")
    ended = subprocess.run(
        [sys.executable, ROOT / "docs" / "example.py", export],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (12, "")
    assert ended.stdout.startswith("high     This password is easy to guess: shop\n")
    assert "not checked: password-pwned: " in ended.stdout
