"""A marked password in every secret field of every kind of export comes out nowhere.

The search itself is tested too: a mark that is planted on purpose must be found.
"""

import base64
import hashlib
import html
import io
import json
import logging
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

import keyring
import pykeepass
import pyrage
import pytest

from secaudit.__main__ import run
from secaudit.corpus.build import build, build_filter
from secaudit.model import Report
from secaudit.saving import History
from secaudit.saving.history import place
from secaudit.store.documents import Documents
from secaudit.store.sealing import Kind
from tests.keyrings.filed import Filed
from tests.loopback import Loopback
from tests.terminal import Terminal

MARK = 'kanarie"<&>77'
"""Weak, and full of what formats escape."""
SEED = "KANARIENVOGEL234567ABCDE"
"""A seed of one-time codes, in base32 as apps keep it."""
OTHER_SEED = "ZEISIGZEISIG7654"
PASSWORDS = [
    *(MARK, f"{MARK}!", f"{MARK}!!", "Kanarie-before-1", "Kanarie-before-2"),
    *(SEED, OTHER_SEED),
]
FORMATS = ("text", "markdown", "html", "json", "csv", "ics", "dot")
NAMELESS = frozenset({"ics", "dot"})
"""A calendar names nothing; the graph for Graphviz holds the most important accounts alone."""


def shapes(password: str) -> Iterator[str]:
    """Yield every way a password may show itself."""
    data = password.encode()
    yield password
    yield html.escape(password)
    yield json.dumps(password)[1:-1]
    yield urllib.parse.quote(password)
    yield data.hex()
    yield from (base64.b64encode(b"x" * pad + data).decode()[pad + 1 : -4] for pad in range(3))
    digest = hashlib.sha1(data).hexdigest()  # noqa: S324
    yield digest[:6]  # five characters may be sent; a sixth may not be anywhere
    yield digest[5:13]
    yield base64.b64encode(bytes.fromhex(digest)).decode()[:12]


def leaks(text: str) -> list[str]:
    """Return the shapes of any password found in a text, whatever the case."""
    lower = text.lower()
    return [shape for p in PASSWORDS for shape in shapes(p) if shape.lower() in lower]


@pytest.mark.parametrize("shape", list(shapes(MARK)))
def test_the_search_finds_what_is_planted(shape):
    assert leaks(f"something {shape} something")


def bitwarden(title: str = "Shop") -> bytes:
    def login(number: int, password: str) -> dict[str, Any]:
        return {
            "type": 1,
            "name": f"{title} {number}",
            "notes": MARK,
            "fields": [{"name": "pin", "value": MARK, "type": 1}],
            "passwordHistory": [
                {"lastUsedDate": "2020-01-01T00:00:00Z", "password": "Kanarie-before-1"},
                {"lastUsedDate": "2021-01-01T00:00:00Z", "password": password},
                {"lastUsedDate": "2022-01-01T00:00:00Z", "password": "Kanarie-before-2"},
            ],
            "login": {
                "username": f"ana{number}@mail.example",
                "password": password,
                "totp": f"otpauth://totp/x?secret={MARK}",
                "uris": [
                    {"uri": f"http://ana:{urllib.parse.quote(MARK)}@shop{number}.example/?k={MARK}"}
                ],
                "fido2Credentials": [{"keyValue": MARK, "counter": "0"}] if number == 3 else None,
            },
        }

    items = [login(n, p) for n, p in enumerate([MARK, MARK, PASSWORDS[1], PASSWORDS[2]])]
    everywhere = login(9, MARK) | {"name": f"Club, {MARK}"}
    everywhere["login"]["username"] = MARK
    items += [
        everywhere,
        {"type": 2, "name": "note", "notes": MARK},
        {"type": 3, "name": "card", "card": {"number": MARK, "code": MARK}},
        {"type": 1, "name": "damaged", "login": MARK},
        {"type": MARK, "name": "of no kind"},
        {"type": 1, "name": "odd dates", "creationDate": MARK, "login": {"password": MARK}},
    ]
    return json.dumps({"encrypted": False, "folders": [], "items": items}).encode()


