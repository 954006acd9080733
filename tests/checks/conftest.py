"""What a check says of a piece of evidence, in a form to compare."""

import pytest

from secaudit.model import Finding, Unchecked


@pytest.fixture
def verdicts():
    """Run a check; return findings as (accounts, severity, confidence), and gaps."""

    def run(check, evidence):
        findings, gaps = [], []
        for result in check.run(evidence):
            if isinstance(result, Finding):
                findings.append(
                    (" ".join(result.accounts), result.severity.word, str(result.confidence))
                )
            else:
                gaps.append((" ".join(result.accounts), result.why, result.asked))
        return findings, gaps

    return run


@pytest.fixture
def only():
    """Run a check and return the one thing it says."""

    def run(check, evidence):
        [result] = check.run(evidence)
        return result

    return run


@pytest.fixture
def down():
    """Stand for something that was asked for and failed."""
    return Unchecked("the service did not answer")
