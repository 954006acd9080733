"""Say what the program says in the language of the person; English is what stands in the code.

The words come from gettext, out of `locale/`. What a catalogue does not hold is said in English.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import NullTranslations, translation

ENGLISH = "en"
LANGUAGES = (ENGLISH, "es")
"""What there is, by the codes of ISO 639-1."""

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
    """Return a text in the language that is spoken now."""
    return _catalogue(_current.get()).gettext(text)


def ngettext(one: str, many: str, number: int) -> str:
    """Return the form of a text that fits a number, in the language that is spoken now."""
    return _catalogue(_current.get()).ngettext(one, many, number)


@cache
def _catalogue(language: str) -> NullTranslations:
    if language == ENGLISH:
        return NullTranslations()
    from pathlib import Path  # noqa: PLC0415  # `--help` in English does without

    return translation("secaudit", Path(__file__).parent / "locale", [language])
