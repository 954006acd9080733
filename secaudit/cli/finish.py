"""The end of every command that audits: gather, judge, write the report, exit."""

from collections.abc import Sequence

from secaudit.cli.options import Writing
from secaudit.cli.output import emit
from secaudit.cli.progress import progress_bar
from secaudit.model import Answers, Platform, Vault
from secaudit.sources import Sources


def finish(  # noqa: PLR0913  # every command that audits ends here
    vaults: Sequence[Vault],
    *,
    answers: Answers,
    sources: Sources,
    writing: Writing,
    platforms: Sequence[Platform] | None = None,
    invented: bool = False,
) -> int:
    """Audit what was read and answered, write the report, and return the exit code."""
    from datetime import UTC, datetime  # noqa: PLC0415

    from secaudit.auditing import audit  # noqa: PLC0415
    from secaudit.gathering import gather  # noqa: PLC0415

    now = datetime.now(UTC)
    with progress_bar() as progress:
        evidence = gather(
            vaults,
            answers=answers,
            sources=sources,
            platforms=platforms,
            today=now.date(),
            progress=progress,
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
