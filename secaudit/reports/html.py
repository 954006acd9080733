"""The report as one HTML page that loads nothing, runs nothing and prints well."""

import base64
import hashlib
import re
from functools import cache, partial
from typing import TYPE_CHECKING

from secaudit.model import Report
from secaudit.reports import outline, ways, words
from secaudit.reports.cleaning import link
from secaudit.reports.drawing import drawing
from secaudit.reports.leftovers import leftovers

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup


def render(report: Report) -> str:
    """Return the whole report as a page that is complete in itself."""
    affected = outline.affected(report)
    page = _environment().get_template("report.html.jinja")
    return page.render(
        report=report,
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


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415
    from markupsafe import Markup  # noqa: PLC0415

    loader = PackageLoader("secaudit.reports", ".")
    environment = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    css, _, _ = loader.get_source(environment, "report.css")
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    environment.globals |= {
        "words": words,
        "ways": ways,
        "link": link,
        "breakable": _breakable,
        "css": Markup(css),  # noqa: S704  # our own file
        "policy": (
            f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
            "base-uri 'none'; form-action 'none'"
        ),
    }
    return environment
