"""What an audit takes over from the one saved before it, and what it says of the difference."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from secaudit.cli.clock import now
from secaudit.cli.prompts import say
from secaudit.errors import SecauditError
from secaudit.languages import _, day

if TYPE_CHECKING:
    from secaudit.model import Answers, Evidence, Point, Report, SavedAudit
    from secaudit.saving import Entry, History


class Since:
    """The audit before this one, if one is saved and opens."""

    def __init__(self, history: "History | None") -> None:
        """Open the latest saved audit. One that does not open is said, and left out."""
        self._points: tuple[Point, ...] = ()
        self._believed: frozenset[str] = frozenset()
        self._history = history
        self._id = ""
        self.before: SavedAudit | None = None
        if history is None:
            return
        try:
            entries = history.entries()
            self._id = entries[0].id if entries else ""
            self.before = history.load(self._id) if entries else None
        except SecauditError as error:
            said = _("note: nothing is compared with the audit before: {what}. {hint}")
            say(said.format(what=error.message, hint=error.hint))
            return
        self._points = earlier_points(entries[1:])
        if entries and entries[0].generated > now():
            said = _(
                "note: the audit before is of {day}, which is still to come, and it stays the "
                "latest until then. If the clock was wrong, remove it: {command}"
            )
            command = f"secaudit history forget {entries[0].short}"
            say(said.format(day=day(entries[0].generated.astimezone()), command=command))

    def ask(self) -> None:
        """Ask what of the last plan is done, and save that at once."""
        if self.before is None or self._history is None:
            return
        from secaudit.cli.catching_up import ask_what_is_done  # noqa: PLC0415

        asked = ask_what_is_done(self.before)
        if asked == self.before:
            return
        self.before = asked
        try:
            self._history.replace(self._id, asked)
        except SecauditError as error:
            said = _("note: what you marked holds for this audit only: {what}. {hint}")
            say(said.format(what=error.message, hint=error.hint))

    def believing(self, answers: "Answers") -> "Answers":
        """Return the answers with those that the person's marks stand for."""
        if self.before is None:
            return answers
        from secaudit.marking import believing  # noqa: PLC0415

        answers, self._believed = believing(answers, self.before)
        return answers

    def judged(self, report: "Report", evidence: "Evidence", history: "History") -> "SavedAudit":
        """Return what is to be saved: the report with what became of marks and findings."""
        from secaudit.comparing import headway  # noqa: PLC0415
        from secaudit.marking import Told, surviving, weighed  # noqa: PLC0415
        from secaudit.model import SavedAudit  # noqa: PLC0415

        fingerprints = history.fingerprints(evidence.accounts)
        answers = evidence.answers
        saved = SavedAudit(report, answers, fingerprints, told=len(answers.personal))
        if self.before is None:
            return saved
        told = Told(self.before, self._believed)
        saved = replace(saved, report=weighed(saved, told))
        progress = headway(self.before, saved, self._points)
        saved = replace(saved, marks=surviving(saved, told))
        return replace(saved, report=replace(saved.report, progress=progress))


def earlier_points(entries: "Sequence[Entry]") -> "tuple[Point, ...]":
    """Return the scores of saved audits, the newest first, as a line from the oldest on."""
    from secaudit.model import Point  # noqa: PLC0415

    points = (
        Point(entry.generated.astimezone().date(), entry.score, entry.coverage)
        for entry in reversed(entries)
    )
    return tuple(points)