def csv(header: str, row: str) -> bytes:
    quoted = '"' + MARK.replace('"', '""') + '"'
    rows = [row.replace("MARK", quoted).replace("N", str(number)) for number in range(3)]
    return "\n".join([header, *rows, f"{quoted},{quoted}", f'"{MARK}']).encode()


def kdbx() -> bytes:
    file = io.BytesIO()
    vault = pykeepass.create_database(file, password=PASSWORDS[0])
    for number in range(2):
        entry = vault.add_entry(
            vault.root_group, f"Shop {number}", f"ana{number}", MARK, f"https://s{number}.example/"
        )
        entry.notes = MARK
        entry.otp = f"otpauth://totp/x?secret={MARK}"
        entry.set_custom_property("Recovery", MARK, protect=True)
        entry.save_history()
        entry.password = PASSWORDS[1]
    file.seek(0)
    vault.save(file)
    return file.getvalue()


EXPORTS = {
    "bitwarden": bitwarden,
    "chrome": lambda: csv(
        "name,url,username,password,note", "shop,http://sN.example/,anaN,MARK,MARK"
    ),
    "firefox": lambda: csv(
        "url,username,password,httpRealm,formActionOrigin,guid,timeCreated,timeLastUsed,"
        "timePasswordChanged",
        "https://sN.example/,anaN,MARK,,,{g},MARK,1600000000000,1600000000000",
    ),
    "apple": lambda: csv(
        "Title,URL,Username,Password,Notes,OTPAuth", "shop,https://sN.example/,anaN,MARK,MARK,MARK"
    ),
    "kdbx": kdbx,
}


def otpauth(*, issuer: str = "Shop", label: str = "ana0@mail.example", seed: str = SEED) -> str:
    return f"otpauth://totp/{issuer}:{label}?secret={seed}&issuer={issuer}"


def addresses() -> bytes:
    lines = [
        otpauth(),
        otpauth(issuer="Nirgendwo", label=SEED),
        otpauth(issuer=f"Nirgends {OTHER_SEED}", label="ana", seed=OTHER_SEED),
        f"otpauth://nonsense/{SEED}",
        f"otpauth://totp/no%20seed?secret=&x={SEED}",
        f"otpauth://totp/bad%20seed?secret=1!{SEED}",
        f"otpauth-migration://offline?data={SEED}",
        SEED,
    ]
    return "\n".join(lines).encode()


def aegis() -> bytes:
    def entry(name: str, issuer: str, **info: object) -> dict[str, Any]:
        return {"type": "totp", "name": name, "issuer": issuer, "note": SEED, "info": info}

    entries = [
        entry("ana0@mail.example", "Shop 0", secret=SEED, digits=6),
        entry(SEED, "Nirgendwo", secret=SEED),
        entry(f"ana, {SEED.lower()}", "Nirgends", secret=SEED),
        entry("ana", "damaged", secret=[SEED]),
        {"type": SEED, "info": SEED},
        SEED,
    ]
    db = {"version": 2, "entries": entries}
    header = {"slots": None, "params": None}
    return json.dumps({"version": 1, "header": header, "db": db}).encode()


def twofas() -> bytes:
    def service(name: str, secret: object, **otp: object) -> dict[str, Any]:
        return {"name": name, "secret": secret, "otp": {"account": "ana", **otp}}

    services = [
        service("Shop 0", SEED, issuer="Shop 0", link=otpauth()),
        service(f"Nirgendwo {SEED}", SEED, account=SEED),
        service("damaged", {"seed": SEED}),
        SEED,
    ]
    return json.dumps({"schemaVersion": 4, "services": services, "groups": []}).encode()


AUTHENTICATORS = {"addresses": addresses, "aegis": aegis, "2fas": twofas}


