"""The language of one run of the program: which it is, and how click speaks it too."""

import gettext
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from secaudit.languages import ENGLISH, known, of_environment, speaking

_OPTION = "--language"
_VARIABLE = "LANGUAGE"


def language_of(arguments: Sequence[str]) -> str:
    """Return the language that a command line asks for, else the one of the environment.

    Here before click reads the rest, so that it is spoken of errors in the rest, and of --help.
    """
    named = None
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        option, equals, value = argument.partition("=")
        if option == _OPTION:
            named = value if equals else "".join(arguments[place + 1 : place + 2])
    return of_environment(os.environ) if named is None else known(named) or ENGLISH


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Let secaudit and click speak one of LANGUAGES meanwhile.

    click takes its words from the process's own domain of gettext, in the language of LANGUAGE.
    """
    if language == ENGLISH:
        with speaking(language):
            yield
        return
    from pathlib import Path  # noqa: PLC0415  # English does without

    from secaudit import languages  # noqa: PLC0415

    domain, before = gettext.textdomain(), os.environ.get(_VARIABLE)
    gettext.bindtextdomain("secaudit", Path(languages.__file__).parent / "locale")
    gettext.textdomain("secaudit")
    os.environ[_VARIABLE] = language
    try:
        with speaking(language):
            yield
    finally:
        gettext.textdomain(domain)
        if before is None:
            del os.environ[_VARIABLE]
        else:
            os.environ[_VARIABLE] = before
