"""What can go wrong, each with a hint what to do, and the exit codes."""

from enum import IntEnum
from typing import Self

from secaudit.languages import N_, _


class ExitCode(IntEnum):
    """What the process says when it ends. Findings have codes of their own, 10 to 13."""

    OK = 0
    FAILED = 1
    USAGE = 2
    NOTHING_TO_AUDIT = 3
    NOT_CHECKED = 4
    LOW = 10
    MEDIUM = 11
    HIGH = 12
    CRITICAL = 13
    INTERRUPTED = 130


class SecauditError(Exception):
    """Something a person can act on: what happened, and a hint. Never carries a secret."""

    exit_code = ExitCode.FAILED

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[type[Self], tuple[str, str]]:
        return type(self), (self.message, self.hint)  # to come whole out of another process


class UsageError(SecauditError):
    """The command was not understood, or names something that is not there."""

    exit_code = ExitCode.USAGE


class NothingToAuditError(SecauditError):
    """What was given holds no login at all."""

    exit_code = ExitCode.NOTHING_TO_AUDIT


class VaultError(SecauditError):
    """An export could not be read: unknown, damaged or encrypted otherwise."""


class PassphraseError(VaultError):
    """An encrypted export did not open with the passphrase given, or none was given."""


class MissingExtraError(VaultError):
    """A format needs an optional package that is not installed."""


class ChecklistError(SecauditError):
    """A checklist or answers file does not follow its form."""


class CorpusError(SecauditError):
    """An offline corpus, or what it is to be built from, is damaged or of another form."""


class KeyringError(SecauditError):
    """No secure place to keep a key was found, or it refused."""


class StoreError(SecauditError):
    """What was saved before could not be opened, or something new could not be saved."""


class StorePassphraseError(StoreError):
    """The passphrase of the saved audits is another one, or nobody was there to type it."""


class StoppedError(SecauditError):
    """The person stopped, and something was saved that they can go on with."""

    exit_code = ExitCode.INTERRUPTED


class OutputError(SecauditError):
    """A report could not be written."""


class ReportError(SecauditError):
    """A saved report could not be read: damaged, or of another version."""


class NetworkRefusedError(SecauditError):
    """A request that the rules forbid: not HTTPS, or a host that is not on the list."""


_REASONS = (
    N_("No such file or directory"),
    N_("Permission denied"),
    N_("Operation not permitted"),
    N_("Is a directory"),
    N_("Not a directory"),
    N_("File name too long"),
    N_("Too many levels of symbolic links"),
    N_("Read-only file system"),
    N_("No space left on device"),
    N_("Disk quota exceeded"),
    N_("Input/output error"),
    N_("No such device or address"),
    N_("Stale file handle"),
    N_("Too many open files"),
)
"""What POSIX systems say most often; of others the person gets the system's own words."""


def reason(error: OSError) -> str:
    """Return why something could not be read or written, as far as the system says."""
    return _(error.strerror) if error.strerror else type(error).__name__
