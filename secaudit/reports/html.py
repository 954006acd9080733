"""The report as one HTML page that loads nothing, runs nothing and prints well."""

import base64
import hashlib
import re
from functools import cache, partial
from importlib.resources import files
from typing import TYPE_CHECKING

from secaudit.languages import N_, _, caution, current, separators
from secaudit.languages import number as digits
from secaudit.model import Report
from secaudit.reports import headway, outline, ways, words
from secaudit.reports.cleaning import link
from secaudit.reports.drawing import drawing
from secaudit.reports.leftovers import leftovers
from secaudit.reports.reader import left_out

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_LABELS = {
    "skip": N_("Skip to what to do today"),
    "heading": N_("Account security report"),
    "of_100": N_("of 100"),
    "accounts": N_("Accounts"),
    "what_to_do": N_("What to do"),
    "also": N_("Also concerns"),
    "more": N_("Read more"),
    "as_list": N_("The same as a list"),
    "list_below": N_("The list below says the same."),
    "to": N_("To"),
    "requests": N_("Requests"),
    "what": N_("What"),
    "source": N_("From"),
    "rows": N_("Where every row went"),
    "private": N_("This page loads nothing and tells nobody that you read it."),
}
"""What the template says beside the words of all formats."""

_MARK = N_("Invented person")
"""What report.css prints at the top of every sheet of an example."""


def render(report: Report) -> str:
    """Return the whole report as a page that is complete in itself."""
    from markupsafe import Markup  # noqa: PLC0415

    affected = outline.affected(report)
    page = _environment().get_template("report.html.jinja")
    css = _css().replace(_MARK, _(_MARK))
    made = _("Made by secaudit {version} on this machine.")
    return page.render(
        report=report,
        notice=left_out(report),
        plot=headway.plot(report.progress.points) if report.progress else None,
        language=current(),
        css=Markup(css),  # noqa: S704  # our own file
        policy=_policy(css),
        say={name: _(text) for name, text in _LABELS.items()},
        score=_("Score: {score} of 100").format(score=report.score),
        explained=_("Explained under {account}."),
        made=made.format(version=report.version),
        caution=caution(),
        affected=affected,
        ignored=outline.ignored(report),
        gaps=outline.gaps(report),
        leftovers=leftovers(report),
        drawing=drawing(report.picture),
        names=partial(outline.names, accounts=outline.index(report)),
        nothing_found=words.nothing_found(report, sum(e.account is not None for e in affected)),
    )


def _breakable(text: str) -> "Markup":
    """Return an address that may be broken after its dots and slashes, and is copied whole."""
    from markupsafe import Markup, escape  # noqa: PLC0415

    return Markup(re.sub(r"(?<=[/@])(?=.)|(?<=\w\.)(?=\w)", "<wbr>", str(escape(text))))  # noqa: S704  # escaped


def _filled(text: str, **parts: "Markup") -> "Markup":
    """Return a text, escaped, with parts put in that are markup already."""
    from markupsafe import Markup, escape  # noqa: PLC0415

    return Markup(escape(text)).format(**parts)  # noqa: S704  # escaped


def _policy(css: str) -> str:
    """Return what the page may do: show itself, in its own style."""
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


@cache
def _css() -> str:
    return files("secaudit.reports").joinpath("report.css").read_text(encoding="utf-8")


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415

    loader = PackageLoader("secaudit.reports", ".")
    environment = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals |= {
        "_": _,
        "digits": digits,
        "filled": _filled,
        "separators": separators,
        "words": words,
        "headway": headway,
        "ways": ways,
        "link": link,
        "breakable": _breakable,
    }
    return environment
