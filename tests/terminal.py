"""A program in a real terminal (a pty), driven as a person would."""

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Sequence

_STEERING = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[=>]")


class Terminal:
    """Run `secaudit` with these arguments on a terminal of 80 columns.

    What is `piped` comes through stdin, as in `bw export … | secaudit audit -`.
    """

    def __init__(
        self, arguments: Sequence[str], *, columns: int = 80, piped: bytes | None = None
    ) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))

        def adopt_terminal() -> None:
            os.setsid()
            fcntl.ioctl(1, termios.TIOCSCTTY, 0)

        self.process = subprocess.Popen(
            [sys.executable, "-m", "secaudit", *arguments],
            stdin=slave if piped is None else subprocess.PIPE,
            stdout=slave,
            stderr=slave,
            env={**os.environ, "TERM": "xterm-256color"},
            preexec_fn=adopt_terminal,  # noqa: PLW1509  # no threads here
        )
        os.close(slave)
        if self.process.stdin:
            self.process.stdin.write(piped or b"")
            self.process.stdin.close()
        self.screen = ""
        self._read_to = 0

    def expect(self, text: str, seconds: float = 20) -> None:
        """Wait until `text` has come since the last call."""
        end = time.monotonic() + seconds
        while text not in self.screen[self._read_to :]:
            if not self._more(end - time.monotonic()):
                raise AssertionError(f"waited for {text!r}, saw:\n{self.screen[self._read_to :]}")
        self._read_to = self.screen.index(text, self._read_to) + len(text)

    def type(self, line: str) -> None:
        """Type a line and press Enter."""
        os.write(self._master, f"{line}\n".encode())

    def answer(self, question: str, line: str) -> None:
        """Wait for a question and type the answer."""
        self.expect(question)
        # A prompt without echo switches echo off just after it is shown, and drops what came
        # before that; wait for it.
        time.sleep(0.05)
        self.type(line)

    def end_of_input(self) -> None:
        """Press Ctrl-D."""
        time.sleep(0.3)
        os.write(self._master, b"\x04")

    def interrupt(self) -> None:
        """Press Ctrl-C, no sooner than a person could: readline loses one that is earlier."""
        time.sleep(0.3)
        os.write(self._master, b"\x03")

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Send the program a signal that ends it, and wait for that."""
        self.process.send_signal(number)
        assert self.end() == -number

    def end(self, seconds: float = 30) -> int:
        """Wait for the program to end and return its exit code."""
        end = time.monotonic() + seconds
        while self._more(end - time.monotonic()):
            pass
        os.close(self._master)
        try:
            return self.process.wait(max(1.0, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            raise

    def _more(self, seconds: float) -> bool:
        if seconds <= 0 or not select.select([self._master], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError:  # Linux says so when the other side is closed
            return False
        text = _STEERING.sub("", data.decode("utf-8", "replace"))
        self.screen += text.replace("\r\n", "\n").replace("\r", "\n")
        return bool(data)
