"""`secaudit corpus lookup`: how often passwords or hashes were seen, asked of a file."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

import click

from secaudit.cli.commands import Command
from secaudit.cli.prompts import ask_secret, is_interactive, say
from secaudit.errors import CorpusError, ExitCode, NothingToAuditError, UsageError, reason
from secaudit.languages import _, number

if TYPE_CHECKING:
    from secaudit.model import Pwned, Unchecked
    from secaudit.sources import PasswordCounts

_BATCH = 200_000
"""Lines that are looked up together: enough to be worth numpy."""

_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class Asked(NamedTuple):
    """One line of what is looked up."""

    line: int
    digest: bytes | None
    """None where the line could not be used."""
    hash: str = ""
    """The line, where it is a hash; never where it is a password."""
    why: str = ""


@click.command(cls=Command)
@click.argument("file")
@click.option(
    "--passwords",
    metavar="LIST",
    help="Look up the passwords in this file, one a line in UTF-8; `-` is stdin.",
)
@click.option(
    "--hashes",
    metavar="LIST",
    help="Look up the hashes in this file, one a line in hexadecimal; `-` is stdin.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json")),
    default="text",
    help="Text to read, the default, or JSON for programs.",
)
@click.option("--exit-zero", is_flag=True, help="End with code 0 whatever was found.")
def lookup(
    *, file: str, passwords: str | None, hashes: str | None, form: str, exit_zero: bool
) -> int:
    """Say how often passwords were seen in known breaches.

    You type them, and they are not shown; without a terminal they come from stdin. Answers come in
    the order of the lines, and name a password only by its line. From 64 on, counts are near the
    true ones: within one sixteenth.

    It ends with code 13 where one was found, else with 4 where one could not be looked up, else
    with 0, as an audit does.
    """
    from datetime import UTC, datetime  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    from secaudit.corpus.lookup import Corpus  # noqa: PLC0415
    from secaudit.corpus.opening import open_any  # noqa: PLC0415
    from secaudit.sources import corpus as source  # noqa: PLC0415

    if passwords and hashes:
        raise UsageError(
            _("--passwords and --hashes do not go together"), _("Give one of them at a time.")
        )
    with open_any(Path(file)) as opened:
        if not hashes:
            source.check_kind(opened)
        if source.is_old(opened.header, datetime.now(UTC).date()):
            say(_("note: {note}").format(note=source.age_note(file, opened.header)))
        counts = (
            source.CorpusCounts(opened)
            if isinstance(opened, Corpus)
            else source.FilterCounts(opened)
        )
        answering = _Answering(counts, form)
        if hashes:
            with _lines(hashes) as lines:
                answering.to(_hashes(lines, opened.header.kind))
        elif passwords is None and is_interactive():
            answering.to(_typed(), at_once=1)
        else:
            with _lines(passwords or "-") as lines:
                answering.to(_passwords(lines))
        codes = answering.codes
    if not codes:
        raise NothingToAuditError(
            _("there was nothing to look up"), _("Give one password or hash a line.")
        )
    if form == "json":
        import json  # noqa: PLC0415

        about = {
            "file": file,
            "source": opened.header.source,
            "date": opened.header.date.isoformat(),
        }
        click.echo(json.dumps(about | {"answers": answering.written}, indent=2, ensure_ascii=False))
    return ExitCode.OK if exit_zero else max(codes)


# ── What is asked ────────────────────────────────────────────────────────────────────────────────


def _typed() -> Iterator[Asked]:
    line = 0
    while secret := ask_secret(_("Password (it is not shown; Enter to end)")):
        line += 1
        yield Asked(line, secret.sha1())


def _passwords(lines: Iterable[tuple[int, bytes]]) -> Iterator[Asked]:
    from secaudit.text import Secret  # noqa: PLC0415

    for line, text in lines:
        try:
            yield Asked(line, Secret(text.decode()).sha1())
        except UnicodeDecodeError:
            yield Asked(line, None, why=_("it is not written in UTF-8"))


def _hashes(lines: Iterable[tuple[int, bytes]], kind: str) -> Iterator[Asked]:
    """Take each line as a hash, with or without a count after it."""
    from secaudit.cli.corpus.words import KINDS  # noqa: PLC0415
    from secaudit.corpus.format import DIGITS  # noqa: PLC0415

    for line, text in lines:
        digits = text.partition(b":")[0].strip()
        try:
            digest = bytes.fromhex(digits.decode("ascii"))
        except ValueError:
            digest = b""
        if len(digits) == DIGITS[kind] == 2 * len(digest):
            yield Asked(line, digest, digits.decode("ascii"))
        else:
            why = _("it is no {kind} hash of {number} hexadecimal digits")
            yield Asked(line, None, why=why.format(kind=KINDS[kind], number=DIGITS[kind]))


@contextmanager
def _lines(name: str) -> Iterator[Iterator[tuple[int, bytes]]]:
    """Give the lines of a file, or of stdin, with their numbers; empty ones are left out."""
    if name == "-":
        yield _numbered(sys.stdin.buffer)
        return
    try:
        file = open(name, "rb")  # noqa: PTH123, SIM115  # closed below
    except OSError as error:
        raise _unreadable(name, error) from None
    with file:
        yield _numbered(file)


def _numbered(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    try:
        for number_, line in enumerate(file, 1):
            text = line.rstrip(b"\r\n")
            if number_ == 1:
                if text.startswith(_UTF16):
                    raise CorpusError(
                        _("the list is written in UTF-16"), _("Save it as UTF-8 and try again.")
                    )
                text = text.removeprefix(b"\xef\xbb\xbf")
            if text:
                yield number_, text
    except OSError as error:
        raise _unreadable(getattr(file, "name", "-"), error) from None


def _unreadable(name: str, error: OSError) -> CorpusError:
    return CorpusError(
        _("{path} could not be read: {why}").format(path=name, why=reason(error)),
        _("Check its name and where it is."),
    )


# ── What is answered ─────────────────────────────────────────────────────────────────────────────


class _Answering:
    """Looks up what is asked, and writes the answers."""

    def __init__(self, counts: "PasswordCounts", form: str) -> None:
        self.counts = counts
        self.form = form
        self.codes: set[ExitCode] = set()
        """The exit code that each kind of answer asks for."""
        self.written: list[dict[str, Any]] = []
        """The answers, where they are written as JSON once all are there."""

    def to(self, asked: Iterator[Asked], at_once: int | None = None) -> None:
        """Look up all of it."""
        from secaudit.model import Pwned, Unchecked, silent  # noqa: PLC0415

        while batch := list(islice(asked, at_once or _BATCH)):
            known = self.counts.counts([one.digest for one in batch if one.digest], silent)
            answers = [known[one.digest] if one.digest else Unchecked(one.why) for one in batch]
            for answer in answers:
                if isinstance(answer, Pwned):
                    self.codes.add(ExitCode.CRITICAL if answer.found else ExitCode.OK)
                else:
                    self.codes.add(ExitCode.NOT_CHECKED if answer.asked else ExitCode.OK)
            if self.form == "json":
                self.written += list(map(_fields, batch, answers))
            else:
                click.echo("\n".join(map(_words, batch, answers)))


def _words(one: Asked, answer: "Pwned | Unchecked") -> str:
    name = one.hash or _("line {number}").format(number=one.line)
    return f"{name}: {_said(answer)}"


def _said(answer: "Pwned | Unchecked") -> str:
    from secaudit.languages import ngettext  # noqa: PLC0415
    from secaudit.model import Unchecked  # noqa: PLC0415

    if isinstance(answer, Unchecked):
        return _("not checked: {why}").format(why=answer.why)
    if answer.one_in:
        return _("probably seen; wrong for one in {number} that never were").format(
            number=answer.one_in
        )
    if not answer.count:
        return _("not found")
    if answer.approximate:
        return _("seen about {number} times").format(number=number(rounded(answer.count)))
    return ngettext("seen once", "seen {number} times", answer.count).format(
        number=number(answer.count)
    )


def rounded(count: int) -> int:
    """Return a count that is only near the true one with as few digits as it deserves: three."""
    unit: int = 10 ** max(0, len(str(count)) - 3)
    return round(count / unit) * unit


def _fields(one: Asked, answer: "Pwned | Unchecked") -> dict[str, Any]:
    from secaudit.model import Unchecked  # noqa: PLC0415

    named = {"line": one.line} | ({"hash": one.hash} if one.hash else {})
    if isinstance(answer, Unchecked):
        return named | {"found": None, "count": None, "why": answer.why}
    return named | {
        "found": answer.found,
        "count": answer.count,
        "approximate": answer.approximate,
        "wrong_one_in": answer.one_in,
    }
