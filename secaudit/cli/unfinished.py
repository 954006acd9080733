"""The walk in progress: saved after every answer, offered again, and spoken of at Ctrl-C."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from secaudit.cli.prompts import choose, end_line, say
from secaudit.cli.tape import Given, Tape, recording
from secaudit.errors import KeyringError, OutputError, StoppedError, StoreError
from secaudit.languages import _, day, ngettext, number

if TYPE_CHECKING:
    from secaudit.model import Vault
    from secaudit.saving import History
    from secaudit.saving.walks import Walk, Walks


class About(NamedTuple):
    """What a walk is about."""

    command: str
    names: tuple[str, ...]
    """Of exports or checklists, for people."""
    vaults: tuple["Vault", ...] = ()

    @property
    def beside(self) -> tuple[str, ...]:
        """What tells it apart; a renamed export is the same."""
        return (self.command, *(() if self.vaults else self.names))


class Unfinished:
    """One walk, from its first answer until its report is there."""

    def __init__(self, walks: "Walks", walk: "Walk") -> None:
        self._walks = walks
        self._walk = walk
        self._trouble = ""
        self._is_over = False
        self._tape = Tape(walk.given, self._keep)

    @property
    def is_saved(self) -> bool:
        """Whether all that was answered so far is on the disk."""
        return bool(self._walk.id) and not self._trouble and not self._is_over

    def _keep(self, given: Sequence[Given]) -> None:
        if self._is_over:
            return
        try:
            self._walk = self._walks.save(self._walk, given)
        except (KeyringError, StoreError, OutputError) as error:
            if not self._trouble:
                say(
                    _("note: from here on your answers are not saved: {what}. {hint}").format(
                        what=error.message, hint=error.hint
                    )
                )
            self._trouble = error.message
        else:
            self._trouble = ""

    @contextmanager
    def recording(self) -> Iterator[None]:
        """Save every answer that is given meanwhile; those given before are not asked for."""
        with recording(self._tape):
            yield
        for text in self._tape.unshown():
            say(text)

    def stop(self) -> None:
        """Say what is saved and how to go on, where anything is: raises StoppedError."""
        if not self.is_saved:
            return
        end_line()
        answers = len(self._tape.given)
        raise StoppedError(
            ngettext(
                "stopped; your answer is saved, encrypted, and no report was written",
                "stopped; your {number} answers are saved, encrypted, and no report was written",
                answers,
            ).format(number=number(answers)),
            _("To go on, run the same command again. To remove them: {command}").format(
                command="secaudit history forget --walks"
            ),
        )

    def forget(self) -> None:
        """Remove what is saved of it, and save no more."""
        self._is_over = True
        self._walks.forget(self._walk)


def offer(history: "History", about: "About", *, now: datetime) -> Unfinished:
    """Return the walk about this: one that was begun, if the person wants that, or a new one."""
    from secaudit.saving.walks import Walk, Walks  # noqa: PLC0415

    walks = Walks(history)
    fresh = Walk(now, walks.about(about.vaults, *about.beside), about.names, about.command)
    begun = walks.unfinished(about.command)
    same = [walk for walk in begun if walk.about == fresh.about]
    if not begun:
        return Unfinished(walks, fresh)
    earlier = (same or begun)[0]
    picked = _ask(earlier, is_same=bool(same))
    if picked == _GO_ON:
        return Unfinished(walks, replace(earlier, about=fresh.about, names=fresh.names))
    if picked == _FORGET:
        walks.forget(earlier)
    return Unfinished(walks, fresh)


_GO_ON, _FORGET, _LATER = range(3)


def _ask(walk: "Walk", *, is_same: bool) -> int:
    say()
    answers = len(walk.given)
    say(
        ngettext(
            "On {day} you stopped after {number} answer.",
            "On {day} you stopped after {number} answers.",
            answers,
        ).format(day=day(walk.begun.astimezone()), number=number(answers))
    )
    if not is_same:
        what = ", ".join(walk.names)
        say(
            _("That was about {what}, which is not the same as now, or has changed.").format(
                what=what
            )
            if what
            else _("That was without an export.")
        )
        say(_("Answers that fit can be used all the same; what does not fit is asked."))
    options = (
        _("Go on from there") if is_same else _("Use the answers that fit"),
        _("Start again, and forget those answers"),
        _("Start again, and keep those answers for later"),
    )
    return choose(_("What shall be done?"), options, default=1 if is_same else 3)
