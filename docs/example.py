"""Audit an export from Python: print every finding, worst first, and what was not checked."""

import sys
from datetime import UTC, datetime

from secaudit import audit, exit_code, gather, offline, read_vault


def main(path: str) -> int:
    """Audit one export without the network and return the exit code of the command line."""
    now = datetime.now(UTC)
    vault = read_vault(path)
    evidence = gather([vault], sources=offline(), today=now.date())
    report = audit(evidence, [vault], generated=now)
    for finding in report.findings:
        names = ", ".join(report.account(account).title for account in finding.accounts)
        print(f"{finding.severity.word:<9}{finding.title}: {names}")
    for gap in report.not_checked:
        print(f"not checked: {gap.check}: {gap.why}")
    return exit_code(report)


if __name__ == "__main__":  # scoring uses worker processes, which import this file again
    sys.exit(main(sys.argv[1]))
