"""A checklist on paper: the same questions with boxes to tick by hand, as Markdown or HTML."""

import re
from collections.abc import Sequence
from datetime import date

from secaudit.languages import N_, _, caution, current, day
from secaudit.model import Confidence, Item, Platform

FORMATS = ("markdown", "html")

ANSWERS = (N_("Yes"), N_("No"), N_("Does not apply"), N_("Could not check"))

PROMISE = N_(
    "Yes always means safe. A no is nobody's fault: it is a thing to do, and the steps "
    "say how. Write no password on this sheet, and keep it where only you can read it."
)

_LABELS = {
    "date": N_("Date:"),
    "warning": N_("Read this first:"),
    "link": N_("Link:"),
    "notes": N_("Notes:"),
}
_LINES = {
    "why": N_("Why: {why}"),
    "where": N_("Where: {where}"),
    "minutes": N_("About {number} min to change."),
}
"""What stands before the text of an item, and around its minutes."""

_SPECIAL = re.compile(r"([\\`*_\[\]<])")


def render(
    platforms: Sequence[Platform], form: str, *, today: date, large_print: bool = False
) -> str:
    """Return blank worksheets for some checklists, in one of FORMATS.

    `large_print` sets an HTML page in 18 point. `today` is for saying what may have changed.
    """
    if form == "markdown":
        end = f"\n*{_plain(caution())}*\n" if caution() else ""
        return "\n".join(_markdown(platform, today) for platform in platforms) + end
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
        answers=tuple(map(_, ANSWERS)),
        promise=_(PROMISE),
        language=current(),
        title=_("Worksheet: {names}").format(names=", ".join(p.name for p in platforms)),
        say={name: _(text) for name, text in _LABELS.items()},
        line=_line,
        caution=caution(),
        verified=lambda item: verified(item, today),
    )


def verified(item: Item, today: date) -> str:
    """Return when an item was last verified, and what that is worth."""
    said = [_("Last verified {day}.").format(day=day(item.checked))]
    if item.is_stale(today):
        said.append(_("That is more than a year ago, so it may look different now."))
    elif item.confidence is Confidence.UNSURE:
        said.append(_("The way there is not certain, so look around a little."))
    return " ".join(said)


def _line(item: Item, name: str) -> str:
    """Return one line about an item: `Why: …`, `Where: …` or `About 5 min to change.`."""
    return _(_LINES[name]).format(why=item.why, where=item.where, number=item.minutes)


def _markdown(platform: Platform, today: date) -> str:
    lines = [
        f"# {_plain(platform.name)}",
        f"{_(_LABELS['date'])} ____________________",
        _plain(_(PROMISE)),
    ]
    if platform.warning:
        lines.append(f"**{_(_LABELS['warning'])}** {_plain(platform.warning)}")
    if platform.about:
        lines.append(_plain(platform.about))
    for number, item in enumerate(platform.items, start=1):
        lines += [
            f"## {number}. {_plain(item.question)}",
            "   ".join(f"☐ {_(answer)}" for answer in ANSWERS),
            _plain(_line(item, "why")),
            _plain(_line(item, "where")),
            "\n".join(f"{place}. {_plain(step)}" for place, step in enumerate(item.steps, start=1)),
        ]
        if item.url:
            lines.append(f"{_(_LABELS['link'])} <{item.url}>")
        lines.append(f"{_line(item, 'minutes')} {verified(item, today)}")
        lines.append(f"{_(_LABELS['notes'])} ______________________________________________")
    return "\n\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """Return a text that Markdown shows as it stands."""
    return _SPECIAL.sub(r"\\\1", text)
