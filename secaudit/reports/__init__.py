"""A report in the format asked for; adding a format takes one file and one entry in FORMATS."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

from secaudit.errors import UsageError
from secaudit.languages import N_, _
from secaudit.model import Headway, Report
from secaudit.reports.cleaning import cleaned


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write a report."""

    module: str
    """Its module in this package, imported only when asked for."""
    suffix: str
    """Of its files, with the dot."""
    summary: str
    """What it is good for, for `--help`; marked for translation."""


FORMATS: Mapping[str, Format] = {
    "text": Format("text", ".txt", N_("for reading in the terminal")),
    "markdown": Format("markdown", ".md", N_("for notes and wikis")),
    "html": Format("html", ".html", N_("one page for any browser, and for printing")),
    "json": Format("json", ".json", N_("for programs (docs/report.schema.json)")),
    "csv": Format("csv", ".csv", N_("for spreadsheets, one row per account")),
    "ics": Format("ics", ".ics", "reminders of the plan for a calendar, without a name in them"),
    "dot": Format("dot", ".dot", N_("the picture of the ways in, for Graphviz")),
}


def render(
    report: Report,
    format: str = "text",  # noqa: A002  # the word of the command line
    *,
    width: int = 80,
    colour: bool = False,
    unicode: bool = True,
) -> str:
    """Return the whole report as text, safe to show whatever the titles in it hold.

    `width` (columns), `colour` (ANSI codes) and `unicode` (else ASCII only) apply to `text` alone.
    Raises UsageError for an unknown format.
    """
    if format not in FORMATS:
        raise UsageError(
            _("there is no format named {name}").format(name=format),
            _("Choose from: {names}").format(names=", ".join(FORMATS)),
        )
    look = {"width": width, "colour": colour, "unicode": unicode} if format == "text" else {}
    module = import_module(f"{__name__}.{FORMATS[format].module}")
    rendered: str = module.render(cleaned(report), **look)
    return rendered


def read(text: str) -> Report:
    """Return the report that was rendered as JSON, with every field as it was.

    Raises ReportError for a damaged text and for another major version of the form.
    """
    from secaudit.reports.reading import read as read_json  # noqa: PLC0415

    return read_json(text)


def changes(
    progress: Headway,
    format: str = "text",  # noqa: A002  # the word of the command line
    *,
    width: int = 80,
    unicode: bool = True,
) -> str:
    """Return what changed between two audits, as text or as JSON.

    `width` and `unicode` are for text, as in `render`.
    """
    from secaudit.reports.json import changes as as_json  # noqa: PLC0415
    from secaudit.reports.text import changes as as_text  # noqa: PLC0415

    progress = cleaned(progress)
    return as_json(progress) if format == "json" else as_text(progress, width, unicode=unicode)
