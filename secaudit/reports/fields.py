"""The fields of a JSON document, each as what it must be; what is not is refused with its place."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from secaudit.errors import ReportError
from secaudit.languages import _
from secaudit.model import Severity, utc

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")

_SEVERITIES = {severity.word: severity for severity in Severity}


def damaged(why: str) -> ReportError:
    """Return the error for a report that was changed or cut off."""
    return ReportError(
        _("the report is damaged: {why}").format(why=why),
        _("Take the file as `--format json` wrote it, or audit again."),
    )


class Fields:
    """One object of the document; each method gives one field, or says where the damage is.

    A `default` is for fields that version 1 got later: an older report goes without.
    """

    def __init__(self, value: object, where: str = "") -> None:
        if not isinstance(value, dict):
            raise damaged(_("{where} is missing or no object").format(where=where or "it"))
        self._fields: dict[str, Any] = value
        self._where = where

    def text(self, name: str, default: str | None = None) -> str:
        """Return a text."""
        text: str = self._value(name, str, default)
        return text

    def number(self, name: str, default: int | None = None) -> int:
        """Return a whole number, never below zero."""
        number: int = self._value(name, int, default)
        if number < 0:
            raise self._broken(name)
        return number

    def real(self, name: str, default: float | None = None) -> float:
        """Return a number."""
        value = self._value(name, (int, float), default)
        return float(value)

    def yes(self, name: str, *, default: bool | None = None) -> bool:
        """Return a yes or no."""
        answer: bool = self._value(name, bool, default)
        return answer

    def texts(self, name: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """Return a list of texts."""
        values = self._value(name, list, default)
        if not all(isinstance(value, str) for value in values):
            raise self._broken(name)
        return tuple(values)

    def day(self, name: str) -> date:
        """Return a date."""
        with_format = self.text(name)
        try:
            return date.fromisoformat(with_format)
        except ValueError:
            raise self._broken(name) from None

    def moment(self, name: str, default: datetime | None = None) -> datetime:
        """Return a date with time, in its own zone; in UTC where it names none."""
        if default and name not in self._fields:
            return default
        try:
            moment = datetime.fromisoformat(self.text(name))
            in_utc = utc(moment)
        except (ValueError, OverflowError):
            raise self._broken(name) from None
        return moment if moment.tzinfo else in_utc

    def severity(self, name: str) -> Severity:
        """Return a severity by its word."""
        found = _SEVERITIES.get(self.text(name))
        if found is None:
            raise self._broken(name)
        return found

    def word(self, name: str, words: type[E], default: E | None = None) -> E:
        """Return one of the words there are."""
        try:
            return words(self.text(name, default))
        except ValueError:
            raise self._broken(name) from None

    def maybe(self, name: str, read_it: "Callable[[Fields, str], T]") -> T | None:
        """Return a field, None where it is null or not there."""
        return None if self._fields.get(name) is None else read_it(self, name)

    def object(self, name: str, default: Mapping[str, Any] | None = None) -> "Fields":
        """Return an object that is inside this one."""
        return Fields(self._fields.get(name, default), self._path(name))

    def each(
        self, name: str, read_one: "Callable[[Fields], T]", default: tuple[T, ...] | None = None
    ) -> tuple[T, ...]:
        """Return a list of objects, each read by `read_one`."""
        values = enumerate(self._value(name, list, default))
        return tuple(read_one(Fields(v, f"{self._path(name)}[{place}]")) for place, v in values)

    def table(self, name: str, read_it: "Callable[[Fields, str], T]") -> Mapping[str, T]:
        """Return an object whose names are data, each value read by `read_it`."""
        inner = self.object(name)
        return {key: read_it(inner, key) for key in inner._fields}

    def _value(self, name: str, kind: type | tuple[type, ...], default: Any) -> Any:
        value = self._fields.get(name, default)
        if name not in self._fields and default is not None:
            return value
        # True is an int to Python, not to JSON.
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self._broken(name)
        return value

    def _path(self, name: str) -> str:
        return f"{self._where}.{name}" if self._where else name

    def _broken(self, name: str) -> ReportError:
        return damaged(
            _("{where} is missing or not what it should be").format(where=self._path(name))
        )
