"""Keep the log: ask line by line for addresses, names and dates, and never for an image."""

from datetime import datetime
from pathlib import Path

from secaudit.cli.keeping import is_private
from secaudit.cli.prompts import ask, choose, click_text, confirm, say
from secaudit.errors import SecauditError, UsageError
from secaudit.respond.log import FIELDS, append, entry, read_log


def keep_log(path: Path, saved: list[Path], *, underage: bool = False) -> None:
    """Add entries to a log, and show it; `saved` gets its path as soon as one is written.

    Raises UsageError where the file is no log, OutputError where it cannot be written.
    """
