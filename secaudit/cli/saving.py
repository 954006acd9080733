"""Save the audit that is being made: its walk answer by answer, then all of it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from types import TracebackType
from typing import TYPE_CHECKING, Self

import click

from secaudit.cli.clock import now
from secaudit.cli.prompts import confirm, end_line, say
from secaudit.cli.saved import open_to_save
from secaudit.cli.since import Since
from secaudit.errors import KeyringError, OutputError, SecauditError, StoppedError, StoreError
from secaudit.languages import _

if TYPE_CHECKING:
    from secaudit.cli.unfinished import Unfinished
    from secaudit.model import Answers, Evidence, Report, Vault
    from secaudit.saving import History

_WATCHED = "known-risk"
"""Of AUDIENCES: someone who knows the person may look into this device."""


class Saving:
    """Where one audit goes; nowhere, where `history` is None. Around all that makes the audit."""

    def __init__(self, *, save: bool | None, interactive: bool, briefly: bool = False) -> None:
        """Open the store, or a new one, asking for what that needs.

        `briefly` is for a walk that is not saved once it is over: it is not worth a passphrase.
        Raises KeyringError and StoreError where saving was asked for and cannot be.
        """
        self._asked_for = bool(save)
        self.leaves_nothing = save is False
        """Whether not even public directories may stay on this device."""
        self._walk: Unfinished | None = None
        self._is_kept = False
        self._trouble: SecauditError | None = None
        self._since: Since | None = None
        self.history: History | None = open_to_save(
            save=save, interactive=interactive, briefly=briefly
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        _at: TracebackType | None,
    ) -> None:
        """Where the person stops, say what is saved."""
        if not isinstance(error, KeyboardInterrupt | click.Abort):
            return
        if self._is_kept:
            end_line()
            raise StoppedError(
                _("stopped; this audit is saved, encrypted"),
                _("To see it among the others: secaudit history"),
            )
        if self._walk:
            self._walk.stop()

    @contextmanager
    def walking(
        self, command: str, names: Iterable[str], vaults: Iterable["Vault"] = ()
    ) -> Iterator[bool]:
        """Save each answer given meanwhile, where it can be: gives whether.

        Offers to go on where the person stopped before.
        """
        if self.history:
            from secaudit.cli.unfinished import About, offer  # noqa: PLC0415

            about = About(command, tuple(names), tuple(vaults))
            self._walk = offer(self.history, about, now=now())
        with self._walk.recording() if self._walk else nullcontext():
            yield bool(self._walk)

    def consider(self, audiences: frozenset[str]) -> None:
        """Ask once more where someone may look into this device, unless saving was asked for."""
        if self._asked_for or _WATCHED not in audiences:
            return
        self.leaves_nothing = True
        if not self.history:
            return
        say()
        say(
            _(
                "Nobody can read what is saved here without its key. But whoever looks into this "
                "device can see that secaudit was used, and when."
            )
        )
        if confirm(_("Save this audit on this device all the same?")):
            self.leaves_nothing = False
        else:
            self.over()
            say(_("Nothing of it is saved."))

    def believing(self, answers: "Answers") -> "Answers":
        """Return the answers with those that marks of the last audit stand for."""
        return self.since.believing(answers)

    @property
    def since(self) -> Since:
        """The audit before, opened once; that of nothing where nothing is saved any more."""
        if self._since is None or self.history is None:
            self._since = Since(self.history)
        return self._since

    def keep(self, report: "Report", evidence: "Evidence") -> "Report":
        """Save the audit, and return the report with what changed since the last one.

        Its walk is then over. What goes wrong is said at the end.
        """
        if not self.history:
            return report
        from secaudit.marking import set_aside  # noqa: PLC0415

        saved = self.since.judged(report, evidence, self.history)
        try:
            self.history.save(saved)
            self._is_kept = True
            if self._walk:
                self._walk.forget()
        except (KeyringError, StoreError, OutputError) as error:
            self._trouble = error
        return set_aside(saved.report)

    def over(self) -> None:
        """Remove the walk, which is over, and a store that was made for it alone."""
        if self._walk:
            self._walk.forget()
        if self.history:
            self.history.leave_nothing()
        self._walk = self.history = None

    def end(self) -> None:
        """Say how saving went. Raises its error where it was asked for."""
        if self._trouble and self._asked_for:
            raise self._trouble
        if self._trouble:
            say(
                _("note: this audit is not saved: {what}. {hint}").format(
                    what=self._trouble.message, hint=self._trouble.hint
                )
            )
        elif self.history:
            say(_("This audit is saved. To see all of them: secaudit history"))
