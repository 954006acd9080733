"""The one door to the system's `gpg`: messages in, and out what they hold or why not.

The person's keys, agent, smartcards and settings are used as they are. A passphrase goes through a
pipe. Nothing that gpg writes is shown: the reason is read from its status lines, which
https://github.com/gpg/gnupg/blob/master/doc/DETAILS lists.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import groupby
from threading import Event

from secaudit.errors import PassphraseError
from secaudit.languages import N_
from secaudit.text import Secret
from secaudit.vaults.base import Ask

_PROGRAMS = ("gpg", "gpg2")
_AT_ONCE = 4  # the agent takes one step at a time; more at once only fill its memory
_PATIENCE = 60
"""Seconds for one message: a large one takes a while, and a smartcard waits for a touch."""
_PERSON = 300
"""Seconds where gpg itself asks a person."""
_RECIPIENT = 12
"""Bytes that begin a message and name the first key it is for (RFC 9580 §5.1.1)."""
# What the status says of …
_PASSPHRASE = frozenset({"KEY_CONSIDERED", "NEED_PASSPHRASE_SYM"})  # a key that is here, or none
_DAMAGE = frozenset({"BADMDC", "DECRYPTION_KEY", "NODATA"})  # the second: the key did its part


class Refusal(StrEnum):
    """Why a message stayed closed, to be read after the place where it is."""

    MISSING = N_("it opens with gpg (GnuPG), which is not on this computer")
    NO_KEY = N_("no secret key that opens it is on this computer")
    LOCKED = N_("it needs a passphrase, and none was given")
    WRONG = N_("the passphrase given does not open it")
    DAMAGED = N_("it is damaged, or nothing that gpg can open")
    LARGE = N_("it holds more than secaudit reads")
    SLOW = N_("gpg did not answer in time")


def opened(
    messages: Sequence[bytes], ask: Ask, question: str, *, limit: int
) -> list[bytes | Refusal]:
    """Return what each message holds, at most `limit` bytes, or why it stayed closed.

    `ask` is called at most once, and only where a key is locked or a message has a passphrase of
    its own. An empty answer leaves the asking to gpg.
    """
    gpg = _program()
    if gpg is None:
        return [Refusal.MISSING for _ in messages]
    found = list(_each(gpg, messages, None, limit))
    locked = [number for number, one in enumerate(found) if one is Refusal.LOCKED]
    if not locked:
        return found
    try:
        passphrase = ask(question)
    except PassphraseError:  # nobody is there to ask
        return found

    def recipient(number: int) -> bytes:
        return messages[number][:_RECIPIENT]

    for _, group in groupby(sorted(locked, key=recipient), key=recipient):
        # The first one for a key goes alone: so gpg asks only once, and a wrong passphrase is not
        # tried hundreds of times.
        first, *others = group
        found[first] = _open(gpg, messages[first], passphrase, limit)
        if isinstance(found[first], Refusal):
            rest = iter([found[first]] * len(others))
        else:
            rest = _each(gpg, [messages[number] for number in others], passphrase, limit)
        for number in others:
            found[number] = next(rest)
    return found


def _program() -> str | None:
    from shutil import which  # noqa: PLC0415

    # By its whole path: never one that lies in the folder we happen to be in.
    return next(filter(os.path.isabs, filter(None, map(which, _PROGRAMS))), None)


def _each(
    gpg: str, messages: Sequence[bytes], passphrase: Secret | None, limit: int
) -> Iterator[bytes | Refusal]:
    """Open several messages, a few at once. After one on which gpg hangs, no other is tried."""
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415

    hangs = Event()

    def one(message: bytes) -> bytes | Refusal:
        if hangs.is_set():
            return Refusal.SLOW
        found = _open(gpg, message, passphrase, limit)
        if found is Refusal.SLOW:
            hangs.set()
        return found

    pool = ThreadPoolExecutor(max_workers=min(_AT_ONCE, os.cpu_count() or 1))
    try:
        yield from pool.map(one, messages)
    finally:
        pool.shutdown(cancel_futures=True)  # or Ctrl-C would first open all that are left


def _open(gpg: str, message: bytes, passphrase: Secret | None, limit: int) -> bytes | Refusal:
    """Run gpg once. Without a passphrase it asks nobody; with an empty one it asks by itself."""
    import subprocess  # noqa: PLC0415  # here and nowhere else

    terminal = _terminal() if passphrase == Secret("") else None
    if passphrase:
        how = ["--pinentry-mode", "loopback", "--passphrase-fd", "0"]
        message = passphrase.reveal().encode("utf-8", "surrogatepass") + b"\n" + message
    else:
        how = ["--pinentry-mode", "default" if terminal else "error"]
    command = (
        *(gpg, "--batch", "--quiet", "--no-tty", "--status-fd", "2"),
        "--disable-dirmngr",  # whatever its settings say, it does not go online
        "--no-symkey-cache",  # it is not to remember a passphrase, nor to use one of before
        *("--max-output", str(limit)),  # what is compressed may be of any size
        *how,
        "--decrypt",
    )
    try:
        ended = subprocess.run(  # noqa: S603  # a fixed command, and no shell
            command,
            input=message,
            capture_output=True,
            check=False,
            env={**os.environ, "GPG_TTY": terminal} if terminal else None,
            timeout=_PERSON if terminal else _PATIENCE,
        )
    except subprocess.TimeoutExpired:
        return Refusal.SLOW
    except OSError:  # it is there, and does not start
        return Refusal.MISSING
    status = _status(ended.stderr)
    if "DECRYPTION_OKAY" in status:
        return Refusal.LARGE if ended.returncode else ended.stdout
    if "BEGIN_DECRYPTION" not in status or not status.isdisjoint(_DAMAGE):
        return Refusal.DAMAGED
    if status.isdisjoint(_PASSPHRASE):
        return Refusal.NO_KEY
    return Refusal.WRONG if passphrase else Refusal.LOCKED


def _status(stderr: bytes) -> frozenset[str]:
    """Return the first word of every status line."""
    lines = stderr.decode("utf-8", "replace").splitlines()
    return frozenset(line.split()[1] for line in lines if line.startswith("[GNUPG:] "))


def _terminal() -> str | None:
    """Return the terminal on which gpg may ask; None where nobody sits at one."""
    if not sys.stderr.isatty():
        return None
    # Windows has no name for it, and there gpg opens a window of its own.
    return os.ttyname(sys.stderr.fileno()) if hasattr(os, "ttyname") else "CON"
