"""How hard each password is to guess: zxcvbn under a deadline, each password once, on all cores.

The scoring runs in worker processes, because only a process can be stopped in the middle: a
hostile 72-character password keeps zxcvbn busy for seconds, and one of many thousands characters
makes it refuse. A password that runs out of time is scored again by its beginning, which is a
lower bound and labelled as one; if that does not end either, it is Unchecked.
"""

import math
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import connection, get_context
from multiprocessing.process import BaseProcess
from typing import Any, NamedTuple, Self

from secaudit.languages import _, current, speaking
from secaudit.model import Account, Progress, Strength, Unchecked, silent
from secaudit.sites import site_of_host
from secaudit.text import Secret

DEADLINE = 2.0
"""Seconds one password may take before its worker is stopped."""

LENGTHS = (72, 16)
"""Characters to score: zxcvbn's own limit, then a beginning short enough to be quick."""

_MAX_WORDS = 40
_BATCH = 32
_FLUSH = 0.1
"""Seconds after which a worker hands in what it has."""

Engine = Callable[[str, list[str]], Strength]


class _Job(NamedTuple):
    number: int
    text: str
    words: list[str]
    attempt: int = 0
    alone: bool = False
    """Scored by itself, because its batch ran out of time and any of it may be the cause."""


def score_passwords(
    passwords: Mapping[Secret, Iterable[str]],
    *,
    progress: Progress = silent,
    deadline: float = DEADLINE,
    workers: int | None = None,
) -> dict[Secret, Strength | Unchecked]:
    """Score distinct passwords, each with the words an attacker would try first for it.

    `workers` is one for each core unless given. Never raises for a password: what cannot be
    scored comes back Unchecked.
    """
    secrets = list(passwords)
    jobs = deque(
        _Job(i, secret.reveal(), sorted(set(passwords[secret]))[:_MAX_WORDS])
        for i, secret in enumerate(secrets)
    )
    results: dict[Secret, Strength | Unchecked] = {}
    with _Pool(min(workers or os.cpu_count() or 1, len(jobs)), deadline) as pool:
        while jobs or pool.busy:
            for job, outcome in pool.turn(jobs):
                if outcome is None and job.attempt + 1 < len(LENGTHS):
                    jobs.append(job._replace(attempt=job.attempt + 1))
                    continue
                stopped = _("scoring it took longer than {seconds} seconds and was stopped")
                results[secrets[job.number]] = outcome or Unchecked(
                    stopped.format(seconds=f"{deadline:g}")
                )
                progress(_("Password strength"), len(results), len(secrets))
    return results


def own_words(account: Account) -> set[str]:
    """Return the words an attacker tries first for this account: username, title, site."""
    raw = [account.username, account.username.partition("@")[0], *account.title.split()]
    if account.site:
        site = site_of_host(account.site)
        raw += [site, site.partition(".")[0]]
    return {word for text in raw if len(word := text.casefold()[:72]) > 2}  # noqa: PLR2004


@dataclass(slots=True, eq=False)
class _Worker:
    process: BaseProcess
    pipe: "connection.Connection[Any, Any]"
    batch: deque[_Job] = field(default_factory=deque)
    since: float = math.inf
    """When it began the first job of its batch; never, until it says that it is ready."""


