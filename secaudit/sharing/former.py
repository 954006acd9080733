"""Names of accounts that only the audit before had: nothing else in the report tells of them."""

from secaudit.model import Report
from secaudit.reports import words


def former_names(report: Report) -> list[str]:
    """Return the names, such as `Shop (mira)`, that what changed since last time speaks of."""
    progress = report.progress
    if progress is None:
        return []
    known = {words.name(account) for account in report.accounts}
    named = [*progress.added, *progress.removed, *progress.renewed]
    named += [name for difference in progress.differences for name in difference.accounts]
    return [name for name in dict.fromkeys(named) if name not in known]


def title_and_user(name: str) -> tuple[str, str]:
    """Return title and username of a name; "" where it has none.

    A title with a bracket in it is cut at that: rather too much is taken for a username.
    """
    title, bracket, rest = name.partition(" (")
    return (title, rest.removesuffix(")")) if bracket and name.endswith(")") else (name, "")
