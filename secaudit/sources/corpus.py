"""Offline corpora and filters as a source of answers about passwords: nothing is sent."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from secaudit.corpus.filter import ONE_IN, Filter, FilterHeader
from secaudit.corpus.format import EXACT, Header
from secaudit.corpus.lookup import Corpus
from secaudit.corpus.opening import open_any
from secaudit.errors import CorpusError
from secaudit.languages import N_, _, day, ngettext, number
from secaudit.model import Progress, Pwned, Unchecked, silent
from secaudit.sources import PasswordCounts
from secaudit.sources.common import WithFallback
from secaudit.text import clean

_OLD = 365
"""Days after which it is said that newer leaks are missing."""

_DAMAGED = N_("{name} is damaged: check it with “secaudit corpus verify”")


class CorpusCounts:
    """Looks passwords up in an open corpus."""

    def __init__(self, corpus: Corpus) -> None:
        """Take the corpus; digests are then asked for by its kind."""
        self._corpus = corpus
        self._source = source_of(corpus.header)

    def counts(
        self, digests: Collection[bytes], progress: Progress = silent
    ) -> Mapping[bytes, Pwned | Unchecked]:
        """Return how often each password was seen, to within a sixteenth.

        Unchecked where the corpus holds only the most common ones and it is none of them, where
        the source lacked its range, and everywhere where the file turns out to be damaged.
        """
        asked = list(digests)
        try:
            counts = self._corpus.counts(asked)
        except (CorpusError, OSError):
            why = _(_DAMAGED).format(name=clean(self._corpus.name))
            return dict.fromkeys(asked, Unchecked(why))
        progress(N_("Passwords in the corpus"), len(asked), len(asked))
        return {digest: self._answer(count) for digest, count in zip(asked, counts, strict=True)}

    def _answer(self, count: int | None) -> Pwned | Unchecked:
        if count is None:
            why = _("{source} lacks the part that it would be in").format(source=self._source)
            return Unchecked(why)
        if count:
            return Pwned(count, source=self._source, approximate=count >= EXACT)
        return not_among(self._corpus.header) or Pwned(0, source=self._source)


class FilterCounts:
    """Looks passwords up in an open filter."""

    def __init__(self, opened: Filter) -> None:
        """Take the filter; digests are then asked for by its kind."""
        self._filter = opened
        self._source = source_of(opened.header)

    def counts(
        self, digests: Collection[bytes], progress: Progress = silent
    ) -> Mapping[bytes, Pwned | Unchecked]:
        """Return for each password that it was not seen, or that it probably was."""
        asked = list(digests)
        try:
            answers = self._filter.hold(asked)
        except OSError:
            why = _(_DAMAGED).format(name=clean(self._filter.name))
            return dict.fromkeys(asked, Unchecked(why))
        progress(N_("Passwords in the filter"), len(asked), len(asked))
        held = Pwned(None, source=self._source, one_in=ONE_IN)
        free = not_among(self._filter.header) or Pwned(0, source=self._source)
        return {
            digest: held if in_it else free for digest, in_it in zip(asked, answers, strict=True)
        }


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Asks a filter, and another source about what the filter takes for seen."""

    first: PasswordCounts
    doubtful: PasswordCounts

    def counts(
        self, digests: Collection[bytes], progress: Progress = silent
    ) -> Mapping[bytes, Pwned | Unchecked]:
        """Return the answers of the filter, but for those that the other source knows better."""
        answers = self.first.counts(digests, progress)
        open_ones = [d for d, a in answers.items() if isinstance(a, Pwned) and a.one_in]
        if not open_ones:
            return answers
        better = self.doubtful.counts(open_ones, progress)
        return {**answers, **{d: a for d, a in better.items() if isinstance(a, Pwned)}}


@dataclass(frozen=True, slots=True)
class Several:
    """Asks one source after another, as each may know what the others do not."""

    sources: Sequence[tuple[PasswordCounts, bool]]
    """Each, and whether it is asked also where one before has said "not found"."""

    def counts(
        self, digests: Collection[bytes], progress: Progress = silent
    ) -> Mapping[bytes, Pwned | Unchecked]:
        """Return of each password the answer that weighs most: of two alike, the first one."""
        answers: dict[bytes, Pwned | Unchecked] = dict.fromkeys(digests, _NOTHING)
        for source, again in self.sources:
            left = [d for d, answer in answers.items() if _is_open(answer, again=again)]
            if left:
                for digest, answer in source.counts(left, progress).items():
                    answers[digest] = max(answers[digest], answer, key=_weight)
        return answers


_NOTHING = Unchecked("", asked=False)


