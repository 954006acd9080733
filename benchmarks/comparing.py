"""Two saved audits of 1,000 accounts: comparing them, and what it costs to open both first.

Prints times against the limit of 300 ms, and how comparing grows from 1,000 to 10,000 accounts.
"""

import random
import resource
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from secaudit.comparing import headway
from secaudit.marking import Told, mark_key, set_aside, weighed
from secaudit.model import (
    AccountSummary,
    Answers,
    Confidence,
    Finding,
    Mark,
    Report,
    SavedAudit,
    Severity,
)
from secaudit.reports import read, render
from secaudit.sites import Importance

LIMIT = 0.3


def audit(number: int, seed: int) -> SavedAudit:
    """Return an invented audit: two of three accounts have a problem, a tenth is new each time."""
    rng = random.Random(seed)
    order = list(range(number))
    rng.shuffle(order)
    accounts = tuple(
        AccountSummary(
            id=f"a{place}",
            title=f"Site {n}",
            site=f"site{n + number * (n % 10 == seed % 10)}.example",
            username=f"user{n % 7}@mail.example",
            importance=Importance.NORMAL,
            score=rng.randrange(5),
            guesses_log10=8.0,
            pwned_count=0,
            reused_with=(),
            changed=None,
            methods=None,
            offered=None,
            offer_source=None,
            sources=("export.json",),
        )
        for place, n in enumerate(order, 1)
    )
    findings = tuple(
        Finding(check, check, Severity.HIGH, Confidence.CERTAIN, (one.id,), "Why.", "Advice.")
        for one in accounts
        for check in ("password-weak", "password-pwned", "second-factor-missing")
        if rng.random() < 2 / 3
    )
    report = Report(
        generated=datetime(2026, 11, 1 + seed, tzinfo=UTC),
        version="0",
        sources=(),
        accounts=accounts,
        findings=findings,
        not_checked=(),
        plan=(),
        good=(),
        network=(),
        score=50,
        coverage=0.5,
    )
    prints = {one.id: f"{rng.randrange(2**64):016x}" for one in accounts}
    return SavedAudit(report, Answers(), prints)


def timed(what: Callable[[], Any]) -> tuple[float, Any]:
    """Return the seconds that something takes at best of three, and what it gives."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        result = what()
        times.append(time.perf_counter() - start)
    return min(times), result


def compare(number: int) -> float:
    """Print and return how long it takes to compare two audits of so many accounts."""
    before, after = audit(number, 1), audit(number, 2)
    seconds, found = timed(lambda: headway(before, after))
    lists = ", ".join(
        f"{sum(each.turn is turn for each in found.differences)} {turn}"
        for turn in dict.fromkeys(each.turn for each in found.differences)
    )
    print(f"{number:>6,} accounts: compared in {seconds * 1000:,.0f} ms ({lists})")
    return seconds


def main() -> None:
    small, large = compare(1_000), compare(10_000)
    print(f"10 times the accounts take {large / small:.1f} times as long")
    saved = audit(1_000, 1)
    text = render(saved.report, "json")
    seconds, _ = timed(lambda: read(text))
    print(f"a report of 1,000 accounts ({len(text):,} characters) read in {seconds * 1000:,.0f} ms")
    both = small + 2 * seconds
    print(f"both read and compared: {both * 1000:,.0f} ms; limit {LIMIT * 1000:,.0f} ms")
    accounts = saved.report.accounts
    marks = {
        mark_key("password-weak", one): Mark("done", saved.report.generated.date())
        for one in accounts
    }
    told = Told(replace(saved, marks=marks))
    seconds, _ = timed(lambda: set_aside(weighed(saved, told)))
    print(f"1,000 marks weighed in {seconds * 1000:,.0f} ms")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory: {peak:,.0f} MB")


if __name__ == "__main__":
    main()
