"""The end of every command that audits: gather, judge, write the report, exit."""

from collections.abc import Sequence

from secaudit.cli.options import Writing
from secaudit.cli.output import emit
from secaudit.cli.progress import progress_bar
from secaudit.model import Answers, Vault
from secaudit.sources import Sources


def finish(
    vaults: Sequence[Vault],
    *,
    answers: Answers,
    sources: Sources,
    writing: Writing,
    invented: bool = False,
) -> int:
    """Audit what was read and answered, write the report, and return the exit code."""
    from datetime import UTC, datetime  # noqa: PLC0415

    from secaudit.auditing import audit  # noqa: PLC0415
    from secaudit.gathering import gather  # noqa: PLC0415

    now = datetime.now(UTC)
    with progress_bar() as progress:
        evidence = gather(
            vaults, answers=answers, sources=sources, today=now.date(), progress=progress
        )
    report = audit(
        evidence,
        vaults,
        generated=now,
        sent=sources.sent(),
        credits=sources.credits,
        invented=invented,
    )
    return emit(report, writing)