def _is_open(answer: Pwned | Unchecked, *, again: bool) -> bool:
    return isinstance(answer, Unchecked) or (again and not answer.found)


def _weight(answer: Pwned | Unchecked) -> int:
    """Return how much an answer weighs.

    That one list does not hold a password says nothing of one that is damaged or lacks a part.
    """
    if isinstance(answer, Unchecked):
        return 3 if answer.asked else 1 if answer.why else 0
    return 5 if answer.count or answer.rank else 4 if answer.found else 2


@dataclass(frozen=True, slots=True)
class Local:
    """What the corpora and filters on this machine come to."""

    passwords: PasswordCounts
    described: tuple[str, ...]
    """Where each is from, and what it lacks."""
    notes: tuple[str, ...]
    """Which are old."""


def open_local(paths: Sequence[Path], today: date, doubtful: PasswordCounts) -> Local:
    """Open some corpora and filters: the corpora are asked first, then the filters.

    What one does not hold, the next may: all are asked, but a filter of the same list as a
    corpus only where that cannot tell. It would but add what it errs in.

    `doubtful` is asked about what a filter takes for seen. The list of common passwords stands
    behind all. Raises CorpusError where a file cannot be read, is damaged, or of another kind.
    """
    from secaudit.sources.common import CommonPasswords  # noqa: PLC0415

    opened = [open_any(path) for path in paths]
    for one in opened:
        check_kind(one)
    corpora = [one for one in opened if isinstance(one, Corpus)]
    asked: list[tuple[PasswordCounts, bool]] = [(CorpusCounts(one), True) for one in corpora]
    for one in opened:
        if isinstance(one, Filter):
            same = any(_are_of_one_list(one.header, other.header) for other in corpora)
            asked.append((Confirmed(FilterCounts(one), doubtful), not same))
    passwords = WithFallback(Several(asked), CommonPasswords()) if asked else CommonPasswords()
    return Local(
        passwords,
        tuple(describe(one.header, clean(one.name), today) for one in opened),
        tuple(age_note(clean(one.name), one.header) for one in opened if is_old(one.header, today)),
    )


def _are_of_one_list(one: Header | FilterHeader, other: Header | FilterHeader) -> bool:
    return (one.lines, one.date) == (other.lines, other.date)


def source_of(header: Header | FilterHeader) -> str:
    """Return how an answer names the corpus it comes from."""
    return _("{source} of {date}").format(source=header.source, date=day(header.date))


def is_old(header: Header | FilterHeader, today: date) -> bool:
    """Whether it is more than a year old."""
    return (today - header.date).days > _OLD


def age_note(name: str, header: Header | FilterHeader) -> str:
    """Return what to say of one that is old."""
    return _("{name} is of {date}, more than a year ago: newer leaks are not in it.").format(
        name=name, date=day(header.date)
    )


def describe(header: Header | FilterHeader, name: str, today: date) -> str:
    """Return in words which file was asked, and what to know of it."""
    said = [
        ngettext(
            "Passwords were looked up on this machine in {name}: {hashes} hash, {source}.",
            "Passwords were looked up on this machine in {name}: {hashes} hashes, {source}.",
            header.hashes,
        ).format(name=name, hashes=number(header.hashes), source=source_of(header))
    ]
    if header.least > 1:
        said.append(
            _("It holds only those that were seen {least} times or more.").format(
                least=number(header.least)
            )
        )
    if isinstance(header, FilterHeader):
        said.append(
            _("It is a filter: it takes one in {number} others for seen.").format(number=ONE_IN)
        )
    elif header.missing:
        said.append(
            _("It lacks {missing} of {ranges} parts, of which nothing is known.").format(
                missing=number(header.missing), ranges=number(1 << header.range_bits)
            )
        )
    if is_old(header, today):
        said.append(_("It is more than a year old, so newer leaks are not in it."))
    return " ".join(said)


def not_among(header: Header | FilterHeader) -> Unchecked | None:
    """Return why a password that is not in it may be known all the same; None if it is not."""
    if header.least == 1:
        return None
    why = _("only compared with the {hashes} most common passwords")
    return Unchecked(why.format(hashes=number(header.hashes)), asked=False)


def check_kind(opened: Corpus | Filter) -> None:
    """Raise CorpusError where it cannot be asked about passwords: they are hashed with SHA-1."""
    if opened.header.kind != "sha1":
        raise CorpusError(
            _("{name} holds NTLM hashes, and passwords are compared by SHA-1").format(
                name=clean(opened.name)
            ),
            _(
                "Build one from the SHA-1 list, which has the same passwords. This one answers "
                "“secaudit corpus lookup --hashes”."
            ),
        )
