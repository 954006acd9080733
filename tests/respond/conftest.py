"""A small handbook of invented people, and the program run with it."""

import io
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from secaudit import checklists
from secaudit.__main__ import run
from secaudit.respond import load

KNOWN = """sources = ["https://help.example/"]
checked = 2026-08-04
confidence = "certain"
"""
OLD = KNOWN.replace("2026-08-04", "2025-08-04")

FILES = {
    "schema.json": "{}",
    "forum.toml": """id = "forum"
name = "Forum"
kind = "other"
domains = ["forum.example"]

[links.report-image]
url = "https://forum.example/report"
source = "forum.example"
checked = 2026-08-04

[[items]]
id = "forum-locked"
question = "Is it locked?"
action = "Lock it"
why = "So that nobody else gets in."
where = "Settings"
steps = ["Lock it."]
topic = "other"
severity = "low"
minutes = 1
"""
    + KNOWN,
    "support.toml": f"""[countries]
AU = "Australia"
DE = "Germany"
US = "United States"

[regions]
EU = ["DE"]

[[services]]
id = "us-police"
country = "US"
name = "Emergency"
what-for = "Danger"
topics = ["emergency"]
phone = "911"
{KNOWN}
[[services]]
id = "us-web"
country = "US"
name = "Paper Line"
what-for = "Letters"
topics = ["account"]
web = "https://paper.example/"
{KNOWN}
[[services]]
id = "us-line"
country = "US"
name = "Picture Line"
what-for = "Images shared without consent"
who-for = "Adults"
topics = ["image", "threat"]
phone = "555-0100"
text = "Text HOME to 55501"
hours = "Day and night"
languages = ["English", "Spanish"]
web = "https://line.example/"
{KNOWN}
[[services]]
id = "us-young"
country = "US"
name = "Young Line"
what-for = "Images of people under 18"
topics = ["under-18"]
phone = "555-0118"
{OLD}
[[services]]
id = "eu-victims"
country = "EU"
name = "Victims Line"
what-for = "All who were harmed"
topics = ["image", "under-18"]
phone = "116 006"
{KNOWN}
[[services]]
id = "au-web"
country = "AU"
name = "Safety Office"
what-for = "Images shared without consent"
topics = ["image"]
web = "https://safety.example/report"
{KNOWN.replace("certain", "unsure")}
[[services]]
id = "any-listen"
country = "any"
name = "Listeners"
what-for = "Someone to talk to"
topics = ["crisis"]
web = "https://listen.example/"
{KNOWN.replace("certain", "likely")}
""",
    "laws.toml": f"""[[laws]]
id = "us-act"
country = "US"
title = "Removal Act"
text = ["Platforms remove within 48 hours.", "A request has to be complete."]
deadline-hours = 48
in-force = 2026-05-19
complaint = "https://complain.example/"
{KNOWN}
[[laws]]
id = "eu-notice"
country = "EU"
title = "Notice Act"
text = ["Platforms act on a notice."]
{OLD}
""",
    "removal.toml": f"""[[requests]]
id = "us-letter"
country = "US"
choose = "United States: a request under the Removal Act"
law = "us-act"
before = ["Use the platform's own form where there is one."]
letter = [
  "To: {{platform}}",
  "Date: {{sent}}",
  "I am {{who}}. The images are here:",
  "{{locations}}",
  "{{good-faith}}",
  "My number with you is {{case}}.",
  "Please act by {{deadline}}.",
  "Reach me at: {{contact}}",
  "{{signature}}",
]
{KNOWN}
[[requests.fields]]
id = "platform"
kind = "line"
question = "Which platform?"
why = "So that it knows who is asked."
required = true

[[requests.fields]]
id = "who"
kind = "choice"
question = "Who are you?"
choices = ["the person shown", "someone acting for the person shown"]
why = "Either may ask."
required = true

[[requests.fields]]
id = "locations"
kind = "lines"
question = "Where is it? An address"
why = "Without it nobody can find the image."
required = true

[[requests.fields]]
id = "good-faith"
kind = "statement"
question = "Can you state this?"
text = "I believe in good faith that it was published without consent."
why = "Without it the request does not count."
required = true

[[requests.fields]]
id = "case"
kind = "line"
question = "A case number"
why = "It helps."
required = false

[[requests.fields]]
id = "contact"
kind = "line"
question = "How can they reach you?"
why = "Without it the request does not count."
required = true

[[requests.fields]]
id = "signature"
kind = "signature"
question = "Your full name"
why = "Without it the request does not count."
required = true

[[requests]]
id = "eu-letter"
country = "EU"
choose = "European Union: a notice"
law = "eu-notice"
before = ["Platforms have a form."]
letter = ["Notice of {{sent}}", "{{locations}}", "{{true}}", "I am {{who}}."]
{KNOWN}
[[requests.fields]]
id = "locations"
kind = "lines"
question = "Where is it? An address"
why = "The notice needs it."
required = true

[[requests.fields]]
id = "true"
kind = "statement"
question = "Is this true?"
text = "What I write is true."
why = "It helps."
required = false

[[requests.fields]]
id = "who"
kind = "choice"
question = "Who are you?"
choices = ["the person shown"]
why = "It helps."
required = false
""",
    "respond/image-shared.toml": f"""id = "image-shared"
order = 10
choose = "An image of me was shared"
title = "When an image of you was shared"
first = ["Someone shared what was not theirs.", "There are ways to have it taken down."]
underage = false
under-18 = "image-under-18"
topics = ["image", "crisis"]

[[steps]]
id = "image-shared-write"
title = "Write down where it is"
text = ["Copy each address.", "Add the day."]
minutes = 10
evidence = true
{KNOWN}
[[steps]]
id = "image-shared-forms"
title = "Report it"
text = ["Use the form."]
adds = "platforms"
links = [{{ name = "Hash list", url = "https://hash.example/" }}]
{OLD}
[[steps]]
id = "image-shared-letter"
title = "Ask for removal"
text = ["Write a letter."]
adds = "removal"
{KNOWN}
[[steps]]
id = "image-shared-law"
title = "Know the law"
text = ["The law may help."]
adds = "laws"
{KNOWN}
[[avoid]]
text = "Do not pay."
{KNOWN}
""",
    "respond/image-under-18.toml": f"""id = "image-under-18"
order = 20
choose = "Someone in the image is under 18"
title = "When someone in the image is under 18"
first = ["A grown-up can help."]
underage = true
topics = ["under-18"]

[[steps]]
id = "image-under-18-call"
title = "Call someone"
text = ["Call the line."]
adds = "help"
evidence = true
see = "image-shared"
{KNOWN.replace("certain", "likely")}
""",
}


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def folder(tmp_path):
    """Write the small handbook; `folder(path=(old, new))` changes a file, `path=None` drops it."""

    def write(**changes: tuple[str, str] | None) -> Path:
        root: Path = tmp_path / "checklists"
        (root / "respond").mkdir(parents=True, exist_ok=True)
        for name, text in FILES.items():
            (root / name).write_text(text, encoding="utf-8")
        for name, change in changes.items():
            path = root / name
            if change is None:
                path.unlink()
                continue
            text = path.read_text("utf-8")
            assert change[0] in text
            path.write_text(text.replace(*change, 1), encoding="utf-8")
        return root

    return write


@pytest.fixture
def handbook(folder):
    return load(folder())


@pytest.fixture
def secaudit(folder, capsys, monkeypatch):
    """Run a command without a terminal, with the small handbook."""
    monkeypatch.setattr(checklists, "_FOLDERS", (folder(),))

    def command(*arguments: object) -> Ended:
        monkeypatch.setattr(sys, "stdin", io.StringIO())
        code = run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Ended(code, captured.out, captured.err)

    return command


@pytest.fixture
def on_terminal(folder, monkeypatch):
    """Let `python -m secaudit` in a terminal find the small handbook in place of the real one."""
    import secaudit as package  # noqa: PLC0415

    root = folder().parent
    # The checklists are looked for beside the package; a link to it stands beside the small ones.
    (root / "secaudit").symlink_to(Path(package.__file__).parent)
    monkeypatch.chdir(root)
    return root


@pytest.fixture(autouse=True)
def in_english(monkeypatch):
    """Speak English, whatever the language of this machine is."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
