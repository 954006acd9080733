"""A report fit for someone else: what would say too much is taken out before it is written."""

from collections.abc import Iterable

from secaudit.model import Platform, Reader, Report
from secaudit.sharing.anyone import for_anyone
from secaudit.sharing.helper import for_helper

__all__ = ["for_anyone", "for_helper", "for_reader"]


def for_reader(report: Report, reader: Reader, platforms: Iterable[Platform] = ()) -> Report:
    """Return the report as `reader` may see it.

    `platforms` are all checklists there are: their names and sites are left out for SHARE.
    """
    if reader is Reader.HELPER:
        return for_helper(report)
    return for_anyone(report, platforms) if reader is Reader.SHARE else report
