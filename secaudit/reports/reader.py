"""Whom a report is written for, and what it leaves out for them, in words."""

from secaudit.languages import N_, _
from secaudit.model import Reader, Report

_LEFT_OUT = {
    Reader.HELPER: N_(
        "For someone who helps: usernames and mail addresses are left out. Accounts and sites are "
        "named."
    ),
    Reader.SHARE: N_(
        "For sharing: usernames, mail addresses, titles, sites, web addresses, file names and the "
        "questions of checklists are left out. Only kinds of accounts are named."
    ),
}


def left_out(report: Report) -> str:
    """Return what is left out, to be said at the top; "" where nothing is."""
    return _(_LEFT_OUT.get(report.reader, ""))
