"""Write the parts of the docs that come out of the code: help, checks, exports and checklists.

Run `python docs/generate.py` after a change of one; a test fails when they differ.
"""

import inspect
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from secaudit.access.building import DIRECT
from secaudit.access.explaining import LEVELS
from secaudit.access.standing import POINTS, TARGET
from secaudit.checklists import load
from secaudit.checks import CHECKS
from secaudit.cli import cli
from secaudit.model import TOPICS, Confidence, Platform
from secaudit.plan import BESIDE, DOUBT, ON_THE_WAY, SHARE
from secaudit.sites import IMPORTANCE
from secaudit.vaults import FORMATS
from secaudit.vaults.authenticators import AUTHENTICATORS
from secaudit.vaults.base import FIELDS, Format

HERE = Path(__file__).parent

THINGS = {
    "number": "text messages and calls to your phone number",
    "mail code": "a code by e-mail (easier, where the mailbox is)",
    "code": "a code from an app",
    "prompt": "a question to confirm in the site's own app",
    "device": "a code from a device of the site",
    "key": "a security key",
    "passkey": "a passkey",
}
"""Things of the access graph, in words."""


def help_text() -> str:
    """Return the help of every command as Markdown."""
    parts = ["# Command line", "Generated from the program; see `docs/generate.py`."]

    def add(command: click.Command, name: str, parent: click.Context | None) -> None:
        context = command.make_context(
            name, [], parent, resilient_parsing=True, terminal_width=80, color=False
        )
        parts.extend([f"## {context.command_path}", f"```\n{command.get_help(context)}\n```"])
        if isinstance(command, click.Group):
            for child in command.list_commands(context):
                if found := command.get_command(context, child):
                    add(found, child, context)

    add(cli, "secaudit", None)
    return "\n\n".join(parts) + "\n"


def checks_text() -> str:
    """Return the docstring of every check as Markdown."""
    parts = ["# Checks", "Generated from the docstrings of `secaudit/checks/`."]
    for check in CHECKS:
        parts.extend([f"## {check.id}", inspect.cleandoc(check.doc)])
    return "\n\n".join(parts) + "\n"


def formats_text() -> str:
    """Return the exports that can be read, with what each holds and lacks, as Markdown."""
    backups = "\n".join(f"| {form.label} | {_on_disk(form)} |" for form in AUTHENTICATORS)
    return f"""# Exports that secaudit reads

Generated from `secaudit/vaults/`. Each is told by its content, never by its name, and may also lie
in a zip archive or a PGP message. Every row is accounted for: logins, one-time codes, notes, cards,
the trash, and what could not be read, with its place.

## Password managers and browsers

What an export lacks cannot be judged from it: without the date of change, for example, nobody can
say whether a password is older than a breach. Where you can choose, take an encrypted export, or
one that lacks little.

| export | on your disk | what is read | what it lacks |
| --- | --- | --- | --- |
{_table(form for form in FORMATS if form not in AUTHENTICATORS)}

Logins in the trash or the archive are counted and left out of the audit, where an export tells
them apart.

## Authenticator apps

Their entries show where a second step is on. Each is matched to a login by site and username, and
listed where it fits none. Read are who gave it out, the username and the seed; no such backup holds
passwords.

| backup | on your disk |
| --- | --- |
{backups}
"""


def _table(formats: Iterable[Format]) -> str:
    return "\n".join(
        f"| {form.label} | {_on_disk(form)} | {_listed(form.gives)} "
        f"| {_listed(frozenset(FIELDS) - form.gives)} |"
        for form in formats
    )


def _on_disk(form: Format) -> str:
    return "encrypted" if form.encrypted else "plain text"


def _listed(fields: frozenset[str]) -> str:
    return ", ".join(field for field in FIELDS if field in fields) or "–"


def scoring_text() -> str:
    """Return the template of docs/scoring.md with the tables out of the code."""
    marks = [f"| {level:d} | `{word}` | {meaning} |" for level, (word, meaning) in LEVELS.items()]
    things = [f"| {THINGS[kind]} | {level:d} |" for kind, level in DIRECT.items() if kind in THINGS]
    kinds = {
        importance: [k.value for k in IMPORTANCE if IMPORTANCE[k] is importance]
        for importance in TARGET
    }
    targets = [
        f"| {importance} | {', '.join(kinds[importance])} | {level:d} | {POINTS[importance]} |"
        for importance, level in TARGET.items()
    ]
    template = (HERE / "scoring.template.md").read_text(encoding="utf-8")
    beside = ", ".join(f"{gain:g} ({severity.word})" for severity, gain in BESIDE.items())
    return template.format(
        levels="\n".join(marks),
        things="\n".join(things),
        targets="\n".join(targets),
        beside=beside,
        on_the_way=ON_THE_WAY,
        share=f"{SHARE:.0%}".replace("%", " %"),
        doubt=f"{DOUBT:.0%}".replace("%", " %"),
    )


def checklists_text() -> str:
    """Return the checklists with their questions by confidence and age, as Markdown."""
    platforms = load()
    return f"""# Checklists

Generated from [`checklists/`](../checklists/README.md), which says what confidence means and how
to propose a change. The dates are those on which somebody last read the sources of a question.

{_counts("Platforms", (p for p in platforms if not p.is_general))}

{_counts("General lists", (p for p in platforms if p.is_general))}

{_topics([p for p in platforms if not p.is_general])}
"""


def _counts(title: str, platforms: Iterable[Platform]) -> str:
    platforms = list(platforms)
    words = " | ".join(Confidence)
    lines = [
        f"## {title}\n",
        f"| checklist | questions | {words} | oldest | newest |",
        f"| --- {'| ---: ' * (1 + len(Confidence))}| --- | --- |",
    ]
    for platform in platforms:
        items = platform.items
        counts = [sum(item.confidence is c for item in items) for c in Confidence]
        days = [item.checked for item in items]
        cells = [f"[{platform.name}](../checklists/{platform.id}.toml)", len(items), *counts]
        lines.append(f"| {' | '.join(map(str, [*cells, min(days), max(days)]))} |")
    every = [item.confidence for platform in platforms for item in platform.items]
    total = [len(every), *(every.count(c) for c in Confidence)]
    lines.append(f"| together | {' | '.join(map(str, total))} | | |")
    return "\n".join(lines)


def _topics(platforms: Sequence[Platform]) -> str:
    topics = [topic for topic in TOPICS if topic != "other"]
    lines = [
        "## What the questions are about\n",
        "How many questions of a platform are about what. `link`: no question, but a link that a",
        "finding or `secaudit respond` leads to. Empty: there is no such setting, or nobody has",
        "confirmed where it is.\n",
        f"| | {' | '.join(topics)} |",
        f"| --- {'| ---: ' * len(topics)}|",
    ]
    for platform in platforms:
        asked = Counter(item.topic for item in platform.items)
        linked = {"report" if name == "report-image" else name for name in platform.links}
        cells = [asked[topic] or ("link" if topic in linked else "") for topic in topics]
        lines.append(f"| {platform.name} | {' | '.join(map(str, cells))} |")
    return "\n".join(lines)


PAGES = {
    "checklists.md": checklists_text,
    "scoring.md": scoring_text,
    "formats.md": formats_text,
    "cli.md": help_text,
    "checks.md": checks_text,
}

if __name__ == "__main__":
    for name, text in PAGES.items():
        (HERE / name).write_text(text(), encoding="utf-8")
