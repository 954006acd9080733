"""A checklist on paper: the same questions with boxes to tick by hand, as Markdown or HTML."""

import re
from collections.abc import Sequence
from datetime import date

from secaudit.model import Confidence, Item, Platform

FORMATS = ("markdown", "html")

ANSWERS = ("Yes", "No", "Does not apply", "Could not check")

PROMISE = (
    "Yes always means safe. A no is nobody's fault: it is a thing to do, and the steps "
    "say how. Write no password on this sheet, and keep it where only you can read it."
)

_SPECIAL = re.compile(r"([\\`*_\[\]<])")


def render(
    platforms: Sequence[Platform], form: str, *, today: date, large_print: bool = False
) -> str:
    """Return blank worksheets for some checklists, in one of FORMATS.

    `large_print` sets an HTML page in 18 point. `today` is for saying what may have changed.
    """
    if form == "markdown":
        return "\n".join(_markdown(platform, today) for platform in platforms)
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415

    environment = Environment(
        loader=PackageLoader("secaudit.worksheets", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("worksheet.html.jinja").render(
        platforms=platforms,
        large_print=large_print,
        answers=ANSWERS,
        promise=PROMISE,
        verified=lambda item: verified(item, today),
    )


def verified(item: Item, today: date) -> str:
    """Return when an item was last verified, and what that is worth."""
    said = f"Last verified {item.checked.day} {item.checked:%B %Y}."
    if item.is_stale(today):
        return f"{said} That is more than a year ago, so it may look different now."
    if item.confidence is Confidence.UNSURE:
        return f"{said} The way there is not certain, so look around a little."
    return said


def _markdown(platform: Platform, today: date) -> str:
    lines = [f"# {_plain(platform.name)}", "Date: ____________________", _plain(PROMISE)]
    if platform.warning:
        lines.append(f"**Read this first:** {_plain(platform.warning)}")
    if platform.about:
        lines.append(_plain(platform.about))
    for number, item in enumerate(platform.items, start=1):
        lines += [
            f"## {number}. {_plain(item.question)}",
            "   ".join(f"☐ {answer}" for answer in ANSWERS),
            f"Why: {_plain(item.why)}",
            f"Where: {_plain(item.where)}",
            "\n".join(f"{place}. {_plain(step)}" for place, step in enumerate(item.steps, start=1)),
        ]
        if item.url:
            lines.append(f"Link: <{item.url}>")
        lines.append(f"About {item.minutes} min to change. {verified(item, today)}")
        lines.append("Notes: ______________________________________________")
    return "\n\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """Return a text that Markdown shows as it stands."""
    return _SPECIAL.sub(r"\\\1", text)
