"""What is fuzzed: every reader by itself, what is inside encrypted exports, and `read_vault`."""

import hashlib
import io
import itertools
import logging
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any
from unittest import mock

from cryptography.hazmat.primitives.kdf import argon2, scrypt

from secaudit.errors import SecauditError
from secaudit.model import Row, Skipped, Unreadable
from secaudit.text import Secret
from secaudit.vaults import FORMATS, gpg, kdbx, read_vault
from secaudit.vaults.authenticators import microsoft
from secaudit.vaults.base import Document, Format
from tests.exports import WRITERS
from tests.exports.records import HOME, PASSPHRASE, Record, Writer

CANARY = "KANARIEKANARIEKA"
"""Stands where a password and a seed stand: it is base32 too. No message may hold it."""
_TELLING = CANARY[:8].casefold()
_SECONDS = 2
"""Of computing, for one input."""

Target = Callable[[bytes], None]


class Problem(Exception):  # noqa: N818  # what is found may be no error
    """A reader did what none may do. The message names no input."""


def seeds(writer: Writer) -> Iterator[list[Record]]:
    """Yield the records of a few exports that a target begins from."""
    full = Record(
        title="Shop",
        username="ann",
        password=CANARY,
        urls=("https://shop.example/", "https://b.example/"),
        totp=CANARY,
        group=HOME,
        created=1_500_000_000,
        changed=1_600_000_000,
        past=(f"{CANARY}1", f"{CANARY}2"),
        passkey=True,
        excluded=True,
    )
    bare = Record(title="Mail", username="é", totp=CANARY)
    yield [full]
    yield [full, full, full, bare, *(replace(full, kind=kind) for kind in sorted(writer.kinds))]


def targets() -> dict[str, tuple[Target, list[bytes]]]:
    """Return what there is to fuzz by name, with the inputs to begin from."""
    found: dict[str, tuple[Target, list[bytes]]] = {}
    for form in FORMATS:
        if form.name not in WRITERS:
            continue  # a folder
        writer = WRITERS[form.name]
        plain = [writer.plain(records) for records in seeds(writer)]
        whole = [writer.seal(data) for data in plain]
        direct = partial(_direct, form)
        found[form.name] = direct, whole if form.encrypted else plain
        if form.encrypted:
            found[f"{form.name}-inside"] = partial(_inside, writer, direct), plain
    everything = [
        data
        for writer in WRITERS.values()
        for data in (writer.export(records) for records in itertools.islice(seeds(writer), 1))
    ]
    return found | {"read-vault": (_vault, everything)}


def _ask(_prompt: str) -> Secret:
    return Secret(PASSPHRASE)


def _direct(form: Format, data: bytes) -> None:
    document = Document(io.BytesIO(data), "export")
    judge(lambda: form.read(document, _ask))


def _inside(writer: Writer, read: Target, plain: bytes) -> None:
    try:
        sealed = writer.seal(plain)
    except (ValueError, SyntaxError):
        return  # what this format cannot hold, such as XML that is none
    read(sealed)


def _vault(data: bytes) -> None:
    judge(lambda: read_vault(data, name="export", ask=_ask).rows)


def judge(read: Callable[[], Iterable[Row]]) -> None:
    """Raise Problem, or whatever else, where a reader does what it must not."""
    started = time.process_time()
    with _logged() as log:
        try:
            rows = list(read())
        except SecauditError as error:
            said = [error.message, error.hint, *traceback.format_exception(error)]
        else:
            said = [text for row in rows for text in _said(row)]
    if _TELLING in "".join([*said, *log]).casefold():
        raise Problem("a secret is in a message")
    if time.process_time() - started > _SECONDS:
        raise Problem(f"it took more than {_SECONDS} seconds")


def _said(row: Row) -> tuple[str, ...]:
    if isinstance(row, Unreadable):
        return row.where, row.why, row.batch
    return (row.reason,) if isinstance(row, Skipped) else (repr(getattr(row, "password", "")),)


@contextmanager
def _logged() -> Iterator[list[str]]:
    """Give the texts that are logged meanwhile."""
    texts: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: texts.append(record.getMessage())  # type: ignore[method-assign]
    logging.getLogger().addHandler(handler)
    try:
        yield texts
    finally:
        logging.getLogger().removeHandler(handler)


# ── Keys that cost nothing ───────────────────────────────────────────────────────────────────────

_pbkdf2, _Argon2id, _Scrypt = hashlib.pbkdf2_hmac, argon2.Argon2id, scrypt.Scrypt


def _cheap_pbkdf2(name: str, secret: bytes, salt: bytes, _rounds: int, size: Any = None) -> bytes:
    return _pbkdf2(name, secret, salt, 1, size)


def _cheap_argon2id(*, memory_cost: int, lanes: int, iterations: int, **more: Any) -> Any:
    return _Argon2id(
        memory_cost=min(memory_cost, 8 * lanes), lanes=lanes, iterations=min(iterations, 1), **more
    )


def _cheap_scrypt(*, n: int, **more: Any) -> Any:
    power = n > 1 and not n & (n - 1)
    return _Scrypt(n=2 if power else n, **more)


@contextmanager
def cheap_keys() -> Iterator[None]:
    """Let every key cost as little as possible, and no other program be started."""
    limits: Mapping[str, int] = {"M": 2**22, "I": 4, "P": 2, "R": 1000}
    with (
        mock.patch.object(hashlib, "pbkdf2_hmac", _cheap_pbkdf2),
        mock.patch.object(argon2, "Argon2id", _cheap_argon2id),
        mock.patch.object(scrypt, "Scrypt", _cheap_scrypt),
        mock.patch.object(kdbx, "_LIMITS", limits),
        mock.patch.object(microsoft, "_MOST_SECONDS", 1),
        mock.patch.object(gpg, "opened", return_value=[gpg.Refusal.DAMAGED]),
    ):
        yield
