"""One of two audits that are compared: its findings by check and account."""

from collections.abc import Mapping

from secaudit.model import AccountSummary, Finding, Marked, Report, SavedAudit, Standing

Place = tuple[str, str]
"""(check, account id); the id is "" for a finding that is about no account."""

_OF_PASSWORDS = ("password-", "site-breached")


def of_passwords(check: str) -> bool:
    """Tell whether a check judges a password: it must be there to be looked at."""
    return check.startswith(_OF_PASSWORDS)


class Side:
    """An audit, looked up by check and account."""

    def __init__(self, saved: SavedAudit, whole: frozenset[str] = frozenset()) -> None:
        """`whole` are the checks that are compared without regard to accounts."""
        report = saved.report
        self.saved = saved
        self._whole = whole
        self._accounts = {account.id: account for account in report.accounts}
        self.marks: Mapping[Place, Marked] = {
            place: marked for marked in report.marked for place in self._places(marked.finding)
        }
        self.aside = frozenset(
            place for place, m in self.marks.items() if m.standing is not Standing.REFUTED
        )
        """What is out of the plan by the person's word."""
        self.known: Mapping[Place, Finding] = {
            place: finding
            for finding in (*(m.finding for m in report.marked), *report.findings)
            for place in self._places(finding)
        }
        """Every finding but those that are ignored."""
        self.ignored = frozenset(
            place for each in report.ignored for place in self._places(each.finding)
        )
        self.gaps: Mapping[Place, str] = {
            (gap.check, account_id): gap.why
            for gap in report.not_checked
            for account_id in gap.accounts or ("",)
        }
        """What could not be checked → why."""

    @staticmethod
    def whole_checks(report: Report) -> frozenset[str]:
        """Return the checks with findings about no account: questions of checklists.

        Whether the exports hold an account there says nothing about them.
        """
        findings = (
            *report.findings,
            *(marked.finding for marked in report.marked),
            *(ignored.finding for ignored in report.ignored),
        )
        return frozenset(finding.check for finding in findings if not finding.accounts)

    def account(self, account_id: str) -> AccountSummary | None:
        """Return an account by id; None for the id of none."""
        return self._accounts.get(account_id)

    def _places(self, finding: Finding) -> tuple[Place, ...]:
        ids = () if finding.check in self._whole else finding.accounts
        return tuple((finding.check, account_id) for account_id in ids or ("",))