@pytest.fixture
def audit(capfd, caplog, tmp_path, own_home):
    """Run commands and return everything they left behind: output, logs, files, requests."""

    def command(*arguments: object, server: Loopback | None = None) -> str:
        before = set(Path("/tmp").iterdir()) if Path("/tmp").is_dir() else set()  # noqa: S108
        with caplog.at_level(logging.DEBUG):
            run([str(argument) for argument in arguments])
        captured = capfd.readouterr()
        folders = [own_home, tmp_path / "out"]
        files = [f for folder in folders for f in folder.rglob("*") if f.is_file()]
        fresh = set(Path("/tmp").iterdir()) - before if before else set()  # noqa: S108
        files += [f for f in fresh if f.is_file()]
        sent = [f"{r.path} {dict(r.headers)}" for r in server.requests] if server else []
        texts = [f.read_bytes().decode("utf-8", "replace") for f in files]
        return "\n".join([captured.out, captured.err, caplog.text, *texts, *sent])

    (tmp_path / "out").mkdir()
    return command


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("kind", EXPORTS)
def test_no_export_leaks_in_any_format(audit, tmp_path, kind, format_):
    export, key = tmp_path / "export", tmp_path / "key"
    export.write_bytes(EXPORTS[kind]())
    key.write_text(PASSWORDS[0], encoding="utf-8")
    options = ["--passphrase-file", key, "--format", format_]
    shown = audit("audit", export, *options)
    written = audit("audit", export, *options, "-o", tmp_path / "out" / "report")
    assert leaks(shown + written) == []
    assert "shop" in shown.lower() or "s0.example" in shown or format_ in NAMELESS


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("kind", AUTHENTICATORS)
def test_no_seed_of_an_authenticator_leaks_in_any_format(audit, tmp_path, kind, format_):
    export, codes = tmp_path / "export", tmp_path / "codes"
    export.write_bytes(bitwarden())
    codes.write_bytes(AUTHENTICATORS[kind]())
    shown = audit("audit", export, codes, "--format", format_)
    written = audit("audit", codes, export, "--format", format_, "-o", tmp_path / "out" / "report")
    assert leaks(shown + written) == []
    assert "Nirgend" in shown or format_ in {"csv", *NAMELESS}  # which hold what is of an account
    assert "could not be read" in shown or format_ in {"csv", "json", *NAMELESS}


@pytest.mark.parametrize("fault", ["none", "errors"])
def test_nothing_leaks_to_the_network_or_because_of_it(audit, tmp_path, fault):
    export = tmp_path / "export"
    export.write_bytes(bitwarden())
    with Loopback(pwned={MARK: 5}) as server:
        if fault == "errors":
            server.on("/range/", lambda _: (_ for _ in ()).throw(ConnectionError))
        urls = [
            part
            for name, url in server.services.items()
            for part in (f"--{name.replace('_', '-')}", url)
        ]
        everything = audit("audit", export, "--online", *urls, server=server)
        assert len(server.requests) > 3
    assert leaks(everything) == []


@pytest.fixture
def corpora(tmp_path):
    """Return a corpus and a filter that hold the marked passwords."""
    digests = sorted(hashlib.sha1(p.encode()).hexdigest() for p in PASSWORDS)  # noqa: S324
    source = tmp_path / "list.txt"
    source.write_text("".join(f"{digest}:5\n" for digest in digests))
    for name, make in (("corpus", build), ("filter", build_filter)):
        make(source, tmp_path / name, fetched=date(2026, 11, 22), processes=1)
    return [tmp_path / "corpus", tmp_path / "filter"]


@pytest.mark.parametrize("format_", FORMATS)
def test_nothing_leaks_where_a_corpus_or_a_filter_is_asked(audit, tmp_path, corpora, format_):
    export = tmp_path / "export"
    export.write_bytes(bitwarden())
    for corpus in corpora:
        shown = audit("audit", export, "--corpus", corpus, "--format", format_)
        assert leaks(shown) == []
        assert "known" in shown or format_ in NAMELESS


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_password_that_is_looked_up_leaks(audit, tmp_path, corpora, monkeypatch, form):
    typed = "\n".join([*PASSWORDS, "nobody has this"]).encode() + b"\npass\xe9" + MARK.encode()
    (tmp_path / "typed").write_bytes(typed)
    for corpus in corpora:
        for name in ("-", tmp_path / "typed"):
            # A list of passwords that is taken for one of hashes is not repeated either.
            for option in ("--passwords", "--hashes"):
                monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed)))
                shown = audit("corpus", "lookup", corpus, option, name, "--format", form)
                assert leaks(shown) == []
                assert "line" in shown
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(MARK.encode())))
        assert leaks(audit("password", "--corpus", corpus)) == []


