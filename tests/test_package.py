"""What `import secaudit` offers."""

import subprocess
import sys

import pytest

import secaudit


def test_every_public_name_is_there():
    assert [name for name in secaudit.__all__ if getattr(secaudit, name, None) is None] == []
    assert callable(secaudit.audit)
    assert callable(secaudit.gather)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="nonsense"):
        secaudit.nonsense  # noqa: B018


def test_the_help_imports_nothing_heavy():
    heavy = ("httpx", "rich", "jinja2", "zxcvbn", "keyring", "publicsuffixlist", "asyncio", "ssl")
    program = (
        "import sys, secaudit.__main__ as m\n"
        "m.run(['--help'])\n"
        f"print([name for name in {heavy!r} if name in sys.modules])\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert ended.stdout.splitlines()[-1] == "[]"


def test_offline_builds_no_client(tmp_path):
    export = tmp_path / "export.csv"
    export.write_text("name,url,username,password\nshop,https://shop.example/,ana,sunshine12\n")
    program = (
        "import sys, secaudit.__main__ as m\n"
        f"m.run(['audit', {str(export)!r}, '--offline', '--format', 'json'])\n"
        "print([name for name in ('httpx', 'socket', 'ssl') if name in sys.modules],"
        " file=sys.stderr)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    loaded = ended.stderr.splitlines()[-1]
    assert "httpx" not in loaded
    assert "ssl" not in loaded
