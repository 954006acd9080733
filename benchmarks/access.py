"""The access graph of 500 and 5,000 accounts: building, weakest ways, the whole plan.

Prints the time against the limit of 2 seconds, how it grows, and what falls with one mailbox beside
networkx's closure of the same graph (`pip install networkx`).
"""

import random
import resource
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from secaudit.access.building import access_of, account
from secaudit.access.graph import Graph, closure
from secaudit.checks import CHECKS
from secaudit.model import Account, Evidence, Finding, Offer, Pwned, Strength
from secaudit.plan import plan
from secaudit.text import Secret

LIMIT = 2.0


def person(number: int) -> Evidence:
    """Return an invented person: a mailbox that resets a third of the rest, 49 other mailboxes."""
    rng = random.Random(20261122)
    accounts = tuple(
        Account(
            id=f"a{n}",
            title=f"Site {n}",
            site=f"site{n}.example" if n else "gmail.com",
            username="ana@gmail.com" if n % 3 == 0 else f"u{n}@site{3 * rng.randrange(50)}.example",
            password=Secret(f"password {rng.randrange(number * 3 // 4)}"),
            urls=(f"https://site{n}.example",),
            sources=("export.json",),
            totp=Secret("JBSWY3DPEHPK3PXP") if n % 5 == 0 else None,
        )
        for n in range(number)
    )
    passwords = [password for one in accounts for password in one.passwords]
    return Evidence(
        today=date(2026, 11, 22),
        accounts=accounts,
        strengths={p: Strength(rng.choice([1, 2, 3, 4, 4, 4]), 8.0) for p in passwords},
        pwned={p: Pwned(rng.choice([0, 0, 0, 5])) for p in passwords},
        breaches=(),
        addresses={},
        offers={one.site or "": Offer(frozenset({"totp", "sms"})) for one in accounts},
    )


def timed(what: Callable[[], Any]) -> tuple[float, Any]:
    """Return the seconds that something takes, and what it gives."""
    start = time.perf_counter()
    result = what()
    return time.perf_counter() - start, result


def measure(number: int) -> tuple[float, Graph]:
    """Print and return how long graph, weakest ways and plan take for so many accounts."""
    evidence = person(number)
    findings = [
        result for check in CHECKS for result in check.run(evidence) if isinstance(result, Finding)
    ]
    access_of.cache_clear()
    building, access = timed(lambda: access_of(evidence))
    weakest, _ = timed(lambda: (access.reached, access.known))
    planning, actions = timed(lambda: plan(findings, evidence))
    total = building + weakest + planning
    print(
        f"{number:5,} accounts, {len(access.graph.ways):6,} ways: graph {building:.2f} s, weakest "
        f"ways {weakest:.2f} s, plan of {len(actions):,} actions {planning:.2f} s = {total:.2f} s"
    )
    return total, access.graph


def beside_networkx(graph: Graph) -> None:
    """Print how long all takes that falls with one mailbox, beside the same in networkx."""
    import networkx as nx

    picture = nx.DiGraph((need, way.to) for way in graph.ways for need in way.needs)
    ours = min(timed(lambda: closure(graph, [account("a0")]))[0] for _ in range(5))
    theirs = min(timed(lambda: nx.descendants(picture, account("a0")))[0] for _ in range(5))
    print(
        f"closure {ours * 1000:.1f} ms = {ours / theirs:.1f} x networkx.descendants "
        f"({theirs * 1000:.1f} ms), which takes every way for an alternative"
    )


def main() -> None:
    """Measure both sizes in one run."""
    small, _ = measure(500)
    large, graph = measure(5_000)
    print(
        f"limit {LIMIT:.1f} s: {large / LIMIT:.2f} x; ten times the accounts: {large / small:.1f} x"
    )
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB (limit 200 MB)")
    beside_networkx(graph)


if __name__ == "__main__":
    main()
