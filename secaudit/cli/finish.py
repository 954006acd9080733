"""The end of every command that audits: gather, judge, write the report, exit."""

from collections.abc import Callable, Sequence
from datetime import datetime

from secaudit.cli.clock import now
from secaudit.cli.options import Writing
from secaudit.cli.output import emit
from secaudit.cli.progress import progress_bar
from secaudit.model import Answers, Evidence, Platform, Report, Vault
from secaudit.sources import Sources


def finish(  # noqa: PLR0913  # every command that audits ends here
    vaults: Sequence[Vault],
    *,
    answers: Answers,
    sources: Sources,
    writing: Writing,
    platforms: Sequence[Platform] | None = None,
    invented: bool = False,
    afterwards: Callable[[Evidence], None] | None = None,
    keep: Callable[[Report, Evidence], Report] | None = None,
) -> int:
    """Audit what was read and answered, write the report, and return the exit code.

    `keep` gets report and evidence before anything is written, so that nothing of them is lost,
    and returns the report to be written. `afterwards` gets to see the evidence once that is done.
    """
    from secaudit.auditing import audit  # noqa: PLC0415

    moment = now()
    evidence = collect(vaults, answers=answers, sources=sources, platforms=platforms, now=moment)
    report = audit(
        evidence,
        vaults,
        generated=moment,
        sent=sources.sent(),
        credits=sources.credits,
        corpora=sources.corpora,
        invented=invented,
    )
    if keep:
        report = keep(report, evidence)
    code = emit(report, writing)
    if afterwards:
        afterwards(evidence)
    return code


def collect(
    vaults: Sequence[Vault],
    *,
    answers: Answers,
    sources: Sources,
    now: datetime,
    platforms: Sequence[Platform] | None = None,
) -> Evidence:
    """Gather all evidence, with a line of progress."""
    from secaudit.gathering import gather  # noqa: PLC0415

    with progress_bar() as progress:
        return gather(
            vaults,
            answers=answers,
            sources=sources,
            platforms=platforms,
            today=now.date(),
            progress=progress,
        )
