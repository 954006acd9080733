"""A stand-in for the range API: small ranges with ETags, and faults for those that are named."""

import gzip
import random
from collections.abc import Callable

from tests.loopback import Answer, Loopback, Request

ROWS = 400
VARIANTS = 8


def suffixes(seed: int, digits: int) -> list[str]:
    dice = random.Random(seed)  # noqa: S311  # the same every time
    return sorted(f"{dice.getrandbits(digits * 4):0{digits}X}" for _ in range(ROWS))


def body(variant: int, digits: int) -> bytes:
    rows = (
        f"{suffix}:{number % 99 + 1}" for number, suffix in enumerate(suffixes(variant, digits))
    )
    return "\r\n".join(rows).encode()


BODIES = {digits: [body(variant, digits) for variant in range(VARIANTS)] for digits in (35, 27)}
PACKED = {
    digits: [gzip.compress(one, 6, mtime=0) for one in bodies] for digits, bodies in BODIES.items()
}
GZIP = {"Content-Encoding": "gzip"}


class StandIn:
    """Answers `/range/` of a loopback server. Not for patience: each fault comes at once."""

    def __init__(self, server: Loopback) -> None:
        self.changed: set[int] = set()
        """Prefixes whose answer is another one by now."""
        self.faults: dict[int, Answer] = {}
        self.once = False
        """Whether each fault comes only the first time."""
        self.not_modified = 0
        server.on("/range/", self.answer)

    def answer(self, request: Request) -> Answer:
        path, _, mode = request.path.partition("?")
        prefix, digits = int(path[-5:], 16), 27 if mode == "mode=ntlm" else 35
        fault = self.faults.pop(prefix, None) if self.once else self.faults.get(prefix)
        if fault:
            return fault
        etag = f'"{prefix:05X}-{digits}{"-b" if prefix in self.changed else ""}"'
        if request.headers.get("if-none-match") == etag:
            self.not_modified += 1
            return Answer(304, headers={"ETag": etag})
        return Answer(body=PACKED[digits][self.variant(prefix)], headers={**GZIP, "ETag": etag})

    def variant(self, prefix: int) -> int:
        return (prefix + (prefix in self.changed)) % VARIANTS


def whole(change: Callable[[bytes], bytes]) -> Answer:
    """Answer with a changed body that claims to be whole."""
    return Answer(body=change(BODIES[35][0]), packed=False)


FAULTS = {
    "429": Answer(429, headers={"Retry-After": "0"}),
    "429 that asks to wait": Answer(429, headers={"Retry-After": "1"}),
    "502 with an empty body": Answer(502),
    "503": Answer(503),
    "a stall": Answer(delay=1.0),
    "a reset": Answer(body=b"x" * 9999, packed=False, cut=500, reset=True),
    "a length too long": Answer(body=BODIES[35][0], packed=False, cut=5000),
    "truncated gzip": Answer(body=PACKED[35][0][:-9], headers=GZIP),
    "no gzip": Answer(body=b"no", headers=GZIP),
    "HTML": Answer(body=b"<!doctype html><title>Sign in</title>" + b"<p>x" * 999),
    "nothing": Answer(body=b""),
    "half its rows": whole(lambda body: body[: len(body) // 2].rpartition(b"\r\n")[0]),
    "too few rows": whole(lambda body: b"\r\n".join(body.split(b"\r\n")[25:])),
    "rows out of order": whole(lambda body: b"\r\n".join(reversed(body.split(b"\r\n")))),
    "suffixes too short": whole(lambda body: body.replace(b":", b"")),
    "NTLM rows": Answer(body=BODIES[27][0], packed=False),
    "a redirect": Answer(302, headers={"Location": "http://127.0.0.1:9/"}),
    "an unasked 304": Answer(304),
}