class _Pool:
    """Workers that can be stopped one by one."""

    def __init__(self, size: int, deadline: float) -> None:
        self._deadline = deadline
        # Forking shares the loaded word lists, but is safe only with a single thread.
        forks = sys.platform == "linux" and threading.active_count() == 1
        self._context: Any = get_context("fork" if forks else "spawn")
        if forks and size:
            engine()
        self._workers = [self._start() for _ in range(size)]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            self._stop(worker)

    @property
    def busy(self) -> bool:
        return any(worker.batch for worker in self._workers)

    def turn(self, jobs: deque[_Job]) -> list[tuple[_Job, Strength | Unchecked | None]]:
        """Hand out work, wait a moment, and return what is done; None = ran out of time."""
        for worker in self._workers:
            if not worker.batch and jobs:
                size = max(1, min(_BATCH, len(jobs) // (2 * len(self._workers))))
                size = 1 if jobs[0].alone else size
                worker.batch.extend(jobs.popleft() for _ in range(size))
                if worker.since < math.inf:
                    worker.since = time.monotonic()
                worker.pipe.send([job[1:4] for job in worker.batch])
        busy = [worker for worker in self._workers if worker.batch]
        due = min(worker.since for worker in busy) + self._deadline - time.monotonic()
        timeout = None if due == math.inf else max(0.0, due)
        connection.wait([worker.pipe for worker in busy], timeout)
        done: list[tuple[_Job, Strength | Unchecked | None]] = []
        for worker in busy:
            try:
                while worker.pipe.poll():
                    outcomes = worker.pipe.recv()
                    done += [(worker.batch.popleft(), outcome) for outcome in outcomes]
                    worker.since = time.monotonic()
            except (EOFError, OSError):
                crashed = Unchecked(_("the program that scores it crashed"))
                done += self._replace(worker, jobs, crashed)
            else:
                if worker.batch and time.monotonic() - worker.since >= self._deadline:
                    done += self._replace(worker, jobs, None)
        return done

    def _replace(
        self, worker: _Worker, jobs: deque[_Job], outcome: Unchecked | None
    ) -> list[tuple[_Job, Unchecked | None]]:
        """Stop a worker and start another; of a batch, each job gets a second chance, alone."""
        self._stop(worker)
        self._workers[self._workers.index(worker)] = self._start()
        if len(worker.batch) == 1:
            return [(worker.batch[0], outcome)]
        jobs.extendleft(job._replace(alone=True) for job in reversed(worker.batch))
        return []

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_work, args=(theirs, current()), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)

    @staticmethod
    def _stop(worker: _Worker) -> None:
        worker.pipe.close()
        worker.process.kill()
        worker.process.join()
        worker.process.close()


def _work(pipe: "connection.Connection[Any, Any]", language: str) -> None:
    """Score batches until the pipe closes; a new process does not know the language by itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    score = engine()
    with suppress(EOFError, OSError), speaking(language):
        pipe.send([])  # ready
        while True:
            outcomes, sent = [], time.monotonic()
            for text, words, attempt in pipe.recv():
                outcomes.append(_score(score, text, words, LENGTHS[attempt]))
                if time.monotonic() - sent > _FLUSH:
                    pipe.send(outcomes)
                    outcomes, sent = [], time.monotonic()
            pipe.send(outcomes)


def _score(score: Engine, text: str, words: list[str], length: int) -> Strength | Unchecked:
    try:
        strength = score(text[:length], words)
    except Exception as error:  # noqa: BLE001  # whatever it is, it may hold the password
        failed = _("the strength estimate failed ({error})")
        return Unchecked(failed.format(error=type(error).__name__))
    if len(text) <= length:
        return strength
    return Strength(
        strength.score, strength.guesses_log10, strength.patterns, strength.warning, length
    )


def engine() -> Engine:
    """Return the scorer: zxcvbn-rs-py where the extra `fast` is installed, else zxcvbn."""
    try:
        import zxcvbn_rs_py  # noqa: F401, PLC0415
    except ImportError:
        return _zxcvbn()
    return _zxcvbn_rs()


def _zxcvbn() -> Engine:
    from zxcvbn import zxcvbn  # noqa: PLC0415

    def score(text: str, words: list[str]) -> Strength:
        # The result holds the password in several places: take only what is harmless.
        result = zxcvbn(text, user_inputs=words)
        return Strength(
            score=int(result["score"]),
            guesses_log10=float(result["guesses_log10"]),
            patterns=tuple(dict.fromkeys(str(m["pattern"]) for m in result["sequence"])),
            warning=str(result["feedback"]["warning"] or ""),
        )

    return score


def _zxcvbn_rs() -> Engine:
    from zxcvbn_rs_py import zxcvbn  # noqa: PLC0415

    slow: list[Engine] = []

    def score(text: str, words: list[str]) -> Strength:
        try:
            result = zxcvbn(text, words)
        except UnicodeEncodeError:  # half a surrogate pair is no text in Rust
            if not slow:
                slow.append(_zxcvbn())
            return slow[0](text, words)
        feedback = result.feedback
        return Strength(
            score=int(result.score),
            guesses_log10=float(result.guesses_log10),
            warning=str(feedback.warning) if feedback and feedback.warning else "",
        )

    return score
