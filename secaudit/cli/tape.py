"""Answers given so far, so that a walk can be gone through again up to where it stopped.

Going on is going through the same questions: those that were answered answer themselves, and the
first that was not is asked. An answer is kept under a digest of its question with all that was
said since the question before. So it fits that question only, even after an update, in another
language or for another export: what does not fit is asked. Secrets are never kept.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

Given = tuple[str, Any]
"""A digest of a question, and the answer: a text, a number, yes or no, or a list of numbers."""

_DIGITS = 16
"""Of a digest: so many questions are never asked that two would share it."""


class Tape:
    """The answers of one walk. `keep` is called with all of them after each new one."""

    def __init__(self, given: Iterable[Given], keep: Callable[[Sequence[Given]], None]) -> None:
        self.given = list(given)
        self._keep = keep
        self._left: dict[str, deque[Any]] = defaultdict(deque)
        for question, answer in self.given:
            self._left[question].append(answer)
        self._said: list[str] = []
        """All since the last question."""
        self._unshown = 0
        """How many of those the person has not seen."""

    def hears(self, text: str) -> bool:
        """Take down what is said; tell whether it need not be shown yet."""
        self._said.append(text)
        silent = any(self._left.values())
        self._unshown += silent
        return silent

    def unshown(self) -> list[str]:
        """Return what was said since the last question and is still to be shown."""
        held = self._said[len(self._said) - self._unshown :]
        self._unshown = 0
        return held

    def question(self, *parts: object) -> str:
        """Return the digest of a question that comes now."""
        import hashlib  # noqa: PLC0415  # `--help` does without both
        import json  # noqa: PLC0415

        text = json.dumps([*self._said, *parts])
        return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]

    def answered(self, question: str) -> deque[Any]:
        """Return the answers to a question that were not used yet, the next one first."""
        return self._left[question]

    def add(self, question: str, answer: Any) -> None:
        """Keep a new answer."""
        self.given.append((question, answer))
        self._keep(self.given)

    def turn(self) -> None:
        """Begin to listen for the next question."""
        self._said.clear()
        self._unshown = 0


_tape: ContextVar[Tape | None] = ContextVar("tape", default=None)


@contextmanager
def recording(tape: Tape | None) -> Iterator[None]:
    """Let the questions asked meanwhile be answered from a tape, and their answers go there."""
    before = _tape.set(tape)
    try:
        yield
    finally:
        _tape.reset(before)


def running() -> Tape | None:
    """Return the tape of this walk, if it has one."""
    return _tape.get()
