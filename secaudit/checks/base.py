"""What a check is: a documented generator over Evidence that sees nothing else."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from inspect import cleandoc

from secaudit.languages import _
from secaudit.model import Account, Evidence, Finding, NotChecked, Unchecked

Result = Finding | NotChecked
Judge = Callable[[Evidence], Iterator[Result]]
Concerns = Callable[[Evidence, Account], bool]


@dataclass(frozen=True, slots=True)
class Check:
    """One check, ready to run."""

    id: str
    """`noun-problem`, never renamed: exclusions and saved reports point at it."""
    title: str
    """The first line of its documentation."""
    doc: str
    """Its documentation page, in Markdown."""
    concerns: Concerns
    """Whether it has anything to say of an account: only those count as good."""
    good: str
    """What an account has that it finds nothing on, to follow "have": `a strong password`.

    In English, marked for translation.
    """
    run: Judge
    """Yields findings, then what could not be checked, once for each reason."""


def check(check_id: str, *, concerns: Concerns, good: str) -> Callable[[Judge], Check]:
    """Make a check of a generator function, whose docstring is its documentation page."""

    def decorate(judge: Judge) -> Check:
        @wraps(judge)
        def run(evidence: Evidence) -> Iterator[Result]:
            gaps: dict[tuple[str, str, bool], list[str]] = {}
            for result in judge(evidence):
                if isinstance(result, Finding):
                    yield result
                else:
                    key = (result.check, result.why, result.asked)
                    gaps.setdefault(key, []).extend(result.accounts)
            for (name, why, asked), ids in gaps.items():
                yield NotChecked(name, why, tuple(dict.fromkeys(ids)), asked)

        doc = cleandoc(judge.__doc__ or "")
        return Check(check_id, doc.partition("\n")[0], doc, concerns, good, run)

    return decorate


def gap(check_id: str, unchecked: Unchecked, *accounts: Account) -> NotChecked:
    """Say that a check could not be made for these accounts, in a whole sentence.

    A reason may be one of a table, in English and only marked; or it was put in words already.
    """
    said = _(unchecked.why)
    end = "" if said.endswith((".", "?")) else "."
    host = "." in said.partition(" ")[0]  # a host keeps its spelling
    start = said[:1] if host else said[:1].upper()
    return NotChecked(
        check_id, f"{start}{said[1:]}{end}", tuple(a.id for a in accounts), unchecked.asked
    )
