"""Cleans every text of a report once more, so that no renderer depends on who filled it in."""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar

from secaudit.text import clean

T = TypeVar("T")

LONGEST = 2000
"""Characters kept of any one text: longer than every sentence a check writes."""

# Printable ASCII of RFC 3986 without quotes, after a host without user name: nothing that could
# end an attribute or an autolink, or make one host look like another.
_LINK = re.compile(
    r"https://[A-Za-z0-9.-]+(?::[0-9]+)?(?:[/?#][A-Za-z0-9_\-.~:/?#\[\]@!$&()*+,;=%]*)?"
)


def cleaned(report: T) -> T:
    """Return the same report without a control, escape or bidi character in any of its texts."""
    return _cleaned(report)


def link(url: str | None) -> str | None:
    """Return a URL that may be made clickable: https only, plain characters; else None."""
    return url if url and _LINK.fullmatch(url) else None


def _cleaned(value: T) -> T:
    result: Any = value
    if isinstance(value, Enum):
        pass  # a StrEnum is a str too, and ours
    elif isinstance(value, str):
        result = clean(value, LONGEST)
    elif isinstance(value, tuple):
        result = tuple(_cleaned(part) for part in value)
    elif isinstance(value, Mapping):
        result = {_cleaned(key): _cleaned(part) for key, part in value.items()}
    elif is_dataclass(value) and not isinstance(value, type):
        result = replace(value, **{f.name: _cleaned(getattr(value, f.name)) for f in fields(value)})
    typed: T = result
    return typed