@pytest.mark.parametrize("format_", [name for name in FORMATS if name not in NAMELESS])
def test_a_mark_that_is_planted_in_a_title_is_found_in_every_format(audit, tmp_path, format_):
    export = tmp_path / "export"
    export.write_bytes(bitwarden(title="kanarie77"))
    shown = audit("audit", export, "--format", format_)
    assert "kanarie77" in shown


def test_a_mistake_of_ours_shows_its_place_and_no_value():
    program = (
        "import sys, secaudit.__main__ as m, secaudit.vaults as v\n"
        f"def boom(*a, **k): raise ValueError({MARK!r})\n"
        "v.read_vault = boom\n"
        "sys.argv = ['secaudit', 'audit', 'x.json']\n"
        "m.main()\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    first, second = ended.stderr.splitlines()
    assert (ended.returncode, ended.stdout) == (1, "")
    assert first.startswith("error: something went wrong inside secaudit (ValueError at ")
    assert second.startswith("hint: ")
    assert leaks(ended.stderr) == []


def test_a_password_is_in_no_argument_and_no_environment_of_a_worker():
    """The scoring processes get passwords through a pipe, where `ps` does not look."""
    program = (
        "import os, sys\n"
        "from secaudit import strength\n"
        "from secaudit.model import Strength\n"
        "from secaudit.text import Secret\n"
        "def spy():\n"
        "    def score(text, words):\n"
        "        import pathlib\n"
        "        proc = pathlib.Path('/proc/self')\n"
        "        seen = (proc / 'cmdline').read_bytes() + (proc / 'environ').read_bytes()\n"
        "        return Strength(0, 0.0, warning=seen.decode('utf-8', 'replace'))\n"
        "    return score\n"
        "strength.engine = spy\n"
        "print(strength.score_passwords({Secret(sys.stdin.read()): []}).popitem()[1].warning)\n"
    )
    if not Path("/proc/self/environ").exists():
        pytest.skip("this system has no /proc to look at a process with")
    ended = subprocess.run(
        [sys.executable, "-c", program], input=MARK, capture_output=True, text=True, check=True
    )
    assert "HOME" in ended.stdout
    assert leaks(ended.stdout) == []


def test_core_dumps_are_off():
    if not Path("/proc/self/limits").exists():
        pytest.skip("this system has no /proc to look at a process with")
    program = (
        "import pathlib, secaudit.__main__ as m\n"
        "m.run(['checklist', '--list'])\n"
        "print(pathlib.Path('/proc/self/limits').read_text())\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    (line,) = [line for line in ended.stdout.splitlines() if line.startswith("Max core file")]
    assert line.split()[4:6] == ["0", "0"]


def test_a_report_holds_no_secret_anywhere():
    def holds_secret(kind: Any) -> bool:
        return any(
            "Secret" in str(f.type)
            or (isinstance(f.type, type) and is_dataclass(f.type) and holds_secret(f.type))
            for f in fields(kind)
        )

    assert not holds_secret(Report)


def opened() -> str:
    """Return all that is saved on this device, opened, as text."""
    history = History.open(lambda **_: None)
    assert history is not None
    listed = [
        (one, documents.load(one.id))
        for kind in Kind
        for documents in [Documents(history.folder, history.opened, kind)]
        for one in documents.listed()[0]
    ]
    return json.dumps(listed, ensure_ascii=False)


@pytest.mark.usefixtures("secure")
@pytest.mark.parametrize("kind", EXPORTS)
def test_no_saved_audit_and_no_export_of_it_leaks(audit, tmp_path, kind):
    export, key = tmp_path / "export", tmp_path / "key"
    export.write_bytes(EXPORTS[kind]())
    key.write_text(PASSWORDS[0], encoding="utf-8")
    answers = tmp_path / "answers.toml"
    answers.write_text(f"personal = [{json.dumps(MARK)}, {json.dumps(PASSWORDS[3])}]")
    sealed = audit("audit", export, "--passphrase-file", key, "--save", "--answers", answers)
    shown = audit("history", "export", tmp_path / "out" / "history.json")
    content = opened()
    assert leaks(sealed + shown + content) == []
    for text in (shown, content):  # the search looks at all of it
        assert "shop" in text.lower() or "s0.example" in text
    assert "fingerprints" in content
    assert "fingerprints" not in shown


@pytest.mark.usefixtures("secure")
@pytest.mark.parametrize("kind", ["bitwarden", "kdbx"])
def test_coming_back_leaks_nothing(audit, tmp_path, kind):
    export, key = tmp_path / "export", tmp_path / "key"
    export.write_bytes(EXPORTS[kind]())
    key.write_text(PASSWORDS[0], encoding="utf-8")
    again = ["audit", export, "--passphrase-file", key, "--save"]
    everything = audit(*again) + audit("done", 1) + audit("skip", 2, "--because", "no time")
    everything += audit(*again) + audit("history", "due")
    everything += audit("history", "diff") + audit("history", "diff", "--format", "json")
    for format_ in FORMATS:
        for reader in ("me", "helper", "share"):
            everything += audit("report", "--format", format_, "--for", reader)
    assert leaks(everything + opened()) == []
    assert "no time" in everything  # the search looks at what was marked
    assert "but the export still holds the old password" in everything
    assert "BEGIN:VCALENDAR" in everything


@pytest.mark.usefixtures("secure")
@pytest.mark.parametrize("format_", FORMATS)
def test_no_age_file_leaks_to_its_recipient(audit, tmp_path, format_):
    export, file = tmp_path / "export", tmp_path / "out" / "report.age"
    export.write_bytes(bitwarden())
    identity = pyrage.x25519.Identity.generate()
    to = ("--encrypt-to", identity.to_public())
    shown = audit("audit", export, "--format", format_, "-o", file, *to)
    opened = pyrage.decrypt(file.read_bytes(), [identity]).decode()
    assert leaks(shown + opened) == []
    assert "shop" in opened.lower() or format_ in NAMELESS
    assert "shop" not in file.read_bytes().decode("latin-1").lower()


@pytest.mark.usefixtures("secure")  # which puts the keyring back that was in use
def test_no_walk_in_progress_holds_what_was_typed_in_secret(own_home, monkeypatch):
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "tests.keyrings.filed.Filed")
    monkeypatch.setenv("SECAUDIT_TEST_KEYRING", str(own_home / "keyring"))
    walk = Terminal(["audit"])
    walk.answer("Numbers, with spaces", "")
    walk.answer("Another site", "mybank.example")
    walk.answer("Username", "anabank77")
    walk.answer("Password of mybank.example", MARK)
    walk.answer("Another site", "")
    walk.answer("Enter for none of these", "")
    walk.answer("Go through them now?", "n")
    walk.answer("A word or date", PASSWORDS[3])
    walk.expect("A word or date")
    walk.kill()
    keyring.set_keyring(Filed())
    content = opened()
    assert leaks(content + walk.screen) == []
    assert "anabank77" in content  # the search looks at what was typed


def test_what_is_sealed_shows_nothing_of_an_audit_without_its_key(audit, tmp_path, secure):
    export = tmp_path / "export"
    export.write_bytes(bitwarden(title="Kanarienvogelfutter"))
    audit("audit", export, "--save")
    assert "Kanarienvogelfutter" in opened()
    files = [path for path in place().iterdir() if path.is_file()]
    text = "\n".join(path.name + path.read_bytes().decode("latin-1") for path in files)
    assert len(files) == 3
    for word in ("Kanarie", "shop", "ana0", "mail.example", "password", "accounts", "2026"):
        assert word not in text
    assert secure.held  # the key is in the keyring, and in none of the files
    for kept in secure.held.values():
        data = base64.b64decode(kept)
        assert data.decode("latin-1") not in text
        assert kept not in text
