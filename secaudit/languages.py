"""Say what the program says in the language of the person; English is what stands in the code.

The words come from gettext, out of `locale/`. What a catalogue does not hold is said in English.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import NullTranslations, translation
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

ENGLISH = "en"
LANGUAGES = (ENGLISH, "es")
"""What there is, by the codes of ISO 639-1."""

MACHINE_ASSISTED = frozenset({"es"})
"""Languages into which a machine helped to translate, and that no native reader has checked."""

_current: ContextVar[str] = ContextVar("language", default=ENGLISH)


def known(name: str) -> str | None:
    """Return the language that a name such as `es_MX.UTF-8` or `es-419` asks for, if it is there.

    `C` and `POSIX` ask for the words as they are: English.
    """
    code = re.split(r"[_.@-]", name.strip(), maxsplit=1)[0]
    if code in {"C", "POSIX"}:
        return ENGLISH
    return code.lower() if code.lower() in LANGUAGES else None


def of_environment(environment: Mapping[str, str]) -> str:
    """Return the language that an environment asks for, English where it asks for none we have.

    As gettext does: LANGUAGE names several, the best first, unless the locale is C itself: that
    is how scripts ask for the words as they are. C.UTF-8 is only what containers begin with. The
    locale is the first of LC_ALL, LC_MESSAGES and LANG that is set.
    https://www.gnu.org/software/gettext/manual/html_node/Locale-Environment-Variables.html
    """
    names = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next(filter(None, names), "")
    if locale in {"C", "POSIX"}:
        return ENGLISH
    wanted = (*environment.get("LANGUAGE", "").split(":"), locale)
    return next(filter(None, map(known, wanted)), ENGLISH)


def speak(language: str) -> None:
    """Let what is said from now on be in one of LANGUAGES, in a process of its own."""
    _current.set(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Let what is said meanwhile be in one of LANGUAGES."""
    before = _current.set(language)
    try:
        yield
    finally:
        _current.reset(before)


def current() -> str:
    """Return the language that is spoken now."""
    return _current.get()


def N_(text: str) -> str:  # noqa: N802  # what gettext's tools look for
    """Return a text as it is, marked for translation; it is translated where it is said."""
    return text


def _(text: str) -> str:
    """Return a text in the language that is spoken now; nothing stays nothing."""
    return _catalogue(_current.get()).gettext(text) if text else ""  # gettext's "" is its header


def ngettext(one: str, many: str, number: int) -> str:
    """Return the form of a text that fits a number, in the language that is spoken now."""
    return _catalogue(_current.get()).ngettext(one, many, number)


def caution() -> str:
    """Return what to say below a text in a language that no native reader has checked, else ""."""
    if _current.get() not in MACHINE_ASSISTED:
        return ""
    return _("A machine helped to translate this, and no native reader has checked it yet.")


@cache
def _catalogue(language: str) -> NullTranslations:
    if language == ENGLISH:
        return NullTranslations()
    from pathlib import Path  # noqa: PLC0415  # `--help` in English does without

    return translation("secaudit", Path(__file__).parent / "locale", [language])


# ── Numbers, dates and lists, as they are written in each language ───────────────────────────────


class _Digits(NamedTuple):
    """How the digits of a number are put in groups of three."""

    separator: str
    least: int
    """How many digits a number has at least before it is grouped."""
    point: str
    """What stands before the decimals."""


_DIGITS = {ENGLISH: _Digits(",", 4, "."), "es": _Digits(".", 5, ",")}
"""`symbols/group`, `minimumGroupingDigits`, `symbols/decimal` of the Unicode CLDR: 1,200 and 1200.
https://github.com/unicode-org/cldr-json/blob/main/cldr-json/cldr-numbers-full/main/es/numbers.json
"""


def number(value: int) -> str:
    """Return a whole number as it is written: `12,000`, or `12.000` in Spanish."""
    digits = _DIGITS[_current.get()]
    if len(str(abs(value))) < digits.least:
        return str(value)
    return f"{value:,}".replace(",", digits.separator)


def decimal(written: str) -> str:
    """Return a number with decimals as it is written: `5.42`, or `5,42` in Spanish."""
    return written.replace(".", _DIGITS[_current.get()].point)


_MONTHS = (
    *(N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"), N_("July")),
    *(N_("August"), N_("September"), N_("October"), N_("November"), N_("December")),
)
"""In the language that is spoken, where strftime would follow the machine's."""


def day(moment: "date") -> str:
    """Return a date as `4 August 2026`."""
    return _("{day} {month} {year}").format(
        day=moment.day, month=_(_MONTHS[moment.month - 1]), year=moment.year
    )


_SOUNDS = {
    ("es", "y"): (r"(?!i[A-Z])[Hh]?[IiÍí](?![aeoáéó])", "e"),
    ("es", "o"): (r"[Hh]?[OoÓó]", "u"),
}
"""Words that change before some sounds: “correo e Instagram”, “Google u Outlook”.
https://www.rae.es/dpd/y and https://www.rae.es/dpd/o
"""


def listed(parts: Sequence[str]) -> str:
    """Return `a, b and c`; empty where there are none."""
    return _joined(parts, _("and"))


def either(parts: Sequence[str]) -> str:
    """Return `a, b or c`; empty where there are none."""
    return _joined(parts, _("or"))


def separators(parts: Sequence[str]) -> tuple[str, ...]:
    """Return what follows each of some parts in a list, where each is written in its own way."""
    before_last = f" {_before(_('and'), parts[-1])} " if parts else ""
    return (*[", "] * (len(parts) - 2), before_last, "")[-len(parts) :] if parts else ()


def _joined(parts: Sequence[str], word: str) -> str:
    *others, last = parts or [""]
    if not others:
        return last
    return f"{', '.join(others)} {_before(word, last)} {last}"


def _before(word: str, last: str) -> str:
    """Return a word as it is before the last part of a list."""
    sound, instead = _SOUNDS.get((_current.get(), word), ("", ""))
    return instead if sound and re.match(sound, last) else word
